//! Plain objects by their properties. All are of the class `Object`, which says little. So DevTools finds the lists of
//! properties that many objects start with, and names each object after the longest list that it has whole:
//! `{id, name, owner}`. A list counts if at least 2 objects, and 1 of 1,000, start with it.
//!
//! Two passes over the plain objects. Objects with the same properties are matched once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::heap::graph::node_names::{Namer, property_name};
use crate::heap::graph::{EdgeType, Graph, NodeIndex, StringIndex};

/// The longest name of an interface, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 120;
/// The least number of objects that start with an interface.
const MIN_COUNT: usize = 2;
/// One of so many plain objects must start with an interface.
const PER_OBJECTS: f64 = 1000.0;

/// A list of properties that objects are named after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The name, as in `{a, b}`.
    pub name: String,
    /// The names of the properties.
    pub properties: Vec<String>,
}

/// The interfaces of a snapshot, the most frequent first.
pub fn infer(graph: &Graph) -> Vec<Interface> {
    let mut inference = Inference { graph, lengths: FxHashMap::default() };
    let mut numbers: FxHashMap<Vec<StringIndex>, usize> = FxHashMap::default();
    let mut candidates: Vec<(Vec<StringIndex>, usize)> = Vec::new();
    let mut total = 0usize;
    let proto = graph.strings.find("__proto__");
    for node in plain_objects(graph) {
        total += 1;
        let list = inference.first_properties(node, &proto);
        if list.is_empty() {
            continue;
        }
        match numbers.get(&list) {
            Some(&number) => candidates[number].1 += 1,
            None => {
                numbers.insert(list.clone(), candidates.len());
                candidates.push((list, 1));
            }
        }
    }
    candidates.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let least = (total as f64 / PER_OBJECTS).max(MIN_COUNT as f64);
    let popular = candidates.into_iter().take_while(|&(_, count)| count as f64 >= least);
    popular.map(|(list, _)| interface(graph, &list)).collect()
}

/// All plain objects, each with the position of the interface that it is named after, if there is one.
pub fn apply<'a>(
    graph: &'a Graph,
    interfaces: &[Interface],
) -> impl Iterator<Item = (NodeIndex, Option<usize>)> + 'a {
    let trie = PropertyTrie::new(graph, interfaces);
    let mut known: FxHashMap<Vec<StringIndex>, Option<usize>> = FxHashMap::default();
    plain_objects(graph).map(move |node| {
        let mut properties: Vec<StringIndex> = property_names(graph, node).collect();
        properties.sort_unstable();
        let best = match known.get(&properties) {
            Some(&best) => best,
            None => {
                let best = trie.best(&properties);
                known.insert(properties, best);
                best
            }
        };
        (node, best)
    })
}

fn plain_objects(graph: &Graph) -> impl Iterator<Item = NodeIndex> + '_ {
    let namer = Namer::new(graph);
    graph.nodes().filter(move |&node| namer.is_plain_object(node))
}

/// The names of a node's properties.
fn property_names(graph: &Graph, node: NodeIndex) -> impl Iterator<Item = StringIndex> + '_ {
    graph.named_edges_of(node).filter(|(edge, _)| edge.is(EdgeType::Property)).map(|(_, name)| name)
}

fn interface(graph: &Graph, list: &[StringIndex]) -> Interface {
    let properties: Vec<String> = list.iter().map(|&name| graph.strings.get(name).into_owned()).collect();
    let names: Vec<_> = properties.iter().map(|name| property_name(name)).collect();
    Interface { name: format!("{{{}}}", names.join(", ")), properties: properties.clone() }
}

struct Inference<'a> {
    graph: &'a Graph,
    /// The length of each property's name in a list, in UTF-16 units.
    lengths: FxHashMap<StringIndex, usize>,
}

impl Inference<'_> {
    /// The first properties of a node: as many as the name of an interface has room for, but at least one.
    fn first_properties(&mut self, node: NodeIndex, proto: &[StringIndex]) -> Vec<StringIndex> {
        let mut list = Vec::new();
        let mut length = 1;
        for name in property_names(self.graph, node).filter(|name| proto.binary_search(name).is_err()) {
            let own = self.length(name);
            if length > 1 && length + own > MAX_NAME_LENGTH {
                break;
            }
            length += own + if list.is_empty() { 0 } else { 2 };
            list.push(name);
        }
        list
    }

    fn length(&mut self, name: StringIndex) -> usize {
        let strings = &self.graph.strings;
        *self.lengths.entry(name).or_insert_with(|| property_name(&strings.get(name)).encode_utf16().count())
    }
}

/// All interfaces as paths from the root of a trie, each with its properties in increasing order.
struct PropertyTrie {
    nodes: Vec<TrieNode>,
}

#[derive(Default)]
struct TrieNode {
    next: FxHashMap<StringIndex, usize>,
    /// The interface that has just the properties on the path to this node: how many these are, and its position.
    interface: Option<(usize, usize)>,
}

impl PropertyTrie {
    fn new(graph: &Graph, interfaces: &[Interface]) -> PropertyTrie {
        let wanted: FxHashSet<&str> =
            interfaces.iter().flat_map(|interface| &interface.properties).map(String::as_str).collect();
        let mut strings: FxHashMap<String, StringIndex> = FxHashMap::default();
        for string in graph.strings.indices() {
            let text = graph.strings.get(string);
            if wanted.contains(text.as_ref()) {
                strings.insert(text.into_owned(), string);
            }
        }
        let mut trie = PropertyTrie { nodes: vec![TrieNode::default()] };
        for (number, interface) in interfaces.iter().enumerate() {
            let properties: Option<Vec<StringIndex>> =
                interface.properties.iter().map(|name| strings.get(name).copied()).collect();
            // If this snapshot lacks a property, no object can match.
            if let Some(properties) = properties {
                trie.add(properties, number);
            }
        }
        trie
    }

    fn add(&mut self, mut properties: Vec<StringIndex>, interface: usize) {
        properties.sort_unstable();
        let mut node = 0;
        for &property in &properties {
            let fresh = self.nodes.len();
            node = *self.nodes[node].next.entry(property).or_insert(fresh);
            if node == fresh {
                self.nodes.push(TrieNode::default());
            }
        }
        let known = &mut self.nodes[node].interface;
        *known = known.or(Some((properties.len(), interface)));
    }

    /// The interface with the most properties, all of which are among `properties`; the first one in case of a tie.
    /// `properties` are in order.
    fn best(&self, properties: &[StringIndex]) -> Option<usize> {
        let mut reached = vec![0];
        let mut is_reached = FxHashSet::default();
        let mut best: Option<(usize, usize)> = None;
        for property in properties {
            for index in 0..reached.len() {
                let node: &TrieNode = &self.nodes[reached[index]];
                let Some(&next) = node.next.get(property) else { continue };
                if is_reached.insert(next) {
                    reached.push(next);
                }
                let better = |&(count, number): &(usize, usize)| {
                    best.is_none_or(|(most, first)| count > most || (count == most && number < first))
                };
                best = self.nodes[next].interface.filter(better).or(best);
            }
        }
        best.map(|(_, number)| number)
    }
}
