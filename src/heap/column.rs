//! Columns: vectors that are indexed by nodes, edges and the like instead of bare numbers. All memory whose size
//! depends on a snapshot is allocated here, so that a lack of it is an [`Error::OutOfMemory`] and not an abort.

use std::marker::PhantomData;
use std::ops;

use bytemuck::Zeroable;
use rustc_hash::FxHashMap;

use crate::heap::error::Error;

/// What a column is indexed by.
pub trait Index: Copy {
    /// The index with this number. Numbers fit 32 bits, see [`crate::heap::graph::MAX_NODES`].
    fn from_usize(number: usize) -> Self;

    /// The number of the index.
    fn to_usize(self) -> usize;
}

/// Defines a type of index: a number of 4 bytes, of which one means no index.
macro_rules! index_type {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(bytemuck::Pod, bytemuck::Zeroable)]
        #[repr(transparent)]
        pub struct $name(u32);

        #[allow(dead_code, reason = "not every index needs every method")]
        impl $name {
            /// No index, in columns: an `Option` would take twice the memory.
            pub const NONE: $name = $name(u32::MAX);

            /// The index with this number.
            #[inline(always)]
            pub const fn new(number: u32) -> $name {
                $name(number)
            }

            /// The number of the index.
            #[inline(always)]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// Whether it is [`Self::NONE`].
            #[inline(always)]
            pub const fn is_none(self) -> bool {
                self.0 == u32::MAX
            }

            /// The index, unless it is [`Self::NONE`].
            #[inline(always)]
            pub fn some(self) -> Option<$name> {
                (!self.is_none()).then_some(self)
            }
        }

        impl $crate::heap::column::Index for $name {
            #[inline(always)]
            fn from_usize(number: usize) -> $name {
                $name(number as u32)
            }

            #[inline(always)]
            fn to_usize(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}
pub(crate) use index_type;

/// A value for each index.
#[derive(Clone, Debug)]
pub struct Column<I, T> {
    values: Vec<T>,
    index: PhantomData<fn(I) -> I>,
}

impl<I, T> Default for Column<I, T> {
    fn default() -> Column<I, T> {
        Column::from(Vec::new())
    }
}

impl<I, T> From<Vec<T>> for Column<I, T> {
    fn from(values: Vec<T>) -> Column<I, T> {
        Column { values, index: PhantomData }
    }
}

impl<I: Index, T> Column<I, T> {
    /// A column of zeros. It takes memory only as it is written.
    pub fn zeros(count: usize) -> Result<Column<I, T>, Error>
    where
        T: Zeroable,
    {
        Ok(Column::from(zeros(count)?))
    }

    /// A column that has the same value everywhere.
    pub fn filled(count: usize, value: T) -> Result<Column<I, T>, Error>
    where
        T: Clone,
    {
        let mut values = with_capacity(count)?;
        values.resize(count, value);
        Ok(Column::from(values))
    }

    /// A copy.
    pub fn try_clone(&self) -> Result<Column<I, T>, Error>
    where
        T: Clone,
    {
        let mut values = with_capacity(self.len())?;
        values.extend_from_slice(&self.values);
        Ok(Column::from(values))
    }

    /// Changes the length. New values are zeros; those of an empty column take memory only as they are written.
    pub fn resize(&mut self, count: usize) -> Result<(), Error>
    where
        T: Zeroable + Clone,
    {
        if self.is_empty() {
            self.values = zeros(count)?;
            return Ok(());
        }
        let more = count.saturating_sub(self.len());
        reserve_exact(&mut self.values, more)?;
        self.values.resize(count, T::zeroed());
        Ok(())
    }

    /// Adds a value and returns its index.
    #[inline(always)]
    pub fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::from_usize(self.values.len() - 1)
    }

    /// The number of values.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value at an index, if there is one.
    pub fn get(&self, index: I) -> Option<&T> {
        self.values.get(index.to_usize())
    }

    /// All values.
    #[inline(always)]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// All values, to be changed.
    #[inline(always)]
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }

    /// The values alone.
    pub fn into_values(self) -> Vec<T> {
        self.values
    }

    /// All indices, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.len()).map(I::from_usize)
    }

    /// All values with their indices, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.values.iter().enumerate().map(|(number, value)| (I::from_usize(number), value))
    }

    /// The index at which a condition that holds for the first values ends, see [`slice::partition_point`].
    pub fn partition_point(&self, condition: impl FnMut(&T) -> bool) -> I {
        I::from_usize(self.values.partition_point(condition))
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        vec_memory(&self.values)
    }
}

impl<I: Index, T> ops::Index<I> for Column<I, T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, index: I) -> &T {
        &self.values[index.to_usize()]
    }
}

impl<I: Index, T> ops::IndexMut<I> for Column<I, T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.values[index.to_usize()]
    }
}

impl<I: Index, T> ops::Index<ops::Range<I>> for Column<I, T> {
    type Output = [T];

    #[inline(always)]
    fn index(&self, range: ops::Range<I>) -> &[T] {
        &self.values[range.start.to_usize()..range.end.to_usize()]
    }
}

/// A vector of zeros. It takes memory only as it is written.
pub fn zeros<T: Zeroable>(count: usize) -> Result<Vec<T>, Error> {
    // glibc gives each large vector pages of its own, which the kernel must clear, until one of that size was freed. From
    // then on it takes them from its heap, where freed columns lie ready: a tenth of the time of an analysis.
    drop(with_capacity::<T>(count)?);
    bytemuck::allocation::try_zeroed_vec(count).map_err(|()| Error::OutOfMemory)
}

/// An empty vector with room for `count` values.
pub fn with_capacity<T>(count: usize) -> Result<Vec<T>, Error> {
    let mut values = Vec::new();
    reserve_exact(&mut values, count)?;
    Ok(values)
}

/// Makes room for `more` values and for some more after them.
#[inline]
pub fn reserve<T>(values: &mut Vec<T>, more: usize) -> Result<(), Error> {
    values.try_reserve(more).map_err(|_| Error::OutOfMemory)
}

/// Makes room for just `more` values.
pub fn reserve_exact<T>(values: &mut Vec<T>, more: usize) -> Result<(), Error> {
    values.try_reserve_exact(more).map_err(|_| Error::OutOfMemory)
}

/// Memory of a vector, in bytes, without what its values own.
pub fn vec_memory<T>(values: &Vec<T>) -> usize {
    values.capacity() * size_of::<T>()
}

/// Memory of a map, in bytes, without what its entries own: a byte an entry beside it, an eighth unused.
pub fn map_memory<K, V>(map: &FxHashMap<K, V>) -> usize {
    map.capacity() * 8 / 7 * (size_of::<(K, V)>() + 1)
}
