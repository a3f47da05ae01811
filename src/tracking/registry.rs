//! The bookkeeping of one copy of the JavaScript side: which targets are alive, how many by label, and which callbacks
//! are due.
//!
//! A target is *live* from [`Registry::track`] until it is found collected: by [`Registry::gc`], by a
//! [`Registry::step`] after it, or by [`Registry::is_collected`]. Then its callback, if it has one, is *pending* until
//! JavaScript has run it. Each target ends exactly once, as collected or as untracked.

use std::collections::VecDeque;

use super::lifetimes::Lifetimes;
use super::slab::{Slab, State};
use super::sweep::{Poll, Sweep};
use super::{Error, Runtime};

/// The number of labels in a registry, "no label" included.
pub const MAX_LABELS: u32 = 1 << 20;

/// The label of targets without one.
const UNLABELLED: u32 = 0;

/// Polls in one step: at most about 1.5 ms, if all targets are collected.
const STEP_POLLS: u32 = 16_384;
/// Polls right after a GC: about 20 microseconds, if all targets are alive.
const GC_POLLS: u32 = 2048;
/// Polls in one handle scope.
const SCOPE_POLLS: u32 = 256;
/// The most references of collected targets that are kept for a later release: about 4 MB.
const MAX_SPENT: usize = 1 << 16;

/// The counters of one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Neither found collected nor untracked.
    pub live: u64,
    /// Found collected.
    pub collected: u64,
    /// Untracked before their callback ran.
    pub untracked: u64,
}

/// The standing of a target at the moment when it is untracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// It has ended before, and nothing of it is pending.
    Ended = 0,
    /// It is live.
    Live = 1,
    /// It was collected, and its callback has not run.
    Pending = 2,
    /// It was collected and handed out: only JavaScript knows whether its callback has run.
    Handed = 3,
}

/// A target whose callback is due: its slot, then the low and the high half of what its entry has
/// [`packed`](super::slab::Entry::packed) (id 40 bits, label 20).
pub type Due = [u32; 3];

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The targets that are handed out: JavaScript runs their callbacks now.
    pub due: Vec<Due>,
    /// Whether another step is needed.
    pub more: bool,
    /// Whether no slot is in use.
    pub empty: bool,
}

/// See the module's description.
pub struct Registry<R> {
    slab: Slab<R>,
    sweep: Sweep,
    counts: Vec<Counts>,
    next_id: u64,
    /// Slots of pending targets, in the order in which they were found collected.
    due: VecDeque<u32>,
    /// The slots that the last step handed out. The next step frees them.
    handed: Vec<u32>,
    /// References of collected targets. Each new target releases one just before its own is made, so that the
    /// allocator reuses the same, warm memory. If thousands are released at once, the allocator returns pages to the
    /// system and faults them in again: a quarter of the time under churn.
    spent: Vec<R>,
    pending: u64,
    stopped: bool,
    /// Only while lifetimes are watched: most programs do not watch them.
    lifetimes: Option<Box<Lifetimes>>,
    /// The time of the current polls. It is read once for many polls, and only while lifetimes are watched.
    now: u32,
}

impl<R> Registry<R> {
    /// A registry. Its first target gets the id `first_id`.
    pub fn new(first_id: u64) -> Self {
        Registry {
            slab: Slab::new(),
            sweep: Sweep::default(),
            counts: vec![Counts::default()],
            next_id: first_id,
            due: VecDeque::new(),
            handed: Vec::new(),
            spent: Vec::new(),
            pending: 0,
            stopped: false,
            lifetimes: None,
            now: 0,
        }
    }

    /// Tracks a target and returns its slot. `make` makes the weak reference. The n-th target gets the n-th id, which
    /// JavaScript counts too.
    #[inline]
    pub fn track<H: Runtime<Reference = R>, E: From<Error>>(
        &mut self,
        runtime: &H,
        label: u32,
        callback: bool,
        make: impl FnOnce() -> Result<R, E>,
    ) -> Result<u32, E> {
        self.prepare(label)?;
        if let Some(reference) = self.spent.pop() {
            runtime.release(reference);
        }
        let slot = self.slab.insert(make()?, self.next_id, label, callback);
        self.next_id += 1;
        self.counts[label as usize].live += 1;
        self.sweep.add(slot);
        if let Some(lifetimes) = &mut self.lifetimes
            && label != UNLABELLED
        {
            lifetimes.start(slot, runtime.now());
        }
        Ok(slot)
    }

    /// Makes sure that there is room for a target with this label.
    #[inline]
    fn prepare(&mut self, label: u32) -> Result<(), Error> {
        if self.stopped {
            return Err(Error::Stopped);
        }
        if self.slab.is_full() {
            return Err(Error::TooManyTargets);
        }
        if label as usize >= self.counts.len() {
            if label >= MAX_LABELS {
                return Err(Error::TooManyLabels);
            }
            self.counts.resize(label as usize + 1, Counts::default());
        }
        Ok(())
    }

    /// Starts to count the lifetimes of labelled targets, in buckets with these upper bounds, in ticks. Earlier counts
    /// are dropped, and targets that are already tracked are not counted.
    pub fn watch_lifetimes(&mut self, bounds: Vec<u32>) {
        self.lifetimes = Some(Box::new(Lifetimes::new(bounds)));
    }

    /// Stops counting lifetimes, and drops the counts.
    pub fn forget_lifetimes(&mut self) {
        self.lifetimes = None;
    }

    /// The lifetimes, while they are watched.
    pub fn lifetimes(&self) -> Option<&Lifetimes> {
        self.lifetimes.as_deref()
    }

    /// Polls the target with this slot and id: whether it has been collected. The answer for an unknown target is yes;
    /// the handle knows whether it was untracked.
    pub fn is_collected<H: Runtime<Reference = R>>(&mut self, runtime: &H, slot: u32, id: u64) -> bool {
        let Some(entry) = self.slab.get(slot).filter(|entry| entry.has_id(id)) else {
            return true;
        };
        match (entry.state(), entry.reference()) {
            (State::Young | State::Old, Some(reference)) => {
                // Some runtimes close the caller's scope late, and a handle in it would keep the target alive.
                let mut collected = false;
                runtime.scope(&mut || collected = runtime.is_collected(reference));
                if collected {
                    self.read_clock(runtime);
                    self.end_collected(runtime, slot);
                }
                collected
            }
            (State::Stopped | State::Cancelled, _) => false,
            _ => true,
        }
    }

    /// The reference of a live target.
    pub fn reference(&self, slot: u32, id: u64) -> Option<&R> {
        self.slab.get(slot).filter(|entry| entry.has_id(id))?.reference()
    }

    /// Makes a live target be handed out when it is collected, like one with a callback. Returns whether it is live.
    pub fn add_callback(&mut self, slot: u32, id: u64) -> bool {
        let entry = self.slab.get_mut(slot).filter(|entry| entry.has_id(id) && entry.reference().is_some());
        entry.map(|entry| entry.add_callback()).is_some()
    }

    /// Untracks a target: its callback will not run. Returns the standing that it had.
    pub fn untrack<H: Runtime<Reference = R>>(&mut self, runtime: &H, slot: u32, id: u64) -> Standing {
        let Some(entry) = self.slab.get_mut(slot).filter(|entry| entry.has_id(id)) else {
            return Standing::Ended;
        };
        let label = entry.label() as usize;
        match entry.state() {
            State::Young | State::Old => {
                if let Some(reference) = entry.take_reference() {
                    runtime.release(reference);
                }
                self.counts[label].live -= 1;
                self.counts[label].untracked += 1;
                self.free(slot);
                Standing::Live
            }
            State::Pending => {
                entry.set_state(State::Cancelled);
                self.pending -= 1;
                Standing::Pending
            }
            State::Handed => Standing::Handed,
            _ => Standing::Ended,
        }
    }

    /// Notes a GC and polls the first targets at once. Returns whether a step is needed, which costs a macrotask: as
    /// long as few targets live and none is collected, a GC needs none.
    pub fn gc<H: Runtime<Reference = R>>(&mut self, runtime: &H, full: bool) -> bool {
        if !self.is_idle() {
            self.sweep.gc(full, self.slab.len());
            self.poll(runtime, GC_POLLS, usize::MAX);
        }
        self.is_due()
    }

    /// Whether a step is needed.
    pub fn is_due(&self) -> bool {
        self.sweep.is_due() || !self.due.is_empty() || !self.handed.is_empty()
    }

    /// Whether there is no target to poll.
    pub fn is_idle(&self) -> bool {
        self.slab.is_empty() || self.stopped
    }

    /// Does a bounded amount of work: polls some targets, and hands out at most `max_due` whose callbacks are due. The
    /// callbacks of the previous step have run by now, or never will.
    pub fn step<H: Runtime<Reference = R>>(&mut self, runtime: &H, max_due: usize) -> Step {
        self.free_handed();
        self.poll(runtime, STEP_POLLS, max_due);
        let due = self.hand_out(max_due);
        Step { due, more: self.is_due(), empty: self.slab.is_empty() }
    }

    fn free_handed(&mut self) {
        let mut handed = std::mem::take(&mut self.handed);
        for slot in handed.drain(..) {
            if self.slab.get(slot).is_some_and(|entry| entry.state() == State::Handed) {
                self.pending -= 1;
            }
            self.free(slot);
        }
        self.handed = handed;
    }

    fn free(&mut self, slot: u32) {
        self.slab.remove(slot);
        if let Some(lifetimes) = &mut self.lifetimes
            && self.slab.is_empty()
        {
            lifetimes.shrink(self.slab.capacity());
        }
    }

    /// Polls at most `polls` targets, until `max_due` callbacks are due.
    fn poll<H: Runtime<Reference = R>>(&mut self, runtime: &H, polls: u32, max_due: usize) {
        let mut left = polls;
        while left > 0 && self.sweep.is_due() && self.due.len() < max_due {
            let count = SCOPE_POLLS.min(left);
            self.read_clock(runtime);
            runtime.scope(&mut || (0..count).for_each(|_| self.poll_next(runtime)));
            left -= count;
        }
    }

    #[inline]
    fn poll_next<H: Runtime<Reference = R>>(&mut self, runtime: &H) {
        let Some(poll) = self.sweep.next(self.slab.len()) else {
            return;
        };
        let (slot, expected) = match poll {
            Poll::First(slot) | Poll::Second(slot) => (slot, State::Young),
            Poll::Old(slot) => (slot, State::Old),
        };
        let Some(entry) = self.slab.get_mut(slot).filter(|entry| entry.state() == expected) else {
            return;
        };
        let Some(reference) = entry.reference() else {
            return;
        };
        if runtime.is_collected(reference) {
            self.end_collected(runtime, slot);
        } else if let Poll::First(slot) = poll {
            self.sweep.survived_first(slot);
        } else {
            entry.set_state(State::Old);
        }
    }

    fn read_clock<H: Runtime<Reference = R>>(&mut self, runtime: &H) {
        if self.lifetimes.is_some() {
            self.now = runtime.now();
        }
    }

    /// Ends a live target that was found collected.
    fn end_collected<H: Runtime<Reference = R>>(&mut self, runtime: &H, slot: u32) {
        let Some(entry) = self.slab.get_mut(slot) else {
            return;
        };
        if let Some(reference) = entry.take_reference() {
            if self.spent.len() < MAX_SPENT {
                self.spent.push(reference);
            } else {
                runtime.release(reference);
            }
        }
        let label = entry.label();
        let counts = &mut self.counts[label as usize];
        counts.live -= 1;
        counts.collected += 1;
        if let Some(lifetimes) = &mut self.lifetimes
            && label != UNLABELLED
        {
            lifetimes.end(slot, label, self.now);
        }
        if entry.has_callback() {
            entry.set_state(State::Pending);
            self.pending += 1;
            self.due.push_back(slot);
        } else {
            self.free(slot);
        }
    }

    fn hand_out(&mut self, max_due: usize) -> Vec<Due> {
        let mut due = Vec::with_capacity(max_due.min(self.due.len()));
        while due.len() < max_due {
            let Some(slot) = self.due.pop_front() else { break };
            self.handed.push(slot);
            let entry = self.slab.get_mut(slot).filter(|entry| entry.state() == State::Pending);
            if let Some(entry) = entry {
                entry.set_state(State::Handed);
                let packed = entry.packed();
                due.push([slot, packed as u32, (packed >> 32) as u32]);
            }
        }
        due
    }

    /// Stops the registry: it releases all references, hands out nothing any more and refuses targets.
    pub fn stop<H: Runtime<Reference = R>>(&mut self, runtime: &H) {
        self.stopped = true;
        for slot in 0..self.slab.len() {
            let Some(entry) = self.slab.get_mut(slot) else {
                continue;
            };
            if let Some(reference) = entry.take_reference() {
                runtime.release(reference);
                entry.set_state(State::Stopped);
            }
        }
        for reference in std::mem::take(&mut self.spent) {
            runtime.release(reference);
        }
        self.sweep.clear();
        self.due = VecDeque::new();
        self.handed = Vec::new();
        self.pending = 0;
        self.lifetimes = None;
    }

    /// The number of collected targets whose callbacks have not run, those of the last step included.
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// The counters, by the number of the label.
    pub fn counts(&self) -> &[Counts] {
        &self.counts
    }
}

#[cfg(test)]
#[path = "registry_test.rs"]
mod tests;
