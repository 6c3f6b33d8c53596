//! From bytes on disk to arrays: the storage layer of [ch5](https://docs.rs/ch5), and numpy's
//! functions over what is stored.
//!
//! [`File`], [`Group`], [`Dataset`] and [`Attrs`] are checked handles over the HDF5 C library:
//! they carry limits and a policy on what a file may reach outside itself, and every error names
//! the file and the path inside it.
//!
//! # Arrays
//!
//! An [`H5Array`] is a dataset that is read, written and computed with like an array. Functions
//! of it, and of ndarrays and numbers next to it, build an [`Expr`]: a plan that reads nothing.
//! The plan runs when its result is asked for, in memory ([`Expr::read_as`], [`Expr::item`]), in a
//! new dataset ([`Expr::write_to`]), in one that is there ([`H5Array::assign`]) or block by block
//! ([`Expr::blocks`]).
//!
//! ```
//! use ch5_array::{File, H5Array, H5Mode, Options, prelude::*};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 6.0]])?;
//!
//! let _scope = Options::new().max_memory_usage("64M")?.scoped();
//! let centred = &x - x.mean().axis(0);                     // nothing is read
//! let y = centred.write_to(&file, "centred")?;             // two passes over the data
//! assert_eq!(y.to_string(), "[[-1. -2.]\n [ 1.  2.]]");
//! assert_eq!(y.absolute().max().item_as::<f64>()?, 2.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - What an operation needs besides its result is bounded by [`Options::max_memory_usage`];
//!   sorts and gathers that need more go through temporary files.
//! - Element types are numpy's ([`ElementType`]), and so is what becomes of two of them.
//! - Errors made while an expression is built, as shapes that do not broadcast, are kept in it and
//!   returned where it runs; [`Expr::check`] looks for one.
//! - [`Expr::explain`] shows a plan, [`on_progress`] how far it got.
//! - Functions are in [`ops`], [`mod@char`] and [`random`]; [`prelude`] has the traits that make
//!   them methods.

mod array;
pub mod buffer;
pub mod commit;
mod element;
mod engine;
mod error;
mod expr;
mod handle;
mod kind;
mod node;
pub mod ops;
mod options;
mod pipeline;
pub mod prelude;
mod print;
pub mod random;
mod records;
mod storage;
mod text;
pub mod types;

pub use array::{
    AxisIndex, Deferred, Dyn, Element, Ellipsis, H5Array, Mask, NewAxis, Places, Selection, Slice,
    empty, full, ones, read_array, read_range, read_vec, write_array, write_range, zeros,
};
pub use buffer::{Buffer, Item};
pub use element::{Number, as_bytes, as_bytes_mut};
pub use engine::{ProgressGuard, on_progress};
pub use error::{Error, ErrorKind, Result};
pub use expr::{AnyArray, ArrayBlocks, ArrayLike, Expr, FromBuffer, IntoExpr, scalar};
pub use handle::{deserialize_place, serialize_place};
pub use kind::ArrayKind;
pub use options::{ByteSize, ErrorMode, Options, OptionsGuard, ToByteSize, options, set_options};
pub use print::PrintOptions;
pub use records::{RecordFormat, Records};
pub use storage::{
    AsGroup, Attr, Attrs, Block, Chunks, Compression, DType, Dataset, Entry, EnumType, Field, File,
    Group, H5Mode, Identity, Limits, NewDataset, Object, OpenOptions, Padding, Reach, TextType,
    Texts, Value, guess_chunk, locked, name,
};
pub use text::char;
pub use types::{ElementType, Scalar, TimeUnit};
pub use {hdf5, ndarray};
