//! Bits of integers.

use super::kernel::kernel;
use super::rows::rows;
use crate::error::{Error, ErrorKind, Result};

/// `x << y`, with 0 for shifts that no bit survives.
macro_rules! shift {
    ($x:ident $op:tt $y:ident, $lost:expr) => {
        match u32::try_from($y) {
            Ok(n) if (n as usize) < 8 * size_of_val(&$x) => $x $op n,
            _ => $lost,
        }
    };
}

rows! {
    /// Functions of bits as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![5, 6];
    /// assert_eq!((&x).bitwise_and(3).load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Bitwise;

    /// The bits that both have.
    bitwise_and(x, y): "?bBhHiIlL" Common -> Out::Same, kernel!(
        Bool |x, y| x & y, Int |x, y| x & y),
        "array![5, 6]", "3" => "[1 2]";
    /// The bits that one has.
    bitwise_or(x, y): "?bBhHiIlL" Common -> Out::Same, kernel!(
        Bool |x, y| x | y, Int |x, y| x | y),
        "array![5, 6]", "3" => "[7 7]";
    /// The bits that one has and the other has not.
    bitwise_xor(x, y): "?bBhHiIlL" Common -> Out::Same, kernel!(
        Bool |x, y| x ^ y, Int |x, y| x ^ y),
        "array![5, 6]", "3" => "[6 5]";
    /// The bits that it has not; of booleans the other one.
    #[doc(alias = "bitwise_not")]
    invert(x): "?bBhHiIlL" Common -> Out::Same, kernel!(Bool |x| !x, Int |x| !x),
        "array![5u8, 0]" => "[250 255]";
    /// Bits shifted up. Shifts by all bits and more, or by less than none, give 0.
    left_shift(x, y): "bBhHiIlL" Common -> Out::Same, kernel!(
        Int |x, y| shift!(x << y, 0)),
        "array![1u8, 3]", "7" => "[128 128]";
    /// Bits shifted down; negative numbers stay negative.
    right_shift(x, y): "bBhHiIlL" Common -> Out::Same, kernel!(
        Signed |x, y| shift!(x >> y, if x < 0 { -1 } else { 0 }),
        Unsigned |x, y| shift!(x >> y, 0)),
        "array![8, -8]", "2" => "[ 2 -2]";
}

/// A number in base 2. With a width, zeroes are put in front, and a negative number is the bits of
/// its two's complement.
///
/// # Errors
///
/// [`ErrorKind::Value`] for a number that needs more than `width` digits.
///
/// ```
/// use ch5_array::ops::binary_repr;
/// assert_eq!(binary_repr(-5, None)?, "-101");
/// assert_eq!(binary_repr(-5, Some(8))?, "11111011");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn binary_repr(number: i64, width: Option<usize>) -> Result<String> {
    let Some(width) = width else {
        let sign = if number < 0 { "-" } else { "" };
        return Ok(format!("{sign}{:b}", number.unsigned_abs()));
    };
    let digits = if number < 0 {
        // The bits that are left without the repeated ones in front.
        65 - number.leading_ones() as usize
    } else {
        format!("{number:b}").len()
    };
    if digits > width {
        return Err(Error::new(ErrorKind::Value, "binary_repr")
            .expected(format!("a number of at most {width} binary digits"))
            .found(number.to_string()));
    }
    if number >= 0 {
        return Ok(format!("{number:0>width$b}"));
    }
    let bits = format!("{number:b}");
    Ok(match width.checked_sub(64) {
        Some(more) => format!("{}{bits}", "1".repeat(more)),
        None => bits[64 - width..].to_owned(),
    })
}
