//! A size in bytes for every node, in 4 bytes each: the few of 4 GiB and more stand in a map.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::heap::error::Error;

/// In the column: look into the map.
const WIDE: u32 = u32::MAX;

/// Sizes by node, in bytes.
#[derive(Debug, Default)]
pub struct Sizes {
    narrow: Vec<u32>,
    wide: FxHashMap<u32, u64>,
}

impl Sizes {
    /// Sizes of 0 for `count` nodes.
    pub fn zeros(count: usize) -> Result<Sizes, Error> {
        Ok(Sizes { narrow: zeros(count)?, wide: FxHashMap::default() })
    }

    /// The column itself, to be filled by several threads: what does not fit is given to [`Sizes::set`].
    pub(crate) fn column(&mut self) -> &mut Vec<u32> {
        &mut self.narrow
    }

    /// The size of a node.
    #[inline(always)]
    pub fn get(&self, node: u32) -> u64 {
        match self.narrow[node as usize] {
            WIDE => self.wide.get(&node).copied().unwrap_or(u64::from(WIDE)),
            size => u64::from(size),
        }
    }

    /// Sorts nodes by size, those of one size by number.
    pub fn largest_first(&self, nodes: &mut [u32]) {
        nodes.sort_unstable_by_key(|&node| (Reverse(self.get(node)), node));
    }

    /// Sets the size of a node.
    #[inline(always)]
    pub fn set(&mut self, node: u32, size: u64) {
        let fits = size < u64::from(WIDE);
        if !fits {
            self.wide.insert(node, size);
        }
        self.narrow[node as usize] = if fits { size as u32 } else { WIDE };
    }

    /// Adds to the size of a node; stays at the largest number there is.
    #[inline(always)]
    pub fn add(&mut self, node: u32, size: u64) {
        self.set(node, self.get(node).saturating_add(size));
    }

    /// A copy.
    pub fn try_clone(&self) -> Result<Sizes, Error> {
        let mut narrow = Vec::new();
        narrow.try_reserve_exact(self.narrow.len()).map_err(|_| Error::OutOfMemory)?;
        narrow.extend_from_slice(&self.narrow);
        Ok(Sizes { narrow, wide: self.wide.clone() })
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.narrow.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.narrow.is_empty()
    }

    /// The sum of all.
    pub fn total(&self) -> u64 {
        let narrow: u64 = self.narrow.iter().filter(|&&size| size != WIDE).map(|&size| u64::from(size)).sum();
        let wide = self.wide.iter().filter(|&(&node, _)| self.narrow[node as usize] == WIDE);
        wide.fold(narrow, |total, (_, &size)| total.saturating_add(size))
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        4 * self.narrow.capacity() + 12 * self.wide.capacity()
    }
}

/// A column of zeros, which takes memory only as it is written.
pub fn zeros<T: Clone + Default>(count: usize) -> Result<Vec<T>, Error> {
    let mut column: Vec<T> = Vec::new();
    column.try_reserve_exact(count).map_err(|_| Error::OutOfMemory)?;
    // The reservation has shown that there is room; this one comes as zeroed pages.
    drop(column);
    Ok(vec![T::default(); count])
}

#[cfg(test)]
mod tests {
    use super::Sizes;

    #[test]
    fn sizes_beyond_4_gib_are_kept() {
        let mut sizes = Sizes::zeros(3).unwrap();
        let large = [u64::from(u32::MAX) - 1, u64::from(u32::MAX), 1 << 45];
        for (node, &size) in large.iter().enumerate() {
            sizes.add(node as u32, size);
            assert_eq!(sizes.get(node as u32), size);
        }
        assert_eq!(sizes.total(), large.iter().sum::<u64>());
        sizes.add(0, 5);
        assert_eq!(sizes.get(0), large[0] + 5);
        sizes.set(2, 7);
        assert_eq!((sizes.get(2), sizes.total()), (7, large[0] + 5 + large[1] + 7));
    }
}
