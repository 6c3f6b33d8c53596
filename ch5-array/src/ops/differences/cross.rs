//! Cross products.

use std::ops::{Mul, Sub};
use std::sync::Arc;

use super::unfit;
use crate::buffer::{Item, View, with_type};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::node::{Axis, Cut, Span};
use crate::ops::axis_of;
use crate::ops::builder::builder;
use crate::ops::manipulation::{moveaxis, stack};
use crate::types::{ElementType as Ty, promote};

/// A cross product and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let y = cross(array![[1], [0], [0]], array![[0], [1], [0]]).axis(0);
/// assert_eq!(y.load()?.to_string(), "[[0]\n [0]\n [1]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Cross<'a> {
    a: Expr<'a>,
    b: Expr<'a>,
    axes: [isize; 3],
}

builder! {
    Cross of a, b, "differences::cross(array![1, 0, 0], array![0, 1, 0])", "i32" => "[0, 0, 1]"
}

/// The cross products of vectors of 3 (or 2) elements along the last axes.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::cross;
/// assert_eq!(cross(array![1, 2, 3], array![4, 5, 6]).load()?.to_string(), "[-3  6 -3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn cross<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Cross<'a> {
    Cross { a: a.into_expr(), b: b.into_expr(), axes: [-1; 3] }
}

impl<'a> Cross<'a> {
    /// The axis of the vectors, in both arrays and the result.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let (a, b) = (array![[1], [0], [0]], array![[0], [1], [0]]);
    /// assert_eq!(cross(&a, &b).axis(0).load()?.to_string(), "[[0]\n [0]\n [1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axes = [axis; 3];
        self
    }

    /// The axis of the vectors in the first array.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let (a, b) = (array![[1], [0], [0]], array![[0, 1, 0]]);
    /// assert_eq!(cross(&a, &b).axisa(0).load()?.to_string(), "[[0 0 1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axisa(mut self, axis: isize) -> Self {
        self.axes[0] = axis;
        self
    }

    /// The axis of the vectors in the second array.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let (a, b) = (array![[1, 0, 0]], array![[0], [1], [0]]);
    /// assert_eq!(cross(&a, &b).axisb(0).load()?.to_string(), "[[0 0 1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axisb(mut self, axis: isize) -> Self {
        self.axes[1] = axis;
        self
    }

    /// The axis of the vectors in the result.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let (a, b) = (array![[1, 0, 0]], array![[0, 1, 0]]);
    /// assert_eq!(cross(&a, &b).axisc(0).load()?.to_string(), "[[0]\n [0]\n [1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axisc(mut self, axis: isize) -> Self {
        self.axes[2] = axis;
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let a = parts(&self.a, self.axes[0])?;
        let b = parts(&self.b, self.axes[1])?;
        let (ta, tb) = (self.a.element_type(), self.b.element_type());
        let ty = promote(ta, tb).filter(|ty| ty.is_integer() || ty.is_inexact());
        let ty = ty.ok_or_else(|| unfit("cross", if ta.is_number() { tb } else { ta }))?;
        if a.len() == 2 && b.len() == 2 {
            return Ok(minus([Some(&a[0]), Some(&b[1]), Some(&a[1]), Some(&b[0])], ty));
        }
        let part = |i: usize| {
            let (j, k) = ((i + 1) % 3, (i + 2) % 3);
            minus([a.get(j), b.get(k), a.get(k), b.get(j)], ty)
        };
        let whole = stack(&[part(0), part(1), part(2)], -1);
        whole.check()?;
        let axis = axis_of("cross", self.axes[2], whole.ndim())?;
        Ok(moveaxis(whole, &[-1], &[axis as isize]))
    }
}

/// The elements of the vectors, each an array.
fn parts<'a>(x: &Expr<'a>, axis: isize) -> Result<Vec<Expr<'a>>> {
    let node = x.node()?;
    let rank = node.shape().len();
    let axis = axis_of("cross", axis, rank)?;
    let n = node.shape()[axis];
    if !(2..=3).contains(&n) {
        return Err(Error::new(ErrorKind::Shape, "cross")
            .expected("vectors of 2 or 3 elements")
            .found(format!("{n} elements along axis {axis} of shape {:?}", node.shape())));
    }
    let part = |i: usize| {
        let mut spans: Vec<Span> = node.shape().iter().map(|&n| Span::new(0, n)).collect();
        spans[axis] = Span::new(i, 1);
        let axes = (0..rank).filter(|a| *a != axis).map(Axis::Of).collect();
        Expr::new(Cut::new(node.clone(), spans, axes))
    };
    Ok((0..n).map(part).collect())
}

fn products<T>(
    views: &[View<'_>],
    known: [bool; 2],
    times: impl Fn(T, T) -> T,
    minus: impl Fn(T, T) -> T,
) -> Vec<T>
where
    T: Item + Copy + Default,
{
    let of = |i: usize| T::of(views[i]).unwrap_or_default();
    let (a, b, c, d) = (of(0), of(1), of(2), of(3));
    (0..a.len())
        .map(|i| {
            let product =
                |x: &[T], y: &[T], known| if known { times(x[i], y[i]) } else { T::default() };
            minus(product(a, b, known[0]), product(c, d, known[1]))
        })
        .collect()
}

/// `a * b - c * d`; a product of what is not there is zero.
fn minus<'a>(of: [Option<&Expr<'a>>; 4], ty: Ty) -> Expr<'a> {
    let known = [of[0].is_some() && of[1].is_some(), of[2].is_some() && of[3].is_some()];
    let any = of.iter().flatten().next();
    let inputs: Vec<Expr<'a>> = of.iter().filter_map(|x| x.or(any.copied()).cloned()).collect();
    let kernel = Arc::new(move |views: &[View<'_>]| {
        if ty.is_integer() {
            return with_type!(ty, Int, T => Ok(T::wrap(products(views, known, T::wrapping_mul, T::wrapping_sub))),
                else Err(unfit("cross", ty)));
        }
        if ty.is_float() {
            return with_type!(ty, Float, T => Ok(T::wrap(products(views, known, T::mul, T::sub))),
                else Err(unfit("cross", ty)));
        }
        with_type!(ty, Complex, T => Ok(T::wrap(products(views, known, T::mul, T::sub))),
            else Err(unfit("cross", ty)))
    });
    elementwise("cross", &inputs, &[ty; 4], ty, kernel)
}
