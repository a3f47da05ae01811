//! Values grouped by key, in two columns, by a counting sort: count the values of each key, then put each value into
//! its group. Linear time; 4 bytes a key in addition to the values.

use bytemuck::Zeroable;

use crate::heap::column::{Column, Index, vec_memory, zeros};
use crate::heap::error::Error;

/// How many values each key will have: the first half of the sort.
pub struct Counts<K> {
    counts: Column<K, u32>,
}

/// Values by key. Those of one key keep the order in which they were added.
#[derive(Debug)]
pub struct Grouped<K, V> {
    /// By key, where its values end.
    ends: Column<K, u32>,
    values: Vec<V>,
}

impl<K: Index> Counts<K> {
    /// Starts to count for keys below `keys`.
    pub fn new(keys: usize) -> Result<Counts<K>, Error> {
        Ok(Counts { counts: Column::zeros(keys)? })
    }

    /// Starts to count for as many keys as a vector has values. Reuses its memory.
    pub fn reusing(mut counts: Vec<u32>) -> Counts<K> {
        counts.fill(0);
        Counts { counts: counts.into() }
    }

    /// Counts a value of a key.
    #[inline(always)]
    pub fn count(&mut self, key: K) {
        self.counts[key] += 1;
    }

    /// Makes room for what was counted.
    pub fn grouped<V: Zeroable>(self) -> Result<Grouped<K, V>, Error> {
        let mut ends = self.counts;
        let mut total = 0;
        for end in ends.values_mut() {
            total += std::mem::replace(end, total);
        }
        Ok(Grouped { ends, values: zeros(total as usize)? })
    }
}

impl<K: Index, V: Copy> Grouped<K, V> {
    /// Adds a value that was counted.
    #[inline(always)]
    pub fn push(&mut self, key: K, value: V) {
        let end = &mut self.ends[key];
        self.values[*end as usize] = value;
        *end += 1;
    }

    /// The values of a key. All that were counted must have been added.
    #[inline(always)]
    pub fn of(&self, key: K) -> &[V] {
        let key = key.to_usize();
        let start = if key == 0 { 0 } else { self.ends.values()[key - 1] };
        &self.values[start as usize..self.ends.values()[key] as usize]
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let Grouped { ends, values } = self;
        ends.memory() + vec_memory(values)
    }
}
