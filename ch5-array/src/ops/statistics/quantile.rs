//! Medians, percentiles and quantiles.

use std::sync::Arc;

use super::{float_of, unfit};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::engine::select::{Ordered, select};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Kept, NodeRef, Permute};
use crate::ops::axes::Axes;
use crate::ops::builder::builder;
use crate::types::ElementType as Ty;

/// One point or several.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// assert_eq!(quantile(array![1, 2, 3], 0.5).load()?.to_string(), "2.0");
/// assert_eq!(quantile(array![1, 2, 3], [0.0, 0.5]).load()?.to_string(), "[1. 2.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Points {
    all: Vec<f64>,
    one: bool,
}

impl From<f64> for Points {
    fn from(q: f64) -> Self {
        Self { all: vec![q], one: true }
    }
}

impl<const N: usize> From<[f64; N]> for Points {
    fn from(q: [f64; N]) -> Self {
        Self { all: q.to_vec(), one: false }
    }
}

impl From<&[f64]> for Points {
    fn from(q: &[f64]) -> Self {
        Self { all: q.to_vec(), one: false }
    }
}

impl From<Vec<f64>> for Points {
    fn from(q: Vec<f64>) -> Self {
        Self { all: q, one: false }
    }
}

/// What lies between two elements; numpy's `method`. The result is a float with each of them, of
/// integers `float64`, also where numpy returns an element as the integer that it is.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// let x = array![1, 2, 3, 4];
/// assert_eq!(quantile(&x, 0.5).method(Method::Lower).load()?.to_string(), "2.0");
/// assert_eq!(quantile(&x, 0.5).method(Method::Midpoint).load()?.to_string(), "2.5");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// On the line between them.
    #[default]
    Linear,
    /// The lower.
    Lower,
    /// The higher.
    Higher,
    /// The nearer; the even place if both are.
    Nearest,
    /// Half way.
    Midpoint,
    /// numpy's `weibull`.
    Weibull,
    /// numpy's `hazen`.
    Hazen,
    /// numpy's `median_unbiased`.
    MedianUnbiased,
    /// numpy's `normal_unbiased`.
    NormalUnbiased,
    /// numpy's `interpolated_inverted_cdf`.
    InterpolatedInvertedCdf,
    /// numpy's `inverted_cdf`: an element.
    InvertedCdf,
    /// numpy's `averaged_inverted_cdf`: an element, or half way between two.
    AveragedInvertedCdf,
    /// numpy's `closest_observation`: an element.
    ClosestObservation,
}

/// Order statistics and their options; without an axis, of all elements.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// let y = percentile(array![[1, 2], [3, 6]], 50.0).axis(0).keepdims(true);
/// assert_eq!(y.load()?.to_string(), "[[2. 4.]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Quantile<'a> {
    name: &'static str,
    input: Expr<'a>,
    points: Points,
    axes: Option<Axes>,
    keepdims: bool,
    method: Method,
    skip: bool,
    middle: bool,
}

builder! {
    Quantile of input, "statistics::median(array![1, 2])", "f64" => "[1.5]"
}

fn new<'a>(name: &'static str, input: Expr<'a>, mut points: Points, unit: f64) -> Quantile<'a> {
    points.all.iter_mut().for_each(|q| *q /= unit);
    let (skip, middle) = (name.starts_with("nan"), name.ends_with("median"));
    let (axes, keepdims, method) = (None, false, Method::Linear);
    Quantile { name, input, points, axes, keepdims, method, skip, middle }
}

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident, $unit:expr, $x:literal, $q:literal => $printed:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// # use ch5_array::{ndarray::array, ops::statistics};
        #[doc = concat!("let y = statistics::", stringify!($name), "(", $x, ", ", $q, ");")]
        #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        pub fn $name<'a>(x: impl IntoExpr<'a>, q: impl Into<Points>) -> Quantile<'a> {
            new(stringify!($name), x.into_expr(), q.into(), $unit)
        }
    )*};
}

table! {
    /// The elements below which so many percent lie, or a value between two; NaN if there is one.
    /// Several points make a first axis of the result.
    percentile, 100.0, "array![1, 2, 3, 4]", "[0.0, 50.0]" => "[1.  2.5]";
    /// As [`percentile`], of what is not NaN.
    nanpercentile, 100.0, "array![1.0, f64::NAN, 3.0]", "50.0" => "2.0";
    /// As [`percentile`], with points from 0 to 1.
    quantile, 1.0, "array![1, 2, 3, 4]", "[0.0, 0.5]" => "[1.  2.5]";
    /// As [`quantile`], of what is not NaN.
    nanquantile, 1.0, "array![1.0, f64::NAN, 3.0]", "0.5" => "2.0";
}

/// The middle element, or the mean of the two in the middle; NaN if there is one.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::median;
/// assert_eq!(median(array![[3, 1], [2, 8]]).load()?.to_string(), "2.5");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn median<'a>(x: impl IntoExpr<'a>) -> Quantile<'a> {
    new("median", x.into_expr(), 0.5.into(), 1.0)
}

/// As [`median`], of what is not NaN.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::nanmedian;
/// assert_eq!(nanmedian(array![3.0, f64::NAN, 2.0]).load()?.to_string(), "2.5");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn nanmedian<'a>(x: impl IntoExpr<'a>) -> Quantile<'a> {
    new("nanmedian", x.into_expr(), 0.5.into(), 1.0)
}

impl<'a> Quantile<'a> {
    /// Along one axis or several; negative ones count from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(median(array![[1, 2], [3, 6]]).axis(0).load()?.to_string(), "[2. 4.]");
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
    /// let y = median(array![[1, 2], [3, 6]]).axis(1).keepdims(true);
    /// assert_eq!(y.load()?.to_string(), "[[1.5]\n [4.5]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn keepdims(mut self, keep: bool) -> Self {
        self.keepdims = keep;
        self
    }

    /// What lies between two elements.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let y = percentile(array![1, 2, 3, 4], 40.0).method(Method::Nearest);
    /// assert_eq!(y.load()?.to_string(), "2.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let node = self.input.node()?.clone();
        let (name, of, rank) = (self.name, node.element_type(), node.shape().len());
        let ty = float_of(of).filter(|ty| !ty.is_complex()).ok_or_else(|| unfit(name, of))?;
        if let Some(q) = self.points.all.iter().find(|q| !(0.0..=1.0).contains(*q)) {
            return Err(Error::new(ErrorKind::Value, name)
                .expected("points from nothing to all")
                .found(format!("{q} of 1")));
        }
        let reduced = match &self.axes {
            Some(axes) => axes.flags(name, rank)?,
            None => vec![true; rank],
        };
        let of_kind = |which: bool| (0..rank).filter(|&a| reduced[a] == which).collect();
        let (outer, inner): (Vec<usize>, Vec<usize>) = (of_kind(false), of_kind(true));
        let mut shape = if self.points.one { Vec::new() } else { vec![self.points.all.len()] };
        for axis in 0..rank {
            if outer.contains(&axis) {
                shape.push(node.shape()[axis]);
            } else if self.keepdims {
                shape.push(1);
            }
        }
        let order = [&outer[..], &inner[..]].concat();
        let node = cast_node(node, Ty::F64)?;
        let turned: NodeRef<'a> = if order.is_sorted() {
            node.clone()
        } else {
            Arc::new(Permute::new(node.clone(), order))
        };
        let this = Rule {
            qs: self.points.all.clone(),
            method: self.method,
            skip: self.skip,
            middle: self.middle,
        };
        let (keepdims, one) = (self.keepdims, self.points.one);
        let place = move |of_outer: &[usize], fill: usize| -> Vec<usize> {
            let mut of_outer = of_outer.iter();
            (0..rank)
                .filter_map(|axis| {
                    if outer.contains(&axis) {
                        of_outer.next().copied()
                    } else {
                        keepdims.then_some(fill)
                    }
                })
                .collect()
        };
        let kept = turned.shape().len() - inner.len();
        Ok(Expr::new(Kept::new(name, shape, ty, vec![node], move |output, context: &Context| {
            select(
                &*turned,
                kept,
                context,
                |n, nans| this.ranks(n, nans),
                |start, count, lanes| {
                    let (start, count) = (place(start, 0), place(count, 1));
                    for (i, &q) in this.qs.iter().enumerate() {
                        let values = lanes.iter().map(|lane| this.value(lane, q)).collect();
                        let data = Buffer::F64(values).cast(ty)?;
                        if one {
                            output.put(&start, &count, data)?;
                        } else {
                            output.put(
                                &[&[i], &start[..]].concat(),
                                &[&[1], &count[..]].concat(),
                                data,
                            )?;
                        }
                    }
                    Ok(())
                },
            )
        })))
    }
}

/// How a quantile follows from elements.
struct Rule {
    qs: Vec<f64>,
    method: Method,
    skip: bool,
    middle: bool,
}

impl Rule {
    /// Where a point lies among so many elements.
    fn place(&self, n: usize, q: f64) -> f64 {
        let last = (n - 1) as f64;
        let hyndman_fan =
            |a: f64, b: f64| (n as f64 * q + (a + q * (1.0 - a - b)) - 1.0).clamp(0.0, last);
        match self.method {
            Method::Weibull => hyndman_fan(0.0, 0.0),
            Method::Hazen => hyndman_fan(0.5, 0.5),
            Method::MedianUnbiased => hyndman_fan(1.0 / 3.0, 1.0 / 3.0),
            Method::NormalUnbiased => hyndman_fan(0.375, 0.375),
            Method::InterpolatedInvertedCdf => hyndman_fan(0.0, 1.0),
            Method::InvertedCdf => (n as f64 * q - 1.0).ceil().max(0.0),
            Method::AveragedInvertedCdf => match n as f64 * q - 1.0 {
                place if place < 0.0 => 0.0,
                place if place >= last => last,
                place if place.fract() == 0.0 => place + 0.5,
                place => place.ceil(),
            },
            Method::ClosestObservation => match n as f64 * q - 1.5 {
                // The even one of two, counted from 1.
                place if place.fract() == 0.0 && place.rem_euclid(2.0) == 1.0 => place.max(0.0),
                place => (place.floor() + 1.0).clamp(0.0, last),
            },
            Method::Lower => (last * q).floor(),
            Method::Higher => (last * q).ceil(),
            Method::Nearest => (last * q).round_ties_even(),
            Method::Midpoint => 0.5 * ((last * q).floor() + (last * q).ceil()),
            Method::Linear => last * q,
        }
    }

    /// The places that are needed, of so many numbers and NaNs.
    fn ranks(&self, n: usize, nans: usize) -> Vec<usize> {
        if n == 0 || (nans > 0 && !self.skip) {
            return Vec::new();
        }
        let mut all: Vec<usize> = Vec::with_capacity(2 * self.qs.len());
        for &q in &self.qs {
            let place = self.place(n, q);
            all.extend([place.floor() as usize, place.ceil() as usize]);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn value(&self, lane: &Ordered, q: f64) -> f64 {
        if lane.numbers == 0 || (lane.nans > 0 && !self.skip) {
            return f64::NAN;
        }
        let place = self.place(lane.numbers, q);
        let at = |place: f64| lane.found.get(&(place as usize)).copied().unwrap_or(f64::NAN);
        let (low, high, part) = (at(place.floor()), at(place.ceil()), place.fract());
        if part == 0.0 {
            return low;
        }
        if self.middle {
            return (low + high) / 2.0;
        }
        let apart = high - low;
        if part >= 0.5 { high - apart * (1.0 - part) } else { low + apart * part }
    }
}
