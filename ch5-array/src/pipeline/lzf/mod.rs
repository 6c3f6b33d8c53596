//! LZF, the format of M. Lehmann's LibLZF, which h5py calls filter 32000.
//!
//! A stream is a row of items, each of which begins with a byte of control. Below 32 it is the
//! number of bytes that follow as they are, less one. Else its upper three bits are the length of
//! a repetition, less two; where they are all set, the next byte is added to it. Its lower five
//! bits and one byte more say how far behind it lies, less one. A repetition may overlap what it
//! makes.

mod decode;
mod encode;

pub(super) use decode::decode;
pub(super) use encode::encode;

/// Bytes that are copied as they are by one item.
const LITERAL: usize = 32;
/// How far behind a repetition may lie.
const REACH: usize = 1 << 13;
/// The longest repetition.
const LONGEST: usize = 7 + 255 + 2;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::decode::Wrong;
    use super::*;

    /// Numbers that look random, the same at every run.
    fn noise(mut seed: u64) -> impl Iterator<Item = u64> {
        std::iter::repeat_with(move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            seed >> 33
        })
    }

    /// Runs, repetitions at every distance, and noise between them.
    fn data(seed: u64, len: usize) -> Vec<u8> {
        let mut next = noise(seed);
        let mut of = move |n: u64| (next.next().unwrap() % n.max(1)) as usize;
        let mut out: Vec<u8> = Vec::new();
        while out.len() < len {
            let most = [4, 40, 600][of(3)];
            let n = 1 + of(most);
            if of(3) == 0 || out.is_empty() {
                (0..n).for_each(|_| out.push(of(256) as u8));
            } else {
                let far = [20, 20_000][of(2)];
                let back = 1 + of(far.min(out.len() as u64));
                (0..n).for_each(|_| out.push(out[out.len() - back]));
            }
        }
        out.truncate(len);
        out
    }

    #[test]
    fn what_was_encoded_decodes() {
        let mut encoded = Vec::new();
        let mut smaller = 0;
        for seed in 0..400 {
            let len = [0, 1, 2, 3, 4, 31, 32, 33, 34, 255, 4096, 50_000][seed as usize % 12];
            let plain = data(seed, len + seed as usize % 5);
            if !encode(&plain, &mut encoded) {
                continue;
            }
            smaller += 1;
            assert!(encoded.len() < plain.len());
            let mut back = vec![0xaa; plain.len()];
            assert_eq!(decode(&encoded, &mut back), Ok(()), "{seed}");
            assert!(back == plain, "{seed}");
            // A place of another size is noticed.
            let mut more = vec![0; plain.len() + 1];
            assert_eq!(decode(&encoded, &mut more), Err(Wrong::Short(plain.len())));
            let mut less = vec![0; plain.len() - 1];
            assert_eq!(decode(&encoded, &mut less), Err(Wrong::Long));
        }
        assert!(smaller > 150, "{smaller}");
    }

    #[test]
    fn long_runs_become_few_bytes() {
        let mut encoded = Vec::new();
        for byte in [0, 7] {
            assert!(encode(&vec![byte; 100_000], &mut encoded));
            assert!(encoded.len() < 100_000 / LONGEST * 3 + 16, "{}", encoded.len());
        }
        // Noise does not become smaller.
        let random: Vec<u8> = noise(3).take(5000).map(|n| n as u8).collect();
        assert!(!encode(&random, &mut encoded));
    }

    #[test]
    fn what_is_not_a_stream_is_an_error() {
        let mut to = [0; 16];
        // Bytes that are not there: literals, the length, the distance.
        for cut in [&[3, 1, 2][..], &[0, 1, 0xe0], &[0, 1, 0xe0, 4], &[0, 1, 0x20]] {
            assert_eq!(decode(cut, &mut to), Err(Wrong::Cut), "{cut:?}");
        }
        // Repetitions of what lies before the first byte.
        for before in [&[0x20, 0][..], &[0, 1, 0x20, 1], &[0, 1, 0x3f, 0xff]] {
            assert_eq!(decode(before, &mut to), Err(Wrong::Before), "{before:?}");
        }
        // More than there is room for.
        for long in
            [&[0, 1, 0xe0, 255, 0][..], &[15, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 0, 9]]
        {
            assert_eq!(decode(long, &mut to), Err(Wrong::Long), "{long:?}");
        }
        assert_eq!(decode(&[], &mut to), Err(Wrong::Short(0)));
    }

    #[test]
    fn any_bytes_end_in_an_answer() {
        let mut next = noise(11);
        let plain = data(5, 3000);
        let mut encoded = Vec::new();
        assert!(encode(&plain, &mut encoded));
        let mut to = vec![0; plain.len()];
        for round in 0..20_000 {
            let mut bytes = if round % 2 == 0 {
                encoded.clone()
            } else {
                next.by_ref().take(round % 97).map(|n| n as u8).collect()
            };
            for _ in 0..round % 4 {
                if !bytes.is_empty() {
                    let at = next.next().unwrap() as usize % bytes.len();
                    bytes[at] = next.next().unwrap() as u8;
                }
            }
            let _ = decode(&bytes, &mut to);
        }
    }
}
