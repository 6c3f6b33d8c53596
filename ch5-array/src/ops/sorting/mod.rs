//! Sorting along an axis, of arrays larger than memory too.
//!
//! Elements are in numpy's order: NaN and NaT last, complex numbers by their real part first,
//! text by code points. Lanes that fit in memory are sorted there, on all threads; a longer one in
//! runs that are kept in a temporary file and merged.
//!
//! ```
//! use ch5_array::ops::sorting::Sorting;
//! use ch5_array::{File, H5Array, H5Mode};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &ndarray::array![[3.0, f64::NAN, 1.0], [5.0, 4.0, 6.0]])?;
//! let y = x.sort().write_to(&file, "sorted")?;
//! assert_eq!(y.read_as::<f64>()?.index_axis(ndarray::Axis(0), 1), ndarray::array![4.0, 5.0, 6.0].into_dyn());
//! assert_eq!(x.argsort().read_as::<i64>()?, ndarray::array![[2, 0, 1], [1, 0, 2]].into_dyn());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod along;
mod keys;

use std::sync::Arc;

use keys::Keys;
pub(crate) use keys::RowKeys;

use super::axes::Axes;
use super::axis_of;
use super::builder::builder;
use super::manipulation::ravel;
use crate::array::H5Array;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Kept, NodeRef};
use crate::types::ElementType as Ty;

/// numpy's names for ways of sorting. All of them are one here, which is stable.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// assert_eq!(sort(array![3, 1, 2]).kind(Kind::Stable).load()?.to_string(), "[1 2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "numpy's names")]
pub enum Kind {
    #[default]
    Quicksort,
    Mergesort,
    Heapsort,
    Stable,
}

/// A sort and its options; along the last axis if none is named.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// assert_eq!(sort(array![[3, 1], [2, 4]]).load()?.to_string(), "[[1 3]\n [2 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Sort<'a> {
    name: &'static str,
    input: Expr<'a>,
    /// Whether the places are wanted.
    places: bool,
    axis: Option<isize>,
    kth: Option<Axes>,
}

builder! {
    Sort of input, "sorting::sort(array![3, 1])", "i32" => "[1, 3]"
}

impl<'a> Sort<'a> {
    fn new(name: &'static str, input: Expr<'a>, kth: Option<Axes>) -> Self {
        Self { name, input, places: name.starts_with("arg"), axis: Some(-1), kth }
    }

    /// Sorts along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// assert_eq!(sort(array![[3, 1], [2, 4]]).axis(0).load()?.to_string(), "[[2 1]\n [3 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = Some(axis);
        self
    }

    /// Sorts all elements as one dimension, as numpy with `axis=None`.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// assert_eq!(sort(array![[3, 1], [2, 4]]).flat().load()?.to_string(), "[1 2 3 4]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn flat(mut self) -> Self {
        self.axis = None;
        self
    }

    /// numpy's `kind`; every kind is stable here.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// assert_eq!(argsort(array![1, 0, 1]).kind(Kind::Quicksort).load()?.to_string(), "[1 0 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        let _ = kind;
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.kept())
    }

    fn kept(&self) -> Result<Expr<'a>> {
        let input =
            if self.axis.is_none() { ravel(self.input.clone()) } else { self.input.clone() };
        let node: NodeRef<'a> = input.node()?.clone();
        let axis = axis_of(self.name, self.axis.unwrap_or(0), node.shape().len())?;
        let n = node.shape()[axis];
        for &k in self.kth.iter().flat_map(|kth| &kth.0) {
            if !(-(n as isize)..n as isize).contains(&k) {
                return Err(Error::new(ErrorKind::Shape, self.name)
                    .expected(format!("places on an axis of {n}"))
                    .found(k.to_string()));
            }
        }
        let ty = if self.places { Ty::I64 } else { node.element_type() };
        let (shape, inputs, places) = (node.shape().to_vec(), vec![node.clone()], self.places);
        Ok(Expr::new(Kept::new(self.name, shape, ty, inputs, move |output, context| {
            along::sort(&node, axis, places, output, context)
        })))
    }
}

/// The elements in order along an axis.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an axis that is not there; errors of reading and of
/// temporary files.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// use ch5_array::ops::sorting::sort;
/// assert_eq!(sort(array![3.0, f64::NAN, 1.0]).load()?.to_string(), "[ 1.  3. nan]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn sort<'a>(x: impl IntoExpr<'a>) -> Sort<'a> {
    Sort::new("sort", x.into_expr(), None)
}

/// The places that the elements in order have on their axis, as `int64`; equal elements stay in
/// their order.
///
/// # Errors
///
/// As [`sort()`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// use ch5_array::ops::sorting::argsort;
/// assert_eq!(argsort(array![3, 1, 2]).load()?.to_string(), "[1 2 0]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn argsort<'a>(x: impl IntoExpr<'a>) -> Sort<'a> {
    Sort::new("argsort", x.into_expr(), None)
}

/// An order in which the elements at `kth` places are those of the sorted array, with none larger
/// before them and none smaller behind. It costs a sort, and is one.
///
/// # Errors
///
/// As [`sort()`], and [`ErrorKind::Shape`] for a place that is not on the axis.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// use ch5_array::ops::sorting::partition;
/// let y = partition(array![7, 1, 5, 2], 2).read_as::<i64>()?;
/// assert_eq!(y[[2]], 5);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn partition<'a>(x: impl IntoExpr<'a>, kth: impl Into<Axes>) -> Sort<'a> {
    Sort::new("partition", x.into_expr(), Some(kth.into()))
}

/// The places that the elements of a [`partition`] have on their axis.
///
/// # Errors
///
/// As [`partition`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// use ch5_array::ops::sorting::argpartition;
/// let y = argpartition(array![7, 1, 5, 2], 2).read_as::<i64>()?;
/// assert_eq!(y[[2]], 2);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn argpartition<'a>(x: impl IntoExpr<'a>, kth: impl Into<Axes>) -> Sort<'a> {
    Sort::new("argpartition", x.into_expr(), Some(kth.into()))
}

/// The elements in order along the last axis, as complex numbers: `complex64` for integers of 16
/// bits and fewer, else `complex128`.
///
/// # Errors
///
/// As [`sort()`], and [`ErrorKind::WrongType`] for what is no number.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// use ch5_array::ops::sorting::sort_complex;
/// assert_eq!(sort_complex(array![3, 1, 2]).load()?.to_string(), "[1.+0.j 2.+0.j 3.+0.j]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn sort_complex<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    let x = sort(x).build();
    Expr::from_result((|| {
        let node = x.node()?.clone();
        let to = match node.element_type() {
            Ty::C64 | Ty::I8 | Ty::U8 | Ty::I16 | Ty::U16 => Ty::C64,
            ty if ty.is_number() => Ty::C128,
            ty => {
                return Err(Error::new(ErrorKind::WrongType, "sort_complex")
                    .expected("numbers")
                    .found(ty.to_string()));
            }
        };
        Ok(Expr::of(cast_node(node, to)?))
    })())
}

/// The places that sort several arrays of one shape together: by the last, then by the one before
/// it, and so on.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for no array, or for arrays of different shapes.
///
/// ```
/// use ch5_array::{IntoExpr, ops::sorting::lexsort};
/// let (first, last) = (ndarray::array![2, 1, 1], ndarray::array!["b", "b", "a"]);
/// let last = last.mapv(compact_str::CompactString::from);
/// let order = lexsort(&[(&first).into_expr(), (&last).into_expr()]);
/// assert_eq!(order.read_as::<i64>()?, ndarray::array![2, 1, 0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn lexsort<'a>(keys: &[Expr<'a>]) -> Sort<'a> {
    let made = || -> Result<Expr<'a>> {
        let nodes: Vec<NodeRef<'a>> =
            keys.iter().rev().map(|key| key.node().cloned()).collect::<Result<_>>()?;
        let Some(first) = nodes.first() else {
            return Err(Error::new(ErrorKind::Shape, "lexsort").expected("one array or more"));
        };
        if let Some(other) = nodes.iter().find(|node| node.shape() != first.shape()) {
            return Err(Error::new(ErrorKind::Shape, "lexsort")
                .expected(format!("arrays of shape {:?}", first.shape()))
                .found(format!("{:?}", other.shape())));
        }
        let shape = first.shape().to_vec();
        Ok(Expr::of(Arc::new(Keys { inputs: nodes, shape })))
    };
    Sort { places: true, ..Sort::new("lexsort", Expr::from_result(made()), None) }
}

/// Sorting as methods.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
/// let x = array![3, 1, 2];
/// assert_eq!((&x).sort().load()?.to_string(), "[1 2 3]");
/// assert_eq!((&x).argsort().load()?.to_string(), "[1 2 0]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Sorting<'a>: ArrayLike<'a> {
    /// See [`sort()`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// let x = array![3, 1, 2];
    /// assert_eq!((&x).sort().load()?.to_string(), "[1 2 3]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "msort")]
    fn sort(&self) -> Sort<'a> {
        sort(self.expr())
    }

    /// See [`argsort`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// let x = array![3, 1, 2];
    /// assert_eq!((&x).argsort().load()?.to_string(), "[1 2 0]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn argsort(&self) -> Sort<'a> {
        argsort(self.expr())
    }

    /// See [`partition`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// let x = array![7, 1, 5, 2];
    /// assert_eq!((&x).partition(0).read_as::<i32>()?[[0]], 1);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn partition(&self, kth: impl Into<Axes>) -> Sort<'a> {
        partition(self.expr(), kth)
    }

    /// See [`argpartition`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sorting::*, prelude::*};
    /// let x = array![7, 1, 5, 2];
    /// assert_eq!((&x).argpartition(0).read_as::<i64>()?[[0]], 1);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn argpartition(&self, kth: impl Into<Axes>) -> Sort<'a> {
        argpartition(self.expr(), kth)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Sorting<'a> for X {}

impl<T> H5Array<T> {
    /// Puts the elements of the dataset in order along an axis, as numpy's `ndarray.sort`. The
    /// dataset is written when all is sorted.
    ///
    /// # Errors
    ///
    /// As [`sort()`], and those of writing.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::sorting::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![3, 1, 2])?;
    /// x.sort_inplace(-1)?;
    /// assert_eq!(x.to_string(), "[1 2 3]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sort_inplace(&self, axis: isize) -> Result<()> {
        self.assign(sort(self.expr()).axis(axis))
    }
}
