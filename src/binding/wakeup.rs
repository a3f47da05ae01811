//! The wake-up: how a finalizer, which may not call JavaScript, gets the environment to poll targets soon.

use std::cell::{Cell, OnceCell};
use std::ffi::c_void;
use std::ptr;

use napi::sys;

use super::environment::Environment;
use super::error::{Error, check};

/// A threadsafe function without a JavaScript function.
#[derive(Default)]
pub struct Wakeup {
    function: OnceCell<sys::napi_threadsafe_function>,
    queued: Cell<bool>,
}

impl Wakeup {
    /// Makes the threadsafe function, once for each environment. It does not keep the process alive.
    ///
    /// # Safety
    /// A call from JavaScript is running in the environment.
    pub unsafe fn start(environment: &'static Environment) -> Result<(), Error> {
        let (env, context) = (environment.env(), ptr::from_ref(environment).cast_mut().cast());
        let (mut name, mut function) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the caller's promise, so a handle scope is open; the context lives for ever.
        unsafe {
            check(sys::napi_create_string_utf8(env, c"gc-tracker".as_ptr(), 10, &mut name))?;
            check(sys::napi_create_threadsafe_function(
                env,
                ptr::null_mut(),
                ptr::null_mut(),
                name,
                0,
                1,
                ptr::null_mut(),
                None,
                context,
                Some(run),
                &mut function,
            ))?;
            check(sys::napi_unref_threadsafe_function(env, function))?;
        }
        environment.wakeup().function.set(function).map_err(|_| Error::Runtime)
    }

    /// Queues one call of [`Environment::wake`], which keeps the process alive until it has run.
    ///
    /// # Safety
    /// `env` is the environment of this wake-up, on its thread and before its teardown.
    pub unsafe fn queue(&self, env: sys::napi_env) {
        let Some(&function) = self.function.get() else {
            return;
        };
        if self.queued.replace(true) {
            return;
        }
        let mode = sys::ThreadsafeFunctionCallMode::nonblocking;
        // SAFETY: the caller's promise: the function is freed at teardown. The call does not block.
        unsafe {
            let queued = check(sys::napi_ref_threadsafe_function(env, function))
                .and_then(|()| check(sys::napi_call_threadsafe_function(function, ptr::null_mut(), mode)));
            if queued.is_err() {
                self.dequeue(env);
            }
        }
    }

    /// Notes that no call is queued: the next [`Wakeup::queue`] queues one.
    ///
    /// # Safety
    /// As for [`Wakeup::queue`].
    unsafe fn dequeue(&self, env: sys::napi_env) {
        self.queued.set(false);
        if let Some(&function) = self.function.get() {
            // SAFETY: the caller's promise. After a refusal the process stays alive for longer, no more.
            unsafe { sys::napi_unref_threadsafe_function(env, function) };
        }
    }
}

/// The threadsafe function's call on the thread of the environment. `env` is null at teardown.
unsafe extern "C" fn run(
    env: sys::napi_env,
    _function: sys::napi_value,
    context: *mut c_void,
    _data: *mut c_void,
) {
    // SAFETY: `start` gave the context: an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*context.cast() };
    if env.is_null() || environment.is_closing() {
        return;
    }
    // SAFETY: the environment is live, and this is its thread.
    unsafe { environment.wakeup().dequeue(env) };
    environment.wake();
}
