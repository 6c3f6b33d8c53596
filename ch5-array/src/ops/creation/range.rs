//! Evenly spaced numbers.

use std::sync::Arc;

use num_complex::Complex;

use super::fill::{by_place, each_place};
use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::ops::manipulation::{build, expand_dims, moveaxis};
use crate::types::{ElementType as Ty, Scalar};

fn float(value: &Scalar) -> Option<f64> {
    match Buffer::from(value.clone()).cast(Ty::F64) {
        Ok(Buffer::F64(v)) if !value.element_type().is_complex() => v.first().copied(),
        _ => None,
    }
}

fn integer(value: &Scalar) -> Option<i64> {
    let ty = value.element_type();
    if !(ty.is_integer() || ty == Ty::Bool) {
        return None;
    }
    match Buffer::from(value.clone()).cast(Ty::I64) {
        Ok(Buffer::I64(v)) => v.first().copied(),
        _ => None,
    }
}

/// `start`, `start + step`, ... up to before `stop`: `int64` where all three are integers,
/// `float64` otherwise.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Value`] for a step of 0 or numbers that are not finite.
///
/// ```
/// use ch5_array::ops::creation::arange;
/// assert_eq!(arange(1, 8, 3).read_as::<i64>()?, ndarray::array![1, 4, 7].into_dyn());
/// assert_eq!(arange(0.0, 1.0, 0.25).shape(), [4]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn arange<'a>(
    start: impl Into<Scalar>,
    stop: impl Into<Scalar>,
    step: impl Into<Scalar>,
) -> Expr<'a> {
    let (start, stop, step) = (start.into(), stop.into(), step.into());
    let wrong = || {
        Expr::failed(
            Error::new(ErrorKind::Value, "arange")
                .expected("finite numbers and a step that is not 0")
                .found(format!("{start:?}, {stop:?}, {step:?}")),
        )
    };
    if let (Some(start), Some(stop), Some(step)) = (integer(&start), integer(&stop), integer(&step))
    {
        if step == 0 {
            return wrong();
        }
        let (a, b, s) = (i128::from(start), i128::from(stop), i128::from(step));
        let distance = if s > 0 { b - a } else { a - b };
        let len = if distance > 0 { (distance - 1) / s.abs() + 1 } else { 0 };
        let Ok(len) = usize::try_from(len) else { return wrong() };
        return by_place("arange", &[len], Ty::I64, move |runs, n| {
            Ok(Buffer::I64(each_place(runs, n, |i| {
                start.wrapping_add((i as i64).wrapping_mul(step))
            })))
        });
    }
    let (Some(first), Some(end), Some(by)) = (float(&start), float(&stop), float(&step)) else {
        return wrong();
    };
    let len = ((end - first) / by).ceil();
    if by == 0.0 || !len.is_finite() || len > usize::MAX as f64 {
        return wrong();
    }
    let len = len.max(0.0) as usize;
    // numpy goes on from the distance of its first two numbers.
    let delta = (first + by) - first;
    by_place("arange", &[len], Ty::F64, move |runs, n| {
        Ok(Buffer::F64(each_place(runs, n, |i| first + i as f64 * delta)))
    })
}

/// How the numbers of a `linspace` follow from their place.
#[derive(Clone, Copy)]
struct Spacing {
    divisions: usize,
    /// The place whose number is the end itself.
    last: f64,
    whole: bool,
}

impl Spacing {
    fn at(self, i: f64, start: f64, stop: f64) -> f64 {
        let delta = stop - start;
        let y = if self.divisions == 0 {
            i * delta + start
        } else if i == self.last {
            stop
        } else {
            let step = delta / self.divisions as f64;
            if step == 0.0 { i / self.divisions as f64 * delta + start } else { i * step + start }
        };
        if self.whole { y.floor() } else { y }
    }
}

/// Options of [`linspace`].
#[derive(Clone)]
pub struct Linspace<'a> {
    start: Expr<'a>,
    stop: Expr<'a>,
    num: usize,
    endpoint: bool,
    ty: Option<Ty>,
    axis: isize,
}

/// `num` evenly spaced numbers from `start` to `stop`, which may be arrays: the numbers then run
/// along a new first axis.
///
/// ```
/// use ch5_array::ops::creation::linspace;
/// let x = linspace(0.0, 1.0, 5).expr();
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![0.0, 0.25, 0.5, 0.75, 1.0].into_dyn());
/// assert_eq!(linspace(0.0, 1.0, 4).endpoint(false).step(), Some(0.25));
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn linspace<'a>(start: impl IntoExpr<'a>, stop: impl IntoExpr<'a>, num: usize) -> Linspace<'a> {
    Linspace {
        start: start.into_expr(),
        stop: stop.into_expr(),
        num,
        endpoint: true,
        ty: None,
        axis: 0,
    }
}

impl<'a> Linspace<'a> {
    /// Whether the last number is `stop`, as by default.
    #[must_use]
    pub fn endpoint(mut self, endpoint: bool) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// The type of the numbers; for integers they are rounded down.
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.ty = Some(ty);
        self
    }

    /// The axis of the result that the numbers run along.
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    fn divisions(&self) -> usize {
        if self.endpoint { self.num.saturating_sub(1) } else { self.num }
    }

    /// The distance of two numbers, where `start` and `stop` are numbers themselves; NaN for one
    /// number alone.
    #[must_use]
    pub fn step(&self) -> Option<f64> {
        let value = |x: &Expr<'a>| x.node().ok().and_then(|n| n.constant().cloned());
        let (start, stop) = (float(&value(&self.start)?)?, float(&value(&self.stop)?)?);
        Some(if self.divisions() == 0 {
            f64::NAN
        } else {
            (stop - start) / self.divisions() as f64
        })
    }

    /// The numbers.
    #[must_use]
    pub fn expr(&self) -> Expr<'a> {
        let (start, stop) = (self.start.clone(), self.stop.clone());
        if let Err(error) = start.check().and_then(|()| stop.check()) {
            return Expr::failed(error);
        }
        let rank = start.ndim().max(stop.ndim());
        let complex = start.element_type().is_complex() || stop.element_type().is_complex();
        let single = [Ty::F16, Ty::F32];
        let narrow = |x: &Expr<'a>| single.contains(&x.element_type()) || x.weak().is_some();
        let natural = if narrow(&start)
            && narrow(&stop)
            && !(start.weak().is_some() && stop.weak().is_some())
        {
            if start.weak().is_some() { stop.element_type() } else { start.element_type() }
        } else if complex {
            Ty::C128
        } else {
            Ty::F64
        };
        let num = self.num;
        let index = by_place("index", &[num], Ty::F64, |runs, n| {
            Ok(Buffer::F64(each_place(runs, n, |i| i as f64)))
        });
        let inner: Vec<isize> = (1..=rank as isize).collect();
        let index = expand_dims(index, &inner);
        let divisions = self.divisions();
        let last = if self.endpoint && num > 1 { (num - 1) as f64 } else { f64::INFINITY };
        let whole = self.ty.is_some_and(|ty| ty.is_integer());
        let spacing = Spacing { divisions, last, whole };
        let kernel = move |views: &[View<'_>]| match (views[0], views[1], views[2]) {
            (View::F64(i), View::F64(a), View::F64(b)) => {
                let number = |((&i, &a), &b): ((&f64, &f64), &f64)| spacing.at(i, a, b);
                Ok(Buffer::F64(i.iter().zip(a).zip(b).map(number).collect()))
            }
            (View::F64(i), View::C128(a), View::C128(b)) => {
                let number = |((&i, a), b): ((&f64, &Complex<f64>), &Complex<f64>)| {
                    Complex::new(spacing.at(i, a.re, b.re), spacing.at(i, a.im, b.im))
                };
                Ok(Buffer::C128(i.iter().zip(a).zip(b).map(number).collect()))
            }
            _ => Err(crate::buffer::mismatch(Ty::F64, views[0].element_type())),
        };
        let of = if complex { Ty::C128 } else { Ty::F64 };
        let made = elementwise(
            "linspace",
            &[index, start, stop],
            &[Ty::F64, of, of],
            of,
            Arc::new(kernel),
        );
        let ty = self.ty.unwrap_or(natural);
        let made = build(made, |node| cast_node(node, ty));
        if self.axis == 0 || rank == 0 { made } else { moveaxis(made, &[0], &[self.axis]) }
    }
}

impl<'a> Linspace<'a> {
    fn build(&self) -> Expr<'a> {
        self.expr()
    }
}

super::super::builder::builder!(Linspace of start, stop);

/// `base` to the power of evenly spaced numbers.
#[must_use]
pub fn logspace<'a>(start: f64, stop: f64, num: usize, base: f64, endpoint: bool) -> Expr<'a> {
    let powers = linspace(start, stop, num).endpoint(endpoint).expr();
    let kernel = move |views: &[View<'_>]| match views[0] {
        View::F64(v) => Ok(Buffer::F64(v.iter().map(|&x| base.powf(x)).collect())),
        other => Err(crate::buffer::mismatch(Ty::F64, other.element_type())),
    };
    elementwise("logspace", &[powers], &[Ty::F64], Ty::F64, Arc::new(kernel))
}

/// Numbers from `start` to `stop` with a constant ratio.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Value`] if one of them is 0.
#[must_use]
pub fn geomspace<'a>(start: f64, stop: f64, num: usize, endpoint: bool) -> Expr<'a> {
    if start == 0.0 || stop == 0.0 {
        return Expr::failed(
            Error::new(ErrorKind::Value, "geomspace")
                .expected("numbers that are not 0")
                .found(format!("{start}, {stop}")),
        );
    }
    let sign = start.signum();
    let (low, high) = ((start * sign).log10(), (stop * sign).log10());
    let powers = linspace(low, high, num).endpoint(endpoint).expr();
    let kernel = move |views: &[View<'_>]| match views[0] {
        View::F64(v) => Ok(Buffer::F64(
            v.iter()
                .map(|&x| {
                    // The ends are exact.
                    if x == low {
                        start
                    } else if endpoint && x == high {
                        stop
                    } else {
                        sign * 10f64.powf(x)
                    }
                })
                .collect(),
        )),
        other => Err(crate::buffer::mismatch(Ty::F64, other.element_type())),
    };
    elementwise("geomspace", &[powers], &[Ty::F64], Ty::F64, Arc::new(kernel))
}
