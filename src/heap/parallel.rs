//! Two things at a time.

use std::thread;

/// Does both, on two threads if there is a second one to be had.
pub fn beside<A: Send, B>(first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    let (a, b) = thread::scope(|scope| {
        let a = thread::Builder::new().spawn_scoped(scope, &first);
        let b = second();
        // If it has panicked, it does so again below, where somebody notices.
        (a.ok().and_then(|thread| thread.join().ok()), b)
    });
    (a.unwrap_or_else(first), b)
}
