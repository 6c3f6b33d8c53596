//! Special functions.

use std::sync::Arc;

use num_complex::Complex;

use super::cx;
use super::kernel::{kernel, no_loop, wrap};
use super::rows::rows;
use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::types::ElementType as Ty;

/// The modified Bessel function of order 0: its power series, beyond 30 its asymptotic one.
fn bessel(x: f64) -> f64 {
    let x = x.abs();
    if x.is_nan() || x.is_infinite() {
        return x;
    }
    let (mut sum, mut term) = (1.0, 1.0);
    if x <= 30.0 {
        let quarter = x * x / 4.0;
        for k in 1..200 {
            term *= quarter / f64::from(k * k);
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return sum;
    }
    for k in 1..60 {
        let odd = f64::from(2 * k - 1);
        let next = term * odd * odd / (8.0 * x * f64::from(k));
        if next >= term || next < 1e-17 {
            break;
        }
        term = next;
        sum += term;
    }
    // In two halves, because e^x overflows before the function does.
    let half = (x / 2.0).exp();
    half * (sum / (2.0 * std::f64::consts::PI * x).sqrt()) * half
}

fn sinc_of(x: f64) -> f64 {
    let y = x * std::f64::consts::PI;
    if x == 0.0 { 1.0 } else { y.sin() / y }
}

fn complex_sinc(z: Complex<f64>) -> Complex<f64> {
    let y = cx::scaled(z, std::f64::consts::PI);
    if z.re == 0.0 && z.im == 0.0 { Complex::new(1.0, 0.0) } else { cx::divide(cx::sin(y), y) }
}

rows! {
    /// Special functions as methods; the functions of this module say what each does.
    trait Special;

    /// The modified Bessel function of the first kind, order 0.
    i0(x): "efd" Divide -> Out::Same, kernel!(Exact |x| bessel(x)),
        "array![0.0, 1.0]" => "[1.         1.26606588]";
    /// `sin(pi x) / (pi x)`, and 1 at 0.
    sinc(x): "efdFD" Divide -> Out::Same, kernel!(
        Exact |x| sinc_of(x), Wide |z| complex_sinc(z)),
        "array![0.0, 0.5]" => "[1.         0.63661977]";
    /// 0 below zero, 1 above, and the second operand at zero.
    heaviside(x, at_zero): "efd" Common -> Out::Same, kernel!(
        Float |x, h| if x < 0.0 { 0.0 } else if x > 0.0 { 1.0 } else if x == 0.0 { h } else { x }),
        "array![-1.0, 0.0, 2.0]", "0.5" => "[0.  0.5 1. ]";
}

/// Replaces NaN and infinities by numbers; made by [`nan_to_num`].
#[derive(Clone)]
#[must_use]
pub struct NanToNum<'a> {
    x: Expr<'a>,
    nan: f64,
    positive: Option<f64>,
    negative: Option<f64>,
}

/// NaN as 0, infinities as the largest and the most negative number of the type.
///
/// ```
/// use ch5_array::ops::nan_to_num;
/// let x = ndarray::array![f64::NAN, f64::INFINITY, 2.0];
/// let y = nan_to_num(&x).nan(-1.0).posinf(9.0).expr();
/// assert_eq!(y.read_as::<f64>()?, ndarray::array![-1.0, 9.0, 2.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn nan_to_num<'a>(x: impl IntoExpr<'a>) -> NanToNum<'a> {
    NanToNum { x: x.into_expr(), nan: 0.0, positive: None, negative: None }
}

impl<'a> NanToNum<'a> {
    /// What stands for NaN.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// assert_eq!(nan_to_num(array![f64::NAN, 2.0]).nan(-1.0).load()?.to_string(), "[-1.  2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn nan(mut self, value: f64) -> Self {
        self.nan = value;
        self
    }

    /// What stands for positive infinity.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let y = nan_to_num(array![f64::INFINITY, 2.0]).posinf(9.0);
    /// assert_eq!(y.load()?.to_string(), "[9. 2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn posinf(mut self, value: f64) -> Self {
        self.positive = Some(value);
        self
    }

    /// What stands for negative infinity.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let y = nan_to_num(array![f64::NEG_INFINITY, 2.0]).neginf(-9.0);
    /// assert_eq!(y.load()?.to_string(), "[-9.  2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn neginf(mut self, value: f64) -> Self {
        self.negative = Some(value);
        self
    }

    /// The expression.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// assert_eq!(nan_to_num(array![f64::NAN, 2.0]).expr().load()?.to_string(), "[0. 2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn expr(self) -> Expr<'a> {
        let (nan, positive, negative) = (self.nan, self.positive, self.negative);
        let ty = self.x.element_type();
        if !ty.is_inexact() {
            return self.x;
        }
        macro_rules! fixed {
            ($real:ty, $most:expr, $from:expr) => {{
                let from = $from;
                let (nan, low, high): ($real, $real, $real) =
                    (from(nan), negative.map_or(-$most, from), positive.map_or($most, from));
                move |x: $real| {
                    if x.is_nan() {
                        nan
                    } else if x.is_infinite() {
                        if x.is_sign_negative() { low } else { high }
                    } else {
                        x
                    }
                }
            }};
        }
        let half = fixed!(half::f16, half::f16::MAX, half::f16::from_f64);
        let single = fixed!(f32, f32::MAX, |x: f64| x as f32);
        let double = fixed!(f64, f64::MAX, |x: f64| x);
        let kernel = move |views: &[View<'_>]| -> Result<Buffer> {
            Ok(match views {
                [View::F16(v)] => wrap(v.iter().map(|&x| half(x)).collect()),
                [View::F32(v)] => wrap(v.iter().map(|&x| single(x)).collect()),
                [View::F64(v)] => wrap(v.iter().map(|&x| double(x)).collect()),
                [View::C64(v)] => {
                    wrap(v.iter().map(|z| Complex::new(single(z.re), single(z.im))).collect())
                }
                [View::C128(v)] => {
                    wrap(v.iter().map(|z| Complex::new(double(z.re), double(z.im))).collect())
                }
                _ => return Err(no_loop(views)),
            })
        };
        elementwise("nan_to_num", &[self.x], &[ty], ty, Arc::new(kernel))
    }
}

impl<'a> NanToNum<'a> {
    fn build(&self) -> Expr<'a> {
        self.clone().expr()
    }
}

super::builder::builder!(NanToNum of x);

/// Values between known points, by straight lines; made by [`interp`].
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

super::builder::builder!(Interp of x);

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
