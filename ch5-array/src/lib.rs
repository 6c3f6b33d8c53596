//! From bytes on disk to arrays: the storage layer of [ch5](https://docs.rs/ch5).
//!
//! [`File`], [`Group`], [`Dataset`] and [`Attrs`] are checked handles over the HDF5 C library:
//! they carry limits and a policy on what a file may reach outside itself, and every error names
//! the file and the path inside it.

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
