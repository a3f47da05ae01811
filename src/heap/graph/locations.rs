//! Where in which script a function was written, or the constructor of an object. Many objects share
//! a place, so each is kept once.

use rustc_hash::FxHashMap;

/// A place in a script; line and column count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    /// V8's number of the script.
    pub script: u32,
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0.
    pub column: u32,
}

/// Locations by node.
#[derive(Debug, Default)]
pub struct Locations {
    /// Nodes in order, each with the number of its place.
    nodes: Vec<(u32, u32)>,
    places: Vec<Location>,
}

impl Locations {
    /// From locations in any order, in blocks; of several of one node the last one counts.
    pub fn new(blocks: &[Vec<(u32, Location)>]) -> Locations {
        let mut numbers: FxHashMap<Location, u32> = FxHashMap::default();
        let mut places = Vec::new();
        let mut nodes: Vec<(u32, u32)> = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
        for &(node, location) in blocks.iter().flatten() {
            let number = *numbers.entry(location).or_insert_with(|| {
                places.push(location);
                places.len() as u32 - 1
            });
            nodes.push((node, number));
        }
        if !nodes.is_sorted_by(|left, right| left.0 < right.0) {
            nodes.reverse();
            nodes.sort_by_key(|&(node, _)| node);
            nodes.dedup_by_key(|&mut (node, _)| node);
        }
        Locations { nodes, places }
    }

    /// The number of a node's place; nodes with the same number have the same place.
    pub fn place_of(&self, node: u32) -> Option<u32> {
        let index = self.nodes.binary_search_by_key(&node, |&(node, _)| node).ok()?;
        Some(self.nodes[index].1)
    }

    /// All nodes that have a place, in order, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.nodes.iter().copied()
    }

    /// A place by its number.
    pub fn place(&self, number: u32) -> Option<Location> {
        self.places.get(number as usize).copied()
    }

    /// The location of a node.
    pub fn get(&self, node: u32) -> Option<Location> {
        self.place(self.place_of(node)?)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        8 * self.nodes.capacity() + 12 * self.places.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::{Location, Locations};

    #[test]
    fn the_last_location_of_a_node_counts() {
        let place = |line| Location { script: 1, line, column: 0 };
        let blocks = [vec![(5, place(1)), (3, place(2))], vec![(5, place(3)), (4, place(2))]];
        let locations = Locations::new(&blocks);
        assert_eq!(locations.get(5), Some(place(3)));
        assert_eq!(locations.get(3), Some(place(2)));
        assert_eq!(locations.place_of(3), locations.place_of(4));
        assert_eq!(locations.get(6), None);
    }
}
