//! Functions that take the elements of some axes to one: sums, extremes, places, means. Several of
//! one array, along the same axes or others, are computed in one pass by [`together`].
//!
//! ```
//! use ch5_array::ops::reductions::Reductions;
//! use ch5_array::{ArrayLike, File, H5Array, H5Mode};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 6.0]])?;
//! assert_eq!(x.sum().item_as::<f64>()?, 12.0);
//! assert_eq!(x.mean().axis(0).read_as::<f64>()?, ndarray::array![2.0, 4.0].into_dyn());
//! assert_eq!(x.argmax().axis(-1).keepdims(true).read_as::<i64>()?.shape(), [2, 1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod given;
mod job;
mod rows;
mod together;

use std::sync::Arc;

use super::axes::Axes;
use super::builder::builder;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Broadcast, Kept, NodeRef};
use crate::types::{ElementType as Ty, Scalar};
use job::Job;
use rows::Row;
pub(crate) use rows::products;
pub use together::together;

/// A reduction and its options; numpy's keyword arguments are methods.
///
/// Without an axis all of them are reduced.
#[derive(Clone)]
pub struct Reduction<'a> {
    row: &'static Row,
    input: Expr<'a>,
    axes: Option<Axes>,
    keepdims: bool,
    mask: Option<Expr<'a>>,
    initial: Option<Expr<'a>>,
    dtype: Option<Ty>,
    ddof: f64,
    mean: Option<Expr<'a>>,
}

builder!(Reduction of input);

impl<'a> Reduction<'a> {
    fn new(row: &'static Row, input: Expr<'a>) -> Self {
        Self {
            row,
            input,
            axes: None,
            keepdims: false,
            mask: None,
            initial: None,
            dtype: None,
            ddof: 0.0,
            mean: None,
        }
    }

    /// Reduces one axis or several; negative ones count from the last.
    #[must_use]
    pub fn axis(mut self, axes: impl Into<Axes>) -> Self {
        self.axes = Some(axes.into());
        self
    }

    /// Leaves the reduced axes in place with length 1.
    #[must_use]
    pub fn keepdims(mut self, keep: bool) -> Self {
        self.keepdims = keep;
        self
    }

    /// Only elements count where this, broadcast, is true.
    #[doc(alias = "where")]
    #[must_use]
    pub fn only(mut self, mask: impl IntoExpr<'a>) -> Self {
        self.mask = Some(mask.into_expr());
        self
    }

    /// The value that each result begins with.
    #[must_use]
    pub fn initial(mut self, value: impl IntoExpr<'a>) -> Self {
        self.initial = Some(value.into_expr());
        self
    }

    /// The type that elements are taken to first; of sums, products, means and variances.
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.dtype = Some(ty);
        self
    }

    /// What is subtracted from the divisor of a variance.
    #[doc(alias = "correction")]
    #[must_use]
    pub fn ddof(mut self, ddof: f64) -> Self {
        self.ddof = ddof;
        self
    }

    /// The mean that a variance is about, where it is known already: with its axes left in place,
    /// as `keepdims` leaves them.
    ///
    /// ```
    /// use ch5_array::ops::reductions::Reductions;
    /// let x = ndarray::array![[1.0, 2.0], [3.0, 6.0]];
    /// let mean = (&x).mean().axis(0).keepdims(true).load()?;
    /// let var = (&x).var().axis(0).with_mean(&mean);
    /// assert_eq!(var.read_as::<f64>()?, ndarray::array![1.0, 4.0].into_dyn());
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "mean")]
    #[must_use]
    pub fn with_mean(mut self, mean: impl IntoExpr<'a>) -> Self {
        self.mean = Some(mean.into_expr());
        self
    }

    /// What runs.
    fn row(&self) -> Result<&'static Row> {
        let row = given::plain(self.row, self.input.node()?.element_type());
        if self.mean.is_some() { given::row(row) } else { Ok(row) }
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.job().and_then(|job| {
            let job = Arc::new(job);
            let (name, shape, result) = (job.name, job.shape(), job.result);
            job.check_empty(&shape)?;
            let inputs: Vec<NodeRef<'a>> =
                std::iter::once(&job.input).chain(&job.mask).cloned().collect();
            let run = self.row()?.run;
            Ok(Expr::new(Kept::new(name, shape, result, inputs, move |output, context| {
                run(&job, output, context)
            })))
        }))
    }

    fn job(&self) -> Result<Job<'a>> {
        let name = self.row.name;
        let input = self.input.node()?;
        let rank = input.shape().len();
        let reduced = match &self.axes {
            Some(axes) => axes.flags(name, rank)?,
            None => vec![true; rank],
        };
        if self.row.place && self.axes.as_ref().is_some_and(|a| a.0.len() != 1) {
            return Err(Error::new(ErrorKind::Value, name).expected("one axis or none"));
        }
        let types = (self.row.types)(input.element_type(), self.dtype).ok_or_else(|| {
            Error::new(ErrorKind::WrongType, name)
                .expected("elements that it takes")
                .found(input.element_type().to_string())
        })?;
        let mut input = cast_node(input.clone(), types.0)?;
        if let Some(mean) = &self.mean {
            self.row()?;
            input = given::squares(name, input, mean)?;
        }
        let mask = match &self.mask {
            Some(mask) => {
                let mask = cast_node(mask.node()?.clone(), Ty::Bool)?;
                let named = |e: Error| Error::new(e.kind(), format!("{name}: {e}"));
                Some(Broadcast::to(mask, input.shape()).map_err(named)?)
            }
            None => None,
        };
        let initial = match &self.initial {
            Some(value) => Some(value.item()?),
            None => None,
        };
        if mask.is_some() && initial.is_none() && self.row.nothing {
            return Err(Error::new(ErrorKind::Value, name)
                .expected("an initial value, since it may be of no element"));
        }
        Ok(Job {
            name,
            input,
            mask,
            reduced,
            keepdims: self.keepdims,
            initial,
            result: types.1,
            ddof: self.ddof,
            nothing: self.row.nothing,
            also: None,
        })
    }
}

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident => $row:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name<'a>(x: impl IntoExpr<'a>) -> Reduction<'a> {
                Reduction::new(&rows::$row, x.into_expr())
            }
        )*

        /// Reductions as methods of arrays and expressions.
        pub trait Reductions<'a>: ArrayLike<'a> {
            $(
                $(#[$doc])*
                fn $name(&self) -> Reduction<'a> {
                    Reduction::new(&rows::$row, self.expr())
                }
            )*

            /// The smallest and the largest, in one pass over the elements.
            fn minmax(&self) -> (Expr<'a>, Expr<'a>) {
                minmax(&self.expr(), None)
            }

            /// The smallest and the largest along axes, in one pass over the elements.
            fn minmax_axis(&self, axes: impl Into<Axes>) -> (Expr<'a>, Expr<'a>) {
                minmax(&self.expr(), Some(axes.into()))
            }

            /// Count, mean, deviation, extremes and sum of all elements, in one pass.
            ///
            /// # Errors
            ///
            /// As [`Expr::load`], and [`ErrorKind::WrongType`] for elements that are no real
            /// numbers.
            fn describe(&self) -> Result<Description> {
                rows::describe(&self.expr())
            }
        }

        impl<'a, X: ArrayLike<'a> + ?Sized> Reductions<'a> for X {}
    };
}

table! {
    /// The sum. Integers and booleans are summed as 64-bit integers, floats with compensation.
    sum => SUM;
    /// The product. Integers and booleans are multiplied as 64-bit integers.
    #[doc(alias = "product")]
    prod => PROD;
    /// The sum, with NaN as zero.
    nansum => NANSUM;
    /// The product, with NaN as one.
    nanprod => NANPROD;
    /// Whether all elements are true: not zero, not empty.
    #[doc(alias = "alltrue")]
    all => ALL;
    /// Whether any element is true: not zero, not empty.
    #[doc(alias = "sometrue")]
    any => ANY;
    /// How many elements are true: not zero, not empty.
    count_nonzero => COUNT_NONZERO;
    /// The largest; NaN if there is one. Fails for no elements without an initial value.
    #[doc(alias = "amax")]
    max => MAX;
    /// The smallest; NaN if there is one. Fails for no elements without an initial value.
    #[doc(alias = "amin")]
    min => MIN;
    /// The largest that is not NaN.
    nanmax => NANMAX;
    /// The smallest that is not NaN.
    nanmin => NANMIN;
    /// The largest less the smallest.
    ptp => PTP;
    /// The place of the first largest element, or of the first NaN. Without an axis it counts in
    /// row-major order.
    argmax => ARGMAX;
    /// The place of the first smallest element, or of the first NaN.
    argmin => ARGMIN;
    /// The place of the first largest element that is not NaN; fails if all are.
    nanargmax => NANARGMAX;
    /// The place of the first smallest element that is not NaN; fails if all are.
    nanargmin => NANARGMIN;
    /// The mean: of integers and booleans as `float64`.
    mean => MEAN;
    /// The mean of what is not NaN.
    nanmean => NANMEAN;
    /// The standard deviation: of integers and booleans as `float64`.
    std => STD;
    /// The standard deviation of what is not NaN.
    nanstd => NANSTD;
    /// The variance: of integers and booleans as `float64`.
    var => VAR;
    /// The variance of what is not NaN.
    nanvar => NANVAR;
}

/// What [`Reductions::describe`] finds.
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

/// The scalar as one of a Rust type.
fn scalar_as<T: crate::buffer::Item>(value: &Scalar) -> Result<T> {
    let ty = T::wrap(Vec::new()).element_type();
    let cast = crate::buffer::Buffer::from(value.clone()).cast(ty)?;
    let mut all = T::take(cast).map_err(|b| crate::buffer::mismatch(ty, b.element_type()))?;
    all.pop().ok_or_else(|| Error::new(ErrorKind::Value, "an element"))
}
