//! Stored values: objects of a file, attributes, and rows of columns, all read alike.

mod elements;
mod held;
mod loaded;
mod member;
mod node;
mod reader;
mod rest;
mod rows;
mod store;

pub(crate) use elements::Elements;
pub(crate) use held::Held;
pub(crate) use loaded::{Cell, ListView, Loaded, MapView, RecordView, View, value_view};
pub(crate) use member::Members;
pub use node::Node;
pub(crate) use node::{Content, Source, Visit, list_len};
pub use reader::{RecordReader, TupleReader, VariantReader};
pub use rest::Rest;
pub(crate) use rest::{Hidden, Without};
pub use rows::{Row, Rows, RowsColumn};
pub(crate) use store::{Opening, Store};
