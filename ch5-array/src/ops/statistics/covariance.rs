//! Covariances and correlations.

use std::sync::Arc;

use num_complex::Complex;

use super::average::two;
use super::{float_of, unfit};
use crate::buffer::{Buffer, Item, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{AnyArray, Expr, IntoExpr, cast_node, elementwise, scalar};
use crate::node::{NodeRef, Permute, Reshape};
use crate::ops::builder::builder;
use crate::ops::creation::diag;
use crate::ops::manipulation::{concatenate, reshape, transpose};
use crate::ops::reductions::{mean, sum};
use crate::types::{ElementType as Ty, promote};

/// Covariances or correlations of variables, and the options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// let y = cov(array![[0, 1, 2], [2, 1, 0]]).ddof(0.0);
/// assert_eq!(y.load()?.to_string(), "[[ 0.66666667 -0.66666667]\n [-0.66666667  0.66666667]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Covariance<'a> {
    name: &'static str,
    input: Expr<'a>,
    other: Option<Expr<'a>>,
    rowvar: bool,
    ddof: f64,
    frequencies: Option<Expr<'a>>,
    importance: Option<Expr<'a>>,
    dtype: Option<Ty>,
}

builder! {
    Covariance of input, "statistics::cov(array![1.0, 3.0])", "f64" => "[2.0]"
}

/// The covariances of variables: each row is one, each column an observation. Of one variable the
/// result is a number.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for more than two dimensions, for another number of
/// observations or weights; [`ErrorKind::Value`] for weights that are negative, whose sum is zero,
/// and for frequencies or a `ddof` that are not whole; [`ErrorKind::WrongType`].
///
/// ```
/// use ch5_array::ops::statistics::cov;
/// let (x, y) = (ndarray::array![1.0, 2.0, 4.0], ndarray::array![2.0, 4.0, 8.0]);
/// let both = cov(&x).y(&y).fweights(ndarray::array![1i64, 2, 1]).bias(true);
/// assert_eq!(both.read_as::<f64>()?, ndarray::array![[1.1875, 2.375], [2.375, 4.75]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn cov<'a>(x: impl IntoExpr<'a>) -> Covariance<'a> {
    Covariance {
        name: "cov",
        input: x.into_expr(),
        other: None,
        rowvar: true,
        ddof: 1.0,
        frequencies: None,
        importance: None,
        dtype: None,
    }
}

/// The correlations of variables: each row is one, each column an observation.
///
/// # Errors
///
/// As [`cov`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::corrcoef;
/// let y = corrcoef(array![[1.0, 2.0, 3.0], [6.0, 4.0, 2.0]]);
/// assert_eq!(y.load()?.to_string(), "[[ 1. -1.]\n [-1.  1.]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn corrcoef<'a>(x: impl IntoExpr<'a>) -> Covariance<'a> {
    Covariance { name: "corrcoef", ..cov(x) }
}

impl<'a> Covariance<'a> {
    /// More variables, of the same observations.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let y = cov(array![0, 1, 2]).y(array![2, 1, 0]);
    /// assert_eq!(y.load()?.to_string(), "[[ 1. -1.]\n [-1.  1.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn y(mut self, other: impl IntoExpr<'a>) -> Self {
        self.other = Some(other.into_expr());
        self
    }

    /// Whether the rows are the variables, or the columns.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let y = cov(array![[0, 2], [1, 1], [2, 0]]).rowvar(false);
    /// assert_eq!(y.load()?.to_string(), "[[ 1. -1.]\n [-1.  1.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn rowvar(mut self, rows: bool) -> Self {
        self.rowvar = rows;
        self
    }

    /// What is subtracted from the divisor; 1 unless said.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(cov(array![1.0, 3.0]).ddof(0.0).load()?.to_string(), "1.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn ddof(mut self, ddof: f64) -> Self {
        self.ddof = ddof;
        self
    }

    /// Divides by the number of observations instead of one less.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(cov(array![1.0, 3.0]).bias(true).load()?.to_string(), "1.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn bias(self, bias: bool) -> Self {
        self.ddof(if bias { 0.0 } else { 1.0 })
    }

    /// How often each observation was made: whole numbers.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(cov(array![1.0, 2.0]).fweights(array![1, 3]).load()?.to_string(), "0.25");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn fweights(mut self, weights: impl IntoExpr<'a>) -> Self {
        self.frequencies = Some(weights.into_expr());
        self
    }

    /// How much each observation counts.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// assert_eq!(cov(array![1.0, 3.0]).aweights(array![1.0, 1.0]).load()?.to_string(), "2.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn aweights(mut self, weights: impl IntoExpr<'a>) -> Self {
        self.importance = Some(weights.into_expr());
        self
    }

    /// The type of the result, a float or a complex one; `float64` or `complex128` unless said.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::statistics::*, prelude::*};
    /// let y = cov(array![1.0, 3.0]).dtype(ElementType::F32).expr();
    /// assert_eq!(y.element_type(), ElementType::F32);
    /// ```
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.dtype = Some(ty);
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn wrong(&self, kind: ErrorKind, expected: impl Into<String>, found: String) -> Error {
        Error::new(kind, self.name).expected(expected.into()).found(found)
    }

    /// The type that is computed in, and that of the result.
    fn types(&self) -> Result<(Ty, Ty)> {
        let mut of = self.input.node()?.element_type();
        if let Some(other) = &self.other {
            let found = other.node()?.element_type();
            of = promote(of, found).ok_or_else(|| unfit(self.name, found))?;
        }
        let of = float_of(of).ok_or_else(|| unfit(self.name, of))?;
        let wide = |ty: Ty| if ty.is_complex() { Ty::C128 } else { Ty::F64 };
        let Some(asked) = self.dtype else { return Ok((wide(of), wide(of))) };
        if !asked.is_inexact() || (of.is_complex() && !asked.is_complex()) {
            let found = asked.to_string();
            return Err(self.wrong(ErrorKind::WrongType, "a float that holds the result", found));
        }
        Ok((wide(asked), asked))
    }

    /// Variables as rows.
    fn variables(&self, x: &Expr<'a>, turns: impl Fn(&[usize]) -> bool) -> Result<Expr<'a>> {
        let node: NodeRef<'a> = x.node()?.clone();
        let shape = node.shape().to_vec();
        Ok(match shape.len() {
            0 | 1 => Expr::new(Reshape::new(node, vec![1, shape.iter().product()])),
            2 if !self.rowvar && turns(&shape) => Expr::new(Permute::new(node, vec![1, 0])),
            2 => Expr::of(node),
            _ => {
                let found = format!("shape {shape:?}");
                return Err(self.wrong(ErrorKind::Shape, "at most two dimensions", found));
            }
        })
    }

    /// Weights of the observations: none is negative.
    fn checked(&self, weights: &Expr<'a>, n: usize, whole: bool) -> Result<Expr<'a>> {
        let node = weights.node()?;
        if node.shape() != [n] {
            let found = format!("shape {:?}", node.shape());
            return Err(self.wrong(ErrorKind::Shape, format!("weights of shape [{n}]"), found));
        }
        let of = node.element_type();
        if float_of(of).is_none_or(Ty::is_complex) {
            return Err(unfit(self.name, of));
        }
        let name = self.name;
        let kernel = move |views: &[View<'_>]| {
            let weights = f64::of(views[0]).unwrap_or_default();
            if let Some(w) = weights.iter().find(|w| **w < 0.0 || (whole && w.fract() != 0.0)) {
                let sort = if whole { "whole frequencies" } else { "weights" };
                return Err(Error::new(ErrorKind::Value, name)
                    .expected(format!("{sort} that are not negative"))
                    .found(w.to_string()));
            }
            Ok(Buffer::F64(weights.to_vec()))
        };
        Ok(elementwise(name, std::slice::from_ref(weights), &[Ty::F64], Ty::F64, Arc::new(kernel)))
    }

    /// The weights of observations, if there are any, and their sum.
    fn weights(&self, n: usize) -> Result<Option<(Expr<'a>, Expr<'a>)>> {
        let one = |weights: &Option<Expr<'a>>, whole: bool| {
            weights.as_ref().map(|weights| self.checked(weights, n, whole)).transpose()
        };
        let all = match (one(&self.frequencies, true)?, one(&self.importance, false)?) {
            (Some(f), Some(a)) => self.two(f, a, |f, a| f * a),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return Ok(None),
        };
        let total = sum(all.clone()).into_expr();
        Ok(Some((all, total)))
    }

    /// A function of two real numbers.
    fn two(&self, a: Expr<'a>, b: Expr<'a>, of: fn(f64, f64) -> f64) -> Expr<'a> {
        two(self.name, a, b, Ty::F64, move |a, b| Ok(of(a.re, b.re).into()))
    }

    /// What the sums of products are divided by.
    fn divisor(&self, n: usize, weights: Option<&(Expr<'a>, Expr<'a>)>) -> Result<Expr<'a>> {
        let ddof = self.ddof;
        if ddof.fract() != 0.0 {
            return Err(self.wrong(ErrorKind::Value, "a whole ddof", ddof.to_string()));
        }
        let less = |by: f64| -> Expr<'a> { scalar(by) };
        let Some((all, total)) = weights else {
            return Ok(less((n as f64 - ddof).max(0.0)));
        };
        let by = match &self.importance {
            _ if ddof == 0.0 => total.clone(),
            None => self.two(total.clone(), less(ddof), |total, ddof| total - ddof),
            Some(a) => {
                let squares = sum(self.two(all.clone(), self.checked(a, n, false)?, |w, a| w * a));
                let taken = self.two(squares.into_expr(), less(ddof), |s, ddof| ddof * s);
                let taken = self.two(taken, total.clone(), |taken, total| taken / total);
                self.two(total.clone(), taken, |total, taken| total - taken)
            }
        };
        Ok(self.two(by, less(0.0), |by, least| if by <= least { least } else { by }))
    }

    /// The mean of each variable, as a column.
    fn means(&self, x: &Expr<'a>, weights: Option<&(Expr<'a>, Expr<'a>)>, ty: Ty) -> Expr<'a> {
        let Some((all, total)) = weights else {
            return mean(x.clone()).axis(-1).keepdims(true).into_expr();
        };
        let products = two(self.name, x.clone(), all.clone(), ty, |x, w| Ok(x * w.re));
        let sums = sum(products).axis(-1).keepdims(true).into_expr();
        let name = self.name;
        two(name, sums, total.clone(), ty, move |sum, total| {
            if total.re == 0.0 {
                return Err(Error::new(ErrorKind::Value, name)
                    .expected("weights whose sum is not zero")
                    .found("zero"));
            }
            Ok(sum / total.re)
        })
    }

    fn made(&self) -> Result<Expr<'a>> {
        let (ty, result) = self.types()?;
        let mut x = self.variables(&self.input, |_| true)?;
        let n = x.shape()[1];
        if x.shape()[0] == 0 {
            return Ok(AnyArray::new(&[0, 0], Buffer::zeros(result, 0))?.into_expr());
        }
        if let Some(other) = &self.other {
            let other = self.variables(other, |shape| shape[0] != 1)?;
            if other.shape()[1] != n {
                let found = format!("{} of y", other.shape()[1]);
                return Err(self.wrong(ErrorKind::Shape, format!("{n} observations"), found));
            }
            x = concatenate(&[x, other], 0);
        }
        let x = Expr::of(cast_node(x.node()?.clone(), ty)?);
        let v = x.shape()[0];
        let weights = self.weights(n)?;
        let weights = weights.as_ref();
        let means = self.means(&x, weights, ty);
        let centred = two(self.name, x, means, ty, |x, mean| Ok(x - mean));
        let weighed = match weights {
            Some((all, _)) => two(self.name, centred.clone(), all.clone(), ty, |x, w| Ok(x * w.re)),
            None => centred.clone(),
        };
        let turned = transpose(crate::ops::conjugate(weighed), None);
        let sums = crate::ops::linear::matmul(centred, turned);
        let by = self.divisor(n, weights)?;
        let mut all = two(self.name, sums, by, ty, |sum, by| Ok(sum * (1.0 / by.re)));
        if self.name == "corrcoef" {
            all = correlations(&all, v, ty);
        }
        if v == 1 {
            all = reshape(all, &[]);
        }
        Ok(Expr::of(cast_node(all.node()?.clone(), result)?))
    }
}

/// Covariances divided by both deviations.
fn correlations<'a>(all: &Expr<'a>, v: usize, ty: Ty) -> Expr<'a> {
    let name = "corrcoef";
    if v == 1 {
        return two(name, all.clone(), all.clone(), ty, |a, b| Ok(a / b));
    }
    let deviations = crate::ops::sqrt(crate::ops::real(diag(all.clone(), 0)));
    let column = reshape(deviations.clone(), &[v as isize, 1]);
    let of_rows = two(name, all.clone(), column, ty, |c, d| Ok(c / d.re));
    let clip = |x: f64| if x.is_nan() { x } else { x.clamp(-1.0, 1.0) };
    two(name, of_rows, deviations, ty, move |c, d| {
        let c = c / d.re;
        Ok(Complex::new(clip(c.re), clip(c.im)))
    })
}
