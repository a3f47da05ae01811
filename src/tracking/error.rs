//! Why a registry refuses a target. `src/binding/error.rs` has the codes and messages that JavaScript sees.

/// The error type of tracking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The registry was stopped.
    Stopped,
    /// The label's number is not below [`MAX_LABELS`](super::registry::MAX_LABELS).
    TooManyLabels,
    /// All slot numbers are in use.
    TooManyTargets,
}
