//! The traits that give arrays numpy's functions as methods: `use ch5_array::prelude::*`.

pub use crate::array::{Ellipsis, NewAxis};
pub use crate::expr::{ArrayLike, IntoExpr};
pub use crate::h5s;
pub use crate::ops::differences::Differences;
pub use crate::ops::indexing::Indexing;
pub use crate::ops::linear::Linear;
pub use crate::ops::manipulation::Manipulation;
pub use crate::ops::reductions::Reductions;
pub use crate::ops::scans::Scans;
pub use crate::ops::searching::Searching;
pub use crate::ops::sets::Sets;
pub use crate::ops::sorting::Sorting;
pub use crate::ops::statistics::Statistics;
pub use crate::ops::{
    Arithmetic, Around, Bitwise, Clip as Clipping, Compare, Comparison, Complexes, Exponential,
    Logic, Parts, Rounding, Special, Trigonometric,
};
