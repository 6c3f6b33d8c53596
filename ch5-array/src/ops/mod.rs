//! numpy's functions, in tables: one file a family, one row a function.
//!
//! Every elementwise function is here as a free function, and as a method of [`ArrayLike`]
//! arrays by the trait of its family. Types follow numpy 2: literals are weak, integers wrap,
//! small integers become `float16` or `float32` in functions of floats.
//!
//! They are computed block by block where the result is asked for, a chain of them in one pass and
//! without arrays in between: what they need besides the result is bounded by
//! [`max_memory_usage`](crate::Options::max_memory_usage).
//!
//! ```
//! use ch5_array::{ArrayLike, ElementType, ndarray::array, ops};
//! let x = array![1i8, 4];
//! assert_eq!(ops::add(&x, 1).element_type(), ElementType::I8);
//! assert_eq!(ops::sqrt(&x).element_type(), ElementType::F16);
//! assert_eq!(ops::divide(&x, 2).element_type(), ElementType::F64);
//! ```
//!
//! [`ArrayLike`]: crate::ArrayLike

mod arithmetic;
mod assign;
pub mod axes;
mod bits;
mod bitwise;
pub(crate) mod builder;
mod call;
mod choose;
mod close;
mod comparison;
mod complex;
pub mod creation;
mod cx;
pub mod differences;
mod exponential;
mod fast;
pub mod indexing;
mod inplace;
mod interp;
mod kernel;
pub mod linear;
mod logic;
pub mod manipulation;
mod parts;
pub(crate) mod pick;
pub mod reductions;
mod rounding;
mod rows;
pub mod scans;
pub mod searching;
pub mod sets;
pub mod sorting;
mod special;
pub mod statistics;
mod text;
mod times;
mod trigonometric;
mod ufunc;

pub use arithmetic::*;
pub use assign::Streaming;
pub use bits::{BitOrder, Bits, packbits, unpackbits};
pub use bitwise::*;
pub use call::{Call, ufunc};
pub use choose::{Clip, clip, piecewise, select, where_};
pub use close::{Tolerance, allclose, array_equal, array_equiv, isclose};
pub use comparison::*;
pub use complex::*;
pub use exponential::*;
pub use inplace::{Casting, Copyto, copyto};
pub use interp::*;
pub use logic::*;
pub use parts::*;
pub use rounding::*;
pub use special::*;
pub use trigonometric::*;
pub use ufunc::Ufunc;

use crate::error::{Error, ErrorKind, Result};
use crate::types::ElementType;

/// All rows of the tables of elementwise functions.
///
/// ```
/// # use ch5_array::{ops::*, prelude::*};
/// use ch5_array::ops::tables;
/// let names: Vec<_> = tables().map(|row| row.name()).collect();
/// assert!(names.contains(&"arctan2"));
/// ```
pub fn tables() -> impl Iterator<Item = &'static Ufunc> {
    [
        arithmetic::rows::ALL,
        bitwise::rows::ALL,
        comparison::rows::ALL,
        complex::rows::ALL,
        exponential::rows::ALL,
        logic::rows::ALL,
        parts::rows::ALL,
        rounding::rows::ALL,
        special::rows::ALL,
        trigonometric::rows::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// An axis counted from the end if negative.
pub(crate) fn axis_of(function: &str, axis: isize, rank: usize) -> Result<usize> {
    let at = if axis < 0 { axis + rank as isize } else { axis };
    usize::try_from(at).ok().filter(|&at| at < rank).ok_or_else(|| {
        Error::new(ErrorKind::Shape, function.to_owned())
            .expected(format!("an axis of an array of {rank} dimensions"))
            .found(format!("axis {axis}"))
    })
}

/// The type that two arrays have in common, literals taken as the types they have by themselves.
pub(crate) fn promoted(function: &str, a: ElementType, b: ElementType) -> Result<ElementType> {
    crate::types::promote(a, b).ok_or_else(|| {
        Error::new(ErrorKind::WrongType, function.to_owned())
            .expected("types with one in common")
            .found(format!("{a} and {b}"))
    })
}

/// Several axes, each named once.
pub(crate) fn axes_of(function: &str, axes: &[isize], rank: usize) -> Result<Vec<usize>> {
    let mut found = Vec::with_capacity(axes.len());
    for &axis in axes {
        let at = axis_of(function, axis, rank)?;
        if found.contains(&at) {
            return Err(Error::new(ErrorKind::Shape, function.to_owned())
                .expected("every axis once")
                .found(format!("{axes:?}")));
        }
        found.push(at);
    }
    Ok(found)
}
