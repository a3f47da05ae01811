//! The heap analyzer: from the bytes of a heap snapshot to why an object is alive. No Node-API here.
//!
//! - Bytes: [`input`], [`stream`], [`json`], [`numbers`], [`records`].
//! - What they say: [`format`](mod@format), [`load`], and the [`graph`] with its [`names`], [`strings`], [`sizes`], [`locations`]
//!   and [`pairs`].
//! - What follows: [`shallow`], [`distance`], [`dominators`], [`semidominators`], [`retained`], [`paths`], [`classes`],
//!   [`interfaces`], [`detached`], [`duplicates`], [`contexts`], [`diff`],
//!   [`growth`].
//! - Who asks: [`snapshot`], [`answers`].

pub mod answers;
pub mod beside;
pub mod classes;
pub mod contexts;
pub mod control;
pub mod detached;
pub mod diff;
pub mod display;
pub mod distance;
pub mod dominators;
pub mod duplicates;
pub mod format;
pub mod graph;
pub mod growth;
pub mod input;
pub mod interfaces;
pub mod json;
pub mod load;
pub mod locations;
pub mod names;
pub mod numbers;
pub mod pairs;
pub mod paths;
pub mod records;
pub mod retained;
pub mod roots;
pub mod semidominators;
pub mod shallow;
pub mod sizes;
pub mod snapshot;
pub mod stream;
pub mod strings;

#[cfg(test)]
mod drawn_test;
#[cfg(test)]
mod growth_test;
#[cfg(test)]
mod hostile_test;
#[cfg(test)]
mod input_test;
#[cfg(test)]
mod load_test;
#[cfg(test)]
mod open_test;
#[cfg(test)]
mod paths_test;
#[cfg(test)]
mod random_test;
#[cfg(test)]
mod sample;
