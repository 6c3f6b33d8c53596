//! Assignment to arrays, and arithmetic that changes its first operand: a row an operator.

use super::inplace::{Casting, copyto, prepare, staged, streamed};
use super::ufunc::Ufunc;
use super::{arithmetic, bitwise};
use crate::array::H5Array;
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::node::NodeRef;

/// Operations in place that write over the array as they go; made by [`H5Array::streaming`].
///
/// ```
/// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &array![1.0, 2.0])?;
/// x.streaming().add_assign(0.5)?;
/// assert_eq!(x.to_string(), "[1.5 2.5]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Streaming<'t, T> {
    target: &'t H5Array<T>,
}

macro_rules! in_place {
    ($(
        $(#[$doc:meta])*
        $name:ident => $row:path, $x:literal, $y:literal => $printed:literal;
    )+) => {
        impl<T> H5Array<T> {
            $(
                $(#[$doc])*
                ///
                /// Staged, and cast back, as [`H5Array::assign`].
                ///
                /// # Errors
                ///
                /// Those of [`H5Array::assign`].
                ///
                /// ```
                /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array};
                /// # let dir = tempfile::tempdir()?;
                /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
                #[doc = concat!("let x = H5Array::from_array(&file, \"x\", &", $x, ")?;")]
                #[doc = concat!("x.", stringify!($name), "(", $y, ")?;")]
                #[doc = concat!("assert_eq!(x.to_string(), ", stringify!($printed), ");")]
                /// # Ok::<(), Box<dyn std::error::Error>>(())
                /// ```
                pub fn $name<'a>(&self, other: impl IntoExpr<'a>) -> Result<()> {
                    staged(self, &*combined(&$row, self, other.into_expr())?)
                }
            )+
        }

        impl<T> Streaming<'_, T> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                ///
                /// As [`Streaming::assign`].
                ///
                /// ```
                /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array};
                /// # let dir = tempfile::tempdir()?;
                /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
                #[doc = concat!("let x = H5Array::from_array(&file, \"x\", &", $x, ")?;")]
                #[doc = concat!("x.streaming().", stringify!($name), "(", $y, ")?;")]
                #[doc = concat!("assert_eq!(x.to_string(), ", stringify!($printed), ");")]
                /// # Ok::<(), Box<dyn std::error::Error>>(())
                /// ```
                pub fn $name<'a>(&self, other: impl IntoExpr<'a>) -> Result<()> {
                    let node = combined(&$row, self.target, other.into_expr())?;
                    streamed($row.name, self.target, &*node)
                }
            )+
        }
    };
}

fn combined<'a, T>(row: &Ufunc, target: &H5Array<T>, other: Expr<'a>) -> Result<NodeRef<'a>> {
    prepare(row.name, target, row.call(&[target.expr(), other]), Casting::SameKind)
}

in_place! {
    /// `x += other`.
    add_assign => arithmetic::rows::add, "array![1, 2]", "10" => "[11 12]";
    /// `x -= other`.
    sub_assign => arithmetic::rows::subtract, "array![1, 2]", "array![1, 3]" => "[ 0 -1]";
    /// `x *= other`.
    mul_assign => arithmetic::rows::multiply, "array![1, 2]", "3" => "[3 6]";
    /// `x /= other`; integers cannot take the quotient.
    div_assign => arithmetic::rows::divide, "array![1.0, 2.0]", "4.0" => "[0.25 0.5 ]";
    /// `x //= other`, as Python writes it.
    floor_div_assign => arithmetic::rows::floor_divide, "array![7, -7]", "2" => "[ 3 -4]";
    /// `x %= other`.
    rem_assign => arithmetic::rows::remainder, "array![7, -7]", "3" => "[1 2]";
    /// `x **= other`, as Python writes it.
    pow_assign => arithmetic::rows::power, "array![2, 3]", "2" => "[4 9]";
    /// `x &= other`.
    bitand_assign => bitwise::rows::bitwise_and, "array![5, 6]", "3" => "[1 2]";
    /// `x |= other`.
    bitor_assign => bitwise::rows::bitwise_or, "array![5, 6]", "3" => "[7 7]";
    /// `x ^= other`.
    bitxor_assign => bitwise::rows::bitwise_xor, "array![5, 6]", "3" => "[6 5]";
    /// `x <<= other`.
    shl_assign => bitwise::rows::left_shift, "array![1, 3]", "2" => "[ 4 12]";
    /// `x >>= other`.
    shr_assign => bitwise::rows::right_shift, "array![8, -8]", "2" => "[ 2 -2]";
}

impl<T> H5Array<T> {
    /// Writes elements over the array, broadcast to its shape and cast to its type within the same
    /// kind (no floats to integers).
    ///
    /// All of them are computed first, into memory or a temporary file; so the expression may read
    /// the array itself in any way, and an error leaves the array as it was. If writing itself
    /// fails, what was written over is put back.
    ///
    /// # Errors
    ///
    /// [`WrongType`](crate::ErrorKind::WrongType) for a cast to another kind,
    /// [`Shape`](crate::ErrorKind::Shape) for elements that do not broadcast, and those of
    /// computing and writing.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 2.0])?;
    /// x.assign(&x * 2.0 + 1.0)?;
    /// x.add_assign(0.5)?;
    /// assert_eq!(x.read_as::<f64>()?, ndarray::array![3.5, 5.5].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign<'a>(&self, value: impl IntoExpr<'a>) -> Result<()> {
        staged(self, &*prepare("assign", self, value.into_expr(), Casting::SameKind)?)
    }

    /// As [`assign`](Self::assign), only where the mask is true.
    ///
    /// # Errors
    ///
    /// As [`assign`](Self::assign).
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1.0, -2.0])?;
    /// x.assign_where(x.lt(0.0), 0.0)?;
    /// assert_eq!(x.to_string(), "[1. 0.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign_where<'a>(
        &self,
        mask: impl IntoExpr<'a>,
        value: impl IntoExpr<'a>,
    ) -> Result<()> {
        copyto(self, value).only(mask).run()
    }

    /// Operations in place that write each block as soon as it is computed: no temporary file, but
    /// an error leaves the blocks that were written, and tells how far it got. An expression that
    /// reads the array at other places than the one it is written to is refused.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1, 2, 3])?;
    /// x.streaming().mul_assign(2)?;
    /// assert_eq!(x.to_string(), "[2 4 6]");
    /// assert!(x.streaming().assign((&x).flip(&[0])).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn streaming(&self) -> Streaming<'_, T> {
        Streaming { target: self }
    }
}

impl<T> Streaming<'_, T> {
    /// Writes elements over the array, block by block.
    ///
    /// # Errors
    ///
    /// As [`H5Array::assign`], with the number of blocks that were written.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1.0, 2.0])?;
    /// x.streaming().assign(&x * 2.0)?;
    /// assert_eq!(x.to_string(), "[2. 4.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign<'a>(&self, value: impl IntoExpr<'a>) -> Result<()> {
        let node = prepare("assign", self.target, value.into_expr(), Casting::SameKind)?;
        streamed("assign", self.target, &*node)
    }
}
