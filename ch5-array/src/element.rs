//! Rust types that are elements of a dataset.

use std::alloc::{Layout, alloc_zeroed};

use half::f16;
use num_complex::Complex;

use crate::storage::DType;

mod sealed {
    pub trait Sealed {}
}

/// A number that is stored as it lies in memory: integers, floats, complex numbers.
///
/// `bool` is not one, as not every byte of a file is a valid `bool`; it is read through `u8` and
/// checked.
///
/// # Safety
///
/// Sealed: implemented only for types without padding for which every bit pattern is valid and
/// whose [`DType`] has the same size and meaning.
///
/// ```
/// use ch5_array::Number;
/// fn about<T: Number>(values: &[T]) -> String {
///     format!("{} bytes of {}", size_of_val(values), T::DTYPE)
/// }
/// assert_eq!(about(&[1.0f32, 2.0]), "8 bytes of f32");
/// ```
pub unsafe trait Number:
    sealed::Sealed + Copy + Send + Sync + Default + PartialEq + 'static
{
    /// The datatype in a file.
    const DTYPE: DType;
}

macro_rules! numbers {
    ($($ty:ty => $dtype:ident),* $(,)?) => {$(
        impl sealed::Sealed for $ty {}
        // SAFETY: a plain number (or two of them) without padding or invalid bit patterns, of
        // the same size as its datatype.
        unsafe impl Number for $ty {
            const DTYPE: DType = DType::$dtype;
        }
    )*};
}

numbers! {
    i8 => I8, i16 => I16, i32 => I32, i64 => I64,
    u8 => U8, u16 => U16, u32 => U32, u64 => U64,
    f16 => F16, f32 => F32, f64 => F64,
    Complex<f32> => C64, Complex<f64> => C128,
}

/// So many zeroes, in memory that nobody touched yet; `None` where there is not enough.
pub(crate) fn zeroes<T: Number>(count: usize) -> Option<Vec<T>> {
    let layout = Layout::array::<T>(count).ok()?;
    if layout.size() == 0 {
        return Some(Vec::new());
    }
    // SAFETY: the size is not 0; the vector takes over what was allocated with its own layout,
    // and all of its elements are valid, as every bit pattern of a `Number` is.
    unsafe {
        let memory = alloc_zeroed(layout);
        if memory.is_null() {
            return None;
        }
        Some(Vec::from_raw_parts(memory.cast::<T>(), count, count))
    }
}

/// The bytes of numbers.
///
/// ```
/// use ch5_array::as_bytes;
/// assert_eq!(as_bytes(&[1u16, 2]).len(), 4);
/// assert_eq!(as_bytes(&[258u16]), 258u16.to_ne_bytes());
/// ```
#[must_use]
pub fn as_bytes<T: Number>(values: &[T]) -> &[u8] {
    // SAFETY: `Number` types have no padding, so all bytes are initialised; the length in bytes
    // is that of the slice.
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), size_of_val(values)) }
}

/// The bytes of numbers, to be filled.
///
/// ```
/// use ch5_array::as_bytes_mut;
/// let mut numbers = [0u16; 2];
/// as_bytes_mut(&mut numbers).copy_from_slice(&[1, 1, 0, 0]);
/// assert_eq!(numbers, [257, 0]);
/// ```
pub fn as_bytes_mut<T: Number>(values: &mut [T]) -> &mut [u8] {
    // SAFETY: as in `as_bytes`, and every bit pattern is a valid value.
    unsafe { std::slice::from_raw_parts_mut(values.as_mut_ptr().cast(), size_of_val(values)) }
}
