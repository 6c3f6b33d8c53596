//! The bytes that are read, and the bounds on them.

use super::Limits;
use super::error::{CodecError, Kind, Result};

/// The bytes of a payload that were not read yet.
pub(crate) struct Input<'de> {
    rest: &'de [u8],
    size: usize,
    limits: Limits,
    zero_sized: u64,
}

impl<'de> Input<'de> {
    /// All the bytes of a payload.
    pub(crate) fn new(bytes: &'de [u8], limits: &Limits) -> Result<Self> {
        let (size, limit) = (bytes.len(), limits.bytes);
        if size > limit {
            return Err(CodecError::at(0, Kind::Limit { size, limit }));
        }
        Ok(Self { rest: bytes, size, limits: *limits, zero_sized: limits.zero_sized })
    }

    /// The number of bytes read.
    pub(crate) fn position(&self) -> usize {
        self.size.saturating_sub(self.rest.len())
    }

    /// Checks that all bytes were read.
    pub(crate) fn finish(&self) -> Result<()> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.error(Kind::Trailing(left))),
        }
    }

    /// The number of bytes left.
    #[inline]
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// The levels that may be nested.
    pub(super) fn depth(&self) -> usize {
        self.limits.depth
    }

    /// An error at the next byte.
    #[cold]
    pub(super) fn error(&self, kind: Kind) -> CodecError {
        CodecError::at(self.position(), kind)
    }

    #[cold]
    fn eof(&self, what: &'static str, need: usize) -> CodecError {
        let left = self.left();
        self.error(Kind::Eof { what, need, left })
    }

    /// Takes a value of fixed width.
    #[inline]
    pub(super) fn take<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N]> {
        match self.rest.split_first_chunk() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(*bytes)
            }
            None => Err(self.eof(what, N)),
        }
    }

    /// Takes a length, and the bytes that follow it.
    pub(super) fn take_bytes(&mut self, what: &'static str) -> Result<&'de [u8]> {
        let start = self.position();
        let claimed = self.take_u64("a length")?;
        let split = usize::try_from(claimed).ok().and_then(|len| self.rest.split_at_checked(len));
        match split {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.too_long(start, what, claimed, "bytes")),
        }
    }

    /// Takes a string.
    pub(super) fn take_str(&mut self) -> Result<&'de str> {
        let start = self.position();
        let bytes = self.take_bytes("string")?;
        std::str::from_utf8(bytes).map_err(|error| {
            let (len, valid) = (bytes.len(), error.valid_up_to());
            CodecError::at(start, Kind::Utf8 { len, valid })
        })
    }

    /// Takes a `bool`, or the tag of an option; another byte becomes the error of that kind.
    #[inline]
    pub(super) fn take_bool(&mut self, what: &'static str, wrong: fn(u8) -> Kind) -> Result<bool> {
        let start = self.position();
        match self.take(what)? {
            [0] => Ok(false),
            [1] => Ok(true),
            [found] => Err(CodecError::at(start, wrong(found))),
        }
    }

    /// Takes a `char` in UTF-8.
    pub(super) fn take_char(&mut self) -> Result<char> {
        let width = match self.rest.first() {
            None => return Err(self.eof("a char", 1)),
            Some(0xf0..) => 4,
            Some(0xe0..) => 3,
            Some(0xc0..) => 2,
            Some(_) => 1,
        };
        let Some((stored, rest)) = self.rest.split_at_checked(width) else {
            return Err(self.eof("a char", width));
        };
        match std::str::from_utf8(stored).map(|s| s.chars().next()) {
            Ok(Some(found)) => {
                self.rest = rest;
                Ok(found)
            }
            _ => Err(self.error(Kind::Char(stored.to_vec()))),
        }
    }

    /// Takes the length of a sequence or map. It is at most the number of bytes left and of
    /// elements that may still take no bytes.
    pub(super) fn take_len(&mut self, what: &'static str) -> Result<u64> {
        let start = self.position();
        let claimed = self.take_u64("a length")?;
        if claimed > (self.left() as u64).saturating_add(self.zero_sized) {
            return Err(self.too_long(start, what, claimed, "elements"));
        }
        Ok(claimed)
    }

    fn take_u64(&mut self, what: &'static str) -> Result<u64> {
        self.take(what).map(u64::from_le_bytes)
    }

    #[cold]
    fn too_long(
        &self,
        at: usize,
        what: &'static str,
        claimed: u64,
        unit: &'static str,
    ) -> CodecError {
        let left = self.left();
        let kind = Kind::Length { what, claimed, unit, left };
        CodecError::at(at, kind)
    }

    /// Counts an element that began when a number of bytes were left, if it took no bytes.
    #[inline]
    pub(super) fn count_element(&mut self, left_before: usize) -> Result<()> {
        if self.left() != left_before {
            return Ok(());
        }
        match self.zero_sized.checked_sub(1) {
            Some(left) => {
                self.zero_sized = left;
                Ok(())
            }
            None => Err(self.error(Kind::ZeroSized(self.limits.zero_sized))),
        }
    }
}
