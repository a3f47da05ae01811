//! Strings that several nodes hold. As in DevTools, concatenated strings count unless they are flat, and strings of size 0
//! do not, since they are parts of other nodes.
//!
//! V8 cuts strings off at 1,024 characters. Newer versions say so and give length and hash of the whole. Without these,
//! strings with the same first 1,024 characters count as equal. Concatenated strings are compared as a whole: DevTools
//! compares what it shows of them. Those that are only parts of others do not count either: a string that was built piece
//! by piece consists of thousands that start alike.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use crate::heap::graph::node_names::Namer;
use crate::heap::graph::ropes::{Ropes, Whole, cut_off};
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::{Graph, NodeIndex};

/// A string that several nodes hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate<'a> {
    /// The text, maybe cut off.
    pub text: Cow<'a, str>,
    /// The nodes, in order.
    pub nodes: Vec<NodeIndex>,
}

/// All strings that more than one node holds.
pub fn duplicate_strings<'a>(graph: &'a Graph, shallow: &Sizes) -> Vec<Duplicate<'a>> {
    let namer = Namer::new(graph);
    let string = graph.type_number("string");
    let mut groups: FxHashMap<Key, Vec<NodeIndex>> = FxHashMap::default();
    let mut texts = Texts { namer: &namer, first: FxHashMap::default() };
    let inner = namer.ropes.inner();
    for node in graph.nodes() {
        let is_rope = namer.ropes.contains(node);
        if !(is_rope || graph.is_of_type(node, string)) || shallow.get(node) == 0 {
            continue;
        }
        if is_rope && (inner.get(&node) == Some(&true) || is_flat(graph, &namer.ropes, node)) {
            continue;
        }
        let text = texts.first(node, &namer.name(node));
        let (cut_off, whole) =
            if is_rope { (None, namer.ropes.whole(node)) } else { (cut_off(graph, node), None) };
        groups.entry(Key { text, cut_off, whole }).or_default().push(node);
    }
    let repeated = groups.into_iter().filter(|(_, nodes)| nodes.len() > 1);
    repeated.map(|(key, nodes)| Duplicate { text: namer.name(key.text), nodes }).collect()
}

/// What equal strings have in common.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// The first node with the text.
    text: NodeIndex,
    /// Length and hash of the whole, if V8 says that the text is cut off.
    cut_off: Option<(String, String)>,
    /// The same of a concatenated string.
    whole: Option<Whole>,
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
fn is_flat(graph: &Graph, ropes: &Ropes, node: NodeIndex) -> bool {
    let is_empty = |half| graph.strings.raw(graph.names[half]).is_empty() && !ropes.contains(half);
    ropes.halves(node).into_iter().flatten().any(is_empty)
}
