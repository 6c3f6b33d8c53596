//! Special functions.

use std::sync::Arc;

use num_complex::Complex;

use super::cx;
use super::kernel::{kernel, no_loop, wrap};
use super::rows::rows;
use crate::buffer::{Buffer, View};
use crate::error::Result;
use crate::expr::{Expr, IntoExpr, elementwise};

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
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![0.0, 0.5];
    /// assert_eq!((&x).sinc().load()?.to_string(), "[1.         0.63661977]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
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
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let y = nan_to_num(array![f64::NAN, f64::INFINITY]).nan(1.0).posinf(2.0);
/// assert_eq!(y.load()?.to_string(), "[1. 2.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
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

super::builder::builder! {
    NanToNum of x, "nan_to_num(array![f64::NAN])", "f64" => "[0.0]"
}
