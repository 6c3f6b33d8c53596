//! Other shapes of the same elements: nothing here computes, and nothing is read before a sink.
//! The type stays what it is; arrays that are joined take the type that they have in common.

mod edit;
mod join;
mod order;
mod repeat;
mod shape;
mod split;

pub use edit::{Values, append, delete, insert, resize, trim_zeros};
pub use join::{block, column_stack, concatenate, dstack, hstack, stack, vstack};
pub use order::{flip, fliplr, flipud, moveaxis, roll, rollaxis, rot90, swapaxes, transpose};
pub use repeat::{Repeats, repeat, tile};
pub use shape::{
    atleast_1d, atleast_2d, atleast_3d, broadcast_arrays, broadcast_shape, broadcast_to,
    expand_dims, ravel, reshape, reshape_fortran, squeeze,
};
pub use split::{Cuts, array_split, dsplit, hsplit, split, vsplit};

use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::node::{Axis, Cut, NodeRef, Span};

/// An expression from a node of another one; errors of either come out at the sink.
pub(crate) fn build<'a>(
    x: impl IntoExpr<'a>,
    make: impl FnOnce(NodeRef<'a>) -> Result<NodeRef<'a>>,
) -> Expr<'a> {
    let x = x.into_expr();
    Expr::from_result(x.node().cloned().and_then(make).map(Expr::of)).about(&[x])
}

/// The places `start..start + count` of an axis.
pub(crate) fn cut<'a>(node: NodeRef<'a>, axis: usize, start: usize, count: usize) -> NodeRef<'a> {
    let mut spans: Vec<Span> = node.shape().iter().map(|&n| Span::new(0, n)).collect();
    spans[axis] = Span::new(start, count);
    let axes = (0..spans.len()).map(Axis::Of).collect();
    std::sync::Arc::new(Cut::new(node, spans, axes))
}

/// numpy's ways to give an array another shape, as methods.
///
/// ```
/// use ch5_array::ops::manipulation::Manipulation;
/// let x = ndarray::Array::from_iter(0..6i64);
/// let y = Manipulation::reshape(&&x, &[2, -1]).t().flip(&[0]);
/// assert_eq!(y.read_as::<i64>()?, ndarray::array![[2, 5], [1, 4], [0, 3]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Manipulation<'a>: ArrayLike<'a> {
    /// The same elements in row-major order in another shape; one side may be -1, and follows from
    /// the others. See [`reshape`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![1, 2, 3, 4].into_expr();
    /// assert_eq!(x.reshape(&[2, 2]).load()?.to_string(), "[[1 2]\n [3 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn reshape(&self, shape: &[isize]) -> Expr<'a> {
        reshape(self.expr(), shape)
    }

    /// All elements in one dimension, in row-major order.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).ravel().load()?.to_string(), "[1 2 3 4]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "flatten")]
    #[doc(alias = "flat")]
    fn ravel(&self) -> Expr<'a> {
        ravel(self.expr())
    }

    /// The axes in reverse order.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]].into_expr();
    /// assert_eq!(x.t().load()?.to_string(), "[[1 3]\n [2 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "T")]
    fn t(&self) -> Expr<'a> {
        transpose(self.expr(), None)
    }

    /// The axes in another order. See [`transpose`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[[1, 2, 3]]];
    /// assert_eq!((&x).transpose(&[2, 0, 1]).shape(), [3, 1, 1]);
    /// ```
    fn transpose(&self, axes: &[isize]) -> Expr<'a> {
        transpose(self.expr(), Some(axes))
    }

    /// Two axes exchanged.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[1, 2, 3]];
    /// assert_eq!((&x).swapaxes(0, 1).load()?.to_string(), "[[1]\n [2]\n [3]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn swapaxes(&self, first: isize, second: isize) -> Expr<'a> {
        swapaxes(self.expr(), first, second)
    }

    /// Axes moved to other places. See [`moveaxis`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[[1, 2, 3]]];
    /// assert_eq!((&x).moveaxis(&[-1], &[0]).shape(), [3, 1, 1]);
    /// ```
    fn moveaxis(&self, from: &[isize], to: &[isize]) -> Expr<'a> {
        moveaxis(self.expr(), from, to)
    }

    /// The elements in reverse order along axes; none named: along all.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).flip(&[1]).load()?.to_string(), "[[2 1]\n [4 3]]");
    /// assert_eq!((&x).flip(&[]).load()?.to_string(), "[[4 3]\n [2 1]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn flip(&self, axes: &[isize]) -> Expr<'a> {
        flip(self.expr(), if axes.is_empty() { None } else { Some(axes) })
    }

    /// Axes of length 1 left out: those named, or all.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![[[1], [2]]];
    /// assert_eq!((&x).squeeze(&[]).load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn squeeze(&self, axes: &[isize]) -> Expr<'a> {
        squeeze(self.expr(), if axes.is_empty() { None } else { Some(axes) })
    }

    /// New axes of length 1 at these places of the result.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![1, 2];
    /// assert_eq!((&x).expand_dims(&[1]).load()?.to_string(), "[[1]\n [2]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn expand_dims(&self, axes: &[isize]) -> Expr<'a> {
        expand_dims(self.expr(), axes)
    }

    /// The array stretched to a shape.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![1, 2];
    /// assert_eq!((&x).broadcast_to(&[2, 2]).load()?.to_string(), "[[1 2]\n [1 2]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn broadcast_to(&self, shape: &[usize]) -> Expr<'a> {
        broadcast_to(self.expr(), shape)
    }

    /// The elements as another type, as numpy's `astype` with `casting="unsafe"`.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::manipulation::*, prelude::*};
    /// let x = array![1.7, -1.7];
    /// assert_eq!((&x).astype(ElementType::I64).load()?.to_string(), "[ 1 -1]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "asfarray")]
    #[doc(alias = "require")]
    #[doc(alias = "dtype")]
    fn astype(&self, ty: crate::ElementType) -> Expr<'a> {
        build(self.expr(), |node| crate::expr::cast_node(node, ty))
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Manipulation<'a> for X {}
