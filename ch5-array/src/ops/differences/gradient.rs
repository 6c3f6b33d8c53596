//! Derivatives by central differences.

use std::ops::{Add, Div, Mul};
use std::sync::Arc;

use super::{Wide, coordinates, float_of};
use crate::buffer::{Buffer, Item};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Part, Window};
use crate::ops::axes::Axes;
use crate::ops::builder::builder;
use crate::ops::{axes_of, axis_of};

/// A derivative and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let y = gradient(array![0.0, 1.0, 4.0]).spacing(0.5).edge_order(2);
/// assert_eq!(y.load()?.to_string(), "[0. 4. 8.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Gradient<'a> {
    input: Expr<'a>,
    axis: isize,
    spacing: Vec<Spacing<'a>>,
    edge_order: usize,
}

/// Where the elements lie on an axis.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let at = Spacing::at(array![0.0, 1.0, 1.5]);
/// assert_eq!(gradient(array![0.0, 2.0, 3.0]).spacings([at]).load()?.to_string(), "[2. 2. 2.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum Spacing<'a> {
    /// So far from each other.
    Even(f64),
    /// At coordinates in one dimension.
    At(Expr<'a>),
}

impl<'a> Spacing<'a> {
    /// At these coordinates.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let at = Spacing::at(array![0.0, 1.0, 3.0]);
    /// assert!(matches!(at, Spacing::At(_)));
    /// ```
    pub fn at(coordinates: impl IntoExpr<'a>) -> Self {
        Self::At(coordinates.into_expr())
    }
}

impl From<f64> for Spacing<'_> {
    fn from(distance: f64) -> Self {
        Self::Even(distance)
    }
}

builder! {
    Gradient of input, "differences::gradient(array![1.0, 3.0])", "f64" => "[2.0, 2.0]"
}

/// The derivative along the last axis: central differences inside, one-sided ones at the ends.
///
/// numpy's call without an axis gives one of these for every axis: [`Gradient::along_all`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::gradient;
/// assert_eq!(gradient(array![1.0, 2.0, 4.0, 7.0]).load()?.to_string(), "[1.  1.5 2.5 3. ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn gradient<'a>(x: impl IntoExpr<'a>) -> Gradient<'a> {
    Gradient { input: x.into_expr(), axis: -1, spacing: vec![Spacing::Even(1.0)], edge_order: 1 }
}

impl<'a> Gradient<'a> {
    /// Goes along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = gradient(array![[1.0, 2.0], [3.0, 6.0]]).axis(0);
    /// assert_eq!(y.load()?.to_string(), "[[2. 4.]\n [2. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// The distance of neighbours, on every axis.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = gradient(array![1.0, 2.0, 4.0]).spacing(2.0);
    /// assert_eq!(y.load()?.to_string(), "[0.5  0.75 1.  ]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn spacing(mut self, distance: f64) -> Self {
        self.spacing = vec![Spacing::Even(distance)];
        self
    }

    /// Where the elements lie on the axis.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = gradient(array![0.0, 2.0, 3.0]).coordinates(array![0.0, 1.0, 1.5]);
    /// assert_eq!(y.load()?.to_string(), "[2. 2. 2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn coordinates(mut self, at: impl IntoExpr<'a>) -> Self {
        self.spacing = vec![Spacing::at(at)];
        self
    }

    /// Where the elements lie on each of several axes, in the order of the axes.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![[1.0, 2.0], [3.0, 6.0]];
    /// let both = gradient(&x).spacings([Spacing::Even(2.0), Spacing::Even(1.0)]).along_all()?;
    /// assert_eq!(both[0].load()?.to_string(), "[[1. 2.]\n [1. 2.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn spacings(mut self, each: impl IntoIterator<Item = Spacing<'a>>) -> Self {
        self.spacing = each.into_iter().collect();
        self
    }

    /// The order of the differences at the ends: 1 or 2.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = gradient(array![0.0, 1.0, 4.0, 9.0]).edge_order(2);
    /// assert_eq!(y.load()?.to_string(), "[0. 2. 4. 6.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn edge_order(mut self, order: usize) -> Self {
        self.edge_order = order;
        self
    }

    /// The derivatives along several axes, one array an axis.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for axes that are not there, or named twice; [`ErrorKind::Value`]
    /// unless there is one spacing for each axis, or one distance for all. What else is wrong is
    /// returned at the sink.
    ///
    /// ```
    /// use ch5_array::ops::differences::{Differences, Spacing};
    /// let x = ndarray::array![[1.0, 2.0, 6.0], [3.0, 4.0, 5.0]];
    /// let on_columns = Spacing::at(ndarray::array![0.0, 1.0, 3.0]);
    /// let both = (&x).gradient().spacings([2.0.into(), on_columns]).along([0, 1])?;
    /// let first = ndarray::array![[1.0, 1.0, -0.5], [1.0, 1.0, -0.5]];
    /// assert_eq!(both[0].read_as::<f64>()?, first.into_dyn());
    /// assert_eq!(both[1].shape(), [2, 3]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn along(&self, axes: impl Into<Axes>) -> Result<Vec<Expr<'a>>> {
        let axes = axes_of("gradient", &axes.into().0, self.input.node()?.shape().len())?;
        let spacing = match &*self.spacing {
            [Spacing::Even(distance)] => vec![Spacing::Even(*distance); axes.len()],
            each => each.to_vec(),
        };
        if spacing.len() != axes.len() {
            return Err(Error::new(ErrorKind::Value, "gradient")
                .expected(format!("one distance, or a spacing for each of {} axes", axes.len()))
                .found(spacing.len().to_string()));
        }
        let one = |(axis, spacing): (usize, Spacing<'a>)| {
            Self { axis: axis as isize, spacing: vec![spacing], ..self.clone() }.into_expr()
        };
        Ok(axes.into_iter().zip(spacing).map(one).collect())
    }

    /// The derivatives along all axes, one array an axis: numpy's call without an axis.
    ///
    /// # Errors
    ///
    /// As [`along`](Self::along).
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let both = gradient(array![[1.0, 2.0], [3.0, 6.0]]).along_all()?;
    /// assert_eq!(both[0].load()?.to_string(), "[[2. 4.]\n [2. 4.]]");
    /// assert_eq!(both[1].load()?.to_string(), "[[1. 1.]\n [3. 3.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn along_all(&self) -> Result<Vec<Expr<'a>>> {
        self.along((0..self.input.ndim() as isize).collect::<Vec<_>>())
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn steps(&self, n: usize) -> Result<Vec<f64>> {
        let at = match &*self.spacing {
            [Spacing::Even(step)] => return Ok(vec![*step]),
            [Spacing::At(at)] => coordinates("gradient", at)?,
            several => {
                return Err(Error::new(ErrorKind::Value, "gradient")
                    .expected("one spacing for one axis")
                    .found(several.len().to_string())
                    .help("along takes several axes"));
            }
        };
        if at.len() != n {
            return Err(Error::new(ErrorKind::Shape, "gradient")
                .expected(format!("{n} coordinates"))
                .found(at.len().to_string()));
        }
        let steps: Vec<f64> = at.windows(2).map(|w| w[1] - w[0]).collect();
        let even = steps.iter().all(|s| *s == steps[0]);
        Ok(if even { vec![steps[0]] } else { steps })
    }

    fn made(&self) -> Result<Expr<'a>> {
        let node = self.input.node()?.clone();
        let axis = axis_of("gradient", self.axis, node.shape().len())?;
        let ty = float_of("gradient", node.element_type())?;
        let n = node.shape()[axis];
        let order = self.edge_order;
        if !(1..=2).contains(&order) {
            return Err(Error::new(ErrorKind::Value, "gradient")
                .expected("an order at the ends of 1 or 2")
                .found(order.to_string()));
        }
        if n < order + 1 {
            return Err(Error::new(ErrorKind::Value, "gradient")
                .expected(format!("at least {} elements along the axis", order + 1))
                .found(n.to_string()));
        }
        let steps = Arc::new(self.steps(n)?);
        let stencil = move |i: usize| stencil(i, n, order, &steps);
        let shape = node.shape().to_vec();
        Ok(Expr::new(Window {
            name: "gradient",
            input: node,
            axis,
            shape,
            ty,
            reach: Box::new(move |from, to| {
                let from = if from + 1 >= n { n - 1 - order } else { from.saturating_sub(1) };
                (from, if to == 1 { order + 1 } else { to + 1 }.min(n))
            }),
            slide: Box::new(move |data, part| {
                let out = match Wide::of("gradient", data)? {
                    Wide::Real(v) => f64::wrap(slide(&v, part, &stencil)),
                    Wide::Complex(v) => Buffer::C128(slide(&v, part, &stencil)),
                };
                out.cast(ty)
            }),
        }))
    }
}

/// How an output follows from inputs: as numpy writes it, so that the last bits are its own.
struct Stencil {
    /// The first input.
    first: usize,
    /// The weights of neighbours; what has none is not looked at, and need not be there.
    by: [Option<f64>; 3],
    /// What the sum is divided by.
    over: f64,
}

/// The inputs that make up an output; `steps` are the distances of neighbours, or the only one.
fn stencil(i: usize, n: usize, order: usize, steps: &[f64]) -> Stencil {
    let three = |first, [a, b, c]: [f64; 3]| Stencil { first, by: [a, b, c].map(Some), over: 1.0 };
    let (start, end) = (i == 0, i + 1 == n);
    if let [h] = *steps {
        return match (start, end, order) {
            (false, false, _) => {
                Stencil { first: i - 1, by: [Some(-1.0), None, Some(1.0)], over: 2.0 * h }
            }
            (_, _, 1) => {
                let first = if start { 0 } else { n - 2 };
                Stencil { first, by: [Some(-1.0), Some(1.0), None], over: h }
            }
            (true, _, _) => three(0, [-1.5 / h, 2.0 / h, -0.5 / h]),
            _ => three(n - 3, [0.5 / h, -2.0 / h, 1.5 / h]),
        };
    }
    if !start && !end {
        let (a, b) = (steps[i - 1], steps[i]);
        return three(i - 1, [-b / (a * (a + b)), (b - a) / (a * b), a / (b * (a + b))]);
    }
    if order == 1 {
        let first = if start { 0 } else { n - 2 };
        return Stencil { first, by: [Some(-1.0), Some(1.0), None], over: steps[first] };
    }
    let (a, b) = if start { (steps[0], steps[1]) } else { (steps[n - 3], steps[n - 2]) };
    if start {
        return three(0, [-(2.0 * a + b) / (a * (a + b)), (a + b) / (a * b), -a / (b * (a + b))]);
    }
    three(n - 3, [b / (a * (a + b)), -(b + a) / (a * b), (2.0 * b + a) / (b * (a + b))])
}

fn slide<T: Copy + Default + Add<Output = T> + Mul<f64, Output = T> + Div<f64, Output = T>>(
    data: &[T],
    part: Part,
    stencil: &impl Fn(usize) -> Stencil,
) -> Vec<T> {
    let mut out = Vec::with_capacity(data.len());
    for plane in data.chunks_exact((part.length * part.inner).max(1)) {
        for i in part.start..part.start + part.count {
            let Stencil { first, by, over } = stencil(i);
            let row = |k: usize| &plane[(first - part.from + k) * part.inner..];
            for at in 0..part.inner {
                let terms = by.iter().enumerate().filter_map(|(k, w)| w.map(|w| row(k)[at] * w));
                let sum = terms.reduce(|a, b| a + b).unwrap_or_default();
                out.push(if over == 1.0 { sum } else { sum / over });
            }
        }
    }
    out
}
