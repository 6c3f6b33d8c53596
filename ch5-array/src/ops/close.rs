//! Whether arrays are equal, or nearly so.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{arithmetic, bitwise, comparison, logic};
use crate::buffer::Buffer;
use crate::engine::{Context, Output, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::broadcast_shapes;
use crate::types::{ElementType as Ty, Weak, promote_weak};

/// How near is near: `|x - y| <= atol + rtol * |y|`.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let near = Tolerance { atol: 0.1, ..Tolerance::default() };
/// let y = isclose(array![1.0, 2.0], array![1.05, 2.5], near);
/// assert_eq!(y.load()?.to_string(), "[ True False]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// Relative to the second operand.
    pub rtol: f64,
    /// Absolute.
    pub atol: f64,
    /// Whether NaN is near NaN.
    pub equal_nan: bool,
}

impl Default for Tolerance {
    /// numpy's.
    fn default() -> Self {
        Self { rtol: 1e-5, atol: 1e-8, equal_nan: false }
    }
}

/// True where the elements are nearly equal; infinities are near themselves.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::isclose;
/// let (x, y) = (array![1e10, 1e-7], array![1.00001e10, 1e-8]);
/// assert_eq!(isclose(&x, &y, Tolerance::default()).load()?.to_string(), "[ True False]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn isclose<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>, tolerance: Tolerance) -> Expr<'a> {
    let (x, y) = (x.into_expr(), y.into_expr());
    let wide = match promote_weak(y.element_type(), Weak::Float) {
        Some(ty) if y.weak().is_none() && !y.element_type().is_time() => ty,
        _ => y.element_type(),
    };
    let y = super::choose::cast(y, wide);
    let gap = arithmetic::absolute(arithmetic::subtract(numeric(x.clone()), numeric(y.clone())));
    let bound = arithmetic::absolute(y.clone()) * tolerance.rtol + tolerance.atol;
    let near = bitwise::bitwise_and(comparison::less_equal(gap, bound), logic::isfinite(y.clone()));
    let near = bitwise::bitwise_or(near, comparison::equal(x.clone(), y.clone()));
    if !tolerance.equal_nan {
        return near;
    }
    bitwise::bitwise_or(near, bitwise::bitwise_and(logic::isnan(x), logic::isnan(y)))
}

/// Booleans as integers, which can be subtracted.
fn numeric(x: Expr<'_>) -> Expr<'_> {
    if x.element_type() == Ty::Bool { super::choose::cast(x, Ty::I8) } else { x }
}

/// Notes the first false, and ends the computation.
struct All(AtomicBool);

impl Output for All {
    fn put(&self, _: &[usize], _: &[usize], data: Buffer) -> Result<()> {
        if super::logic::truth(data.view())?.into_iter().all(|b| b) {
            return Ok(());
        }
        self.0.store(false, Ordering::Relaxed);
        Err(Error::new(ErrorKind::Custom, "stopped"))
    }
}

/// True if every element is; block by block, to the first that is not.
pub(super) fn all(x: &Expr<'_>) -> Result<bool> {
    let all = All(AtomicBool::new(true));
    let done = produce(&**x.node()?, &all, &Context::default());
    match all.0.load(Ordering::Relaxed) {
        true => done.map(|()| true),
        false => Ok(false),
    }
}

/// True if all elements are nearly equal.
///
/// # Errors
///
/// Those of computing, [`ErrorKind::Shape`] for shapes that do not broadcast.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::allclose;
/// let (x, y) = (array![1e10, 1e-8], array![1.00001e10, 1e-9]);
/// assert!(allclose(&x, &y, Tolerance::default())?);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn allclose<'a>(
    x: impl IntoExpr<'a>,
    y: impl IntoExpr<'a>,
    tolerance: Tolerance,
) -> Result<bool> {
    all(&isclose(x, y, tolerance))
}

fn comparable(x: &Expr<'_>, y: &Expr<'_>) -> bool {
    comparison::equal(x.clone(), y.clone()).check().is_ok()
}

/// True if both have the same shape and equal elements. With `equal_nan`, NaN equals NaN.
///
/// # Errors
///
/// Those of computing.
///
/// ```
/// use ch5_array::ops::array_equal;
/// let (x, y) = (ndarray::array![1, 2i64], ndarray::array![1.0, 2.0]);
/// assert!(array_equal(&x, &y, false)?);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn array_equal<'a>(
    x: impl IntoExpr<'a>,
    y: impl IntoExpr<'a>,
    equal_nan: bool,
) -> Result<bool> {
    let (x, y) = (x.into_expr(), y.into_expr());
    x.check()?;
    y.check()?;
    if x.shape() != y.shape() || !comparable(&x, &y) {
        return Ok(false);
    }
    let same = comparison::equal(x.clone(), y.clone());
    let has_nan = |e: &Expr<'_>| e.element_type().is_inexact() || e.element_type().is_time();
    if equal_nan && has_nan(&x) && has_nan(&y) {
        let both = bitwise::bitwise_and(logic::isnan(x), logic::isnan(y));
        return all(&bitwise::bitwise_or(same, both));
    }
    all(&same)
}

/// True if the elements are equal where one is broadcast to the other; false if that cannot be.
///
/// # Errors
///
/// Those of computing.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::array_equiv;
/// assert!(array_equiv(&array![1, 2], &array![[1, 2], [1, 2]])?);
/// assert!(!array_equiv(&array![1, 2], &array![1, 3])?);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn array_equiv<'a>(x: impl IntoExpr<'a>, y: impl IntoExpr<'a>) -> Result<bool> {
    let (x, y) = (x.into_expr(), y.into_expr());
    x.check()?;
    y.check()?;
    if broadcast_shapes(&[x.shape(), y.shape()]).is_err() || !comparable(&x, &y) {
        return Ok(false);
    }
    all(&comparison::equal(x, y))
}
