//! Integrals by the trapezoidal rule.

use std::ops::{Add, Mul};
use std::sync::Arc;

use super::diff::diff;
use super::{Wide, cast, coordinates, float_of};
use crate::buffer::{Buffer, Item};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::node::{Part, Window};
use crate::ops::axis_of;
use crate::ops::builder::builder;
use crate::ops::reductions::sum;
use crate::types::ElementType as Ty;

/// An integral and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let y = trapezoid(array![[1.0, 2.0], [3.0, 4.0]]).axis(0).dx(2.0);
/// assert_eq!(y.load()?.to_string(), "[4. 6.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Integral<'a> {
    input: Expr<'a>,
    axis: isize,
    dx: f64,
    x: Option<Expr<'a>>,
}

builder! {
    Integral of input, "differences::trapezoid(array![1.0, 2.0])", "f64" => "[1.5]"
}

/// The integral along the last axis by the trapezoidal rule.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::trapezoid;
/// assert_eq!(trapezoid(array![1.0, 2.0, 3.0]).load()?.to_string(), "4.0");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "trapz")]
pub fn trapezoid<'a>(y: impl IntoExpr<'a>) -> Integral<'a> {
    Integral { input: y.into_expr(), axis: -1, dx: 1.0, x: None }
}

impl<'a> Integral<'a> {
    /// Goes along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = trapezoid(array![[1.0, 2.0], [3.0, 4.0]]).axis(0);
    /// assert_eq!(y.load()?.to_string(), "[2. 3.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// The distance of neighbours.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(trapezoid(array![1.0, 2.0, 3.0]).dx(2.0).load()?.to_string(), "8.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn dx(mut self, distance: f64) -> Self {
        self.dx = distance;
        self
    }

    /// Where the elements lie: along the axis, or for every element.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = trapezoid(array![1.0, 2.0, 3.0]).x(array![4.0, 6.0, 8.0]);
    /// assert_eq!(y.load()?.to_string(), "8.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn x(mut self, at: impl IntoExpr<'a>) -> Self {
        self.x = Some(at.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let node = self.input.node()?.clone();
        let axis = axis_of("trapezoid", self.axis, node.shape().len())?;
        let mut ty = float_of("trapezoid", node.element_type())?;
        let mut shape = node.shape().to_vec();
        let n = shape[axis];
        shape[axis] = n.saturating_sub(1);
        let mut steps = Arc::new(vec![self.dx]);
        let mut wide = None;
        if let Some(x) = &self.x {
            ty = crate::types::promote(ty, float_of("trapezoid", x.element_type())?).unwrap_or(ty);
            if x.ndim() == 1 {
                let at = coordinates("trapezoid", x)?;
                if at.len() != n {
                    return Err(Error::new(ErrorKind::Shape, "trapezoid")
                        .expected(format!("{n} coordinates"))
                        .found(at.len().to_string()));
                }
                steps = Arc::new(at.windows(2).map(|w| w[1] - w[0]).collect());
            } else {
                steps = Arc::new(vec![1.0]);
                wide = Some(diff(x.clone()).axis(axis as isize));
            }
        }
        let even = wide.is_some() || self.x.is_none();
        let areas = Expr::new(Window {
            name: "trapezoid",
            input: node,
            axis,
            shape,
            ty,
            reach: Box::new(|from, to| (from, to + 1)),
            slide: Box::new(move |data, part| {
                let step = |i: usize| steps[if even { 0 } else { i }];
                let out = match Wide::of("trapezoid", data)? {
                    Wide::Real(v) => f64::wrap(slide(&v, part, step)),
                    Wide::Complex(v) => Buffer::C128(slide(&v, part, step)),
                };
                out.cast(ty)
            }),
        });
        let areas = match wide {
            None => areas,
            Some(wide) => {
                let both = if ty.is_complex() { Ty::C128 } else { Ty::F64 };
                let product = elementwise(
                    "trapezoid",
                    &[areas, wide.into_expr()],
                    &[both, both],
                    both,
                    Arc::new(|views| {
                        if let (Some(a), Some(b)) = (f64::of(views[0]), f64::of(views[1])) {
                            return Ok(f64::wrap(a.iter().zip(b).map(|(a, b)| a * b).collect()));
                        }
                        type C = num_complex::Complex<f64>;
                        let (a, b) = (C::of(views[0]), C::of(views[1]));
                        let pairs = a.unwrap_or_default().iter().zip(b.unwrap_or_default());
                        Ok(C::wrap(pairs.map(|(a, b)| a * b).collect()))
                    }),
                );
                cast(&product, ty)?
            }
        };
        Ok(sum(areas).axis(axis as isize).into_expr())
    }
}

fn slide<T: Copy + Add<Output = T> + Mul<f64, Output = T>>(
    data: &[T],
    part: Part,
    step: impl Fn(usize) -> f64,
) -> Vec<T> {
    let mut out = Vec::with_capacity(data.len());
    for plane in data.chunks_exact((part.length * part.inner).max(1)) {
        for i in 0..part.count {
            let (a, b) = (&plane[i * part.inner..], &plane[(i + 1) * part.inner..]);
            let by = 0.5 * step(part.start + i);
            out.extend(a.iter().zip(&b[..part.inner]).map(|(&a, &b)| (a + b) * by));
        }
    }
    out
}
