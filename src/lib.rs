//! Rust values in HDF5 files, and lazy views of them.

#[doc(no_inline)]
pub use ch5_array::{hdf5, ndarray};
pub use ch5_array::{
    AsGroup, Attr, Attrs, AxisIndex, Block, Chunks, Compression, DType, Dataset, Deferred, Dyn,
    Element, EnumType, Error, ErrorKind, Field, File, Group, H5Array, H5Mode, Limits, NewDataset,
    Object, OpenOptions, Padding, Reach, Result, Selection, Slice, TextType, Texts, Value, empty,
    full, h5s, ones, zeros,
};
pub use ch5_derive::H5Store;
#[doc(hidden)]
pub use ch5_serde::__private;
pub use ch5_serde::{
    Arena, Bincode, Bytes, Deserializer, H5Dict, H5Read, H5Store, H5Write, Lazy, Node, Packed,
    Policy, Registry, Serde, Serializer, Slot, load, load_serde, read_object, read_serde, save,
    save_serde, store_dataset, update, write_dataset, write_datasets, write_object,
    write_object_with, write_objects, write_serde, write_serde_with,
};
