//! Files, groups, datasets, attributes and datatypes: everything below arrays and values.

mod attrs;
mod create;
mod dataset;
mod dtype;
mod entry;
mod file;
mod group;
mod limits;
mod mode;
pub mod name;
mod scalar;
mod sys;
mod text;
mod value;

pub use attrs::{Attr, Attrs};
pub use create::{Chunks, Compression, NewDataset, guess_chunk};
pub use dataset::{Block, Dataset};
pub(crate) use dataset::{ChunkMap, Column, Placement};
pub use dtype::{DType, EnumType, Field, Padding, TextType};
pub use entry::Entry;
pub use file::{File, OpenOptions};
pub use group::{AsGroup, Group, Identity, Object};
pub use limits::{Limits, Reach};
pub use mode::H5Mode;
pub(crate) use sys::data::FilterInfo;
pub(crate) use sys::snapshot::Snapshot;
pub use text::Texts;
pub use value::Value;
pub(crate) use {file::expand, sys::cpu, sys::journal::recover_locked, sys::lanes, sys::lock};

/// Runs `f` under the lock that every HDF5 call takes, so that a whole object costs one.
pub fn locked<R>(f: impl FnOnce() -> R) -> R {
    sys::locked(f)
}
