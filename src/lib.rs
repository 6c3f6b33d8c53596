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
/// `Serialize` and `Deserialize`, else a compile error that says what to do. Tables of all
/// attributes follow below.
///
/// ```
/// use ch5::H5Store;
///
/// #[derive(H5Store)]
/// #[h5(rename_all = "camelCase")]
/// struct Sample {
///     name: String,
///     #[h5(attr)]
///     taken_by: String,
///     #[h5(chunks(1024), compression = "zstd:3", attrs(units = "mm"))]
///     trace: ndarray::Array1<f32>,
///     #[h5(skip)]
///     cache: Vec<u8>,
/// }
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("sample.h5");
/// let trace = ndarray::Array1::zeros(5000);
/// let sample =
///     Sample { name: "ice".into(), taken_by: "Ada".into(), trace, cache: vec![1, 2, 3] };
/// ch5::save(&path, &sample)?;
///
/// let dict = ch5::H5Dict::open(&path, ch5::H5Mode::Read)?;
/// assert_eq!(dict.keys()?, ["name", "trace"]);
/// assert_eq!(dict.attributes().get::<String>("takenBy")?, "Ada");
/// let back: Sample = ch5::load(&path)?;
/// assert_eq!((back.trace.len(), back.cache.len()), (5000, 0)); // what is skipped is its default
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Enums
///
/// Without data an enum is an HDF5 enum; with data each value is a group that names its variant.
/// A list of them is packed into columns.
///
/// ```
/// # use ch5::H5Store;
/// #[derive(H5Store, Debug, PartialEq)]
/// enum Color { Red, Green }
///
/// #[derive(H5Store, Debug, PartialEq)]
/// enum Shape {
///     Point,
///     Circle(f64),
///     #[h5(alias = "Rect")]
///     Box { width: f64, height: f64, color: Color },
/// }
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("shapes.h5");
/// let shapes = [Shape::Point, Shape::Circle(0.5)];
/// let boxed = Shape::Box { width: 2.0, height: 1.0, color: Color::Green };
/// ch5::save(&path, &(boxed, shapes))?;
/// let (boxed, shapes): (Shape, Vec<Shape>) = ch5::load(&path)?;
/// assert_eq!(shapes[1], Shape::Circle(0.5));
/// assert!(matches!(boxed, Shape::Box { color: Color::Green, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Types that change
///
/// A field that a file does not have is an error, unless it has a `default` or is an `Option`; an
/// `alias` is a name of old. What more there is to be done is done by `migrate`, for each version
/// of the type but the present one.
///
/// ```
/// # use ch5::{H5Dict, H5Mode, H5Store};
/// #[derive(H5Store)]
/// #[h5(version = 2, migrate = from_version)]
/// struct Camera {
///     #[h5(alias = "label")]
///     name: String,
///     #[h5(default = default_gain)]
///     gain: f64,
///     exposure_seconds: f64,
/// }
///
/// fn default_gain() -> f64 { 1.0 }
///
/// fn from_version(version: u32, old: &H5Dict) -> ch5::Result<Camera> {
///     assert!(version < 2);
///     let millis: f64 = old.get("exposure")?;
///     Ok(Camera { name: old.get("label")?, gain: 1.0, exposure_seconds: millis / 1000.0 })
/// }
///
/// # let dir = tempfile::tempdir()?;
/// let mut file = H5Dict::open(dir.path().join("old.h5"), H5Mode::Truncate)?;
/// file.insert_at("camera/label", "left")?;
/// file.insert_at("camera/exposure", &20.0)?;
/// let camera: Camera = file.get("camera")?;
/// assert_eq!((camera.name.as_str(), camera.exposure_seconds), ("left", 0.02));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Layouts and codecs
///
/// ```
/// # use ch5::{H5Dict, H5Mode, H5Store};
/// # use std::collections::BTreeMap;
/// #[derive(H5Store, Clone)]
/// struct Point { x: f64, y: f64 }
///
/// #[derive(H5Store)]
/// struct Layouts {
///     columns: Vec<Point>,                       // a group with a dataset for each field
///     #[h5(compound)]
///     compound: Vec<Point>,                      // one dataset of compound elements
///     #[h5(list)]
///     list: Vec<Point>,                          // a group with a member for each element
///     #[h5(dense)]
///     matrix: Vec<Vec<f64>>,                     // one dataset of two dimensions
///     #[h5(packed)]
///     config: BTreeMap<String, f64>,             // columns of paths and values
///     #[h5(bincode)]
///     state: Vec<(u8, char)>,                    // opaque bytes
///     #[h5(flatten)]
///     extra: BTreeMap<String, String>,           // members beside the others
///     #[h5(with = minutes)]
///     duration: f64,                             // as two functions have it
/// }
///
/// mod minutes {
///     use ch5::{Node, Result, Slot};
///     pub fn write(seconds: &f64, slot: Slot<'_>) -> Result<()> { slot.number(seconds / 60.0) }
///     pub fn read(node: Node<'_>) -> Result<f64> { Ok(node.serde::<f64>()? * 60.0) }
/// }
///
/// # let dir = tempfile::tempdir()?;
/// let points = vec![Point { x: 0.0, y: 1.0 }; 3];
/// let value = Layouts {
///     columns: points.clone(),
///     compound: points.clone(),
///     list: points,
///     matrix: vec![vec![1.0, 2.0]; 3],
///     config: BTreeMap::from([("gain".into(), 1.5)]),
///     state: vec![(7, 'a')],
///     extra: BTreeMap::from([("note".into(), "cold".into())]),
///     duration: 90.0,
/// };
/// let mut file = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// file.insert("value", &value)?;
/// assert_eq!(file.get::<Vec<f64>>("value/columns/y")?, [1.0; 3]);
/// assert_eq!(file.group().dataset("value/matrix")?.shape(), [3, 2]);
/// assert_eq!(file.get::<f64>("value/list/2/y")?, 1.0);
/// assert_eq!(file.get::<String>("value/note")?, "cold");
/// assert_eq!(file.get::<f64>("value/duration")?, 1.5);
/// assert_eq!(file.get::<Layouts>("value")?.duration, 90.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub use ch5_derive::H5Store;
#[doc(hidden)]
pub use ch5_serde::__private;
pub use ch5_serde::{
    Arena, AttrLit, Attributes, Bincode, Bytes, Deserializer, Entry, FieldOpts, Fill, H5Dict,
    H5List, H5Read, H5Store, H5Write, Item, Layout, Lazy, Node, Packed, Policy, Registry, Serde,
    Serializer, Slot, load, load_serde, read_object, read_object_into, read_serde, save,
    save_serde, store_dataset, update, write_dataset, write_datasets, write_object,
    write_object_with, write_objects, write_serde, write_serde_with,
};

pub mod guide;

/// What most programs need, in one line.
///
/// ```
/// use ch5::prelude::*;
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "x", &vec![1.0, 2.0, 6.0])?;
/// let x: H5Array<f64> = read_object(&file, "x")?;
/// assert_eq!(x.mean().item_as::<f64>()?, 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub mod prelude {
    #[doc(no_inline)]
    pub use ch5_array::prelude::*;

    pub use crate::{
        AnyArray, AsGroup, ElementType, Expr, File, H5Array, H5Dict, H5List, H5Mode, H5Read,
        H5Store, H5Write, read_object, read_serde, scalar, write_object, write_serde,
    };
}
