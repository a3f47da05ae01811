//! Environments, sentinels and their finalizers, wake-ups and teardown: the tracker's side of Node-API.
//! It and `call` are the only modules with `unsafe`.
//!
//! An [`Environment`] is a main thread's or a worker's. It owns the sentinels, whose finalizers
//! queue a wake-up through one threadsafe function; no JavaScript runs inside a finalizer. The
//! wake-up lets each registry ask some targets, and calls the dispatcher of those that need a step: a
//! function that schedules it and is held weakly.
//!
//! Lifetimes. Finalizers can fire late: at teardown for objects that are alive, on some runtimes
//! even after the instance data is gone. So [`Environment`] and [`RegistryCell`] are never freed
//! (less than 1 KB an environment; cells are used again) and what they hold is freed in the cleanup
//! hook. From then on `closing` is set and every finalizer is a no-op.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use napi::bindgen_prelude::{Function, Object};
use napi::{Env, JsValue, sys};
use once_cell::unsync::OnceCell;

use super::registry::Registry;
use super::sentinel::OldSentinels;
use super::{Runtime, lifetimes};
use crate::error::Error;

/// A weak Node-API reference.
#[derive(Clone, Copy)]
pub struct WeakReference(pub(super) NonNull<sys::napi_ref__>);

/// A main thread's or a worker's state; see the module's description.
pub struct Environment {
    env: sys::napi_env,
    wakeup: OnceCell<sys::napi_threadsafe_function>,
    /// A wake-up is queued.
    signalled: Cell<bool>,
    closing: Cell<bool>,
    young_armed: Cell<bool>,
    old_died: Cell<bool>,
    full_gcs: Cell<u32>,
    old: RefCell<OldSentinels<sys::napi_ref>>,
    cells: RefCell<Vec<&'static RegistryCell>>,
}

/// The place of a registry: what its JavaScript functions point to. Used again after its owner, the
/// object that has these functions, was collected.
pub struct RegistryCell {
    environment: &'static Environment,
    registry: RefCell<Option<Registry<WeakReference>>>,
    dispatcher: Cell<sys::napi_ref>,
    owner_died: Cell<bool>,
}

/// What a sentinel's finalizer gets as its hint.
#[derive(Clone, Copy)]
enum Generation {
    Young = 1,
    Old = 2,
}

pub(super) fn check(status: sys::napi_status) -> Result<(), Error> {
    if status == sys::Status::napi_ok { Ok(()) } else { Err(Error::Runtime) }
}

impl Runtime for Environment {
    type Reference = WeakReference;

    #[inline]
    fn is_collected(&self, reference: WeakReference) -> bool {
        let mut value = ptr::null_mut();
        // SAFETY: a registry holds a reference until it releases it, and asks only in between.
        let status = unsafe { sys::napi_get_reference_value(self.env, reference.0.as_ptr(), &mut value) };
        status == sys::Status::napi_ok && value.is_null()
    }

    fn release(&self, reference: WeakReference) {
        // SAFETY: as in `is_collected`; this is the one release.
        unsafe { sys::napi_delete_reference(self.env, reference.0.as_ptr()) };
    }

    fn now(&self) -> u32 {
        lifetimes::now()
    }

    fn scope(&self, work: &mut dyn FnMut()) {
        let mut scope = ptr::null_mut();
        // SAFETY: opened and closed here in pairs; `work` keeps no handle.
        let opened = unsafe { sys::napi_open_handle_scope(self.env, &mut scope) } == sys::Status::napi_ok;
        work();
        if opened {
            // SAFETY: see above.
            unsafe { sys::napi_close_handle_scope(self.env, scope) };
        }
    }
}

impl Environment {
    /// The state of this environment, made by the first call.
    pub fn current(env: &Env) -> Result<&'static Environment, Error> {
        let env = env.raw();
        let mut data = ptr::null_mut();
        // SAFETY: `env` is the caller's running environment. The crate sets no other instance data.
        check(unsafe { sys::napi_get_instance_data(env, &mut data) })?;
        if let Some(existing) = NonNull::new(data.cast::<Environment>()) {
            // SAFETY: set below, from a leaked box.
            return Ok(unsafe { existing.as_ref() });
        }
        let environment: &'static Environment = Box::leak(Box::new(Environment {
            env,
            wakeup: OnceCell::new(),
            signalled: Cell::new(false),
            closing: Cell::new(false),
            young_armed: Cell::new(false),
            old_died: Cell::new(false),
            full_gcs: Cell::new(0),
            old: RefCell::default(),
            cells: RefCell::default(),
        }));
        let data = ptr::from_ref(environment).cast_mut().cast();
        // SAFETY: `data` lives for ever, so neither call needs a finalizer.
        check(unsafe { sys::napi_set_instance_data(env, data, None, ptr::null_mut()) })?;
        // The threadsafe function comes first: cleanup hooks run in reverse, ours before its own.
        environment.wakeup()?;
        // SAFETY: see above; the hook runs once, on this thread.
        check(unsafe { sys::napi_add_env_cleanup_hook(env, Some(clean_up), data) })?;
        Ok(environment)
    }

    /// How many full GCs the sentinels have shown: fewer than there were if they follow each other closely.
    pub fn full_gcs(&self) -> u32 {
        self.full_gcs.get()
    }

    /// The Node-API environment.
    pub(super) fn env(&self) -> sys::napi_env {
        self.env
    }

    fn wakeup(&self) -> Result<sys::napi_threadsafe_function, Error> {
        self.wakeup
            .get_or_try_init(|| {
                let (mut name, mut function) = (ptr::null_mut(), ptr::null_mut());
                // SAFETY: runs inside a call from JavaScript, so a handle scope is open; the context
                // lives for ever.
                unsafe {
                    check(sys::napi_create_string_utf8(self.env, c"gc-tracker".as_ptr(), 10, &mut name))?;
                    check(sys::napi_create_threadsafe_function(
                        self.env,
                        ptr::null_mut(),
                        ptr::null_mut(),
                        name,
                        0,
                        1,
                        ptr::null_mut(),
                        None,
                        ptr::from_ref(self).cast_mut().cast(),
                        Some(woken),
                        &mut function,
                    ))?;
                    check(sys::napi_unref_threadsafe_function(self.env, function))?;
                }
                Ok(function)
            })
            .copied()
    }

    /// Queues one wake-up, which keeps the process alive until it was handled.
    fn signal(&self) {
        let Some(&function) = self.wakeup.get() else {
            return;
        };
        if self.closing.get() || self.signalled.replace(true) {
            return;
        }
        // SAFETY: before the cleanup hook, on the environment's thread; the call does not block.
        unsafe {
            sys::napi_ref_threadsafe_function(self.env, function);
            sys::napi_call_threadsafe_function(
                function,
                ptr::null_mut(),
                sys::ThreadsafeFunctionCallMode::nonblocking,
            );
        }
    }

    /// Makes sure that the next GC is noticed. Called with each tracking: cheap when it is.
    #[inline]
    pub fn watch(&self) {
        if !self.young_armed.get() {
            self.arm();
        }
    }

    #[cold]
    fn arm(&self) {
        self.young_armed.set(self.add_sentinel(Generation::Young).is_ok());
        let mut old = self.old.borrow_mut();
        for _ in 0..old.missing() {
            if let Ok(held) = self.add_sentinel(Generation::Old) {
                old.add(held);
            }
        }
    }

    /// A new object with a finalizer. An old one's strong reference is returned, else null.
    fn add_sentinel(&self, generation: Generation) -> Result<sys::napi_ref, Error> {
        let (mut scope, mut object, mut held) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        let data = ptr::from_ref(self).cast_mut().cast();
        let hint = ptr::without_provenance_mut(generation as usize);
        // SAFETY: on the environment's thread, outside of finalizers; the data lives for ever.
        unsafe {
            check(sys::napi_open_handle_scope(self.env, &mut scope))?;
            let made = check(sys::napi_create_object(self.env, &mut object))
                .and_then(|()| {
                    let finalizer = Some(sentinel_collected as _);
                    check(sys::napi_add_finalizer(self.env, object, data, finalizer, hint, ptr::null_mut()))
                })
                .and_then(|()| match generation {
                    Generation::Young => Ok(()),
                    Generation::Old => check(sys::napi_create_reference(self.env, object, 1, &mut held)),
                });
            check(sys::napi_close_handle_scope(self.env, scope))?;
            made.map(|()| held)
        }
    }

    /// A GC took place, `full` as far as is known: notes it in every registry and wakes those that
    /// have something to do.
    pub fn gc(&self, full: bool) {
        let let_go = self.old.borrow_mut().gc(self.old_died.replace(false));
        if let Some(held) = let_go {
            // SAFETY: made by `add_sentinel`, taken out of the list, so released once.
            unsafe { sys::napi_delete_reference(self.env, held) };
        }
        // Dispatchers run JavaScript, which may add a registry: the list is not borrowed meanwhile.
        let cells = self.cells.borrow().clone();
        let mut idle = true;
        for cell in cells {
            if cell.owner_died.get() {
                cell.retire();
                continue;
            }
            let due = cell.with(|registry| {
                idle &= registry.is_idle();
                registry.gc(self, full)
            });
            if due.unwrap_or(false) {
                self.dispatch(cell);
            }
        }
        if !idle {
            self.watch();
        }
    }

    fn dispatch(&self, cell: &RegistryCell) {
        let (mut function, mut receiver, mut result) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: a handle scope is open (the callers are a call from JavaScript and the threadsafe
        // function). A dispatcher whose realm is dead reads as null. What it throws is dropped: it
        // only schedules a step.
        unsafe {
            sys::napi_get_reference_value(self.env, cell.dispatcher.get(), &mut function);
            if function.is_null() {
                return;
            }
            sys::napi_get_undefined(self.env, &mut receiver);
            let status = sys::napi_call_function(self.env, receiver, function, 0, ptr::null(), &mut result);
            if status == sys::Status::napi_pending_exception {
                sys::napi_get_and_clear_last_exception(self.env, &mut result);
            }
        }
    }

    /// A registry whose functions become properties of the object `owner`. It lives as long as
    /// `owner` does; `dispatcher` is called, without arguments, when a step is needed.
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
        let mut weak = ptr::null_mut();
        let data = ptr::from_ref(cell).cast_mut().cast();
        // SAFETY: the handles are of the running call; the cell lives for ever.
        unsafe {
            check(sys::napi_create_reference(self.env, dispatcher.raw(), 0, &mut weak))?;
            cell.dispatcher.set(weak);
            let finalizer = Some(owner_collected as _);
            check(sys::napi_add_finalizer(
                self.env,
                owner.raw(),
                data,
                finalizer,
                ptr::null_mut(),
                ptr::null_mut(),
            ))?;
        }
        *cell.registry.borrow_mut() = Some(Registry::new(first_id));
        Ok(cell)
    }

    fn free_cell(&'static self) -> &'static RegistryCell {
        let mut cells = self.cells.borrow_mut();
        if let Some(free) = cells.iter().find(|cell| cell.dispatcher.get().is_null()) {
            return free;
        }
        let cell: &'static RegistryCell = Box::leak(Box::new(RegistryCell {
            environment: self,
            registry: RefCell::new(None),
            dispatcher: Cell::new(ptr::null_mut()),
            owner_died: Cell::new(false),
        }));
        cells.push(cell);
        cell
    }
}

impl RegistryCell {
    /// The environment that the registry belongs to.
    #[inline]
    pub fn environment(&self) -> &'static Environment {
        self.environment
    }

    /// Runs `work` on the registry.
    #[inline]
    pub fn with<T>(&self, work: impl FnOnce(&mut Registry<WeakReference>) -> T) -> Result<T, Error> {
        let mut place = self.registry.try_borrow_mut().map_err(|_| Error::Closed)?;
        place.as_mut().map(work).ok_or(Error::Closed)
    }

    /// Frees what the registry holds, and makes the cell ready for another.
    fn retire(&self) {
        if let Some(mut registry) = self.registry.borrow_mut().take() {
            registry.stop(self.environment);
        }
        self.owner_died.set(false);
        let dispatcher = self.dispatcher.replace(ptr::null_mut());
        if !dispatcher.is_null() {
            // SAFETY: made in `add_registry`, taken out, so released once.
            unsafe { sys::napi_delete_reference(self.environment.env, dispatcher) };
        }
    }
}

/// The finalizer of a sentinel.
unsafe extern "C" fn sentinel_collected(_env: sys::napi_env, data: *mut c_void, hint: *mut c_void) {
    // SAFETY: the data is an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*data.cast() };
    if environment.closing.get() {
        return;
    }
    if hint.addr() == Generation::Old as usize {
        environment.full_gcs.set(environment.full_gcs.get().wrapping_add(1));
        environment.old_died.set(true);
    } else {
        environment.young_armed.set(false);
    }
    environment.signal();
}

/// The finalizer of the object that has a registry's functions.
unsafe extern "C" fn owner_collected(_env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: the data is a cell, which lives for ever.
    let cell: &'static RegistryCell = unsafe { &*data.cast() };
    if cell.environment.closing.get() {
        return;
    }
    cell.owner_died.set(true);
    cell.environment.signal();
}

/// The threadsafe function's call on the JavaScript thread. At teardown `env` is null.
unsafe extern "C" fn woken(
    env: sys::napi_env,
    _function: sys::napi_value,
    context: *mut c_void,
    _data: *mut c_void,
) {
    if env.is_null() {
        return;
    }
    // SAFETY: the context is an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*context.cast() };
    if environment.closing.get() {
        return;
    }
    environment.signalled.set(false);
    if let Some(&function) = environment.wakeup.get() {
        // SAFETY: on the environment's thread, before its cleanup hook.
        unsafe { sys::napi_unref_threadsafe_function(env, function) };
    }
    environment.scope(&mut || environment.gc(environment.old_died.get()));
}

/// The cleanup hook: from here on finalizers are no-ops, and nothing calls JavaScript.
unsafe extern "C" fn clean_up(data: *mut c_void) {
    // SAFETY: the data is an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*data.cast() };
    environment.closing.set(true);
    for cell in environment.cells.borrow().iter() {
        cell.retire();
    }
    for held in environment.old.borrow_mut().clear() {
        // SAFETY: made by `add_sentinel`, taken out of the list, so released once.
        unsafe { sys::napi_delete_reference(environment.env, held) };
    }
}
