//! Tests that concern several files, on hand-made and random graphs.

mod drawn;
mod growth;
mod hostile;
mod input;
mod load;
mod open;
mod paths;
mod random;
pub mod sample;
