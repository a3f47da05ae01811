//! The registry on a simulated heap: targets die when the test says so.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::*;

/// Targets by number; a reference is the number.
#[derive(Default)]
struct Heap {
    dead: RefCell<BTreeSet<u32>>,
    references: RefCell<BTreeSet<u32>>,
    next: Cell<u32>,
    polls: Cell<u32>,
    time: Cell<u32>,
}

impl Heap {
    fn allocate(&self) -> u32 {
        let target = self.next.replace(self.next.get() + 1);
        self.references.borrow_mut().insert(target);
        target
    }

    fn kill(&self, target: u32) {
        self.dead.borrow_mut().insert(target);
    }
}

impl Runtime for Heap {
    type Reference = u32;

    fn is_collected(&self, reference: &u32) -> bool {
        assert!(self.references.borrow().contains(reference), "polled after release");
        self.polls.set(self.polls.get() + 1);
        self.dead.borrow().contains(reference)
    }

    fn release(&self, reference: u32) {
        assert!(self.references.borrow_mut().remove(&reference), "released twice");
    }

    fn now(&self) -> u32 {
        self.time.get()
    }

    fn scope(&self, work: &mut dyn FnMut()) {
        work();
    }
}

fn drain(registry: &mut Registry<u32>, heap: &Heap) -> Vec<u32> {
    let mut due = Vec::new();
    loop {
        let step = registry.step(heap, 100);
        due.extend(step.due.iter().map(|&[slot, ..]| slot));
        if !step.more {
            return due;
        }
    }
}

fn track(registry: &mut Registry<u32>, heap: &Heap, label: u32, callback: bool) -> (u32, u32) {
    let mut target = None;
    let slot = registry.track(heap, label, callback, || Ok::<_, Error>(*target.insert(heap.allocate())));
    let slot = slot.unwrap();
    (target.unwrap(), slot)
}

#[test]
fn a_collected_target_is_due_once_after_a_gc() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, slot) = track(&mut registry, &heap, 0, true);
    heap.kill(target);
    assert!(!registry.is_due(), "no GC, no poll");
    assert!(registry.gc(&heap, false));
    assert_eq!(drain(&mut registry, &heap), [slot]);
    assert!(!registry.gc(&heap, true), "nothing is left to poll");
}

#[test]
fn a_spent_reference_is_released_when_the_next_one_is_made() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, _) = track(&mut registry, &heap, 0, false);
    heap.kill(target);
    registry.gc(&heap, false);
    drain(&mut registry, &heap);
    assert_eq!(heap.references.borrow().len(), 1);
    let (next, _) = track(&mut registry, &heap, 0, false);
    assert_eq!(heap.references.borrow().iter().collect::<Vec<_>>(), [&next]);
}

#[test]
fn spent_references_are_bounded() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    for _ in 0..MAX_SPENT + 100 {
        let (target, _) = track(&mut registry, &heap, 0, false);
        heap.kill(target);
    }
    registry.gc(&heap, false);
    drain(&mut registry, &heap);
    assert_eq!(heap.references.borrow().len(), MAX_SPENT);
    registry.stop(&heap);
    assert!(heap.references.borrow().is_empty());
}

#[test]
fn a_due_target_has_slot_id_and_label() {
    let first_id = (1 << 32) + 5;
    let (heap, mut registry) = (Heap::default(), Registry::new(first_id));
    let (target, slot) = track(&mut registry, &heap, 6, true);
    heap.kill(target);
    registry.gc(&heap, false);
    let [due, low, high] = registry.step(&heap, 1).due[0];
    assert_eq!((due, low, high & 0xff, high >> 8 & 0xf_ffff), (slot, 5, 1, 6));
}

#[test]
fn a_target_without_callback_is_counted_and_not_handed_out() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, _) = track(&mut registry, &heap, 3, false);
    heap.kill(target);
    registry.gc(&heap, false);
    assert_eq!(drain(&mut registry, &heap), [0u32; 0]);
    assert_eq!(registry.counts()[3], Counts { live: 0, collected: 1, untracked: 0 });
}

#[test]
fn polling_one_target_finds_it_before_any_sweep_does() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, slot) = track(&mut registry, &heap, 0, true);
    assert!(!registry.is_collected(&heap, slot, 1));
    heap.kill(target);
    assert!(registry.is_collected(&heap, slot, 1));
    assert!(registry.is_collected(&heap, slot, 1));
    assert_eq!(registry.pending(), 1);
    assert_eq!(drain(&mut registry, &heap), [slot]);
    assert_eq!(registry.pending(), 0);
    assert!(registry.is_collected(&heap, slot, 1), "also when the slot is free");
}

#[test]
fn a_reused_slot_does_not_answer_for_its_former_target() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (first, slot) = track(&mut registry, &heap, 0, false);
    let _keep = track(&mut registry, &heap, 0, false);
    heap.kill(first);
    registry.gc(&heap, false);
    drain(&mut registry, &heap);
    let (_, again) = track(&mut registry, &heap, 0, false);
    assert_eq!(again, slot);
    assert!(registry.is_collected(&heap, slot, 1));
    assert!(!registry.is_collected(&heap, slot, 3));
    assert_eq!(registry.untrack(&heap, slot, 1), Standing::Ended);
}

#[test]
fn an_untracked_target_is_never_due() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (alive, slot) = track(&mut registry, &heap, 0, true);
    assert_eq!(registry.untrack(&heap, slot, 1), Standing::Live);
    assert_eq!(registry.untrack(&heap, slot, 1), Standing::Ended);
    heap.kill(alive);
    registry.gc(&heap, true);
    assert_eq!(drain(&mut registry, &heap), [0u32; 0]);

    let (dead, slot) = track(&mut registry, &heap, 0, true);
    heap.kill(dead);
    assert!(registry.is_collected(&heap, slot, 2));
    assert_eq!(registry.untrack(&heap, slot, 2), Standing::Pending);
    assert_eq!((registry.pending(), drain(&mut registry, &heap)), (0, vec![]));
    assert_eq!(registry.counts()[0], Counts { live: 0, collected: 1, untracked: 1 });
}

#[test]
fn untracking_what_was_handed_out_keeps_its_slot_until_the_next_step() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, slot) = track(&mut registry, &heap, 0, true);
    heap.kill(target);
    registry.gc(&heap, false);
    assert_eq!(registry.step(&heap, 4).due.len(), 1);
    assert_eq!(registry.untrack(&heap, slot, 1), Standing::Handed);
    assert_ne!(track(&mut registry, &heap, 0, true).1, slot);
    assert_eq!(registry.pending(), 1);
    drain(&mut registry, &heap);
    assert_eq!(registry.pending(), 0);
    assert_eq!(track(&mut registry, &heap, 0, true).1, slot);
}

#[test]
fn a_step_is_bounded_in_polls_and_in_callbacks() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let count = GC_POLLS + STEP_POLLS + 3 * SCOPE_POLLS;
    for number in 0..count {
        let (target, _) = track(&mut registry, &heap, 0, true);
        if number >= GC_POLLS + STEP_POLLS {
            heap.kill(target);
        }
    }
    assert!(registry.gc(&heap, false));
    assert_eq!(heap.polls.get(), GC_POLLS);
    let alive = registry.step(&heap, 10);
    assert_eq!((alive.due.len(), alive.more, heap.polls.get()), (0, true, GC_POLLS + STEP_POLLS));
    let dead = registry.step(&heap, 10);
    assert_eq!((dead.due.len(), dead.more), (10, true));
    assert_eq!(heap.polls.get(), GC_POLLS + STEP_POLLS + SCOPE_POLLS);
    assert_eq!(drain(&mut registry, &heap).len() as u32, 3 * SCOPE_POLLS - 10);
}

#[test]
fn a_gc_that_collects_none_of_few_targets_needs_no_step() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    (0..100).for_each(|_| {
        track(&mut registry, &heap, 0, true);
    });
    for _ in 0..5 {
        assert!(!registry.gc(&heap, true));
    }
}

#[test]
fn a_stopped_registry_holds_nothing_and_takes_nothing() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (_, alive) = track(&mut registry, &heap, 0, true);
    let (dead, collected) = track(&mut registry, &heap, 0, true);
    heap.kill(dead);
    assert!(registry.is_collected(&heap, collected, 2));
    registry.stop(&heap);
    assert!(heap.references.borrow().is_empty());
    assert_eq!((drain(&mut registry, &heap), registry.pending()), (vec![], 0));
    assert!(!registry.is_collected(&heap, alive, 1), "stopped, not collected");
    assert!(registry.is_collected(&heap, collected, 2));
    assert!(!registry.gc(&heap, true));
    let refused = registry.track(&heap, 0, false, || Ok::<_, Error>(heap.allocate()));
    assert_eq!(refused, Err(Error::Stopped));
    assert!(heap.references.borrow().is_empty(), "no reference was made");
}

#[test]
fn labels_are_bounded() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let mut label = |number| registry.track(&heap, number, false, || Ok::<_, Error>(heap.allocate()));
    assert_eq!(label(MAX_LABELS - 1), Ok(0));
    assert_eq!(label(MAX_LABELS), Err(Error::TooManyLabels));
    assert_eq!(heap.references.borrow().len(), 1);
}

/// Random histories against a plain list: each target ends once, at the right time, and the
/// counters agree.
#[test]
fn random_histories_agree_with_a_plain_list() {
    #[derive(Clone, Copy, PartialEq)]
    enum End {
        Live,
        Collected,
        Untracked,
    }
    for seed in 1..200u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let (heap, mut registry) = (Heap::default(), Registry::new(1));
        let mut targets: Vec<(u32, u32, u64, bool, End)> = Vec::new();
        for _ in 0..400 {
            match random(10) {
                0..4 => {
                    let callback = random(2) == 0;
                    let (target, slot) = track(&mut registry, &heap, random(3) as u32, callback);
                    targets.push((target, slot, targets.len() as u64 + 1, callback, End::Live));
                }
                4..7 if !targets.is_empty() => {
                    let chosen = random(targets.len() as u64) as usize;
                    heap.kill(targets[chosen].0);
                }
                7 if !targets.is_empty() => {
                    let chosen = random(targets.len() as u64) as usize;
                    let (target, slot, id, _, end) = &mut targets[chosen];
                    let known = *end;
                    if known != End::Live {
                        continue;
                    }
                    if registry.untrack(&heap, *slot, *id) != Standing::Ended {
                        *end = End::Untracked;
                    } else {
                        assert!(heap.dead.borrow().contains(target));
                    }
                }
                8 => {
                    registry.gc(&heap, random(4) == 0);
                }
                _ => {
                    for [slot, ..] in registry.step(&heap, 7).due {
                        let (_, _, _, callback, end) = targets
                            .iter_mut()
                            .rev()
                            .find(|(_, at, ..)| *at == slot)
                            .expect("a slot that was given out");
                        assert!(*callback && *end == End::Live);
                        *end = End::Collected;
                    }
                }
            }
        }
        registry.gc(&heap, true);
        for slot in drain(&mut registry, &heap) {
            let target = targets.iter_mut().rev().find(|(_, at, ..)| *at == slot).unwrap();
            target.4 = End::Collected;
        }
        for &(target, slot, id, callback, end) in &targets {
            let dead = heap.dead.borrow().contains(&target);
            if end == End::Live {
                assert!(!(dead && callback), "seed {seed}: target {id} was forgotten");
                assert_eq!(registry.is_collected(&heap, slot, id), dead, "seed {seed}: target {id}");
            }
        }
        let total = |of: fn(&Counts) -> u64| registry.counts().iter().map(of).sum::<u64>();
        let held = total(|counts| counts.live);
        let spent = registry.spent.len() as u64;
        assert_eq!(heap.references.borrow().len() as u64, held + spent);
        let ended = total(|counts| counts.collected) + total(|counts| counts.untracked);
        assert!(held + ended >= targets.len() as u64, "an untracked pending target counts as both");
    }
}

#[test]
fn a_target_that_gets_a_callback_later_is_due() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (target, slot) = track(&mut registry, &heap, 0, false);
    assert!(registry.add_callback(slot, 1));
    assert!(!registry.add_callback(slot, 2), "another id");
    assert_eq!(registry.reference(slot, 1), Some(&target));
    heap.kill(target);
    registry.gc(&heap, true);
    assert_eq!(drain(&mut registry, &heap), [slot]);
    assert_eq!(registry.reference(slot, 1), None);
    assert!(!registry.add_callback(slot, 1), "it has ended");
}

/// The buckets of a label: (count, ticks).
fn lifetimes(registry: &Registry<u32>, label: usize) -> Vec<(u64, u64)> {
    let lifetimes = registry.lifetimes().expect("they are counted");
    lifetimes.buckets(label).iter().map(|bucket| (bucket.count, bucket.ticks)).collect()
}

#[test]
fn lifetimes_are_counted_by_label_as_soon_as_they_are_watched() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    let (before, _) = track(&mut registry, &heap, 1, false);
    assert!(registry.lifetimes().is_none());
    registry.watch_lifetimes(vec![10, 100]);
    heap.time.set(1000);
    let (swept, _) = track(&mut registry, &heap, 1, false);
    let (polled, slot) = track(&mut registry, &heap, 2, true);
    let (unlabelled, _) = track(&mut registry, &heap, 0, false);
    let (_, untracked) = track(&mut registry, &heap, 2, false);
    heap.time.set(1010);
    heap.kill(polled);
    assert!(registry.is_collected(&heap, slot, 3));
    assert_eq!(registry.untrack(&heap, untracked, 5), Standing::Live);
    heap.time.set(1090);
    [before, swept, unlabelled].into_iter().for_each(|target| heap.kill(target));
    registry.gc(&heap, true);
    heap.time.set(5000);
    drain(&mut registry, &heap);
    assert_eq!(lifetimes(&registry, 1), [(0, 0), (1, 90), (0, 0)]);
    assert_eq!(lifetimes(&registry, 2), [(1, 10), (0, 0), (0, 0)]);
    assert_eq!(lifetimes(&registry, 0), []);

    registry.watch_lifetimes(vec![10]);
    assert_eq!(lifetimes(&registry, 1), [], "anew");
    registry.forget_lifetimes();
    assert!(registry.lifetimes().is_none());
}

#[test]
fn a_reused_slot_has_the_birth_of_its_latest_target() {
    let (heap, mut registry) = (Heap::default(), Registry::new(1));
    registry.watch_lifetimes(vec![10]);
    for (birth, death) in [(0, 3), (50, 70)] {
        heap.time.set(birth);
        let (target, slot) = track(&mut registry, &heap, 1, false);
        assert_eq!(slot, 0);
        heap.kill(target);
        heap.time.set(death);
        registry.gc(&heap, true);
    }
    assert_eq!(lifetimes(&registry, 1), [(1, 3), (1, 20)]);
}
