//! The shuffle filter: bytes of the same significance together.

/// Puts the bytes of elements together again. Bytes behind the last whole element are copied.
pub(super) fn unshuffle(size: usize, from: &[u8], to: &mut [u8]) {
    let n = from.len() / size.max(1);
    if size <= 1 {
        to.copy_from_slice(from);
        return;
    }
    match size {
        2 => gather::<2>(n, from, to),
        4 => gather::<4>(n, from, to),
        8 => gather::<8>(n, from, to),
        16 => gather::<16>(n, from, to),
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

fn gather<const SIZE: usize>(n: usize, from: &[u8], to: &mut [u8]) {
    let mut planes = from.chunks_exact(n.max(1));
    let planes: [&[u8]; SIZE] = std::array::from_fn(|_| planes.next().unwrap_or_default());
    let whole = n - n % SOME;
    for (block, out) in to[..whole * SIZE].chunks_exact_mut(SOME * SIZE).enumerate() {
        let at = block * SOME;
        let mut rows = [[0u8; SOME]; SIZE];
        for (row, plane) in rows.iter_mut().zip(&planes) {
            row.copy_from_slice(&plane[at..at + SOME]);
        }
        interleave(&rows, out);
    }
    for i in whole..n {
        for (place, plane) in planes.iter().enumerate() {
            to[i * SIZE + place] = plane[i];
        }
    }
}

/// Columns of `rows` one after the other. Pairs of rows are interleaved, then pairs of those: each
/// step is a loop that compilers turn into one instruction for 16 bytes.
fn interleave<const SIZE: usize>(rows: &[[u8; SOME]; SIZE], out: &mut [u8]) {
    for (i, element) in out.chunks_exact_mut(SIZE).enumerate() {
        for (byte, row) in element.iter_mut().zip(rows) {
            *byte = row[i];
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
        2 => scatter::<2>(n, from, to),
        4 => scatter::<4>(n, from, to),
        8 => scatter::<8>(n, from, to),
        16 => scatter::<16>(n, from, to),
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

fn scatter<const SIZE: usize>(n: usize, from: &[u8], to: &mut [u8]) {
    let whole = n - n % SOME;
    let (planes, _) = to.split_at_mut(n * SIZE);
    for (block, elements) in from[..whole * SIZE].chunks_exact(SOME * SIZE).enumerate() {
        for place in 0..SIZE {
            let at = place * n + block * SOME;
            for (byte, element) in planes[at..at + SOME].iter_mut().zip(elements.chunks_exact(SIZE))
            {
                *byte = element[place];
            }
        }
    }
    for i in whole..n {
        for place in 0..SIZE {
            planes[place * n + i] = from[i * SIZE + place];
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
