//! Plain objects by their properties. All are of the class `Object`, which says nothing; so DevTools
//! finds the lists of properties that many of them start with, and calls each object after the longest list that
//! it has whole: `{id, name, owner}`. Lists come from at least 2 objects and 1 of 1,000.
//!
//! Two passes over the plain objects; objects with the same properties are matched once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::heap::graph::node_names::{Namer, property_name};
use crate::heap::graph::{EdgeType, Graph};

const MAX_NAME_LENGTH: usize = 120;
const MIN_COUNT: usize = 2;
const MIN_SHARE: f64 = 1000.0;

/// A list of properties that objects are called after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// `{a, b}`.
    pub name: String,
    /// Names of properties.
    pub properties: Vec<String>,
}

/// The interfaces of a snapshot, the most frequent first.
pub fn infer(graph: &Graph) -> Vec<Interface> {
    let mut inference = Inference { graph, lengths: FxHashMap::default() };
    let mut numbers: FxHashMap<Vec<u32>, usize> = FxHashMap::default();
    let mut candidates: Vec<(Vec<u32>, usize)> = Vec::new();
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
    let least = (total as f64 / MIN_SHARE).max(MIN_COUNT as f64);
    let popular = candidates.into_iter().take_while(|&(_, count)| count as f64 >= least);
    popular.map(|(list, _)| interface(graph, &list)).collect()
}

/// By node of a plain object, the number of the interface that it is called after, if there is one.
pub fn apply<'a>(
    graph: &'a Graph,
    interfaces: &[Interface],
) -> impl Iterator<Item = (u32, Option<u32>)> + 'a {
    let tree = Tree::new(graph, interfaces);
    let mut known: FxHashMap<Vec<u32>, Option<u32>> = FxHashMap::default();
    plain_objects(graph).map(move |node| {
        let mut properties: Vec<u32> = property_edges(graph, node).collect();
        properties.sort_unstable();
        let best = match known.get(&properties) {
            Some(&best) => best,
            None => {
                let best = tree.best(&properties);
                known.insert(properties, best);
                best
            }
        };
        (node, best)
    })
}

fn plain_objects(graph: &Graph) -> impl Iterator<Item = u32> + '_ {
    let namer = Namer::new(graph);
    (0..graph.node_count()).filter(move |&node| namer.is_plain_object(node))
}

fn property_edges(graph: &Graph, node: u32) -> impl Iterator<Item = u32> + '_ {
    graph.named_edges_of(node).filter(|(_, edge, _)| edge.is(EdgeType::Property)).map(|(_, _, name)| name)
}

fn interface(graph: &Graph, list: &[u32]) -> Interface {
    let properties: Vec<String> = list.iter().map(|&name| graph.strings.get(name).into_owned()).collect();
    let names: Vec<_> = properties.iter().map(|name| property_name(name)).collect();
    Interface { name: format!("{{{}}}", names.join(", ")), properties: properties.clone() }
}

struct Inference<'a> {
    graph: &'a Graph,
    /// Length of a property's name in a list, in UTF-16 units.
    lengths: FxHashMap<u32, usize>,
}

impl Inference<'_> {
    /// The properties of a node, as many as an interface's name has room for, at least one.
    fn first_properties(&mut self, node: u32, proto: &[u32]) -> Vec<u32> {
        let mut list = Vec::new();
        let mut length = 1;
        for name in property_edges(self.graph, node).filter(|name| proto.binary_search(name).is_err()) {
            let own = self.length(name);
            if length > 1 && length + own > MAX_NAME_LENGTH {
                break;
            }
            length += own + if list.is_empty() { 0 } else { 2 };
            list.push(name);
        }
        list
    }

    fn length(&mut self, name: u32) -> usize {
        let strings = &self.graph.strings;
        *self.lengths.entry(name).or_insert_with(|| property_name(&strings.get(name)).encode_utf16().count())
    }
}

/// All interfaces as paths from the root, their properties in increasing order.
#[derive(Default)]
struct Tree {
    states: Vec<State>,
}

#[derive(Default)]
struct State {
    next: FxHashMap<u32, usize>,
    /// Properties so far, and the interface that has just these.
    interface: Option<(usize, u32)>,
}

impl Tree {
    fn new(graph: &Graph, interfaces: &[Interface]) -> Tree {
        let wanted: FxHashSet<&str> =
            interfaces.iter().flat_map(|interface| &interface.properties).map(String::as_str).collect();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        for index in 0..graph.strings.len() as u32 {
            let text = graph.strings.get(index);
            if wanted.contains(text.as_ref()) {
                numbers.insert(text.into_owned(), index);
            }
        }
        let mut tree = Tree { states: vec![State::default()] };
        for (number, interface) in interfaces.iter().enumerate() {
            let properties: Option<Vec<u32>> =
                interface.properties.iter().map(|name| numbers.get(name).copied()).collect();
            // With a property that this snapshot does not know, no object can match.
            if let Some(properties) = properties {
                tree.add(properties, number as u32);
            }
        }
        tree
    }

    fn add(&mut self, mut properties: Vec<u32>, number: u32) {
        properties.sort_unstable();
        let mut state = 0;
        for &property in &properties {
            let fresh = self.states.len();
            state = *self.states[state].next.entry(property).or_insert(fresh);
            if state == fresh {
                self.states.push(State::default());
            }
        }
        let interface = &mut self.states[state].interface;
        *interface = interface.or(Some((properties.len(), number)));
    }

    /// The interface with the most properties that are all among `properties`, which are in order; of
    /// several the first.
    fn best(&self, properties: &[u32]) -> Option<u32> {
        let mut reached = vec![0];
        let mut is_reached = FxHashSet::default();
        let mut best: Option<(usize, u32)> = None;
        for property in properties {
            for index in 0..reached.len() {
                let state: &State = &self.states[reached[index]];
                let Some(&next) = state.next.get(property) else { continue };
                if is_reached.insert(next) {
                    reached.push(next);
                }
                let better = |&(count, number): &(usize, u32)| {
                    best.is_none_or(|(most, first)| count > most || (count == most && number < first))
                };
                best = self.states[next].interface.filter(better).or(best);
            }
        }
        best.map(|(_, number)| number)
    }
}
