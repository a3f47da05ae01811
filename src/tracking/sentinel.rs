//! Sentinels: objects whose own collection shows that a GC took place.
//!
//! A *young* sentinel is a new object without references: the next GC of either kind collects it. An *old* sentinel
//! is held until V8 has promoted it and then released: the next full GC collects it. A full GC that is already marking
//! when an old sentinel is released can miss it. So some are kept in reserve, the next one is released at once, and
//! every GC polls a part of the old targets anyway (see `sweep`).
//!
//! This file decides when; `src/binding/sentinels.rs` makes the objects.

/// After this many GCs an object has been promoted.
const PROMOTED: u8 = 2;
/// How many old sentinels are held beside the released one.
const RESERVE: usize = 3;

/// The old sentinels; `S` is a strong reference to one.
pub struct OldSentinels<S> {
    /// References, and how many GCs each sentinel has survived.
    held: Vec<(S, u8)>,
    /// Whether a released one has not been collected yet.
    armed: bool,
}

impl<S> OldSentinels<S> {
    /// No sentinel yet.
    pub fn new() -> Self {
        OldSentinels { held: Vec::new(), armed: false }
    }

    /// How many must be added to have a full reserve.
    pub fn missing(&self) -> usize {
        RESERVE.saturating_sub(self.held.len())
    }

    /// Adds a new sentinel.
    pub fn add(&mut self, sentinel: S) {
        self.held.push((sentinel, 0));
    }

    /// Notes a GC, which has `collected` the released sentinel or has not. Returns the reference to release now, if
    /// any.
    pub fn gc(&mut self, collected: bool) -> Option<S> {
        self.armed &= !collected;
        for (_, age) in &mut self.held {
            *age = age.saturating_add(1);
        }
        if self.armed {
            return None;
        }
        let ready = self.held.iter().position(|&(_, age)| age >= PROMOTED)?;
        self.armed = true;
        Some(self.held.swap_remove(ready).0)
    }

    /// Takes all references out.
    pub fn clear(&mut self) -> impl Iterator<Item = S> {
        self.held.drain(..).map(|(sentinel, _)| sentinel)
    }
}

impl<S> Default for OldSentinels<S> {
    fn default() -> Self {
        OldSentinels::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> OldSentinels<usize> {
        let mut sentinels = OldSentinels::new();
        for number in 0..sentinels.missing() {
            sentinels.add(number);
        }
        sentinels
    }

    #[test]
    fn a_sentinel_is_released_after_its_promotion() {
        let mut sentinels = filled();
        assert_eq!(sentinels.gc(false), None);
        assert!(sentinels.gc(false).is_some());
        assert_eq!(sentinels.gc(false), None, "one at a time");
    }

    #[test]
    fn the_next_one_is_released_at_once() {
        let mut sentinels = filled();
        sentinels.gc(false);
        sentinels.gc(false);
        assert!(sentinels.gc(true).is_some());
        assert!(sentinels.gc(true).is_some());
        assert_eq!(sentinels.gc(true), None, "the reserve is used up");
        assert_eq!(sentinels.missing(), RESERVE);
    }
}
