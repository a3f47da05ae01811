//! A registry's functions. They take numbers and typed arrays, never options: `lib/tracking/track.js` is
//! where the arguments of users are checked.

use std::ffi::CStr;

use napi::Env;
use napi::bindgen_prelude::{Function, Object};
use napi_derive::napi;

use crate::error::Error;
use crate::tracking::Runtime;
use crate::tracking::call::{Answer, Call, Operation, define};
use crate::tracking::finalizer::{Environment, RegistryCell};
use crate::tracking::registry::Counts;

/// In the answer of `step`: another step is needed.
const MORE: u32 = 1 << 31;
/// In the answer of `step`: no slot is in use.
const EMPTY: u32 = 1 << 30;

/// The version of this binary: that of the JavaScript which it belongs to.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// A registry, as an object of functions. Its first target gets the id `firstId`; `dispatcher` is
/// called when a step is needed. Dropping the object drops everything it tracks.
#[napi]
pub fn create_registry<'env>(
    env: &'env Env,
    first_id: i64,
    dispatcher: Function<'env, (), ()>,
) -> napi::Result<Object<'env>> {
    let owner = Object::new(env)?;
    register(env, first_id, &owner, &dispatcher)
        .map_err(|error| napi::Error::from_reason(error.to_string()))?;
    Ok(owner)
}

fn register(env: &Env, first_id: i64, owner: &Object, dispatcher: &Function<(), ()>) -> Result<(), Error> {
    let first_id = u64::try_from(first_id).map_err(|_| Error::InvalidCall)?;
    let cell = Environment::current(env)?.add_registry(first_id, owner, dispatcher)?;
    define::<Track>(cell, owner)?;
    define::<IsCollected>(cell, owner)?;
    define::<Target>(cell, owner)?;
    define::<AddCallback>(cell, owner)?;
    define::<Untrack>(cell, owner)?;
    define::<TakeStep>(cell, owner)?;
    define::<Stats>(cell, owner)?;
    define::<WatchLifetimes>(cell, owner)?;
    define::<ForgetLifetimes>(cell, owner)?;
    define::<Lifetimes>(cell, owner)?;
    define::<Stop>(cell, owner)?;
    define::<FullGcs>(cell, owner)?;
    define::<Gc>(cell, owner)
}

/// `track(target, label * 2 + hasCallback)`: the target's slot.
struct Track;

impl Operation for Track {
    const NAME: &'static CStr = c"track";

    #[inline]
    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let word = call.uint32(1)?;
        let environment = cell.environment();
        environment.watch();
        cell.with(|registry| {
            let label = word >> 1;
            registry.prepare(environment, label)?;
            let reference = call.weak_reference(0)?;
            registry
                .track(environment, reference, label, word & 1 == 1)
                .inspect_err(|_| environment.release(reference))
                .map(Answer::Number)
        })?
    }
}

/// `isCollected(slot, id)`: whether the target is collected, as of now.
struct IsCollected;

impl Operation for IsCollected {
    const NAME: &'static CStr = c"isCollected";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        let environment = cell.environment();
        let mut collected = Err(Error::Closed);
        // Not every runtime closes the caller's scope soon, and what is asked must not be pinned by the question.
        environment.scope(&mut || {
            collected = cell.with(|registry| registry.is_collected(environment, slot, id));
        });
        collected.map(Answer::Boolean)
    }
}

/// `target(slot, id)`: the target, or `undefined` if it was collected or given up.
struct Target;

impl Operation for Target {
    const NAME: &'static CStr = c"target";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        match cell.with(|registry| registry.reference(slot, id))? {
            Some(reference) => call.referent(reference).map(Answer::Target),
            None => Ok(Answer::Nothing),
        }
    }
}

/// `addCallback(slot, id)`: the target's end is to be handed out; whether it is live.
struct AddCallback;

impl Operation for AddCallback {
    const NAME: &'static CStr = c"addCallback";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        cell.with(|registry| registry.add_callback(slot, id)).map(Answer::Boolean)
    }
}

/// `untrack(slot, id)`: the number of the target's `Standing`.
struct Untrack;

impl Operation for Untrack {
    const NAME: &'static CStr = c"untrack";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        let standing = cell.with(|registry| registry.untrack(cell.environment(), slot, id))?;
        Ok(Answer::Number(standing as u32))
    }
}

/// `step(batch)`: puts the targets whose callbacks are due into the Uint32Array, three elements each
/// (see `Due`); how many, with the bits `MORE` and `EMPTY`.
struct TakeStep;

impl Operation for TakeStep {
    const NAME: &'static CStr = c"step";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        let step = call.uint32_array(0, |batch| {
            let (batch, _) = batch.as_chunks_mut();
            cell.with(|registry| registry.step(cell.environment(), batch))
        })??;
        let mut answer = step.due as u32;
        if step.more {
            answer |= MORE;
        }
        if step.empty {
            answer |= EMPTY;
        }
        Ok(Answer::Number(answer))
    }
}

/// `stats(numbers)`: fills the Float64Array with the pending count, then live, collected and
/// untracked of each label; missing labels read as 0.
struct Stats;

impl Operation for Stats {
    const NAME: &'static CStr = c"stats";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        call.float64_array(0, |numbers| {
            cell.with(|registry| {
                let Some((pending, labels)) = numbers.split_first_mut() else {
                    return;
                };
                *pending = registry.pending() as f64;
                let counts = registry.counts().iter().copied().chain(std::iter::repeat(Counts::default()));
                for (label, counts) in labels.chunks_exact_mut(3).zip(counts) {
                    label.copy_from_slice(
                        &[counts.live, counts.collected, counts.untracked].map(|n| n as f64),
                    );
                }
            })
        })??;
        Ok(Answer::Nothing)
    }
}

/// `watchLifetimes(bounds)`: from now on lifetimes are counted, in buckets with the upper bounds of the
/// Uint32Array, in ticks of 10 ms.
struct WatchLifetimes;

impl Operation for WatchLifetimes {
    const NAME: &'static CStr = c"watchLifetimes";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        call.uint32_array(0, |bounds| cell.with(|registry| registry.watch_lifetimes(bounds)))??;
        Ok(Answer::Nothing)
    }
}

/// `forgetLifetimes()`: they are counted no more.
struct ForgetLifetimes;

impl Operation for ForgetLifetimes {
    const NAME: &'static CStr = c"forgetLifetimes";

    fn run(cell: &'static RegistryCell, _call: &Call) -> Result<Answer, Error> {
        cell.with(|registry| registry.forget_lifetimes())?;
        Ok(Answer::Nothing)
    }
}

/// `lifetimes(numbers)`: fills the Float64Array with count and sum, in ticks, of each bucket of each label;
/// missing ones are left as they are.
struct Lifetimes;

impl Operation for Lifetimes {
    const NAME: &'static CStr = c"lifetimes";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        call.float64_array(0, |numbers| {
            cell.with(|registry| {
                let Some(lifetimes) = registry.lifetimes() else { return };
                for (label, numbers) in numbers.chunks_exact_mut(2 * lifetimes.width()).enumerate() {
                    for (pair, bucket) in numbers.chunks_exact_mut(2).zip(lifetimes.buckets(label)) {
                        pair.copy_from_slice(&[bucket.count as f64, bucket.ticks as f64]);
                    }
                }
            })
        })??;
        Ok(Answer::Nothing)
    }
}

/// `stop()`: gives everything up.
struct Stop;

impl Operation for Stop {
    const NAME: &'static CStr = c"stop";

    fn run(cell: &'static RegistryCell, _call: &Call) -> Result<Answer, Error> {
        cell.with(|registry| registry.stop(cell.environment()))?;
        Ok(Answer::Nothing)
    }
}

/// `fullGCs()`: how many full GCs the sentinels have shown.
struct FullGcs;

impl Operation for FullGcs {
    const NAME: &'static CStr = c"fullGCs";

    fn run(cell: &'static RegistryCell, _call: &Call) -> Result<Answer, Error> {
        Ok(Answer::Number(cell.environment().full_gcs()))
    }
}

/// `gc(full)`: a GC has taken place. All registries of the environment look at their targets,
/// without waiting for a sentinel.
struct Gc;

impl Operation for Gc {
    const NAME: &'static CStr = c"gc";

    fn run(cell: &'static RegistryCell, call: &Call) -> Result<Answer, Error> {
        cell.environment().gc(call.boolean(0)?);
        Ok(Answer::Nothing)
    }
}
