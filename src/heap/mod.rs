//! The heap analyzer.

pub mod control;
pub mod distance;
pub mod dominators;
pub mod format;
pub mod graph;
pub mod input;
pub mod json;
pub mod load;
pub mod locations;
pub mod names;
pub mod numbers;
pub mod pairs;
pub mod records;
pub mod retained;
pub mod roots;
pub mod shallow;
pub mod sizes;
pub mod strings;
