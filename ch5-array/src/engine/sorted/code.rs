//! Elements as numbers whose order is numpy's: NaN and NaT last, `false` before `true`.
//!
//! A sort of 15 element types so becomes one of unsigned integers, complex numbers, text and
//! bytes. For floats this is the usual trick: the bits of a positive float are in its order, those
//! of a negative one in the opposite.

use std::cmp::Ordering;

use compact_str::CompactString;
use half::f16;
use num_complex::Complex;

use crate::buffer::{Buffer, Item};
use crate::types::ElementType as Ty;

/// What is compared while sorting.
pub(crate) trait Ordered: Item {
    /// numpy's order.
    fn order(&self, other: &Self) -> Ordering;

    /// Puts elements in order.
    fn sort(all: &mut [Self]) {
        all.sort_unstable_by(Self::order);
    }
}

macro_rules! unsigned {
    ($($ty:ty),*) => {$(
        impl Ordered for $ty {
            #[inline(always)]
            fn order(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }

            fn sort(all: &mut [Self]) {
                super::radix::sort(all);
            }
        }
    )*};
}

unsigned!(u8, u16, u32, u64);

impl Ordered for CompactString {
    fn order(&self, other: &Self) -> Ordering {
        // The order of UTF-8 is that of code points.
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Ordered for Vec<u8> {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

/// numpy's order of complex numbers: by the real part, then by the imaginary; those with NaN in
/// the imaginary part after all others, then those with NaN in the real part, then both.
fn complex<T: PartialOrd + Copy>(a: &Complex<T>, b: &Complex<T>) -> Ordering {
    #[expect(clippy::eq_op, reason = "NaN is not itself")]
    let class = |z: &Complex<T>| (z.re != z.re, z.im != z.im);
    let parts = |x: &T, y: &T| x.partial_cmp(y).unwrap_or(Ordering::Equal);
    class(a).cmp(&class(b)).then_with(|| parts(&a.re, &b.re)).then_with(|| parts(&a.im, &b.im))
}

macro_rules! complexes {
    ($($ty:ty),*) => {$(
        impl Ordered for Complex<$ty> {
            fn order(&self, other: &Self) -> Ordering {
                complex(self, other)
            }
        }
    )*};
}

complexes!(f32, f64);

/// The bits of floats in their order; without `exact`, -0 is as 0.
macro_rules! float_code {
    ($code:ident, $decode:ident, $float:ty, $bits:ty) => {
        fn $code(x: $float, exact: bool) -> $bits {
            const TOP: $bits = 1 << (<$bits>::BITS - 1);
            let bits = x.to_bits();
            if x.is_nan() {
                <$bits>::MAX
            } else if bits & TOP == 0 || (!exact && bits == TOP) {
                bits | TOP
            } else {
                !bits
            }
        }

        fn $decode(code: $bits) -> $float {
            const TOP: $bits = 1 << (<$bits>::BITS - 1);
            <$float>::from_bits(if code & TOP == 0 { !code } else { code & !TOP })
        }
    };
}

float_code!(code16, decode16, f16, u16);
float_code!(code32, decode32, f32, u32);
float_code!(code64, decode64, f64, u64);

fn time(x: i64) -> u64 {
    ((x as u64) ^ (1 << 63)).wrapping_sub(1)
}

fn untime(code: u64) -> i64 {
    (code.wrapping_add(1) ^ (1 << 63)) as i64
}

/// What a function makes of elements; where the type has the same size, in the same memory.
fn of<A, B: Item>(all: Vec<A>, code: impl Fn(A) -> B) -> Buffer {
    B::wrap(all.into_iter().map(code).collect())
}

/// Elements as they are compared. Without `exact`, elements that are equal have equal codes.
pub(crate) fn encode(data: Buffer, exact: bool) -> Buffer {
    match data {
        Buffer::Bool(v) => of(v, u8::from),
        Buffer::I8(v) => of(v, |x| x as u8 ^ 1 << 7),
        Buffer::I16(v) => of(v, |x| x as u16 ^ 1 << 15),
        Buffer::I32(v) => of(v, |x| x as u32 ^ 1 << 31),
        Buffer::I64(v) => of(v, |x| x as u64 ^ 1 << 63),
        Buffer::F16(v) => of(v, |x| code16(x, exact)),
        Buffer::F32(v) => of(v, |x| code32(x, exact)),
        Buffer::F64(v) => of(v, |x| code64(x, exact)),
        Buffer::Time(_, v) | Buffer::Duration(_, v) => of(v, time),
        other => other,
    }
}

/// The opposite of [`encode`], for elements of a type.
pub(crate) fn decode(data: Buffer, ty: Ty) -> Buffer {
    match (ty, data) {
        (Ty::Bool, Buffer::U8(v)) => of(v, |x| x != 0),
        (Ty::I8, Buffer::U8(v)) => of(v, |x| (x ^ 1 << 7) as i8),
        (Ty::I16, Buffer::U16(v)) => of(v, |x| (x ^ 1 << 15) as i16),
        (Ty::I32, Buffer::U32(v)) => of(v, |x| (x ^ 1 << 31) as i32),
        (Ty::I64, Buffer::U64(v)) => of(v, |x| (x ^ 1 << 63) as i64),
        (Ty::F16, Buffer::U16(v)) => of(v, decode16),
        (Ty::F32, Buffer::U32(v)) => of(v, decode32),
        (Ty::F64, Buffer::U64(v)) => of(v, decode64),
        (Ty::Time(unit), Buffer::U64(v)) => Buffer::Time(unit, v.into_iter().map(untime).collect()),
        (Ty::Duration(unit), Buffer::U64(v)) => {
            Buffer::Duration(unit, v.into_iter().map(untime).collect())
        }
        (_, other) => other,
    }
}

/// The type of the codes of elements of a type.
pub(crate) fn coded(ty: Ty) -> Ty {
    encode(Buffer::with_capacity(ty, 0), true).element_type()
}

/// `with_code!(ty, T => expression)`: the expression with `T` the Rust type of codes.
macro_rules! with_code {
    ($ty:expr, $t:ident => $body:expr) => {{
        use $crate::types::ElementType as Ty;
        match $ty {
            Ty::U8 => {
                type $t = u8;
                $body
            }
            Ty::U16 => {
                type $t = u16;
                $body
            }
            Ty::U32 => {
                type $t = u32;
                $body
            }
            Ty::C64 => {
                type $t = num_complex::Complex<f32>;
                $body
            }
            Ty::C128 => {
                type $t = num_complex::Complex<f64>;
                $body
            }
            Ty::Text => {
                type $t = compact_str::CompactString;
                $body
            }
            Ty::Bytes => {
                type $t = Vec<u8>;
                $body
            }
            _ => {
                type $t = u64;
                $body
            }
        }
    }};
}

pub(crate) use with_code;

/// Appends elements to keys, one each: bytes whose order is that of the elements. A key of several
/// elements is in the order of the first, then of the second, and so on.
pub(crate) fn extend_keys(keys: &mut [Vec<u8>], data: Buffer) {
    macro_rules! plain {
        ($v:expr) => {
            keys.iter_mut().zip($v).for_each(|(key, x)| key.extend_from_slice(&x.to_be_bytes()))
        };
    }
    let escaped = |key: &mut Vec<u8>, text: &[u8]| {
        for &byte in text {
            key.push(byte);
            if byte == 0 {
                key.push(0xff);
            }
        }
        key.extend_from_slice(&[0, 0]);
    };
    let z = |key: &mut Vec<u8>, re: f64, im: f64| {
        key.push(u8::from(re.is_nan()) << 1 | u8::from(im.is_nan()));
        key.extend_from_slice(&code64(re, false).to_be_bytes());
        key.extend_from_slice(&code64(im, false).to_be_bytes());
    };
    match encode(data, false) {
        Buffer::U8(v) => plain!(v),
        Buffer::U16(v) => plain!(v),
        Buffer::U32(v) => plain!(v),
        Buffer::U64(v) => plain!(v),
        Buffer::C64(v) => {
            keys.iter_mut().zip(v).for_each(|(key, x)| z(key, x.re.into(), x.im.into()));
        }
        Buffer::C128(v) => keys.iter_mut().zip(v).for_each(|(key, x)| z(key, x.re, x.im)),
        Buffer::Text(v) => {
            keys.iter_mut().zip(v).for_each(|(key, text)| escaped(key, text.as_bytes()));
        }
        Buffer::Bytes(v) => keys.iter_mut().zip(v).for_each(|(key, text)| escaped(key, &text)),
        // encode gives no other type.
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::typed;
    use super::*;

    #[test]
    fn codes_are_in_the_order_of_numpy() {
        let all = vec![
            f64::NEG_INFINITY,
            -1.5,
            -f64::MIN_POSITIVE,
            -0.0,
            0.0,
            5e-324,
            1.0,
            f64::INFINITY,
            f64::NAN,
        ];
        let codes = encode(Buffer::F64(all.clone()), true);
        let each: Vec<u64> = typed(codes.clone()).unwrap();
        assert!(each.is_sorted_by(|a, b| a < b));
        let back = decode(codes, Ty::F64);
        assert_eq!(format!("{back:?}"), format!("{:?}", Buffer::F64(all)));
        let zeros = encode(Buffer::F32(vec![-0.0, 0.0]), false);
        assert_eq!(zeros.get(0), zeros.get(1));
        let days = Buffer::Time(crate::types::TimeUnit::Day, vec![i64::MIN + 1, -1, 7, i64::MIN]);
        let codes = encode(days.clone(), true);
        assert!(typed::<u64>(codes.clone()).unwrap().is_sorted());
        assert_eq!(decode(codes, days.element_type()), days);
    }

    #[test]
    fn keys_are_in_the_order_of_their_elements() {
        let mut keys = vec![Vec::new(); 4];
        extend_keys(&mut keys, Buffer::Text(["a", "a", "a\0", "ab"].map(Into::into).to_vec()));
        extend_keys(&mut keys, Buffer::I16(vec![-3, 2, -9, -9]));
        assert!(keys.is_sorted_by(|a, b| a < b));
    }
}
