//! Products of every element with every other, and traces.

use std::sync::Arc;

use super::contract::{common, strong};
use super::value;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Axis, Collapse, Cut, Reshape, Span};
use crate::ops::axis_of;
use crate::ops::builder::builder;
use crate::ops::manipulation::{expand_dims, ravel};
use crate::types::ElementType as Ty;

/// The products of every element of the first operand with every element of the second, each
/// counted in row-major order. Types as [`multiply`](crate::ops::multiply).
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// use ch5_array::ops::linear::outer;
/// let y = outer(array![1, 2], array![3, 4, 5]);
/// assert_eq!(y.load()?.to_string(), "[[ 3  4  5]\n [ 6  8 10]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn outer<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let rows = expand_dims(ravel(strong(a.into_expr())), &[1]);
    crate::ops::multiply(rows, ravel(strong(b.into_expr())))
}

/// The Kronecker product: each element of the first operand times the whole of the second.
///
/// # Errors
///
/// At the sink: [`ErrorKind::WrongType`] for what are no numbers.
///
/// ```
/// use ch5_array::ops::linear::kron;
/// let x = ndarray::array![1i64, 10];
/// let y = ndarray::array![1i64, 2, 3];
/// let all = kron(&x, &y).read_as::<i64>()?;
/// assert_eq!(all, ndarray::array![1, 2, 3, 10, 20, 30].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn kron<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let made = || -> Result<Expr<'a>> {
        let (a, b) = (strong(a.into_expr()), strong(b.into_expr()));
        common("kron", &[a.clone(), b.clone()])?;
        let rank = a.ndim().max(b.ndim());
        let mut shape = vec![1; rank];
        // Axis `i` of the first is axis `2 i` of the product, of the second `2 i + 1`.
        let mut wide = |x: &Expr<'a>, odd: usize| -> Result<Expr<'a>> {
            let node = x.node()?;
            let front = rank - node.shape().len();
            let mut axes = vec![Axis::New; 2 * rank];
            for (axis, &n) in node.shape().iter().enumerate() {
                axes[2 * (front + axis) + odd] = Axis::Of(axis);
                shape[front + axis] *= n;
            }
            let spans = node.shape().iter().map(|&n| Span::new(0, n)).collect();
            Ok(Expr::new(Cut::new(node.clone(), spans, axes)))
        };
        let product = crate::ops::multiply(wide(&a, 0)?, wide(&b, 1)?);
        Ok(Expr::new(Reshape::new(product.node()?.clone(), shape)))
    };
    Expr::from_result(made())
}

/// A trace and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// assert_eq!(trace(array![[1, 2, 3], [4, 5, 6]]).offset(1).load()?.to_string(), "8");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Trace<'a> {
    input: Expr<'a>,
    offset: isize,
    axes: [isize; 2],
    dtype: Option<Ty>,
}

builder! {
    Trace of input, "linear::trace(array![[1, 2], [3, 4]])", "i64" => "[5]"
}

/// The sum along the diagonal of two axes, the first two unless said. Types as
/// [`sum`](crate::ops::reductions::sum).
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an axis that there is not, [`ErrorKind::Value`] for one
/// axis named twice.
///
/// ```
/// use ch5_array::ops::linear::trace;
/// let x = ndarray::array![[1i64, 2], [3, 4]];
/// assert_eq!(trace(&x).item_as::<i64>()?, 5);
/// assert_eq!(trace(&x).offset(1).item_as::<i64>()?, 2);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn trace<'a>(x: impl IntoExpr<'a>) -> Trace<'a> {
    Trace { input: x.into_expr(), offset: 0, axes: [0, 1], dtype: None }
}

impl<'a> Trace<'a> {
    /// The diagonal: above the main one if positive.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// assert_eq!(trace(array![[1, 2], [3, 4]]).offset(-1).load()?.to_string(), "3");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn offset(mut self, offset: isize) -> Self {
        self.offset = offset;
        self
    }

    /// The axes of the rows and the columns.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
    /// assert_eq!(trace(array![[[1, 2]], [[3, 4]]]).axes(0, 2).load()?.to_string(), "[5]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "axis1")]
    #[doc(alias = "axis2")]
    #[must_use]
    pub fn axes(mut self, rows: isize, columns: isize) -> Self {
        self.axes = [rows, columns];
        self
    }

    /// The type that elements are taken to first.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::linear::*, prelude::*};
    /// let y = trace(array![[1, 2], [3, 4]]).dtype(ElementType::F64);
    /// assert_eq!(y.load()?.to_string(), "5.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.dtype = Some(ty);
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let node = self.input.node()?;
        let shape = node.shape();
        if shape.len() < 2 {
            return Err(Error::new(ErrorKind::Shape, "trace")
                .expected("two dimensions or more")
                .found(format!("shape {shape:?}")));
        }
        let rows = axis_of("trace", self.axes[0], shape.len())?;
        let columns = axis_of("trace", self.axes[1], shape.len())?;
        if rows == columns {
            return Err(value("trace", "two different axes", format!("{:?}", self.axes)));
        }
        let away = self.offset.unsigned_abs();
        let (down, right) = if self.offset < 0 { (away, 0) } else { (0, away) };
        let len = shape[rows].saturating_sub(down).min(shape[columns].saturating_sub(right));
        let mut spans: Vec<Span> = shape.iter().map(|&n| Span::new(0, n)).collect();
        spans[rows] = Span::new(if len == 0 { 0 } else { down }, len);
        spans[columns] = Span::new(if len == 0 { 0 } else { right }, len);
        let cut = Cut::new(node.clone(), spans, (0..shape.len()).map(Axis::Of).collect());
        let last = shape.len() - 2;
        let mut others = 0..last;
        let axis = |a: usize| {
            let other = if a == rows || a == columns { None } else { others.next() };
            other.unwrap_or(last)
        };
        let onto = (0..shape.len()).map(axis).collect();
        let sum = crate::ops::reductions::sum(Expr::new(Collapse::new(Arc::new(cut), onto)));
        let sum = sum.axis(-1);
        Ok(self.dtype.map_or_else(|| sum.clone(), |ty| sum.clone().dtype(ty)).into_expr())
    }
}
