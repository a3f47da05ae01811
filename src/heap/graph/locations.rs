//! Where functions and the constructors of objects were written. Many nodes share a location, so each is kept once.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::index::{LocationIndex, NodeIndex};
use crate::heap::column::{Column, vec_memory};

/// A position in a script. Line and column count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Location {
    /// V8's number of the script.
    #[serde(rename = "scriptId")]
    pub script: u32,
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0.
    pub column: u32,
}

/// The locations of nodes.
#[derive(Debug, Default)]
pub struct Locations {
    /// Sorted by node.
    nodes: Vec<(NodeIndex, LocationIndex)>,
    distinct: Column<LocationIndex, Location>,
}

impl Locations {
    /// Takes locations in any order, in blocks. The last location of a node counts.
    pub fn new(blocks: &[Vec<(NodeIndex, Location)>]) -> Locations {
        let mut known: FxHashMap<Location, LocationIndex> = FxHashMap::default();
        let mut distinct = Column::default();
        let mut nodes: Vec<(NodeIndex, LocationIndex)> =
            Vec::with_capacity(blocks.iter().map(Vec::len).sum());
        for &(node, location) in blocks.iter().flatten() {
            nodes.push((node, *known.entry(location).or_insert_with(|| distinct.push(location))));
        }
        if !nodes.is_sorted_by(|left, right| left.0 < right.0) {
            nodes.reverse();
            nodes.sort_by_key(|&(node, _)| node);
            nodes.dedup_by_key(|&mut (node, _)| node);
        }
        Locations { nodes, distinct }
    }

    /// All nodes that have a location, in order.
    pub fn iter(&self) -> impl Iterator<Item = (NodeIndex, LocationIndex)> + '_ {
        self.nodes.iter().copied()
    }

    /// A location by its index.
    pub fn location(&self, index: LocationIndex) -> Option<Location> {
        self.distinct.get(index).copied()
    }

    /// The location of a node.
    pub fn get(&self, node: NodeIndex) -> Option<Location> {
        let position = self.nodes.binary_search_by_key(&node, |&(node, _)| node).ok()?;
        self.location(self.nodes[position].1)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let Locations { nodes, distinct } = self;
        vec_memory(nodes) + distinct.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::{Location, Locations, NodeIndex};

    #[test]
    fn the_last_location_of_a_node_counts() {
        let [three, four, five, six] = [3, 4, 5, 6].map(NodeIndex::new);
        let location = |line| Location { script: 1, line, column: 0 };
        let blocks =
            [vec![(five, location(1)), (three, location(2))], vec![(five, location(3)), (four, location(2))]];
        let locations = Locations::new(&blocks);
        assert_eq!(locations.get(five), Some(location(3)));
        assert_eq!(locations.get(three), Some(location(2)));
        assert_eq!(locations.get(six), None);
        let indices: Vec<_> = locations.iter().collect();
        assert_eq!(indices[0].1, indices[1].1, "three and four share a location");
    }
}
