//! Random orders.

use super::check::count;
use super::philox::philox;
use super::source::Source;
use super::stream::{Key, Stream};
use crate::error::Result;

/// Up to so many elements the order is drawn as a table.
const TABLE: u64 = 1 << 16;
const ROUNDS: usize = 8;

/// A random order of `0..n`.
///
/// Up to 65536 elements it is drawn by Fisher and Yates' method, every order as likely as the
/// others. Beyond, nothing is stored: a Feistel network of 8 keyed rounds permutes the next power
/// of two, and places past the end are sent through it again (cycle walking: J. Black,
/// P. Rogaway: *Ciphers with arbitrary finite domains*, CT-RSA 2002). Of the n! orders, which
/// no seed of 64 bits could tell apart, it gives those that its keys name.
///
/// ```
/// # use ch5_array::random::*;
/// let order = Permutation::new(Key { seed: 8, stream: 0 }, 5)?;
/// let mut all: Vec<i64> = (0..5).map(|i| order.at(i)).collect();
/// all.sort_unstable();
/// assert_eq!(all, [0, 1, 2, 3, 4]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Permutation(Order);

#[derive(Debug, Clone)]
enum Order {
    Table(Vec<u16>),
    Network { n: u64, low: u32, high: u32, keys: [u64; ROUNDS] },
}

impl Permutation {
    /// An order of `0..n`.
    ///
    /// # Errors
    ///
    /// If `n` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Permutation::new(Key { seed: 8, stream: 0 }, -1).is_err());
    /// ```
    pub fn new(key: Key, n: i64) -> Result<Self> {
        count("permutation", "x", n)?;
        Ok(Self::of(key, n as u64))
    }

    pub(crate) fn of(key: Key, n: u64) -> Self {
        if n <= TABLE {
            let mut order: Vec<u16> = (0..n).map(|i| i as u16).collect();
            shuffle(&mut Stream::private(key, 0), &mut order);
            return Self(Order::Table(order));
        }
        let bits = 64 - (n - 1).leading_zeros();
        let mut keys = [0; ROUNDS];
        for (i, four) in keys.chunks_exact_mut(4).enumerate() {
            four.copy_from_slice(&philox([i as u64, 0, 2, 0], [key.seed, key.stream]));
        }
        Self(Order::Network { n, low: bits / 2, high: bits - bits / 2, keys })
    }

    /// What stands at place `i`, less than the number of elements.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let order = Permutation::new(Key { seed: 8, stream: 0 }, 1_000_000_000_000)?;
    /// assert!((0..1_000_000_000_000).contains(&order.at(7)));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self, i: u64) -> i64 {
        match &self.0 {
            Order::Table(order) => {
                usize::try_from(i).ok().and_then(|i| order.get(i)).map_or(0, |&x| i64::from(x))
            }
            Order::Network { n, low, high, keys } => {
                let mut x = i.min(n - 1);
                loop {
                    x = network(x, *low, *high, keys);
                    if x < *n {
                        return x as i64;
                    }
                }
            }
        }
    }

    /// What stands at the places `start..start + out.len()`.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let order = Permutation::new(Key { seed: 8, stream: 0 }, 5)?;
    /// let mut out = [0; 2];
    /// order.fill(3, &mut out);
    /// assert_eq!(out, [order.at(3), order.at(4)]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn fill(&self, start: u64, out: &mut [i64]) {
        for (i, to) in out.iter_mut().enumerate() {
            *to = self.at(start.wrapping_add(i as u64));
        }
    }
}

/// A bijection of the numbers of `low + high` bits.
fn network(x: u64, low: u32, high: u32, keys: &[u64; ROUNDS]) -> u64 {
    let (low_mask, high_mask) = ((1u64 << low) - 1, (1u64 << high) - 1);
    let (mut l, mut h) = (x & low_mask, x >> low);
    for pair in keys.chunks_exact(2) {
        h ^= mix(l ^ pair[0]) & high_mask;
        l ^= mix(h ^ pair[1]) & low_mask;
    }
    h << low | l
}

/// Spreads every bit over all: the finalizer of MurmurHash3, constants by D. Stafford (mix 13).
fn mix(mut x: u64) -> u64 {
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// Fisher and Yates' shuffle, in the order of numpy's.
pub(crate) fn shuffle<T, S: Source>(source: &mut S, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, source.up_to(i as u64) as usize);
    }
}
