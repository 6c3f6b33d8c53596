//! Derivatives by central differences.

use std::ops::{Add, Mul};
use std::sync::Arc;

use super::{Wide, coordinates, float_of};
use crate::buffer::{Buffer, Item};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Part, Window};
use crate::ops::axis_of;
use crate::ops::builder::builder;

/// A derivative and its options.
#[derive(Clone)]
pub struct Gradient<'a> {
    input: Expr<'a>,
    axis: isize,
    spacing: Spacing<'a>,
    edge_order: usize,
}

#[derive(Clone)]
enum Spacing<'a> {
    Even(f64),
    At(Expr<'a>),
}

builder!(Gradient of input);

/// The derivative along the last axis: central differences inside, one-sided ones at the ends.
///
/// numpy's call without an axis is one of these for every axis.
pub fn gradient<'a>(x: impl IntoExpr<'a>) -> Gradient<'a> {
    Gradient { input: x.into_expr(), axis: -1, spacing: Spacing::Even(1.0), edge_order: 1 }
}

impl<'a> Gradient<'a> {
    /// Goes along an axis; a negative one counts from the last.
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// The distance of neighbours.
    #[must_use]
    pub fn spacing(mut self, distance: f64) -> Self {
        self.spacing = Spacing::Even(distance);
        self
    }

    /// Where the elements lie on the axis.
    #[must_use]
    pub fn coordinates(mut self, at: impl IntoExpr<'a>) -> Self {
        self.spacing = Spacing::At(at.into_expr());
        self
    }

    /// The order of the differences at the ends: 1 or 2.
    #[must_use]
    pub fn edge_order(mut self, order: usize) -> Self {
        self.edge_order = order;
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
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
        // The distance of each element from the one before it.
        let steps: Vec<f64> = match &self.spacing {
            Spacing::Even(step) => vec![*step],
            Spacing::At(at) => {
                let at = coordinates("gradient", at)?;
                if at.len() != n {
                    return Err(Error::new(ErrorKind::Shape, "gradient")
                        .expected(format!("{n} coordinates"))
                        .found(at.len().to_string()));
                }
                at.windows(2).map(|w| w[1] - w[0]).collect()
            }
        };
        let even = steps.iter().all(|s| *s == steps[0]);
        let steps = Arc::new(if even { vec![steps[0]] } else { steps });
        let weights = move |i: usize| weights(i, n, order, &steps);
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
                    Wide::Real(v) => f64::wrap(slide(&v, part, &weights)),
                    Wide::Complex(v) => Buffer::C128(slide(&v, part, &weights)),
                };
                out.cast(ty)
            }),
        }))
    }
}

/// The first of the inputs that make up an output, and their weights.
fn weights(i: usize, n: usize, order: usize, steps: &[f64]) -> (usize, [f64; 3]) {
    let step = |i: usize| steps[if steps.len() == 1 { 0 } else { i }];
    let even = steps.len() == 1;
    if i > 0 && i + 1 < n {
        let (a, b) = (step(i - 1), step(i));
        let inside = if even {
            [-0.5 / a, 0.0, 0.5 / a]
        } else {
            [-b / (a * (a + b)), (b - a) / (a * b), a / (b * (a + b))]
        };
        return (i - 1, inside);
    }
    let first = i == 0;
    if order == 1 {
        let h = step(if first { 0 } else { n - 2 });
        return (if first { 0 } else { n - 2 }, [-1.0 / h, 1.0 / h, 0.0]);
    }
    if first {
        let (a, b) = (step(0), step(1));
        let at = [-(2.0 * a + b) / (a * (a + b)), (a + b) / (a * b), -a / (b * (a + b))];
        return (0, at);
    }
    let (a, b) = (step(n - 3), step(n - 2));
    (n - 3, [b / (a * (a + b)), -(b + a) / (a * b), (2.0 * b + a) / (b * (a + b))])
}

fn slide<T: Copy + Default + Add<Output = T> + Mul<f64, Output = T>>(
    data: &[T],
    part: Part,
    weights: &impl Fn(usize) -> (usize, [f64; 3]),
) -> Vec<T> {
    let mut out = Vec::with_capacity(data.len());
    for plane in data.chunks_exact((part.length * part.inner).max(1)) {
        for i in part.start..part.start + part.count {
            let (first, by) = weights(i);
            let row = |k: usize| &plane[(first - part.from + k) * part.inner..];
            for at in 0..part.inner {
                let mut sum = T::default();
                // What has no weight may be NaN, or not there.
                for (k, &w) in by.iter().enumerate().filter(|(_, w)| **w != 0.0) {
                    sum = sum + row(k)[at] * w;
                }
                out.push(sum);
            }
        }
    }
    out
}
