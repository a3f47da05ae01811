//! The heap as a graph: nodes, edges, strings and locations, as columns that a snapshot fills.
//!
//! Uses no other room.

pub mod edge_names;
pub mod ephemerons;
#[expect(clippy::module_inception, reason = "the room is named after its main type")]
mod graph;
pub mod index;
pub mod locations;
pub mod node_names;
pub mod ropes;
pub mod sizes;
pub mod strings;
pub mod varint;

pub use graph::{Detachedness, Edge, EdgeName, EdgeType, Graph, MAX_NODES};
pub use index::{EdgeIndex, LocationIndex, NodeIndex, StringIndex};
