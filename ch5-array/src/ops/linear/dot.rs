//! Products of vectors and matrices.

use super::contract::{Label, Named, common, contract, misfit, strong};
use crate::error::Result;
use crate::expr::{Expr, IntoExpr};
use crate::node::{NodeRef, broadcast_shapes};
use crate::ops::axes::Axes;
use crate::types::ElementType as Ty;

/// Names for so many axes.
fn names(first: Label, count: usize) -> Vec<Label> {
    (first..).take(count).collect()
}

/// The names of the first operand's axes begin at 0, of the second at this.
const SECOND: Label = 1 << 16;

/// Two operands and the type of their product.
struct Pair<'a> {
    function: &'static str,
    a: NodeRef<'a>,
    b: NodeRef<'a>,
    ty: Ty,
}

impl<'a> Pair<'a> {
    fn new(function: &'static str, a: Expr<'a>, b: Expr<'a>) -> Result<Self> {
        let (a, b) = (strong(a), strong(b));
        let ty = common(function, &[a.clone(), b.clone()])?;
        Ok(Self { function, a: a.node()?.clone(), b: b.node()?.clone(), ty })
    }

    fn of(function: &'static str, [a, b]: &[Expr<'a>; 2]) -> Result<Self> {
        Self::new(function, a.clone(), b.clone())
    }

    fn has_scalar(&self) -> bool {
        self.a.shape().is_empty() || self.b.shape().is_empty()
    }

    fn times(self) -> Expr<'a> {
        crate::ops::multiply(Expr::of(self.a), Expr::of(self.b))
    }

    /// Sums along axes of both, in pairs; what is left of the first comes before what is left of
    /// the second.
    fn sum_along(self, of_a: &[usize], of_b: &[usize]) -> Result<Expr<'a>> {
        let (x, y) = (self.a.shape(), self.b.shape());
        let apart = of_a.iter().zip(of_b).find(|(i, j)| x[**i] != y[**j]);
        if of_a.len() != of_b.len() || apart.is_some() {
            let expected = match apart {
                Some((i, j)) => format!("axis {i} of the first as long as axis {j} of the second"),
                None => "as many axes of one operand as of the other".to_owned(),
            };
            return Err(misfit(self.function, &expected, x, y));
        }
        let la = names(0, x.len());
        let mut lb = names(SECOND, y.len());
        of_a.iter().zip(of_b).for_each(|(&i, &j)| lb[j] = la[i]);
        let both = |l: &&Label| !(la.contains(l) && lb.contains(l));
        let labels: Vec<Label> = la.iter().chain(&lb).filter(both).copied().collect();
        let (a, b) = (Named { node: self.a, labels: la }, Named { node: self.b, labels: lb });
        contract(self.function, &a, &b, &labels, self.ty)
    }
}

/// The product of two arrays as numpy's `dot`: of matrices; the sum of products of two vectors;
/// the elementwise product where one operand is a single number; otherwise the sums along the last
/// axis of the first and the last but one of the second.
///
/// The result's type is what both are promoted to. Integers wrap, booleans are "or" of "and"s,
/// `float16` is summed in `float32`.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`](crate::ErrorKind::Shape) where the summed axes differ in length,
/// [`ErrorKind::WrongType`](crate::ErrorKind::WrongType) for what are no numbers.
///
/// ```
/// use ch5_array::ops::linear::dot;
/// let x = ndarray::array![[1.0, 2.0], [3.0, 4.0]];
/// let y = ndarray::array![10.0, 1.0];
/// assert_eq!(dot(&x, &y).read_as::<f64>()?, ndarray::array![12.0, 34.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn dot<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let both = [a.into_expr(), b.into_expr()];
    let made = Pair::of("dot", &both).and_then(|pair| {
        if pair.has_scalar() {
            return Ok(pair.times());
        }
        let (i, j) = (pair.a.shape().len() - 1, pair.b.shape().len().saturating_sub(2));
        pair.sum_along(&[i], &[j])
    });
    Expr::from_result(made).about(&both)
}

/// The sums of products along the last axes of both; the elementwise product where one operand is
/// a single number. Types as [`dot`].
///
/// # Errors
///
/// As [`dot`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// use ch5_array::ops::linear::inner;
/// assert_eq!(inner(array![[1, 2], [3, 4]], array![10, 1]).load()?.to_string(), "[12 34]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn inner<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let both = [a.into_expr(), b.into_expr()];
    let made = Pair::of("inner", &both).and_then(|pair| {
        if pair.has_scalar() {
            return Ok(pair.times());
        }
        let (i, j) = (pair.a.shape().len() - 1, pair.b.shape().len() - 1);
        pair.sum_along(&[i], &[j])
    });
    Expr::from_result(made).about(&both)
}

/// The sum of the products of all elements, of which those of the first are conjugated. Types as
/// [`dot`].
///
/// # Errors
///
/// As [`dot`]; the operands must have equally many elements.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// # use num_complex::Complex;
/// use ch5_array::ops::linear::vdot;
/// let y = vdot(array![Complex::new(0.0, 1.0)], array![Complex::new(0.0, 2.0)]);
/// assert_eq!(y.load()?.to_string(), "(2+0j)");
/// assert_eq!(vdot(array![[1, 2], [3, 4]], array![[1, 1], [1, 1]]).load()?.to_string(), "10");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn vdot<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let both = [a.into_expr(), b.into_expr()];
    let made = Pair::of("vdot", &both).and_then(|mut pair| {
        let (x, y) = (pair.a.shape(), pair.b.shape());
        if x.iter().product::<usize>() != y.iter().product::<usize>() {
            return Err(misfit("vdot", "equally many elements", x, y));
        }
        if x != y || x.is_empty() {
            let flat = |node: NodeRef<'a>| crate::ops::manipulation::ravel(Expr::of(node));
            (pair.a, pair.b) = (flat(pair.a).node()?.clone(), flat(pair.b).node()?.clone());
        }
        if pair.a.element_type().is_complex() {
            pair.a = crate::ops::conjugate(Expr::of(pair.a)).node()?.clone();
        }
        let axes: Vec<usize> = (0..pair.a.shape().len()).collect();
        pair.sum_along(&axes, &axes)
    });
    Expr::from_result(made).about(&both)
}

/// The matrix product: the last two axes are matrices, the others are broadcast. A vector as the
/// first operand is a row, as the second a column, and the axis added for it is left out of the
/// result. Types as [`dot`].
///
/// # Errors
///
/// As [`dot`]; [`ErrorKind::Shape`](crate::ErrorKind::Shape) for single numbers, too.
///
/// ```
/// use ch5_array::ops::linear::matmul;
/// let x = ndarray::array![[1i64, 2], [3, 4]];
/// assert_eq!(matmul(&x, &x).read_as::<i64>()?, ndarray::array![[7, 10], [15, 22]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn matmul<'a>(a: impl IntoExpr<'a>, b: impl IntoExpr<'a>) -> Expr<'a> {
    let both = [a.into_expr(), b.into_expr()];
    let made = Pair::of("matmul", &both).and_then(|pair| {
        let (x, y) = (pair.a.shape(), pair.b.shape());
        if pair.has_scalar() {
            return Err(misfit("matmul", "arrays of at least one dimension", x, y));
        }
        let (i, j) = (x.len() - 1, y.len().saturating_sub(2));
        if x[i] != y[j] {
            let expected = format!("axis {i} of the first as long as axis {j} of the second");
            return Err(misfit("matmul", &expected, x, y));
        }
        let (many_x, many_y) = (&x[..i.saturating_sub(1)], &y[..j]);
        let many = broadcast_shapes(&[many_x, many_y])
            .map_err(|_| misfit("matmul", "leading axes that broadcast", x, y))?;
        // Leading axes are named from 0, aligned at the last.
        const ROW: Label = SECOND;
        const COLUMN: Label = SECOND + 1;
        const SUMMED: Label = SECOND + 2;
        let leading = |count: usize| names((many.len() - count) as Label, count);
        let mut la = leading(many_x.len());
        la.extend((x.len() > 1).then_some(ROW));
        la.push(SUMMED);
        let mut lb = leading(many_y.len());
        lb.push(SUMMED);
        lb.extend((y.len() > 1).then_some(COLUMN));
        let mut labels = names(0, many.len());
        labels.extend((x.len() > 1).then_some(ROW));
        labels.extend((y.len() > 1).then_some(COLUMN));
        let stretched = |l: Label| many.get(l as usize).is_some_and(|n| *n != 1);
        let a = Named { node: pair.a, labels: la }.without(stretched);
        let b = Named { node: pair.b, labels: lb }.without(stretched);
        contract("matmul", &a, &b, &labels, pair.ty)
    });
    Expr::from_result(made).about(&both)
}

/// Axes that are summed: `n`, the last `n` of the first operand with the first `n` of the second;
/// or those of both, in pairs.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::linear::*, prelude::*};
/// let x = array![[1, 2], [3, 4]];
/// assert_eq!(tensordot(&x, &x, 2).load()?.to_string(), "30");
/// assert_eq!(tensordot(&x, &x, (0, 0)).load()?.to_string(), "[[10 14]\n [14 20]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contracted {
    /// So many.
    Count(usize),
    /// Those of the first operand, and those of the second.
    Pairs(Axes, Axes),
}

impl From<usize> for Contracted {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl<A: Into<Axes>, B: Into<Axes>> From<(A, B)> for Contracted {
    fn from((a, b): (A, B)) -> Self {
        Self::Pairs(a.into(), b.into())
    }
}

/// The sums of products along axes of both operands. Types as [`dot`].
///
/// # Errors
///
/// As [`dot`]; [`ErrorKind::Shape`](crate::ErrorKind::Shape) for axes that there are not, or that are named twice.
///
/// ```
/// use ch5_array::ops::linear::tensordot;
/// let x = ndarray::Array::from_shape_fn((2, 3, 4), |(i, j, k)| (i + j + k) as f64);
/// assert_eq!(tensordot(&x, &x, ([0, 1], [0, 1])).shape(), [4, 4]);
/// let y = ndarray::array![1.0, 0.0, 0.0, 2.0];
/// assert_eq!(tensordot(&x, &y, 1).shape(), [2, 3]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn tensordot<'a>(
    a: impl IntoExpr<'a>,
    b: impl IntoExpr<'a>,
    axes: impl Into<Contracted>,
) -> Expr<'a> {
    let axes = axes.into();
    let both = [a.into_expr(), b.into_expr()];
    let made = Pair::of("tensordot", &both).and_then(|pair| {
        let (x, y) = (pair.a.shape(), pair.b.shape());
        let (of_a, of_b) = match axes {
            Contracted::Count(n) if n > x.len() || n > y.len() => {
                return Err(misfit("tensordot", &format!("{n} axes or more in both"), x, y));
            }
            Contracted::Count(n) => ((x.len() - n..x.len()).collect(), (0..n).collect()),
            Contracted::Pairs(of_a, of_b) => (
                crate::ops::axes_of("tensordot", &of_a.0, x.len())?,
                crate::ops::axes_of("tensordot", &of_b.0, y.len())?,
            ),
        };
        pair.sum_along(&of_a, &of_b)
    });
    Expr::from_result(made).about(&both)
}
