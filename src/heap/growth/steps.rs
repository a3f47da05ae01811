//! Names of references and classes as numbers that are the same in all snapshots of a series.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::heap::error::Error;
use crate::heap::graph::sizes::zeros;
use crate::heap::graph::{EdgeType, Graph};

/// Of references that have no name but an index or an id.
const INDEXED: &str = "[]";

/// From a list of roots to what it has of one kind.
const KINDS: &str = "[kind]";

/// Of references to the next or the previous link of a list.
const LINK: &str = "[link]";

/// Of the first and last link of a list, too: which of them is how far from a link changes as the list grows.
const ENDS: [&str; 10] =
    ["head", "tail", "first", "last", "_head", "_tail", "_first", "_last", "#head", "#tail"];

/// Where V8 keeps the functions of native classes that a realm has used so far and what it knows of a function's runs, and
/// where Node.js lists its native objects. What is there because of something else grows with that.
const LISTS: [&str; 4] = [
    "fast_template_instantiations_cache",
    "slow_template_instantiations_cache",
    "feedback_cell",
    "base_object_list",
];

/// Where Node.js keeps the times of what was fetched: of the first 250.
const BOUNDED: [&str; 2] = ["resourceTimingBuffer", "resourceTimingSecondaryBuffer"];

/// All words so far.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: FxHashMap<Box<str>, u32>,
}

/// How an object is referred to, and of what class it is.
pub(super) type Step = (u32, u32);

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.into(), number);
        number
    }
}

/// The steps of one snapshot.
pub(super) struct Steps<'a> {
    graph: &'a Graph,
    words: &'a mut Words,
    indexed: u32,
    kinds: u32,
    lists: [u32; LISTS.len()],
    bounded: [u32; BOUNDED.len()],
    /// By string that names an edge: its number and 1, or 0 if it has not been looked up.
    edge_words: Vec<u32>,
    /// By type and string.
    class_words: FxHashMap<(u8, u32), u32>,
    /// By type: whether the name of a node belongs to its class.
    is_named: Vec<bool>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(graph: &'a Graph, words: &'a mut Words) -> Result<Steps<'a>, Error> {
        // The names of strings, symbols, numbers and the like are their contents.
        let named = ["hidden", "array", "object", "code", "closure", "native", "synthetic"];
        Ok(Steps {
            graph,
            indexed: words.number(INDEXED),
            kinds: words.number(KINDS),
            lists: LISTS.map(|name| words.number(name)),
            bounded: BOUNDED.map(|name| words.number(name)),
            words,
            edge_words: zeros(graph.strings.len())?,
            class_words: FxHashMap::default(),
            is_named: graph.node_types.iter().map(|name| named.contains(&name.as_str())).collect(),
        })
    }

    /// The step over an edge.
    pub(super) fn step(&mut self, edge: u32) -> Step {
        (self.edge_word(edge), self.class_word(self.graph.edge(edge).target()))
    }

    /// Whether a step leads to what grows to a bound.
    pub(super) fn is_to_bounded(&self, (edge, _): Step) -> bool {
        self.bounded.contains(&edge)
    }

    /// Whether a step leads to a list of V8's or Node.js's own.
    pub(super) fn is_to_list(&self, (edge, _): Step) -> bool {
        self.lists.contains(&edge)
    }

    /// Whether an edge is one of V8's roots.
    pub(super) fn is_from_root(&self, edge: u32) -> bool {
        let from = self.graph.source_of(edge);
        self.graph.node_types[self.graph.kinds[from as usize] as usize] == "synthetic"
    }

    /// The step to all objects of the kind of one.
    pub(super) fn step_of_kind(&mut self, node: u32) -> Step {
        (self.kinds, self.class_word(node))
    }

    fn edge_word(&mut self, edge: u32) -> u32 {
        let kind = self.graph.edge(edge).kind();
        if kind.is_indexed() || kind == EdgeType::Pair {
            return self.indexed;
        }
        let name = self.graph.edge_names.get(edge);
        let known = self.edge_words[name as usize];
        if known != 0 {
            return known - 1;
        }
        let text = self.graph.strings.get(name);
        // V8 names many an internal reference by its index.
        let is_index = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let word = if is_index { self.indexed } else { self.words.number(direction(&text)) };
        self.edge_words[name as usize] = word + 1;
        word
    }

    fn class_word(&mut self, node: u32) -> u32 {
        let graph = self.graph;
        let kind = graph.kinds[node as usize];
        let name = if self.is_named[kind as usize] { graph.names[node as usize] } else { 0 };
        let (words, is_named) = (&mut *self.words, self.is_named[kind as usize]);
        *self.class_words.entry((kind, name)).or_insert_with(|| {
            let name: Cow<str> = if is_named { graph.strings.get(name) } else { Cow::Borrowed("") };
            // Some versions of V8 call a plain object by its properties.
            let name = if name.starts_with('{') { "Object" } else { &name };
            words.number(&format!("{} {name}", graph.node_types[kind as usize]))
        })
    }
}

/// A list with links both ways is reached from both its ends, now more from the one and now from the other.
fn direction(name: &str) -> &str {
    let is_link =
        ["prev", "Prev", "previous", "Previous", "next", "Next"].iter().any(|end| name.ends_with(end));
    if is_link || ENDS.contains(&name) { LINK } else { name }
}
