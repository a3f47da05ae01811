//! Questions and their answers, in the shapes that JavaScript sees (see `heap.d.ts`). Nodes go by node id here.

mod compare;
mod dominator_map;
mod request;
mod response;
mod view;

use serde::{Deserialize, Serialize};

use crate::heap::analysis::contexts;
use crate::heap::error::Error;
use crate::heap::snapshot::Snapshot;

pub use compare::{diff, diff_nodes, growth};
use view::Asked;

/// A question.
#[derive(Debug, Deserialize)]
#[serde(try_from = "request::Asking")]
pub enum Question {
    /// Everything that other questions need, and what all nodes come to.
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
    Find(Wanted),
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
        /// Whether equally short paths are chosen by name.
        by_name: bool,
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
    /// Strings that are there more than once.
    DuplicateStrings {
        /// How many there may be; all without it.
        top: Option<usize>,
    },
    /// Contexts that nobody can enter any more.
    DetachedContexts,
}

/// Which nodes are looked for: those with all that is given.
#[derive(Debug)]
pub struct Wanted {
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
    let asked = Asked::new(snapshot);
    match question {
        Question::Analyze => json(&asked.analyze()?),
        Question::Summary => json(&asked.summary()?),
        Question::Classes { top, sort, name } => {
            json(&asked.classes(*top, sort.unwrap_or_default(), name.as_deref())?)
        }
        Question::Find(wanted) => json(&asked.find(wanted)?),
        Question::Node { id } => json(&asked.node(asked.by_id(*id)?)?),
        Question::RetainingPath { id, max, by_name } => {
            json(&asked.paths(asked.by_id(*id)?, *max, *by_name)?)
        }
        Question::Retainers { id, top } => json(&asked.retainers(asked.by_id(*id)?, *top)?),
        Question::Edges { id } => json(&asked.edges(asked.by_id(*id)?)?),
        Question::Dominators { id } => json(&asked.dominators(asked.by_id(*id)?)?),
        Question::Dominated { id, top } => {
            let mut nodes = snapshot.children()?.of(asked.by_id(*id)?).to_vec();
            asked.largest(&mut nodes, *top, Sort::Retained)?;
            json(&asked.nodes(&nodes)?)
        }
        Question::DominatorTree { nodes } => json(&dominator_map::tree(snapshot, &asked, *nodes)?),
        Question::DuplicateStrings { top } => json(&asked.duplicate_strings(*top)?),
        Question::DetachedContexts => {
            let mut nodes = contexts::detached(snapshot.graph(), &snapshot.domination()?.dominators);
            asked.largest(&mut nodes, None, Sort::Retained)?;
            json(&asked.nodes(&nodes)?)
        }
    }
}

fn json(answer: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(answer).map_err(|error| Error::Internal(error.to_string()))
}
