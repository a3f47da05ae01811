//! The error type of tracking. A message is lower case and says what to do; a code is stable and
//! is what JavaScript finds in `error.code`.

use std::ffi::CStr;
use std::fmt;

/// Why a native call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The runtime cannot hold this value weakly.
    InvalidTarget,
    /// The environment (main thread or worker) is being torn down, or the registry was stopped.
    Closed,
    /// More distinct labels than [`crate::tracking::registry::MAX_LABELS`].
    TooManyLabels,
    /// More targets alive at once than a slot number can name.
    TooManyTargets,
    /// A call with arguments that gc-tracker's own JavaScript never passes.
    InvalidCall,
    /// Node-API refused a call that should not fail.
    Runtime,
}

impl Error {
    /// The stable `code` of the JavaScript error.
    pub fn code(&self) -> &'static CStr {
        match self {
            Error::InvalidTarget => c"ERR_GC_TRACKER_INVALID_TARGET",
            Error::Closed => c"ERR_GC_TRACKER_CLOSED",
            Error::TooManyLabels => c"ERR_GC_TRACKER_TOO_MANY_LABELS",
            Error::TooManyTargets => c"ERR_GC_TRACKER_TOO_MANY_TARGETS",
            Error::InvalidCall => c"ERR_GC_TRACKER_INVALID_CALL",
            Error::Runtime => c"ERR_GC_TRACKER_RUNTIME",
        }
    }

    /// The message of the JavaScript error.
    pub fn message(&self) -> &'static CStr {
        match self {
            Error::InvalidTarget => {
                c"this runtime cannot hold the target weakly; track an object, a function or an unregistered symbol"
            }
            Error::Closed => c"the environment is shutting down, nothing can be tracked any more",
            Error::TooManyLabels => {
                c"more than 1048575 distinct labels; a label names a kind of object, use tracked.id for a single one"
            }
            Error::TooManyTargets => c"more than 4294967294 targets are tracked at once",
            Error::InvalidCall => c"the native side was called with wrong arguments; call the functions of index.js instead",
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
