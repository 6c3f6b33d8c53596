//! Evenly spread numbers, integers and bytes.

use super::check::wrong;
use super::source::Source;
use super::stream::{Distribution, Key, fill_quick, fill_words, to_unit};
use crate::error::Result;

/// Numbers of [low, high).
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Uniform::new(2.0, 4.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2.74908024 3.90142861]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform {
    low: f64,
    range: f64,
}

impl Uniform {
    /// Numbers of [0, 1).
    pub const STANDARD: Self = Self { low: 0.0, range: 1.0 };

    /// Numbers of [low, high); `low` may be above `high`.
    ///
    /// # Errors
    ///
    /// If `high - low` is not finite.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Uniform::new(2.0, 4.0).is_ok());
    /// assert!(Uniform::new(0.0, f64::INFINITY).is_err());
    /// ```
    pub fn new(low: f64, high: f64) -> Result<Self> {
        let range = high - low;
        if !range.is_finite() {
            return wrong("uniform", "high - low", "to be finite", format!("{low:?}..{high:?}"));
        }
        Ok(Self { low, range })
    }
}

impl Distribution for Uniform {
    type Item = f64;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        self.low + self.range * source.unit()
    }

    fn fill(&self, key: Key, start: u64, out: &mut [f64]) {
        let Self { low, range } = *self;
        fill_words(key, start, out, |word| low + range * to_unit(word));
    }
}

/// Integers of low..high.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Integers::new(0, 10)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[6 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integers {
    low: i64,
    /// The number of integers less one.
    span: u64,
}

impl Integers {
    /// Integers of low..high, `high` excluded.
    ///
    /// # Errors
    ///
    /// If there are none.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Integers::new(0, 10).is_ok());
    /// assert!(Integers::new(3, 3).is_err());
    /// ```
    pub fn new(low: i64, high: i64) -> Result<Self> {
        if low >= high {
            return wrong("randint", "high", &format!("above low = {low}"), high);
        }
        Ok(Self { low, span: high.wrapping_sub(low).wrapping_sub(1) as u64 })
    }

    /// Integers of low..=high.
    ///
    /// # Errors
    ///
    /// If there are none.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let made = Integers::inclusive(1, 6)?;
    /// let x = RandomState::new(42).draw(&made, &[2])?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[4 5]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn inclusive(low: i64, high: i64) -> Result<Self> {
        if low > high {
            return wrong("random_integers", "high", &format!("of low = {low} or more"), high);
        }
        Ok(Self { low, span: high.wrapping_sub(low) as u64 })
    }
}

impl Distribution for Integers {
    type Item = i64;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        self.low.wrapping_add_unsigned(source.up_to(self.span))
    }

    fn fill(&self, key: Key, start: u64, out: &mut [i64]) {
        let Self { low, span } = *self;
        let count = span.wrapping_add(1);
        // As `up_to`; a range of all words has a count of 0, which is never quick.
        let quick = |word| {
            let product = u128::from(word) * u128::from(count);
            let clear = product as u64 >= count && count != 0;
            clear.then_some(low.wrapping_add_unsigned((product >> 64) as u64))
        };
        fill_quick(key, start, out, quick, |stream| self.sample(stream));
    }
}

/// Random bytes.
///
/// ```
/// # use ch5_array::random::*;
/// let x = RandomState::new(42).draw(&Bytes, &[100])?;
/// assert!(x.iter().any(|&byte| byte > 127));
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bytes;

impl Distribution for Bytes {
    type Item = u8;

    fn sample<S: Source>(&self, source: &mut S) -> u8 {
        (source.word() >> 56) as u8
    }

    fn fill(&self, key: Key, start: u64, out: &mut [u8]) {
        let mut done = 0;
        while done < out.len() {
            let place = start.wrapping_add(done as u64);
            let words = key.block(place / 32);
            let skip = (place % 32) as usize;
            let bytes = words.iter().flat_map(|w| w.to_le_bytes()).skip(skip);
            let rest = &mut out[done..];
            let count = rest.len().min(32 - skip);
            for (to, byte) in rest.iter_mut().zip(bytes) {
                *to = byte;
            }
            done += count;
        }
    }
}
