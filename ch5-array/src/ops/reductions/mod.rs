//! Functions that take the elements of some axes to one: sums, extremes, places, means. Several of
//! one array, along the same axes or others, are computed in one pass by [`together`].
//!
//! Sums and products of integers are `int64`, of unsigned ones `uint64`; means and deviations of
//! them are `float64`; counts and places are `int64`. Extremes have the type of the elements, and
//! so have floats in all of these. The elements are read once, block by block, within
//! [`max_memory_usage`](crate::Options::max_memory_usage).
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
mod table;
mod together;

use std::sync::Arc;

use super::axes::Axes;
use super::builder::builder;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Broadcast, Kept, NodeRef};
use crate::types::{ElementType as Ty, Scalar};
use job::Job;
use rows::Row;
pub(crate) use rows::products;
pub use table::*;
pub use together::together;

/// A reduction and its options; numpy's keyword arguments are methods.
///
/// Without an axis all of them are reduced.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
/// let x = array![[1.0, 2.0], [3.0, 6.0]];
/// let y = std(&x).axis(0).ddof(1.0).keepdims(true);
/// assert_eq!(y.load()?.to_string(), "[[1.41421356 2.82842712]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
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

builder! {
    Reduction of input, "reductions::sum(array![1, 2])", "i64" => "[3]"
}

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
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!(sum(&x).axis(0).load()?.to_string(), "[4 6]");
    /// assert_eq!(sum(&x).axis([0, 1]).load()?.to_string(), "10");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axes: impl Into<Axes>) -> Self {
        self.axes = Some(axes.into());
        self
    }

    /// Leaves the reduced axes in place with length 1.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
    /// let y = sum(array![[1, 2], [3, 4]]).axis(1).keepdims(true);
    /// assert_eq!(y.load()?.to_string(), "[[3]\n [7]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn keepdims(mut self, keep: bool) -> Self {
        self.keepdims = keep;
        self
    }

    /// Only elements count where this, broadcast, is true.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
    /// let x = array![1, 2, 3, 4];
    /// assert_eq!(sum(&x).only((&x).gt(2)).load()?.to_string(), "7");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "where")]
    #[must_use]
    pub fn only(mut self, mask: impl IntoExpr<'a>) -> Self {
        self.mask = Some(mask.into_expr());
        self
    }

    /// The value that each result begins with.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
    /// assert_eq!(max(array![1, 2, 3]).initial(10).load()?.to_string(), "10");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn initial(mut self, value: impl IntoExpr<'a>) -> Self {
        self.initial = Some(value.into_expr());
        self
    }

    /// The type that elements are taken to first; of sums, products, means and variances.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::reductions::*, prelude::*};
    /// let y = sum(array![1u8, 2]).dtype(ElementType::F32).expr();
    /// assert_eq!((y.element_type(), y.item_as::<f32>()?), (ElementType::F32, 3.0));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.dtype = Some(ty);
        self
    }

    /// What is subtracted from the divisor of a variance.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
    /// assert_eq!(var(array![1, 2, 3]).ddof(1.0).load()?.to_string(), "1.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
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

/// The scalar as one of a Rust type.
fn scalar_as<T: crate::buffer::Item>(value: &Scalar) -> Result<T> {
    let ty = T::wrap(Vec::new()).element_type();
    let cast = crate::buffer::Buffer::from(value.clone()).cast(ty)?;
    let mut all = T::take(cast).map_err(|b| crate::buffer::mismatch(ty, b.element_type()))?;
    all.pop().ok_or_else(|| Error::new(ErrorKind::Value, "an element"))
}
