//! Sets: the different elements of an array, and which are in another.
//!
//! Arrays larger than memory are sorted in runs first, see [`sorting`](super::sorting). How many
//! elements a result has is known when all is read, so what returns a `Result` reads at the call;
//! its elements are kept in a temporary file if they are many.
//!
//! ```
//! use ch5_array::ops::sets::{Sets, intersect1d, unique};
//! let x = ndarray::array![3i64, 1, 3, 2, 1];
//! let different = unique(&x).index().counts().run()?;
//! assert_eq!(different.values.read_as::<i64>()?, ndarray::array![1, 2, 3].into_dyn());
//! let counts = different.counts.map(|c| c.read_as::<i64>()).transpose()?;
//! assert_eq!(counts, Some(ndarray::array![2, 1, 2].into_dyn()));
//! let other = ndarray::array![2i64, 3, 4];
//! let both = intersect1d(&x, &other)?;
//! assert_eq!(both.read_as::<i64>()?, ndarray::array![2, 3].into_dyn());
//! let some = ndarray::array![1i64, 3];
//! let odd = (&x).isin(&some);
//! assert_eq!(odd.load()?.data(), &ch5_array::Buffer::Bool(vec![true, true, true, false, true]));
//! # Ok::<(), ch5_array::Error>(())
//! ```

mod bits;
mod groups;
mod member;
mod unique;

pub use member::{IsIn, in1d, isin};
pub use unique::{Different, Unique, unique};

use super::indexing::mask;
use super::manipulation::{concatenate, ravel};
use super::sorting::sort;
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};

/// What both arrays have, in order.
///
/// # Errors
///
/// [`WrongType`](crate::ErrorKind::WrongType) for types that have none in common; errors of
/// reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::intersect1d;
/// assert_eq!(intersect1d(array![1, 3, 4, 3], array![3, 1, 2, 1])?.load()?.to_string(), "[1 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn intersect1d<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let (x, y) = together("intersect1d", x, y)?;
    let (x, y) = (unique(x).values()?, unique(y).values()?);
    mask(x.clone(), isin(x, y))
}

/// What both arrays have, in order, with the places where each has it first.
///
/// # Errors
///
/// As [`intersect1d`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::intersect1d_indices;
/// let (both, in_x, in_y) = intersect1d_indices(array![1, 3, 4], array![3, 1, 2])?;
/// assert_eq!(both.load()?.to_string(), "[1 3]");
/// assert_eq!(in_x.load()?.to_string(), "[0 1]");
/// assert_eq!(in_y.load()?.to_string(), "[1 0]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn intersect1d_indices<'a>(
    x: impl IntoExpr<'a>,
    y: impl IntoExpr<'a>,
) -> Result<(Expr<'a>, Expr<'a>, Expr<'a>)> {
    let (x, y) = together("intersect1d", x, y)?;
    let (x, y) = (unique(x).index().run()?, unique(y).index().run()?);
    let (in_y, in_x) =
        (isin(x.values.clone(), y.values.clone()).expr(), isin(y.values, x.values.clone()).expr());
    let places = |index: Option<Expr<'a>>, truth: Expr<'a>| {
        mask(index.unwrap_or_else(|| truth.clone()), truth)
    };
    Ok((mask(x.values, in_y.clone())?, places(x.index, in_y)?, places(y.index, in_x)?))
}

/// What at least one of two arrays has, in order.
///
/// # Errors
///
/// As [`intersect1d`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::union1d;
/// let y = union1d(array![-1, 0, 1], array![-2, 0, 2])?;
/// assert_eq!(y.load()?.to_string(), "[-2 -1  0  1  2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn union1d<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    unique(concatenate(&[ravel(x), ravel(y)], 0)).values()
}

/// What the first array has and the second has not, in order.
///
/// # Errors
///
/// As [`intersect1d`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::setdiff1d;
/// assert_eq!(setdiff1d(array![1, 2, 3, 2], array![3, 4])?.load()?.to_string(), "[1 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn setdiff1d<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let x = unique(x).values()?;
    mask(x.clone(), isin(x, y).invert(true))
}

/// What one of two arrays has and the other has not, in order.
///
/// # Errors
///
/// As [`intersect1d`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::setxor1d;
/// assert_eq!(setxor1d(array![1, 2, 3], array![2, 3, 5])?.load()?.to_string(), "[1 5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn setxor1d<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let (x, y) = together("setxor1d", x, y)?;
    let (x, y) = (unique(x).values()?, unique(y).values()?);
    let only =
        |a: &Expr<'a>, b: &Expr<'a>| mask(a.clone(), isin(a.clone(), b.clone()).invert(true));
    Ok(sort(concatenate(&[only(&x, &y)?, only(&y, &x)?], 0)).expr())
}

/// Two arrays as the type that they have in common.
fn together<'a>(
    name: &str,
    x: impl IntoExpr<'a>,
    y: impl IntoExpr<'a>,
) -> Result<(Expr<'a>, Expr<'a>)> {
    let (x, y) = (x.into_expr(), y.into_expr());
    let (x, y) = (x.node()?.clone(), y.node()?.clone());
    let ty = super::promoted(name, x.element_type(), y.element_type())?;
    Ok((Expr::of(cast_node(x, ty)?), Expr::of(cast_node(y, ty)?)))
}

/// Sets as methods.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// let x = array![3, 1, 3, 2];
/// assert_eq!((&x).unique().values()?.load()?.to_string(), "[1 2 3]");
/// assert_eq!((&x).isin(array![3]).load()?.to_string(), "[ True False  True False]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Sets<'a>: ArrayLike<'a> {
    /// See [`unique`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let x = array![3, 1, 3];
    /// assert_eq!((&x).unique().values()?.load()?.to_string(), "[1 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn unique(&self) -> Unique<'a> {
        unique(self.expr())
    }

    /// See [`isin`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let x = array![3, 1, 3];
    /// assert_eq!((&x).isin(array![3]).load()?.to_string(), "[ True False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn isin(&self, test: impl IntoExpr<'a>) -> IsIn<'a> {
        isin(self.expr(), test)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Sets<'a> for X {}
