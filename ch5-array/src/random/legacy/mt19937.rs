//! The Mersenne twister MT19937.
//!
//! M. Matsumoto, T. Nishimura: *Mersenne twister: a 623-dimensionally equidistributed uniform
//! pseudo-random number generator*, ACM TOMACS 8 (1998), with the seeding of 2002.

/// Words of the state.
pub(crate) const WORDS: usize = 624;
const MIDDLE: usize = 397;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mt19937 {
    pub(crate) words: [u32; WORDS],
    /// The next word to give; 624 if all are used up.
    pub(crate) place: usize,
}

impl Mt19937 {
    pub(crate) fn new(seed: u32) -> Self {
        let mut words = [seed; WORDS];
        for i in 1..WORDS {
            let last = words[i - 1];
            words[i] = (last ^ last >> 30).wrapping_mul(1_812_433_253).wrapping_add(i as u32);
        }
        Self { words, place: WORDS }
    }

    /// The state after seeding with several words; no words are as the one word 0.
    pub(crate) fn from_words(key: &[u32]) -> Self {
        let key = if key.is_empty() { &[0] } else { key };
        let Self { words: mut s, place } = Self::new(19_650_218);
        let mut i = 1;
        let wrap = |s: &mut [u32; WORDS], i: &mut usize| {
            *i += 1;
            if *i == WORDS {
                s[0] = s[WORDS - 1];
                *i = 1;
            }
        };
        for step in 0..WORDS.max(key.len()) {
            let j = step % key.len();
            let last = s[i - 1];
            s[i] = (s[i] ^ (last ^ last >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            wrap(&mut s, &mut i);
        }
        for _ in 1..WORDS {
            let last = s[i - 1];
            s[i] = (s[i] ^ (last ^ last >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            wrap(&mut s, &mut i);
        }
        s[0] = 0x8000_0000;
        Self { words: s, place }
    }

    fn twist(&mut self) {
        let s = &mut self.words;
        for i in 0..WORDS {
            let y = (s[i] & 0x8000_0000) | (s[(i + 1) % WORDS] & 0x7fff_ffff);
            let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            s[i] = s[(i + MIDDLE) % WORDS] ^ (y >> 1) ^ odd;
        }
        self.place = 0;
    }

    pub(crate) fn next(&mut self) -> u32 {
        if self.place >= WORDS {
            self.twist();
        }
        let mut y = self.words[self.place];
        self.place += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }
}
