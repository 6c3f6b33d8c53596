//! Diagonals, triangles, powers.

use std::sync::Arc;

use super::fill::{by_place, each_place, zeros};
use crate::buffer::{Buffer, View, with_type};
use crate::error::{Error, ErrorKind};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::ops::manipulation::{build, concatenate, expand_dims, ravel};
use crate::ops::pick::pick;
use crate::types::{ElementType as Ty, Scalar};

/// Truth of row and column of each place.
fn by_row_and_column<'a>(
    name: &str,
    rows: usize,
    columns: usize,
    truth: impl Fn(i64, i64) -> bool + Send + Sync + 'a,
) -> Expr<'a> {
    by_place(name, &[rows, columns], Ty::Bool, move |runs, len| {
        let width = columns.max(1) as u64;
        Ok(Buffer::Bool(each_place(runs, len, |place| {
            truth((place / width) as i64, (place % width) as i64)
        })))
    })
}

/// Ones on the `k`-th diagonal (above the main one if positive), zeroes elsewhere.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::eye;
/// assert_eq!(eye(2, 3, 1, ElementType::I64).load()?.to_string(), "[[0 1 0]\n [0 0 1]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn eye<'a>(rows: usize, columns: usize, k: i64, ty: Ty) -> Expr<'a> {
    build(by_row_and_column("eye", rows, columns, move |i, j| j - i == k), |node| {
        cast_node(node, ty)
    })
}

/// The identity matrix.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::identity;
/// assert_eq!(identity(2, ElementType::F64).load()?.to_string(), "[[1. 0.]\n [0. 1.]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn identity<'a>(n: usize, ty: Ty) -> Expr<'a> {
    eye(n, n, 0, ty)
}

/// Ones at and below the `k`-th diagonal.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::tri;
/// assert_eq!(tri(2, 3, 0, ElementType::I64).load()?.to_string(), "[[1 0 0]\n [1 1 0]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn tri<'a>(rows: usize, columns: usize, k: i64, ty: Ty) -> Expr<'a> {
    build(by_row_and_column("tri", rows, columns, move |i, j| j - i <= k), |node| {
        cast_node(node, ty)
    })
}

fn triangle<'a>(name: &'static str, x: impl IntoExpr<'a>, k: i64, lower: bool) -> Expr<'a> {
    // One dimension is a row that repeats.
    let x = x.into_expr();
    let shape = match x.shape() {
        [n] => vec![*n, *n],
        other => other.to_vec(),
    };
    build(x, |node| {
        let [.., rows, columns] = *shape else {
            return Err(Error::new(ErrorKind::Shape, name)
                .expected("at least one dimension")
                .found("none"));
        };
        let ty = node.element_type();
        let inside =
            by_row_and_column(
                name,
                rows,
                columns,
                move |i, j| {
                    if lower { j - i <= k } else { j - i >= k }
                },
            );
        pick(inside, Expr::of(node), zeros(&[], ty), ty).node().cloned()
    })
}

/// The array with zeroes above the `k`-th diagonal of its last two axes.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an array without dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::tril;
/// assert_eq!(tril(array![[1, 2], [3, 4]], 0).load()?.to_string(), "[[1 0]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn tril<'a>(x: impl IntoExpr<'a>, k: i64) -> Expr<'a> {
    triangle("tril", x, k, true)
}

/// The array with zeroes below the `k`-th diagonal of its last two axes.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an array without dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::triu;
/// assert_eq!(triu(array![[1, 2], [3, 4]], 0).load()?.to_string(), "[[1 2]\n [0 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn triu<'a>(x: impl IntoExpr<'a>, k: i64) -> Expr<'a> {
    triangle("triu", x, k, false)
}

/// The `k`-th diagonal of a matrix, or a matrix with a vector on it.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] unless there are one or two dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::diag;
/// assert_eq!(diag(array![[1, 2], [3, 4]], 0).load()?.to_string(), "[1 4]");
/// assert_eq!(diag(array![1, 2], 0).load()?.to_string(), "[[1 0]\n [0 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn diag<'a>(x: impl IntoExpr<'a>, k: i64) -> Expr<'a> {
    let x = x.into_expr();
    if let Err(error) = x.check() {
        return Expr::failed(error);
    }
    match *x.shape() {
        [len] => {
            let (n, ty) = (len + k.unsigned_abs() as usize, x.element_type());
            let padding = zeros(&[k.unsigned_abs() as usize], ty);
            let rows = if k >= 0 { [x, padding] } else { [padding, x] };
            let rows = expand_dims(concatenate(&rows, 0), &[1]);
            pick(eye(n, n, k, Ty::Bool), rows, zeros(&[], ty), ty)
        }
        [rows, columns] => build(x, |node| {
            let (i, j) = if k >= 0 { (0, k as usize) } else { (k.unsigned_abs() as usize, 0) };
            let len = rows.saturating_sub(i).min(columns.saturating_sub(j));
            Ok(Arc::new(crate::node::Diagonal::new(node, (i, j), len)))
        }),
        ref other => Expr::failed(
            Error::new(ErrorKind::Shape, "diag")
                .expected("one or two dimensions")
                .found(format!("shape {other:?}")),
        ),
    }
}

/// A matrix with all elements of an array, in row-major order, on its `k`-th diagonal.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::diagflat;
/// assert_eq!(diagflat(array![[1], [2]], 0).load()?.to_string(), "[[1 0]\n [0 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn diagflat<'a>(x: impl IntoExpr<'a>, k: i64) -> Expr<'a> {
    diag(ravel(x), k)
}

/// The powers of a vector's elements, one row each: from the highest to 0, or rising.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] unless there is one dimension.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::vander;
/// let y = vander(array![1, 2, 3], Some(3), false);
/// assert_eq!(y.load()?.to_string(), "[[1 1 1]\n [4 2 1]\n [9 3 1]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn vander<'a>(x: impl IntoExpr<'a>, columns: Option<usize>, increasing: bool) -> Expr<'a> {
    let x = x.into_expr();
    let ty = match x.element_type() {
        Ty::Bool => Ty::I64,
        ty if ty.is_integer() && ty != Ty::U64 => Ty::I64,
        ty => ty,
    };
    let &[n] = x.shape() else {
        return Expr::failed(
            Error::new(ErrorKind::Shape, "vander")
                .expected("one dimension")
                .found(format!("shape {:?}", x.shape())),
        );
    };
    let columns = columns.unwrap_or(n);
    let power = by_place("power", &[columns], Ty::U64, move |runs, len| {
        let of = |j: u64| if increasing { j } else { columns as u64 - 1 - j };
        Ok(Buffer::U64(each_place(runs, len, of)))
    });
    let kernel = move |views: &[View<'_>]| {
        let View::U64(powers) = views[1] else {
            return Err(crate::buffer::mismatch(Ty::U64, views[1].element_type()));
        };
        with_type!(ty, Number, T => {
            use crate::buffer::Item;
            let one = <T as Item>::of(Buffer::from(Scalar::I8(1)).cast(ty)?.view())
                .and_then(|v| v.first().copied())
                .unwrap_or_default();
            let bases = T::of(views[0]).unwrap_or_default();
            let raised = bases.iter().zip(powers).map(|(&x, &p)| {
                (0..p).fold(one, |y, _| multiplied(y, x))
            });
            Ok(T::wrap(raised.collect()))
        }, else Err(crate::buffer::mismatch(Ty::F64, ty)))
    };
    elementwise("vander", &[expand_dims(x, &[1]), power], &[ty, Ty::U64], ty, Arc::new(kernel))
}

/// The product, with integers wrapping round as numpy's do.
fn multiplied<T: Wrapping>(x: T, y: T) -> T {
    x.times(y)
}

trait Wrapping: Copy {
    fn times(self, other: Self) -> Self;
}

macro_rules! wrapping {
    ($($int:ty)*; $($float:ty)*) => {
        $(impl Wrapping for $int {
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
        })*
        $(impl Wrapping for $float {
            fn times(self, other: Self) -> Self { self * other }
        })*
    };
}

wrapping! {
    i8 i16 i32 i64 u8 u16 u32 u64;
    half::f16 f32 f64 num_complex::Complex<f32> num_complex::Complex<f64>
}
