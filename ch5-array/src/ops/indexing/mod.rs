//! numpy's indexing: integers, slices, ellipsis, new axes, index arrays and masks, reading and
//! writing.
//!
//! What is read has the type of the array. Integers, slices, ellipses and new axes make views that
//! read only what is asked for. The places of index arrays and masks are held in memory, those of
//! a lazy [`mask()`] beyond the cap in a temporary file.

mod along;
mod choice;
mod mask;
mod put;
mod select;
mod view;

pub use along::take_along_axis;
pub use choice::{choose, compress, take_into};
pub use mask::mask;
pub use select::{Mode, slice, take};
pub use view::H5View;

use crate::array::{H5Array, Selection};
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr};

/// numpy's indexing as methods.
///
/// ```
/// use ch5_array::{h5s, ops::indexing::Indexing};
/// let x = ndarray::array![[1, 2, 3], [4, 5, 6]];
/// let y = (&x).slice(h5s![.., vec![2, 0, 2]]);
/// assert_eq!(y.read_as::<i32>()?, ndarray::array![[3, 1, 3], [6, 4, 6]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Indexing<'a>: ArrayLike<'a> {
    /// The part that a [`Selection`] names, as a lazy view; see [`slice()`].
    ///
    /// ```
    /// # use ch5_array::{h5s, ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!((&x).slice(h5s![.., 1..]).load()?.to_string(), "[[2 3]\n [5 6]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn slice(&self, selection: impl Into<Selection>) -> Expr<'a> {
        slice(self.expr(), selection)
    }

    /// The elements at places along an axis; without one, of the flattened array. See [`take`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![10, 20, 30];
    /// assert_eq!((&x).take(vec![2, 0], None).load()?.to_string(), "[30 10]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn take(&self, places: impl Into<crate::AxisIndex>, axis: Option<isize>) -> Expr<'a> {
        take(self.expr(), places, axis, Mode::Raise)
    }

    /// As [`Indexing::take`], with what becomes of places outside.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![10, 20, 30];
    /// assert_eq!((&x).take_with(vec![3, 9], None, Mode::Clip).load()?.to_string(), "[30 30]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn take_with(
        &self,
        places: impl Into<crate::AxisIndex>,
        axis: Option<isize>,
        mode: Mode,
    ) -> Expr<'a> {
        take(self.expr(), places, axis, mode)
    }

    /// For each place the element there along an axis; see [`take_along_axis`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![[3, 1], [4, 6]];
    /// let order = (&x).argsort();
    /// assert_eq!((&x).take_along_axis(order, Some(1)).load()?.to_string(), "[[1 3]\n [4 6]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn take_along_axis(&self, places: impl IntoExpr<'a>, axis: Option<isize>) -> Expr<'a> {
        take_along_axis(self.expr(), places, axis)
    }

    /// The parts along an axis where a condition is true; see [`compress`].
    ///
    /// # Errors
    ///
    /// As [`compress`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).compress(array![false, true], Some(0))?.load()?.to_string(), "[[3 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn compress<'c>(&self, condition: impl IntoExpr<'c>, axis: Option<isize>) -> Result<Expr<'a>> {
        compress(condition, self.expr(), axis)
    }

    /// The elements where a lazy mask is true; see [`mask`].
    ///
    /// # Errors
    ///
    /// As [`mask`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
    /// let x = array![1, 5, 3];
    /// assert_eq!((&x).mask((&x).gt(2))?.load()?.to_string(), "[5 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn mask(&self, truth: impl IntoExpr<'a>) -> Result<Expr<'a>> {
        mask(self.expr(), truth)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Indexing<'a> for X {}

impl<T> H5Array<T> {
    /// A part of the array that can be read, computed with, and written to.
    ///
    /// # Errors
    ///
    /// [`Shape`](crate::ErrorKind::Shape) for a selection that does not fit.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, h5s};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::Array2::<i64>::zeros((2, 3)))?;
    /// x.view(h5s![.., 1..])?.assign(7i64)?;
    /// x.view(h5s![vec![1, 0], vec![0, 2]])?.assign(&ndarray::array![1i64, 2])?;
    /// assert_eq!(x.read()?, ndarray::array![[0, 7, 2], [1, 7, 7]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn view(&self, selection: impl Into<Selection>) -> Result<H5View> {
        H5View::new(self.clone().into_dyn(), &selection.into())
    }
}
