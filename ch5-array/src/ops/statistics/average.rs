//! Means with weights.

use std::sync::Arc;

use num_complex::Complex;

use super::{float_of, unfit};
use crate::buffer::{Buffer, Item, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise, scalar};
use crate::node::{Broadcast, NodeRef, Permute, Reshape};
use crate::ops::axes::Axes;
use crate::ops::axes_of;
use crate::ops::builder::builder;
use crate::ops::manipulation::broadcast_to;
use crate::ops::reductions::{Reduction, mean, sum};
use crate::types::{ElementType as Ty, promote};

/// A mean with weights, and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// let y = average(array![[1.0, 2.0], [3.0, 6.0]]).axis(0).weights(array![1, 3]);
/// assert_eq!(y.load()?.to_string(), "[2.5 5. ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Average<'a> {
    input: Expr<'a>,
    axes: Option<Axes>,
    weights: Option<Expr<'a>>,
    keepdims: bool,
}

builder! {
    Average of input, "statistics::average(array![1.0, 3.0])", "f64" => "[2.0]"
}

/// The mean, of all elements or along axes; with weights once they are given.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::average;
/// assert_eq!(average(array![1.0, 2.0, 4.0]).weights(array![1, 1, 2]).load()?.to_string(), "2.75");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn average<'a>(x: impl IntoExpr<'a>) -> Average<'a> {
    Average { input: x.into_expr(), axes: None, weights: None, keepdims: false }
}

impl<'a> Average<'a> {
    /// Along one axis or several; negative ones count from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(average(array![[1.0, 2.0], [3.0, 6.0]]).axis(0).load()?.to_string(), "[2. 4.]");
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
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let y = average(array![[1.0, 2.0], [3.0, 6.0]]).axis(1).keepdims(true);
    /// assert_eq!(y.load()?.to_string(), "[[1.5]\n [4.5]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn keepdims(mut self, keep: bool) -> Self {
        self.keepdims = keep;
        self
    }

    /// What each element counts: of the array's shape, or of the shape that its axes have, in
    /// the order in which they were named.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let y = average(array![[1.0, 2.0], [3.0, 6.0]]).axis(1).weights(array![3, 1]);
    /// assert_eq!(y.load()?.to_string(), "[1.25 3.75]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn weights(mut self, weights: impl IntoExpr<'a>) -> Self {
        self.weights = Some(weights.into_expr());
        self
    }

    /// The means, and the sums of the weights that they were divided by.
    ///
    /// ```
    /// use ch5_array::ops::statistics::Statistics;
    /// let x = ndarray::array![[1.0, 2.0], [3.0, 6.0]];
    /// let (means, weights) = (&x).average().axis(0).weights(ndarray::array![1.0, 3.0]).returned();
    /// assert_eq!(means.read_as::<f64>()?, ndarray::array![2.5, 5.0].into_dyn());
    /// assert_eq!(weights.read_as::<f64>()?, ndarray::array![4.0, 4.0].into_dyn());
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn returned(&self) -> (Expr<'a>, Expr<'a>) {
        match self.made() {
            Ok((means, totals)) => (means, totals),
            Err(error) => {
                let failed = |error| Expr::failed(error).about([&self.input]);
                (failed(error.again()), failed(error))
            }
        }
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made().map(|(means, _)| means))
    }

    fn over(&self, x: Expr<'a>, f: fn(Expr<'a>) -> Reduction<'a>) -> Expr<'a> {
        let made = f(x).keepdims(self.keepdims);
        Expr::from(match &self.axes {
            Some(axes) => made.axis(axes.clone()),
            None => made,
        })
    }

    /// The weights with the array's dimensions, of which some may be 1.
    fn narrow(&self, weights: &NodeRef<'a>, shape: &[usize]) -> Result<NodeRef<'a>> {
        let found = weights.shape();
        if found == shape {
            return Ok(weights.clone());
        }
        let axes = match &self.axes {
            Some(axes) => axes_of("average", &axes.0, shape.len())?,
            None => Vec::new(),
        };
        let named: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
        if axes.is_empty() || found != named {
            let or = if axes.is_empty() { String::new() } else { format!(", or {named:?}") };
            return Err(Error::new(ErrorKind::Shape, "average")
                .expected(format!("weights of shape {shape:?}{or}"))
                .found(format!("{found:?}")));
        }
        let mut order: Vec<usize> = (0..axes.len()).collect();
        order.sort_by_key(|&i| axes[i]);
        let of = |(axis, &n): (usize, &usize)| if axes.contains(&axis) { n } else { 1 };
        let narrow = shape.iter().enumerate().map(of).collect();
        Ok(Arc::new(Reshape::new(Arc::new(Permute::new(weights.clone(), order)), narrow)))
    }

    fn made(&self) -> Result<(Expr<'a>, Expr<'a>)> {
        let node = self.input.node()?;
        let (shape, of) = (node.shape(), node.element_type());
        let reduced = match &self.axes {
            Some(axes) => axes.flags("average", shape.len())?,
            None => vec![true; shape.len()],
        };
        let Some(weights) = &self.weights else {
            let means = self.over(self.input.clone(), mean);
            means.check()?;
            let n: usize =
                shape.iter().zip(&reduced).filter(|(_, r)| **r).map(|(n, _)| n).product();
            let each = scalar(n as f64);
            let count = cast_node(each.node()?.clone(), means.element_type()).map(Expr::of);
            let count = broadcast_to(Expr::from_result(count), means.shape());
            return Ok((means, count));
        };
        let narrow = self.narrow(weights.node()?, shape)?;
        let own = if of.is_integer() || of == Ty::Bool { Ty::F64 } else { of };
        let ty = promote(own, narrow.element_type())
            .and_then(float_of)
            .ok_or_else(|| unfit("average", of))?;
        let wide = if ty.is_complex() { Ty::C128 } else { Ty::F64 };
        let spread = Expr::of(Broadcast::to(narrow.clone(), shape)?);
        let products = two("average", self.input.clone(), spread, wide, |a, w| Ok(a * w));
        let sums = self.over(products, sum);
        let totals = self.over(Expr::of(cast_node(narrow, wide)?), sum);
        let totals = broadcast_to(totals, sums.shape());
        let divided = two("average", sums, totals.clone(), wide, |sum, weight| {
            if weight == 0.0.into() {
                return Err(Error::new(ErrorKind::Value, "average")
                    .expected("weights whose sum is not zero")
                    .found("zero"));
            }
            Ok(if weight.im == 0.0 { sum / weight.re } else { sum / weight })
        });
        let cast = |x: Expr<'a>| -> Result<_> { Ok(Expr::of(cast_node(x.node()?.clone(), ty)?)) };
        Ok((cast(divided)?, cast(totals)?))
    }
}

/// A function of two elements, computed on complex numbers.
pub(super) fn two<'a>(
    name: &'static str,
    a: Expr<'a>,
    b: Expr<'a>,
    ty: Ty,
    of: impl Fn(Complex<f64>, Complex<f64>) -> Result<Complex<f64>> + Send + Sync + 'a,
) -> Expr<'a> {
    let kernel = move |views: &[View<'_>]| -> Result<Buffer> {
        if let (Some(a), Some(b)) = (f64::of(views[0]), f64::of(views[1])) {
            let real = |x: f64| Complex::new(x, 0.0);
            let one = |(a, b): (&f64, &f64)| Ok(of(real(*a), real(*b))?.re);
            return Ok(Buffer::F64(a.iter().zip(b).map(one).collect::<Result<_>>()?));
        }
        let (a, b) = (Complex::<f64>::of(views[0]), Complex::<f64>::of(views[1]));
        let pairs = a.unwrap_or_default().iter().zip(b.unwrap_or_default());
        let one = |(a, b): (&Complex<f64>, &Complex<f64>)| of(*a, *b);
        Ok(Buffer::C128(pairs.map(one).collect::<Result<_>>()?))
    };
    elementwise(name, &[a, b], &[ty, ty], ty, Arc::new(kernel))
}
