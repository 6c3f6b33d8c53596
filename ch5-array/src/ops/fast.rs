//! Sine, cosine, exponential and logarithm as polynomials without branches, which the compiler
//! makes into vector instructions; within 2 units in the last place of the exact value.
//!
//! What lies outside the range of a polynomial is left to the C library, element by element, so
//! that a result never depends on its neighbours.

use crate::buffer::{Item, spare};
use crate::storage::cpu::{Work, widely};

/// Added to a number below 2^51, rounds it to a whole one, which is then in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// Halves of pi in pieces: products of the first two with 20-bit numbers are exact.
const HALF_PI: [f64; 3] = pieces();

const fn pieces() -> [f64; 3] {
    // pi/2 = 1.5707963267948966 + 6.123233995736766e-17 - 1.4973849048591833e-33
    let first = f64::from_bits(std::f64::consts::FRAC_PI_2.to_bits() & !0x1f_ffff);
    let rest = (std::f64::consts::FRAC_PI_2 - first) + 6.123_233_995_736_766e-17;
    let second = f64::from_bits(rest.to_bits() & !0x1f_ffff);
    let third = ((std::f64::consts::FRAC_PI_2 - first) - second) + 6.123_233_995_736_766e-17;
    [first, second, third]
}

/// Below this the pieces are enough, except next to the zeroes of the function.
const CIRCLES: f64 = 1_000_000.0;

/// True if the pieces of pi have enough digits for this value.
#[inline(always)]
fn turned(x: f64, value: f64) -> bool {
    (x.abs() < CIRCLES) & (value.abs() >= x.abs() * 1e-12)
}

/// `1/n!` with alternating signs for a power series of `x^2`, from the third or second power.
const SINE: [f64; 8] = [
    -1.0 / 6.0,
    1.0 / 120.0,
    -1.0 / 5_040.0,
    1.0 / 362_880.0,
    -1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
    -1.0 / 1_307_674_368_000.0,
    1.0 / 355_687_428_096_000.0,
];

const COSINE: [f64; 7] = [
    1.0 / 24.0,
    -1.0 / 720.0,
    1.0 / 40_320.0,
    -1.0 / 3_628_800.0,
    1.0 / 479_001_600.0,
    -1.0 / 87_178_291_200.0,
    1.0 / 20_922_789_888_000.0,
];

const EXP: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

const LOG: [f64; 11] = [
    2.0 / 3.0,
    2.0 / 5.0,
    2.0 / 7.0,
    2.0 / 9.0,
    2.0 / 11.0,
    2.0 / 13.0,
    2.0 / 15.0,
    2.0 / 17.0,
    2.0 / 19.0,
    2.0 / 21.0,
    2.0 / 23.0,
];

#[inline(always)]
fn series<const N: usize>(x: f64, factors: &[f64; N]) -> f64 {
    let mut sum = factors[N - 1];
    let mut i = N - 1;
    while i > 0 {
        i -= 1;
        sum = sum * x + factors[i];
    }
    sum
}

/// The sine of `x` and `turn` right angles.
#[inline(always)]
fn circular(x: f64, turn: i64) -> f64 {
    let shifted = x * std::f64::consts::FRAC_2_PI + ROUND;
    let whole = shifted - ROUND;
    let quadrant = (shifted.to_bits() as i64).wrapping_add(turn);
    let near = x - whole * HALF_PI[0];
    let low = whole * HALF_PI[1];
    // What the subtraction lost, and the last piece, go to the end of the angle.
    let main = near - low;
    let tail = ((near - main) - low) - whole * HALF_PI[2];
    let r = main + tail;
    let lost = (main - r) + tail;
    let r2 = r * r;
    let sine = r + (r * r2 * series(r2, &SINE) + lost);
    let half = 0.5 * r2;
    let one = 1.0 - half;
    let cosine = one + (((1.0 - one) - half) + (r2 * r2 * series(r2, &COSINE) - r * lost));
    let value = if quadrant & 1 == 0 { sine } else { cosine };
    f64::from_bits(value.to_bits() ^ (((quadrant & 2) as u64) << 62))
}

#[inline(always)]
fn sin_near(x: f64) -> f64 {
    // Keeps the sign of zero.
    let y = circular(x, 0);
    if x == 0.0 { x } else { y }
}

#[inline(always)]
fn cos_near(x: f64) -> f64 {
    circular(x, 1)
}

const LN2: [f64; 2] = {
    let first = f64::from_bits(std::f64::consts::LN_2.to_bits() & !0xffff_ffff);
    // ln 2 = 0.6931471805599453 + 2.3190468138462996e-17
    [first, (std::f64::consts::LN_2 - first) + 2.319_046_813_846_299_6e-17]
};

#[inline(always)]
fn exp_near(x: f64) -> f64 {
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let high = x - whole * LN2[0];
    let low = whole * LN2[1];
    let r = high - low;
    let lost = (high - r) - low;
    let value = 1.0 + (r + (r * r * series(r, &EXP) + (lost + lost * r)));
    let power = (shifted.to_bits() as i64).wrapping_add(1023) as u64;
    value * f64::from_bits(power << 52)
}

#[inline(always)]
fn log_near(x: f64) -> f64 {
    // The fraction between the roots of 1/2 and 2, and the power of two.
    let bits = x.to_bits();
    let offset = bits.wrapping_sub(0x3fe6_a09e_0000_0000);
    let power = (offset as i64) >> 52;
    let fraction = f64::from_bits(bits.wrapping_sub(offset & (0xfff << 52)));
    // A whole number of at most 11 bits as a float, which AVX2 has no instruction for.
    let power = f64::from_bits((ROUND.to_bits() as i64).wrapping_add(power) as u64) - ROUND;
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let rest = z * series(z, &LOG);
    let half = 0.5 * f * f;
    power * LN2[0] - ((half - (s * (half + rest) + power * LN2[1])) - f)
}

/// A function of each element; of those it is not right for, another one.
struct Apply<'x, T, F, I, L> {
    x: &'x [T],
    near: F,
    inside: I,
    libm: L,
}

impl<T: Item + Copy, F: Fn(T) -> T, I: Fn(T, T) -> bool, L: Fn(T) -> T> Work
    for Apply<'_, T, F, I, L>
{
    type Out = Vec<T>;

    #[inline(always)]
    fn run(self) -> Vec<T> {
        let Self { x, near, inside, libm } = self;
        let mut out: Vec<T> = spare::take(x.len());
        let mut all = true;
        for (to, &x) in out.iter_mut().zip(x) {
            let y = near(x);
            all &= inside(x, y);
            *to = y;
        }
        if !all {
            for (to, &x) in out.iter_mut().zip(x) {
                if !inside(x, *to) {
                    *to = libm(x);
                }
            }
        }
        out
    }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident, $single:ident: $near:ident, $libm:ident, |$x:ident, $y:ident| $inside:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) fn $name(x: &[f64]) -> Vec<f64> {
            widely(Apply { x, near: $near, inside: |$x: f64, $y: f64| $inside, libm: f64::$libm })
        }

        /// The same, computed in `f64` and rounded.
        pub(crate) fn $single(x: &[f32]) -> Vec<f32> {
            widely(Apply {
                x,
                near: |x: f32| $near(f64::from(x)) as f32,
                inside: |x: f32, y: f32| {
                    let ($x, $y) = (f64::from(x), f64::from(y));
                    $inside
                },
                libm: f32::$libm,
            })
        }
    )+};
}

functions! {
    /// Sines.
    sin, sin32: sin_near, sin, |x, y| turned(x, y);
    /// Cosines.
    cos, cos32: cos_near, cos, |x, y| turned(x, y);
    /// Powers of e.
    exp, exp32: exp_near, exp, |x, _y| x.abs() < 708.0;
    /// Natural logarithms.
    log, log32: log_near, ln, |x, _y| (f64::MIN_POSITIVE..f64::INFINITY).contains(&x);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers spread over a range, and around its ends.
    fn spread(low: f64, high: f64, count: usize) -> Vec<f64> {
        let mut state = 0x9e37_79b9_7f4a_7c15u64;
        let mut random = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        (0..count).map(|_| low + (high - low) * random()).collect()
    }

    /// The largest distance to the C library's result, which is itself within one unit.
    fn ulps(x: &[f64], got: &[f64], libm: fn(f64) -> f64) -> u64 {
        let place = |v: f64| {
            let bits = v.to_bits() as i64;
            if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
        };
        let far = |(&x, &y): (&f64, &f64)| {
            let want = libm(x);
            if want.is_nan() { u64::from(!y.is_nan()) } else { place(want).abs_diff(place(y)) }
        };
        x.iter().zip(got).map(far).max().unwrap_or(0)
    }

    #[test]
    fn polynomials_are_within_two_units_of_the_c_library() {
        let mut angles = spread(-10.0, 10.0, 400_000);
        angles.extend(spread(-1e6, 1e6, 400_000));
        angles.extend(spread(-1e-3, 1e-3, 10_000));
        // Next to the zeroes.
        angles.extend((0..500_000).map(|n| f64::from(n) * std::f64::consts::FRAC_PI_2));
        angles.extend([0.0, -0.0, 1e7, -1e300, f64::NAN, f64::INFINITY, 5e-324, 1e-300]);
        assert!(ulps(&angles, &sin(&angles), f64::sin) <= 2);
        assert!(ulps(&angles, &cos(&angles), f64::cos) <= 2);
        let mut powers = spread(-745.0, 710.0, 500_000);
        powers.extend(spread(-1.0, 1.0, 200_000));
        powers.extend([0.0, -0.0, 1e300, -1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
        assert!(ulps(&powers, &exp(&powers), f64::exp) <= 2);
        let mut numbers = spread(0.0, 3.0, 500_000);
        numbers.extend(spread(0.99, 1.01, 200_000));
        numbers.extend(powers.iter().map(|x| x.exp()));
        numbers.extend([0.0, -0.0, -1.0, 5e-324, f64::NAN, f64::INFINITY, f64::MAX]);
        assert!(ulps(&numbers, &log(&numbers), f64::ln) <= 2);
    }

    #[test]
    fn single_precision_is_rounded_once() {
        let x: Vec<f32> = spread(-100.0, 100.0, 100_000).iter().map(|&x| x as f32).collect();
        let wide =
            |f: fn(f64) -> f64| -> Vec<f32> { x.iter().map(|&x| f(x.into()) as f32).collect() };
        assert_eq!(sin32(&x), wide(f64::sin));
        assert_eq!(cos32(&x), wide(f64::cos));
        assert!(exp32(&x).iter().zip(wide(f64::exp)).all(|(a, b)| *a == b));
        assert!(log32(&x).iter().zip(wide(f64::ln)).all(|(a, b)| *a == b || a.is_nan()));
        assert!(sin32(&[-0.0])[0].is_sign_negative());
    }

    #[test]
    fn neighbours_do_not_matter() {
        let x = [0.5, 1e9, f64::NAN, -3.0, 2e5];
        let all = sin(&x);
        for (i, one) in x.iter().enumerate() {
            assert_eq!(sin(&[*one])[0].to_bits(), all[i].to_bits());
        }
    }
}
