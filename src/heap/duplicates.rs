//! Strings that are there more than once. As in DevTools: of concatenated strings those that are not
//! flat, and no strings of size 0, which are parts of other things.
//!
//! V8 cuts strings off at 1,024 characters. Newer versions say so and give length and hash of the whole;
//! without them, strings with the same first 1,024 characters count as equal.

use rustc_hash::FxHashMap;

use crate::heap::display::Namer;
use crate::heap::graph::{EdgeType, Graph};
use crate::heap::sizes::Sizes;

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
    // The texts of concatenated strings need not be in the table.
    let mut texts = Texts::new(graph);
    for node in 0..graph.node_count() {
        let concatenated = namer.is_concatenated(node);
        if !(concatenated || graph.is_of_type(node, string)) || shallow.get(node) == 0 {
            continue;
        }
        let text = if !concatenated {
            graph.names[node as usize]
        } else if is_flat(graph, &namer, node) {
            continue;
        } else {
            texts.number(&namer.name(node))
        };
        groups.entry(Key { text, cut_off: cut_off(graph, node) }).or_default().push(node);
    }
    let repeated = groups.into_iter().filter(|(_, nodes)| nodes.len() > 1);
    repeated.map(|(key, nodes)| Duplicate { text: texts.text(key.text), nodes }).collect()
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    text: u32,
    /// Length and hash of the whole, if the text was cut off.
    cut_off: Option<(String, String)>,
}

/// The table of strings and more behind it.
struct Texts<'a> {
    graph: &'a Graph,
    /// Made when the first concatenated string comes.
    numbers: Option<FxHashMap<String, u32>>,
    more: Vec<String>,
}

impl<'a> Texts<'a> {
    fn new(graph: &'a Graph) -> Texts<'a> {
        Texts { graph, numbers: None, more: Vec::new() }
    }

    fn number(&mut self, text: &str) -> u32 {
        let strings = &self.graph.strings;
        let numbers = self.numbers.get_or_insert_with(|| {
            (0..strings.len() as u32).map(|index| (strings.get(index).into_owned(), index)).collect()
        });
        if let Some(&number) = numbers.get(text) {
            return number;
        }
        let number = (strings.len() + self.more.len()) as u32;
        numbers.insert(text.to_owned(), number);
        self.more.push(text.to_owned());
        number
    }

    fn text(&self, number: u32) -> String {
        let strings = &self.graph.strings;
        match (number as usize).checked_sub(strings.len()) {
            Some(index) => self.more[index].clone(),
            None => strings.get(number).into_owned(),
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
