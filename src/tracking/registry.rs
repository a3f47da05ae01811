//! The bookkeeping of one copy of the JavaScript side: which targets are alive, how many by label,
//! and whose callbacks are due.
//!
//! A target is *live* from `track` on, until somebody finds it collected: [`Registry::gc`] or
//! a [`Registry::step`] after it, or whoever asks [`Registry::is_collected`] first. Then its callback, if it has one,
//! is *pending* until JavaScript has run it. A registry says nothing twice and forgets nothing: each
//! target ends exactly once, as collected or as untracked.

use std::collections::VecDeque;

use super::Runtime;
use super::lifetimes::Lifetimes;
use super::slab::{Slab, State};
use super::sweep::{Question, Sweep};
use crate::error::Error;

/// How many labels a registry can tell apart, "none" included.
pub const MAX_LABELS: u32 = 1 << 20;

/// The label of targets without one.
const UNLABELLED: u32 = 0;

/// Questions in one step: at most about a millisecond and a half, when all are collected.
const QUESTIONS: u32 = 16_384;
/// Questions right after a GC: about 20 microseconds, when all are alive.
const AT_ONCE: u32 = 2048;
/// Questions between two openings of a handle scope.
const SCOPE: u32 = 256;
/// References of collected targets that are kept to be released later: about 4 MB.
const SPENT: usize = 1 << 16;

/// Counters of one label. `live` falls when a target is found collected or is untracked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tracked, and not yet found collected.
    pub live: u64,
    /// Found collected.
    pub collected: u64,
    /// Untracked before their end was reported.
    pub untracked: u64,
}

/// How a target stood when it was untracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// Its end had been reported, or it was given up before.
    Ended = 0,
    /// It had not been found collected.
    Live = 1,
    /// It was collected, and its callback was still to run.
    Pending = 2,
    /// It was collected and handed out: JavaScript knows whether its callback has run.
    Handed = 3,
}

/// A target whose callback is due, as it is handed to JavaScript: its slot, then the low and the high
/// half of its entry's word (id 40 bits, label 20).
pub type Due = [u32; 3];

/// What a step has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many targets were written into the batch; their callbacks are to run now.
    pub due: usize,
    /// Whether another step is needed.
    pub more: bool,
    /// Whether no slot is in use any more.
    pub empty: bool,
}

/// See the module's description.
pub struct Registry<R> {
    slab: Slab<R>,
    sweep: Sweep,
    counts: Vec<Counts>,
    next_id: u64,
    /// Pending slots in the order in which they were found.
    due: VecDeque<u32>,
    /// The slots that the last step handed out; the next one frees them.
    handed: Vec<u32>,
    /// References of collected targets. Each new target releases one just before its own is made, so
    /// that the allocator hands out the same, warm piece of memory. Releasing thousands at once makes
    /// it return pages to the system and fault them in again: a quarter of the time under churn.
    spent: Vec<R>,
    pending: u64,
    stopped: bool,
    /// Only if somebody wants to know: most programs do not.
    lifetimes: Option<Box<Lifetimes>>,
    /// When targets are found collected: looked up once for many, and only for their lifetimes.
    now: u32,
}

impl<R: Copy> Registry<R> {
    /// A registry whose first target gets `first_id`.
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

    /// Makes ready for a target with this label, whose reference is then to be made.
    #[inline]
    pub fn prepare<H: Runtime<Reference = R>>(&mut self, runtime: &H, label: u32) -> Result<(), Error> {
        if self.stopped {
            return Err(Error::Closed);
        }
        if label as usize >= self.counts.len() {
            if label >= MAX_LABELS {
                return Err(Error::TooManyLabels);
            }
            self.counts.resize(label as usize + 1, Counts::default());
        }
        if let Some(reference) = self.spent.pop() {
            runtime.release(reference);
        }
        Ok(())
    }

    /// Takes a target, after [`Registry::prepare`], and returns its slot. The n-th target gets the
    /// n-th id: both sides count.
    #[inline]
    pub fn track<H: Runtime<Reference = R>>(
        &mut self,
        runtime: &H,
        reference: R,
        label: u32,
        callback: bool,
    ) -> Result<u32, Error> {
        let slot = self.slab.insert(reference, self.next_id, label, callback).ok_or(Error::TooManyTargets)?;
        self.next_id += 1;
        self.counts[label as usize].live += 1;
        self.sweep.add(slot);
        if let Some(lifetimes) = &mut self.lifetimes
            && label != UNLABELLED
        {
            lifetimes.born(slot, runtime.now());
        }
        Ok(slot)
    }

    /// From now on lifetimes of labelled targets are counted, in buckets with these upper bounds, in ticks:
    /// anew, of targets that are tracked from now on.
    pub fn watch_lifetimes(&mut self, bounds: &[u32]) {
        self.lifetimes = Some(Box::new(Lifetimes::new(bounds)));
    }

    /// Lifetimes are counted no more, and forgotten.
    pub fn forget_lifetimes(&mut self) {
        self.lifetimes = None;
    }

    /// The lifetimes, if they are counted.
    pub fn lifetimes(&self) -> Option<&Lifetimes> {
        self.lifetimes.as_deref()
    }

    /// Whether the target with this slot and id has been collected, as of now. A target that is
    /// unknown here has ended: it is the handle's part to know if it was untracked.
    pub fn is_collected<H: Runtime<Reference = R>>(&mut self, runtime: &H, slot: u32, id: u64) -> bool {
        let Some(entry) = self.slab.get(slot).filter(|entry| entry.has_id(id)) else {
            return true;
        };
        match (entry.state(), entry.reference()) {
            (State::Young | State::Old, Some(reference)) => {
                let collected = runtime.is_collected(reference);
                if collected {
                    self.look_at_clock(runtime);
                    self.end(runtime, slot);
                }
                collected
            }
            (State::Stopped | State::Cancelled, _) => false,
            _ => true,
        }
    }

    /// The reference of a target that is live: neither found collected nor given up.
    pub fn reference(&self, slot: u32, id: u64) -> Option<R> {
        self.slab.get(slot).filter(|entry| entry.has_id(id))?.reference()
    }

    /// Has the end of a live target handed out like that of one with a callback; whether it is live.
    pub fn add_callback(&mut self, slot: u32, id: u64) -> bool {
        let entry = self.slab.get_mut(slot).filter(|entry| entry.has_id(id) && entry.reference().is_some());
        entry.map(|entry| entry.add_callback()).is_some()
    }

    /// Gives a target up; its callback will not run. Says how the target stood.
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

    /// A GC took place: asks the first targets at once. Says whether a step is needed, which costs a
    /// macrotask: while few targets live and none is collected, a GC costs none.
    pub fn gc<H: Runtime<Reference = R>>(&mut self, runtime: &H, full: bool) -> bool {
        if !self.is_idle() {
            self.sweep.gc(full, self.slab.len());
            self.ask(runtime, AT_ONCE, usize::MAX);
        }
        self.is_due()
    }

    /// Whether a step is needed.
    pub fn is_due(&self) -> bool {
        self.sweep.is_due() || !self.due.is_empty() || !self.handed.is_empty()
    }

    /// Whether there are targets to watch.
    pub fn is_idle(&self) -> bool {
        self.slab.is_empty() || self.stopped
    }

    /// A bounded amount of work: ask some targets, and hand out targets whose callbacks are due. The
    /// callbacks of the step before have run, or will not.
    pub fn step<H: Runtime<Reference = R>>(&mut self, runtime: &H, batch: &mut [Due]) -> Step {
        self.free_handed();
        self.ask(runtime, QUESTIONS, batch.len());
        let due = self.hand_out(batch);
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

    /// Asks some targets, until so many are due.
    fn ask<H: Runtime<Reference = R>>(&mut self, runtime: &H, questions: u32, enough: usize) {
        let mut left = questions;
        while left > 0 && self.sweep.is_due() && self.due.len() < enough {
            let some = SCOPE.min(left);
            self.look_at_clock(runtime);
            runtime.scope(&mut || (0..some).for_each(|_| self.ask_next(runtime)));
            left -= some;
        }
    }

    #[inline]
    fn ask_next<H: Runtime<Reference = R>>(&mut self, runtime: &H) {
        let Some(question) = self.sweep.next(self.slab.len()) else {
            return;
        };
        let (slot, expected) = match question {
            Question::First(slot) | Question::Second(slot) => (slot, State::Young),
            Question::Old(slot) => (slot, State::Old),
        };
        let Some(entry) = self.slab.get_mut(slot).filter(|entry| entry.state() == expected) else {
            return;
        };
        let Some(reference) = entry.reference() else {
            return;
        };
        if runtime.is_collected(reference) {
            self.end(runtime, slot);
        } else if let Question::First(slot) = question {
            self.sweep.survived_first(slot);
        } else {
            entry.set_state(State::Old);
        }
    }

    fn look_at_clock<H: Runtime<Reference = R>>(&mut self, runtime: &H) {
        if self.lifetimes.is_some() {
            self.now = runtime.now();
        }
    }

    /// A target was found collected.
    fn end<H: Runtime<Reference = R>>(&mut self, runtime: &H, slot: u32) {
        let Some(entry) = self.slab.get_mut(slot) else {
            return;
        };
        if let Some(reference) = entry.take_reference() {
            if self.spent.len() < SPENT {
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
            lifetimes.ended(slot, label, self.now);
        }
        if entry.has_callback() {
            entry.set_state(State::Pending);
            self.pending += 1;
            self.due.push_back(slot);
        } else {
            self.free(slot);
        }
    }

    fn hand_out(&mut self, batch: &mut [Due]) -> usize {
        let mut due = 0;
        while due < batch.len() {
            let Some(slot) = self.due.pop_front() else { break };
            self.handed.push(slot);
            let entry = self.slab.get_mut(slot).filter(|entry| entry.state() == State::Pending);
            if let Some(entry) = entry {
                entry.set_state(State::Handed);
                let word = entry.word();
                batch[due] = [slot, word as u32, (word >> 32) as u32];
                due += 1;
            }
        }
        due
    }

    /// Gives everything up: no callback runs after it, and no target is taken.
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

    /// Collected targets whose callbacks have not run, and all that the last step handed out.
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// The counters by label number.
    pub fn counts(&self) -> &[Counts] {
        &self.counts
    }
}

#[cfg(test)]
#[path = "registry_test.rs"]
mod tests;
