//! The memory of a registry: 16 bytes a target, in chunks that are never copied.
//!
//! A slot is the place of one target. Free slots form a linked list through their own memory. An id distinguishes the
//! target that uses a slot now from those that used it before.

use std::mem;

/// Slots in one chunk: 64 KiB.
const CHUNK: usize = 4096;
const LABEL_BITS: u32 = 20;
const ID_BITS: u32 = 40;
const ID_MASK: u64 = (1 << ID_BITS) - 1;
const LABEL_MASK: u64 = (1 << LABEL_BITS) - 1;
/// The end of the list of free slots. So no slot has this number.
const NONE: u32 = u32::MAX;

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// No target.
    Free,
    /// A live target: the sweep has polled it fewer than two times.
    Young,
    /// A live target: the sweep has polled it at least twice.
    Old,
    /// A collected target whose callback has not run.
    Pending,
    /// A collected target that was untracked while it was pending.
    Cancelled,
    /// A collected target that was handed out to JavaScript, which runs its callback.
    Handed,
    /// A target that was live when the registry was stopped.
    Stopped,
}

/// One slot: a weak reference, and from the lowest bit on id (40 bits), label (20), callback (1) and state (3).
pub struct Entry<R> {
    reference: Option<R>,
    packed: u64,
}

impl<R> Entry<R> {
    fn new(reference: R, id: u64, label: u32, callback: bool) -> Self {
        let packed = (id & ID_MASK)
            | (u64::from(label) & LABEL_MASK) << ID_BITS
            | u64::from(callback) << (ID_BITS + LABEL_BITS);
        let mut entry = Entry { reference: Some(reference), packed };
        entry.set_state(State::Young);
        entry
    }

    fn free(next: u32) -> Self {
        Entry { reference: None, packed: u64::from(next) }
    }

    fn next_free(&self) -> u32 {
        self.packed as u32
    }

    /// The state.
    #[inline]
    pub fn state(&self) -> State {
        match self.packed >> 61 {
            1 => State::Young,
            2 => State::Old,
            3 => State::Pending,
            4 => State::Cancelled,
            5 => State::Handed,
            6 => State::Stopped,
            _ => State::Free,
        }
    }

    /// Changes the state.
    #[inline]
    pub fn set_state(&mut self, state: State) {
        self.packed = self.packed & !(7 << 61) | (state as u64) << 61;
    }

    /// Whether the slot holds the target with this id. Compares the low 40 bits.
    #[inline]
    pub fn has_id(&self, id: u64) -> bool {
        self.packed & ID_MASK == id & ID_MASK && self.state() != State::Free
    }

    /// The number of the label.
    #[inline]
    pub fn label(&self) -> u32 {
        (self.packed >> ID_BITS & LABEL_MASK) as u32
    }

    /// Whether the target has a callback.
    #[inline]
    pub fn has_callback(&self) -> bool {
        self.packed >> (ID_BITS + LABEL_BITS) & 1 == 1
    }

    /// Notes that the target has a callback.
    pub fn add_callback(&mut self) {
        self.packed |= 1 << (ID_BITS + LABEL_BITS);
    }

    /// Id, label, callback and state; see [`Entry`].
    #[inline]
    pub fn packed(&self) -> u64 {
        self.packed
    }

    /// The weak reference of a live target.
    #[inline]
    pub fn reference(&self) -> Option<&R> {
        self.reference.as_ref()
    }

    /// Takes the weak reference out.
    #[inline]
    pub fn take_reference(&mut self) -> Option<R> {
        self.reference.take()
    }
}

/// Slots by number.
pub struct Slab<R> {
    chunks: Vec<Vec<Entry<R>>>,
    len: u32,
    used: u32,
    first_free: u32,
}

impl<R> Slab<R> {
    /// An empty slab. The first entry allocates.
    pub fn new() -> Self {
        Slab { chunks: Vec::new(), len: 0, used: 0, first_free: NONE }
    }

    /// The number of slots, free ones included. Slot numbers are below it.
    #[inline]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// The number of slots that memory is allocated for.
    pub fn capacity(&self) -> usize {
        self.chunks.len() * CHUNK
    }

    /// Whether no slot is in use.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Whether there is no free slot, and no number for another one.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.first_free == NONE && self.len == NONE
    }

    /// Puts a target into a free slot. The slab must not be full.
    #[inline]
    pub fn insert(&mut self, reference: R, id: u64, label: u32, callback: bool) -> u32 {
        let entry = Entry::new(reference, id, label, callback);
        let slot = self.first_free;
        let Some(place) = self.get_mut(slot) else {
            return self.append(entry);
        };
        self.first_free = mem::replace(place, entry).next_free();
        self.used += 1;
        slot
    }

    fn append(&mut self, entry: Entry<R>) -> u32 {
        let slot = self.len;
        assert_ne!(slot, NONE, "the slab is full");
        if slot as usize == self.chunks.len() * CHUNK {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        self.chunks[slot as usize / CHUNK].push(entry);
        self.len += 1;
        self.used += 1;
        slot
    }

    /// The entry of a slot.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<&Entry<R>> {
        self.chunks.get(slot as usize / CHUNK)?.get(slot as usize % CHUNK)
    }

    /// The entry of a slot, mutable.
    #[inline]
    pub fn get_mut(&mut self, slot: u32) -> Option<&mut Entry<R>> {
        self.chunks.get_mut(slot as usize / CHUNK)?.get_mut(slot as usize % CHUNK)
    }

    /// Frees a slot. When the slab becomes empty, it frees the chunks that it has not needed since it was empty the
    /// last time; the others are likely to be needed again.
    pub fn remove(&mut self, slot: u32) {
        let next = self.first_free;
        let Some(entry) = self.get_mut(slot) else {
            return;
        };
        *entry = Entry::free(next);
        self.first_free = slot;
        self.used -= 1;
        if self.used == 0 {
            self.chunks.truncate((self.len as usize).div_ceil(CHUNK));
            self.chunks.iter_mut().for_each(Vec::clear);
            self.len = 0;
            self.first_free = NONE;
        }
    }
}

impl<R> Default for Slab<R> {
    fn default() -> Self {
        Slab::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_sixteen_bytes() {
        assert_eq!(size_of::<Entry<std::ptr::NonNull<u8>>>(), 16);
    }

    #[test]
    fn an_entry_keeps_what_was_packed_into_it() {
        let id = (1 << 40) - 2;
        let label = (1 << 20) - 1;
        let mut entry = Entry::new(7u32, id, label, true);
        for state in
            [State::Old, State::Pending, State::Cancelled, State::Handed, State::Stopped, State::Young]
        {
            entry.set_state(state);
            assert_eq!(entry.state(), state);
            assert!(entry.has_id(id) && !entry.has_id(id - 1));
            assert_eq!((entry.label(), entry.has_callback()), (label, true));
        }
    }

    #[test]
    fn a_freed_slot_is_used_again_before_a_new_one() {
        let mut slab = Slab::new();
        let slots: Vec<u32> = (0..3).map(|id| slab.insert(1u32, id, 0, false)).collect();
        assert_eq!(slots, [0, 1, 2]);
        slab.remove(1);
        slab.remove(0);
        assert_eq!(slab.insert(1, 3, 0, false), 0);
        assert_eq!(slab.insert(1, 4, 0, false), 1);
        assert_eq!(slab.insert(1, 5, 0, false), 3);
    }

    #[test]
    fn an_emptied_slab_keeps_the_chunks_that_it_needed_last() {
        let mut slab = Slab::new();
        for (count, kept) in [(3 * CHUNK, 3), (3 * CHUNK, 3), (1, 1), (2 * CHUNK, 2)] {
            let slots: Vec<u32> = (0..count).map(|id| slab.insert(1u32, id as u64, 0, false)).collect();
            assert_eq!(slots, (0..count as u32).collect::<Vec<_>>());
            slots.iter().for_each(|&slot| slab.remove(slot));
            assert_eq!((slab.chunks.len(), slab.len(), slab.is_empty()), (kept, 0, true));
            assert!(slab.get(0).is_none());
        }
    }

    #[test]
    fn a_slot_out_of_range_is_no_entry() {
        let slab = Slab::<u32>::new();
        assert!(slab.get(0).is_none() && slab.get(u32::MAX).is_none());
    }
}
