//! An environment: the tracker's state in a main thread or a worker.
//!
//! The finalizers of its sentinels queue a wake-up; no JavaScript runs inside a finalizer. The wake-up lets each
//! registry poll some targets, and calls the dispatchers of the registries that need a step.
//!
//! Lifetimes. Finalizers can run late: at teardown for objects that are alive, on some runtimes even after the instance
//! data is gone. So [`Environment`] and [`RegistryCell`] are never freed (less than 1 KB an environment; cells are used
//! again), and what they hold is freed in the cleanup hook. From then on finalizers are no-ops, and `env` is null, so
//! that Node-API refuses every call.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use napi::bindgen_prelude::{Function, Object};
use napi::{Env, sys};

use super::error::{Error, check};
use super::reference::Reference;
use super::registry_cell::RegistryCell;
use super::sentinels::Sentinels;
use super::wakeup::Wakeup;
use crate::tracking::{Runtime, lifetimes};

/// See the module's description.
pub struct Environment {
    /// Null after the teardown.
    env: Cell<sys::napi_env>,
    /// Whether the teardown has begun.
    closing: Cell<bool>,
    wakeup: Wakeup,
    sentinels: Sentinels,
    cells: RefCell<Vec<&'static RegistryCell>>,
}

impl Runtime for Environment {
    type Reference = Reference;

    #[inline]
    fn is_collected(&self, reference: &Reference) -> bool {
        // SAFETY: `env` is null or live, and a registry gets references of its own environment only.
        unsafe { reference.value(self.env()) }.is_ok_and(|value| value.is_null())
    }

    #[inline]
    fn release(&self, reference: Reference) {
        // SAFETY: as in `is_collected`.
        unsafe { reference.release(self.env()) };
    }

    fn now(&self) -> u32 {
        lifetimes::now()
    }

    fn scope(&self, work: &mut dyn FnMut()) {
        let (env, mut scope) = (self.env(), ptr::null_mut());
        // SAFETY: `env` is null or live; scopes are opened and closed in pairs.
        let opened = check(unsafe { sys::napi_open_handle_scope(env, &mut scope) });
        work();
        if opened.is_ok() {
            // SAFETY: see above. After a refusal the handles live as long as the outer scope.
            unsafe { sys::napi_close_handle_scope(env, scope) };
        }
    }
}

impl Environment {
    /// The state of the running environment. The first call makes it.
    pub fn current(env: &Env) -> Result<&'static Environment, Error> {
        let (env, mut data) = (env.raw(), ptr::null_mut());
        // SAFETY: `env` is the caller's, so it is live.
        check(unsafe { sys::napi_get_instance_data(env, &mut data) })?;
        match NonNull::new(data.cast::<Environment>()) {
            // SAFETY: only `create` sets instance data: an environment, which lives for ever.
            Some(existing) => Ok(unsafe { existing.as_ref() }),
            // SAFETY: see above.
            None => unsafe { Environment::create(env) },
        }
    }

    /// # Safety
    /// A call from JavaScript is running in `env`.
    unsafe fn create(env: sys::napi_env) -> Result<&'static Environment, Error> {
        let environment: &'static Environment = Box::leak(Box::new(Environment {
            env: Cell::new(env),
            closing: Cell::new(false),
            wakeup: Wakeup::default(),
            sentinels: Sentinels::default(),
            cells: RefCell::default(),
        }));
        let data = ptr::from_ref(environment).cast_mut().cast();
        // SAFETY: the caller's promise. The data lives for ever, so it needs no finalizer. The threadsafe function comes
        // first: cleanup hooks run in reverse order, so ours runs before its own.
        unsafe {
            Wakeup::start(environment)?;
            check(sys::napi_add_env_cleanup_hook(env, Some(clean_up), data))?;
            check(sys::napi_set_instance_data(env, data, None, ptr::null_mut()))?;
        }
        Ok(environment)
    }

    /// The Node-API environment: live, or null after the teardown.
    #[inline]
    pub fn env(&self) -> sys::napi_env {
        self.env.get()
    }

    /// Whether the teardown has begun.
    pub fn is_closing(&self) -> bool {
        self.closing.get()
    }

    /// The wake-up.
    pub fn wakeup(&self) -> &Wakeup {
        &self.wakeup
    }

    /// The sentinels.
    #[inline]
    pub fn sentinels(&self) -> &Sentinels {
        &self.sentinels
    }

    /// Lets [`Environment::wake`] run soon.
    pub fn queue_wakeup(&self) {
        if !self.closing.get() {
            // SAFETY: an environment is used on its own thread only, and its teardown has not begun.
            unsafe { self.wakeup.queue(self.env()) };
        }
    }

    /// The sentinels have shown a GC, or the owner of a registry was collected.
    pub fn wake(&'static self) {
        self.scope(&mut || self.gc(self.sentinels.full_gc_shown()));
    }

    /// Notes a GC, `full` as far as is known, in all registries, and calls the dispatchers of those that need a step.
    pub fn gc(&'static self, full: bool) {
        self.sentinels.gc(self);
        // Dispatchers run JavaScript, which may add a registry. So the list is not borrowed meanwhile.
        let cells = self.cells.borrow().clone();
        let mut idle = true;
        for cell in cells {
            if cell.owner_is_collected() {
                cell.stop();
                continue;
            }
            let due = cell.with(|registry| {
                idle &= registry.is_idle();
                registry.gc(self, full)
            });
            if due.unwrap_or(false) {
                cell.dispatch();
            }
        }
        if !idle {
            Sentinels::arm(self);
        }
    }

    /// Makes a registry that lives as long as `owner`, the object that gets its functions. `dispatcher` is held weakly
    /// and called, without arguments, when a step is needed.
    pub fn add_registry(
        &'static self,
        first_id: u64,
        owner: &Object,
        dispatcher: &Function<(), ()>,
    ) -> Result<&'static RegistryCell, Error> {
        if self.closing.get() {
            return Err(Error::Closed);
        }
        let cell = self.free_cell();
        cell.start(first_id, owner, dispatcher).inspect_err(|_| cell.stop())?;
        Ok(cell)
    }

    fn free_cell(&'static self) -> &'static RegistryCell {
        let mut cells = self.cells.borrow_mut();
        if let Some(free) = cells.iter().find(|cell| cell.is_free()) {
            return free;
        }
        let cell: &'static RegistryCell = Box::leak(Box::new(RegistryCell::new(self)));
        cells.push(cell);
        cell
    }
}

/// The cleanup hook of an environment.
unsafe extern "C" fn clean_up(data: *mut c_void) {
    // SAFETY: `create` gave the data: an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*data.cast() };
    environment.closing.set(true);
    environment.cells.borrow().iter().for_each(|cell| cell.stop());
    environment.sentinels.release(environment);
    environment.env.set(ptr::null_mut());
}
