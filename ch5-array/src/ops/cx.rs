//! Functions of complex numbers, with the branch cuts and signed zeroes of C99.

use num_complex::Complex;
use num_traits::Float;

type C = Complex<f64>;

fn c<T>(re: T, im: T) -> Complex<T> {
    Complex::new(re, im)
}

pub(crate) fn is_nan<T: Float>(z: Complex<T>) -> bool {
    z.re.is_nan() || z.im.is_nan()
}

/// Smith's division.
pub(crate) fn divide<T: Float>(a: Complex<T>, b: Complex<T>) -> Complex<T> {
    if b.re.abs() >= b.im.abs() {
        if b.re.is_zero() && b.im.is_zero() {
            return c(a.re / b.re.abs(), a.im / b.re.abs());
        }
        let ratio = b.im / b.re;
        let scale = T::one() / (b.re + b.im * ratio);
        c((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale)
    } else {
        let ratio = b.re / b.im;
        let scale = T::one() / (b.re * ratio + b.im);
        c((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale)
    }
}

pub(crate) fn reciprocal<T: Float>(z: Complex<T>) -> Complex<T> {
    if z.im.abs() <= z.re.abs() {
        let ratio = z.im / z.re;
        let d = z.re + z.im * ratio;
        c(T::one() / d, -ratio / d)
    } else {
        let ratio = z.re / z.im;
        let d = z.re * ratio + z.im;
        c(ratio / d, -T::one() / d)
    }
}

/// With one rounding less, as numpy's vectorised loop.
pub(crate) fn square<T: Float>(z: Complex<T>) -> Complex<T> {
    c(z.re.mul_add(z.re, -(z.im * z.im)), z.re.mul_add(z.im, z.im * z.re))
}

/// The distance from 0, rounded as numpy's vectorised loop does.
pub(crate) fn size<T: Float>(z: Complex<T>) -> T {
    let (x, y) = (z.re.abs(), z.im.abs());
    if x.is_infinite() || y.is_infinite() {
        return T::infinity();
    }
    let (large, small) = if x > y { (x, y) } else { (y, x) };
    if large.is_zero() || x.is_nan() || y.is_nan() {
        return x + y;
    }
    let ratio = small / large;
    ratio.mul_add(ratio, T::one()).sqrt() * large
}

/// In numpy's order: by the real parts, then by the imaginary ones.
pub(crate) fn less<T: Float>(a: Complex<T>, b: Complex<T>) -> bool {
    (a.re < b.re && !a.im.is_nan() && !b.im.is_nan()) || (a.re == b.re && a.im < b.im)
}

pub(crate) fn less_equal<T: Float>(a: Complex<T>, b: Complex<T>) -> bool {
    (a.re < b.re && !a.im.is_nan() && !b.im.is_nan()) || (a.re == b.re && a.im <= b.im)
}

pub(crate) fn sign<T: Float>(z: Complex<T>) -> Complex<T> {
    let size = z.re.hypot(z.im);
    if size.is_nan() {
        return c(T::nan(), T::nan());
    }
    if size.is_infinite() {
        let side = |x: T| if x.is_infinite() { T::one().copysign(x) } else { T::zero() };
        return if z.re.is_infinite() && z.im.is_infinite() {
            c(T::nan(), T::nan())
        } else {
            c(side(z.re), side(z.im))
        };
    }
    if size.is_zero() {
        return c(T::zero(), T::zero());
    }
    c(z.re / size, z.im / size)
}

pub(crate) fn sqrt<T: Float>(z: Complex<T>) -> Complex<T> {
    let (re, im) = (z.re, z.im);
    let zero = T::zero();
    let half = T::one() / (T::one() + T::one());
    if im.is_infinite() {
        return c(T::infinity(), im);
    }
    if re.is_infinite() {
        return if re > zero {
            c(re, if im.is_nan() { im } else { zero.copysign(im) })
        } else {
            c(if im.is_nan() { im } else { zero }, re.abs().copysign(im))
        };
    }
    if re.is_nan() || im.is_nan() {
        return c(T::nan(), T::nan());
    }
    if im.is_zero() {
        return if re < zero {
            c(zero, (-re).sqrt().copysign(im))
        } else {
            c(re.sqrt().abs(), zero.copysign(im))
        };
    }
    if re.is_zero() {
        let root = (half * im.abs()).sqrt();
        return c(root, root.copysign(im));
    }
    // Parts near the limits are brought away from them, by powers of four.
    let large = T::max_value() * half * half;
    let small = T::min_positive_value() * (T::one() + T::one());
    let size = re.abs().max(im.abs());
    let four = T::from(4.0).unwrap_or(size);
    let (scale, root) = if size > large {
        (four.recip(), T::one() + T::one())
    } else if size < small {
        let many = T::epsilon().recip() * T::epsilon().recip();
        (many, T::epsilon())
    } else {
        (T::one(), T::one())
    };
    let (re, im) = (re * scale, im * scale);
    let d = re.hypot(im);
    let (r, s) = if re > zero {
        let r = (half * (d + re)).sqrt();
        (r, half * (im / r))
    } else {
        let s = (half * (d - re)).sqrt();
        ((half * (im / s)).abs(), s)
    };
    c(r * root, s.abs().copysign(im) * root)
}

pub(crate) fn exp(z: C) -> C {
    let (re, im) = (z.re, z.im);
    if im == 0.0 {
        return c(re.exp(), im);
    }
    if !im.is_finite() {
        return if re == f64::NEG_INFINITY {
            c(0.0, 0.0)
        } else if re == f64::INFINITY {
            c(re, f64::NAN)
        } else {
            c(f64::NAN, f64::NAN)
        };
    }
    if re == f64::NEG_INFINITY {
        return c(0.0f64.copysign(im.cos()), 0.0f64.copysign(im.sin()));
    }
    if re > 709.0 && re.is_finite() {
        let half = (re - 709.0).exp();
        let top = 709.0f64.exp();
        return c(im.cos() * top * half, im.sin() * top * half);
    }
    let size = re.exp();
    c(size * im.cos(), size * im.sin())
}

pub(crate) fn expm1(z: C) -> C {
    let half = (z.im / 2.0).sin();
    c(z.re.exp_m1() * z.im.cos() - 2.0 * half * half, z.re.exp() * z.im.sin())
}

pub(crate) fn log(z: C) -> C {
    let (x, y) = (z.re.abs(), z.im.abs());
    let (big, little) = if x > y { (x, y) } else { (y, x) };
    let size = z.re.hypot(z.im);
    // Near 1 the logarithm of the size would lose digits.
    let re = if (0.5..2.0).contains(&size) && big.is_finite() {
        ((big - 1.0) * (big + 1.0) + little * little).ln_1p() / 2.0
    } else if big.is_finite() && size.is_infinite() {
        (x / 2.0).hypot(y / 2.0).ln() + std::f64::consts::LN_2
    } else {
        size.ln()
    };
    c(re, z.im.atan2(z.re))
}

pub(crate) fn log1p(z: C) -> C {
    let size = (z.re + 1.0).hypot(z.im);
    c(size.ln(), z.im.atan2(z.re + 1.0))
}

pub(crate) fn scaled(z: C, by: f64) -> C {
    c(z.re * by, z.im * by)
}

pub(crate) fn exp2(z: C) -> C {
    if z.im == 0.0 {
        return c(z.re.exp2(), z.im);
    }
    exp(scaled(z, std::f64::consts::LN_2))
}

pub(crate) fn sinh(z: C) -> C {
    if z.im == 0.0 {
        return c(z.re.sinh(), z.im);
    }
    if z.re == 0.0 {
        return c(z.re.copysign(z.re), z.im.sin());
    }
    c(z.re.sinh() * z.im.cos(), z.re.cosh() * z.im.sin())
}

pub(crate) fn cosh(z: C) -> C {
    if z.im == 0.0 {
        return c(z.re.cosh(), z.re.signum() * z.im);
    }
    if z.re == 0.0 {
        return c(z.im.cos(), z.re * z.im.sin());
    }
    c(z.re.cosh() * z.im.cos(), z.re.sinh() * z.im.sin())
}

pub(crate) fn tanh(z: C) -> C {
    if z.re.is_infinite() {
        let sign = if z.im.is_finite() { (2.0 * z.im).sin() } else { z.im };
        return c(1.0f64.copysign(z.re), 0.0f64.copysign(sign));
    }
    if z.im == 0.0 {
        return c(z.re.tanh(), z.im);
    }
    if z.re.abs() > 22.0 {
        let shrunk = 4.0 * (-2.0 * z.re.abs()).exp();
        return c(1.0f64.copysign(z.re), z.im.sin() * z.im.cos() * shrunk);
    }
    // Kahan's form.
    let t = z.im.tan();
    let beta = 1.0 + t * t;
    let s = z.re.sinh();
    let rho = (1.0 + s * s).sqrt();
    if t.is_infinite() {
        return c(rho / s, 1.0 / t);
    }
    let d = 1.0 + beta * s * s;
    c(beta * rho * s / d, t / d)
}

/// `-i f(i z)`, which takes hyperbolic functions to circular ones.
fn turned(z: C, f: fn(C) -> C) -> C {
    let w = f(c(-z.im, z.re));
    c(w.im, -w.re)
}

pub(crate) fn sin(z: C) -> C {
    turned(z, sinh)
}

pub(crate) fn cos(z: C) -> C {
    cosh(c(-z.im, z.re))
}

pub(crate) fn tan(z: C) -> C {
    turned(z, tanh)
}

pub(crate) fn arcsin(z: C) -> C {
    let (a, b) = (sqrt(c(1.0 - z.re, -z.im)), sqrt(c(1.0 + z.re, z.im)));
    if !z.re.is_finite() || !z.im.is_finite() || z.re.abs().max(z.im.abs()) > 1e150 {
        return turned(z, arcsinh_large);
    }
    let re = z.re.atan2(a.re * b.re - a.im * b.im);
    let im = asinh(a.re * b.im - a.im * b.re);
    c(re, im.abs().copysign(z.im))
}

fn arcsinh_large(z: C) -> C {
    if is_nan(z) {
        return if z.im == 0.0 {
            z
        } else if z.re.is_infinite() {
            c(z.re, f64::NAN)
        } else if z.im.is_infinite() {
            c(f64::INFINITY, f64::NAN)
        } else {
            c(f64::NAN, f64::NAN)
        };
    }
    let (x, y) = (z.re.abs(), z.im.abs());
    let w = log(c(x, y));
    c((w.re + std::f64::consts::LN_2).copysign(z.re), w.im.copysign(z.im))
}

pub(crate) fn arccos(z: C) -> C {
    if !z.re.is_finite() || !z.im.is_finite() || z.re.abs().max(z.im.abs()) > 1e150 {
        let w = arcsin(z);
        return c(z.im.abs().atan2(z.re), -w.im);
    }
    let (a, b) = (sqrt(c(1.0 - z.re, -z.im)), sqrt(c(1.0 + z.re, z.im)));
    let re = 2.0 * a.re.atan2(b.re);
    let im = asinh(b.re * a.im - b.im * a.re);
    c(re, im.abs().copysign(-z.im))
}

pub(crate) fn arcsinh(z: C) -> C {
    let w = arcsin(c(-z.im, z.re));
    c(w.im, -w.re)
}

pub(crate) fn arccosh(z: C) -> C {
    let w = arccos(z);
    // The root with a real part that is not negative, on the same side as z.
    c(w.im.abs(), w.re.copysign(z.im))
}

pub(crate) fn arctanh(z: C) -> C {
    let (x, y) = (z.re.abs(), z.im.abs());
    let half_pi = std::f64::consts::FRAC_PI_2;
    let (re, im) = if is_nan(z) {
        (if z.re.is_infinite() { 0.0 } else { f64::NAN }, f64::NAN)
    } else if x > 1e150 || y > 1e150 {
        let size = x.max(y);
        let (p, q) = (x / size, y / size);
        (p / (p * p + q * q) / size, half_pi)
    } else if x == 1.0 && y == 0.0 {
        (f64::INFINITY, 0.0)
    } else {
        let gap = (1.0 - x) * (1.0 - x) + y * y;
        ((4.0 * x / gap).ln_1p() / 4.0, (2.0 * y).atan2((1.0 - x) * (1.0 + x) - y * y) / 2.0)
    };
    let re = if re.is_nan() && x.is_infinite() { 0.0 } else { re };
    c(re.copysign(z.re), im.copysign(z.im))
}

pub(crate) fn arctan(z: C) -> C {
    turned(z, arctanh)
}

/// numpy's: small whole powers by multiplication, others by the logarithm.
pub(crate) fn power(a: C, b: C) -> C {
    if b.re == 0.0 && b.im == 0.0 {
        return c(1.0, 0.0);
    }
    if a.re == 0.0 && a.im == 0.0 {
        return if b.re > 0.0 { c(0.0, 0.0) } else { c(f64::NAN, f64::NAN) };
    }
    let whole = b.im == 0.0 && b.re.abs() < 100.0 && b.re.trunc() == b.re;
    if !whole {
        return exp(log(a) * b);
    }
    let mut left = b.re.abs() as u32;
    let (mut result, mut base) = (c(1.0, 0.0), a);
    if left == 1 {
        result = a;
        left = 0;
    }
    while left > 0 {
        if left & 1 == 1 {
            result *= base;
        }
        base = base * base;
        left >>= 1;
    }
    if b.re < 0.0 { divide(c(1.0, 0.0), result) } else { result }
}

/// Accurate near zero, and for the largest numbers.
pub(crate) fn asinh(x: f64) -> f64 {
    let a = x.abs();
    let y = if a > 1e8 {
        a.ln() + std::f64::consts::LN_2
    } else {
        (a + a * a / (1.0 + (1.0 + a * a).sqrt())).ln_1p()
    };
    y.copysign(x)
}

pub(crate) fn acosh(x: f64) -> f64 {
    if x > 1e8 {
        return x.ln() + std::f64::consts::LN_2;
    }
    let t = x - 1.0;
    (t + (2.0 * t + t * t).sqrt()).ln_1p()
}

pub(crate) fn atanh(x: f64) -> f64 {
    let a = x.abs();
    let y = if a < 0.5 {
        (2.0 * a + 2.0 * a * a / (1.0 - a)).ln_1p() / 2.0
    } else {
        (2.0 * a / (1.0 - a)).ln_1p() / 2.0
    };
    y.copysign(x)
}
