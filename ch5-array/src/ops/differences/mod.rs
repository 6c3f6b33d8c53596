//! Differences of neighbours and what is made of them: derivatives, integrals, convolutions.
//!
//! Differences and convolutions have the type of the elements; derivatives and integrals of integers
//! are `float64`. Blocks are read with the neighbours that they need.
//!
//! ```
//! use ch5_array::ops::differences::Differences;
//! let x = ndarray::array![1.0, 4.0, 9.0, 16.0];
//! assert_eq!((&x).diff().read_as::<f64>()?, ndarray::array![3.0, 5.0, 7.0].into_dyn());
//! assert_eq!((&x).gradient().read_as::<f64>()?, ndarray::array![3.0, 4.0, 6.0, 7.0].into_dyn());
//! assert_eq!((&x).trapezoid().item_as::<f64>()?, 21.5);
//! # Ok::<(), ch5_array::Error>(())
//! ```

mod convolve;
mod cross;
mod diff;
mod gradient;
mod integral;
mod unwrap;

pub use convolve::{Convolution, Mode, convolve};
pub use cross::{Cross, cross};
pub use diff::{Diff, EdgeDiff, diff, ediff1d};
pub use gradient::{Gradient, Spacing, gradient};
pub use integral::{Integral, trapezoid};
pub use unwrap::{Unwrap, unwrap};

use crate::buffer::{Buffer, Item};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::types::ElementType as Ty;

/// Differences of neighbours as methods of arrays and expressions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let x = array![1.0, 2.0, 4.0];
/// assert_eq!((&x).diff().load()?.to_string(), "[1. 2.]");
/// assert_eq!((&x).gradient().load()?.to_string(), "[1.  1.5 2. ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Differences<'a>: ArrayLike<'a> {
    /// The differences of neighbours: [`diff`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![1, 2, 4];
    /// assert_eq!((&x).diff().load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn diff(&self) -> Diff<'a> {
        diff(self.expr())
    }

    /// The differences of neighbours in row-major order: [`ediff1d`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![[1, 2], [4, 7]];
    /// assert_eq!((&x).ediff1d().load()?.to_string(), "[1 2 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn ediff1d(&self) -> EdgeDiff<'a> {
        ediff1d(self.expr())
    }

    /// The derivative along an axis, or along several: [`gradient`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![1.0, 2.0, 4.0];
    /// assert_eq!((&x).gradient().load()?.to_string(), "[1.  1.5 2. ]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn gradient(&self) -> Gradient<'a> {
        gradient(self.expr())
    }

    /// Phases without jumps: [`unwrap`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![0, 1, 2, -1];
    /// assert_eq!((&x).unwrap_phase().period(4).load()?.to_string(), "[0 1 2 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "unwrap")]
    fn unwrap_phase(&self) -> Unwrap<'a> {
        unwrap(self.expr())
    }

    /// The integral by the trapezoidal rule: [`trapezoid`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = array![1.0, 2.0, 3.0];
    /// assert_eq!((&y).trapezoid().load()?.to_string(), "4.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "trapz")]
    fn trapezoid(&self) -> Integral<'a> {
        trapezoid(self.expr())
    }

    /// The cross product: [`cross`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![1, 0, 0];
    /// assert_eq!((&x).cross(array![0, 1, 0]).load()?.to_string(), "[0 0 1]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn cross(&self, other: impl IntoExpr<'a>) -> Cross<'a> {
        cross(self.expr(), other)
    }

    /// The convolution with another array: [`convolve`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let x = array![1, 2, 3];
    /// assert_eq!((&x).convolve(array![1, 1]).load()?.to_string(), "[1 3 5 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn convolve(&self, other: impl IntoExpr<'a>) -> Convolution<'a> {
        convolve(self.expr(), other)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Differences<'a> for X {}

#[cold]
fn unfit(function: &'static str, found: Ty) -> Error {
    Error::new(ErrorKind::WrongType, function).expected("numbers").found(found.to_string())
}

/// The float that derivatives and integrals of a type are.
fn float_of(function: &'static str, ty: Ty) -> Result<Ty> {
    match ty {
        ty if ty.is_inexact() => Ok(ty),
        ty if ty.is_integer() || ty == Ty::Bool => Ok(Ty::F64),
        ty => Err(unfit(function, ty)),
    }
}

/// A dimension's coordinates, in memory.
fn coordinates(function: &'static str, x: &Expr<'_>) -> Result<Vec<f64>> {
    if x.ndim() != 1 {
        return Err(Error::new(ErrorKind::Shape, function)
            .expected("coordinates in one dimension")
            .found(format!("shape {:?}", x.shape())));
    }
    Ok(x.load()?.into_data().cast(Ty::F64).map(f64::take)?.unwrap_or_default())
}

/// Numbers as `Complex<f64>` or `f64`, computed on and cast back.
enum Wide {
    Real(Vec<f64>),
    Complex(Vec<num_complex::Complex<f64>>),
}

impl Wide {
    fn of(function: &'static str, data: Buffer) -> Result<Self> {
        let ty = data.element_type();
        match data.cast(if ty.is_complex() { Ty::C128 } else { Ty::F64 })? {
            Buffer::F64(v) => Ok(Self::Real(v)),
            Buffer::C128(v) => Ok(Self::Complex(v)),
            _ => Err(unfit(function, ty)),
        }
    }
}

/// The expression with its elements cast.
fn cast<'a>(x: &Expr<'a>, to: Ty) -> Result<Expr<'a>> {
    Ok(Expr::of(cast_node(x.node()?.clone(), to)?))
}
