//! Serde's attributes and data model on real files, each alone and in every kind of container.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod borrowed;
mod bytes;
mod conversions;
mod depth;
mod empty;
mod enums;
mod erased;
mod everywhere;
mod flatten;
mod json;
mod keys;
mod liars;
mod million;
mod names;
mod numbers;
mod options;
mod presence;
mod spread;
mod tagged;
