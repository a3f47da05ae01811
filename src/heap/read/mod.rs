//! From the bytes of a snapshot to a checked [`Graph`](crate::heap::graph::Graph).
//!
//! Uses the graph.

pub mod columns;
pub mod detached;
mod edges;
pub mod ephemerons;
pub mod format;
mod ids;
pub mod input;
pub mod json;
pub mod load;
mod locations;
mod nodes;
pub mod numbers;
mod other_formats;
pub mod records;
pub mod strings;
