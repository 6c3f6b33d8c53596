//! From a stream to its bytes.

use super::LITERAL;

/// What is wrong with a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pipeline) enum Wrong {
    /// It ends within an item.
    Cut,
    /// It repeats what lies before its first byte.
    Before,
    /// It makes more bytes than there is room for.
    Long,
    /// It makes so many bytes, which are too few.
    Short(usize),
}

impl Wrong {
    /// The same in words, for a place of `size` bytes.
    pub(in crate::pipeline) fn says(self, size: usize) -> String {
        match self {
            Self::Cut => "a stream that is cut short".to_owned(),
            Self::Before => "a repetition of what lies before the chunk".to_owned(),
            Self::Long => format!("more than {size} bytes"),
            Self::Short(n) => format!("{n} bytes"),
        }
    }
}

/// Bytes that are copied at once where there is room; what is too much is written over by the next
/// item.
const WORD: usize = 16;
const HALF: usize = WORD / 2;

/// Decodes a stream, which must fill `to`.
pub(in crate::pipeline) fn decode(from: &[u8], to: &mut [u8]) -> Result<(), Wrong> {
    let (mut read, mut made) = (0, 0);
    while let Some(&control) = from.get(read) {
        read += 1;
        let control = usize::from(control);
        if control < LITERAL {
            let n = control + 1;
            let all = from.get(read..).unwrap_or_default();
            let room = &mut to[made..];
            if let (Some(all), Some(room)) =
                (all.first_chunk::<LITERAL>(), room.first_chunk_mut::<LITERAL>())
            {
                *room = *all;
            } else {
                let some = all.get(..n).ok_or(Wrong::Cut)?;
                room.get_mut(..n).ok_or(Wrong::Long)?.copy_from_slice(some);
            }
            read += n;
            made += n;
            continue;
        }
        let mut n = control >> 5;
        if n == 7 {
            n += usize::from(*from.get(read).ok_or(Wrong::Cut)?);
            read += 1;
        }
        n += 2;
        let low = usize::from(*from.get(read).ok_or(Wrong::Cut)?);
        read += 1;
        let back = ((control & 0x1f) << 8 | low) + 1;
        let start = made.checked_sub(back).ok_or(Wrong::Before)?;
        if n > to.len() - made {
            return Err(Wrong::Long);
        }
        repeat(&mut to[start..], back, n);
        made += n;
    }
    if made == to.len() { Ok(()) } else { Err(Wrong::Short(made)) }
}

/// Copies `n` bytes from the beginning of `room` to what lies `back` behind it, of which there is
/// as much; copied bytes may be copied again.
#[inline(always)]
fn repeat(room: &mut [u8], back: usize, n: usize) {
    let end = back + n;
    if room.len() < end + WORD {
        // Near the end of all there is: as often as the distance fits.
        let mut at = back;
        while at < end {
            let some = back.min(end - at);
            room.copy_within(at - back..at - back + some, at);
            at += some;
        }
    } else if back >= WORD {
        words::<WORD>(room, back, end);
    } else if back >= HALF {
        words::<HALF>(room, back, end);
    } else {
        periods(room, back, end);
    }
}

/// Copies words to the places from `back` to `end`; the distance is no shorter than a word.
#[inline(always)]
fn words<const SIZE: usize>(room: &mut [u8], back: usize, end: usize) {
    let mut at = back;
    while at < end {
        let Some((from, to)) = room[at - back..].split_at_mut_checked(back) else { return };
        if let (Some(from), Some(to)) = (from.first_chunk::<SIZE>(), to.first_chunk_mut::<SIZE>()) {
            *to = *from;
        }
        at += SIZE;
    }
}

/// The same for distances shorter than a word: one that holds as many periods as fit is written
/// again and again.
#[inline(always)]
fn periods(room: &mut [u8], back: usize, end: usize) {
    let Some(first) = room.first_chunk::<HALF>() else { return };
    let mut filled = 8 * back as u32;
    let mut word = u64::from_le_bytes(*first) & (u64::MAX >> (64 - filled));
    while filled < 64 {
        word |= word << filled;
        filled *= 2;
    }
    let (word, step) = (word.to_le_bytes(), HALF - HALF % back);
    let mut at = back;
    while at < end {
        if let Some(to) = room[at..].first_chunk_mut::<HALF>() {
            *to = word;
        }
        at += step;
    }
}
