//! The heap analyzer: from the bytes of a heap snapshot to why an object is alive. No Node-API here.
//!
//! Rooms, and what they use:
//!
//! - [`graph`]: the nodes and edges of a snapshot.
//! - [`read`] → graph: bytes become a graph.
//! - [`analysis`] → graph: what follows from it.
//! - [`snapshot`] → read, analysis: computes each result once, on demand. [`stream`] reads one that is pushed.
//! - [`growth`] → snapshot: what grows from one snapshot to the next.
//! - [`query`] → all: questions and answers as JavaScript sees them.

pub mod analysis;
pub mod control;
pub mod error;
pub mod graph;
pub mod growth;
pub mod parallel;
pub mod query;
pub mod read;
pub mod snapshot;
pub mod stream;

#[cfg(test)]
mod tests;
