//! Numbers of the other byte order.

use crate::storage::cpu::{Work, widely};

/// Turns the bytes of each word of so many bytes; a complex number is two words.
pub(super) fn swap(word: usize, bytes: &mut [u8]) {
    match word {
        2 => widely(Swap::<2>(bytes)),
        4 => widely(Swap::<4>(bytes)),
        8 => widely(Swap::<8>(bytes)),
        0 | 1 => {}
        _ => bytes.chunks_exact_mut(word).for_each(<[u8]>::reverse),
    }
}

struct Swap<'a, const WORD: usize>(&'a mut [u8]);

impl<const WORD: usize> Work for Swap<'_, WORD> {
    type Out = ();

    #[inline(always)]
    fn run(self) {
        let (words, _) = self.0.as_chunks_mut::<WORD>();
        for word in words {
            word.reverse();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_turned() {
        for word in [1, 2, 3, 4, 8, 16] {
            for n in [0, 1, 2, 7, 64, 1000] {
                let before: Vec<u8> = (0..n * word).map(|i| (i * 7 % 251) as u8).collect();
                let mut after = before.clone();
                swap(word, &mut after);
                for (a, b) in before.chunks(word).zip(after.chunks(word)) {
                    assert!(a.iter().eq(b.iter().rev()), "{word} {n}");
                }
            }
        }
    }
}
