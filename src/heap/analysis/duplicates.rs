//! Strings that are there more than once. As in DevTools: of concatenated strings those that are not
//! flat, and no strings of size 0, which are parts of other things.
//!
//! V8 cuts strings off at 1,024 characters. Newer versions say so and give length and hash of the whole;
//! without them, strings with the same first 1,024 characters count as equal.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use crate::heap::graph::node_names::Namer;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{EdgeType, Graph};

/// A string that several nodes hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The text, maybe cut off.
    pub text: String,
    /// The nodes, in order.
    pub nodes: Vec<u32>,
}

/// All strings that more than one node holds.
pub fn find(graph: &Graph, shallow: &Sizes) -> Vec<Duplicate> {
    let namer = Namer::new(graph);
    let string = graph.type_number("string");
    let mut groups: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
    let mut texts = Texts { namer: &namer, first: FxHashMap::default() };
    for node in 0..graph.node_count() {
        let concatenated = namer.is_concatenated(node);
        if !(concatenated || graph.is_of_type(node, string)) || shallow.get(node) == 0 {
            continue;
        }
        if concatenated && is_flat(graph, &namer, node) {
            continue;
        }
        let text = texts.number(node, &namer.name(node));
        groups.entry(Key { text, cut_off: cut_off(graph, node) }).or_default().push(node);
    }
    let repeated = groups.into_iter().filter(|(_, nodes)| nodes.len() > 1);
    repeated.map(|(key, nodes)| Duplicate { text: namer.name(key.text).into_owned(), nodes }).collect()
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// The first node with the text.
    text: u32,
    /// Length and hash of the whole, if the text was cut off.
    cut_off: Option<(String, String)>,
}

/// Texts, each by the first node that has it: no copies. The table of strings does not do, since concatenated
/// strings are not in it, and what V8 cannot write (as `???`) is in it several times.
struct Texts<'a> {
    namer: &'a Namer<'a>,
    /// By the text's hash; by the next free one after it, if another text has the same.
    first: FxHashMap<u64, u32>,
}

impl Texts<'_> {
    fn number(&mut self, node: u32, text: &str) -> u32 {
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

/// Whether a concatenated string has an empty half: V8 has put it together already.
fn is_flat(graph: &Graph, namer: &Namer, node: u32) -> bool {
    let (first, second) = namer.halves(node);
    [first, second]
        .into_iter()
        .flatten()
        .any(|half| graph.strings.raw(graph.names[half as usize]).is_empty() && !namer.is_concatenated(half))
}

/// What the snapshot says of the whole of a string that was cut off.
fn cut_off(graph: &Graph, node: u32) -> Option<(String, String)> {
    let truncated = value(graph, node, "truncated")?;
    if truncated != "true" {
        return None;
    }
    Some((value(graph, node, "length").unwrap_or_default(), value(graph, node, "hash").unwrap_or_default()))
}

/// The value of a number that an internal edge leads to: a node with an internal edge `value` of its own.
fn value(graph: &Graph, node: u32, name: &str) -> Option<String> {
    let number = internal(graph, node, name)?;
    Some(graph.name(internal(graph, number, "value")?).into_owned())
}

fn internal(graph: &Graph, node: u32, name: &str) -> Option<u32> {
    graph
        .named_edges_of(node)
        .find(|&(_, edge, text)| edge.is(EdgeType::Internal) && graph.strings.raw(text) == name.as_bytes())
        .map(|(_, edge, _)| edge.target())
}
