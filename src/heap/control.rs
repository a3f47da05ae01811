//! Cancellation and progress of an analysis. Shared between its threads and the caller; a check costs one relaxed load.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::heap::error::Error;

/// Cancels an analysis and counts what it has read.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: AtomicBool,
    bytes_read: AtomicU64,
}

impl Control {
    /// Makes the analysis end soon, with [`Error::Cancelled`].
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Fails if the analysis was cancelled.
    pub fn check(&self) -> Result<(), Error> {
        if self.cancelled.load(Relaxed) { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// The decompressed bytes of the snapshot that were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Relaxed)
    }

    /// Counts bytes that were read.
    pub fn add_bytes(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Relaxed);
    }
}
