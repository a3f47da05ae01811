//! The line between an analysis and whoever started it: cancellation one way, progress the other.
//! Shared between threads; reading it costs one relaxed load.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::heap::error::Error;

/// Cancels an analysis and tells how far it is.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: AtomicBool,
    bytes_read: AtomicU64,
}

impl Control {
    /// Makes what runs under this control end with [`Error::Cancelled`] soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Fails if the analysis was cancelled.
    pub fn check(&self) -> Result<(), Error> {
        if self.cancelled.load(Relaxed) { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Bytes of the snapshot, decompressed, read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Relaxed)
    }

    /// Counts bytes that were read.
    pub fn add_bytes(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Relaxed);
    }
}
