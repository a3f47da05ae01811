//! Tracking: a weak reference to each target, and a sweep that polls the references after each GC.
//!
//! - [`registry`]: the bookkeeping of one copy of the JavaScript side.
//! - [`slab`]: its memory.
//! - [`sweep`]: which targets are polled after which GC.
//! - [`sentinel`]: when to release an object whose collection will show that a GC took place.
//! - [`lifetimes`]: how long targets lived.
//!
//! All of it is plain Rust over the trait [`Runtime`], which `src/binding/` implements with Node-API and the tests
//! implement with a simulated heap.

mod error;
pub mod lifetimes;
pub mod registry;
pub mod sentinel;
pub mod slab;
pub mod sweep;

pub use error::Error;

/// What the registry needs of the JavaScript runtime.
pub trait Runtime {
    /// A weak reference to a target. It needs no `Copy`: the registry owns it, and releases it once by value.
    type Reference;

    /// Whether the target of `reference` has been collected.
    fn is_collected(&self, reference: &Self::Reference) -> bool;

    /// Frees `reference`.
    fn release(&self, reference: Self::Reference);

    /// The time, in ticks of [`lifetimes`].
    fn now(&self) -> u32;

    /// Runs `work`, then drops the short-lived handles that [`Runtime::is_collected`] made in it.
    fn scope(&self, work: &mut dyn FnMut());
}
