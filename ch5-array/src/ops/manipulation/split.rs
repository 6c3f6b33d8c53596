//! Arrays cut into several.

use super::cut;
use super::shape::axis;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::NodeRef;

/// Where an array is cut: into so many parts, or at places.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// let parts = split(array![1, 2, 3, 4], [1, 3], 0)?;
/// assert_eq!(parts[1].load()?.to_string(), "[2 3]");
/// assert_eq!(split(array![1, 2, 3, 4], 2, 0)?.len(), 2);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cuts {
    /// Into so many parts.
    Parts(usize),
    /// Before these places; negative ones count from the end.
    At(Vec<isize>),
}

impl From<usize> for Cuts {
    fn from(parts: usize) -> Self {
        Self::Parts(parts)
    }
}

impl From<&[isize]> for Cuts {
    fn from(places: &[isize]) -> Self {
        Self::At(places.to_vec())
    }
}

impl<const N: usize> From<[isize; N]> for Cuts {
    fn from(places: [isize; N]) -> Self {
        Self::At(places.to_vec())
    }
}

fn cuts<'a>(
    function: &str,
    node: &NodeRef<'a>,
    along: usize,
    cuts: &Cuts,
    even: bool,
) -> Result<Vec<Expr<'a>>> {
    let n = node.shape()[along];
    let mut ends: Vec<usize> = Vec::new();
    let mut starts: Vec<usize> = vec![0];
    match cuts {
        Cuts::Parts(parts) => {
            if *parts == 0 || (even && !n.is_multiple_of(*parts)) {
                return Err(Error::new(ErrorKind::Value, function.to_owned())
                    .expected(format!("a number of parts that divides {n}"))
                    .found(parts.to_string())
                    .help("array_split makes parts of different length"));
            }
            let mut at = 0;
            for part in 0..*parts {
                at += n / parts + usize::from(part < n % parts);
                ends.push(at);
                starts.push(at);
            }
        }
        Cuts::At(places) => {
            for &place in places {
                let at = if place < 0 { place + n as isize } else { place };
                let at = at.clamp(0, n as isize) as usize;
                ends.push(at);
                starts.push(at);
            }
            ends.push(n);
        }
    }
    let part = |(start, end): (&usize, &usize)| {
        Expr::of(cut(node.clone(), along, (*start).min(n), end.saturating_sub(*start)))
    };
    Ok(starts.iter().zip(&ends).map(part).collect())
}

/// The parts of an array along an axis, all of one length where a number of parts is given.
///
/// # Errors
///
/// [`ErrorKind::Value`] for a number of parts that does not divide the axis, [`ErrorKind::Shape`]
/// for an axis that is not there.
///
/// ```
/// use ch5_array::ops::manipulation::split;
/// let x = ndarray::array![1, 2, 3, 4];
/// let parts = split(&x, 2, 0)?;
/// assert_eq!(parts[1].read_as::<i32>()?, ndarray::array![3, 4].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn split<'a>(
    x: impl IntoExpr<'a>,
    into: impl Into<Cuts>,
    along: isize,
) -> Result<Vec<Expr<'a>>> {
    let x = x.into_expr();
    let node = x.node()?;
    cuts("split", node, axis("split", along, node)?, &into.into(), true)
}

/// As [`split`], with parts of nearly equal length: the first ones are longer by one.
///
/// # Errors
///
/// As [`split`], but any number of parts will do.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::array_split;
/// let parts = array_split(array![1, 2, 3, 4, 5], 2, 0)?;
/// assert_eq!(parts[0].load()?.to_string(), "[1 2 3]");
/// assert_eq!(parts[1].load()?.to_string(), "[4 5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn array_split<'a>(
    x: impl IntoExpr<'a>,
    into: impl Into<Cuts>,
    along: isize,
) -> Result<Vec<Expr<'a>>> {
    let x = x.into_expr();
    let node = x.node()?;
    cuts("array_split", node, axis("array_split", along, node)?, &into.into(), false)
}

fn at_least<'a>(
    function: &'static str,
    x: impl IntoExpr<'a>,
    into: Cuts,
    rank: usize,
    along: usize,
) -> Result<Vec<Expr<'a>>> {
    let x = x.into_expr();
    let node = x.node()?;
    if node.shape().len() < rank {
        return Err(Error::new(ErrorKind::Shape, function)
            .expected(format!("at least {rank} dimensions"))
            .found(format!("shape {:?}", node.shape())));
    }
    cuts(function, node, along, &into, true)
}

/// [`split`] along the first of at least two axes.
///
/// # Errors
///
/// As [`split`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::vsplit;
/// assert_eq!(vsplit(array![[1, 2], [3, 4]], 2)?[1].load()?.to_string(), "[[3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn vsplit<'a>(x: impl IntoExpr<'a>, into: impl Into<Cuts>) -> Result<Vec<Expr<'a>>> {
    at_least("vsplit", x, into.into(), 2, 0)
}

/// [`split`] along the second axis, or the first if there is only one.
///
/// # Errors
///
/// As [`split`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::hsplit;
/// assert_eq!(hsplit(array![[1, 2], [3, 4]], 2)?[1].load()?.to_string(), "[[2]\n [4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn hsplit<'a>(x: impl IntoExpr<'a>, into: impl Into<Cuts>) -> Result<Vec<Expr<'a>>> {
    let x = x.into_expr();
    let along = usize::from(x.ndim() > 1);
    at_least("hsplit", x, into.into(), 1, along)
}

/// [`split`] along the third axis.
///
/// # Errors
///
/// As [`split`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::dsplit;
/// assert_eq!(dsplit(array![[[1, 2], [3, 4]]], 2)?[1].load()?.to_string(), "[[[2]\n  [4]]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn dsplit<'a>(x: impl IntoExpr<'a>, into: impl Into<Cuts>) -> Result<Vec<Expr<'a>>> {
    at_least("dsplit", x, into.into(), 3, 2)
}
