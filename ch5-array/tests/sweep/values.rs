//! Elements at the ends of each type.

use ch5_array::{Buffer, ElementType as Ty, TimeUnit};
use half::f16;
use num_complex::Complex;

use crate::rows::Row;

/// Every type that elements have.
pub(crate) const TYPES: [Ty; 20] = [
    Ty::Bool,
    Ty::I8,
    Ty::I16,
    Ty::I32,
    Ty::I64,
    Ty::U8,
    Ty::U16,
    Ty::U32,
    Ty::U64,
    Ty::F16,
    Ty::F32,
    Ty::F64,
    Ty::C64,
    Ty::C128,
    Ty::Text,
    Ty::Bytes,
    Ty::Time(TimeUnit::Second),
    Ty::Time(TimeUnit::Month),
    Ty::Duration(TimeUnit::Nanosecond),
    Ty::Duration(TimeUnit::Year),
];

/// So many elements, the ends and what is special among them.
pub(crate) fn of(ty: Ty, count: usize) -> Buffer {
    fn cycle<T: Clone>(all: &[T], count: usize) -> Vec<T> {
        all.iter().cycle().take(count).cloned().collect()
    }
    macro_rules! ints {
        ($($name:ident $ty:ident),*) => {
            match ty {
                $(Ty::$name => {
                    let all = [$ty::MIN, $ty::MAX, 0, 1, !0, 2, 64];
                    Buffer::$name(cycle(&all, count))
                })*
                Ty::Bool => Buffer::Bool(cycle(&[true, false, false], count)),
                Ty::F16 => Buffer::F16(cycle(&floats().map(f16::from_f64), count)),
                Ty::F32 => Buffer::F32(cycle(&floats().map(|x| x as f32), count)),
                Ty::F64 => Buffer::F64(cycle(&floats(), count)),
                Ty::C64 => Buffer::C64(cycle(&complex().map(|z| Complex::new(z.re as f32, z.im as f32)), count)),
                Ty::C128 => Buffer::C128(cycle(&complex(), count)),
                Ty::Text => Buffer::Text(cycle(&TEXTS.map(Into::into), count)),
                Ty::Bytes => Buffer::Bytes(cycle(&TEXTS.map(|t| t.as_bytes().to_vec()), count)),
                Ty::Time(unit) => Buffer::Time(unit, cycle(&TICKS, count)),
                Ty::Duration(unit) => Buffer::Duration(unit, cycle(&TICKS, count)),
            }
        };
    }
    ints!(I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64)
}

const TEXTS: [&str; 7] = ["", "a", "\u{df}\u{130}\u{1f600}", " -12 ", "%d\t%s", "a\nb", "1e400"];
const TICKS: [i64; 7] = [i64::MIN, i64::MAX, 0, -1, i64::MIN + 1, 1, 86_400];

fn floats() -> [f64; 7] {
    [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -0.0, 5e-324, f64::MIN]
}

fn complex() -> [Complex<f64>; 7] {
    let f = floats();
    std::array::from_fn(|i| Complex::new(f[i], f[(i * 3 + 1) % 7]))
}

/// What operations are called that are no function of the table.
const OTHERS: [&str; 6] = [
    "a broadcast",
    "a cast of text",
    "a selection",
    "the index is out of bounds",
    "the place of an extreme",
    "random",
];

/// True if a message says which operation it is about: the row's, or one that the row is made of.
pub(crate) fn names(text: &str, rows: &[Row]) -> bool {
    // What is in a file says so first.
    let text = text.rsplit_once("a.h5: ").map_or(text, |(_, said)| said);
    let word = |row: &Row| row.name.split(' ').next().unwrap_or_default();
    let says = |operation: &str| text.split(": ").any(|part| part.starts_with(operation));
    OTHERS.into_iter().any(says) || rows.iter().any(|row| says(word(row)))
}
