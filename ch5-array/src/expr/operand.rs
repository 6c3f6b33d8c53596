//! What can stand in an expression.

use std::sync::Arc;

use ndarray::{Array, ArrayBase, Data, Dimension};
use num_complex::Complex;

use super::{AnyArray, Expr};
use crate::array::H5Array;
use crate::buffer::Item;
use crate::node::{Borrowed, Constant, DatasetNode, Memory};
use crate::ops::indexing::H5View;
use crate::types::{Scalar, Weak};

/// What can be an operand beside an array: arrays, expressions, ndarrays (borrowed, or given
/// away) and numbers.
///
/// The literals `f64`, `i64`, `bool`, `Complex<f64>` and `&str` take the type of the array they
/// meet, as numpy 2's do: `&x * 2.0` stays `float32` for a `float32` array. [`scalar`] gives an
/// operand with a type of its own.
///
/// ```
/// use ch5_array::{Expr, IntoExpr};
/// use ch5_array::prelude::*;
/// fn double<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
///     x.into_expr() * 2
/// }
/// let x = ndarray::array![1, 2];
/// assert_eq!(double(&x).read()?.to_string(), "[2 4]");       // borrowed
/// assert_eq!(double(x).read()?.to_string(), "[2 4]");        // given away
/// assert_eq!(double(21).item_as::<i64>()?, 42);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "asarray")]
#[doc(alias = "asanyarray")]
#[doc(alias = "ascontiguousarray")]
#[doc(alias = "asfortranarray")]
#[doc(alias = "from_dlpack")]
pub trait IntoExpr<'a> {
    /// The operand as an expression.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// use ch5_array::IntoExpr;
    /// assert_eq!(1.5.into_expr().element_type(), ElementType::F64);
    /// assert_eq!(ndarray::array![1u8, 2].into_expr().shape(), [2]);
    /// ```
    fn into_expr(self) -> Expr<'a>;
}

/// Arrays that have numpy's functions as methods: [`H5Array`], [`Expr`], ndarrays by reference, and
/// [`AnyArray`].
///
/// Nothing is read. ndarrays are borrowed; of an [`AnyArray`] the elements are copied, unless it is
/// given away to [`IntoExpr::into_expr`].
///
/// ```
/// use ch5_array::{ArrayLike, H5Array};
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::prelude::*;
/// fn spread<'a>(x: &impl ArrayLike<'a>) -> ch5_array::Result<f64> {
///     (x.expr().max() - x.expr().min()).item_as()
/// }
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let a = ndarray::array![1.0, 4.0];
/// let x = H5Array::from_array(&file, "x", &a)?;
/// assert_eq!((spread(&&a)?, spread(&x)?), (3.0, 3.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ArrayLike<'a> {
    /// The array as an expression; nothing is read.
    ///
    /// ```
    /// use ch5_array::H5Array;
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_array::ArrayLike;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 4.0])?;
    /// let read = file.bytes_read();
    /// let y = x.expr() + 1.0;
    /// assert_eq!(file.bytes_read(), read);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn expr(&self) -> Expr<'a>;
}

impl<'a, T> ArrayLike<'a> for Expr<'a, T> {
    fn expr(&self) -> Expr<'a> {
        self.clone().into_dyn()
    }
}

impl<'a, T> ArrayLike<'a> for H5Array<T> {
    fn expr(&self) -> Expr<'a> {
        Expr::from_result(
            DatasetNode::new(self.dataset(), self.shape(), self.chunks(), None).map(Expr::new),
        )
    }
}

impl<'a, T: Item, S: Data<Elem = T>, D: Dimension> ArrayLike<'a> for &'a ArrayBase<S, D> {
    fn expr(&self) -> Expr<'a> {
        Expr::new(Borrowed { view: self.view().into_dyn() })
    }
}

impl<'a> ArrayLike<'a> for AnyArray {
    fn expr(&self) -> Expr<'a> {
        self.clone().into_expr()
    }
}

impl<'a, T> IntoExpr<'a> for Expr<'a, T> {
    fn into_expr(self) -> Expr<'a> {
        self.into_dyn()
    }
}

impl<'a, X: ArrayLike<'a>> IntoExpr<'a> for &X {
    fn into_expr(self) -> Expr<'a> {
        self.expr()
    }
}

/// The handle that is given away.
impl<'a, T> IntoExpr<'a> for H5Array<T> {
    fn into_expr(self) -> Expr<'a> {
        self.expr()
    }
}

/// The view that is given away.
impl<'a> IntoExpr<'a> for H5View {
    fn into_expr(self) -> Expr<'a> {
        self.expr()
    }
}

impl<'a> IntoExpr<'a> for AnyArray {
    fn into_expr(self) -> Expr<'a> {
        let shape = self.shape().to_vec();
        Expr::new(Memory { data: Arc::new(self.into_data()), shape })
    }
}

impl<'a, T: Item, S: Data<Elem = T>, D: Dimension> IntoExpr<'a> for &'a ArrayBase<S, D> {
    fn into_expr(self) -> Expr<'a> {
        Expr::new(Borrowed { view: self.view().into_dyn() })
    }
}

/// An array of its own, which the expression keeps.
impl<'a, T: Item, D: Dimension> IntoExpr<'a> for Array<T, D> {
    fn into_expr(self) -> Expr<'a> {
        let shape = self.shape().to_vec();
        // Elements in another order are copied into row-major order.
        let (mut data, offset) = match self.is_standard_layout() {
            true => self.into_raw_vec_and_offset(),
            false => (self.iter().cloned().collect(), None),
        };

        let len = shape.iter().product();
        data.drain(..offset.unwrap_or(0).min(data.len()));
        data.truncate(len);
        Expr::new(Memory { data: Arc::new(T::wrap(data)), shape })
    }
}

fn constant<'a>(value: Scalar, weak: Option<Weak>) -> Expr<'a> {
    Expr::new(Constant { value, weak, shape: Vec::new() })
}

/// One element with a type of its own, as `numpy.float32(2)`.
///
/// ```
/// use ch5_array::{IntoExpr, scalar};
/// let x = ndarray::array![1i8, 2];
/// assert_eq!((&x).into_expr().element_type().to_string(), "int8");
/// assert_eq!(scalar(2i16).element_type().to_string(), "int16");
/// ```
pub fn scalar<'a>(value: impl Into<Scalar>) -> Expr<'a> {
    constant(value.into(), None)
}

macro_rules! literals {
    ($($ty:ty => $weak:expr),*) => {$(
        impl<'a> IntoExpr<'a> for $ty {
            fn into_expr(self) -> Expr<'a> {
                constant(self.into(), $weak)
            }
        }
    )*};
}

literals! {
    f64 => Some(Weak::Float), i64 => Some(Weak::Int), bool => None,
    Complex<f64> => Some(Weak::Complex), &str => None
}

impl<'a> IntoExpr<'a> for Scalar {
    fn into_expr(self) -> Expr<'a> {
        constant(self, None)
    }
}
