//! Arrays put together.

use std::sync::Arc;

use super::shape::{atleast_1d, atleast_2d, atleast_3d, expand_dims};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, cast_node};
use crate::node::{Join, NodeRef};
use crate::ops::axis_of;
use crate::types::{ElementType, promote};

/// The type that holds all of them.
pub(crate) fn common(
    function: &str,
    types: impl Iterator<Item = ElementType>,
) -> Result<ElementType> {
    let mut found: Option<ElementType> = None;
    for ty in types {
        found = Some(match found {
            None => ty,
            Some(before) => promote(before, ty).ok_or_else(|| {
                Error::new(ErrorKind::WrongType, function.to_owned())
                    .expected("types that have one in common")
                    .found(format!("{before} and {ty}"))
            })?,
        });
    }
    found.ok_or_else(|| {
        Error::new(ErrorKind::Value, function.to_owned())
            .expected("at least one array")
            .found("none")
    })
}

/// Arrays one after the other along an axis that they have.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] where they differ in another axis, [`ErrorKind::Value`] for
/// no array, [`ErrorKind::WrongType`] for types that have none in common.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::concatenate;
/// let (x, y) = (array![[1, 2]].into_expr(), array![[3, 4]].into_expr());
/// assert_eq!(concatenate(&[x.clone(), y.clone()], 0).load()?.to_string(), "[[1 2]\n [3 4]]");
/// assert_eq!(concatenate(&[x, y], 1).load()?.to_string(), "[[1 2 3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "concat")]
pub fn concatenate<'a>(arrays: &[Expr<'a>], axis: isize) -> Expr<'a> {
    Expr::from_result(joined("concatenate", arrays, axis)).about(arrays)
}

fn joined<'a>(function: &str, arrays: &[Expr<'a>], axis: isize) -> Result<Expr<'a>> {
    let nodes: Vec<&NodeRef<'a>> = arrays.iter().map(Expr::node).collect::<Result<_>>()?;
    let ty = common(function, nodes.iter().map(|n| n.element_type()))?;
    let first = nodes[0].shape();
    let along = axis_of(function, axis, first.len())?;
    for node in &nodes {
        let shape = node.shape();
        let fits = shape.len() == first.len()
            && (0..first.len()).all(|axis| axis == along || shape[axis] == first[axis]);
        if !fits {
            return Err(Error::new(ErrorKind::Shape, function.to_owned())
                .expected(format!("shapes equal to {first:?} but for axis {along}"))
                .found(format!("{shape:?}")));
        }
    }
    let parts = nodes.into_iter().map(|n| cast_node(n.clone(), ty)).collect::<Result<_>>()?;
    Ok(Expr::of(Arc::new(Join::new(parts, along))))
}

/// Arrays of one shape along a new axis.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::stack;
/// let (x, y) = (array![1, 2].into_expr(), array![3, 4].into_expr());
/// assert_eq!(stack(&[x, y], 1).load()?.to_string(), "[[1 3]\n [2 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn stack<'a>(arrays: &[Expr<'a>], axis: isize) -> Expr<'a> {
    let made = || -> Result<Expr<'a>> {
        arrays.iter().try_for_each(Expr::check)?;
        if let Some(pair) = arrays.windows(2).find(|p| p[0].shape() != p[1].shape()) {
            return Err(Error::new(ErrorKind::Shape, "stack")
                .expected(format!("arrays of shape {:?}", pair[0].shape()))
                .found(format!("{:?}", pair[1].shape())));
        }
        let wide: Vec<Expr<'a>> = arrays.iter().map(|x| expand_dims(x.clone(), &[axis])).collect();
        joined("stack", &wide, axis)
    };
    Expr::from_result(made()).about(arrays)
}

/// Arrays one below the other; a single dimension counts as a row.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::vstack;
/// let y = vstack(&[array![1, 2].into_expr(), array![3, 4].into_expr()]);
/// assert_eq!(y.load()?.to_string(), "[[1 2]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "row_stack")]
pub fn vstack<'a>(arrays: &[Expr<'a>]) -> Expr<'a> {
    let all: Vec<Expr<'a>> = arrays.iter().map(|x| atleast_2d(x.clone())).collect();
    Expr::from_result(joined("vstack", &all, 0)).about(arrays)
}

/// Arrays side by side: along the second axis, or the first if there is only one.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::hstack;
/// let y = hstack(&[array![1, 2].into_expr(), array![3, 4].into_expr()]);
/// assert_eq!(y.load()?.to_string(), "[1 2 3 4]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn hstack<'a>(arrays: &[Expr<'a>]) -> Expr<'a> {
    let all: Vec<Expr<'a>> = arrays.iter().map(|x| atleast_1d(x.clone())).collect();
    let axis = isize::from(all.first().is_some_and(|x| x.ndim() > 1));
    Expr::from_result(joined("hstack", &all, axis)).about(arrays)
}

/// Arrays one behind the other, along the third axis.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::dstack;
/// let y = dstack(&[array![1, 2].into_expr(), array![3, 4].into_expr()]);
/// assert_eq!(y.load()?.to_string(), "[[[1 3]\n  [2 4]]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn dstack<'a>(arrays: &[Expr<'a>]) -> Expr<'a> {
    let all: Vec<Expr<'a>> = arrays.iter().map(|x| atleast_3d(x.clone())).collect();
    Expr::from_result(joined("dstack", &all, 2)).about(arrays)
}

/// Arrays as the columns of a table; two dimensions are several columns.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::column_stack;
/// let y = column_stack(&[array![1, 2].into_expr(), array![3, 4].into_expr()]);
/// assert_eq!(y.load()?.to_string(), "[[1 3]\n [2 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn column_stack<'a>(arrays: &[Expr<'a>]) -> Expr<'a> {
    let column = |x: &Expr<'a>| {
        if x.ndim() < 2 { expand_dims(atleast_1d(x.clone()), &[1]) } else { x.clone() }
    };
    let all: Vec<Expr<'a>> = arrays.iter().map(column).collect();
    Expr::from_result(joined("column_stack", &all, 1)).about(arrays)
}

/// An array from rows of blocks: each row is put side by side, then the rows one below the other.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::block;
/// let above = vec![array![[1]].into_expr(), array![[2]].into_expr()];
/// let rows = [above, vec![array![[3, 4]].into_expr()]];
/// assert_eq!(block(&rows).load()?.to_string(), "[[1 2]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "bmat")]
pub fn block<'a>(rows: &[Vec<Expr<'a>>]) -> Expr<'a> {
    let rank = rows.iter().flatten().map(Expr::ndim).max().unwrap_or(0).max(2);
    let full = |x: &Expr<'a>| {
        let missing: Vec<isize> = (0..rank.saturating_sub(x.ndim()) as isize).collect();
        expand_dims(x.clone(), &missing)
    };
    let rows: Vec<Expr<'a>> =
        rows.iter().map(|row| concatenate(&row.iter().map(full).collect::<Vec<_>>(), -1)).collect();
    concatenate(&rows, -2)
}
