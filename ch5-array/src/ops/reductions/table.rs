//! The reductions by name, each with an example: a new row cannot come without one.

use super::{Reduction, rows};
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::node::Kept;
use crate::ops::axes::Axes;

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident => $row:ident, $x:literal => $printed:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::reductions};
            #[doc = concat!("let x = ", $x, ";")]
            #[doc = concat!("let y = reductions::", stringify!($name), "(&x);")]
            #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn $name<'a>(x: impl IntoExpr<'a>) -> Reduction<'a> {
                Reduction::new(&rows::$row, x.into_expr())
            }
        )*

        /// Reductions as methods of arrays and expressions.
        ///
        /// ```
        /// # use ch5_array::{ndarray::array, prelude::*};
        /// let x = array![[1, 2], [3, 4]];
        /// assert_eq!((&x).sum().item_as::<i64>()?, 10);
        /// assert_eq!((&x).mean().axis(0).load()?.to_string(), "[2. 3.]");
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        pub trait Reductions<'a>: ArrayLike<'a> {
            $(
                $(#[$doc])*
                ///
                /// ```
                /// # use ch5_array::{ndarray::array, prelude::*};
                #[doc = concat!("let x = ", $x, ";")]
                #[doc = concat!("let y = (&x).", stringify!($name), "();")]
                #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
                /// # Ok::<(), ch5_array::Error>(())
                /// ```
                fn $name(&self) -> Reduction<'a> {
                    Reduction::new(&rows::$row, self.expr())
                }
            )*

            /// The smallest and the largest, in one pass over the elements.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, prelude::*};
            /// let x = array![[3, 9], [4, 1]];
            /// let (low, high) = (&x).minmax();
            /// assert_eq!((low.item_as::<i32>()?, high.item_as::<i32>()?), (1, 9));
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            fn minmax(&self) -> (Expr<'a>, Expr<'a>) {
                minmax(&self.expr(), None)
            }

            /// The smallest and the largest along axes, in one pass over the elements.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, prelude::*};
            /// let x = array![[3, 9], [4, 1]];
            /// let (low, high) = (&x).minmax_axis(0);
            /// assert_eq!(low.load()?.to_string(), "[3 1]");
            /// assert_eq!(high.load()?.to_string(), "[4 9]");
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            fn minmax_axis(&self, axes: impl Into<Axes>) -> (Expr<'a>, Expr<'a>) {
                minmax(&self.expr(), Some(axes.into()))
            }

            /// Count, mean, deviation, extremes and sum of all elements, in one pass.
            ///
            /// # Errors
            ///
            /// As [`Expr::load`], and [`WrongType`](crate::ErrorKind::WrongType) for elements that
            /// are no real numbers.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, prelude::*};
            /// let found = (&array![1.0, 2.0, 6.0]).describe()?;
            /// assert_eq!((found.count, found.mean, found.sum), (3, 3.0, 9.0));
            /// assert_eq!((found.min, found.max), (1.0, 6.0));
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            fn describe(&self) -> Result<Description> {
                rows::describe(&self.expr())
            }
        }

        impl<'a, X: ArrayLike<'a> + ?Sized> Reductions<'a> for X {}
    };
}

table! {
    /// The sum. Integers and booleans are summed as 64-bit integers, floats with compensation.
    sum => SUM,
        "array![[1, 2], [3, 4]]" => "10";
    /// The product. Integers and booleans are multiplied as 64-bit integers.
    #[doc(alias = "product")]
    prod => PROD,
        "array![[1, 2], [3, 4]]" => "24";
    /// The sum, with NaN as zero.
    nansum => NANSUM,
        "array![1.0, f64::NAN, 2.5]" => "3.5";
    /// The product, with NaN as one.
    nanprod => NANPROD,
        "array![2.0, f64::NAN, 2.5]" => "5.0";
    /// Whether all elements are true: not zero, not empty.
    #[doc(alias = "alltrue")]
    all => ALL,
        "array![1, 0, 2]" => "False";
    /// Whether any element is true: not zero, not empty.
    #[doc(alias = "sometrue")]
    any => ANY,
        "array![1, 0, 2]" => "True";
    /// How many elements are true: not zero, not empty.
    count_nonzero => COUNT_NONZERO,
        "array![1, 0, 2]" => "2";
    /// The largest; NaN if there is one. Fails for no elements without an initial value.
    #[doc(alias = "amax")]
    max => MAX,
        "array![3, 9, 4]" => "9";
    /// The smallest; NaN if there is one. Fails for no elements without an initial value.
    #[doc(alias = "amin")]
    min => MIN,
        "array![3.0, f64::NAN, 4.0]" => "nan";
    /// The largest that is not NaN.
    nanmax => NANMAX,
        "array![3.0, f64::NAN, 4.0]" => "4.0";
    /// The smallest that is not NaN.
    nanmin => NANMIN,
        "array![3.0, f64::NAN, 4.0]" => "3.0";
    /// The largest less the smallest.
    ptp => PTP,
        "array![3, 9, 4]" => "6";
    /// The place of the first largest element, or of the first NaN. Without an axis it counts in
    /// row-major order.
    argmax => ARGMAX,
        "array![[3, 9], [9, 4]]" => "1";
    /// The place of the first smallest element, or of the first NaN.
    argmin => ARGMIN,
        "array![[3, 9], [9, 1]]" => "3";
    /// The place of the first largest element that is not NaN; fails if all are.
    nanargmax => NANARGMAX,
        "array![3.0, f64::NAN, 4.0]" => "2";
    /// The place of the first smallest element that is not NaN; fails if all are.
    nanargmin => NANARGMIN,
        "array![f64::NAN, 3.0, 4.0]" => "1";
    /// The mean: of integers and booleans as `float64`.
    mean => MEAN,
        "array![1, 2, 4, 5]" => "3.0";
    /// The mean of what is not NaN.
    nanmean => NANMEAN,
        "array![1.0, f64::NAN, 2.0]" => "1.5";
    /// The standard deviation: of integers and booleans as `float64`.
    std => STD,
        "array![2, 4, 4, 6, 4, 4, 8, 8]" => "2.0";
    /// The standard deviation of what is not NaN.
    nanstd => NANSTD,
        "array![1.0, f64::NAN, 3.0]" => "1.0";
    /// The variance: of integers and booleans as `float64`.
    var => VAR,
        "array![1, 2, 3, 4]" => "1.25";
    /// The variance of what is not NaN.
    nanvar => NANVAR,
        "array![1.0, f64::NAN, 5.0]" => "4.0";
}

/// What [`Reductions::describe`] finds.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
/// let found = (&array![1, 2, 3, 6]).describe()?;
/// assert_eq!((found.count, found.sum, found.mean), (4, 12.0, 3.0));
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Description {
    /// The number of elements.
    pub count: u64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation, divided by the number of elements.
    pub std: f64,
    /// The smallest element.
    pub min: f64,
    /// The largest element.
    pub max: f64,
    /// The sum.
    pub sum: f64,
}

fn minmax<'a>(input: &Expr<'a>, axes: Option<Axes>) -> (Expr<'a>, Expr<'a>) {
    let made = || -> Result<Expr<'a>> {
        let mut reduction = Reduction::new(&rows::PTP, input.clone());
        reduction.axes = axes;
        let mut job = reduction.job()?;
        job.result = job.input.element_type();
        let shape = job.shape();
        job.check_empty(&shape)?;
        let mut both = vec![2];
        both.extend(&shape);
        let (result, inputs) = (job.result, vec![job.input.clone()]);
        Ok(Expr::new(Kept::new("minmax", both, result, inputs, move |output, context| {
            rows::minmax(&job, output, context)
        })))
    };
    match made() {
        Ok(both) => (part(&both, 0), part(&both, 1)),
        Err(error) => (Expr::failed(error.again()), Expr::failed(error)),
    }
}

/// One of what lies along the first axis.
fn part<'a>(all: &Expr<'a>, at: usize) -> Expr<'a> {
    use crate::node::{Axis, Cut, Span};
    Expr::from_result(all.node().map(|node| {
        let mut spans: Vec<Span> = node.shape().iter().map(|&n| Span::new(0, n)).collect();
        spans[0] = Span::new(at, 1);
        let axes = (1..spans.len()).map(Axis::Of).collect();
        Expr::new(Cut::new(node.clone(), spans, axes))
    }))
}
