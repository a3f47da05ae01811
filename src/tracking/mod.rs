//! Tracking: a weak reference a target, and a sweep that asks them after each GC.
//!
//! [`registry`] is the bookkeeping of one copy of the JavaScript side, [`slab`] its memory,
//! [`sweep`] says which targets to ask after which GC, [`sentinel`] when an object will show that
//! a GC took place, [`lifetimes`] counts how long targets lived. All five are plain Rust over the
//! [`Runtime`] trait; [`finalizer`] implements it with Node-API, and [`call`] is how JavaScript
//! calls a registry.

pub mod call;
pub mod finalizer;
pub mod lifetimes;
pub mod registry;
pub mod sentinel;
pub mod slab;
pub mod sweep;

/// What the registry asks of the JavaScript runtime.
pub trait Runtime {
    /// A weak reference to a target.
    type Reference: Copy;

    /// Whether the target behind `reference` has been collected.
    fn is_collected(&self, reference: Self::Reference) -> bool;

    /// Frees `reference`, which is not used again.
    fn release(&self, reference: Self::Reference);

    /// The time, in ticks of [`lifetimes`].
    fn now(&self) -> u32;

    /// Runs `work`, then drops whatever short-lived handles [`Runtime::is_collected`] made in it.
    fn scope(&self, work: &mut dyn FnMut());
}
