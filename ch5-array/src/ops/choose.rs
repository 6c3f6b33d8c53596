//! Choosing between elements.

use std::sync::Arc;

use super::arithmetic::{maximum, minimum};
use super::kernel::no_loop;
use super::logic::truth;
use super::ufunc::{Operand, check_literals, fits, settle};
use crate::buffer::{Buffer, View, pair};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::types::{ElementType as Ty, promote};

pub(super) fn cast(x: Expr<'_>, ty: Ty) -> Expr<'_> {
    let made = x.node().and_then(|node| cast_node(node.clone(), ty)).map(Expr::of);
    Expr::from_result(made)
}

/// The type that all of these become together.
pub(super) fn common(name: &str, all: &[Expr<'_>]) -> Result<Ty> {
    let operands: Vec<Operand> = all.iter().map(Operand::of).collect::<Result<_>>()?;
    let types = settle(&operands);
    let ty = types
        .and_then(|types| types.into_iter().map(Some).reduce(|a, b| promote(a?, b?)).flatten());
    let ty = ty.ok_or_else(|| {
        let found: Vec<String> = operands.iter().map(|o| o.ty.to_string()).collect();
        Error::new(ErrorKind::WrongType, name.to_owned())
            .expected("types with one in common")
            .found(found.join(" and "))
    })?;
    check_literals(name, &operands, &vec![ty; operands.len()])?;
    Ok(ty)
}

fn choose(views: &[View<'_>]) -> Result<Buffer> {
    let [condition, x, y] = views else { return Err(no_loop(views)) };
    let condition = truth(*condition)?;
    let mut out = x.to_buffer();
    pair!(Buffer, View, &mut out, *y, a, b => {
        for ((to, from), &keep) in a.iter_mut().zip(b).zip(&condition) {
            if !keep {
                to.clone_from(from);
            }
        }
    }, else return Err(no_loop(views)));
    Ok(out)
}

fn where_as<'a>(condition: Expr<'a>, x: Expr<'a>, y: Expr<'a>, ty: Ty) -> Expr<'a> {
    let types = [condition.element_type(), ty, ty];
    elementwise("where", &[condition, x, y], &types, ty, Arc::new(choose))
}

/// The elements of `x` where the condition is true, those of `y` elsewhere, in the type that both
/// have in common.
///
/// ```
/// use ch5_array::ops::{self, Compare};
/// let x = ndarray::array![-1.0, 2.0];
/// let y = ops::where_((&x).gt(0.0), &x, 0.0);
/// assert_eq!(y.read_as::<f64>()?, ndarray::array![0.0, 2.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "where")]
pub fn where_<'a>(
    condition: impl IntoExpr<'a>,
    x: impl IntoExpr<'a>,
    y: impl IntoExpr<'a>,
) -> Expr<'a> {
    let both = [x.into_expr(), y.into_expr()];
    let ty = common("where", &both);
    let [x, y] = &both;
    let made = ty.map(|ty| where_as(condition.into_expr(), x.clone(), y.clone(), ty));
    Expr::from_result(made).about(&both)
}

/// Each element from the first choice whose condition is true there, else the default.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::select;
/// let x = array![0, 1, 2, 3, 4, 5];
/// let conditions = [(&x).lt(3), (&x).gt(3)];
/// let y = select(&conditions, &[(&x).negative(), (&x).square()], 42);
/// assert_eq!(y.load()?.to_string(), "[ 0 -1 -2 42 16 25]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn select<'a>(
    conditions: &[Expr<'a>],
    choices: &[Expr<'a>],
    default: impl IntoExpr<'a>,
) -> Expr<'a> {
    let default = default.into_expr();
    if conditions.len() != choices.len() || conditions.is_empty() {
        return Expr::failed(
            Error::new(ErrorKind::Value, "select")
                .expected("as many choices as conditions, and one at least")
                .found(format!("{} conditions, {} choices", conditions.len(), choices.len())),
        );
    }
    if let Some(other) = conditions.iter().find(|c| c.element_type() != Ty::Bool) {
        let found = other.element_type().to_string();
        return Expr::failed(match other.check() {
            Ok(()) => Error::new(ErrorKind::WrongType, "select")
                .expected("conditions of booleans")
                .found(found),
            Err(error) => error,
        });
    }
    let mut all = choices.to_vec();
    all.push(default.clone());
    Expr::from_result(common("select", &all).map(|ty| {
        let pairs = conditions.iter().zip(choices).rev();
        pairs.fold(cast(default, ty), |rest, (condition, choice)| {
            where_as(condition.clone(), choice.clone(), rest, ty)
        })
    }))
}

/// Each element from the last of the values whose condition is true there, in the type of `x`.
/// One value more than conditions is what the others get; without it they are 0.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::piecewise;
/// let x = array![-2.0, 0.5, 3.0];
/// let conditions = [(&x).lt(0.0), (&x).gt(1.0)];
/// let y = piecewise(&x, &conditions, &[(-1.0).into_expr(), 1.0.into_expr()]);
/// assert_eq!(y.load()?.to_string(), "[-1.  0.  1.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn piecewise<'a>(
    x: impl IntoExpr<'a>,
    conditions: &[Expr<'a>],
    values: &[Expr<'a>],
) -> Expr<'a> {
    let x = x.into_expr();
    let ty = x.element_type();
    let more = values.len().checked_sub(conditions.len());
    let (rest, values) = match (more, values.split_last()) {
        (Some(0), _) => {
            let zero = Expr::from_result(
                Buffer::from(crate::Scalar::I64(0))
                    .cast(ty)
                    .map(|zero| crate::expr::scalar(zero.get(0))),
            );
            (zero, values)
        }
        (Some(1), Some((last, values))) => (cast(last.clone(), ty), values),
        _ => {
            return Expr::failed(
                Error::new(ErrorKind::Value, "piecewise")
                    .expected("as many values as conditions, or one more")
                    .found(format!("{} conditions, {} values", conditions.len(), values.len())),
            );
        }
    };
    // Broadcast to x, which a value need not have the shape of.
    let none = crate::expr::scalar(false);
    let start = where_as(none, x, rest, ty);
    conditions.iter().zip(values).fold(start, |rest, (condition, value)| {
        where_as(condition.clone(), value.clone(), rest, ty)
    })
}

/// An integer literal beyond all values of an integer type, which bounds nothing.
fn beyond(x: &Expr<'_>, bound: &Expr<'_>, above: bool) -> bool {
    let literal = Operand::of(bound).ok().and_then(|o| o.int);
    let ty = x.element_type();
    literal.is_some_and(|n| ty.is_integer() && !fits(ty, n) && (n > 0) == above)
}

/// The elements, those below `low` and above `high` replaced by these. One of the bounds alone is
/// [`maximum`] or [`minimum`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::clip;
/// assert_eq!(clip(array![1, 5, 9], 2, 8).load()?.to_string(), "[2 5 8]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn clip<'a>(x: impl IntoExpr<'a>, low: impl IntoExpr<'a>, high: impl IntoExpr<'a>) -> Expr<'a> {
    let (x, low, high) = (x.into_expr(), low.into_expr(), high.into_expr());
    let (no_low, no_high) = (beyond(&x, &low, false), beyond(&x, &high, true));
    let x = if no_low { x } else { maximum(x, low) };
    if no_high { x } else { minimum(x, high) }
}

/// [`clip`] as a method.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let x = array![1, 5, 9];
/// assert_eq!((&x).clip(2, 8).load()?.to_string(), "[2 5 8]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Clip<'a>: crate::expr::ArrayLike<'a> {
    /// The elements, those below `low` and above `high` replaced by these.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1, 5, 9];
    /// assert_eq!((&x).clip(2, 8).load()?.to_string(), "[2 5 8]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn clip(&self, low: impl IntoExpr<'a>, high: impl IntoExpr<'a>) -> Expr<'a> {
        clip(self.expr(), low, high)
    }
}

impl<'a, X: crate::expr::ArrayLike<'a> + ?Sized> Clip<'a> for X {}
