//! What JavaScript sees of the crate, by way of `lib/`; not a public interface.

mod error;
mod heap;
mod registry;

pub use heap::open_snapshot;
pub use registry::{create_registry, version};
