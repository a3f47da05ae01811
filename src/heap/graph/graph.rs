//! The graph: columns of nodes and edges, edges in the order of the nodes that they start from. 17 bytes a node, 4 an
//! edge, and 1 to 2 for an edge's name.

use std::borrow::Cow;
use std::ops::Range;

use bytemuck::Zeroable;

use super::edge_names::EdgeNames;
use super::ephemerons::Ephemerons;
use super::index::{EdgeIndex, NodeIndex, StringIndex};
use super::locations::Locations;
use super::sizes::Sizes;
use super::strings::Strings;
use crate::heap::column::{Column, vec_memory};

/// The most nodes that a graph can have.
pub const MAX_NODES: u64 = 1 << TARGET_BITS;
const TARGET_BITS: u32 = 29;

/// What kind of reference an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum EdgeType {
    /// A variable of a context.
    Context = 0,
    /// An element of an array.
    Element = 1,
    /// A property.
    Property = 2,
    /// A reference that JavaScript cannot see.
    Internal = 3,
    /// A reference without a name.
    Hidden = 4,
    /// A second, shorter way to an object. The real reference is elsewhere.
    Shortcut = 5,
    /// A reference that keeps nothing alive.
    Weak = 6,
    /// An internal edge of an ephemeron, see [`super::ephemerons`].
    Ephemeron = 7,
}

impl EdgeType {
    /// The type with this name in the snapshot. Unknown names count as internal.
    pub fn from_name(name: &str) -> EdgeType {
        match name {
            "context" => EdgeType::Context,
            "element" => EdgeType::Element,
            "property" => EdgeType::Property,
            "hidden" => EdgeType::Hidden,
            "shortcut" => EdgeType::Shortcut,
            "weak" => EdgeType::Weak,
            _ => EdgeType::Internal,
        }
    }

    /// The name of the type.
    pub fn name(self) -> &'static str {
        match self {
            EdgeType::Context => "context",
            EdgeType::Element => "element",
            EdgeType::Property => "property",
            EdgeType::Internal | EdgeType::Ephemeron => "internal",
            EdgeType::Hidden => "hidden",
            EdgeType::Shortcut => "shortcut",
            EdgeType::Weak => "weak",
        }
    }

    /// Whether the name of the edge is a number, not a string.
    pub fn is_indexed(self) -> bool {
        matches!(self, EdgeType::Element | EdgeType::Hidden)
    }
}

/// An edge without its name: its target and its type in 4 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Zeroable)]
#[repr(transparent)]
pub struct Edge(u32);

impl Edge {
    /// An edge to the node `target`, which is below [`MAX_NODES`].
    #[inline(always)]
    pub fn new(target: NodeIndex, kind: EdgeType) -> Edge {
        Edge(target.get() | (kind as u32) << TARGET_BITS)
    }

    /// The node that it leads to.
    #[inline(always)]
    pub fn target(self) -> NodeIndex {
        NodeIndex::new(self.0 & ((1 << TARGET_BITS) - 1))
    }

    /// Its type.
    #[inline(always)]
    pub fn kind(self) -> EdgeType {
        const TYPES: [EdgeType; 8] = [
            EdgeType::Context,
            EdgeType::Element,
            EdgeType::Property,
            EdgeType::Internal,
            EdgeType::Hidden,
            EdgeType::Shortcut,
            EdgeType::Weak,
            EdgeType::Ephemeron,
        ];
        TYPES[(self.0 >> TARGET_BITS) as usize]
    }

    /// Whether it has this type.
    #[inline(always)]
    pub fn is(self, kind: EdgeType) -> bool {
        self.0 >> TARGET_BITS == kind as u32
    }
}

/// The name of an edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeName<'a> {
    /// Of elements and hidden edges.
    Index(u32),
    /// Of all others.
    Text(Cow<'a, str>),
}

/// Whether a native node, such as a DOM node, is part of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Zeroable)]
#[repr(transparent)]
pub struct Detachedness(pub u8);

impl Detachedness {
    /// The snapshot does not say.
    pub const UNKNOWN: Detachedness = Detachedness(0);
    /// The node is part of the document.
    pub const ATTACHED: Detachedness = Detachedness(1);
    /// The node is not part of the document.
    pub const DETACHED: Detachedness = Detachedness(2);
}

/// The graph of a heap snapshot.
#[derive(Debug, Default)]
pub struct Graph {
    /// The type of each node: a position in `node_types`.
    pub kinds: Column<NodeIndex, u8>,
    /// The name of each node as V8 wrote it.
    pub names: Column<NodeIndex, StringIndex>,
    /// The node id of each node.
    pub ids: Column<NodeIndex, u32>,
    /// The size of each node as V8 wrote it, in bytes.
    pub self_sizes: Sizes,
    /// Where the edges of each node start. One more than nodes: the last is where all edges end.
    pub first_edges: Column<NodeIndex, EdgeIndex>,
    /// All edges.
    pub edges: Column<EdgeIndex, Edge>,
    /// Their names.
    pub edge_names: EdgeNames,
    /// All strings.
    pub strings: Strings,
    /// The names of the node types.
    pub node_types: Vec<String>,
    /// The root.
    pub root: NodeIndex,
    /// Memory that V8 counts outside the nodes, in bytes.
    pub extra_native_bytes: u64,
    /// Where functions and the constructors of objects are.
    pub locations: Locations,
    /// The edges of WeakMap entries.
    pub ephemerons: Ephemerons,
    /// Whether each node is detached; empty if the snapshot says so of no node.
    pub detachedness: Column<NodeIndex, Detachedness>,
}

impl Graph {
    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.kinds.len()
    }

    /// All nodes, in order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeIndex> + use<> {
        self.kinds.indices()
    }

    /// The edges of a node, as a range of [`Graph::edges`].
    #[inline(always)]
    pub fn edge_range(&self, node: NodeIndex) -> Range<EdgeIndex> {
        self.first_edges[node]..self.first_edges[NodeIndex::new(node.get() + 1)]
    }

    /// The number of edges of a node.
    pub fn edge_count_of(&self, node: NodeIndex) -> usize {
        let range = self.edge_range(node);
        (range.end.get() - range.start.get()) as usize
    }

    /// The edges of a node.
    #[inline(always)]
    pub fn edges_of(&self, node: NodeIndex) -> impl DoubleEndedIterator<Item = Edge> + '_ {
        self.edges[self.edge_range(node)].iter().copied()
    }

    /// The edges of a node with their indices.
    #[inline(always)]
    pub fn indexed_edges_of(&self, node: NodeIndex) -> impl Iterator<Item = (EdgeIndex, Edge)> + '_ {
        let range = self.edge_range(node);
        (range.start.get()..range.end.get()).map(EdgeIndex::new).zip(self.edges_of(node))
    }

    /// Those edges of a node whose name is a string, with that string.
    #[inline]
    pub fn named_edges_of(&self, node: NodeIndex) -> impl Iterator<Item = (Edge, StringIndex)> + '_ {
        let names = self.edge_names.from(self.edge_range(node).start);
        let edges = self.edges_of(node).zip(names).filter(|(edge, _)| !edge.kind().is_indexed());
        edges.map(|(edge, name)| (edge, StringIndex::new(name)))
    }

    /// Where the first internal edge of this name leads. The name must need no escape in JSON.
    pub fn internal(&self, node: NodeIndex, name: &str) -> Option<NodeIndex> {
        let mut edges = self.named_edges_of(node).filter(|(edge, _)| edge.is(EdgeType::Internal));
        edges.find(|&(_, text)| self.strings.raw(text) == name.as_bytes()).map(|(edge, _)| edge.target())
    }

    /// The node that an edge starts from.
    pub fn source_of(&self, edge: EdgeIndex) -> NodeIndex {
        // The last node whose edges start there. Nodes without edges before it start there too.
        let next = self.first_edges.partition_point(|&first| first <= edge);
        NodeIndex::new(next.get() - 1)
    }

    /// The name of an edge.
    pub fn edge_name(&self, edge: EdgeIndex) -> EdgeName<'_> {
        let name = self.edge_names.get(edge);
        if self.edges[edge].kind().is_indexed() {
            EdgeName::Index(name)
        } else {
            EdgeName::Text(self.strings.get(StringIndex::new(name)))
        }
    }

    /// The name of a node as V8 wrote it.
    pub fn name(&self, node: NodeIndex) -> Cow<'_, str> {
        self.strings.get(self.names[node])
    }

    /// The position of a node type in [`Graph::node_types`]; none if the snapshot does not know the type.
    pub fn type_number(&self, name: &str) -> Option<u8> {
        self.node_types.iter().position(|known| known == name).map(|number| number as u8)
    }

    /// The name of the type of a node.
    pub fn type_name(&self, node: NodeIndex) -> &str {
        &self.node_types[self.kinds[node] as usize]
    }

    /// Whether a node has the type that [`Graph::type_number`] has returned.
    #[inline(always)]
    pub fn is_of_type(&self, node: NodeIndex, number: Option<u8>) -> bool {
        Some(self.kinds[node]) == number
    }

    /// Whether a node is detached. Older snapshots tell it by the name alone.
    pub fn is_detached(&self, node: NodeIndex) -> bool {
        match self.detachedness.get(node) {
            Some(&state) => state == Detachedness::DETACHED,
            None => self.type_name(node) == "native" && self.name(node).starts_with("Detached "),
        }
    }

    /// The node with a node id. Looks at all nodes.
    pub fn node_by_id(&self, id: u64) -> Option<NodeIndex> {
        let id = u32::try_from(id).ok()?;
        self.ids.iter().find(|&(_, &known)| known == id).map(|(node, _)| node)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        // Without `..`, so that no field is forgotten.
        let Graph {
            kinds,
            names,
            ids,
            self_sizes,
            first_edges,
            edges,
            edge_names,
            strings,
            node_types,
            root: _,
            extra_native_bytes: _,
            locations,
            ephemerons,
            detachedness,
        } = self;
        kinds.memory()
            + names.memory()
            + ids.memory()
            + self_sizes.memory()
            + first_edges.memory()
            + edges.memory()
            + edge_names.memory()
            + strings.memory()
            + vec_memory(node_types)
            + node_types.iter().map(String::capacity).sum::<usize>()
            + locations.memory()
            + ephemerons.memory()
            + detachedness.memory()
    }
}
