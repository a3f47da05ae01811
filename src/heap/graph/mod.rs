//! The heap as a graph: what a snapshot holds. Uses no other room.

pub mod edge_names;
#[expect(clippy::module_inception, reason = "the room is called after what it is for")]
mod graph;
pub mod locations;
pub mod node_names;
pub mod sizes;
pub mod strings;

pub use graph::{Edge, EdgeName, EdgeType, Graph, MAX_NODES};
