//! The heap as a graph: columns for nodes and edges, edges in the order of their nodes. 17 bytes a node,
//! 4 an edge, and 1 to 2 for its name. Nodes go by ordinal, their place in the file; what people see is
//! the node id.

use std::borrow::Cow;
use std::ops::Range;

use crate::heap::graph::edge_names::Names;
use crate::heap::graph::locations::Locations;
use crate::heap::graph::sizes::Sizes;
use crate::heap::graph::strings::Strings;
use crate::heap::read::ephemerons::Pairs;

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
    /// An easier way to an object, beside the real one.
    Shortcut = 5,
    /// A reference that keeps nothing alive.
    Weak = 6,
    /// An internal edge that is half of a WeakMap entry, see [`crate::heap::read::ephemerons`].
    Pair = 7,
}

impl EdgeType {
    /// The type by its name in the snapshot. Those that V8 may add one day count as internal ones.
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
            EdgeType::Internal | EdgeType::Pair => "internal",
            EdgeType::Hidden => "hidden",
            EdgeType::Shortcut => "shortcut",
            EdgeType::Weak => "weak",
        }
    }

    /// Whether the edge's name is a number and not a string.
    pub fn is_indexed(self) -> bool {
        matches!(self, EdgeType::Element | EdgeType::Hidden)
    }
}

/// An edge without its name: where it leads, and its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edge(u32);

impl Edge {
    /// An edge to the node `target`, which is below [`MAX_NODES`].
    #[inline(always)]
    pub fn new(target: u32, kind: EdgeType) -> Edge {
        Edge(target | (kind as u32) << TARGET_BITS)
    }

    /// The edge that [`Edge::bits`] has given.
    #[inline(always)]
    pub fn from_bits(bits: u32) -> Edge {
        Edge(bits)
    }

    /// The edge in 4 bytes.
    #[inline(always)]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The node it leads to.
    #[inline(always)]
    pub fn target(self) -> u32 {
        self.0 & ((1 << TARGET_BITS) - 1)
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
            EdgeType::Pair,
        ];
        TYPES[(self.0 >> TARGET_BITS) as usize]
    }

    /// Whether it is of this type.
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

/// The graph of a heap snapshot.
#[derive(Debug, Default)]
pub struct Graph {
    /// Type by node: an index into `node_types`.
    pub kinds: Vec<u8>,
    /// Name by node: an index into `strings`.
    pub names: Vec<u32>,
    /// Node id by node.
    pub ids: Vec<u32>,
    /// Size by node as V8 wrote it.
    pub self_sizes: Sizes,
    /// Where the edges of each node start; one more at the end.
    pub first_edges: Vec<u32>,
    /// All edges, as [`Edge::bits`]: plain numbers come as zeroed pages.
    pub edges: Vec<u32>,
    /// Their names.
    pub edge_names: Names,
    /// All strings.
    pub strings: Strings,
    /// The names of the node types.
    pub node_types: Vec<String>,
    /// The root.
    pub root: u32,
    /// Memory that V8 counts outside the nodes, in bytes.
    pub extra_native_bytes: u64,
    /// Where functions and the constructors of objects are.
    pub locations: Locations,
    /// The edges that are halves of WeakMap entries.
    pub pairs: Pairs,
    /// State by node, see [`crate::heap::read::detached`]; empty if nothing is known of any node.
    pub detachedness: Vec<u8>,
}

impl Graph {
    /// Number of nodes.
    pub fn node_count(&self) -> u32 {
        self.kinds.len() as u32
    }

    /// Number of edges.
    pub fn edge_count(&self) -> u32 {
        self.edges.len() as u32
    }

    /// The edges of a node, as a range of edge numbers.
    #[inline(always)]
    pub fn edge_range(&self, node: u32) -> Range<u32> {
        self.first_edges[node as usize]..self.first_edges[node as usize + 1]
    }

    /// The edges of a node.
    #[inline(always)]
    pub fn edges_of(&self, node: u32) -> impl DoubleEndedIterator<Item = Edge> + '_ {
        let range = self.edge_range(node);
        self.edges[range.start as usize..range.end as usize].iter().map(|&bits| Edge(bits))
    }

    /// An edge by its number.
    #[inline(always)]
    pub fn edge(&self, number: u32) -> Edge {
        Edge(self.edges[number as usize])
    }

    /// The edges of a node with their numbers and names (see [`Names`]).
    pub fn named_edges_of(&self, node: u32) -> impl Iterator<Item = (u32, Edge, u32)> + '_ {
        let range = self.edge_range(node);
        let names = self.edge_names.from(range.start);
        range.zip(self.edges_of(node)).zip(names).map(|((number, edge), name)| (number, edge, name))
    }

    /// The node that an edge starts from.
    pub fn source_of(&self, number: u32) -> u32 {
        // The last node whose edges start there; nodes without edges before it start there too.
        self.first_edges.partition_point(|&first| first <= number) as u32 - 1
    }

    /// The name of an edge.
    pub fn edge_name(&self, edge: u32) -> EdgeName<'_> {
        let name = self.edge_names.get(edge);
        if self.edge(edge).kind().is_indexed() {
            EdgeName::Index(name)
        } else {
            EdgeName::Text(self.strings.get(name))
        }
    }

    /// The name of a node as V8 wrote it.
    pub fn name(&self, node: u32) -> Cow<'_, str> {
        self.strings.get(self.names[node as usize])
    }

    /// The number of a node type; one that no node has if the snapshot does not know it.
    pub fn type_number(&self, name: &str) -> Option<u8> {
        self.node_types.iter().position(|known| known == name).map(|number| number as u8)
    }

    /// The name of a node's type.
    pub fn type_name(&self, node: u32) -> &str {
        &self.node_types[self.kinds[node as usize] as usize]
    }

    /// Whether a node has this type.
    pub fn is_of_type(&self, node: u32, number: Option<u8>) -> bool {
        Some(self.kinds[node as usize]) == number
    }

    /// The node with an id. Asks all of them.
    pub fn node_by_id(&self, id: u64) -> Option<u32> {
        let id = u32::try_from(id).ok()?;
        self.ids.iter().position(|&known| known == id).map(|node| node as u32)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        self.kinds.capacity()
            + 4 * (self.names.capacity() + self.ids.capacity() + self.first_edges.capacity())
            + 4 * self.edges.capacity()
            + self.self_sizes.memory()
            + self.edge_names.memory()
            + self.strings.memory()
            + self.locations.memory()
            + self.detachedness.capacity()
    }
}
