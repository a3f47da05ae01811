//! A first-in, first-out queue of slots, in blocks of 16 KiB that are never copied and are freed as
//! they empty. A vector of millions would double by copying, and leave holes of many megabytes in
//! the allocator's heap when it is dropped.

use std::collections::VecDeque;

const BLOCK: usize = 4096;

/// See the module's description.
#[derive(Default)]
pub struct Queue {
    blocks: VecDeque<Box<[u32; BLOCK]>>,
    /// Where the first one is, in the first block.
    head: usize,
    /// Where the next one goes, in the last block.
    tail: usize,
}

impl Queue {
    /// Puts a slot at the end.
    #[inline]
    pub fn push(&mut self, slot: u32) {
        if self.blocks.is_empty() || self.tail == BLOCK {
            self.blocks.push_back(Box::new([0; BLOCK]));
            self.tail = 0;
        }
        if let Some(block) = self.blocks.back_mut() {
            block[self.tail] = slot;
            self.tail += 1;
        }
    }

    /// Takes the first slot.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        let slot = self.blocks.front()?[self.head];
        self.head += 1;
        if self.head == BLOCK {
            self.blocks.pop_front();
            self.head = 0;
        }
        Some(slot)
    }

    /// Whether there is none. An empty queue keeps one block at most.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() || (self.blocks.len() == 1 && self.head == self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_come_out_in_the_order_in_which_they_went_in() {
        let mut queue = Queue::default();
        let mut next = 0;
        for round in 1..20 {
            let pushed = round * 1000;
            (0..pushed).for_each(|slot| queue.push(next + slot));
            for slot in 0..pushed {
                assert_eq!(queue.pop(), Some(next + slot));
            }
            next += pushed;
            assert!(queue.is_empty() && queue.pop().is_none());
            assert!(queue.blocks.len() <= 1);
        }
    }

    #[test]
    fn reading_and_writing_interleave() {
        let mut queue = Queue::default();
        let (mut written, mut read) = (0, 0);
        while read < 50_000 {
            (0..7).for_each(|i| queue.push(written + i));
            written += 7;
            for _ in 0..6 {
                assert_eq!(queue.pop(), Some(read));
                read += 1;
            }
        }
        assert_eq!(std::iter::from_fn(|| queue.pop()).count() as u32, written - read);
    }
}
