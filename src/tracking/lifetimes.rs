//! How long targets lived, by label: the birth of each slot's target, and counts in buckets.
//!
//! A lifetime lasts from `track` until the target is found collected, in ticks. It costs two readings of the clock,
//! 4 bytes a slot, and 16 bytes a bucket of each label that has had a lifetime. None of that exists before
//! [`Registry::watch_lifetimes`](super::registry::Registry::watch_lifetimes); targets tracked before it have no
//! lifetime.

use std::sync::LazyLock;
use std::time::Instant;

/// A tick is 10 ms: GCs are not more precise, and 32 bits of ticks last 497 days.
const TICKS_A_SECOND: u64 = 100;
const TICK_NANOSECONDS: u32 = 10_000_000;

/// Births in one chunk: 16 KiB.
const CHUNK: usize = 4096;
/// The birth of a target that was tracked before lifetimes were watched.
const UNKNOWN: u32 = 0;

/// The lifetimes up to one bound and above the next lower one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// How many there are.
    pub count: u64,
    /// Their sum, in ticks.
    pub ticks: u64,
}

/// See the module's description.
pub struct Lifetimes {
    bounds: Vec<u32>,
    /// Ticks plus 1, by slot.
    births: Vec<Box<[u32]>>,
    /// By label; empty until a lifetime of the label has ended.
    labels: Vec<Box<[Bucket]>>,
}

/// The ticks since the first call.
pub fn now() -> u32 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let elapsed = START.elapsed();
    let ticks = elapsed.as_secs() * TICKS_A_SECOND + u64::from(elapsed.subsec_nanos() / TICK_NANOSECONDS);
    u32::try_from(ticks).unwrap_or(u32::MAX)
}

impl Lifetimes {
    /// No lifetimes yet. `bounds` are the upper bounds of the buckets in ascending order, in ticks; the last bucket
    /// has none.
    pub fn new(bounds: Vec<u32>) -> Self {
        Lifetimes { bounds, births: Vec::new(), labels: Vec::new() }
    }

    /// How many buckets a label has.
    pub fn width(&self) -> usize {
        self.bounds.len() + 1
    }

    /// Starts the lifetime of the target in `slot`.
    pub fn start(&mut self, slot: u32, now: u32) {
        let (chunk, place) = (slot as usize / CHUNK, slot as usize % CHUNK);
        while self.births.len() <= chunk {
            self.births.push(vec![UNKNOWN; CHUNK].into_boxed_slice());
        }
        self.births[chunk][place] = now.saturating_add(1);
    }

    /// Ends the lifetime of the target in `slot`, which was found collected.
    pub fn end(&mut self, slot: u32, label: u32, now: u32) {
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

    /// Frees the memory of slots from `slots` on. No slot may be in use.
    pub fn shrink(&mut self, slots: usize) {
        self.births.truncate(slots.div_ceil(CHUNK));
    }

    /// The buckets of a label; none if no lifetime of it has ended.
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
        let mut lifetimes = Lifetimes::new(vec![10, 100]);
        for (slot, lifetime) in [0, 10, 11, 100, 101, 5000].into_iter().enumerate() {
            lifetimes.start(slot as u32, 7);
            lifetimes.end(slot as u32, 2, 7 + lifetime);
        }
        assert_eq!(counts(&lifetimes, 2), [(2, 10), (2, 111), (2, 5101)]);
        assert!(lifetimes.buckets(1).is_empty() && lifetimes.buckets(3).is_empty());
    }

    #[test]
    fn a_target_tracked_before_has_no_lifetime() {
        let mut lifetimes = Lifetimes::new(vec![10]);
        lifetimes.end(0, 1, 50);
        lifetimes.start(CHUNK as u32, 0);
        lifetimes.end(1, 1, 50);
        assert!(lifetimes.buckets(1).is_empty());
        lifetimes.end(CHUNK as u32, 1, 50);
        assert_eq!(counts(&lifetimes, 1), [(0, 0), (1, 50)]);
    }

    #[test]
    fn memory_is_freed_by_the_chunk() {
        let mut lifetimes = Lifetimes::new(vec![]);
        (0..3 * CHUNK as u32).for_each(|slot| lifetimes.start(slot, 0));
        assert_eq!(lifetimes.births.len(), 3);
        lifetimes.shrink(CHUNK);
        assert_eq!(lifetimes.births.len(), 1);
        lifetimes.end(2 * CHUNK as u32, 1, 1);
        assert!(lifetimes.buckets(1).is_empty());
    }
}
