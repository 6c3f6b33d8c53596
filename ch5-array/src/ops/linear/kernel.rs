//! Products of small matrices in memory: `c += a b` over a piece of the summed axis.
//!
//! The order in which an element is summed depends on the piece alone, never on how much of the
//! result is computed at a time.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder, ShapeError};
use num_complex::Complex;

use crate::buffer::Item;
use crate::error::{Error, ErrorKind, Result};

/// What the whole product looks like: chosen from the shapes of the operands, so that each of
/// its elements is summed the same way wherever the result is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Matrices,
    /// The first operand has one row.
    Row,
    /// The second operand has one column.
    Column,
}

impl Kind {
    pub(super) fn of(rows: usize, columns: usize) -> Self {
        match (rows, columns) {
            (_, 1) => Self::Column,
            (1, _) => Self::Row,
            _ => Self::Matrices,
        }
    }
}

/// Two matrices and what their product is added to.
pub(super) struct Piece<'p, T> {
    /// `rows` times `depth` elements, a row every `stride`.
    pub a: &'p [T],
    pub stride: usize,
    /// `depth` times `columns` elements.
    pub b: &'p [T],
    /// `rows` times `columns` elements.
    pub c: &'p mut [T],
    pub rows: usize,
    pub depth: usize,
    pub columns: usize,
}

/// Elements that products are computed of.
pub(super) trait Term: Item + Copy {
    /// Adds sums to sums.
    fn merge(to: &mut [Self], other: &[Self]);

    /// Adds the product.
    fn multiply(kind: Kind, piece: Piece<'_, Self>) -> Result<()>;
}

/// Columns that are computed together, so that their part of `b` stays in the cache.
const COLUMNS: usize = 128;

/// Row by row: each element is `step` of itself and the products in rising order.
fn rows<T: Copy>(piece: Piece<'_, T>, step: impl Fn(T, T, T) -> T) {
    let n = piece.columns;
    for first in (0..n).step_by(COLUMNS) {
        let width = COLUMNS.min(n - first);
        for (i, c) in piece.c.chunks_exact_mut(n).enumerate() {
            let c = &mut c[first..first + width];
            let a = &piece.a[i * piece.stride..i * piece.stride + piece.depth];
            let b = |k: usize| &piece.b[k * n + first..k * n + first + width];
            let (fours, rest) = a.as_chunks::<4>();
            for (k, &[a0, a1, a2, a3]) in fours.iter().enumerate() {
                let (b0, b1, b2, b3) = (b(4 * k), b(4 * k + 1), b(4 * k + 2), b(4 * k + 3));
                for ((((c, &b0), &b1), &b2), &b3) in c.iter_mut().zip(b0).zip(b1).zip(b2).zip(b3) {
                    *c = step(step(step(step(*c, a0, b0), a1, b1), a2, b2), a3, b3);
                }
            }
            for (k, &a) in rest.iter().enumerate() {
                for (c, &b) in c.iter_mut().zip(b(4 * fours.len() + k)) {
                    *c = step(*c, a, b);
                }
            }
        }
    }
}

/// Sums that run next to each other.
const LANES: usize = 8;

/// One column: each element is summed in lanes, which are put together two by two.
fn column<T: Copy>(
    piece: Piece<'_, T>,
    zero: T,
    add: impl Fn(T, T) -> T,
    step: impl Fn(T, T, T) -> T,
) {
    let b = &piece.b[..piece.depth];
    let (b8, b_rest) = b.as_chunks::<LANES>();
    for (i, c) in piece.c.iter_mut().enumerate() {
        let a = &piece.a[i * piece.stride..i * piece.stride + piece.depth];
        let (a8, a_rest) = a.as_chunks::<LANES>();
        let mut lanes = [zero; LANES];
        for (a, b) in a8.iter().zip(b8) {
            for ((lane, &a), &b) in lanes.iter_mut().zip(a).zip(b) {
                *lane = step(*lane, a, b);
            }
        }
        for ((lane, &a), &b) in lanes.iter_mut().zip(a_rest).zip(b_rest) {
            *lane = step(*lane, a, b);
        }
        let mut half = LANES / 2;
        while half > 0 {
            for lane in 0..half {
                lanes[lane] = add(lanes[lane], lanes[lane + half]);
            }
            half /= 2;
        }
        *c = add(*c, lanes[0]);
    }
}

macro_rules! exact {
    ($($ty:ty: $zero:expr, $add:expr, $step:expr;)*) => {$(
        impl Term for $ty {
            fn merge(to: &mut [Self], other: &[Self]) {
                to.iter_mut().zip(other).for_each(|(a, b)| *a = ($add)(*a, *b));
            }

            fn multiply(_: Kind, piece: Piece<'_, Self>) -> Result<()> {
                // The order does not matter.
                if piece.columns == 1 {
                    column(piece, $zero, $add, $step);
                } else {
                    rows(piece, $step);
                }
                Ok(())
            }
        }
    )*};
}

macro_rules! integers {
    ($($ty:ident)*) => {
        exact! {$(
            $ty: 0, $ty::wrapping_add, |c: $ty, a: $ty, b: $ty| c.wrapping_add(a.wrapping_mul(b));
        )*}
    };
}

exact! { bool: false, |a: bool, b: bool| a | b, |c: bool, a: bool, b: bool| c | (a & b); }
integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

#[cold]
fn unfit(error: ShapeError) -> Error {
    Error::new(ErrorKind::Shape, format!("a product of matrices: {error}"))
}

macro_rules! inexact {
    ($($ty:ty: $zero:expr, $one:expr;)*) => {$(
        impl Term for $ty {
            fn merge(to: &mut [Self], other: &[Self]) {
                to.iter_mut().zip(other).for_each(|(a, b)| *a += *b);
            }

            fn multiply(kind: Kind, piece: Piece<'_, Self>) -> Result<()> {
                match kind {
                    Kind::Row => rows(piece, |c, a, b| c + a * b),
                    Kind::Column => column(piece, $zero, |a, b| a + b, |c, a, b| c + a * b),
                    Kind::Matrices => {
                        let Piece { a, stride, b, c, rows, depth, columns } = piece;
                        let a = ArrayView2::from_shape((rows, depth).strides((stride, 1)), a);
                        let b = ArrayView2::from_shape((depth, columns), b).map_err(unfit)?;
                        let mut c = ArrayViewMut2::from_shape((rows, columns), c).map_err(unfit)?;
                        general_mat_mul($one, &a.map_err(unfit)?, &b, $one, &mut c);
                    }
                }
                Ok(())
            }
        }
    )*};
}

inexact! {
    f32: 0.0, 1.0;
    f64: 0.0, 1.0;
    Complex<f32>: Complex::new(0.0, 0.0), Complex::new(1.0, 0.0);
    Complex<f64>: Complex::new(0.0, 0.0), Complex::new(1.0, 0.0);
}
