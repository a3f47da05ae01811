//! Tests of more than one file, on graphs put together by hand or by chance.

mod drawn;
mod growth;
mod hostile;
mod input;
mod load;
mod open;
mod paths;
mod random;
pub mod sample;
