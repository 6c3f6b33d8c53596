//! Means with weights.

use std::sync::Arc;

use num_complex::Complex;

use super::{float_of, unfit};
use crate::buffer::{Buffer, Item, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::node::{Broadcast, Reshape};
use crate::ops::axes::Axes;
use crate::ops::builder::builder;
use crate::ops::reductions::{mean, sum};
use crate::types::{ElementType as Ty, promote};

/// A mean with weights, and its options.
#[derive(Clone)]
pub struct Average<'a> {
    input: Expr<'a>,
    axes: Option<Axes>,
    weights: Option<Expr<'a>>,
    keepdims: bool,
}

builder!(Average of input);

/// The mean, of all elements or along axes; with weights once they are given.
pub fn average<'a>(x: impl IntoExpr<'a>) -> Average<'a> {
    Average { input: x.into_expr(), axes: None, weights: None, keepdims: false }
}

impl<'a> Average<'a> {
    /// Along one axis or several; negative ones count from the last.
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

    /// What each element counts: of the array's shape, or of its one axis.
    #[must_use]
    pub fn weights(mut self, weights: impl IntoExpr<'a>) -> Self {
        self.weights = Some(weights.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let over = |x: Expr<'a>, f: fn(Expr<'a>) -> crate::ops::reductions::Reduction<'a>| {
            let made = f(x).keepdims(self.keepdims);
            Expr::from(match &self.axes {
                Some(axes) => made.axis(axes.clone()),
                None => made,
            })
        };
        let Some(weights) = &self.weights else {
            return Ok(over(self.input.clone(), mean));
        };
        let node = self.input.node()?;
        let (shape, found) = (node.shape(), weights.node()?.shape());
        let mut spread = weights.node()?.clone();
        if found != shape {
            let axis = match &self.axes {
                Some(axes) if axes.0.len() == 1 && found.len() == 1 => {
                    crate::ops::axis_of("average", axes.0[0], shape.len())?
                }
                _ => shape.len(),
            };
            if shape.get(axis) != found.first() {
                return Err(Error::new(ErrorKind::Shape, "average")
                    .expected(format!("weights of shape {shape:?}, or of one axis"))
                    .found(format!("{found:?}")));
            }
            let mut narrow = vec![1; shape.len()];
            narrow[axis] = found[0];
            spread = Broadcast::to(Arc::new(Reshape::new(spread, narrow)), shape)?;
        }
        let ty = promote(node.element_type(), spread.element_type())
            .and_then(float_of)
            .ok_or_else(|| unfit("average", node.element_type()))?;
        let wide = if ty.is_complex() { Ty::C128 } else { Ty::F64 };
        let spread = Expr::of(spread);
        let products = two("average", self.input.clone(), spread.clone(), wide, |a, w| Ok(a * w));
        let sums = over(products, sum);
        let totals = over(Expr::of(cast_node(spread.node()?.clone(), wide)?), sum);
        let divided = two("average", sums, totals, wide, |sum, weight| {
            if weight == 0.0.into() {
                return Err(Error::new(ErrorKind::Value, "average")
                    .expected("weights whose sum is not zero")
                    .found("zero"));
            }
            Ok(if weight.im == 0.0 { sum / weight.re } else { sum / weight })
        });
        Ok(Expr::of(cast_node(divided.node()?.clone(), ty)?))
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
