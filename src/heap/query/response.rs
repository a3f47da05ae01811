//! The types of answers, as they become JSON.

use serde::Serialize;

use crate::heap::error::Error;
use crate::heap::graph::locations::Location;

/// An answer as JSON.
pub(super) fn json(answer: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(answer).map_err(|error| Error::Internal(error.to_string()))
}

/// The result of [`super::Question::Analyze`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Analysis {
    pub(super) retained_size: u64,
}

/// Totals.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary<'a> {
    pub(super) node_count: usize,
    pub(super) edge_count: usize,
    pub(super) string_count: usize,
    pub(super) shallow_size: u64,
    pub(super) extra_native_bytes: u64,
    pub(super) unreachable_count: u64,
    pub(super) unreachable_size: u64,
    pub(super) types: Vec<TypeTotal<'a>>,
}

/// Totals of the nodes of a type.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypeTotal<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) count: u64,
    pub(super) shallow_size: u64,
}

/// A class.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Class<'a> {
    pub(super) name: &'a str,
    pub(super) location: Option<Location>,
    pub(super) count: u64,
    pub(super) shallow_size: u64,
    pub(super) retained_size: u64,
    pub(super) distance: Option<u32>,
}

/// A node with all that is known about it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Node<'a> {
    pub(super) id: u32,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) class_name: &'a str,
    pub(super) shallow_size: u64,
    pub(super) retained_size: u64,
    pub(super) distance: Option<u32>,
    pub(super) edge_count: usize,
    pub(super) detached: bool,
    pub(super) location: Option<Location>,
}

/// A node with what is known before dominators are computed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NearNode<'a> {
    pub(super) id: u32,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) distance: Option<u32>,
    pub(super) location: Option<Location>,
}

/// An edge.
#[derive(Serialize)]
pub(super) struct Edge<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) name: EdgeLabel,
}

/// The name of an edge.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum EdgeLabel {
    Index(u32),
    Text(String),
}

/// An edge, and the node at the other end.
#[derive(Serialize)]
pub(super) struct Link<'a> {
    pub(super) edge: Edge<'a>,
    pub(super) node: NearNode<'a>,
}

/// A node of the dominator tree.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Branch<'a> {
    pub(super) parent: Option<usize>,
    pub(super) node: Node<'a>,
    pub(super) edge: Option<Edge<'a>>,
    pub(super) rest: Vec<Rest<'a>>,
}

/// Children of a node of the dominator tree that are counted instead of listed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rest<'a> {
    pub(super) class_name: Option<&'a str>,
    pub(super) count: u64,
    pub(super) retained_size: u64,
}

/// A retaining path.
#[derive(Serialize)]
pub(super) struct Path<'a> {
    pub(super) distance: Option<u32>,
    pub(super) steps: Vec<Link<'a>>,
}

/// A string that several nodes hold.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DuplicateString {
    pub(super) value: String,
    pub(super) count: usize,
    pub(super) shallow_size: u64,
    pub(super) retained_size: u64,
    pub(super) ids: Vec<u32>,
}

/// What changed, by class.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Diff {
    pub(super) comparable: bool,
    pub(super) classes: Vec<ClassChange>,
}

/// How a class changed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClassChange {
    pub(super) name: String,
    pub(super) location: Option<Location>,
    pub(super) added_count: Option<usize>,
    pub(super) removed_count: Option<usize>,
    pub(super) added_size: Option<u64>,
    pub(super) removed_size: Option<u64>,
    pub(super) count_delta: i64,
    pub(super) size_delta: i64,
}

/// Objects that are new, and objects that are gone.
#[derive(Serialize)]
pub(super) struct DiffNodes<'a> {
    pub(super) added: Vec<Node<'a>>,
    pub(super) removed: Vec<Node<'a>>,
}

/// A group that has grown on every round.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrowingEntry<'a> {
    pub(super) counts: Vec<u64>,
    pub(super) retained_sizes: Vec<u64>,
    pub(super) holder: Node<'a>,
    pub(super) example: Node<'a>,
}
