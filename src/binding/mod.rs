//! What JavaScript sees of the crate, by way of `lib/`; not a public interface. All of Node-API and of `unsafe` is
//! here.
//!
//! - `registry`: the functions of a registry, in safe Rust. `call`: their arguments and return values.
//! - `environment`: a main thread or worker, with its `sentinels` and its `wakeup`. `registry_cell`: the place of one
//!   registry. `reference`: Node-API's references.
//! - `heap`: heap snapshots.
//! - `error`: codes and messages.

mod call;
mod environment;
mod error;
mod heap;
mod reference;
mod registry;
mod registry_cell;
mod sentinels;
mod wakeup;

pub use heap::open_snapshot;
pub use registry::{create_registry, version};
