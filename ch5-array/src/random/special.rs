//! The logarithm of the gamma function, as numpy's generators compute it.

use std::f64::consts::PI;

/// Coefficients of Stirling's series: B(2k) / (2k (2k - 1)).
const STIRLING: [f64; 10] = [
    8.333333333333333e-02,
    -2.777777777777778e-03,
    7.936507936507937e-04,
    -5.952380952380952e-04,
    8.417508417508418e-04,
    -1.917526917526918e-03,
    6.410_256_410_256_41e-03,
    -2.955065359477124e-02,
    1.796443723688307e-01,
    -1.392_432_216_905_9,
];

/// ln Γ(x) for x > 0: Stirling's series above 7, recurrence below.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let steps = if x <= 7.0 { (7.0 - x).floor() } else { 0.0 };
    let mut at = x + steps;
    let square = 1.0 / (at * at);
    let series = STIRLING.iter().rev().copied().reduce(|sum, c| sum * square + c).unwrap_or(0.0);
    let mut value = series / at + 0.5 * (2.0 * PI).ln() + (at - 0.5) * at.ln() - at;
    for _ in 0..steps as i64 {
        value -= (at - 1.0).ln();
        at -= 1.0;
    }
    value
}
