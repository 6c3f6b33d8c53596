//! Phases without jumps.

use std::sync::Arc;

use super::{cast, unfit};
use crate::buffer::{Buffer, Item};
use crate::error::Result;
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::node::Window;
use crate::ops::axis_of;
use crate::ops::builder::builder;
use crate::ops::scans::cumsum;
use crate::types::{ElementType as Ty, promote, promote_weak};

/// Phases without jumps, and the options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// assert_eq!(unwrap(array![0, 1, 2, -1]).period(4).load()?.to_string(), "[0 1 2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Unwrap<'a> {
    input: Expr<'a>,
    axis: isize,
    discont: Option<f64>,
    period: Option<Expr<'a>>,
}

builder! {
    Unwrap of input, "differences::unwrap(array![0i64, 3]).period(4)", "i64" => "[0, -1]"
}

/// Phases along the last axis, with multiples of the period added so that neighbours differ by
/// less than half of it. The period is two pi; an integer one leaves integers integers.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::unwrap;
/// let jump = array![0.0, 3.0, 6.0 - 2.0 * std::f64::consts::PI];
/// assert_eq!(unwrap(jump).load()?.to_string(), "[0. 3. 6.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn unwrap<'a>(x: impl IntoExpr<'a>) -> Unwrap<'a> {
    Unwrap { input: x.into_expr(), axis: -1, discont: None, period: None }
}

impl<'a> Unwrap<'a> {
    /// Goes along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = unwrap(array![[0, 1], [3, 1]]).period(4).axis(0);
    /// assert_eq!(y.load()?.to_string(), "[[ 0  1]\n [-1  1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// Only differences as large as this are jumps; half the period at least.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(unwrap(array![0, 3, 6]).period(4).discont(3.5).load()?.to_string(), "[0 3 6]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn discont(mut self, discont: f64) -> Self {
        self.discont = Some(discont);
        self
    }

    /// The period: a number.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(unwrap(array![0, 1, 2, -1, 0]).period(4).load()?.to_string(), "[0 1 2 3 4]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn period(mut self, period: impl IntoExpr<'a>) -> Self {
        self.period = Some(period.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let node = self.input.node()?.clone();
        let axis = axis_of("unwrap", self.axis, node.shape().len())?;
        let of = node.element_type();
        let default = || std::f64::consts::TAU.into_expr();
        let period = self.period.clone().unwrap_or_else(default);
        let ty = match period.weak() {
            Some(weak) => promote_weak(of, weak),
            None => promote(of, period.element_type()),
        }
        .filter(|ty| ty.is_integer() || ty.is_float())
        .ok_or_else(|| unfit("unwrap", of))?;
        let period: f64 = cast(&period, Ty::F64)?.item_as()?;
        let discont = self.discont.unwrap_or(period / 2.0);
        let integer = ty.is_integer();
        let high = if integer { (period / 2.0).floor() } else { period / 2.0 };
        let ambiguous = !integer || period % 2.0 == 0.0;
        let correction = move |away: f64| {
            let shifted = away + high;
            let mut rest = shifted - (shifted / period).floor() * period - high;
            let exact = shifted % period;
            let exact = if exact != 0.0 && (exact < 0.0) != (period < 0.0) {
                exact + period
            } else {
                exact
            };
            if exact.is_finite() {
                rest = exact - high;
            }
            if ambiguous && rest == -high && away > 0.0 {
                rest = high;
            }
            if away.abs() < discont { 0.0 } else { rest - away }
        };
        let shape = node.shape().to_vec();
        let corrections = Expr::new(Window {
            name: "unwrap",
            input: node,
            axis,
            shape,
            ty: Ty::F64,
            reach: Box::new(|from, to| (from.saturating_sub(1), to)),
            slide: Box::new(move |data, part| {
                let v = f64::take(data.cast(Ty::F64)?).unwrap_or_default();
                let mut out = Vec::with_capacity(v.len());
                for plane in v.chunks_exact((part.length * part.inner).max(1)) {
                    if part.from == part.start {
                        out.extend(std::iter::repeat_n(0.0, part.inner));
                    }
                    let pairs = plane.iter().zip(&plane[part.inner..]);
                    out.extend(pairs.map(|(a, b)| correction(b - a)));
                }
                Ok(Buffer::F64(out))
            }),
        });
        let sums = cumsum(corrections).axis(axis as isize).into_expr();
        let whole = elementwise(
            "unwrap",
            &[self.input.clone(), sums],
            &[Ty::F64, Ty::F64],
            Ty::F64,
            Arc::new(|views| {
                let (a, b) = (f64::of(views[0]), f64::of(views[1]));
                let pairs = a.unwrap_or_default().iter().zip(b.unwrap_or_default());
                Ok(f64::wrap(pairs.map(|(a, b)| a + b).collect()))
            }),
        );
        cast(&whole, ty)
    }
}
