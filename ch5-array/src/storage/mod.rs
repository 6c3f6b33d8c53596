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
///
/// Other threads wait with their calls meanwhile: `f` should not do anything long beside HDF5.
///
/// ```
/// use ch5_array::{DType, locked};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let count = locked(|| {
///     for i in 0..100u64 {
///         root.put_scalar(&format!("x{i}"), &DType::U64, &i.to_ne_bytes())?;
///     }
///     root.len()
/// })?;
/// assert_eq!(count, 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn locked<R>(f: impl FnOnce() -> R) -> R {
    sys::locked(f)
}
