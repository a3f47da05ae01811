//! Functions of a registry that JavaScript calls: a safe trait for what they do, and the Node-API
//! behind it. They are made by hand, not by napi-derive, since tracking is a call a target: the data of
//! the function is the registry, so that nothing is looked up or unwrapped.

use std::ffi::{CStr, c_void};
use std::ptr::{self, NonNull};

use napi::bindgen_prelude::Object;
use napi::{JsValue, sys};

use super::finalizer::{RegistryCell, WeakReference, check};
use crate::error::Error;

/// The most arguments an [`Operation`] takes.
pub const ARGUMENTS: usize = 3;

/// A function of a registry, as JavaScript sees it.
pub trait Operation {
    /// The property's name.
    const NAME: &'static CStr;
    /// What it does.
    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error>;
}

/// What an [`Operation`] returns to JavaScript.
pub enum Answer {
    /// `undefined`
    Nothing,
    /// A number.
    Number(u32),
    /// `true` or `false`
    Boolean(bool),
    /// What a weak reference refers to; `undefined` if that was collected.
    Target(Referent),
}

/// What a weak reference refers to, for the running call; null if that was collected.
pub struct Referent(sys::napi_value);

/// The arguments of one call.
pub struct Call {
    env: sys::napi_env,
    arguments: [sys::napi_value; ARGUMENTS],
}

/// Adds the function `O` to the object `owner`, for which the cell was made.
pub fn define<O: Operation>(cell: &'static RegistryCell, owner: &Object) -> Result<(), Error> {
    let (env, mut function) = (cell.environment().env(), ptr::null_mut());
    let name = O::NAME;
    let data = ptr::from_ref(cell).cast_mut().cast();
    // SAFETY: the handle is of the running call; the cell lives for ever.
    unsafe {
        let length = name.count_bytes() as isize;
        check(sys::napi_create_function(env, name.as_ptr(), length, Some(call::<O>), data, &mut function))?;
        check(sys::napi_set_named_property(env, owner.raw(), name.as_ptr(), function))
    }
}

impl Call {
    /// An unsigned integer.
    #[inline]
    pub fn uint32(&self, index: usize) -> Result<u32, Error> {
        let mut value = 0;
        // SAFETY: the arguments are handles of the running call; a missing one is `undefined`.
        check(unsafe { sys::napi_get_value_uint32(self.env, self.arguments[index], &mut value) })
            .map_err(|_| Error::InvalidCall)?;
        Ok(value)
    }

    /// An integer up to 2^53.
    #[inline]
    pub fn integer(&self, index: usize) -> Result<u64, Error> {
        let mut value = 0;
        // SAFETY: as in `uint32`.
        check(unsafe { sys::napi_get_value_int64(self.env, self.arguments[index], &mut value) })
            .map_err(|_| Error::InvalidCall)?;
        u64::try_from(value).map_err(|_| Error::InvalidCall)
    }

    /// A boolean.
    pub fn boolean(&self, index: usize) -> Result<bool, Error> {
        let mut value = false;
        // SAFETY: as in `uint32`.
        check(unsafe { sys::napi_get_value_bool(self.env, self.arguments[index], &mut value) })
            .map_err(|_| Error::InvalidCall)?;
        Ok(value)
    }

    /// A new weak reference to an object, a function or a symbol.
    #[inline]
    pub fn weak_reference(&self, index: usize) -> Result<WeakReference, Error> {
        let mut reference = ptr::null_mut();
        // SAFETY: as in `uint32`; the caller stores the reference and releases it once.
        check(unsafe { sys::napi_create_reference(self.env, self.arguments[index], 0, &mut reference) })
            .map_err(|_| Error::InvalidTarget)?;
        NonNull::new(reference).map(WeakReference).ok_or(Error::InvalidTarget)
    }

    /// What the reference of a live target refers to: a handle, which keeps it alive until the call ends.
    pub fn referent(&self, reference: WeakReference) -> Result<Referent, Error> {
        let mut value = ptr::null_mut();
        // SAFETY: a registry holds a reference until it releases it, and hands out none that it has released.
        check(unsafe { sys::napi_get_reference_value(self.env, reference.0.as_ptr(), &mut value) })?;
        Ok(Referent(value))
    }

    /// The elements of a Uint32Array, for the time of `work`, which must not call JavaScript.
    pub fn uint32_array<T>(&self, index: usize, work: impl FnOnce(&mut [u32]) -> T) -> Result<T, Error> {
        let data = self.typed_array(index, sys::TypedarrayType::uint32_array)?;
        // SAFETY: Node-API gave the address and the length of the live array's memory, which does
        // not move; nothing else touches it while `work` runs, since no JavaScript does.
        Ok(work(unsafe { data.cast::<u32>().as_mut() }))
    }

    /// The elements of a Float64Array, as [`Call::uint32_array`].
    pub fn float64_array<T>(&self, index: usize, work: impl FnOnce(&mut [f64]) -> T) -> Result<T, Error> {
        let data = self.typed_array(index, sys::TypedarrayType::float64_array)?;
        // SAFETY: as in `uint32_array`.
        Ok(work(unsafe { data.cast::<f64>().as_mut() }))
    }

    /// The elements of a typed array of that kind; the slice's length counts elements.
    fn typed_array(&self, index: usize, kind: i32) -> Result<Elements, Error> {
        let (mut actual, mut length, mut data) = (0, 0, ptr::null_mut());
        // SAFETY: as in `uint32`; outputs that are not wanted may be null.
        check(unsafe {
            sys::napi_get_typedarray_info(
                self.env,
                self.arguments[index],
                &mut actual,
                &mut length,
                &mut data,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        })
        .map_err(|_| Error::InvalidCall)?;
        match NonNull::new(data) {
            Some(start) if actual == kind => Ok(Elements { start, length }),
            _ => Err(Error::InvalidCall),
        }
    }
}

struct Elements {
    start: NonNull<c_void>,
    length: usize,
}

impl Elements {
    fn cast<T>(self) -> NonNull<[T]> {
        NonNull::slice_from_raw_parts(self.start.cast(), self.length)
    }
}

/// What Node-API calls for a function of a registry.
///
/// # Safety
/// The function was made by [`RegistryCell::define`].
unsafe extern "C" fn call<O: Operation>(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let mut call = Call { env, arguments: [ptr::null_mut(); ARGUMENTS] };
    let (mut count, mut data, mut result) = (ARGUMENTS, ptr::null_mut(), ptr::null_mut());
    // SAFETY: `info` is the running call's. Node-API fills missing arguments with `undefined`. The
    // data is the cell given to `define`, which lives for ever.
    unsafe {
        let arguments = call.arguments.as_mut_ptr();
        sys::napi_get_cb_info(env, info, &mut count, arguments, ptr::null_mut(), &mut data);
        let cell: &'static RegistryCell = &*data.cast();
        match O::run(cell, &call) {
            Ok(Answer::Nothing) => {}
            Ok(Answer::Number(value)) => {
                sys::napi_create_uint32(env, value, &mut result);
            }
            Ok(Answer::Boolean(value)) => {
                sys::napi_get_boolean(env, value, &mut result);
            }
            Ok(Answer::Target(referent)) => result = referent.0,
            Err(error) => {
                sys::napi_throw_type_error(env, error.code().as_ptr(), error.message().as_ptr());
            }
        }
    }
    result
}
