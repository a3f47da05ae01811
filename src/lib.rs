//! gc-tracker: know when V8 has collected an object.
//!
//! Layers depend downwards only:
//!
//! - [`binding`] is what JavaScript sees: it converts, calls, converts.
//! - [`heap`] analyzes heap snapshots.
//! - [`tracking`] decides: which targets are alive, which callbacks are due, when to look.
//! - [`tracking::finalizer`] and [`tracking::call`] talk to Node-API; only they have `unsafe`.
//!
//! `cargo test` runs the deciding code without Node, on a simulated heap.

pub mod binding;
pub mod error;
pub mod heap;
pub mod tracking;
