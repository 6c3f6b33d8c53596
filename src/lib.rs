//! Rust values in [HDF5](https://www.hdfgroup.org/solutions/hdf5/) files.
//!
//! A struct becomes a group, an ndarray a chunked dataset, a list of records a table of columns:
//! files that h5py, ch5mpy and anything else that reads HDF5 understand without knowing ch5.
//!
//! ```
//! use ch5::{File, H5Mode, H5Store};
//! use ndarray::Array3;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)] // an existing serde model that knows nothing of HDF5
//! struct Instrument { name: String, gain: f64 }
//!
//! #[derive(H5Store)]
//! struct Hit { x: u32, y: u32, score: f64 }
//!
//! #[derive(H5Store)]
//! struct Run {
//!     id: u32,
//!     #[h5(attr)]
//!     operator: String,                                   // an attribute
//!     instrument: Instrument,                             // picked up through serde
//!     #[h5(chunks(8, 64, 64), compression = "gzip")]
//!     frames: Array3<f32>,                                // a chunked, compressed dataset
//!     hits: Vec<Hit>,                                     // a column for each field
//! }
//!
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("run.h5");
//! let run = Run {
//!     id: 7,
//!     operator: "Ada".into(),
//!     instrument: Instrument { name: "camera".into(), gain: 1.5 },
//!     frames: Array3::zeros((16, 64, 64)),
//!     hits: vec![Hit { x: 3, y: 4, score: 0.5 }],
//! };
//! let file = File::open(&path, H5Mode::Truncate)?;
//! ch5::write_object(&file, "run", &run)?;
//! let back: Run = ch5::read_object(&file, "run")?;
//! assert_eq!(back.hits[0].score, 0.5);
//!
//! // One field alone; and the same group read lazily: no pixel is loaded.
//! let scores: Vec<f64> = ch5::read_object(&file, "run/hits/score")?;
//! #[derive(H5Store)]
//! struct View { id: u32, frames: ch5::H5Array<f32> }
//! let view: View = ch5::read_object(&file, "run")?;
//! assert_eq!(view.frames.shape(), [16, 64, 64]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Three ways in
//!
//! | you have | write | read |
//! |---|---|---|
//! | a type that derives [`H5Store`](derive@H5Store) | [`write_object`] | [`read_object`] |
//! | a type that derives serde's traits | [`write_serde`] | [`read_serde`] |
//! | an ndarray | [`write_dataset`] | [`H5Array`] |
//!
//! [`save`], [`load`] and [`update`] do the same with a file of its own, replaced whole or not at
//! all. Groups, datasets and plain [`hdf5`] handles mix freely: every `at` argument takes them.
//!
//! # Arrays larger than memory
//!
//! An [`H5Array`] is a dataset that stays in the file. numpy's functions of it build an [`Expr`],
//! which runs block by block when its result is read or written, within
//! [`Options::max_memory_usage`].
//!
//! ```
//! use ch5::{prelude::*, random};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = random::normal(10.0, 1.0, &[1000, 20]).write_to(&file, "x")?;
//!
//! let z = (&x - x.mean().axis(0)) / x.std().axis(0);       // nothing is read
//! let z = z.write_to(&file, "z")?;                         // a dataset
//! let outliers = z.absolute().gt(3.0).sum().item()?;       // a number
//! println!("{z}\n{outliers} outliers");                    // prints as numpy does
//!
//! z.view(h5s![..10, -1])?.assign(0.0)?;                    // z[:10, -1] = 0
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`guide::for_numpy`] shows numpy and ch5 side by side, [`guide::numpy_coverage`] lists every
//! function.
//!
//! # What lies in the file
//!
//! | Rust | HDF5 |
//! |---|---|
//! | integers, floats (`f16` too), complex numbers | scalar dataset of the same width; complex is a compound {r, i} |
//! | `bool` | h5py's boolean, an enum FALSE, TRUE |
//! | `String`, `char` | variable-length UTF-8 |
//! | `i128`, `u128` | decimal text |
//! | bytes | 1-D `u8`, marked |
//! | `()`, `None` | null dataspace; `Some(x)` is exactly `x` |
//! | struct, map with text keys | group, in order; integer, boolean and character keys are text |
//! | map with other keys | group {keys, values} |
//! | tuple, `[T; N]` | one number type: dataset; else a list group |
//! | enum without data | HDF5 enum (derive), text (serde) |
//! | enum with data | group; the attribute `__ch5_variant__` names the variant |
//! | a value in an attribute (`#[h5(attr)]`) | the attribute; what has no form of its own there is bincoded |
//! | `Vec` of numbers, of text | 1-D chunked dataset that can grow |
//! | `Vec<[T; N]>` | n x N dataset |
//! | `Vec<Vec<T>>` | group {values, offsets} |
//! | `Vec<Option<T>>` | group {values, mask} |
//! | `Vec` of records | a group with one dataset a field, readable as anndata's dataframe |
//! | `Vec` of values of several types | group {kind, index, values} |
//! | any other sequence | list group: members "0", "1", ..., as ch5mpy's H5List |
//! | ndarray | chunked dataset |
//! | [`Packed`] | a tree of scalars as columns {path, kind, index, ints, floats, text} |
//! | [`Bincode`] | opaque bytes with codec, version and a hash of the type's fields |
//!
//! # Features
//!
//! `bundled` (default) builds the HDF5 C library, `system` links the system's. `sprs` stores sparse
//! matrices as anndata's `csr_matrix` and `csc_matrix`; `chrono` and `time` store times of these
//! crates as 64-bit integers with the attribute `units`.
//!
//! # Limits and safety
//!
//! Reading never executes anything stored in a file, loads no plugin, and opens no other file
//! unless [`OpenOptions::reach`] allows its folder. What a file declares is checked against
//! [`Limits`] before memory is allocated. Every [`Error`] names the file, the path inside it,
//! what was expected and what was found. All handles are `Send` and `Sync`.
//!
//! The HDF5 C library below is not memory-safe on hostile bytes; see `SECURITY.md`.

pub use ch5_array::{
    AnyArray, ArrayBlocks, ArrayLike, AsGroup, Attr, Attrs, AxisIndex, Block, Buffer, ByteSize,
    Chunks, Compression, DType, Dataset, Deferred, Dyn, Element, ElementType, Ellipsis, EnumType,
    Error, ErrorKind, ErrorMode, Expr, Field, File, FromBuffer, Group, H5Array, H5Mode, IntoExpr,
    Item as ArrayItem, Limits, Mask, NewAxis, NewDataset, Object, OpenOptions, Options,
    OptionsGuard, Padding, Places, PrintOptions, ProgressGuard, Reach, RecordFormat, Records,
    Result, Scalar, Selection, Slice, TextType, Texts, TimeUnit, ToByteSize, Value, char, empty,
    full, h5s, on_progress, ones, ops, options, random, scalar, set_options, types, zeros,
};
#[doc(no_inline)]
pub use ch5_array::{hdf5, ndarray};
/// Implements [`H5Write`] and [`H5Read`] for a struct or enum.
///
/// Each field is stored by the first that fits its type: ch5's own traits, else serde's
/// `Serialize` and `Deserialize`, else a compile error that says what to do.
///
/// ```
/// use ch5::H5Store;
///
/// #[derive(H5Store)]
/// #[h5(rename_all = "camelCase", version = 2, migrate = from_version)]
/// struct Sample {
///     #[h5(alias = "label")]
///     name: String,
///     #[h5(attr)]
///     taken_by: String,
///     #[h5(default)]
///     note: Option<String>,
///     #[h5(chunks(1024), compression = "zstd:3", attrs(units = "mm"))]
///     trace: ndarray::Array1<f32>,
///     #[h5(skip)]
///     cache: Vec<u8>,
/// }
///
/// fn from_version(version: u32, old: &ch5::H5Dict) -> ch5::Result<Sample> {
///     Ok(Sample {
///         name: old.get("name")?,
///         taken_by: format!("unknown (version {version})"),
///         note: None,
///         trace: old.get("trace")?,
///         cache: Vec::new(),
///     })
/// }
/// ```
///
/// On a type: `rename_all`, `rename_all_fields`, `serde`, `version` and `migrate`,
/// `deny_unknown_fields`, `default`, `transparent`, `bound`, `crate`. On a variant: `rename`,
/// `alias`, `rename_all`. On a field: `rename`, `alias`, `default`, `skip`, `flatten`, `with`,
/// `serde`, `bincode`, `attr`, `attrs(...)`, and for datasets `chunks(...)`, `compression`
/// ("gzip", "gzip:0" to "gzip:9", "lzf", "zstd", "zstd:1" to "zstd:22", "none"), `shuffle`,
/// `fletcher32`, `maxshape(...)`, `fill`, and one of the layouts `list`, `table`, `compound`,
/// `dense`, `packed`.
pub use ch5_derive::H5Store;
#[doc(hidden)]
pub use ch5_serde::__private;
pub use ch5_serde::{
    Arena, Attributes, Bincode, Bytes, Deserializer, Entry, H5Dict, H5List, H5Read, H5Store,
    H5Write, Item, Lazy, Node, Packed, Policy, Registry, Serde, Serializer, Slot, load, load_serde,
    read_object, read_object_into, read_serde, save, save_serde, store_dataset, update,
    write_dataset, write_datasets, write_object, write_object_with, write_objects, write_serde,
    write_serde_with,
};

pub mod guide;

/// What most programs need, in one line: `use ch5::prelude::*;`.
pub mod prelude {
    #[doc(no_inline)]
    pub use ch5_array::prelude::*;

    pub use crate::{
        AnyArray, AsGroup, ElementType, Expr, File, H5Array, H5Dict, H5List, H5Mode, H5Read,
        H5Store, H5Write, read_object, read_serde, scalar, write_object, write_serde,
    };
}
