//! Whether two results are the same.

use ch5_array::{AnyArray, Buffer, ElementType as Ty, ErrorKind, Result};
use num_complex::Complex;

/// What a computation came to, errors by their kind.
pub(crate) type Came = std::result::Result<AnyArray, ErrorKind>;

pub(crate) fn came(result: Result<AnyArray>) -> Came {
    result.map_err(|e| e.kind())
}

/// The elements bit for bit; all NaNs are one.
fn bits(data: &Buffer) -> Vec<u128> {
    fn float(x: f64) -> u128 {
        if x.is_nan() { u128::MAX } else { x.to_bits().into() }
    }
    let pair = |z: &Complex<f64>| (float(z.re) << 64) ^ float(z.im);
    match data {
        Buffer::F16(v) => v.iter().map(|x| float(x.to_f64())).collect(),
        Buffer::F32(v) => v.iter().map(|x| float((*x).into())).collect(),
        Buffer::F64(v) => v.iter().map(|x| float(*x)).collect(),
        Buffer::C64(v) => v.iter().map(|z| pair(&Complex::new(z.re.into(), z.im.into()))).collect(),
        Buffer::C128(v) => v.iter().map(pair).collect(),
        _ => panic!("{} is no float", data.element_type()),
    }
}

/// True if the same to the last bit.
pub(crate) fn same(a: &Came, b: &Came) -> bool {
    let (Ok(x), Ok(y)) = (a, b) else { return a.clone().err() == b.clone().err() };
    let alike = x.shape() == y.shape() && x.element_type() == y.element_type();
    match x.element_type() {
        ty if alike && ty.is_inexact() => bits(x.data()) == bits(y.data()),
        _ => alike && x.data() == y.data(),
    }
}

/// The unit of rounding of what a type is summed in.
fn unit(ty: Ty) -> f64 {
    match ty {
        Ty::F16 => 2f64.powi(-10),
        Ty::F32 | Ty::C64 => 2f64.powi(-23),
        _ => f64::EPSILON,
    }
}

fn parts(array: &AnyArray) -> Vec<f64> {
    let Buffer::C128(all) = array.data().clone().cast(Ty::C128).unwrap() else {
        panic!("no numbers")
    };
    all.iter().flat_map(|z| [z.re, z.im]).collect()
}

/// True if the same but for the order in which `terms` elements of sizes up to `largest` were
/// summed: the bound of any order, `n u sum |x|`.
pub(crate) fn close(a: &Came, b: &Came, terms: usize, largest: f64) -> bool {
    let (Ok(x), Ok(y)) = (a, b) else { return same(a, b) };
    if x.shape() != y.shape() || x.element_type() != y.element_type() {
        return false;
    }
    if !x.element_type().is_inexact() {
        return x.data() == y.data();
    }
    let n = terms as f64;
    let all = 4.0 * unit(x.element_type()) * n * n * largest;
    parts(x).into_iter().zip(parts(y)).all(|(x, y)| {
        if !x.is_finite() || !y.is_finite() {
            // What is too large for the type may be so in one order alone.
            return x.to_bits() == y.to_bits() || (!x.is_finite() && !y.is_finite());
        }
        (x - y).abs() <= all.max(4.0 * n * unit(Ty::F64) * x.abs().max(y.abs()))
    })
}
