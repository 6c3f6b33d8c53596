//! Places that values are put into: members of groups, attributes, cells of columns.

mod map;
mod record;
mod rows;
mod seq;
mod slot;
mod tuple;

pub use map::Map;
pub use record::Record;
pub use rows::Rows;
pub use seq::Seq;
pub(crate) use seq::list_group;
pub use slot::Slot;
pub(crate) use slot::{Probe, Target, put_attrs};
pub use tuple::Tuple;
