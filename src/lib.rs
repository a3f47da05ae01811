//! gc-tracker: know when V8 has collected an object.
//!
//! Layers depend downwards only:
//!
//! - [`binding`] is what JavaScript sees, and all that knows Node-API: it converts, calls, converts. Only it may have
//!   `unsafe` code.
//! - [`heap`] analyzes heap snapshots.
//! - [`tracking`] decides which targets are polled after which GC, which are collected, and which callbacks are due.
//!
//! `cargo test` runs the two lower layers without Node, tracking on a simulated heap.

pub mod binding;
#[forbid(unsafe_code)]
pub mod heap;
#[forbid(unsafe_code)]
pub mod tracking;
