//! The words of one element, and how distributions fill arrays with them.

use std::ops::Range;

use super::philox::philox;
use super::source::Source;
use super::ziggurat::{EXPONENTIAL, NORMAL};

/// Elements whose shared words are computed together; a multiple of 4.
const BATCH: usize = 64;
/// Counters of words that four neighbouring elements share.
const SHARED: u64 = 0;
/// Counters of words of one element alone.
const PRIVATE: u64 = 1;

/// Which numbers: those of one call with one seed.
///
/// The value of element `i` depends on `seed`, `stream` and `i` alone: not on how many elements
/// are computed together, nor in which order, nor by how many threads.
///
/// ```
/// # use ch5_array::random::*;
/// let key = Generator::new(8).get_state();
/// assert_eq!(key, Key { seed: 8, stream: 0 });
/// assert_eq!(Uniform::STANDARD.at(key, 5), Uniform::STANDARD.at(key, 5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Key {
    /// The seed of the generator.
    pub seed: u64,
    /// The number of the call since the generator was seeded.
    pub stream: u64,
}

impl Key {
    #[inline(always)]
    fn words(self) -> [u64; 2] {
        [self.seed, self.stream]
    }

    /// The `nth` words of neighbouring elements, from element `4 * group` on.
    ///
    /// Apart from what is made of the words, as this keeps the processor busiest.
    #[inline(always)]
    fn shared(self, group: u64, nth: u64, out: &mut [u64]) {
        for (i, to) in out.chunks_exact_mut(4).enumerate() {
            let counter = [group.wrapping_add(i as u64), nth, SHARED, 0];
            to.copy_from_slice(&philox(counter, self.words()));
        }
    }

    /// The words of places `4 * group` to `4 * group + 3`.
    pub(crate) fn block(self, group: u64) -> [u64; 4] {
        philox([group, 0, SHARED, 0], self.words())
    }
}

/// A number of [0, 1) with the upper 53 bits of a word.
#[inline(always)]
pub(crate) fn to_unit(word: u64) -> f64 {
    (word >> 11) as i64 as f64 * (1.0 / (1u64 << 53) as f64)
}

/// The words of one element: a few that were computed together with its neighbours', then as
/// many of its own as a rejection method wants.
///
/// ```
/// # use ch5_array::random::*;
/// /// The sum of two dice.
/// struct Dice;
/// impl Distribution for Dice {
///     type Item = i64;
///     fn sample<S: Source>(&self, source: &mut S) -> i64 {
///         2 + (source.up_to(5) + source.up_to(5)) as i64
///     }
/// }
/// // Each place of the array has a `Stream` of its own.
/// assert!((2..=12).contains(&Dice.at(Key { seed: 8, stream: 0 }, 3)));
/// ```
pub struct Stream {
    key: Key,
    index: u64,
    block: u64,
    words: [u64; 4],
    left: Range<u8>,
}

impl Stream {
    /// The words of element `index`, of which `ready` shared ones are known.
    #[inline(always)]
    fn new(key: Key, index: u64, words: [u64; 4], ready: u8) -> Self {
        Self { key, index, block: 0, words, left: 0..ready }
    }

    /// The words of element `index`, none of them shared.
    pub(crate) fn private(key: Key, index: u64) -> Self {
        Self::new(key, index, [0; 4], 0)
    }

    #[inline(never)]
    fn refill(&mut self) {
        self.words = philox([self.index, self.block, PRIVATE, 0], self.key.words());
        self.block += 1;
        self.left = 0..4;
    }
}

impl Source for Stream {
    const LEGACY: bool = false;

    #[inline(always)]
    fn word(&mut self) -> u64 {
        if self.left.start == self.left.end {
            self.refill();
        }
        let word = self.words[usize::from(self.left.start & 3)];
        self.left.start += 1;
        word
    }

    #[inline(always)]
    fn unit(&mut self) -> f64 {
        to_unit(self.word())
    }

    #[inline(always)]
    fn gauss(&mut self) -> f64 {
        NORMAL.normal(self)
    }

    #[inline(always)]
    fn waiting(&mut self) -> f64 {
        EXPONENTIAL.exponential(self)
    }

    /// D. Lemire: *Fast random integer generation in an interval*, ACM TOMACS 29 (2019).
    #[inline(always)]
    fn up_to(&mut self, max: u64) -> u64 {
        let Some(count) = max.checked_add(1) else { return self.word() };
        let mut product = u128::from(self.word()) * u128::from(count);
        if (product as u64) < count {
            let least = count.wrapping_neg() % count;
            while (product as u64) < least {
                product = u128::from(self.word()) * u128::from(count);
            }
        }
        (product >> 64) as u64
    }
}

/// A distribution with its parameters checked and its constants computed.
///
/// ```
/// # use ch5_array::random::*;
/// let key = Key { seed: 8, stream: 0 };
/// let mut x = [0.0; 4];
/// Normal::STANDARD.fill(key, 0, &mut x);
/// assert_eq!(x[2], Normal::STANDARD.at(key, 2));
/// ```
pub trait Distribution: Send + Sync {
    /// What is drawn.
    type Item: Copy + Default + Send + Sync + 'static;

    /// How many words an element mostly takes, 1 to 4: so many are computed together with those
    /// of its neighbours, which costs a quarter.
    const WORDS: u8 = 1;

    /// [`WORDS`](Self::WORDS), where they depend on the parameters.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!((1..=4).contains(&Normal::STANDARD.words()));
    /// ```
    fn words(&self) -> u8 {
        Self::WORDS
    }

    /// One value.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let drawn = Uniform::STANDARD.sample(&mut RandomState::new(42));
    /// assert_eq!(drawn, 0.3745401188473625);
    /// ```
    fn sample<S: Source>(&self, source: &mut S) -> Self::Item;

    /// The elements `start..start + out.len()` of the array that `key` names.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let (mut all, mut end) = ([0.0; 4], [0.0; 2]);
    /// Uniform::STANDARD.fill(Key { seed: 8, stream: 0 }, 0, &mut all);
    /// Uniform::STANDARD.fill(Key { seed: 8, stream: 0 }, 2, &mut end);
    /// assert_eq!(all[2..], end);
    /// ```
    fn fill(&self, key: Key, start: u64, out: &mut [Self::Item]) {
        fill_with(key, start, out, self.words(), |stream| self.sample(stream));
    }

    /// One element of the array that `key` names.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let die = Integers::inclusive(1, 6)?;
    /// assert!((1..=6).contains(&die.at(Key { seed: 8, stream: 0 }, 1_000_000)));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn at(&self, key: Key, index: u64) -> Self::Item {
        let mut out = [Self::Item::default()];
        self.fill(key, index, &mut out);
        out[0]
    }
}

/// Cuts what is to be filled into batches that end with a group of four, and gives each its first
/// group, and how many of its elements come before it.
#[inline(always)]
fn batches<T>(start: u64, mut out: &mut [T], mut fill: impl FnMut(u64, usize, &mut [T])) {
    let mut index = start;
    while !out.is_empty() {
        let skip = (index % 4) as usize;
        let (now, later) = out.split_at_mut(out.len().min(BATCH - skip));
        fill(index / 4, skip, now);
        index = index.wrapping_add(now.len() as u64);
        out = later;
    }
}

/// Fills with values that take `words` words each, mostly.
#[inline(always)]
fn fill_with<T>(
    key: Key,
    start: u64,
    out: &mut [T],
    words: u8,
    mut sample: impl FnMut(&mut Stream) -> T,
) {
    let mut shared = [[0; BATCH]; 4];
    batches(start, out, |group, skip, now| {
        let count = (skip + now.len()).next_multiple_of(4).min(BATCH);
        for (nth, to) in shared.iter_mut().enumerate().take(usize::from(words)) {
            key.shared(group, nth as u64, &mut to[..count]);
        }
        let first = group.wrapping_mul(4).wrapping_add(skip as u64);
        for (j, to) in now.iter_mut().enumerate() {
            let lane = (skip + j) % BATCH;
            let ready = [shared[0][lane], shared[1][lane], shared[2][lane], shared[3][lane]];
            *to = sample(&mut Stream::new(key, first.wrapping_add(j as u64), ready, words));
        }
    });
}

/// Fills with values made of exactly one word each; `make` must not look at anything else.
#[inline(always)]
pub(crate) fn fill_words<T>(key: Key, start: u64, out: &mut [T], make: impl Fn(u64) -> T) {
    let mut words = [0; BATCH];
    batches(start, out, |group, skip, now| {
        let count = (skip + now.len()).next_multiple_of(4).min(BATCH);
        key.shared(group, 0, &mut words[..count]);
        for (to, word) in now.iter_mut().zip(&words[skip..]) {
            *to = make(*word);
        }
    });
}

/// Fills with values that mostly follow from one word alone: `quick` makes them, and where it
/// cannot, `slow` draws from the whole stream, which begins with the same word.
#[inline(always)]
pub(crate) fn fill_quick<T>(
    key: Key,
    start: u64,
    out: &mut [T],
    quick: impl Fn(u64) -> Option<T>,
    slow: impl Fn(&mut Stream) -> T,
) {
    let mut words = [0; BATCH];
    batches(start, out, |group, skip, now| {
        let count = (skip + now.len()).next_multiple_of(4).min(BATCH);
        key.shared(group, 0, &mut words[..count]);
        let first = group.wrapping_mul(4).wrapping_add(skip as u64);
        for (j, (to, &word)) in now.iter_mut().zip(&words[skip..]).enumerate() {
            *to = quick(word).unwrap_or_else(|| {
                let index = first.wrapping_add(j as u64);
                slow(&mut Stream::new(key, index, [word, 0, 0, 0], 1))
            });
        }
    });
}
