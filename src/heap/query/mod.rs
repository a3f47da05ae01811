//! Questions about snapshots and their answers, as JSON that JavaScript sees (see `heap.d.ts`). Nodes go by node id here.
//!
//! Uses all other rooms.

mod compare;
mod dominator_map;
mod request;
mod response;
mod view;

use serde::{Deserialize, Serialize};

use crate::heap::analysis::contexts::detached_contexts;
use crate::heap::error::Error;
use crate::heap::snapshot::Snapshot;

pub use compare::{diff, diff_nodes, growth};
use view::View;

/// A question.
#[derive(Debug, Deserialize)]
#[serde(try_from = "request::Request")]
pub enum Question {
    /// Computes what other questions need, and returns the retained size of the root.
    Analyze,
    /// Totals.
    Summary,
    /// The classes.
    Classes {
        /// How many there may be; all without it.
        top: Option<usize>,
        /// Which come first.
        sort: Option<Sort>,
        /// Only classes of this name.
        name: Option<String>,
    },
    /// Nodes by class, name or type.
    Find(NodeFilter),
    /// A node.
    Node {
        /// The id of the node.
        id: u64,
    },
    /// Why a node is alive.
    RetainingPath {
        /// The id of the node.
        id: u64,
        /// How many paths there may be.
        max: usize,
        /// How ties between equally short paths are broken.
        ties: Ties,
    },
    /// What refers to a node.
    Retainers {
        /// The id of the node.
        id: u64,
        /// How many there may be; all without it.
        top: Option<usize>,
    },
    /// What a node refers to.
    Edges {
        /// The id of the node.
        id: u64,
    },
    /// The dominators of a node, the nearest first.
    Dominators {
        /// The id of the node.
        id: u64,
    },
    /// What a node immediately dominates.
    Dominated {
        /// The id of the node.
        id: u64,
        /// How many there may be; all without it.
        top: Option<usize>,
    },
    /// The upper part of the dominator tree.
    DominatorTree {
        /// How many branches there may be.
        nodes: usize,
    },
    /// Strings that several nodes hold.
    DuplicateStrings {
        /// How many there may be; all without it.
        top: Option<usize>,
    },
    /// Contexts that the host cannot enter any more.
    DetachedContexts,
}

/// Which nodes are listed: those that have all that is given.
#[derive(Debug)]
pub struct NodeFilter {
    /// The name of their class.
    pub class_name: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their type.
    pub kind: Option<String>,
    /// How many there may be.
    pub top: Option<usize>,
    /// Which come first.
    pub sort: Option<Sort>,
}

/// How ties between equally short paths are broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// By the order of nodes, which varies between runs.
    #[default]
    NodeOrder,
    /// By name, the same way in each run.
    Name,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default)]
pub enum Sort {
    /// The largest retained size.
    #[default]
    Retained,
    /// The largest shallow size.
    Shallow,
    /// The most objects.
    Count,
}

/// The answer to a question, as JSON.
pub fn answer(snapshot: &Snapshot, question: &Question) -> Result<String, Error> {
    let view = View::new(snapshot);
    match question {
        Question::Analyze => json(&view.analyze()?),
        Question::Summary => json(&view.summary()?),
        Question::Classes { top, sort, name } => {
            json(&view.classes(*top, sort.unwrap_or_default(), name.as_deref())?)
        }
        Question::Find(filter) => json(&view.find(filter)?),
        Question::Node { id } => json(&view.node(view.by_id(*id)?)?),
        Question::RetainingPath { id, max, ties } => json(&view.paths(view.by_id(*id)?, *max, *ties)?),
        Question::Retainers { id, top } => json(&view.retainers(view.by_id(*id)?, *top)?),
        Question::Edges { id } => json(&view.edges(view.by_id(*id)?)?),
        Question::Dominators { id } => json(&view.dominators(view.by_id(*id)?)?),
        Question::Dominated { id, top } => {
            let mut nodes = snapshot.children()?.of(view.by_id(*id)?).to_vec();
            view.largest(&mut nodes, *top, Sort::Retained)?;
            json(&view.nodes(&nodes)?)
        }
        Question::DominatorTree { nodes } => json(&dominator_map::branches(snapshot, &view, *nodes)?),
        Question::DuplicateStrings { top } => json(&view.duplicate_strings(*top)?),
        Question::DetachedContexts => {
            let mut nodes = detached_contexts(snapshot.graph(), &snapshot.domination()?.dominators);
            view.largest(&mut nodes, None, Sort::Retained)?;
            json(&view.nodes(&nodes)?)
        }
    }
}

fn json(answer: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(answer).map_err(|error| Error::Internal(error.to_string()))
}
