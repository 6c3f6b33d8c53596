//! Compressing at level 1 (RFC 1951), for numbers whose bytes were shuffled: some planes of a chunk
//! do not compress at all, others are a few values, others long runs.
//!
//! Each piece is looked at before: what its bytes would cost by themselves says how long a match
//! must be to gain, and whether it is worth looking for matches. Then it is stored, or coded with
//! a Huffman code of its own.

/// Bytes of a piece.
const PIECE: usize = 32 << 10;

/// Codes of literals, of lengths and of distances are at most so long; four fit in the writer.
const LONGEST: usize = 12;

/// The end of a block among the literals.
const END: usize = 256;

const LITERALS: usize = 286;
const DISTANCES: usize = 30;

/// Places that are remembered, by a hash of four bytes.
const HASH: u32 = 12;

/// How far back a match may be.
const WINDOW: usize = 32 << 10;

/// Bits, the lowest first.
struct Bits<'o> {
    out: &'o mut [u8],
    at: usize,
    bits: u64,
    count: u32,
}

impl Bits<'_> {
    /// Adds bits; 56 fit between two calls of `flush`.
    #[inline(always)]
    fn put(&mut self, value: u32, count: u32) {
        self.bits |= u64::from(value) << self.count;
        self.count += count;
    }

    #[inline(always)]
    fn flush(&mut self) {
        self.out[self.at..self.at + 8].copy_from_slice(&self.bits.to_le_bytes());
        let bytes = self.count / 8;
        self.at += bytes as usize;
        self.bits >>= bytes * 8;
        self.count %= 8;
    }

    /// Goes on at the next whole byte.
    fn align(&mut self) {
        self.count = self.count.div_ceil(8) * 8;
        self.flush();
    }
}

/// Bytes as they are, then a match.
#[derive(Clone, Copy)]
struct Step {
    literals: u32,
    length: u16,
    distance: u16,
}

/// The symbol of a length, its extra bits and their number.
#[inline(always)]
fn of_length(length: u16) -> (usize, u32, u32) {
    let l = u32::from(length) - 3;
    if length == 258 {
        return (285, 0, 0);
    }
    if l < 8 {
        return (257 + l as usize, 0, 0);
    }
    let extra = l.ilog2() - 2;
    (257 + (4 * (extra + 1) + (l >> extra & 3)) as usize, l & ((1 << extra) - 1), extra)
}

/// The symbol of a distance, its extra bits and their number.
#[inline(always)]
fn of_distance(distance: u16) -> (usize, u32, u32) {
    let d = u32::from(distance) - 1;
    if d < 4 {
        return (d as usize, 0, 0);
    }
    let extra = d.ilog2() - 1;
    ((2 * (extra + 1) + (d >> extra & 1)) as usize, d & ((1 << extra) - 1), extra)
}

/// A code: for each symbol its bits, and their number.
struct Code<const N: usize> {
    bits: [u16; N],
    lengths: [u8; N],
}

impl<const N: usize> Code<N> {
    /// The code for symbols that are so frequent; at least two are, and none takes more than
    /// `longest` bits.
    fn new(counts: &[u32; N], longest: usize) -> Self {
        let mut used: Vec<(u32, u16)> =
            (0..N).filter(|&s| counts[s] > 0).map(|s| (counts[s], s as u16)).collect();
        used.sort_unstable();
        // Huffman's tree with two queues: leaves in their order, and nodes as they are made.
        let n = used.len();
        let mut weights: Vec<u32> = used.iter().map(|u| u.0).collect();
        let mut parents = vec![0; 2 * n - 1];
        let (mut leaf, mut node) = (0, n);
        for made in n..2 * n - 1 {
            let mut sum = 0;
            for _ in 0..2 {
                let next = if leaf < n && (node >= made || weights[leaf] <= weights[node]) {
                    leaf += 1;
                    leaf - 1
                } else {
                    node += 1;
                    node - 1
                };
                parents[next] = made;
                sum += weights[next];
            }
            weights.push(sum);
        }
        let mut depths = vec![0usize; 2 * n - 1];
        let mut of_length = [0usize; 16];
        for i in (0..2 * n - 2).rev() {
            depths[i] = depths[parents[i]] + 1;
            if i < n {
                of_length[depths[i].min(longest)] += 1;
            }
        }
        // Cutting codes makes too many of them: a shorter one is made longer for each.
        let mut total: usize = (1..=longest).map(|l| of_length[l] << (longest - l)).sum();
        while total > 1 << longest {
            of_length[longest] -= 1;
            if let Some(l) = (1..longest).rev().find(|&l| of_length[l] > 0) {
                of_length[l] -= 1;
                of_length[l + 1] += 2;
            }
            total -= 1;
        }
        let mut lengths = [0u8; N];
        let by_length = (1..=longest).rev().flat_map(|l| std::iter::repeat_n(l, of_length[l]));
        for (&(_, symbol), length) in used.iter().zip(by_length) {
            lengths[symbol as usize] = length as u8;
        }
        let mut next = [0u16; 16];
        for l in 1..longest {
            next[l + 1] = (next[l] + of_length[l] as u16) << 1;
        }
        let mut bits = [0; N];
        for (bits, &length) in bits.iter_mut().zip(&lengths) {
            if length > 0 {
                let code = &mut next[usize::from(length)];
                *bits = code.reverse_bits() >> (16 - length);
                *code += 1;
            }
        }
        Self { bits, lengths }
    }

    #[inline(always)]
    fn put(&self, symbol: usize, bits: &mut Bits<'_>) {
        bits.put(self.bits[symbol].into(), self.lengths[symbol].into());
    }

    /// The bits that so many symbols take.
    fn cost(&self, counts: &[u32; N]) -> usize {
        self.lengths.iter().zip(counts).map(|(&l, &n)| usize::from(l) * n as usize).sum()
    }
}

/// How lengths of codes are written: symbols, each with its extra bits and their number.
fn runs(lengths: &[u8]) -> Vec<(u8, u8, u8)> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < lengths.len() {
        let value = lengths[i];
        let mut run = lengths[i..].iter().take_while(|&&l| l == value).count();
        i += run;
        if value != 0 {
            out.push((value, 0, 0));
            run -= 1;
        }
        while run >= 3 {
            let (symbol, least, most, bits) = match value {
                0 if run >= 11 => (18, 11, 138, 7),
                0 => (17, 3, 10, 3),
                _ => (16, 3, 6, 2),
            };
            let some = run.min(most);
            out.push((symbol, (some - least) as u8, bits));
            run -= some;
        }
        out.extend(std::iter::repeat_n((value, 0, 0), run));
    }
    out
}

/// How often each byte occurs.
fn count(bytes: &[u8]) -> [u32; 256] {
    // Equal neighbours would wait for each other in one table.
    let mut four = [[0u32; 256]; 4];
    let (quads, rest) = bytes.as_chunks::<4>();
    for quad in quads {
        for (counts, &byte) in four.iter_mut().zip(quad) {
            counts[usize::from(byte)] += 1;
        }
    }
    for &byte in rest {
        four[0][usize::from(byte)] += 1;
    }
    std::array::from_fn(|i| four.iter().map(|counts| counts[i]).sum())
}

/// The bits that bytes take which occur so often, by their entropy.
fn entropy(counts: &[u32; 256], all: usize) -> f32 {
    let all = all as f32;
    let one = |&n: &u32| if n == 0 { 0.0 } else { n as f32 * (all / n as f32).log2() };
    counts.iter().map(one).sum()
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|b| u64::from_le_bytes(*b))
}

/// How many bytes at two places are equal, before `end`.
fn alike(bytes: &[u8], mut a: usize, mut b: usize, end: usize) -> usize {
    let start = b;
    while b + 8 <= end {
        let (Some(x), Some(y)) = (word(bytes, a), word(bytes, b)) else { break };
        if x != y {
            return b - start + (x ^ y).trailing_zeros() as usize / 8;
        }
        (a, b) = (a + 8, b + 8);
    }
    while b < end && bytes[a] == bytes[b] {
        (a, b) = (a + 1, b + 1);
    }
    b - start
}

/// Matches of at least `least` bytes in a part of the bytes. Where none is found for long, fewer
/// places are looked at.
fn matches(
    bytes: &[u8],
    start: usize,
    end: usize,
    least: usize,
    stride: usize,
    places: &mut [u32],
    steps: &mut Vec<Step>,
) {
    steps.clear();
    let (mut at, mut from, mut missed) = (start, start, 0);
    while let Some(eight) = word(bytes, at).filter(|_| at + least.max(8) <= end) {
        let hash = ((eight as u32).wrapping_mul(0x9e37_79b1) >> (32 - HASH)) as usize;
        let before = places[hash] as usize;
        places[hash] = at as u32 + 1;
        if let Some(before) = before.checked_sub(1).filter(|&b| b < at && at - b < WINDOW) {
            let mut length = alike(bytes, before, at, end.min(at + 258));
            let (found, distance) = (at, at - before);
            while length >= least {
                let literals = (at - from) as u32;
                steps.push(Step { literals, length: length as u16, distance: distance as u16 });
                at += length;
                (from, missed) = (at, 0);
                // What is longer than a match can be goes on as the next one.
                let more = length == 258;
                length = if more { alike(bytes, at - distance, at, end.min(at + 258)) } else { 0 };
            }
            if at > found {
                continue;
            }
        }
        missed += 1;
        at += stride + (missed >> 5);
    }
    steps.push(Step { literals: (end - from) as u32, length: 0, distance: 0 });
}

/// What a thread keeps from chunk to chunk.
#[derive(Default)]
pub(super) struct Deflate {
    places: Vec<u32>,
    steps: Vec<Step>,
}

impl Deflate {
    /// Compresses bytes as a zlib stream, whose checksum is given.
    pub(super) fn zlib(&mut self, bytes: &[u8], checksum: u32, out: &mut Vec<u8>) {
        out.resize(bytes.len() + (bytes.len() / PIECE + 1) * 8 + 32, 0);
        out[..2].copy_from_slice(&[0x78, 0x01]);
        self.places.clear();
        self.places.resize(1 << HASH, 0);
        let mut bits = Bits { out, at: 2, bits: 0, count: 0 };
        let mut start = 0;
        loop {
            let end = (start + PIECE).min(bytes.len());
            self.piece(bytes, start, end, &mut bits);
            start = end;
            if end == bytes.len() {
                break;
            }
        }
        bits.align();
        let at = bits.at;
        out.truncate(at);
        out.extend_from_slice(&checksum.to_be_bytes());
    }

    fn piece(&mut self, bytes: &[u8], start: usize, end: usize, bits: &mut Bits<'_>) {
        let piece = &bytes[start..end];
        let last = u32::from(end == bytes.len());
        let counts = count(piece);
        let each = entropy(&counts, piece.len()) / piece.len().max(1) as f32;
        // A match takes about 22 bits.
        let least = ((22.0 / each.max(0.1)) as usize).clamp(4, 64);
        let stride = if each > 7.9 { 16 } else { 1 };
        let Self { places, steps } = self;
        matches(bytes, start, end, least, stride, places, steps);

        let mut literals = [0u32; LITERALS];
        let mut distances = [0u32; DISTANCES];
        let (mut extra, mut at) = (0, start);
        if steps.len() == 1 {
            literals[..256].copy_from_slice(&counts);
            if each > 7.9 {
                return store(piece, last, bits);
            }
        } else {
            for step in &*steps {
                for &byte in &bytes[at..at + step.literals as usize] {
                    literals[usize::from(byte)] += 1;
                }
                at += step.literals as usize + usize::from(step.length);
                if step.length > 0 {
                    let (length, distance) = (of_length(step.length), of_distance(step.distance));
                    literals[length.0] += 1;
                    distances[distance.0] += 1;
                    extra += (length.2 + distance.2) as usize;
                }
            }
        }
        literals[END] = 1;
        // Some readers want two codes at least.
        for i in 0..2 {
            literals[i] = literals[i].max(1);
            distances[i] = distances[i].max(1);
        }
        let (of_literals, of_distances) =
            (Code::new(&literals, LONGEST), Code::new(&distances, LONGEST));
        let table = Table::new(&of_literals, &of_distances);
        let cost = of_literals.cost(&literals) + of_distances.cost(&distances) + extra;
        if table.cost() + cost >= (piece.len() + 4) * 8 {
            return store(piece, last, bits);
        }
        table.write(last, bits);
        let mut at = start;
        for step in &*steps {
            let plain = &bytes[at..at + step.literals as usize];
            let (fours, rest) = plain.as_chunks::<4>();
            for four in fours {
                four.iter().for_each(|&byte| of_literals.put(byte.into(), bits));
                bits.flush();
            }
            rest.iter().for_each(|&byte| of_literals.put(byte.into(), bits));
            bits.flush();
            at += step.literals as usize + usize::from(step.length);
            if step.length > 0 {
                let (symbol, value, count) = of_length(step.length);
                of_literals.put(symbol, bits);
                bits.put(value, count);
                let (symbol, value, count) = of_distance(step.distance);
                of_distances.put(symbol, bits);
                bits.put(value, count);
                bits.flush();
            }
        }
        of_literals.put(END, bits);
        bits.flush();
    }
}

/// Bytes as they are.
fn store(piece: &[u8], last: u32, bits: &mut Bits<'_>) {
    bits.put(last, 3);
    bits.align();
    let length = piece.len() as u16;
    bits.put(length.into(), 16);
    bits.put((!length).into(), 16);
    bits.flush();
    bits.out[bits.at..bits.at + piece.len()].copy_from_slice(piece);
    bits.at += piece.len();
}

/// The description of two codes in front of what they code.
struct Table {
    literals: usize,
    distances: usize,
    runs: Vec<(u8, u8, u8)>,
    code: Code<19>,
    counts: [u32; 19],
    lengths: usize,
}

/// The order in which the lengths of the code of lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

impl Table {
    fn new(literals: &Code<LITERALS>, distances: &Code<DISTANCES>) -> Self {
        let used = |lengths: &[u8]| lengths.iter().rposition(|&l| l > 0).map_or(0, |last| last + 1);
        let of_literals = used(&literals.lengths).max(257);
        let of_distances = used(&distances.lengths).max(1);
        let all = [&literals.lengths[..of_literals], &distances.lengths[..of_distances]].concat();
        let runs = runs(&all);
        let mut counts = [0; 19];
        runs.iter().for_each(|run| counts[usize::from(run.0)] += 1);
        let mut at_least_two = counts;
        at_least_two[0] = at_least_two[0].max(1);
        at_least_two[18] = at_least_two[18].max(1);
        let code = Code::new(&at_least_two, 7);
        let lengths = ORDER.iter().rposition(|&s| code.lengths[s] > 0).map_or(4, |l| l + 1).max(4);
        Self { literals: of_literals, distances: of_distances, runs, code, counts, lengths }
    }

    /// Bits that the description takes.
    fn cost(&self) -> usize {
        let extra: usize = self.runs.iter().map(|run| usize::from(run.2)).sum();
        17 + 3 * self.lengths + self.code.cost(&self.counts) + extra
    }

    fn write(&self, last: u32, bits: &mut Bits<'_>) {
        bits.put(last | 2 << 1, 3);
        bits.put((self.literals - 257) as u32, 5);
        bits.put((self.distances - 1) as u32, 5);
        bits.put((self.lengths - 4) as u32, 4);
        bits.flush();
        for &symbol in &ORDER[..self.lengths] {
            bits.put(self.code.lengths[symbol].into(), 3);
            bits.flush();
        }
        for &(symbol, value, count) in &self.runs {
            self.code.put(symbol.into(), bits);
            bits.put(value.into(), count.into());
            bits.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(bytes: &[u8]) -> usize {
        let mut out = Vec::new();
        Deflate::default().zlib(bytes, libdeflater::adler32(bytes), &mut out);
        let mut again = vec![0; bytes.len()];
        let mut inflate = libdeflater::Decompressor::new();
        assert_eq!(inflate.zlib_decompress(&out, &mut again), Ok(bytes.len()));
        assert!(again == bytes);
        out.len()
    }

    fn random() -> impl Iterator<Item = u64> {
        let mut state = 1u64;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 33
        })
    }

    #[test]
    fn is_read_back_and_small() {
        assert!(back(&[]) < 32);
        assert!(back(&[7]) < 32);
        assert!(back(&[0; 200_000]) < 1000);
        let noise: Vec<u8> = random().take(200_000).map(|x| x as u8).collect();
        assert!(back(&noise) < 200_100);
        let few: Vec<u8> = random().take(200_000).map(|x| (x % 10) as u8).collect();
        assert!(back(&few) < 200_000 * 9 / 20);
        let text: Vec<u8> = (0..20_000)
            .flat_map(|i| format!("line {} of many\n", i * i % 977).into_bytes())
            .collect();
        assert!(back(&text) < text.len() / 4);
        // Noise that comes again.
        let twice = [&noise[..20_000], &noise[..20_000]].concat();
        assert!(back(&twice) < 32_000);
    }

    #[test]
    fn any_length_and_any_frequencies() {
        for n in 0..300 {
            back(&random().take(n).map(|x| (x % 3) as u8).collect::<Vec<u8>>());
        }
        // Fibonacci's numbers make the deepest tree.
        let (mut a, mut b) = (1usize, 1);
        let mut deep = Vec::new();
        for byte in 0..22 {
            deep.extend(std::iter::repeat_n(byte, a));
            (a, b) = (b, a + b);
        }
        let mut shuffled = deep.clone();
        for (i, x) in (1..shuffled.len()).rev().zip(random()) {
            shuffled.swap(i, x as usize % (i + 1));
        }
        back(&deep);
        back(&shuffled);
    }
}
