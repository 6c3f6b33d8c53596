//! A serde codec for the wire format of bincode 1, as `bincode::serialize` writes it.
//!
//! All numbers are little-endian and of fixed width. The lengths of sequences, maps, strings
//! and bytes are `u64`, the index of an enum's variant is `u32`, a `bool` and an option's tag
//! are one byte (0 or 1), and a `char` is its UTF-8 form. Structs, tuples and unit values have
//! no framing.
//!
//! The codec differs from bincode 1.3 in this:
//! - it also writes sequences and maps of unknown length (and so `#[serde(flatten)]`), and
//!   corrects the length of those that announce a wrong one;
//! - it refuses to write a struct whose field is left out by `skip_serializing_if`, since the
//!   payload could not be read back;
//! - it bounds the nesting, the size and the number of elements without bytes, while writing
//!   as while reading, so that what was written can be read under the same [`Limits`];
//! - it refuses bytes after the value, and elements that the type does not read.
//!
//! Reading hostile bytes gives an error: it does not panic, does not overflow the stack, and
//! promises the type no more elements than there are bytes left.

mod de;
mod error;
mod input;
mod output;
mod ser;
mod shape;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed};
use serde::ser::Serialize;

#[allow(unused_imports, reason = "for callers that tell the kinds apart")]
pub(crate) use self::error::{CodecError, Kind};
use self::input::Input;
use self::output::Output;
#[cfg(test)]
pub(crate) use self::shape::Shape;
pub(crate) use self::shape::shape_hash;

/// The bounds within which a payload is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The levels of sequences, maps, structs, tuples, options, newtypes and enums that may be
    /// nested in each other.
    pub(crate) depth: usize,
    /// The size of the largest payload in bytes.
    pub(crate) bytes: usize,
    /// The elements of sequences and maps that may take no bytes, in the whole payload.
    pub(crate) zero_sized: u64,
}

impl Default for Limits {
    /// 128 levels, 4 GiB less one byte, and 2^20 elements without bytes.
    fn default() -> Self {
        Self { depth: 128, bytes: u32::MAX as usize, zero_sized: 1 << 20 }
    }
}

/// Writes a value as a payload.
pub(crate) fn to_vec<T: Serialize + ?Sized>(
    value: &T,
    limits: &Limits,
) -> Result<Vec<u8>, CodecError> {
    let mut output = Output::new(limits);
    match value.serialize(ser::Serializer::new(&mut output)) {
        Ok(()) => Ok(output.into_bytes()),
        Err(error) => Err(error.or_at(output.position())),
    }
}

/// Reads a value from a payload, which must end with the value.
///
/// Strings and bytes that the type borrows point into `bytes`.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(
    bytes: &'de [u8],
    limits: &Limits,
) -> Result<T, CodecError> {
    deserialize_seed(PhantomData, bytes, limits)
}

/// Reads a value from a payload with a seed. The payload must end with the value.
pub(crate) fn deserialize_seed<'de, S: DeserializeSeed<'de>>(
    seed: S,
    bytes: &'de [u8],
    limits: &Limits,
) -> Result<S::Value, CodecError> {
    let mut input = Input::new(bytes, limits)?;
    match seed.deserialize(de::Deserializer::new(&mut input)) {
        Ok(value) => input.finish().map(|()| value),
        Err(error) => Err(error.or_at(input.position())),
    }
}
