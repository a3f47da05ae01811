//! Answers as JSON, and the types of which they consist. Lists are written element by element, so that an answer that is too
//! large takes no more memory than the largest one.

use std::borrow::Cow;
use std::io::{self, ErrorKind};

use serde::Serialize;

use crate::heap::error::Error;
use crate::heap::graph::locations::Location;

/// The longest answer, in bytes: the longest string of V8 on 32-bit platforms. JavaScript parses answers, which takes a
/// multiple of that; longer strings of 64-bit platforms would leave no heap for it.
const MAX_BYTES: usize = (1 << 28) - 16;

/// An answer as JSON.
pub(super) fn json(answer: &impl Serialize) -> Result<String, Error> {
    let mut json = Json::default();
    json.value(answer)?;
    json.finish()
}

/// An answer that is a list.
pub(super) fn json_list<T: Serialize>(
    elements: impl Iterator<Item = Result<T, Error>>,
) -> Result<String, Error> {
    let mut json = Json::default();
    json.list(elements)?;
    json.finish()
}

/// JSON that is being written.
#[derive(Default)]
pub(super) struct Json {
    bytes: Vec<u8>,
}

impl Json {
    /// Adds JSON as it is.
    pub(super) fn raw(&mut self, json: &str) -> Result<(), Error> {
        io::Write::write_all(self, json.as_bytes()).map_err(|error| failure(error.kind()))
    }

    /// Adds a value.
    pub(super) fn value(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let failed = |error: serde_json::Error| failure(error.io_error_kind().unwrap_or(ErrorKind::Other));
        serde_json::to_writer(self, value).map_err(failed)
    }

    /// Adds a list.
    pub(super) fn list<T: Serialize>(
        &mut self,
        elements: impl Iterator<Item = Result<T, Error>>,
    ) -> Result<(), Error> {
        self.raw("[")?;
        for (index, element) in elements.enumerate() {
            self.raw(if index == 0 { "" } else { "," })?;
            self.value(&element?)?;
        }
        self.raw("]")
    }

    pub(super) fn finish(self) -> Result<String, Error> {
        String::from_utf8(self.bytes).map_err(|error| Error::Internal(error.to_string()))
    }
}

impl io::Write for Json {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MAX_BYTES {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.bytes.try_reserve(bytes.len()).map_err(|_| ErrorKind::OutOfMemory)?;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why JSON cannot be written.
fn failure(kind: ErrorKind) -> Error {
    match kind {
        ErrorKind::FileTooLarge => Error::AnswerTooLarge(MAX_BYTES),
        ErrorKind::OutOfMemory => Error::OutOfMemory,
        kind => Error::Internal(kind.to_string()),
    }
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
pub(super) struct DuplicateString<'a> {
    pub(super) value: Cow<'a, str>,
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

/// A group that has grown on every round.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrowingEntry<'a> {
    pub(super) counts: Vec<u64>,
    pub(super) retained_sizes: Vec<u64>,
    pub(super) holder: Node<'a>,
    pub(super) example: Node<'a>,
}
