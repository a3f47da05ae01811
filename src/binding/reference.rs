//! References of Node-API.

use std::ptr::{self, NonNull};

use napi::sys;

use super::error::{Error, check};

/// A reference: weak to a target or to a dispatcher, strong to an old sentinel. It is not `Copy` and is released by
/// value, so it cannot be used after its release, nor released twice. One that is dropped instead leaks.
pub struct Reference(NonNull<sys::napi_ref__>);

impl Reference {
    /// Refers to `value`, which must be an object, a function or a symbol; strongly if `count` is not 0.
    ///
    /// # Safety
    /// `env` is null or a live environment of this thread, `value` null or a handle in it.
    #[inline]
    pub unsafe fn new(env: sys::napi_env, value: sys::napi_value, count: u32) -> Result<Reference, Error> {
        let mut reference = ptr::null_mut();
        // SAFETY: the caller's promise.
        check(unsafe { sys::napi_create_reference(env, value, count, &mut reference) })?;
        NonNull::new(reference).map(Reference).ok_or(Error::Runtime)
    }

    /// The value as a new handle; null if it was collected.
    ///
    /// # Safety
    /// `env` is null, or the environment in which the reference was made and which is live.
    #[inline]
    pub unsafe fn value(&self, env: sys::napi_env) -> Result<sys::napi_value, Error> {
        let mut value = ptr::null_mut();
        // SAFETY: the caller's promise. The reference was not released, since that would have consumed it.
        check(unsafe { sys::napi_get_reference_value(env, self.0.as_ptr(), &mut value) })?;
        Ok(value)
    }

    /// Frees the reference.
    ///
    /// # Safety
    /// As for [`Reference::value`].
    #[inline]
    pub unsafe fn release(self, env: sys::napi_env) {
        // SAFETY: the caller's promise; this consumes the reference. A refusal leaks it, which is harmless.
        unsafe { sys::napi_delete_reference(env, self.0.as_ptr()) };
    }
}
