//! The place of a registry, which its JavaScript functions point to. It is used again after its owner, the object that
//! has these functions, was collected.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;

use napi::bindgen_prelude::{Function, Object};
use napi::{JsValue, sys};

use super::environment::Environment;
use super::error::{Error, check};
use super::reference::Reference;
use crate::tracking::Runtime;
use crate::tracking::registry::Registry;

/// See the module's description.
pub struct RegistryCell {
    environment: &'static Environment,
    registry: RefCell<Option<Registry<Reference>>>,
    /// A weak reference to the function that schedules a step; none in a free cell.
    dispatcher: RefCell<Option<Reference>>,
    owner_collected: Cell<bool>,
}

impl RegistryCell {
    /// A free cell.
    pub fn new(environment: &'static Environment) -> RegistryCell {
        RegistryCell {
            environment,
            registry: RefCell::default(),
            dispatcher: RefCell::default(),
            owner_collected: Cell::new(false),
        }
    }

    /// Whether the cell can be used for another registry.
    pub fn is_free(&self) -> bool {
        self.dispatcher.borrow().is_none()
    }

    /// Puts a registry into a free cell, see [`Environment::add_registry`].
    pub fn start(
        &'static self,
        first_id: u64,
        owner: &Object,
        dispatcher: &Function<(), ()>,
    ) -> Result<(), Error> {
        let (env, data) = (self.environment.env(), ptr::from_ref(self).cast_mut().cast());
        // SAFETY: the handles are of the running call; the data lives for ever.
        unsafe {
            *self.dispatcher.borrow_mut() = Some(Reference::new(env, dispatcher.raw(), 0)?);
            let finalizer = Some(owner_collected as _);
            let owner = owner.raw();
            check(sys::napi_add_finalizer(env, owner, data, finalizer, ptr::null_mut(), ptr::null_mut()))?;
        }
        *self.registry.borrow_mut() = Some(Registry::new(first_id));
        Ok(())
    }

    /// The environment of the registry.
    #[inline]
    pub fn environment(&self) -> &'static Environment {
        self.environment
    }

    /// Runs `work` on the registry. `work` must not call JavaScript: a call of the same registry would be refused.
    #[inline]
    pub fn with<T>(&self, work: impl FnOnce(&mut Registry<Reference>) -> T) -> Result<T, Error> {
        let mut registry = self.registry.try_borrow_mut().map_err(|_| Error::Closed)?;
        registry.as_mut().map(work).ok_or(Error::Closed)
    }

    /// Whether the owner was collected since the registry was started.
    pub fn owner_is_collected(&self) -> bool {
        self.owner_collected.get()
    }

    /// Stops the registry and frees the cell.
    pub fn stop(&self) {
        if let Some(mut registry) = self.registry.borrow_mut().take() {
            registry.stop(self.environment);
        }
        self.owner_collected.set(false);
        if let Some(dispatcher) = self.dispatcher.borrow_mut().take() {
            self.environment.release(dispatcher);
        }
    }

    /// Calls the dispatcher, if its realm is alive. It only schedules a step, so what it throws is dropped.
    pub fn dispatch(&self) {
        let env = self.environment.env();
        // SAFETY: `env` is null or live, and the reference is of this environment. The callers have a handle scope open:
        // they are a call from JavaScript and `Environment::wake`.
        unsafe {
            let function = self.dispatcher.borrow().as_ref().map(|dispatcher| dispatcher.value(env));
            let Some(Ok(function)) = function else { return };
            let (mut receiver, mut result) = (ptr::null_mut(), ptr::null_mut());
            if function.is_null() || check(sys::napi_get_undefined(env, &mut receiver)).is_err() {
                return;
            }
            let status = sys::napi_call_function(env, receiver, function, 0, ptr::null(), &mut result);
            if status == sys::Status::napi_pending_exception {
                sys::napi_get_and_clear_last_exception(env, &mut result);
            }
        }
    }
}

/// The finalizer of a registry's owner.
unsafe extern "C" fn owner_collected(_env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `RegistryCell::start` gave the data: a cell, which lives for ever.
    let cell: &'static RegistryCell = unsafe { &*data.cast() };
    if !cell.environment.is_closing() {
        cell.owner_collected.set(true);
        cell.environment.queue_wakeup();
    }
}
