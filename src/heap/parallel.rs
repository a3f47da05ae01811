//! Two tasks at a time.

use std::thread;

/// Runs both tasks and returns both results. The first one runs on a second thread if one can be started.
pub fn join<A: Send, B>(first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    let (a, b) = thread::scope(|scope| {
        let a = thread::Builder::new().spawn_scoped(scope, &first);
        let b = second();
        // A task that has panicked runs again below, so that its panic reaches the caller.
        (a.ok().and_then(|thread| thread.join().ok()), b)
    });
    (a.unwrap_or_else(first), b)
}
