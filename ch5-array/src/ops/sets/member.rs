//! Which elements of an array are in another.

use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::Answer;
use crate::ops::builder::builder;
use crate::ops::manipulation::ravel;
use crate::ops::searching::search;
use crate::ops::sorting::sort;

/// Whether elements are in another array, and the options; made by [`isin`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// assert_eq!(isin(array![1, 2], array![2, 3]).invert(true).load()?.to_string(), "[ True False]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct IsIn<'a> {
    name: &'static str,
    input: Expr<'a>,
    test: Expr<'a>,
    invert: bool,
}

builder! {
    IsIn of input, test, "sets::isin(array![1, 2], array![2])", "bool" => "[false, true]"
}

/// For each element, whether an equal one is in `test`; NaN is in nothing.
///
/// # Errors
///
/// At the sink: [`WrongType`](crate::ErrorKind::WrongType) for types that have none in common.
///
/// ```
/// use ch5_array::ops::sets::isin;
/// let (x, test) = (ndarray::array![[1i64, 2], [3, 4]], ndarray::array![4i64, 1]);
/// let others = isin(&x, &test).invert(true).read_as::<bool>()?;
/// assert_eq!(others, ndarray::array![[false, true], [true, false]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn isin<'a>(x: impl IntoExpr<'a>, test: impl IntoExpr<'a>) -> IsIn<'a> {
    IsIn { name: "isin", input: x.into_expr(), test: test.into_expr(), invert: false }
}

/// As [`isin`], in one dimension.
///
/// # Errors
///
/// As there.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::in1d;
/// let y = in1d(array![[1, 2], [3, 4]], array![4, 1]);
/// assert_eq!(y.load()?.to_string(), "[ True False False  True]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn in1d<'a>(x: impl IntoExpr<'a>, test: impl IntoExpr<'a>) -> IsIn<'a> {
    IsIn { name: "in1d", ..isin(ravel(x), test) }
}

impl<'a> IsIn<'a> {
    /// Asks which elements are not in the other array.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let y = isin(array![1, 2, 3], array![2]).invert(true);
    /// assert_eq!(y.load()?.to_string(), "[ True False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn invert(mut self, invert: bool) -> Self {
        self.invert = invert;
        self
    }

    /// Says that no element is twice in either array, as numpy's argument. It changes nothing
    /// here: the other array is sorted either way.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let y = isin(array![1, 2, 3], array![2]).assume_unique(true);
    /// assert_eq!(y.load()?.to_string(), "[False  True False]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn assume_unique(self, _: bool) -> Self {
        self
    }

    fn build(&self) -> Expr<'a> {
        let found = Expr::from_result(self.found());
        if self.invert { crate::ops::logical_not(found) } else { found }
    }

    fn found(&self) -> Result<Expr<'a>> {
        // Sorted as what both are compared as.
        let test = ravel(self.test.clone()).node()?.clone();
        let own = self.input.node()?.element_type();
        let ty = crate::ops::promoted(self.name, own, test.element_type())?;
        let table = sort(Expr::of(cast_node(test, ty)?)).expr();
        search(self.name, table.node()?.clone(), None, &self.input, Answer::Found)
    }
}
