//! Questions, and how they come from JavaScript: as JSON with a name and what the question needs.

use crate::heap::json::{Parsed, Reader, set};

/// A question.
#[derive(Debug)]
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

/// A question as JSON.
#[derive(Default)]
struct Request {
    ask: Option<String>,
    id: Option<u64>,
    top: Option<u64>,
    max: Option<u64>,
    nodes: Option<u64>,
    by_name: Option<bool>,
    sort: Option<String>,
    name: Option<String>,
    class_name: Option<String>,
    kind: Option<String>,
}

impl Request {
    fn read(json: &str) -> Parsed<Request> {
        let mut request = Request::default();
        Reader::new(json.as_bytes()).object(&mut |key, reader| match key {
            "ask" => set(&mut request.ask, key, reader.string()?),
            "id" => set(&mut request.id, key, reader.number()?),
            "top" => set(&mut request.top, key, reader.number()?),
            "max" => set(&mut request.max, key, reader.number()?),
            "nodes" => set(&mut request.nodes, key, reader.number()?),
            "byName" => set(&mut request.by_name, key, reader.boolean()?),
            "sort" => set(&mut request.sort, key, reader.string()?),
            "name" => set(&mut request.name, key, reader.string()?),
            "className" => set(&mut request.class_name, key, reader.string()?),
            "type" => set(&mut request.kind, key, reader.string()?),
            _ => reader.skip(),
        })?;
        Ok(request)
    }
}

impl Question {
    /// Reads a question from its JSON.
    pub fn read(json: &str) -> Parsed<Question> {
        let Request { ask, id, top, max, nodes, by_name, sort, name, class_name, kind } =
            Request::read(json)?;
        let id = id.ok_or("the question lacks 'id'");
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let top = top.map(count);
        let sort = match sort.as_deref() {
            None => None,
            Some("retained") => Some(Sort::Retained),
            Some("shallow") => Some(Sort::Shallow),
            Some("count") => Some(Sort::Count),
            Some(_) => return Err("there is no such order".to_owned()),
        };
        Ok(match ask.as_deref().unwrap_or_default() {
            "analyze" => Question::Analyze,
            "summary" => Question::Summary,
            "classes" => Question::Classes { top, sort, name },
            "find" => Question::Find(NodeFilter { class_name, name, kind, top, sort }),
            "node" => Question::Node { id: id? },
            "retainingPath" => Question::RetainingPath {
                id: id?,
                max: count(max.ok_or("the question lacks 'max'")?),
                ties: if by_name.unwrap_or_default() { Ties::Name } else { Ties::NodeOrder },
            },
            "retainers" => Question::Retainers { id: id?, top },
            "edges" => Question::Edges { id: id? },
            "dominators" => Question::Dominators { id: id? },
            "dominated" => Question::Dominated { id: id?, top },
            "dominatorTree" => {
                Question::DominatorTree { nodes: count(nodes.ok_or("the question lacks 'nodes'")?) }
            }
            "duplicateStrings" => Question::DuplicateStrings { top },
            "detachedContexts" => Question::DetachedContexts,
            _ => return Err("there is no such question".to_owned()),
        })
    }
}
