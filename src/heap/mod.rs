//! The heap analyzer: from the bytes of a heap snapshot to why an object is alive. No Node-API here.
//!
//! Rooms, and what they use:
//!
//! - [`graph`]: the nodes and edges of a snapshot. Uses no other room.
//! - [`read`] → graph: from bytes to a graph.
//! - [`analysis`] → graph: sizes, distances, dominators, paths, classes.
//! - [`snapshot`] → read, analysis: computes each result once, on demand. [`stream`] reads a snapshot that is pushed.
//! - [`growth`] → snapshot, analysis, graph: what grows from one snapshot to the next.
//! - [`query`] → all: questions and answers as JavaScript sees them.
//!
//! All of them use [`mod@column`], [`grouped`], [`parallel`], [`control`] and [`error`]. [`json`] reads small
//! documents.

pub mod analysis;
pub mod column;
pub mod control;
pub mod error;
pub mod graph;
pub mod grouped;
pub mod growth;
pub mod json;
pub mod parallel;
pub mod query;
pub mod read;
pub mod snapshot;
pub mod stream;

#[cfg(test)]
mod tests;
