//! Where elements are: places of what is true, places in a sorted array.
//!
//! ```
//! use ch5_array::ops::searching::{Searching, searchsorted};
//! let x = ndarray::array![[3i64, 0], [0, 5]];
//! assert_eq!((&x).argwhere()?.read_as::<i64>()?, ndarray::array![[0, 0], [1, 1]].into_dyn());
//! let sorted = ndarray::array![1.0, 2.0, 2.0, 7.0];
//! let at = searchsorted(&sorted, 2.0).right();
//! assert_eq!(at.item_as::<i64>()?, 3);
//! # Ok::<(), ch5_array::Error>(())
//! ```

use std::sync::{Arc, OnceLock};

use super::builder::builder;
use super::indexing::mask;
use super::manipulation::{broadcast_to, cut, ravel, reshape, stack};
use crate::buffer::{Buffer, View};
use crate::engine::sorted::typed;
use crate::engine::{Context, Scratch, in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Answer, Area, Held, NodeRef, Permute, Search, Span};
use crate::types::{ElementType as Ty, Scalar};

/// Whether elements are true: numbers that are not 0, texts that are not empty.
fn truth<'a>(x: Expr<'a>) -> Result<Expr<'a>> {
    let node = x.node()?.clone();
    match node.element_type() {
        Ty::Text => Ok(super::not_equal(x, "")),
        Ty::Bytes => Ok(super::not_equal(x, crate::expr::scalar(Scalar::Bytes(Vec::new())))),
        _ => Ok(Expr::of(cast_node(node, Ty::Bool)?)),
    }
}

/// The row-major places where an array is true, kept.
fn places<'a>(x: impl IntoExpr<'a>) -> Result<(Expr<'a>, Vec<usize>)> {
    let x = x.into_expr();
    let shape = x.node()?.shape().to_vec();
    let flat = ravel(truth(x)?);
    let node = flat.node()?;
    let context = Context::default().beside(node.dataset());
    let len: usize = shape.iter().product();
    let scratch = Scratch::new(Ty::I64, &[len], &context)?;
    let block = context.elements(node.room() + 9);
    let mut hits = 0;
    in_order(
        &context,
        len.div_ceil(block),
        |i, inside| {
            let start = i * block;
            let area = Area { axes: vec![Span::new(start, block.min(len - start))] };
            let truth: Vec<bool> = typed(node.read(&area, inside)?)?;
            let hit = |(i, hit): (usize, &bool)| hit.then_some((start + i) as i64);
            Ok(truth.iter().enumerate().filter_map(hit).collect::<Vec<i64>>())
        },
        |_, found| {
            scratch.put_range(hits as u64, View::I64(&found))?;
            hits += found.len();
            Ok(())
        },
    )?;
    let held: NodeRef<'a> = Arc::new(Held { scratch, ty: Ty::I64 });
    Ok((Expr::of(cut(held, 0, 0, hits)), shape))
}

/// The places of row-major places on each axis.
fn on_axes<'a>(flat: &Expr<'a>, shape: &[usize]) -> Vec<Expr<'a>> {
    let mut inner: usize = shape.iter().product();
    let on_axis = |&n: &usize| {
        inner /= n.max(1);
        let outer = super::floor_divide(flat.clone(), inner.max(1) as i64);
        super::remainder(outer, n.max(1) as i64)
    };
    shape.iter().map(on_axis).collect()
}

/// The places of the elements that are true, one array of `int64` for each axis, in row-major
/// order. All elements are read once, at the call; the places are kept in a temporary file if they
/// are many.
///
/// # Errors
///
/// [`ErrorKind::Shape`] for an array without dimensions; errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// use ch5_array::ops::searching::nonzero;
/// let places = nonzero(array![[3, 0], [0, 5]])?;
/// assert_eq!(places[0].load()?.to_string(), "[0 1]");
/// assert_eq!(places[1].load()?.to_string(), "[0 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "where")]
pub fn nonzero<'a>(x: impl IntoExpr<'a>) -> Result<Vec<Expr<'a>>> {
    let (flat, shape) = places(x)?;
    if shape.is_empty() {
        return Err(Error::new(ErrorKind::Shape, "nonzero")
            .expected("an array of one dimension or more")
            .help("atleast_1d gives it one"));
    }
    Ok(on_axes(&flat, &shape))
}

/// As [`nonzero`], for the array in one dimension.
///
/// # Errors
///
/// Errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// use ch5_array::ops::searching::flatnonzero;
/// assert_eq!(flatnonzero(array![[3, 0], [0, 5]])?.load()?.to_string(), "[0 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn flatnonzero<'a>(x: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    Ok(places(x)?.0)
}

/// As [`nonzero`], with the places of an element as a row.
///
/// # Errors
///
/// Errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// use ch5_array::ops::searching::argwhere;
/// assert_eq!(argwhere(array![[3, 0], [4, 5]])?.load()?.to_string(), "[[0 0]\n [1 0]\n [1 1]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn argwhere<'a>(x: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let (flat, shape) = places(x)?;
    if shape.is_empty() {
        let rows = flat.node()?.shape()[0] as isize;
        return Ok(reshape(broadcast_to(crate::expr::scalar(0i64), &[0]), &[rows, 0]));
    }
    let stacked = stack(&on_axes(&flat, &shape), 0);
    let node: NodeRef<'a> = stacked.node()?.clone();
    Ok(Expr::new(Permute::new(node, vec![1, 0])))
}

/// The elements where a condition is true, both in one dimension, as numpy's `extract`.
///
/// # Errors
///
/// As [`mask`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// use ch5_array::ops::searching::extract;
/// let x = array![1, 5, 3];
/// assert_eq!(extract((&x).gt(2), &x)?.load()?.to_string(), "[5 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn extract<'a>(condition: impl IntoExpr<'a>, x: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    mask(ravel(x), ravel(truth(condition.into_expr())?))
}

/// A search in a sorted array and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// assert_eq!(searchsorted(array![1, 2, 2, 3], array![2, 3]).right().load()?.to_string(), "[3 4]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct SearchSorted<'a> {
    sorted: Expr<'a>,
    values: Expr<'a>,
    right: bool,
    sorter: Option<Expr<'a>>,
}

builder! {
    SearchSorted of sorted, values, "searching::searchsorted(array![1, 3], array![2])", "i64" => "[1]"
}

impl<'a> SearchSorted<'a> {
    /// Behind equal elements instead of before them, as numpy's `side="right"`.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// assert_eq!(searchsorted(array![1, 2, 2, 3], 2).right().load()?.to_string(), "3");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// The places that sort the array, which then need not be sorted; see
    /// [`argsort`](super::sorting::argsort).
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// let x = array![3, 1, 2];
    /// let y = searchsorted(&x, array![2, 3]).sorter((&x).argsort());
    /// assert_eq!(y.load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn sorter(mut self, sorter: impl IntoExpr<'a>) -> Self {
        self.sorter = Some(sorter.into_expr());
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.searched())
    }

    fn searched(&self) -> Result<Expr<'a>> {
        let name = "searchsorted";
        let sorter = self.sorter.as_ref().map(|sorter| sorter.node().cloned()).transpose()?;
        let table = self.sorted.node()?.clone();
        if let Some(sorter) = &sorter
            && (sorter.shape() != table.shape() || !sorter.element_type().is_integer())
        {
            return Err(Error::new(ErrorKind::Shape, name)
                .expected(format!("as sorter, integers of shape {:?}", table.shape()))
                .found(format!("{} {:?}", sorter.element_type(), sorter.shape())));
        }
        let sorter = sorter.map(|sorter| cast_node(sorter, Ty::I64)).transpose()?;
        let answer = if self.right { Answer::Behind } else { Answer::Before };
        search(name, table, sorter, &self.values, answer)
    }
}

/// Looks for values in a sorted array of one dimension.
pub(crate) fn search<'a>(
    name: &'static str,
    table: NodeRef<'a>,
    sorter: Option<NodeRef<'a>>,
    values: &Expr<'a>,
    answer: Answer,
) -> Result<Expr<'a>> {
    if table.shape().len() != 1 {
        return Err(Error::new(ErrorKind::Shape, name)
            .expected("a sorted array of one dimension")
            .found(format!("shape {:?}", table.shape())));
    }
    let values = values.node()?.clone();
    let ty = super::promoted(name, table.element_type(), values.element_type())?;
    let (table, values) = (cast_node(table, ty)?, cast_node(values, ty)?);
    Ok(Expr::new(Search { name, table, sorter, values, answer, known: OnceLock::new() }))
}

/// The places where values would have to be put into a sorted array of one dimension to keep it
/// sorted, as `int64`: before equal elements, or behind them.
///
/// The sorted array is held in memory if it is small; of a larger one samples are, and blocks of
/// it are read as the values ask for them.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] unless the sorted array has one dimension,
/// [`ErrorKind::WrongType`] for types that have none in common.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// use ch5_array::ops::searching::searchsorted;
/// assert_eq!(searchsorted(array![1, 2, 2, 3], array![2, 4, 0]).load()?.to_string(), "[1 4 0]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn searchsorted<'a>(sorted: impl IntoExpr<'a>, values: impl IntoExpr<'a>) -> SearchSorted<'a> {
    let (sorted, values) = (sorted.into_expr(), values.into_expr());
    SearchSorted { sorted, values, right: false, sorter: None }
}

/// Searching as methods.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
/// let x = array![1, 0, 2, 3];
/// assert_eq!((&x).flatnonzero()?.load()?.to_string(), "[0 2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Searching<'a>: ArrayLike<'a> {
    /// See [`nonzero`].
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// let x = array![1, 0, 2];
    /// assert_eq!((&x).nonzero()?[0].load()?.to_string(), "[0 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn nonzero(&self) -> Result<Vec<Expr<'a>>> {
        nonzero(self.expr())
    }

    /// See [`flatnonzero`].
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// let x = array![[1, 0], [0, 2]];
    /// assert_eq!((&x).flatnonzero()?.load()?.to_string(), "[0 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn flatnonzero(&self) -> Result<Expr<'a>> {
        flatnonzero(self.expr())
    }

    /// See [`argwhere`].
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// let x = array![[1, 0], [0, 2]];
    /// assert_eq!((&x).argwhere()?.load()?.to_string(), "[[0 0]\n [1 1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn argwhere(&self) -> Result<Expr<'a>> {
        argwhere(self.expr())
    }

    /// See [`searchsorted`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::searching::*, prelude::*};
    /// let sorted = array![1, 3, 5];
    /// assert_eq!((&sorted).searchsorted(array![3, 4]).load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn searchsorted(&self, values: impl IntoExpr<'a>) -> SearchSorted<'a> {
        searchsorted(self.expr(), values)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Searching<'a> for X {}

/// True for NaN and NaT; `None` if a type has none.
pub(crate) fn unordered(data: &Buffer) -> Option<Vec<bool>> {
    macro_rules! nan {
        ($v:expr) => {
            Some($v.iter().map(|x| x != x).collect())
        };
    }
    #[allow(clippy::eq_op, reason = "NaN is not itself")]
    match data {
        Buffer::F16(v) => nan!(v),
        Buffer::F32(v) => nan!(v),
        Buffer::F64(v) => nan!(v),
        Buffer::C64(v) => nan!(v),
        Buffer::C128(v) => nan!(v),
        Buffer::Time(_, v) | Buffer::Duration(_, v) => {
            Some(v.iter().map(|&x| x == i64::MIN).collect())
        }
        _ => None,
    }
}
