//! How objects are referred to and what class they have, as numbers that are the same in all snapshots of a series.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::heap::column::{Column, index_type};
use crate::heap::error::Error;
use crate::heap::graph::{EdgeIndex, EdgeType, Graph, NodeIndex, StringIndex};

/// For references that are named by an index or an id.
const INDEXED: &str = "[]";

/// From a list of roots to its roots of one kind.
const KINDS: &str = "[kind]";

/// For references to the next or the previous link of a list.
const LINK: &str = "[link]";

/// References to the first and the last link of a list. They count as links: which end of a list a link is nearer to
/// changes as the list grows.
const ENDS: [&str; 10] =
    ["head", "tail", "first", "last", "_head", "_tail", "_first", "_last", "#head", "#tail"];

/// Where V8 keeps the functions of native classes that a realm has used and the feedback on a function's runs, and where
/// Node.js lists its native objects. Their contents grow with whatever they are about.
const LISTS: [&str; 4] = [
    "fast_template_instantiations_cache",
    "slow_template_instantiations_cache",
    "feedback_cell",
    "base_object_list",
];

/// Where Node.js keeps the timings of the first 250 fetches.
const BOUNDED: [&str; 2] = ["resourceTimingBuffer", "resourceTimingSecondaryBuffer"];

index_type! {
    /// The name of a reference or of a class.
    NameIndex
}

/// The names in all snapshots so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: FxHashMap<Box<str>, NameIndex>,
}

impl Names {
    fn number(&mut self, name: &str) -> NameIndex {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = NameIndex::new(self.numbers.len() as u32);
        self.numbers.insert(name.into(), number);
        number
    }
}

/// How an object is referred to, and what class it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct StepKind {
    reference: NameIndex,
    class: NameIndex,
}

impl StepKind {
    /// The step that leads to the root.
    pub(super) const NONE: StepKind = StepKind { reference: NameIndex::NONE, class: NameIndex::NONE };
}

/// The kinds of the steps of one snapshot.
pub(super) struct StepKinds<'a> {
    graph: &'a Graph,
    names: &'a mut Names,
    indexed: NameIndex,
    kinds: NameIndex,
    lists: [NameIndex; LISTS.len()],
    bounded: [NameIndex; BOUNDED.len()],
    /// By the name of an edge; [`NameIndex::NONE`] if it was not looked up yet.
    references: Column<StringIndex, NameIndex>,
    /// By type and name of a node.
    classes: FxHashMap<(u8, StringIndex), NameIndex>,
    /// By type: whether the name of a node belongs to its class.
    is_named: Vec<bool>,
}

impl<'a> StepKinds<'a> {
    pub(super) fn new(graph: &'a Graph, names: &'a mut Names) -> Result<StepKinds<'a>, Error> {
        // Strings, symbols, numbers and the like are named after their contents.
        let named = ["hidden", "array", "object", "code", "closure", "native", "synthetic"];
        Ok(StepKinds {
            graph,
            indexed: names.number(INDEXED),
            kinds: names.number(KINDS),
            lists: LISTS.map(|name| names.number(name)),
            bounded: BOUNDED.map(|name| names.number(name)),
            names,
            references: Column::filled(graph.strings.len(), NameIndex::NONE)?,
            classes: FxHashMap::default(),
            is_named: graph.node_types.iter().map(|name| named.contains(&name.as_str())).collect(),
        })
    }

    /// The kind of the step over an edge.
    pub(super) fn of(&mut self, edge: EdgeIndex) -> StepKind {
        // In this order, which decides how names are numbered.
        let reference = self.reference(edge);
        StepKind { reference, class: self.class(self.graph.edges[edge].target()) }
    }

    /// Whether a step leads to something that grows up to a bound.
    pub(super) fn is_to_bounded(&self, step: StepKind) -> bool {
        self.bounded.contains(&step.reference)
    }

    /// Whether a step leads to one of V8's or Node.js's lists.
    pub(super) fn is_to_list(&self, step: StepKind) -> bool {
        self.lists.contains(&step.reference)
    }

    /// Whether an edge is one of V8's roots.
    pub(super) fn is_from_root(&self, edge: EdgeIndex) -> bool {
        self.graph.type_name(self.graph.source_of(edge)) == "synthetic"
    }

    /// The kind of the step to all objects with the class of a node.
    pub(super) fn class_step(&mut self, node: NodeIndex) -> StepKind {
        StepKind { reference: self.kinds, class: self.class(node) }
    }

    fn reference(&mut self, edge: EdgeIndex) -> NameIndex {
        let kind = self.graph.edges[edge].kind();
        if kind.is_indexed() || kind == EdgeType::Ephemeron {
            return self.indexed;
        }
        let string = StringIndex::new(self.graph.edge_names.get(edge));
        if let Some(known) = self.references[string].some() {
            return known;
        }
        let text = self.graph.strings.get(string);
        // V8 names many internal references by their index.
        let is_index = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let name = if is_index { self.indexed } else { self.names.number(without_direction(&text)) };
        self.references[string] = name;
        name
    }

    fn class(&mut self, node: NodeIndex) -> NameIndex {
        let graph = self.graph;
        let kind = graph.kinds[node];
        let (names, is_named) = (&mut *self.names, self.is_named[kind as usize]);
        let string = if is_named { graph.names[node] } else { StringIndex::default() };
        *self.classes.entry((kind, string)).or_insert_with(|| {
            let name: Cow<str> = if is_named { graph.strings.get(string) } else { Cow::Borrowed("") };
            // Some versions of V8 name a plain object after its properties.
            let name = if name.starts_with('{') { "Object" } else { &name };
            names.number(&format!("{} {name}", graph.node_types[kind as usize]))
        })
    }
}

/// The name of a reference, the same for both directions: a list that is linked both ways is reached from both ends, now
/// more from one and now more from the other.
fn without_direction(name: &str) -> &str {
    let is_link =
        ["prev", "Prev", "previous", "Previous", "next", "Next"].iter().any(|end| name.ends_with(end));
    if is_link || ENDS.contains(&name) { LINK } else { name }
}
