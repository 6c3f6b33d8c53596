//! Products of vectors, matrices and tensors.
//!
//! Operands may be larger than memory: a product is computed in tiles of the result, for which
//! parts of the operands are read within [`max_memory_usage`](crate::Options::max_memory_usage).
//! What is summed in which order follows from the shapes alone, so that a result has the same bits
//! whatever the memory, the threads and the blocks are; on another processor its last bits may
//! differ.
//!
//! ```
//! use ch5_array::{File, H5Array, H5Mode, ops::linear::Linear};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 4.0]])?;
//! let y = x.matmul(&x).write_to(&file, "y")?;
//! assert_eq!(y.read_as::<f64>()?, ndarray::array![[7.0, 10.0], [15.0, 22.0]].into_dyn());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod contract;
mod dot;
mod einsum;
mod kernel;
mod kron;
mod plan;
mod product;
mod subscripts;

pub use dot::{Contracted, dot, inner, matmul, tensordot, vdot};
pub use einsum::einsum;
pub use kron::{Trace, kron, outer, trace};

use crate::error::{Error, ErrorKind};
use crate::expr::{ArrayLike, Expr, IntoExpr};

/// Products as methods of arrays and expressions. An ndarray's own `dot` comes before this one.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// let x = array![[1, 2], [3, 4]];
/// assert_eq!((&x).matmul(&x).load()?.to_string(), "[[ 7 10]\n [15 22]]");
/// assert_eq!((&x).trace().load()?.to_string(), "5");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Linear<'a>: ArrayLike<'a> {
    /// The product of vectors and matrices: [`dot`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]].into_expr();
    /// assert_eq!(x.dot(array![10, 1]).load()?.to_string(), "[12 34]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn dot(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        dot(self.expr(), other)
    }

    /// The matrix product: [`matmul`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).matmul(&x).load()?.to_string(), "[[ 7 10]\n [15 22]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn matmul(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        matmul(self.expr(), other)
    }

    /// The sum of the products of all elements: [`vdot`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).vdot(&x).load()?.to_string(), "30");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn vdot(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        vdot(self.expr(), other)
    }

    /// The sums of products along the last axes: [`inner`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).inner(array![10, 1]).load()?.to_string(), "[12 34]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn inner(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        inner(self.expr(), other)
    }

    /// The products of every element with every other: [`outer`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![1, 2];
    /// assert_eq!((&x).outer(array![3, 4]).load()?.to_string(), "[[3 4]\n [6 8]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn outer(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        outer(self.expr(), other)
    }

    /// The sums of products along axes: [`tensordot`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).tensordot(&x, 2).load()?.to_string(), "30");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn tensordot(&self, other: impl IntoExpr<'a>, axes: impl Into<Contracted>) -> Expr<'a> {
        tensordot(self.expr(), other, axes)
    }

    /// The Kronecker product: [`kron`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![1, 10];
    /// assert_eq!((&x).kron(array![1, 2]).load()?.to_string(), "[ 1  2 10 20]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn kron(&self, other: impl IntoExpr<'a>) -> Expr<'a> {
        kron(self.expr(), other)
    }

    /// The sum along a diagonal: [`trace`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// let x = array![[1, 2], [3, 4]];
    /// assert_eq!((&x).trace().load()?.to_string(), "5");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn trace(&self) -> Trace<'a> {
        trace(self.expr())
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Linear<'a> for X {}

#[cold]
fn value(function: &str, expected: &str, found: String) -> Error {
    Error::new(ErrorKind::Value, function.to_owned()).expected(expected).found(found)
}
