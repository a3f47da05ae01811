//! Strings that several nodes hold. As in DevTools, concatenated strings count unless they are flat, and strings of size 0
//! do not, since they are parts of other nodes.
//!
//! V8 cuts strings off at 1,024 characters. Newer versions say so and give length and hash of the whole. Without these,
//! strings with the same first 1,024 characters count as equal.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use crate::heap::graph::node_names::Namer;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{Edge, EdgeType, Graph, NodeIndex};

/// A string that several nodes hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The text, maybe cut off.
    pub text: String,
    /// The nodes, in order.
    pub nodes: Vec<NodeIndex>,
}

/// All strings that more than one node holds.
pub fn duplicate_strings(graph: &Graph, shallow: &Sizes) -> Vec<Duplicate> {
    let namer = Namer::new(graph);
    let string = graph.type_number("string");
    let mut groups: FxHashMap<Key, Vec<NodeIndex>> = FxHashMap::default();
    let mut texts = Texts { namer: &namer, first: FxHashMap::default() };
    for node in graph.nodes() {
        let concatenated = namer.is_concatenated(node);
        if !(concatenated || graph.is_of_type(node, string)) || shallow.get(node) == 0 {
            continue;
        }
        if concatenated && is_flat(graph, &namer, node) {
            continue;
        }
        let text = texts.first(node, &namer.name(node));
        groups.entry(Key { text, cut_off: cut_off(graph, node) }).or_default().push(node);
    }
    let repeated = groups.into_iter().filter(|(_, nodes)| nodes.len() > 1);
    repeated.map(|(key, nodes)| Duplicate { text: namer.name(key.text).into_owned(), nodes }).collect()
}

/// What equal strings have in common.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// The first node with the text.
    text: NodeIndex,
    /// Length and hash of the whole, if the text is cut off.
    cut_off: Option<(String, String)>,
}

/// Texts without copies: the first node with a text stands for it. The index of a string would not do: concatenated
/// strings are not in the table of strings, and texts that V8 cannot write (it writes `???`) are in it several times.
struct Texts<'a> {
    namer: &'a Namer<'a>,
    /// By the hash of the text. If another text has the same hash, by the next free one.
    first: FxHashMap<u64, NodeIndex>,
}

impl Texts<'_> {
    /// The first node with the text of `node`.
    fn first(&mut self, node: NodeIndex, text: &str) -> NodeIndex {
        let mut hash = DefaultHasher::new();
        text.hash(&mut hash);
        let mut hash = hash.finish();
        loop {
            let first = *self.first.entry(hash).or_insert(node);
            if first == node || self.namer.name(first) == text {
                return first;
            }
            hash = hash.wrapping_add(1);
        }
    }
}

/// Whether one half of a concatenated string is empty: V8 has flattened it.
fn is_flat(graph: &Graph, namer: &Namer, node: NodeIndex) -> bool {
    let (first, second) = namer.halves(node);
    let is_empty = |half| graph.strings.raw(graph.names[half]).is_empty() && !namer.is_concatenated(half);
    [first, second].into_iter().flatten().any(is_empty)
}

/// Length and hash of the whole, if the snapshot says that a string is cut off.
fn cut_off(graph: &Graph, node: NodeIndex) -> Option<(String, String)> {
    let truncated = value(graph, node, "truncated")?;
    if truncated != "true" {
        return None;
    }
    Some((value(graph, node, "length").unwrap_or_default(), value(graph, node, "hash").unwrap_or_default()))
}

/// The value of a number that an internal edge leads to. The number is a node with an internal edge `value`.
fn value(graph: &Graph, node: NodeIndex, name: &str) -> Option<String> {
    let number = internal(graph, node, name)?;
    Some(graph.name(internal(graph, number, "value")?).into_owned())
}

fn internal(graph: &Graph, node: NodeIndex, name: &str) -> Option<NodeIndex> {
    let is_wanted =
        |edge: Edge, text| edge.is(EdgeType::Internal) && graph.strings.raw(text) == name.as_bytes();
    graph.named_edges_of(node).find(|&(edge, text)| is_wanted(edge, text)).map(|(edge, _)| edge.target())
}
