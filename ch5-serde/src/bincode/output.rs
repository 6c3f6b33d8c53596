//! The bytes that are written, and the bounds on them.

use super::Limits;
use super::error::{CodecError, Kind, Result};

/// The bytes written so far.
pub(crate) struct Output {
    bytes: Vec<u8>,
    /// The size up to which there is both memory and permission.
    room: usize,
    limits: Limits,
    zero_sized: u64,
}

impl Output {
    /// No bytes yet.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { bytes: Vec::new(), room: 0, limits: *limits, zero_sized: limits.zero_sized }
    }

    /// The number of bytes written.
    pub(crate) fn position(&self) -> usize {
        self.bytes.len()
    }

    /// The levels that may be nested.
    pub(super) fn depth(&self) -> usize {
        self.limits.depth
    }

    /// The bytes written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Appends bytes.
    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<()> {
        // Neither length is above isize::MAX, so this does not wrap.
        if self.bytes.len().wrapping_add(bytes.len()) > self.room {
            self.grow(bytes.len())?;
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Makes room for more bytes, within the limit.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, more: usize) -> Result<()> {
        let limit = self.limits.bytes;
        let size = self.position().saturating_add(more);
        if size > limit {
            return Err(self.error(Kind::Limit { size, limit }));
        }
        if self.bytes.try_reserve(more).is_err() {
            return Err(self.error(Kind::Memory(more)));
        }
        self.room = self.bytes.capacity().min(limit);
        Ok(())
    }

    /// Asks for the memory of so many elements, of which some are written since a position. It
    /// is no error if the others turn out to be of another size, or if there is no memory.
    #[cold]
    #[inline(never)]
    pub(super) fn expect(&mut self, start: usize, written: u64, elements: u64) {
        let further = u128::from(elements.saturating_sub(written));
        let bytes = self.position().saturating_sub(start) as u128;
        let more = bytes.saturating_mul(further).div_ceil(u128::from(written.max(1)));
        let allowed = self.limits.bytes.saturating_sub(self.position());
        let more = usize::try_from(more).unwrap_or(usize::MAX).min(allowed);
        if self.bytes.try_reserve_exact(more).is_ok() {
            self.room = self.bytes.capacity().min(self.limits.bytes);
        }
    }

    /// An error at the end of what was written.
    #[cold]
    pub(super) fn error(&self, kind: Kind) -> CodecError {
        CodecError::at(self.position(), kind)
    }

    /// Appends a length.
    #[inline]
    pub(super) fn put_len(&mut self, len: usize) -> Result<()> {
        // No `usize` has more than 64 bits; a reader would refuse such a length anyhow.
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        self.put(&len.to_le_bytes())
    }

    /// Replaces the length at a position that was written by `put_len`.
    pub(super) fn patch_len(&mut self, at: usize, len: u64) -> Result<()> {
        let slot = self.bytes.get_mut(at..).and_then(<[u8]>::first_chunk_mut);
        match slot {
            Some(slot) => {
                *slot = len.to_le_bytes();
                Ok(())
            }
            None => Err(CodecError::at(
                at,
                Kind::Custom("the length to be corrected is not there".to_owned()),
            )),
        }
    }

    /// Counts an element that began at a position, if it took no bytes.
    #[inline]
    pub(super) fn count_element(&mut self, start: usize) -> Result<()> {
        if self.bytes.len() != start {
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
