//! Changes of a file that are not written yet.

use std::collections::BTreeMap;

/// Bytes that are not written yet, by address; no two overlap.
#[derive(Debug, Default)]
pub(super) struct Pending(pub(super) BTreeMap<u64, Vec<u8>>);

impl Pending {
    /// Forgets the bytes from `from` to `to`.
    pub(super) fn cut(&mut self, from: u64, to: u64) {
        let before = self.0.range(..from).next_back();
        let start = match before {
            Some((&at, bytes)) if at + bytes.len() as u64 > from => at,
            _ => from,
        };
        let hit: Vec<u64> = self.0.range(start..to).map(|(&at, _)| at).collect();
        for at in hit {
            let mut bytes = self.0.remove(&at).unwrap_or_default();
            let end = at + bytes.len() as u64;
            if end > to {
                self.0.insert(to, bytes.split_off((to - at) as usize));
            }
            if at < from {
                bytes.truncate((from - at) as usize);
                self.0.insert(at, bytes);
            }
        }
    }

    pub(super) fn put(&mut self, at: u64, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.cut(at, at + bytes.len() as u64);
            self.0.insert(at, bytes.to_vec());
        }
    }

    /// Lays the bytes over what was read at `at`.
    pub(super) fn overlay(&self, at: u64, buffer: &mut [u8]) {
        let end = at + buffer.len() as u64;
        for (&from, bytes) in self.0.range(..end).rev() {
            let to = from + bytes.len() as u64;
            // Entries do not overlap, so those before end earlier still.
            if to <= at {
                break;
            }
            let (first, last) = (from.max(at), to.min(end));
            buffer[(first - at) as usize..(last - at) as usize]
                .copy_from_slice(&bytes[(first - from) as usize..(last - from) as usize]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pending_bytes_are_what_a_flat_file_would_hold() {
        // A small linear congruential generator: the same numbers at every run.
        let mut seed = 1u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % n
        };
        let mut pending = Pending::default();
        let mut flat = [0u8; 64];
        for round in 1..=2_000u64 {
            let at = next(64);
            let n = next(65 - at);
            let (from, to) = (at as usize, (at + n) as usize);
            if next(3) == 0 {
                pending.cut(at, at + n);
                flat[from..to].fill(0);
            } else {
                let byte = (round % 255 + 1) as u8;
                pending.put(at, &vec![byte; n as usize]);
                flat[from..to].fill(byte);
            }
            let (first, last) = (next(64) as usize, 64);
            let mut seen = vec![0; last - first];
            pending.overlay(first as u64, &mut seen);
            assert_eq!(seen, flat[first..last], "round {round}");
            let mut end = 0;
            for (&at, bytes) in &pending.0 {
                assert!(at >= end && !bytes.is_empty(), "round {round}");
                end = at + bytes.len() as u64;
            }
        }
    }
}
