//! Why a heap snapshot cannot be read or analyzed. The messages are lower case and say where the fault is;
//! `src/binding/error.rs` adds the codes that JavaScript sees.

use std::fmt;

/// The error type of the analyzer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The input is not a heap snapshot, or contradicts itself.
    InvalidSnapshot {
        /// Offset in the decompressed input, in bytes.
        offset: u64,
        /// What is wrong there.
        problem: String,
    },
    /// The input ends too early.
    TruncatedSnapshot {
        /// Offset of the end, in bytes.
        offset: u64,
        /// What was being read.
        within: String,
    },
    /// The operating system cannot read the input; it says why.
    Read(String),
    /// There is not enough memory.
    OutOfMemory,
    /// The answer has more bytes than this.
    AnswerTooLarge(usize),
    /// No node has this id.
    NodeNotFound(u64),
    /// The analysis was cancelled, see [`Control::cancel`](crate::heap::control::Control::cancel).
    Cancelled,
    /// The analyzer has a bug: it panicked, or met what cannot be.
    Internal(String),
}

/// The longest text that a message quotes, in characters.
const MAX_QUOTED: usize = 300;

impl Error {
    /// An [`Error::InvalidSnapshot`] at `offset`.
    #[cold]
    pub fn invalid(offset: u64, problem: impl Into<String>) -> Error {
        Error::InvalidSnapshot { offset, problem: shorten(problem.into()) }
    }

    /// An [`Error::TruncatedSnapshot`] at `offset`.
    #[cold]
    pub fn truncated(offset: u64, within: impl Into<String>) -> Error {
        Error::TruncatedSnapshot { offset, within: shorten(within.into()) }
    }
}

/// Cuts a text off that quotes a very long key or string.
fn shorten(text: String) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::InvalidSnapshot { offset, problem } => {
                write!(formatter, "not a valid heap snapshot: {problem}, at byte {offset}")
            }
            Error::TruncatedSnapshot { offset, within } => {
                write!(formatter, "the heap snapshot is cut off in {within}, at byte {offset}")
            }
            Error::Read(reason) => write!(formatter, "cannot read the heap snapshot: {reason}"),
            Error::OutOfMemory => formatter.write_str("not enough memory for the heap snapshot"),
            Error::AnswerTooLarge(most) => {
                write!(formatter, "the answer has more than {most} bytes, ask for less (such as by 'top')")
            }
            Error::NodeNotFound(id) => write!(formatter, "no node has the id @{id}"),
            Error::Cancelled => formatter.write_str("the analysis was cancelled"),
            Error::Internal(reason) => {
                write!(formatter, "the analyzer has a bug, please report it: {reason}")
            }
        }
    }
}

impl std::error::Error for Error {}
