//! Reads any bytes as a heap snapshot in several ways, with the same result. If they are one, analyzes it and asks all
//! questions. Results must not contradict one another.

#![no_main]

mod checks;
mod mutate;
mod questions;
mod ways;

use gc_tracker::heap::snapshot::Snapshot;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    if let Some(graph) = ways::read(data) {
        let snapshot = Snapshot::new(graph);
        checks::check(&snapshot);
        questions::ask(&snapshot);
        questions::compare(&Snapshot::new(ways::changed(data)), &snapshot);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
