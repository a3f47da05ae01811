//! What JavaScript sees of the crate, by way of `lib/`; not a public interface.

mod registry;

pub use registry::create_registry;
