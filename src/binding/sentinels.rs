//! The sentinels of an environment. `src/tracking/sentinel.rs` says what they are and when an old one is released;
//! here they are made, and their finalizers note what was collected.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;

use napi::sys;

use super::environment::Environment;
use super::error::{Error, check};
use super::reference::Reference;
use crate::tracking::Runtime;
use crate::tracking::sentinel::OldSentinels;

/// See the module's description.
#[derive(Default)]
pub struct Sentinels {
    /// Whether there is a young sentinel.
    young_armed: Cell<bool>,
    old: RefCell<OldSentinels<Reference>>,
    /// Whether the released old sentinel was collected since the last GC that was noted.
    old_collected: Cell<bool>,
    full_gcs: Cell<u32>,
}

/// What the finalizer of a sentinel gets as its hint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Generation {
    Young = 1,
    Old = 2,
}

impl Sentinels {
    /// How many full GCs they have shown. There may have been more, in quick succession.
    pub fn full_gcs(&self) -> u32 {
        self.full_gcs.get()
    }

    /// Whether they have shown a full GC that was not noted yet.
    pub fn full_gc_shown(&self) -> bool {
        self.old_collected.get()
    }

    /// Makes the sentinels that are missing, so that the next GC is noticed. Cheap if none is missing. Must not be
    /// called in a finalizer.
    #[inline]
    pub fn arm(environment: &'static Environment) {
        if !environment.sentinels().young_armed.get() {
            Sentinels::make_missing(environment);
        }
    }

    #[cold]
    fn make_missing(environment: &'static Environment) {
        let sentinels = environment.sentinels();
        sentinels.young_armed.set(make(environment, Generation::Young).is_ok());
        let missing = sentinels.old.borrow().missing();
        for _ in 0..missing {
            if let Ok(Some(held)) = make(environment, Generation::Old) {
                sentinels.old.borrow_mut().add(held);
            }
        }
    }

    /// Notes a GC, and releases the next old sentinel when it is time.
    pub fn gc(&self, environment: &Environment) {
        let released = self.old.borrow_mut().gc(self.old_collected.replace(false));
        if let Some(held) = released {
            environment.release(held);
        }
    }

    /// Releases all old sentinels.
    pub fn release(&self, environment: &Environment) {
        self.old.borrow_mut().clear().for_each(|held| environment.release(held));
    }
}

/// Makes a sentinel. Returns the strong reference to an old one.
fn make(environment: &'static Environment, generation: Generation) -> Result<Option<Reference>, Error> {
    let mut held = Err(Error::Runtime);
    environment.scope(&mut || held = make_in_scope(environment, generation));
    held
}

fn make_in_scope(
    environment: &'static Environment,
    generation: Generation,
) -> Result<Option<Reference>, Error> {
    let (env, mut object) = (environment.env(), ptr::null_mut());
    let data = ptr::from_ref(environment).cast_mut().cast();
    let hint = ptr::without_provenance_mut(generation as usize);
    // SAFETY: `env` is null or live; the object is a handle of the open scope; the data lives for ever.
    unsafe {
        check(sys::napi_create_object(env, &mut object))?;
        let held = match generation {
            Generation::Young => None,
            Generation::Old => Some(Reference::new(env, object, 1)?),
        };
        let added = check(sys::napi_add_finalizer(env, object, data, Some(collected), hint, ptr::null_mut()));
        match (added, held) {
            (Ok(()), held) => Ok(held),
            (Err(error), held) => {
                held.into_iter().for_each(|held| environment.release(held));
                Err(error)
            }
        }
    }
}

/// The finalizer of a sentinel.
unsafe extern "C" fn collected(_env: sys::napi_env, data: *mut c_void, hint: *mut c_void) {
    // SAFETY: `make_in_scope` gave the data: an environment, which lives for ever.
    let environment: &'static Environment = unsafe { &*data.cast() };
    if environment.is_closing() {
        return;
    }
    let sentinels = environment.sentinels();
    if hint.addr() == Generation::Old as usize {
        sentinels.full_gcs.set(sentinels.full_gcs.get().wrapping_add(1));
        sentinels.old_collected.set(true);
    } else {
        sentinels.young_armed.set(false);
    }
    environment.queue_wakeup();
}
