//! Which slots are polled after a GC.
//!
//! V8 is generational, and most targets die young. So a target is polled after each of the first two GCs of its life,
//! and later only after full GCs. In addition, every GC polls a part of the old targets in turn, so that none depends
//! on the detection of full GCs.
//!
//! Cost: one poll for each young target and GC, and one for each old target and full GC, about 10 ns each; four bytes
//! for each young target.

/// After any GC at least this many old slots are polled …
const OLD_MINIMUM: u32 = 1024;
/// … and at least one slot in this many.
const OLD_DIVISOR: u32 = 256;

/// The capacity that a queue keeps between sweeps.
const KEPT: usize = 4096;

/// A slot to poll, and what a live target becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// A young target's first poll. A live target stays young.
    First(u32),
    /// A young target's second poll. A live target becomes old.
    Second(u32),
    /// An old target's poll.
    Old(u32),
}

/// The order of polls. It knows slot numbers only, and may return a slot that has been freed or used again: the
/// registry checks the slot's state before it polls.
#[derive(Default)]
pub struct Sweep {
    /// Young slots that were not polled.
    fresh: Vec<u32>,
    /// Young slots that were polled once.
    survivors: Vec<u32>,
    /// The young slots of the current sweep, survivors first. The next one is at `position`.
    queue: Vec<u32>,
    position: usize,
    survivors_end: usize,
    young_due: bool,
    old_cursor: u32,
    old_left: u32,
}

impl Sweep {
    /// Adds the slot of a new target.
    #[inline]
    pub fn add(&mut self, slot: u32) {
        self.fresh.push(slot);
    }

    /// Notes that the target of a [`Poll::First`] was alive.
    #[inline]
    pub fn survived_first(&mut self, slot: u32) {
        self.survivors.push(slot);
    }

    /// Notes a GC, `full` or minor. There are `slots` slots.
    pub fn gc(&mut self, full: bool, slots: u32) {
        self.young_due = true;
        let count = if full { slots } else { (slots / OLD_DIVISOR).max(OLD_MINIMUM).min(slots) };
        self.old_left = self.old_left.max(count);
    }

    /// Whether there may be slots to poll.
    pub fn is_due(&self) -> bool {
        self.young_due || self.old_left > 0 || self.position < self.queue.len()
    }

    /// The next slot to poll. There are `slots` slots.
    #[inline]
    pub fn next(&mut self, slots: u32) -> Option<Poll> {
        if self.position == self.queue.len() && self.young_due {
            self.start_young();
        }
        if let Some(&slot) = self.queue.get(self.position) {
            self.position += 1;
            return Some(if self.position <= self.survivors_end {
                Poll::Second(slot)
            } else {
                Poll::First(slot)
            });
        }
        if self.position > 0 {
            self.end_young();
        }
        if self.old_left == 0 || slots == 0 {
            self.old_left = 0;
            return None;
        }
        self.old_left -= 1;
        self.old_cursor = if self.old_cursor + 1 < slots { self.old_cursor + 1 } else { 0 };
        Some(Poll::Old(self.old_cursor))
    }

    fn start_young(&mut self) {
        self.young_due = false;
        self.position = 0;
        self.queue.clear();
        self.queue.append(&mut self.survivors);
        self.survivors_end = self.queue.len();
        self.queue.append(&mut self.fresh);
    }

    /// Frees the memory that only a burst of targets has needed.
    fn end_young(&mut self) {
        self.position = 0;
        self.queue.clear();
        for list in [&mut self.queue, &mut self.fresh, &mut self.survivors] {
            list.shrink_to(KEPT);
        }
    }

    /// Drops all slots and their memory.
    pub fn clear(&mut self) {
        *self = Sweep::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(sweep: &mut Sweep, slots: u32) -> Vec<Poll> {
        let mut polls = Vec::new();
        while let Some(poll) = sweep.next(slots) {
            if let Poll::First(slot) = poll {
                sweep.survived_first(slot);
            }
            polls.push(poll);
        }
        polls
    }

    #[test]
    fn nothing_is_polled_before_a_gc() {
        let mut sweep = Sweep::default();
        sweep.add(0);
        assert!(!sweep.is_due());
        assert_eq!(sweep.next(1), None);
    }

    #[test]
    fn a_target_is_polled_as_young_twice_and_then_as_old() {
        let mut sweep = Sweep::default();
        sweep.add(0);
        let mut seen = Vec::new();
        for _ in 0..3 {
            sweep.gc(true, 1);
            seen.push(drain(&mut sweep, 1));
        }
        use Poll::*;
        assert_eq!(seen, [vec![First(0), Old(0)], vec![Second(0), Old(0)], vec![Old(0)]]);
        assert!(!sweep.is_due());
    }

    #[test]
    fn a_full_gc_polls_each_slot_once_and_a_minor_one_a_part() {
        let mut sweep = Sweep::default();
        let slots = 10_000;
        sweep.gc(true, slots);
        let mut polled = drain(&mut sweep, slots);
        polled.sort_by_key(|poll| match poll {
            Poll::Old(slot) => *slot,
            other => panic!("{other:?} is not old"),
        });
        assert_eq!(polled, (0..slots).map(Poll::Old).collect::<Vec<_>>());
        sweep.gc(false, slots);
        assert_eq!(drain(&mut sweep, slots).len(), OLD_MINIMUM as usize);
    }

    #[test]
    fn minor_gcs_alone_reach_every_old_slot_in_turn() {
        let mut sweep = Sweep::default();
        let slots = 5_000u32;
        let mut seen = vec![false; slots as usize];
        for _ in 0..slots.div_ceil(OLD_MINIMUM) {
            sweep.gc(false, slots);
            for poll in drain(&mut sweep, slots) {
                if let Poll::Old(slot) = poll {
                    seen[slot as usize] = true;
                }
            }
        }
        assert!(seen.iter().all(|&seen| seen));
    }

    #[test]
    fn a_gc_during_a_sweep_is_followed_by_another_sweep() {
        let mut sweep = Sweep::default();
        (0..3).for_each(|slot| sweep.add(slot));
        sweep.gc(false, 3);
        assert_eq!(sweep.next(3), Some(Poll::First(0)));
        sweep.add(3);
        sweep.gc(false, 4);
        let later = drain(&mut sweep, 4);
        assert!(later.contains(&Poll::First(1)) && later.contains(&Poll::First(3)));
    }

    #[test]
    fn the_cursor_stays_inside_a_slab_that_shrank() {
        let mut sweep = Sweep::default();
        sweep.gc(true, 100);
        (0..90).for_each(|_| {
            sweep.next(100);
        });
        assert_eq!(sweep.next(1), Some(Poll::Old(0)));
        assert_eq!(sweep.next(0), None);
        assert!(!sweep.is_due());
    }
}
