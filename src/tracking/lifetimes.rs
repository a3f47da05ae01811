//! How long targets lived, by label: a birth by slot beside the slab, and counts in buckets.
//!
//! A lifetime is from `track` until the target was found collected, in ticks. It costs a look at the clock at
//! either end, 4 bytes a slot and 16 a bucket of each label that has had an end. None of it is there until
//! [`Registry::watch_lifetimes`](super::registry::Registry::watch_lifetimes); what was tracked before that has
//! no lifetime.

use std::sync::LazyLock;
use std::time::Instant;

/// Ticks of 10 ms: GCs notice nothing finer, and 32 bits of them are 497 days.
const TICKS_A_SECOND: u64 = 100;
const TICK_NANOSECONDS: u32 = 10_000_000;

/// Births in one chunk: 16 KiB.
const CHUNK: usize = 4096;
/// The birth of a target that was tracked before anybody wanted to know.
const UNKNOWN: u32 = 0;

/// Lifetimes up to a bound, and above the next lower one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// How many.
    pub count: u64,
    /// Their sum, in ticks.
    pub ticks: u64,
}

/// See the module's description.
pub struct Lifetimes {
    bounds: Vec<u32>,
    /// Ticks, counted from 1, by slot.
    births: Vec<Box<[u32]>>,
    /// By label; empty until one has had an end.
    labels: Vec<Box<[Bucket]>>,
}

/// The ticks since this was first asked.
pub fn now() -> u32 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let elapsed = START.elapsed();
    let ticks = elapsed.as_secs() * TICKS_A_SECOND + u64::from(elapsed.subsec_nanos() / TICK_NANOSECONDS);
    u32::try_from(ticks).unwrap_or(u32::MAX)
}

impl Lifetimes {
    /// No lifetime yet. `bounds` are the upper ones of the buckets, rising, in ticks; the last bucket has none.
    pub fn new(bounds: &[u32]) -> Self {
        Lifetimes { bounds: bounds.to_vec(), births: Vec::new(), labels: Vec::new() }
    }

    /// How many buckets a label has.
    pub fn width(&self) -> usize {
        self.bounds.len() + 1
    }

    /// A target was put into `slot`.
    pub fn born(&mut self, slot: u32, now: u32) {
        let (chunk, place) = (slot as usize / CHUNK, slot as usize % CHUNK);
        while self.births.len() <= chunk {
            self.births.push(vec![UNKNOWN; CHUNK].into_boxed_slice());
        }
        self.births[chunk][place] = now.saturating_add(1);
    }

    /// The target in `slot` was found collected.
    pub fn ended(&mut self, slot: u32, label: u32, now: u32) {
        let (chunk, place, label) = (slot as usize / CHUNK, slot as usize % CHUNK, label as usize);
        let birth = self.births.get(chunk).map_or(UNKNOWN, |births| births[place]);
        if birth == UNKNOWN {
            return;
        }
        let lifetime = now.saturating_add(1).saturating_sub(birth);
        if self.labels.len() <= label {
            self.labels.resize_with(label + 1, Box::default);
        }
        if self.labels[label].is_empty() {
            self.labels[label] = vec![Bucket::default(); self.width()].into_boxed_slice();
        }
        let bucket = &mut self.labels[label][self.bounds.partition_point(|&bound| bound < lifetime)];
        bucket.count += 1;
        bucket.ticks += u64::from(lifetime);
    }

    /// No slot is in use: gives the births of slots from `slots` on back.
    pub fn shrink(&mut self, slots: usize) {
        self.births.truncate(slots.div_ceil(CHUNK));
    }

    /// The buckets of a label; none if it has had no end.
    pub fn buckets(&self, label: usize) -> &[Bucket] {
        self.labels.get(label).map_or(&[], |buckets| buckets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lifetimes: &Lifetimes, label: usize) -> Vec<(u64, u64)> {
        lifetimes.buckets(label).iter().map(|bucket| (bucket.count, bucket.ticks)).collect()
    }

    #[test]
    fn a_lifetime_counts_in_the_first_bucket_whose_bound_it_does_not_exceed() {
        let mut lifetimes = Lifetimes::new(&[10, 100]);
        for (slot, lifetime) in [0, 10, 11, 100, 101, 5000].into_iter().enumerate() {
            lifetimes.born(slot as u32, 7);
            lifetimes.ended(slot as u32, 2, 7 + lifetime);
        }
        assert_eq!(counts(&lifetimes, 2), [(2, 10), (2, 111), (2, 5101)]);
        assert!(lifetimes.buckets(1).is_empty() && lifetimes.buckets(3).is_empty());
    }

    #[test]
    fn what_was_there_before_has_no_lifetime() {
        let mut lifetimes = Lifetimes::new(&[10]);
        lifetimes.ended(0, 1, 50);
        lifetimes.born(CHUNK as u32, 0);
        lifetimes.ended(1, 1, 50);
        assert!(lifetimes.buckets(1).is_empty());
        lifetimes.ended(CHUNK as u32, 1, 50);
        assert_eq!(counts(&lifetimes, 1), [(0, 0), (1, 50)]);
    }

    #[test]
    fn births_are_given_back_by_the_chunk() {
        let mut lifetimes = Lifetimes::new(&[]);
        (0..3 * CHUNK as u32).for_each(|slot| lifetimes.born(slot, 0));
        assert_eq!(lifetimes.births.len(), 3);
        lifetimes.shrink(CHUNK);
        assert_eq!(lifetimes.births.len(), 1);
        lifetimes.ended(2 * CHUNK as u32, 1, 1);
        assert!(lifetimes.buckets(1).is_empty());
    }
}
