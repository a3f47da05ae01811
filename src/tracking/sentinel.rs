//! Objects whose own collection shows that a GC took place.
//!
//! A *young* sentinel is an unreferenced new object: the next GC of either kind collects it. An
//! *old* one is held until it was promoted and then let go: the next full GC collects it. A full GC
//! that was already marking when an old sentinel was let go can miss it, hence a reserve: the next
//! one is ready at once, and every GC looks at a part of the old targets anyway (see `sweep`).
//!
//! This is the policy alone; `finalizer` makes the objects.

/// GCs after which a held object has been promoted.
const PROMOTED: u8 = 2;
/// Old sentinels held in addition to the one that was let go.
const RESERVE: usize = 3;

/// The old sentinels; `S` is what holds one.
pub struct OldSentinels<S> {
    held: Vec<(S, u8)>,
    /// Whether one has been let go and not yet been collected.
    armed: bool,
}

impl<S> OldSentinels<S> {
    /// No sentinel yet.
    pub fn new() -> Self {
        OldSentinels { held: Vec::new(), armed: false }
    }

    /// How many more must be made to have a full reserve.
    pub fn missing(&self) -> usize {
        RESERVE.saturating_sub(self.held.len())
    }

    /// A new sentinel, held since now.
    pub fn add(&mut self, sentinel: S) {
        self.held.push((sentinel, 0));
    }

    /// A GC took place, and the sentinel that was let go `died` in it or did not. Returns the one
    /// to let go now, if any.
    pub fn gc(&mut self, died: bool) -> Option<S> {
        self.armed &= !died;
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

    /// Takes all held sentinels out.
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
    fn a_sentinel_is_let_go_once_it_was_promoted() {
        let mut sentinels = filled();
        assert_eq!(sentinels.gc(false), None);
        assert!(sentinels.gc(false).is_some());
        assert_eq!(sentinels.gc(false), None, "one at a time");
    }

    #[test]
    fn the_next_one_follows_at_once() {
        let mut sentinels = filled();
        sentinels.gc(false);
        sentinels.gc(false);
        assert!(sentinels.gc(true).is_some());
        assert!(sentinels.gc(true).is_some());
        assert_eq!(sentinels.gc(true), None, "the reserve is used up");
        assert_eq!(sentinels.missing(), RESERVE);
    }
}
