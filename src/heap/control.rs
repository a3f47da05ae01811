//! The line between an analysis and whoever started it: cancellation one way, progress the other.
//! Shared between threads; reading it costs one relaxed load.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use crate::error::Error;

/// Cancels an analysis and tells how far it is.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: AtomicBool,
    bytes_read: AtomicU64,
    steps: AtomicU64,
}

/// The steps that [`Control::step_done`] counts in a full analysis.
pub const STEPS: u64 = 4;

impl Control {
    /// Makes what runs under this control end with [`Error::Cancelled`] soon.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Fails if the analysis was cancelled.
    pub fn check(&self) -> Result<(), Error> {
        if self.cancelled.load(Relaxed) { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Bytes of the snapshot (of the file, where it is compressed) read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Relaxed)
    }

    /// Steps of the analysis finished so far, of [`STEPS`].
    pub fn steps(&self) -> u64 {
        self.steps.load(Relaxed)
    }

    /// Counts bytes that were read.
    pub fn add_bytes(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Relaxed);
    }

    /// Counts a finished step, and fails if the analysis was cancelled.
    pub fn step_done(&self) -> Result<(), Error> {
        self.steps.fetch_add(1, Relaxed);
        self.check()
    }
}
