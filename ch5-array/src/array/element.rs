//! The Rust types that arrays are made of, and how each is moved in and out of a dataset.

use std::fmt::{Debug, Display};

use half::f16;
use num_complex::Complex;

use super::exact::Exact;
use super::tile::Tile;
use crate::element::{Number, as_bytes_mut};
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{DType, Texts, Value};

mod store {
    use super::{DType, Result, Tile, Value};

    /// What moves elements between a dataset and memory.
    pub trait Store: Sized {
        /// True if HDF5 fills the caller's own buffer, so that a transfer of any size takes no
        /// further memory.
        fn direct(stored: &DType) -> bool;

        /// Reads a tile into a buffer of its length.
        fn read(tile: &Tile<'_>, out: &mut [Self]) -> Result<()>;

        /// True if [`Store::write`] hands the caller's own buffer to HDF5.
        const WRITES_DIRECTLY: bool;

        /// Writes a tile from a buffer of its length.
        fn write(tile: &Tile<'_>, values: &[Self]) -> Result<()>;

        /// The element by itself.
        fn to_value(&self) -> Value;
    }
}

pub(super) use store::Store;

/// A type that arrays are made of: the integers, floats and complex numbers of
/// [`Number`], `bool`, and `String`.
///
/// Sealed. What is stored as another type is converted where every value is kept: widening is
/// free, and narrowing is checked value by value.
///
/// ```
/// use ch5_array::{DType, Element};
/// assert_eq!(<f64 as Element>::DTYPE, DType::F64);
/// assert_eq!(<bool as Element>::DTYPE, DType::Bool);
/// ```
pub trait Element: Store + Clone + Default + PartialEq + Debug + Send + Sync + 'static {
    /// The datatype that new datasets of these elements have.
    const DTYPE: DType;
}

/// Numbers as which a dataset of another datatype can be read.
pub(crate) fn numbers_of(stored: &DType) -> Option<DType> {
    match stored {
        DType::Enum(e) => Some(e.base.clone()),
        // Other tools' complex numbers; only {r, i} is one to HDF5.
        DType::Compound(fields) => match &**fields {
            [re, im]
                if re.dtype == im.dtype
                    && matches!(
                        (&*re.name, &*im.name),
                        ("r", "i") | ("re", "im") | ("real", "imag")
                    ) =>
            {
                match re.dtype {
                    DType::F32 => Some(DType::C64),
                    DType::F64 => Some(DType::C128),
                    _ => None,
                }
            }
            _ => None,
        },
        _ if stored.is_integer() || stored.is_float() => Some(stored.clone()),
        DType::C64 | DType::C128 => Some(stored.clone()),
        _ => None,
    }
}

/// True if a dataset holds elements of `T` and nothing needs to be converted.
pub(super) fn is_exactly<T: Element>(stored: &DType) -> bool {
    *stored == T::DTYPE
        || (stored.is_text() && T::DTYPE.is_text())
        || numbers_of(stored).is_some_and(|numbers| numbers == T::DTYPE)
}

#[cold]
fn mismatch<T: Element>(tile: &Tile<'_>) -> Error {
    let error = Error::new(ErrorKind::WrongType, "")
        .expected(T::DTYPE.to_string())
        .found(tile.dataset.dtype().to_string());
    tile.dataset.locate(error)
}

/// Reads a tile as the widest numbers of its class and narrows them one by one.
fn narrow<W, T>(tile: &Tile<'_>, out: &mut [T], keep: impl Fn(W) -> Option<T>) -> Result<()>
where
    W: Number + Display,
    T: Element,
{
    let mut wide = vec![W::default(); out.len()];
    let stored = tile.dataset.dtype();
    let mem = if matches!(stored, DType::Compound(_)) { stored } else { &W::DTYPE };
    tile.dataset.read_bytes_into(mem, tile.block().as_ref(), as_bytes_mut(&mut wide))?;
    for (i, (out, wide)) in out.iter_mut().zip(&wide).enumerate() {
        *out = keep(*wide).ok_or_else(|| {
            tile.error(ErrorKind::Value, i)
                .expected(format!("a value that {} can hold", T::DTYPE))
                .found(wide.to_string())
        })?;
    }
    Ok(())
}

fn read_number<T>(tile: &Tile<'_>, out: &mut [T]) -> Result<()>
where
    T: Number + Element + Exact,
{
    let stored = tile.dataset.dtype();
    if T::direct(stored) {
        let mem = match stored {
            DType::Compound(_) => stored,
            _ => &<T as Element>::DTYPE,
        };
        let block = tile.block();
        return tile.dataset.read_bytes_into(mem, block.as_ref(), as_bytes_mut(out));
    }
    if *stored == DType::Bool {
        let bytes = read_bools(tile, out.len())?;
        for (out, byte) in out.iter_mut().zip(bytes) {
            *out = T::from_u64(byte.into()).unwrap_or_default();
        }
        return Ok(());
    }
    // An enum is not a quantity, but its integers are.
    let of_enum = matches!(stored, DType::Enum(_));
    match numbers_of(stored) {
        Some(_) if of_enum && !<T as Element>::DTYPE.is_integer() => Err(mismatch::<T>(tile)),
        Some(numbers) => match (numbers.integer(), &numbers) {
            (Some((_, true)), _) => narrow::<i64, T>(tile, out, T::from_i64),
            (Some((_, false)), _) => narrow::<u64, T>(tile, out, T::from_u64),
            (None, DType::C128) if <T as Element>::DTYPE == DType::C64 => {
                narrow::<Complex<f64>, T>(tile, out, T::from_complex)
            }
            (None, DType::C64) if <T as Element>::DTYPE == DType::C128 => {
                narrow::<Complex<f32>, T>(tile, out, |c| {
                    T::from_complex(Complex::new(c.re.into(), c.im.into()))
                })
            }
            (None, DType::C64 | DType::C128) => Err(mismatch::<T>(tile)),
            _ => narrow::<f64, T>(tile, out, T::from_f64),
        },
        None => Err(mismatch::<T>(tile)),
    }
}

/// Reads a tile of booleans as bytes and checks that each is 0 or 1.
fn read_bools(tile: &Tile<'_>, count: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0u8; count];
    tile.dataset.read_bytes_into(&DType::Bool, tile.block().as_ref(), &mut bytes)?;
    match bytes.iter().position(|&b| b > 1) {
        None => Ok(bytes),
        Some(i) => Err(tile
            .error(ErrorKind::Malformed, i)
            .expected("a boolean, 0 or 1")
            .found(bytes[i].to_string())),
    }
}

macro_rules! numbers {
    ($($number:ty => |$x:ident| $value:expr;)*) => {$(
        impl Store for $number {
            const WRITES_DIRECTLY: bool = true;

            fn direct(stored: &DType) -> bool {
                let to = &<Self as Number>::DTYPE;
                stored.widens_to(to)
                    || match stored {
                        // HDF5 turns enums into the integers they stand for.
                        DType::Enum(e) => to.is_integer() && e.base.widens_to(to),
                        DType::Compound(_) => numbers_of(stored).is_some_and(|n| n == *to),
                        _ => false,
                    }
            }

            fn read(tile: &Tile<'_>, out: &mut [Self]) -> Result<()> {
                read_number(tile, out)
            }

            fn write(tile: &Tile<'_>, values: &[Self]) -> Result<()> {
                tile.dataset.write_numbers(tile.block().as_ref(), values)
            }

            fn to_value(&self) -> Value {
                let $x = *self;
                $value
            }
        }

        impl Element for $number {
            const DTYPE: DType = <$number as Number>::DTYPE;
        }
    )*};
}

numbers! {
    i8 => |x| Value::Int(x.into());
    i16 => |x| Value::Int(x.into());
    i32 => |x| Value::Int(x.into());
    i64 => |x| Value::Int(x);
    u8 => |x| Value::Uint(x.into());
    u16 => |x| Value::Uint(x.into());
    u32 => |x| Value::Uint(x.into());
    u64 => |x| Value::Uint(x);
    f16 => |x| Value::F32(x.to_f32());
    f32 => |x| Value::F32(x);
    f64 => |x| Value::F64(x);
    Complex<f32> => |x| Value::C64(x);
    Complex<f64> => |x| Value::C128(x);
}

impl Store for bool {
    const WRITES_DIRECTLY: bool = false;

    fn direct(_: &DType) -> bool {
        false
    }

    fn read(tile: &Tile<'_>, out: &mut [Self]) -> Result<()> {
        match (tile.dataset.dtype(), tile.dataset.dtype().integer()) {
            (DType::Bool, _) => {
                let bytes = read_bools(tile, out.len())?;
                for (out, byte) in out.iter_mut().zip(bytes) {
                    *out = byte == 1;
                }
                Ok(())
            }
            (_, Some((_, true))) => narrow::<i64, Self>(tile, out, Self::from_i64),
            (_, Some((_, false))) => narrow::<u64, Self>(tile, out, Self::from_u64),
            _ => Err(mismatch::<Self>(tile)),
        }
    }

    fn write(tile: &Tile<'_>, values: &[Self]) -> Result<()> {
        if *tile.dataset.dtype() != DType::Bool {
            let error = Error::new(ErrorKind::WrongType, "")
                .expected(tile.dataset.dtype().to_string())
                .found("bool");
            return Err(tile.dataset.locate(error));
        }
        let bytes: Vec<u8> = values.iter().map(|&b| b.into()).collect();
        tile.dataset.write_bytes(&DType::Bool, tile.block().as_ref(), &bytes)
    }

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Element for bool {
    const DTYPE: DType = DType::Bool;
}

impl Store for String {
    const WRITES_DIRECTLY: bool = false;

    fn direct(_: &DType) -> bool {
        false
    }

    fn read(tile: &Tile<'_>, out: &mut [Self]) -> Result<()> {
        let texts = tile.dataset.read_texts(tile.block().as_ref())?;
        for (out, text) in out.iter_mut().zip(texts.iter()) {
            out.clear();
            out.push_str(text);
        }
        Ok(())
    }

    fn write(tile: &Tile<'_>, values: &[Self]) -> Result<()> {
        let mut texts = Texts::new();
        for (i, text) in values.iter().enumerate() {
            texts.push(text).map_err(|e| {
                tile.error(e.kind(), i)
                    .expected("text without NUL")
                    .found(format!("{:?}", text.chars().take(40).collect::<String>()))
                    .help("HDF5 text ends at NUL: store it as bytes instead")
            })?;
        }
        tile.dataset.write_texts(tile.block().as_ref(), &texts)
    }

    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl Element for String {
    const DTYPE: DType = DType::TEXT;
}
