//! Which slots to ask after a GC.
//!
//! V8 is generational, so most targets die young: a target is asked after each of the first two
//! GCs of its life, and then only after a full GC. In addition every GC has a part of the old
//! targets asked in turn, so that none depends on a full GC being noticed.
//!
//! Cost: one question a young target a GC, one an old target a full GC, about 10 ns each; four
//! bytes a young target for its place in the queue.

/// Old slots looked at after any GC: at least this many …
const OLD_MINIMUM: u32 = 1024;
/// … and at least this part of all.
const OLD_PART: u32 = 256;

/// Places in a queue that are kept between sweeps.
const KEPT: usize = 4096;

/// A slot to ask, and what to do with a survivor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A target that this GC was the first of: if it is alive it stays young.
    First(u32),
    /// A young target that outlived a GC before: if it is alive it is old from now on.
    Second(u32),
    /// An old target.
    Old(u32),
}

/// The order of questions. It knows slot numbers only, and may name one that has been freed or
/// used again since: the registry looks at the slot's state before it asks.
#[derive(Default)]
pub struct Sweep {
    /// Young slots that have seen no GC.
    fresh: Vec<u32>,
    /// Young slots that outlived one.
    survivors: Vec<u32>,
    /// The young slots being asked, survivors first, from `position` on.
    queue: Vec<u32>,
    position: usize,
    survivors_end: usize,
    young_due: bool,
    old_cursor: u32,
    old_left: u32,
}

impl Sweep {
    /// A target was put into `slot`.
    #[inline]
    pub fn add(&mut self, slot: u32) {
        self.fresh.push(slot);
    }

    /// A target asked as [`Question::First`] was alive.
    #[inline]
    pub fn survived_first(&mut self, slot: u32) {
        self.survivors.push(slot);
    }

    /// A GC took place, `full` or minor, while there were `slots` slots.
    pub fn gc(&mut self, full: bool, slots: u32) {
        self.young_due = true;
        let part = if full { slots } else { (slots / OLD_PART).max(OLD_MINIMUM).min(slots) };
        self.old_left = self.old_left.max(part);
    }

    /// Whether [`Sweep::next`] has something to say.
    pub fn is_due(&self) -> bool {
        self.young_due || self.old_left > 0 || self.position < self.queue.len()
    }

    /// The next question; `slots` is the current number of slots.
    #[inline]
    pub fn next(&mut self, slots: u32) -> Option<Question> {
        if self.position == self.queue.len() && self.young_due {
            self.start_young();
        }
        if let Some(&slot) = self.queue.get(self.position) {
            self.position += 1;
            return Some(if self.position <= self.survivors_end {
                Question::Second(slot)
            } else {
                Question::First(slot)
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
        Some(Question::Old(self.old_cursor))
    }

    fn start_young(&mut self) {
        self.young_due = false;
        self.position = 0;
        self.queue.clear();
        self.queue.append(&mut self.survivors);
        self.survivors_end = self.queue.len();
        self.queue.append(&mut self.fresh);
    }

    /// A burst must not hold its memory for ever.
    fn end_young(&mut self) {
        self.position = 0;
        self.queue.clear();
        for list in [&mut self.queue, &mut self.fresh, &mut self.survivors] {
            list.shrink_to(KEPT);
        }
    }

    /// Drops all questions and their memory.
    pub fn clear(&mut self) {
        *self = Sweep::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(sweep: &mut Sweep, slots: u32) -> Vec<Question> {
        let mut questions = Vec::new();
        while let Some(question) = sweep.next(slots) {
            if let Question::First(slot) = question {
                sweep.survived_first(slot);
            }
            questions.push(question);
        }
        questions
    }

    #[test]
    fn nothing_is_asked_before_a_gc() {
        let mut sweep = Sweep::default();
        sweep.add(0);
        assert!(!sweep.is_due());
        assert_eq!(sweep.next(1), None);
    }

    #[test]
    fn a_target_is_asked_as_young_twice_and_then_as_old() {
        let mut sweep = Sweep::default();
        sweep.add(0);
        let mut seen = Vec::new();
        for _ in 0..3 {
            sweep.gc(true, 1);
            seen.push(drain(&mut sweep, 1));
        }
        use Question::*;
        assert_eq!(seen, [vec![First(0), Old(0)], vec![Second(0), Old(0)], vec![Old(0)]]);
        assert!(!sweep.is_due());
    }

    #[test]
    fn a_full_gc_asks_each_slot_once_and_a_minor_one_a_part() {
        let mut sweep = Sweep::default();
        let slots = 10_000;
        sweep.gc(true, slots);
        let mut asked = drain(&mut sweep, slots);
        asked.sort_by_key(|question| match question {
            Question::Old(slot) => *slot,
            other => panic!("{other:?} is not old"),
        });
        assert_eq!(asked, (0..slots).map(Question::Old).collect::<Vec<_>>());
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
            for question in drain(&mut sweep, slots) {
                if let Question::Old(slot) = question {
                    seen[slot as usize] = true;
                }
            }
        }
        assert!(seen.iter().all(|&asked| asked));
    }

    #[test]
    fn a_gc_during_a_sweep_is_followed_by_another_sweep() {
        let mut sweep = Sweep::default();
        (0..3).for_each(|slot| sweep.add(slot));
        sweep.gc(false, 3);
        assert_eq!(sweep.next(3), Some(Question::First(0)));
        sweep.add(3);
        sweep.gc(false, 4);
        let later = drain(&mut sweep, 4);
        assert!(later.contains(&Question::First(1)) && later.contains(&Question::First(3)));
    }

    #[test]
    fn the_cursor_stays_inside_a_slab_that_shrank() {
        let mut sweep = Sweep::default();
        sweep.gc(true, 100);
        (0..90).for_each(|_| {
            sweep.next(100);
        });
        assert_eq!(sweep.next(1), Some(Question::Old(0)));
        assert_eq!(sweep.next(0), None);
        assert!(!sweep.is_due());
    }
}
