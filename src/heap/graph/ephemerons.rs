//! Ephemerons: the entries of WeakMaps. Table and key together hold the value, so a snapshot has two edges to it, one
//! from the table and one from the key. `read/ephemerons.rs` finds them.

use rustc_hash::FxHashMap;

use crate::heap::column::map_memory;
use crate::heap::graph::index::EdgeIndex;

/// What an edge of type [`EdgeType::Ephemeron`](crate::heap::graph::EdgeType::Ephemeron) belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EphemeronEdge {
    /// The number of the ephemeron, which its other edge has too.
    pub ephemeron: u32,
    /// Whether the edge starts from the table, not from the key.
    pub from_table: bool,
}

/// The edges of all ephemerons.
#[derive(Debug, Default)]
pub struct Ephemerons {
    edges: FxHashMap<EdgeIndex, EphemeronEdge>,
    count: usize,
}

impl Ephemerons {
    /// All edges of `count` ephemerons.
    pub fn new(edges: FxHashMap<EdgeIndex, EphemeronEdge>, count: usize) -> Ephemerons {
        Ephemerons { edges, count }
    }

    /// What an edge of type [`EdgeType::Ephemeron`](crate::heap::graph::EdgeType::Ephemeron) belongs to.
    #[inline]
    pub fn get(&self, edge: EdgeIndex) -> EphemeronEdge {
        self.edges.get(&edge).copied().unwrap_or(EphemeronEdge { ephemeron: 0, from_table: false })
    }

    /// The number of ephemerons.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        map_memory(&self.edges)
    }
}
