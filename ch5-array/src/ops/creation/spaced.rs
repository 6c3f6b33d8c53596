//! So many numbers from one to another: with a constant step, or a constant ratio.

use std::sync::Arc;

use num_complex::Complex;

use super::fill::{by_place, each_place};
use super::line::Line;
use super::range::float;
use crate::buffer::{Buffer, View, mismatch};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::node::Kernel;
use crate::ops::builder::builder;
use crate::ops::cx;
use crate::ops::manipulation::{build, expand_dims, moveaxis, reshape};
use crate::ops::ufunc::{Operand, settle};
use crate::types::{ElementType as Ty, promote};

/// What numbers run between, and how.
#[derive(Clone)]
struct Ends<'a> {
    start: Expr<'a>,
    stop: Expr<'a>,
    num: usize,
    endpoint: bool,
    ty: Option<Ty>,
    axis: isize,
}

impl<'a> Ends<'a> {
    fn new(start: Expr<'a>, stop: Expr<'a>, num: usize) -> Self {
        Self { start, stop, num, endpoint: true, ty: None, axis: 0 }
    }

    fn divisions(&self) -> usize {
        if self.endpoint { self.num.saturating_sub(1) } else { self.num }
    }

    fn line(&self, ty: Ty) -> Line {
        let last =
            if self.endpoint && self.num > 1 { (self.num - 1) as f64 } else { f64::INFINITY };
        Line { divisions: self.divisions(), last, whole: self.ty.is_some_and(Ty::is_integer), ty }
    }

    /// The float or complex type that both ends have in common.
    fn natural(&self, name: &'static str) -> Result<Ty> {
        let operands = [Operand::of(&self.start)?, Operand::of(&self.stop)?];
        let common = settle(&operands).and_then(|types| promote(types[0], types[1]));
        match common {
            Some(ty) if ty.is_inexact() => Ok(ty),
            Some(ty) if ty.is_number() => Ok(Ty::F64),
            _ => Err(Error::new(ErrorKind::WrongType, name)
                .expected("numbers")
                .found(format!("{} and {}", operands[0].ty, operands[1].ty))),
        }
    }

    /// Numbers of places and both ends, which a kernel is given as `float64` and twice `of`.
    fn along(&self, name: &'static str, of: Ty, kernel: Kernel<'a>) -> Expr<'a> {
        let (start, stop) = (self.start.clone(), self.stop.clone());
        let rank = start.ndim().max(stop.ndim());
        let index = by_place("index", &[self.num], Ty::F64, |runs, n| {
            Ok(Buffer::F64(each_place(runs, n, |i| i as f64)))
        });
        let inner: Vec<isize> = (1..=rank as isize).collect();
        let index = expand_dims(index, &inner);
        let made = elementwise(name, &[index, start, stop], &[Ty::F64, of, of], of, kernel);
        let axis = self.axis;
        if axis == 0 { made } else { moveaxis(made, &[0], &[axis]) }
    }

    /// Evenly spaced numbers.
    fn even(&self, name: &'static str) -> Result<Expr<'a>> {
        let natural = self.natural(name)?;
        let line = self.line(natural);
        let kernel = move |views: &[View<'_>]| match *views {
            [View::F64(i), View::F64(a), View::F64(b)] => {
                let number = |((&i, &a), &b): ((&f64, &f64), &f64)| line.at(i, a, b);
                Ok(Buffer::F64(i.iter().zip(a).zip(b).map(number).collect()))
            }
            [View::F64(i), View::C128(a), View::C128(b)] => {
                let all = i.iter().zip(a).zip(b);
                Ok(Buffer::C128(all.map(|((&i, &a), &b)| line.at_complex(i, a, b)).collect()))
            }
            _ => Err(mismatch(Ty::F64, views[0].element_type())),
        };
        let of = if natural.is_complex() { Ty::C128 } else { Ty::F64 };
        cast(self.along(name, of, Arc::new(kernel)), self.ty.unwrap_or(natural))
    }
}

fn cast(x: Expr<'_>, ty: Ty) -> Result<Expr<'_>> {
    x.check()?;
    Ok(build(x, |node| cast_node(node, ty)))
}

/// The options that all have.
macro_rules! spaced {
    ($name:ident $make:literal $open:literal $whole:literal $one:literal $value:literal) => {
        impl<'a> $name<'a> {
            /// Whether the last number is `stop`, as by default.
            ///
            /// ```
            /// # use ch5_array::{ElementType, ndarray::array, ops::creation};
            #[doc = concat!("let x = creation::", $make, "(1.0, 4.0, 2).endpoint(false);")]
            #[doc = concat!("assert_eq!(x.load()?.to_string(), ", stringify!($open), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            #[must_use]
            pub fn endpoint(mut self, endpoint: bool) -> Self {
                self.ends.endpoint = endpoint;
                self
            }

            /// The type of the numbers.
            ///
            /// ```
            /// # use ch5_array::{ElementType, ndarray::array, ops::creation};
            #[doc = concat!("let x = creation::", $make, "(1.0, 4.0, 3).dtype(ElementType::F32).expr();")]
            /// assert_eq!(x.element_type(), ElementType::F32);
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            #[must_use]
            pub fn dtype(mut self, ty: Ty) -> Self {
                self.ends.ty = Some(ty);
                self
            }

            /// The axis of the result that the numbers run along; a negative one counts from the
            /// last.
            ///
            /// ```
            /// # use ch5_array::{ElementType, ndarray::array, ops::creation};
            #[doc = concat!("let x = creation::", $make, "(1.0, array![2.0, 3.0], 5).axis(-1).expr();")]
            /// assert_eq!(x.shape(), [2, 5]);
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            #[must_use]
            pub fn axis(mut self, axis: isize) -> Self {
                self.ends.axis = axis;
                self
            }

            /// The numbers.
            ///
            /// ```
            /// # use ch5_array::{ElementType, ndarray::array, ops::creation};
            #[doc = concat!("let x = creation::", $make, "(1.0, 4.0, 2).expr();")]
            #[doc = concat!("assert_eq!(x.load()?.to_string(), ", stringify!($whole), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            #[must_use]
            pub fn expr(&self) -> Expr<'a> {
                self.build().about([&self.ends.start, &self.ends.stop])
            }

            fn build(&self) -> Expr<'a> {
                Expr::from_result(self.made())
            }
        }

        builder!($name of ends.start, ends.stop, $one, "f64" => $value);
    };
}

spaced!(Linspace "linspace" "[1.  2.5]" "[1. 4.]"
    "creation::linspace(1.0, 4.0, 2)" "[1.0, 4.0]");
spaced!(Logspace "logspace" "[ 10.         316.22776602]" "[   10. 10000.]"
    "creation::logspace(1.0, 2.0, 2)" "[10.0, 100.0]");
spaced!(Geomspace "geomspace" "[1. 2.]" "[1. 4.]"
    "creation::geomspace(1.0, 4.0, 2)" "[1.0, 4.0]");

/// Options of [`linspace`].
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// let y = linspace(0, 10, 5).endpoint(false).dtype(ElementType::I64);
/// assert_eq!(y.load()?.to_string(), "[0 2 4 6 8]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Linspace<'a> {
    ends: Ends<'a>,
}

/// `num` evenly spaced numbers from `start` to `stop`, which may be arrays: the numbers then run
/// along a new first axis. As integers they are rounded down.
///
/// ```
/// use ch5_array::ops::creation::linspace;
/// let x = linspace(0.0, 1.0, 5).expr();
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![0.0, 0.25, 0.5, 0.75, 1.0].into_dyn());
/// assert_eq!(linspace(0.0, 1.0, 4).endpoint(false).step(), Some(0.25));
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn linspace<'a>(start: impl IntoExpr<'a>, stop: impl IntoExpr<'a>, num: usize) -> Linspace<'a> {
    Linspace { ends: Ends::new(start.into_expr(), stop.into_expr(), num) }
}

impl<'a> Linspace<'a> {
    /// The distance of two numbers, where `start` and `stop` are numbers themselves; NaN for one
    /// number alone.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// assert_eq!(linspace(0.0, 1.0, 5).step(), Some(0.25));
    /// ```
    #[must_use]
    pub fn step(&self) -> Option<f64> {
        let value = |x: &Expr<'a>| x.node().ok().and_then(|n| n.constant().cloned());
        let (start, stop) = (float(&value(&self.ends.start)?)?, float(&value(&self.ends.stop)?)?);
        let divisions = self.ends.divisions();
        Some(if divisions == 0 { f64::NAN } else { (stop - start) / divisions as f64 })
    }

    fn made(&self) -> Result<Expr<'a>> {
        self.ends.even("linspace")
    }
}

/// Options of [`logspace`].
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// assert_eq!(logspace(0.0, 3.0, 4).base(2.0).load()?.to_string(), "[1. 2. 4. 8.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Logspace<'a> {
    ends: Ends<'a>,
    base: Expr<'a>,
}

/// 10, or another base, to the power of `num` evenly spaced numbers from `start` to `stop`, which
/// may be arrays: the numbers then run along a new first axis.
///
/// ```
/// use ch5_array::ops::creation::logspace;
/// let x = logspace(0.0, 2.0, 3).read_as::<f64>()?;
/// assert_eq!(x, ndarray::array![1.0, 10.0, 100.0].into_dyn());
/// let x = logspace(0.0, 2.0, 3).base(ndarray::array![2.0, 3.0]).axis(-1).read_as::<f64>()?;
/// assert_eq!(x, ndarray::array![[1.0, 2.0, 4.0], [1.0, 3.0, 9.0]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn logspace<'a>(start: impl IntoExpr<'a>, stop: impl IntoExpr<'a>, num: usize) -> Logspace<'a> {
    let ends = Ends::new(start.into_expr(), stop.into_expr(), num);
    Logspace { ends, base: 10.0.into_expr() }
}

impl<'a> Logspace<'a> {
    /// What is taken to the powers: a number, or an array beside `start` and `stop`.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// assert_eq!(logspace(0.0, 3.0, 4).base(2.0).load()?.to_string(), "[1. 2. 4. 8.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn base(mut self, base: impl IntoExpr<'a>) -> Self {
        self.base = base.into_expr();
        self
    }

    fn made(&self) -> Result<Expr<'a>> {
        self.base.check()?;
        // The powers are cast, not what they are powers of.
        let mut ends = Ends { ty: None, ..self.ends.clone() };
        let mut base = self.base.clone();
        if base.ndim() > 0 {
            let all = [&base, &ends.start, &ends.stop];
            let rank = all.map(Expr::ndim).into_iter().max().unwrap_or(0);
            let pad = |x: &Expr<'a>| {
                let mut shape = vec![1; rank - x.ndim()];
                shape.extend(x.shape().iter().map(|&n| n as isize));
                reshape(x.clone(), &shape)
            };
            (ends.start, ends.stop) = (pad(&ends.start), pad(&ends.stop));
            base = expand_dims(pad(&base), &[ends.axis]);
        }
        let powers = crate::ops::power(base, ends.even("logspace")?);
        match self.ends.ty {
            Some(ty) => cast(powers, ty),
            None => Ok(powers),
        }
    }
}

/// Options of [`geomspace`].
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// let y = geomspace(1.0, 1000.0, 4).dtype(ElementType::F32);
/// assert_eq!(y.load()?.to_string(), "[   1.   10.  100. 1000.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Geomspace<'a> {
    ends: Ends<'a>,
}

/// `num` numbers from `start` to `stop` with a constant ratio. Both may be arrays, the numbers then
/// run along a new first axis; complex ones go along a spiral.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Value`] if one of the ends is 0.
///
/// ```
/// use ch5_array::ops::creation::geomspace;
/// let x = geomspace(1.0, ndarray::array![16.0, 81.0], 5).axis(1).read_as::<f64>()?;
/// assert_eq!((x[[0, 0]], x[[0, 4]], x[[1, 0]], x[[1, 4]]), (1.0, 16.0, 1.0, 81.0));
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn geomspace<'a>(
    start: impl IntoExpr<'a>,
    stop: impl IntoExpr<'a>,
    num: usize,
) -> Geomspace<'a> {
    Geomspace { ends: Ends::new(start.into_expr(), stop.into_expr(), num) }
}

#[cold]
fn zero(start: impl std::fmt::Display, stop: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Value, "geomspace")
        .expected("numbers that are not 0")
        .found(format!("{start}, {stop}"))
}

impl<'a> Geomspace<'a> {
    fn made(&self) -> Result<Expr<'a>> {
        let ends = Ends { ty: None, ..self.ends.clone() };
        let natural = ends.natural("geomspace")?;
        for end in [&ends.start, &ends.stop] {
            if end.node()?.constant().and_then(float) == Some(0.0) {
                let value = |x: &Expr<'a>| x.node().ok()?.constant().and_then(float);
                let show = |x| value(x).map_or_else(|| "an array".to_owned(), |x| x.to_string());
                return Err(zero(show(&ends.start), show(&ends.stop)));
            }
        }
        let line = ends.line(Ty::F64);
        let real = move |((&i, &start), &stop): ((&f64, &f64), &f64)| {
            if start == 0.0 || stop == 0.0 {
                return Err(zero(start, stop));
            }
            let sign = start.signum();
            let (low, high) = (start * sign, stop / sign);
            Ok(if i == 0.0 {
                start
            } else if i == line.last {
                stop
            } else {
                sign * 10f64.powf(line.at(i, low.log10(), high.log10()))
            })
        };
        type Pair<'v> = ((&'v f64, &'v Complex<f64>), &'v Complex<f64>);
        let complex = move |((&i, &start), &stop): Pair<'_>| {
            let nothing = Complex::new(0.0, 0.0);
            if start == nothing || stop == nothing {
                return Err(zero(start, stop));
            }
            // Turned so that the first is real, and back.
            let sign = cx::sign(start);
            let (low, high) = (cx::divide(start, sign), cx::divide(stop, sign));
            let log = |z| cx::scaled(cx::log(z), std::f64::consts::LOG10_E);
            let turned = if i == 0.0 {
                low
            } else if i == line.last {
                high
            } else {
                cx::power(Complex::new(10.0, 0.0), line.at_complex(i, log(low), log(high)))
            };
            Ok(turned * sign)
        };
        let kernel = move |views: &[View<'_>]| match *views {
            [View::F64(i), View::F64(a), View::F64(b)] => {
                Ok(Buffer::F64(i.iter().zip(a).zip(b).map(real).collect::<Result<_>>()?))
            }
            [View::F64(i), View::C128(a), View::C128(b)] => {
                Ok(Buffer::C128(i.iter().zip(a).zip(b).map(complex).collect::<Result<_>>()?))
            }
            _ => Err(mismatch(Ty::F64, views[0].element_type())),
        };
        let asked = self.ends.ty;
        let complex = natural.is_complex() || asked.is_some_and(Ty::is_complex);
        let of = if complex { Ty::C128 } else { Ty::F64 };
        cast(ends.along("geomspace", of, Arc::new(kernel)), asked.unwrap_or(of))
    }
}
