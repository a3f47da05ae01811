//! Errors as JavaScript sees them: a stable code and a message.

use crate::heap;

/// The stable `code` of an error of the heap analyzer.
pub fn heap_code(error: &heap::error::Error) -> &'static str {
    use heap::error::Error;
    match error {
        Error::InvalidSnapshot { .. } => "ERR_GC_TRACKER_SNAPSHOT_INVALID",
        Error::TruncatedSnapshot { .. } => "ERR_GC_TRACKER_SNAPSHOT_TRUNCATED",
        Error::Read(_) => "ERR_GC_TRACKER_SNAPSHOT_READ",
        Error::OutOfMemory => "ERR_GC_TRACKER_OUT_OF_MEMORY",
        Error::NodeNotFound(_) => "ERR_GC_TRACKER_NODE_NOT_FOUND",
        Error::Cancelled => "ERR_GC_TRACKER_CANCELLED",
        Error::Internal(_) => "ERR_GC_TRACKER_INTERNAL",
    }
}

/// The message of an error of the heap analyzer. What it quotes of a snapshot may contain NUL.
pub fn heap_message(error: &heap::error::Error) -> String {
    error.to_string().replace('\0', "\u{fffd}")
}
