//! What follows from a graph: sizes, distances, dominators, retaining paths, classes, and what differs between two graphs.
//!
//! Uses the graph.

pub mod classes;
pub mod contexts;
pub mod diff;
pub mod distance;
pub mod dominators;
pub mod duplicates;
pub mod interfaces;
pub mod paths;
pub mod retained;
pub mod roots;
pub mod semidominators;
pub mod shallow;
