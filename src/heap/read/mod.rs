//! From bytes to a checked [`Graph`](crate::heap::graph::Graph). Uses the graph.

pub mod detached;
mod edges;
pub mod ephemerons;
pub mod format;
pub mod input;
pub mod json;
pub mod load;
mod locations;
mod nodes;
pub mod numbers;
pub mod records;
