//! Values between known points.

use std::sync::Arc;

use num_complex::Complex;

use super::builder::builder;
use super::kernel::{no_loop, wrap};
use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::types::ElementType as Ty;

/// Values between known points, by straight lines; made by [`interp`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let y = interp(array![0.0, 1.5, 9.0], array![1.0, 2.0], array![10.0, 20.0]).left(0.0);
/// assert_eq!(y.load()?.to_string(), "[ 0. 15. 20.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Interp<'a> {
    x: Expr<'a>,
    places: Expr<'a>,
    values: Expr<'a>,
    left: Option<Complex<f64>>,
    right: Option<Complex<f64>>,
    period: Option<f64>,
}

/// The values at `x` of the lines through the points (`places`, `values`); the places must
/// increase, and are read at once. The result is `float64`, or `complex128` for complex values.
///
/// ```
/// use ch5_array::ops::interp;
/// let (x, places, values) = (ndarray::array![0.5, 9.0], [0.0, 1.0, 2.0], [10.0, 20.0, 0.0]);
/// let (places, values) = (ndarray::arr1(&places), ndarray::arr1(&values));
/// let y = interp(&x, &places, &values).right(-1.0).expr();
/// assert_eq!(y.read_as::<f64>()?, ndarray::array![15.0, -1.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn interp<'a>(
    x: impl IntoExpr<'a>,
    places: impl IntoExpr<'a>,
    values: impl IntoExpr<'a>,
) -> Interp<'a> {
    Interp {
        x: x.into_expr(),
        places: places.into_expr(),
        values: values.into_expr(),
        left: None,
        right: None,
        period: None,
    }
}

impl<'a> Interp<'a> {
    /// The value below the first place, in place of the first one.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let (places, values) = (array![1.0, 2.0], array![10.0, 20.0]);
    /// let y = interp(array![0.0, 1.5], &places, &values).left(-1.0);
    /// assert_eq!(y.load()?.to_string(), "[-1. 15.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn left(mut self, value: impl Into<Complex<f64>>) -> Self {
        self.left = Some(value.into());
        self
    }

    /// The value above the last place, in place of the last one.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let (places, values) = (array![1.0, 2.0], array![10.0, 20.0]);
    /// let y = interp(array![1.5, 3.0], &places, &values).right(-1.0);
    /// assert_eq!(y.load()?.to_string(), "[15. -1.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn right(mut self, value: impl Into<Complex<f64>>) -> Self {
        self.right = Some(value.into());
        self
    }

    /// The places repeat with this period.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let (angles, values) = (array![0.0, 180.0], array![1.0, 3.0]);
    /// let y = interp(array![90.0, 270.0, 360.0], &angles, &values).period(360.0);
    /// assert_eq!(y.load()?.to_string(), "[2. 2. 1.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn period(mut self, period: f64) -> Self {
        self.period = Some(period);
        self
    }

    /// The expression.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let (places, values) = (array![1.0, 2.0], array![10.0, 20.0]);
    /// let y = interp(array![1.5], &places, &values).expr();
    /// assert_eq!(y.load()?.to_string(), "[15.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn expr(self) -> Expr<'a> {
        let x = self.x.clone();
        let made = || {
            let complex = self.values.element_type().is_complex();
            let lines = Lines::new(&self)?;
            let x = match self.period {
                Some(period) => {
                    super::arithmetic::remainder(super::choose::cast(x, Ty::F64), period.abs())
                }
                None => x,
            };
            let kernel = move |views: &[View<'_>]| -> Result<Buffer> {
                let [View::F64(x)] = views else { return Err(no_loop(views)) };
                Ok(if complex {
                    let part = |x, y: fn(&Complex<f64>) -> f64| lines.at(x, y);
                    wrap(
                        x.iter()
                            .map(|&x| Complex::new(part(x, |z| z.re), part(x, |z| z.im)))
                            .collect(),
                    )
                } else {
                    wrap(x.iter().map(|&x| lines.at(x, |z| z.re)).collect())
                })
            };
            let ty = if complex { Ty::C128 } else { Ty::F64 };
            Ok(elementwise("interp", &[x], &[Ty::F64], ty, Arc::new(kernel)))
        };
        Expr::from_result(made())
    }
}

impl<'a> Interp<'a> {
    fn build(&self) -> Expr<'a> {
        self.clone().expr()
    }
}

builder! {
    Interp of x, "interp(array![1.5], array![1.0, 2.0], array![10.0, 20.0])", "f64" => "[15.0]"
}

struct Lines {
    places: Vec<f64>,
    values: Vec<Complex<f64>>,
    left: Complex<f64>,
    right: Complex<f64>,
}

impl Lines {
    fn new(of: &Interp<'_>) -> Result<Self> {
        let read = |x: &Expr<'_>, ty| x.load()?.into_data().cast(ty);
        let places = read(&of.places, Ty::F64)?;
        let values = read(&of.values, Ty::C128)?;
        let (Buffer::F64(places), Buffer::C128(values)) = (places, values) else {
            return Err(Error::new(ErrorKind::WrongType, "interp").expected("numbers"));
        };
        if places.len() != values.len() || places.is_empty() || of.places.ndim() != 1 {
            return Err(Error::new(ErrorKind::Shape, "interp")
                .expected("as many values as places, in one dimension, one at least")
                .found(format!("shapes {:?} and {:?}", of.places.shape(), of.values.shape())));
        }
        let (mut places, mut values) = (places, values);
        if let Some(period) = of.period {
            let period = period.abs();
            if period == 0.0 || period.is_nan() {
                return Err(Error::new(ErrorKind::Value, "interp")
                    .expected("a period other than 0")
                    .found(period.to_string()));
            }
            let mut points: Vec<(f64, Complex<f64>)> = places
                .iter()
                .map(|&x| super::arithmetic::divmod(x, period).1)
                .zip(values)
                .collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            // One more on each side closes the circle.
            let (first, last) = (points[0], points[points.len() - 1]);
            points.insert(0, (last.0 - period, last.1));
            points.push((first.0 + period, first.1));
            (places, values) = points.into_iter().unzip();
        }
        let (left, right) =
            (of.left.unwrap_or(values[0]), of.right.unwrap_or(values[values.len() - 1]));
        let sided = of.period.is_none();
        Ok(Self {
            left: if sided { left } else { values[0] },
            right: if sided { right } else { values[values.len() - 1] },
            places,
            values,
        })
    }

    fn at(&self, x: f64, part: fn(&Complex<f64>) -> f64) -> f64 {
        if x.is_nan() {
            return x;
        }
        let after = self.places.partition_point(|&place| place <= x);
        let Some(i) = after.checked_sub(1) else { return part(&self.left) };
        let (place, value) = (self.places[i], part(&self.values[i]));
        if after == self.places.len() {
            return if x > place { part(&self.right) } else { value };
        }
        if x == place {
            return value;
        }
        let (next, next_value) = (self.places[after], part(&self.values[after]));
        let slope = (next_value - value) / (next - place);
        let y = slope * (x - place) + value;
        if !y.is_nan() {
            return y;
        }
        // From the other end, where one of the values is infinite.
        let y = slope * (x - next) + next_value;
        if y.is_nan() && value == next_value { value } else { y }
    }
}
