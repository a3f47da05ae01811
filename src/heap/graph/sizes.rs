//! A size in bytes for each node, in 4 bytes. The few of 4 GiB and more are in a map.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::index::NodeIndex;
use crate::heap::column::{Column, map_memory};
use crate::heap::error::Error;

/// In the column: the size is in the map.
const WIDE: u32 = u32::MAX;

/// Sizes of nodes, in bytes.
#[derive(Debug, Default)]
pub struct Sizes {
    narrow: Column<NodeIndex, u32>,
    wide: FxHashMap<NodeIndex, u64>,
}

impl Sizes {
    /// Sizes of 0 for `count` nodes.
    pub fn zeros(count: usize) -> Result<Sizes, Error> {
        Ok(Sizes { narrow: Column::zeros(count)?, wide: FxHashMap::default() })
    }

    /// The column itself, for several threads to fill. [`Sizes::set`] takes what does not fit.
    pub(crate) fn column(&mut self) -> &mut Column<NodeIndex, u32> {
        &mut self.narrow
    }

    /// The size of a node.
    #[inline(always)]
    pub fn get(&self, node: NodeIndex) -> u64 {
        match self.narrow[node] {
            WIDE => self.wide.get(&node).copied().unwrap_or(u64::from(WIDE)),
            size => u64::from(size),
        }
    }

    /// Sorts nodes by size, the largest first, and nodes of the same size by index.
    pub fn largest_first(&self, nodes: &mut [NodeIndex]) {
        nodes.sort_unstable_by_key(|&node| (Reverse(self.get(node)), node));
    }

    /// Sets the size of a node.
    #[inline(always)]
    pub fn set(&mut self, node: NodeIndex, size: u64) {
        let fits = size < u64::from(WIDE);
        if !fits {
            self.wide.insert(node, size);
        }
        self.narrow[node] = if fits { size as u32 } else { WIDE };
    }

    /// Adds to the size of a node. Saturates.
    #[inline(always)]
    pub fn add(&mut self, node: NodeIndex, size: u64) {
        self.set(node, self.get(node).saturating_add(size));
    }

    /// A copy.
    pub fn try_clone(&self) -> Result<Sizes, Error> {
        Ok(Sizes { narrow: self.narrow.try_clone()?, wide: self.wide.clone() })
    }

    /// The sum of all sizes. Saturates.
    pub fn total(&self) -> u64 {
        let narrow = self.narrow.values().iter().filter(|&&size| size != WIDE);
        let narrow: u64 = narrow.map(|&size| u64::from(size)).sum();
        let wide = self.wide.iter().filter(|&(&node, _)| self.narrow[node] == WIDE);
        wide.fold(narrow, |total, (_, &size)| total.saturating_add(size))
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let Sizes { narrow, wide } = self;
        narrow.memory() + map_memory(wide)
    }
}

#[cfg(test)]
mod tests {
    use super::{NodeIndex, Sizes};

    #[test]
    fn sizes_beyond_4_gib_are_kept() {
        let mut sizes = Sizes::zeros(3).unwrap();
        let large = [u64::from(u32::MAX) - 1, u64::from(u32::MAX), 1 << 45];
        let nodes = [0, 1, 2].map(NodeIndex::new);
        for (node, size) in nodes.into_iter().zip(large) {
            sizes.add(node, size);
            assert_eq!(sizes.get(node), size);
        }
        assert_eq!(sizes.total(), large.iter().sum::<u64>());
        sizes.add(nodes[0], 5);
        assert_eq!(sizes.get(nodes[0]), large[0] + 5);
        sizes.set(nodes[2], 7);
        assert_eq!((sizes.get(nodes[2]), sizes.total()), (7, large[0] + 5 + large[1] + 7));
    }
}
