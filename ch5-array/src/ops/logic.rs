//! Truth: of numbers, and of what they are.

use super::kernel::{kernel, no_loop, wrap};
use super::rows::rows;
use super::times::NAT;
use crate::buffer::{Buffer, View};
use crate::error::Result;

/// Whether each element counts as true: not zero, not empty.
pub(crate) fn truth(view: View<'_>) -> Result<Vec<bool>> {
    let made = match view {
        View::Bool(v) => return Ok(v.to_vec()),
        View::Text(v) => return Ok(v.iter().map(|text| !text.is_empty()).collect()),
        View::Bytes(v) => return Ok(v.iter().map(|bytes| !bytes.is_empty()).collect()),
        View::Time(_, v) | View::Duration(_, v) => return Ok(v.iter().map(|&n| n != 0).collect()),
        other => other.cast(crate::types::ElementType::Bool)?,
    };
    match made {
        Buffer::Bool(v) => Ok(v),
        other => Err(no_loop(&[other.view()])),
    }
}

macro_rules! both {
    (|$x:ident, $y:ident| $body:expr) => {{
        fn run(views: &[View<'_>]) -> Result<Buffer> {
            let [x, y] = views else { return Err(no_loop(views)) };
            let (x, y) = (truth(*x)?, truth(*y)?);
            Ok(wrap(x.iter().zip(&y).map(|(&$x, &$y)| $body).collect()))
        }
        run
    }};
}

fn not(views: &[View<'_>]) -> Result<Buffer> {
    let [x] = views else { return Err(no_loop(views)) };
    Ok(wrap(truth(*x)?.into_iter().map(|x| !x).collect()))
}

rows! {
    /// Tests of elements as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![1.0, f64::NAN];
    /// assert_eq!((&x).isnan().load()?.to_string(), "[False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Logic;

    /// True where both are true: not zero, not empty.
    logical_and(x, y): "" Own -> Out::Is(Ty::Bool), both!(|x, y| x & y),
        "array![0, 1, 2]", "true" => "[False  True  True]";
    /// True where one is true.
    logical_or(x, y): "" Own -> Out::Is(Ty::Bool), both!(|x, y| x | y),
        "array![0, 1, 2]", "false" => "[False  True  True]";
    /// True where one is true and the other is not.
    logical_xor(x, y): "" Own -> Out::Is(Ty::Bool), both!(|x, y| x ^ y),
        "array![0, 1, 2]", "true" => "[ True False False]";
    /// True where it is not true.
    logical_not(x): "" Own -> Out::Is(Ty::Bool), not,
        "array![0, 1, 2]" => "[ True False False]";
    /// True for all but infinity, NaN and NaT.
    isfinite(x): "?bBhHiIlLefdFD" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| true, Int |_x| true, Float |x| x.is_finite(),
        Complex |z| z.re.is_finite() && z.im.is_finite(), Stamp |x| x != NAT),
        "array![1.0, f64::INFINITY, f64::NAN]" => "[ True False False]";
    /// True for positive and negative infinity.
    isinf(x): "?bBhHiIlLefdFD" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Int |_x| false, Float |x| x.is_infinite(),
        Complex |z| z.re.is_infinite() || z.im.is_infinite(), Stamp |_x| false),
        "array![1.0, f64::NEG_INFINITY, f64::NAN]" => "[False  True False]";
    /// True for NaN and NaT.
    isnan(x): "?bBhHiIlLefdFD" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Int |_x| false, Float |x| x.is_nan(),
        Complex |z| z.re.is_nan() || z.im.is_nan(), Stamp |x| x == NAT),
        "array![1.0, f64::INFINITY, f64::NAN]" => "[False False  True]";
    /// True for NaT; points in time and durations only.
    isnat(x): "" Common -> Out::Is(Ty::Bool), kernel!(Stamp |x| x == NAT),
        "array![0i64, i64::MIN].into_expr().astype(ElementType::Time(TimeUnit::Day))" => "[False  True]";
    /// True for positive infinity.
    isposinf(x): "?bBhHiIlLefd" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Int |_x| false, Float |x| x.is_infinite() && x > 0.0),
        "array![f64::INFINITY, f64::NEG_INFINITY]" => "[ True False]";
    /// True for negative infinity.
    isneginf(x): "?bBhHiIlLefd" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Int |_x| false, Float |x| x.is_infinite() && x < 0.0),
        "array![f64::INFINITY, f64::NEG_INFINITY]" => "[False  True]";
    /// True where there is an imaginary part other than 0.
    iscomplex(x): "?bBhHiIlLefdFD" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Int |_x| false, Float |_x| false, Complex |z| z.im != 0.0,
        Stamp |_x| false),
        "array![Complex::new(1.0, 0.0), Complex::new(1.0, 2.0)]" => "[False  True]";
    /// True where the imaginary part is 0, or there is none.
    isreal(x): "?bBhHiIlLefdFD" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| true, Int |_x| true, Float |_x| true, Complex |z| z.im == 0.0,
        Stamp |_x| true),
        "array![Complex::new(1.0, 0.0), Complex::new(1.0, 2.0)]" => "[ True False]";
}
