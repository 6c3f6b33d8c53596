//! Comparisons of numbers, texts, bytes and times.

use super::cx;
use super::kernel::kernel;
use super::rows::rows;
use super::times::NAT;
use crate::expr::{ArrayLike, Expr, IntoExpr};

rows! {
    /// Comparisons as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).less_equal(2).load()?.to_string(), "[ True  True False]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Comparison;

    /// True where the first is larger. NaN compares false; integers of any two types compare
    /// exactly, texts by their code points, complex numbers by the real and then the imaginary
    /// parts.
    greater(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| x & !y, Int |x, y| x > y, Float |x, y| x > y, Complex |x, y| cx::less(y, x),
        Text |x, y| x > y, Stamp |x, y| x > y && y != NAT, Mixed |x, y| x > y),
        "array![1.0, 2.0, f64::NAN]", "1.0" => "[False  True False]";
    /// True where the first is larger or both are equal.
    greater_equal(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| x | !y, Int |x, y| x >= y, Float |x, y| x >= y,
        Complex |x, y| cx::less_equal(y, x),
        Text |x, y| x >= y, Stamp |x, y| x >= y && y != NAT, Mixed |x, y| x >= y),
        "array![1, 2, 3]", "2" => "[False  True  True]";
    /// True where the first is smaller.
    less(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| y & !x, Int |x, y| x < y, Float |x, y| x < y, Complex |x, y| cx::less(x, y),
        Text |x, y| x < y, Stamp |x, y| x < y && x != NAT, Mixed |x, y| x < y),
        "array![1, 2, 3]", "array![3, 2, 1]" => "[ True False False]";
    /// True where the first is smaller or both are equal.
    less_equal(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| y | !x, Int |x, y| x <= y, Float |x, y| x <= y,
        Complex |x, y| cx::less_equal(x, y),
        Text |x, y| x <= y, Stamp |x, y| x <= y && x != NAT, Mixed |x, y| x <= y),
        "array![1, 2, 3]", "2" => "[ True  True False]";
    /// True where both are equal; NaN and NaT equal nothing.
    equal(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| x == y, Int |x, y| x == y, Float |x, y| x == y, Complex |x, y| x == y,
        Text |x, y| x == y, Stamp |x, y| x == y && x != NAT, Mixed |x, y| x == y),
        "array![1.0, f64::NAN]", "array![1.0, f64::NAN]" => "[ True False]";
    /// True where they differ; NaN and NaT differ from everything.
    not_equal(x, y): "" Compare -> Out::Is(Ty::Bool), kernel!(
        Bool |x, y| x != y, Int |x, y| x != y, Float |x, y| x != y, Complex |x, y| x != y,
        Text |x, y| x != y, Stamp |x, y| x != y || x == NAT, Mixed |x, y| x != y),
        "array![1.0, f64::NAN]", "array![1.0, f64::NAN]" => "[False  True]";
}

/// Comparisons by the short names of Rust's traits.
///
/// ```
/// use ch5_array::ops::Compare;
/// let x = ndarray::array![1.0, 2.0, 3.0];
/// assert_eq!((&x).ge(2.0).read_as::<bool>()?, ndarray::array![false, true, true].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Compare<'a>: ArrayLike<'a> {
    /// [`less`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).lt(2).load()?.to_string(), "[ True False False]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn lt(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        less(self.expr(), other)
    }

    /// [`less_equal`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).le(2).load()?.to_string(), "[ True  True False]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn le(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        less_equal(self.expr(), other)
    }

    /// [`greater`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).gt(2).load()?.to_string(), "[False False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn gt(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        greater(self.expr(), other)
    }

    /// [`greater_equal`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).ge(2).load()?.to_string(), "[False  True  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn ge(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        greater_equal(self.expr(), other)
    }

    /// [`equal`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!(Compare::eq(&&x, 2).load()?.to_string(), "[False  True False]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn eq(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        equal(self.expr(), other)
    }

    /// [`not_equal`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!(Compare::ne(&&x, 2).load()?.to_string(), "[ True False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn ne(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        not_equal(self.expr(), other)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Compare<'a> for X {}
