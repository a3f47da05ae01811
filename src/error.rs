//! The crate's one error type. A message is lower case and says what to do; a code is stable and
//! is what JavaScript finds in `error.code`.

use std::borrow::Cow;
use std::ffi::{CStr, CString};
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
    /// A heap snapshot is not one, or contradicts itself, at a byte of the (decompressed) input.
    InvalidSnapshot {
        /// Offset of the byte.
        offset: u64,
        /// What is wrong there.
        problem: String,
    },
    /// A heap snapshot ends too early.
    TruncatedSnapshot {
        /// Offset of the end.
        offset: u64,
        /// What was being read.
        within: String,
    },
    /// A heap snapshot cannot be read, for the operating system's reason.
    Read(String),
    /// Not enough memory for a heap snapshot.
    OutOfMemory,
    /// No node of the heap snapshot has this id.
    NodeNotFound(u64),
    /// Whoever started the analysis cancelled it.
    Cancelled,
    /// The analyzer has panicked, which is a bug of it.
    Internal(String),
}

/// Characters of the longest text that a message quotes.
const LONGEST: usize = 300;

impl Error {
    /// [`Error::InvalidSnapshot`] at `offset`.
    #[cold]
    pub fn invalid(offset: u64, problem: impl Into<String>) -> Error {
        Error::InvalidSnapshot { offset, problem: shortened(problem.into()) }
    }

    /// [`Error::TruncatedSnapshot`] at `offset`.
    #[cold]
    pub fn truncated(offset: u64, within: impl Into<String>) -> Error {
        Error::TruncatedSnapshot { offset, within: shortened(within.into()) }
    }

    /// The stable `code` of the JavaScript error.
    pub fn code(&self) -> &'static CStr {
        match self {
            Error::InvalidTarget => c"ERR_GC_TRACKER_INVALID_TARGET",
            Error::Closed => c"ERR_GC_TRACKER_CLOSED",
            Error::TooManyLabels => c"ERR_GC_TRACKER_TOO_MANY_LABELS",
            Error::TooManyTargets => c"ERR_GC_TRACKER_TOO_MANY_TARGETS",
            Error::InvalidCall => c"ERR_GC_TRACKER_INVALID_CALL",
            Error::Runtime => c"ERR_GC_TRACKER_RUNTIME",
            Error::InvalidSnapshot { .. } => c"ERR_GC_TRACKER_SNAPSHOT_INVALID",
            Error::TruncatedSnapshot { .. } => c"ERR_GC_TRACKER_SNAPSHOT_TRUNCATED",
            Error::Read(_) => c"ERR_GC_TRACKER_SNAPSHOT_READ",
            Error::OutOfMemory => c"ERR_GC_TRACKER_OUT_OF_MEMORY",
            Error::NodeNotFound(_) => c"ERR_GC_TRACKER_NODE_NOT_FOUND",
            Error::Cancelled => c"ERR_GC_TRACKER_CANCELLED",
            Error::Internal(_) => c"ERR_GC_TRACKER_INTERNAL",
        }
    }

    /// The message of the JavaScript error.
    pub fn message(&self) -> Cow<'static, CStr> {
        Cow::Borrowed(match self {
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
            Error::OutOfMemory => c"not enough memory for the heap snapshot",
            Error::Cancelled => c"the analysis was cancelled",
            Error::InvalidSnapshot { offset, problem } => {
                return owned(format!("not a valid heap snapshot: {problem}, at byte {offset}"));
            }
            Error::TruncatedSnapshot { offset, within } => {
                return owned(format!("the heap snapshot is cut off in {within}, at byte {offset}"));
            }
            Error::Read(reason) => return owned(format!("cannot read the heap snapshot: {reason}")),
            Error::Internal(reason) => {
                return owned(format!("the analyzer has a bug, please report it: {reason}"));
            }
            Error::NodeNotFound(id) => return owned(format!("no node has the id @{id}")),
        })
    }
}

/// Text without its end if it is very long: a key or a string that it quotes may have megabytes.
fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A message from text that might quote a NUL.
fn owned(text: String) -> Cow<'static, CStr> {
    Cow::Owned(CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default())
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message().to_string_lossy())
    }
}

impl std::error::Error for Error {}
