//! Places that values are put into: members of groups, attributes, cells of columns.

mod map;
mod record;
mod seq;
mod slot;
mod tuple;

pub use map::Map;
pub use record::Record;
pub use seq::Seq;
pub use slot::Slot;
pub use tuple::Tuple;
pub(crate) use seq::list_group;
pub(crate) use slot::{Probe, Target, put_attrs};
