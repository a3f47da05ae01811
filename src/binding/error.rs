//! Errors as JavaScript sees them: a stable code and a message, in lower case, that says what to do.

use std::ffi::CStr;
use std::fmt;

use napi::sys;

use crate::heap;
use crate::tracking;

/// Why a call of a registry was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The registry refused it.
    Tracking(tracking::Error),
    /// The runtime cannot hold this value weakly.
    InvalidTarget,
    /// The environment is being torn down, or the registry is gone.
    Closed,
    /// The arguments are not those that gc-tracker's own JavaScript passes.
    InvalidCall,
    /// Node-API refused a call that should not fail.
    Runtime,
}

/// The status of a Node-API call as a result. Its outputs are valid only if this is `Ok`.
#[inline]
pub fn check(status: sys::napi_status) -> Result<(), Error> {
    if status == sys::Status::napi_ok { Ok(()) } else { Err(Error::Runtime) }
}

impl From<tracking::Error> for Error {
    fn from(error: tracking::Error) -> Error {
        Error::Tracking(error)
    }
}

impl Error {
    /// The stable `code` of the JavaScript error.
    pub fn code(self) -> &'static CStr {
        match self {
            Error::InvalidTarget => c"ERR_GC_TRACKER_INVALID_TARGET",
            Error::Closed | Error::Tracking(tracking::Error::Stopped) => c"ERR_GC_TRACKER_CLOSED",
            Error::Tracking(tracking::Error::TooManyLabels) => c"ERR_GC_TRACKER_TOO_MANY_LABELS",
            Error::Tracking(tracking::Error::TooManyTargets) => c"ERR_GC_TRACKER_TOO_MANY_TARGETS",
            Error::InvalidCall => c"ERR_GC_TRACKER_INVALID_CALL",
            Error::Runtime => c"ERR_GC_TRACKER_RUNTIME",
        }
    }

    /// The message of the JavaScript error.
    pub fn message(self) -> &'static CStr {
        match self {
            Error::InvalidTarget => {
                c"this runtime cannot hold the target weakly; track an object, a function or an unregistered symbol"
            }
            Error::Closed | Error::Tracking(tracking::Error::Stopped) => {
                c"the environment is shutting down, nothing can be tracked any more"
            }
            Error::Tracking(tracking::Error::TooManyLabels) => {
                c"more than 1048575 distinct labels; a label names a kind of object, use tracked.id for a single one"
            }
            Error::Tracking(tracking::Error::TooManyTargets) => {
                c"more than 4294967294 targets are tracked at once"
            }
            Error::InvalidCall => {
                c"the native side was called with wrong arguments; call the functions of index.js instead"
            }
            Error::Runtime => c"Node-API refused a call; please report this with your runtime's version",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message().to_string_lossy())
    }
}

impl std::error::Error for Error {}

/// The stable `code` of an error of the heap analyzer.
pub fn heap_code(error: &heap::error::Error) -> &'static str {
    use heap::error::Error;
    match error {
        Error::InvalidSnapshot { .. } => "ERR_GC_TRACKER_SNAPSHOT_INVALID",
        Error::TruncatedSnapshot { .. } => "ERR_GC_TRACKER_SNAPSHOT_TRUNCATED",
        Error::Read(_) => "ERR_GC_TRACKER_SNAPSHOT_READ",
        Error::OutOfMemory => "ERR_GC_TRACKER_OUT_OF_MEMORY",
        Error::AnswerTooLarge(_) => "ERR_GC_TRACKER_ANSWER_TOO_LARGE",
        Error::NodeNotFound(_) => "ERR_GC_TRACKER_NODE_NOT_FOUND",
        Error::Cancelled => "ERR_GC_TRACKER_CANCELLED",
        Error::Internal(_) => "ERR_GC_TRACKER_INTERNAL",
    }
}

/// The message of an error of the heap analyzer. What it quotes of a snapshot may contain NUL.
pub fn heap_message(error: &heap::error::Error) -> String {
    error.to_string().replace('\0', "\u{fffd}")
}
