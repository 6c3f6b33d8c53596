//! Room on the stack for values within values.
//!
//! Nesting is bounded by `Limits::depth`, but how much stack a level takes is up to the types and
//! the compiler. Each level asks for room and goes on in a new segment where there is little.

/// Bytes that a level must find free, and bytes of a new segment.
const RED_ZONE: usize = 128 << 10;
const SEGMENT: usize = 2 << 20;

/// Runs one level.
pub(crate) fn level<R>(run: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(RED_ZONE, SEGMENT, run)
}

/// Runs one level for a value; numbers and the like have none below them.
#[inline]
pub(crate) fn level_of<T: ?Sized, R>(value: &T, run: impl FnOnce() -> R) -> R {
    // A box is small too, but serde asks again for what is in it.
    if size_of_val(value) <= 16 { run() } else { level(run) }
}
