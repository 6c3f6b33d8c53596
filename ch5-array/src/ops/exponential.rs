//! Powers of e, 2 and 10, logarithms and roots.

use num_traits::Float;

use super::cx;
use super::kernel::kernel;
use super::rows::rows;

fn log_add<T: Float>(x: T, y: T, by_ln2: T, two: bool) -> T {
    if x == y {
        return x + by_ln2;
    }
    let gap = x - y;
    if gap.is_nan() {
        return gap;
    }
    let (big, gap) = if gap > T::zero() { (x, -gap) } else { (y, gap) };
    if two {
        let ln2 = T::from(std::f64::consts::LN_2).unwrap_or(by_ln2);
        big + gap.exp2().ln_1p() / ln2
    } else {
        big + gap.exp().ln_1p()
    }
}

rows! {
    /// Exponents, logarithms and roots as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![0.0, 3.0];
    /// assert_eq!((&x).exp2().load()?.to_string(), "[1. 8.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Exponential;

    /// The power of e.
    exp(x): "efdFD" Common -> Out::Same, kernel!(Fast |exp, exp32| f32::exp, Wide |z| cx::exp(z)),
        "array![0.0, 1.0]" => "[1.         2.71828183]";
    /// The power of e less 1, accurate near 0.
    expm1(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.exp_m1(), Wide |z| cx::expm1(z)),
        "array![0.0, 1e-10]" => "[0.e+00 1.e-10]";
    /// The power of 2.
    exp2(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.exp2(), Wide |z| cx::exp2(z)),
        "array![0.0, 3.0, -1.0]" => "[1.  8.  0.5]";
    /// The natural logarithm.
    #[doc(alias = "ln")]
    log(x): "efdFD" Common -> Out::Same, kernel!(Fast |log, log32| f32::ln, Wide |z| cx::log(z)),
        "array![1.0, 10.0]" => "[0.         2.30258509]";
    /// The logarithm to base 10.
    log10(x): "efdFD" Common -> Out::Same, kernel!(
        Float |x| x.log10(), Wide |z| cx::scaled(cx::log(z), std::f64::consts::LOG10_E)),
        "array![1.0, 1000.0]" => "[0. 3.]";
    /// The logarithm to base 2.
    log2(x): "efdFD" Common -> Out::Same, kernel!(
        Float |x| x.log2(), Wide |z| cx::scaled(cx::log(z), std::f64::consts::LOG2_E)),
        "array![1.0, 8.0]" => "[0. 3.]";
    /// The natural logarithm of 1 more, accurate near 0.
    log1p(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.ln_1p(), Wide |z| cx::log1p(z)),
        "array![0.0, 1e-10]" => "[0.e+00 1.e-10]";
    /// The logarithm of the sum of the powers of e: `log(exp(x) + exp(y))`.
    logaddexp(x, y): "efd" Common -> Out::Same, kernel!(
        Double |x, y| log_add(x, y, std::f64::consts::LN_2, false),
        Single |x, y| log_add(x, y, std::f32::consts::LN_2, false)),
        "array![0.0, 1.0]", "0.0" => "[0.69314718 1.31326169]";
    /// The same to base 2.
    logaddexp2(x, y): "efd" Common -> Out::Same, kernel!(Float |x, y| log_add(x, y, 1.0, true)),
        "array![0.0, 3.0]", "array![0.0, 3.0]" => "[1. 4.]";
    /// The square root; NaN of negative numbers that are not complex.
    sqrt(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.sqrt(), Complex |z| cx::sqrt(z)),
        "array![4, 9]" => "[2. 3.]";
    /// The cube root.
    cbrt(x): "efd" Common -> Out::Same, kernel!(Float |x| x.cbrt()),
        "array![8.0, -27.0]" => "[ 2. -3.]";
}
