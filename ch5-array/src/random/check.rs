//! The ranges of parameters, as numpy checks them.

use crate::error::{Error, ErrorKind, Result};

#[cold]
fn refused(function: &str, name: &str, expected: &str, found: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Value, format!("random {function}"))
        .expected(format!("{name} {expected}"))
        .found(found.to_string())
}

/// An error on a parameter.
#[cold]
pub(crate) fn wrong<T>(
    function: &str,
    name: &str,
    expected: &str,
    found: impl std::fmt::Display,
) -> Result<T> {
    Err(refused(function, name, expected, found))
}

fn check(fits: bool, function: &str, name: &str, expected: &str, found: f64) -> Result<()> {
    if fits { Ok(()) } else { wrong(function, name, expected, format!("{found:?}")) }
}

/// 0 or more; NaN passes and gives NaN, -0.0 does not pass.
pub(crate) fn not_negative(function: &str, name: &str, x: f64) -> Result<()> {
    check(x.is_nan() || x.is_sign_positive(), function, name, "of 0 or more", x)
}

/// More than 0; NaN passes and gives NaN.
pub(crate) fn positive(function: &str, name: &str, x: f64) -> Result<()> {
    check(x.is_nan() || x > 0.0, function, name, "above 0", x)
}

/// A probability.
pub(crate) fn probability(function: &str, name: &str, x: f64) -> Result<()> {
    check((0.0..=1.0).contains(&x), function, name, "from 0 to 1", x)
}

/// A probability that is not 0.
pub(crate) fn likely(function: &str, name: &str, x: f64) -> Result<()> {
    check(x > 0.0 && x <= 1.0, function, name, "above 0 and at most 1", x)
}

/// A probability that is not 1.
pub(crate) fn below_one(function: &str, name: &str, x: f64) -> Result<()> {
    check((0.0..1.0).contains(&x), function, name, "of 0 or more and below 1", x)
}

/// More than 1.
pub(crate) fn above_one(function: &str, name: &str, x: f64) -> Result<()> {
    check(x > 1.0, function, name, "above 1", x)
}

/// A count.
pub(crate) fn count(function: &str, name: &str, n: i64) -> Result<()> {
    if n >= 0 { Ok(()) } else { wrong(function, name, "of 0 or more", n) }
}
