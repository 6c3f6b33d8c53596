//! Differences of neighbours.

use std::ops::Sub;

use super::unfit;
use crate::buffer::{Buffer, Item, with_type};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Part, Window};
use crate::ops::axis_of;
use crate::ops::builder::builder;
use crate::ops::manipulation::{broadcast_to, concatenate, ravel};
use crate::types::ElementType as Ty;

/// Differences of neighbours along an axis, and their options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let y = diff(array![[1, 2, 4]]).axis(1).prepend(array![[0]]);
/// assert_eq!(y.load()?.to_string(), "[[1 1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Diff<'a> {
    input: Expr<'a>,
    n: isize,
    axis: isize,
    prepend: Option<Expr<'a>>,
    append: Option<Expr<'a>>,
}

builder! {
    Diff of input, "differences::diff(array![1, 4])", "i32" => "[3]"
}

/// The differences of neighbours along the last axis: of booleans whether they differ, of points
/// in time durations.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::diff;
/// assert_eq!(diff(array![1, 2, 4, 7]).load()?.to_string(), "[1 2 3]");
/// assert_eq!(diff(array![true, true, false]).load()?.to_string(), "[False  True]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn diff<'a>(x: impl IntoExpr<'a>) -> Diff<'a> {
    Diff { input: x.into_expr(), n: 1, axis: -1, prepend: None, append: None }
}

impl<'a> Diff<'a> {
    /// Takes differences so often.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(diff(array![1, 2, 4, 7, 0]).n(2).load()?.to_string(), "[  1   1 -10]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn n(mut self, n: isize) -> Self {
        self.n = n;
        self
    }

    /// Goes along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(diff(array![[1, 3], [0, 5]]).axis(0).load()?.to_string(), "[[-1  2]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// What stands before the first elements.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(diff(array![1, 2, 4]).prepend(0).load()?.to_string(), "[1 1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn prepend(mut self, values: impl IntoExpr<'a>) -> Self {
        self.prepend = Some(values.into_expr());
        self
    }

    /// What stands after the last elements.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(diff(array![1, 2, 4]).append(array![9]).load()?.to_string(), "[1 2 5]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn append(mut self, values: impl IntoExpr<'a>) -> Self {
        self.append = Some(values.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let n = usize::try_from(self.n).map_err(|_| {
            Error::new(ErrorKind::Value, "diff")
                .expected("an order that is not negative")
                .found(self.n.to_string())
        })?;
        let mut input = self.input.clone();
        if n == 0 {
            return Ok(input);
        }
        input.check()?;
        let axis = axis_of("diff", self.axis, input.ndim())?;
        if self.prepend.is_some() || self.append.is_some() {
            let edge = |edge: &Option<Expr<'a>>| -> Option<Expr<'a>> {
                let edge = edge.clone()?;
                if edge.ndim() > 0 {
                    return Some(edge);
                }
                let mut shape = input.shape().to_vec();
                shape[axis] = 1;
                Some(broadcast_to(edge, &shape))
            };
            let parts: Vec<Expr<'a>> =
                [edge(&self.prepend), Some(input.clone()), edge(&self.append)]
                    .into_iter()
                    .flatten()
                    .collect();
            input = concatenate(&parts, axis as isize);
        }
        differences(&input, n, axis)
    }
}

fn differences<'a>(input: &Expr<'a>, n: usize, axis: usize) -> Result<Expr<'a>> {
    let node = input.node()?.clone();
    let of = node.element_type();
    let ty = match of {
        Ty::Time(unit) => Ty::Duration(unit),
        ty if ty.is_number() || matches!(ty, Ty::Duration(_)) => ty,
        ty => return Err(unfit("diff", ty)),
    };
    let mut shape = node.shape().to_vec();
    shape[axis] = shape[axis].saturating_sub(n);
    Ok(Expr::new(Window {
        name: "diff",
        input: node,
        axis,
        shape,
        ty,
        reach: Box::new(move |from, to| (from, to + n)),
        slide: Box::new(move |data, part| {
            let mut data = data;
            for i in 0..n {
                data = once(data, Part { length: part.length - i, ..part })?;
            }
            Ok(match (data, ty) {
                (Buffer::Time(_, v), Ty::Duration(unit)) => Buffer::Duration(unit, v),
                (data, _) => data,
            })
        }),
    }))
}

/// Differences of neighbours in (outer, length, inner).
fn pairs<T: Clone, U>(data: &[T], part: Part, f: impl Fn(&T, &T) -> U) -> Vec<U> {
    let mut out = Vec::with_capacity(data.len());
    for plane in data.chunks_exact((part.length * part.inner).max(1)) {
        out.extend(plane.iter().zip(&plane[part.inner..]).map(|(a, b)| f(a, b)));
    }
    out
}

fn once(data: Buffer, part: Part) -> Result<Buffer> {
    let times = |a: &i64, b: &i64| {
        if *a == i64::MIN || *b == i64::MIN { i64::MIN } else { b.wrapping_sub(*a) }
    };
    match &data {
        Buffer::Bool(v) => return Ok(Buffer::Bool(pairs(v, part, |a, b| a != b))),
        Buffer::Time(unit, v) => return Ok(Buffer::Time(*unit, pairs(v, part, times))),
        Buffer::Duration(unit, v) => return Ok(Buffer::Duration(*unit, pairs(v, part, times))),
        _ => {}
    }
    let ty = data.element_type();
    macro_rules! run {
        ($t:ty, $minus:expr) => {{
            let v = data.as_slice::<$t>().unwrap_or_default();
            Ok(<$t>::wrap(pairs(v, part, |a, b| $minus(*b, *a))))
        }};
    }
    if ty.is_integer() {
        return with_type!(ty, Int, T => run!(T, T::wrapping_sub), else Err(unfit("diff", ty)));
    }
    if ty.is_float() {
        return with_type!(ty, Float, T => run!(T, T::sub), else Err(unfit("diff", ty)));
    }
    with_type!(ty, Complex, T => run!(T, T::sub), else Err(unfit("diff", ty)))
}

/// Differences of neighbours in row-major order, and what stands at their ends.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// assert_eq!(ediff1d(array![1, 2, 4]).to_begin(0).to_end(9).load()?.to_string(), "[0 1 2 9]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct EdgeDiff<'a> {
    input: Expr<'a>,
    begin: Option<Expr<'a>>,
    end: Option<Expr<'a>>,
}

builder! {
    EdgeDiff of input, "differences::ediff1d(array![1, 4])", "i32" => "[3]"
}

/// The differences of neighbours, of all elements in row-major order.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::ediff1d;
/// assert_eq!(ediff1d(array![[1, 2], [4, 7]]).load()?.to_string(), "[1 2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn ediff1d<'a>(x: impl IntoExpr<'a>) -> EdgeDiff<'a> {
    EdgeDiff { input: x.into_expr(), begin: None, end: None }
}

impl<'a> EdgeDiff<'a> {
    /// What is put before the differences.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// assert_eq!(ediff1d(array![1, 2, 4]).to_begin(-9).load()?.to_string(), "[-9  1  2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn to_begin(mut self, values: impl IntoExpr<'a>) -> Self {
        self.begin = Some(values.into_expr());
        self
    }

    /// What is put after the differences.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = ediff1d(array![1, 2, 4]).to_end(array![88, 99]);
    /// assert_eq!(y.load()?.to_string(), "[ 1  2 88 99]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn to_end(mut self, values: impl IntoExpr<'a>) -> Self {
        self.end = Some(values.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        self.input.check()?;
        let flat = ravel(self.input.clone());
        let inner = differences(&flat, 1, 0)?;
        if self.begin.is_none() && self.end.is_none() {
            return Ok(inner);
        }
        let ty = flat.element_type();
        let edge = |edge: &Option<Expr<'a>>| -> Result<Option<Expr<'a>>> {
            let Some(edge) = edge else { return Ok(None) };
            let weak = edge.weak().and_then(|weak| crate::types::promote_weak(ty, weak));
            let found = edge.node()?.element_type();
            if weak != Some(ty) && !crate::types::can_cast(found, ty) {
                return Err(Error::new(ErrorKind::WrongType, "ediff1d")
                    .expected(format!("ends that {ty} holds"))
                    .found(found.to_string()));
            }
            Ok(Some(ravel(super::cast(edge, ty)?)))
        };
        let parts: Vec<Expr<'a>> =
            [edge(&self.begin)?, Some(inner), edge(&self.end)?].into_iter().flatten().collect();
        Ok(concatenate(&parts, 0))
    }
}
