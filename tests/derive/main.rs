//! derive(H5Store) and the types of the storing API on real files, looked at through plain HDF5
//! handles as well.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod arrays;
mod enums;
mod errors;
mod exchange;
mod features;
mod fields;
mod flatten;
mod generics;
mod handles;
mod layouts;
mod odd_scope;
mod options;
mod policy;
mod rows;
mod std_types;
mod support;
mod versions;
