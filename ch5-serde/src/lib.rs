//! From Rust values to HDF5 groups: the serde layer and storing API of
//! [ch5](https://docs.rs/ch5).
//!
//! ```
//! use ch5_array::{File, H5Mode};
//! use ch5_serde::{H5Dict, H5List, read_serde, write_object};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("run.h5"), H5Mode::Truncate)?;
//! write_object(&file, "scores", &vec![0.5, 0.75])?; // a value
//! H5List::of(&file, "scores")?.push(&1.0)?; // the same, lazily, as a Vec
//! H5Dict::root(&file)?.insert("operator", "Ada")?; // the file as a map
//! let scores: Vec<f64> = read_serde(&file, "scores")?;
//! assert_eq!(scores, [0.5, 0.75, 1.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bincode;
mod column;
mod compound;
mod datasets;
mod de;
mod dict;
mod encoded;
mod foreign;
mod handles;
mod list;
mod objects;
mod opts;
mod packed;
mod read;
mod registry;
mod select;
mod ser;
mod show;
mod stack;
mod store;
mod tag;
mod transcode;
mod update;
mod whole;
mod write;

pub use datasets::{store_dataset, write_dataset, write_datasets};
pub use de::{Arena, Deserializer};
pub use dict::{Attributes, Entry, H5Dict, Item};
pub use list::H5List;
pub use objects::{
    Policy, read_object, read_object_into, read_serde, write_object, write_object_with,
    write_objects, write_serde, write_serde_with,
};
pub use opts::{AttrLit, FieldOpts, Fill, Layout};
pub use read::Node;
pub use registry::Registry;
pub use ser::{MapSerializer, SeqSerializer, Serializer, StructSerializer, TupleSerializer};
pub use store::{Bincode, Bytes, H5Read, H5Store, H5Write, Lazy, Packed, Serde};
pub use whole::{load, load_serde, save, save_serde, update};
pub use write::{Map, Record, Seq, Slot, Tuple};

/// What the code of `derive(H5Store)` calls. Not for others: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::dict::H5Dict;
    pub use crate::opts::{AttrLit, FieldOpts, Fill, Layout};
    pub use crate::read::{
        Node, RecordReader, Rest, Row, Rows as ReadRows, RowsColumn, TupleReader, VariantReader,
    };
    pub use crate::select::*;
    pub use crate::store::{H5Read, H5Write};
    pub use crate::write::{Record, Rows as WriteRows, Slot, Tuple};
    pub use ch5_array::{Error, Result};
    pub use serde::Serialize;
    pub use serde::de::DeserializeOwned;
    pub use std::vec::Vec;

    /// Names of fields.
    pub type Names = Vec<&'static str>;
}
