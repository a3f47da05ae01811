//! The functions of a registry. They take numbers and typed arrays, never options: `lib/tracking/index.js` checks the
//! arguments of users.

use std::ffi::CStr;

use napi::Env;
use napi::bindgen_prelude::{Function, Object};
use napi_derive::napi;

use super::call::{Call, Operation, Value, define};
use super::environment::Environment;
use super::error::Error;
use super::registry_cell::RegistryCell;
use super::sentinels::Sentinels;

/// A bit of what `step` returns: another step is needed.
const MORE: u32 = 1 << 31;
/// A bit of what `step` returns: no slot is in use.
const EMPTY: u32 = 1 << 30;

/// The version of this binary. The JavaScript that uses it has the same one.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// A registry: an object with the functions below. Its first target gets the id `firstId`; `dispatcher` is called when a
/// step is needed. When the object is collected, everything that it tracks is dropped.
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
    define::<Step>(cell, owner)?;
    define::<Stats>(cell, owner)?;
    define::<WatchLifetimes>(cell, owner)?;
    define::<ForgetLifetimes>(cell, owner)?;
    define::<Lifetimes>(cell, owner)?;
    define::<Stop>(cell, owner)?;
    define::<FullGcs>(cell, owner)?;
    define::<Gc>(cell, owner)
}

/// `track(target, label * 2 + hasCallback)`: returns the target's slot.
struct Track;

impl Operation for Track {
    const NAME: &'static CStr = c"track";

    #[inline]
    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let packed = call.uint32(1)?;
        let (label, callback) = (packed >> 1, packed & 1 == 1);
        let environment = cell.environment();
        Sentinels::arm(environment);
        cell.with(|registry| registry.track(environment, label, callback, || call.weak_reference(0)))?
            .map(Value::Number)
    }
}

/// `isCollected(slot, id)`: whether the target is collected, as of now.
struct IsCollected;

impl Operation for IsCollected {
    const NAME: &'static CStr = c"isCollected";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        cell.with(|registry| registry.is_collected(cell.environment(), slot, id)).map(Value::Boolean)
    }
}

/// `target(slot, id)`: the target; `undefined` if it was collected or untracked.
struct Target;

impl Operation for Target {
    const NAME: &'static CStr = c"target";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        cell.with(|registry| match registry.reference(slot, id) {
            Some(reference) => call.referent(reference).map(Value::Referent),
            None => Ok(Value::Undefined),
        })?
    }
}

/// `addCallback(slot, id)`: hands the target out when it is collected. Returns whether it is live.
struct AddCallback;

impl Operation for AddCallback {
    const NAME: &'static CStr = c"addCallback";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        cell.with(|registry| registry.add_callback(slot, id)).map(Value::Boolean)
    }
}

/// `untrack(slot, id)`: returns the number of the target's [`Standing`](crate::tracking::registry::Standing).
struct Untrack;

impl Operation for Untrack {
    const NAME: &'static CStr = c"untrack";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let (slot, id) = (call.uint32(0)?, call.integer(1)?);
        let standing = cell.with(|registry| registry.untrack(cell.environment(), slot, id))?;
        Ok(Value::Number(standing as u32))
    }
}

/// `step(batch)`: writes the targets whose callbacks are due to the Uint32Array, three elements each (see
/// [`Due`](crate::tracking::registry::Due)). Returns how many, with the bits [`MORE`] and [`EMPTY`].
struct Step;

impl Operation for Step {
    const NAME: &'static CStr = c"step";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let max_due = call.array_length::<u32>(0)? / 3;
        let step = cell.with(|registry| registry.step(cell.environment(), max_due))?;
        call.write_array(0, step.due.as_flattened())?;
        let more = if step.more { MORE } else { 0 };
        let empty = if step.empty { EMPTY } else { 0 };
        Ok(Value::Number(step.due.len() as u32 | more | empty))
    }
}

/// `stats(numbers)`: writes to the Float64Array the pending count, then live, collected and untracked of each label; 0
/// for labels without targets.
struct Stats;

impl Operation for Stats {
    const NAME: &'static CStr = c"stats";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let length = call.array_length::<f64>(0)?;
        let mut numbers = cell.with(|registry| {
            let labels = registry.counts().iter();
            let counts = labels.flat_map(|counts| [counts.live, counts.collected, counts.untracked]);
            [registry.pending()].into_iter().chain(counts).map(|count| count as f64).collect::<Vec<_>>()
        })?;
        numbers.resize(length, 0.0);
        call.write_array(0, &numbers)?;
        Ok(Value::Undefined)
    }
}

/// `watchLifetimes(bounds)`: starts to count lifetimes, in buckets with the upper bounds of the Uint32Array, in ticks of
/// 10 ms.
struct WatchLifetimes;

impl Operation for WatchLifetimes {
    const NAME: &'static CStr = c"watchLifetimes";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let bounds = call.read_array(0)?;
        cell.with(|registry| registry.watch_lifetimes(bounds))?;
        Ok(Value::Undefined)
    }
}

/// `forgetLifetimes()`: stops counting lifetimes, and drops the counts.
struct ForgetLifetimes;

impl Operation for ForgetLifetimes {
    const NAME: &'static CStr = c"forgetLifetimes";

    fn run<'call>(cell: &'static RegistryCell, _call: &'call Call) -> Result<Value<'call>, Error> {
        cell.with(|registry| registry.forget_lifetimes())?;
        Ok(Value::Undefined)
    }
}

/// `lifetimes(numbers)`: writes to the Float64Array the count and the sum, in ticks, of each bucket of each label; 0 for
/// labels without lifetimes.
struct Lifetimes;

impl Operation for Lifetimes {
    const NAME: &'static CStr = c"lifetimes";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        let mut numbers = vec![0.0; call.array_length::<f64>(0)?];
        cell.with(|registry| {
            let Some(lifetimes) = registry.lifetimes() else { return };
            for (label, numbers) in numbers.chunks_exact_mut(2 * lifetimes.width()).enumerate() {
                for (pair, bucket) in numbers.chunks_exact_mut(2).zip(lifetimes.buckets(label)) {
                    pair.copy_from_slice(&[bucket.count as f64, bucket.ticks as f64]);
                }
            }
        })?;
        call.write_array(0, &numbers)?;
        Ok(Value::Undefined)
    }
}

/// `stop()`: stops the registry.
struct Stop;

impl Operation for Stop {
    const NAME: &'static CStr = c"stop";

    fn run<'call>(cell: &'static RegistryCell, _call: &'call Call) -> Result<Value<'call>, Error> {
        cell.with(|registry| registry.stop(cell.environment()))?;
        Ok(Value::Undefined)
    }
}

/// `fullGCs()`: how many full GCs the sentinels have shown.
struct FullGcs;

impl Operation for FullGcs {
    const NAME: &'static CStr = c"fullGCs";

    fn run<'call>(cell: &'static RegistryCell, _call: &'call Call) -> Result<Value<'call>, Error> {
        Ok(Value::Number(cell.environment().sentinels().full_gcs()))
    }
}

/// `gc(full)`: notes a GC in all registries of the environment, without waiting for a sentinel.
struct Gc;

impl Operation for Gc {
    const NAME: &'static CStr = c"gc";

    fn run<'call>(cell: &'static RegistryCell, call: &'call Call) -> Result<Value<'call>, Error> {
        cell.environment().gc(call.boolean(0)?);
        Ok(Value::Undefined)
    }
}
