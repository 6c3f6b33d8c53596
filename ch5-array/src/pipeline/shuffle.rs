//! The shuffle filter: bytes of the same significance together.

use crate::storage::cpu::{Work, widely};

/// Puts the bytes of elements together again. Bytes behind the last whole element are copied.
pub(super) fn unshuffle(size: usize, from: &[u8], to: &mut [u8]) {
    let n = from.len() / size.max(1);
    if size <= 1 {
        to.copy_from_slice(from);
        return;
    }
    match size {
        2 => widely(Gather::<2> { n, from, to }),
        4 => widely(Gather::<4> { n, from, to }),
        8 => widely(Gather::<8> { n, from, to }),
        16 => widely(Gather::<16> { n, from, to }),
        _ => {
            for (place, plane) in from.chunks_exact(n.max(1)).take(size).enumerate() {
                for (i, &byte) in plane.iter().enumerate() {
                    to[i * size + place] = byte;
                }
            }
        }
    }
    to[n * size..].copy_from_slice(&from[n * size..]);
}

/// Elements at once: their planes and their result are a few cache lines.
const SOME: usize = 64;

/// The planes of [`SOME`] elements.
type Planes<const SIZE: usize> = [[u8; SOME]; SIZE];

/// Two halves of each number as one of twice the width, and back; loops that compilers turn into a
/// few instructions for a register of elements.
macro_rules! halves {
    ($($join:ident $split:ident $half:ty => $whole:ty;)*) => {$(
        #[inline(always)]
        fn $join(low: &[$half; SOME], high: &[$half; SOME]) -> [$whole; SOME] {
            let mut out = [0; SOME];
            for (out, (&low, &high)) in out.iter_mut().zip(low.iter().zip(high)) {
                *out = <$whole>::from(low) | <$whole>::from(high) << <$half>::BITS;
            }
            out
        }

        #[inline(always)]
        fn $split(whole: &[$whole; SOME]) -> ([$half; SOME], [$half; SOME]) {
            let (mut low, mut high) = ([0; SOME], [0; SOME]);
            for ((low, high), &whole) in low.iter_mut().zip(&mut high).zip(whole) {
                *low = whole as $half;
                *high = (whole >> <$half>::BITS) as $half;
            }
            (low, high)
        }
    )*};
}

halves! {
    join8 split8 u8 => u16;
    join16 split16 u16 => u32;
    join32 split32 u32 => u64;
}

#[inline(always)]
fn join_four(p: &[[u8; SOME]]) -> [u32; SOME] {
    join16(&join8(&p[0], &p[1]), &join8(&p[2], &p[3]))
}

#[inline(always)]
fn join_eight(p: &[[u8; SOME]]) -> [u64; SOME] {
    join32(&join_four(&p[..4]), &join_four(&p[4..]))
}

#[inline(always)]
fn split_four(x: &[u32; SOME], p: &mut [[u8; SOME]]) {
    let (low, high) = split16(x);
    (p[0], p[1]) = split8(&low);
    (p[2], p[3]) = split8(&high);
}

#[inline(always)]
fn split_eight(x: &[u64; SOME], p: &mut [[u8; SOME]]) {
    let (low, high) = split32(x);
    split_four(&low, &mut p[..4]);
    split_four(&high, &mut p[4..]);
}

struct Gather<'a, const SIZE: usize> {
    n: usize,
    from: &'a [u8],
    to: &'a mut [u8],
}

impl<const SIZE: usize> Work for Gather<'_, SIZE> {
    type Out = ();

    #[inline(always)]
    fn run(self) {
        let Self { n, from, to } = self;
        let whole = n - n % SOME;
        for (block, out) in to[..whole * SIZE].chunks_exact_mut(SOME * SIZE).enumerate() {
            let mut planes: Planes<SIZE> = [[0; SOME]; SIZE];
            for (place, plane) in planes.iter_mut().enumerate() {
                let at = place * n + block * SOME;
                plane.copy_from_slice(&from[at..at + SOME]);
            }
            match SIZE {
                2 => {
                    let joined = join8(&planes[0], &planes[1]);
                    for (to, x) in out.chunks_exact_mut(2).zip(joined) {
                        to.copy_from_slice(&x.to_le_bytes());
                    }
                }
                4 => {
                    for (to, x) in out.chunks_exact_mut(4).zip(join_four(&planes)) {
                        to.copy_from_slice(&x.to_le_bytes());
                    }
                }
                _ => {
                    for part in 0..SIZE / 8 {
                        let joined = join_eight(&planes[part * 8..part * 8 + 8]);
                        for (to, x) in out.chunks_exact_mut(SIZE).zip(joined) {
                            to[part * 8..part * 8 + 8].copy_from_slice(&x.to_le_bytes());
                        }
                    }
                }
            }
        }
        for i in whole..n {
            for place in 0..SIZE {
                to[i * SIZE + place] = from[place * n + i];
            }
        }
    }
}

/// Puts bytes of the same significance together.
pub(super) fn shuffle(size: usize, from: &[u8], to: &mut [u8]) {
    let n = from.len() / size.max(1);
    if size <= 1 {
        to.copy_from_slice(from);
        return;
    }
    match size {
        2 => widely(Scatter::<2> { n, from, to }),
        4 => widely(Scatter::<4> { n, from, to }),
        8 => widely(Scatter::<8> { n, from, to }),
        16 => widely(Scatter::<16> { n, from, to }),
        _ => {
            for (place, plane) in to.chunks_exact_mut(n.max(1)).take(size).enumerate() {
                for (i, byte) in plane.iter_mut().enumerate() {
                    *byte = from[i * size + place];
                }
            }
        }
    }
    to[n * size..].copy_from_slice(&from[n * size..]);
}

struct Scatter<'a, const SIZE: usize> {
    n: usize,
    from: &'a [u8],
    to: &'a mut [u8],
}

impl<const SIZE: usize> Work for Scatter<'_, SIZE> {
    type Out = ();

    #[inline(always)]
    fn run(self) {
        let Self { n, from, to } = self;
        let whole = n - n % SOME;
        for (block, elements) in from[..whole * SIZE].chunks_exact(SOME * SIZE).enumerate() {
            let mut planes: Planes<SIZE> = [[0; SOME]; SIZE];
            match SIZE {
                2 => {
                    let mut x = [0u16; SOME];
                    for (x, from) in x.iter_mut().zip(elements.as_chunks().0) {
                        *x = u16::from_le_bytes(*from);
                    }
                    (planes[0], planes[1]) = split8(&x);
                }
                4 => {
                    let mut x = [0u32; SOME];
                    for (x, from) in x.iter_mut().zip(elements.as_chunks().0) {
                        *x = u32::from_le_bytes(*from);
                    }
                    split_four(&x, &mut planes);
                }
                _ => {
                    for part in 0..SIZE / 8 {
                        let mut x = [0u64; SOME];
                        for (x, from) in x.iter_mut().zip(elements.chunks_exact(SIZE)) {
                            if let Some(from) = from[part * 8..].first_chunk() {
                                *x = u64::from_le_bytes(*from);
                            }
                        }
                        split_eight(&x, &mut planes[part * 8..part * 8 + 8]);
                    }
                }
            }
            for (place, plane) in planes.iter().enumerate() {
                let at = place * n + block * SOME;
                to[at..at + SOME].copy_from_slice(plane);
            }
        }
        for i in whole..n {
            for place in 0..SIZE {
                to[place * n + i] = from[i * SIZE + place];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_what_the_filter_does() {
        for size in [1, 2, 3, 4, 8, 16] {
            for n in [0, 1, 63, 64, 65, 200] {
                let from: Vec<u8> = (0..n * size + 1).map(|i| (i * 7 % 251) as u8).collect();
                let (mut planes, mut back) = (vec![0; from.len()], vec![0; from.len()]);
                shuffle(size, &from, &mut planes);
                for i in 0..n {
                    for place in 0..size {
                        assert_eq!(planes[place * n + i], from[i * size + place]);
                    }
                }
                unshuffle(size, &planes, &mut back);
                assert_eq!(back, from);
            }
        }
    }
}
