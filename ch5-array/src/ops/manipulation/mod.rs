//! Other shapes of the same elements: nothing here computes, and nothing is read before a sink.

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
    fn reshape(&self, shape: &[isize]) -> Expr<'a> {
        reshape(self.expr(), shape)
    }

    /// All elements in one dimension, in row-major order.
    #[doc(alias = "flatten")]
    #[doc(alias = "flat")]
    fn ravel(&self) -> Expr<'a> {
        ravel(self.expr())
    }

    /// The axes in reverse order.
    #[doc(alias = "T")]
    fn t(&self) -> Expr<'a> {
        transpose(self.expr(), None)
    }

    /// The axes in another order. See [`transpose`].
    fn transpose(&self, axes: &[isize]) -> Expr<'a> {
        transpose(self.expr(), Some(axes))
    }

    /// Two axes exchanged.
    fn swapaxes(&self, first: isize, second: isize) -> Expr<'a> {
        swapaxes(self.expr(), first, second)
    }

    /// Axes moved to other places. See [`moveaxis`].
    fn moveaxis(&self, from: &[isize], to: &[isize]) -> Expr<'a> {
        moveaxis(self.expr(), from, to)
    }

    /// The elements in reverse order along axes; none named: along all.
    fn flip(&self, axes: &[isize]) -> Expr<'a> {
        flip(self.expr(), if axes.is_empty() { None } else { Some(axes) })
    }

    /// Axes of length 1 left out: those named, or all.
    fn squeeze(&self, axes: &[isize]) -> Expr<'a> {
        squeeze(self.expr(), if axes.is_empty() { None } else { Some(axes) })
    }

    /// New axes of length 1 at these places of the result.
    fn expand_dims(&self, axes: &[isize]) -> Expr<'a> {
        expand_dims(self.expr(), axes)
    }

    /// The array stretched to a shape.
    fn broadcast_to(&self, shape: &[usize]) -> Expr<'a> {
        broadcast_to(self.expr(), shape)
    }

    /// The elements as another type, as numpy's `astype` with `casting="unsafe"`.
    #[doc(alias = "asfarray")]
    #[doc(alias = "require")]
    #[doc(alias = "dtype")]
    fn astype(&self, ty: crate::ElementType) -> Expr<'a> {
        build(self.expr(), |node| crate::expr::cast_node(node, ty))
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Manipulation<'a> for X {}
