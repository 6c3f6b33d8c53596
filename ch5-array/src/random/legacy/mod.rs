//! numpy's old generator, number by number.

mod methods;
mod mt19937;

use mt19937::{Mt19937, WORDS};

use super::check::wrong;
use super::source::Source;
use crate::error::Result;

/// numpy's `RandomState`: what it gives for a seed, this gives too.
///
/// The same words as numpy's, and the same numbers bit for bit where the mathematical functions
/// of the system are the same (glibc, as numpy's own wheels). Integers are those of numpy's
/// default integer type on Linux, 64 bits. Numbers come one after the other, so the results are
/// arrays in memory; for arrays of any size see [`Generator`](super::Generator).
/// `multivariate_normal` is there on [`Generator`](super::Generator) alone: numpy's numbers
/// depend on its linear algebra library.
///
/// ```
/// use ch5_array::random::RandomState;
///
/// let mut state = RandomState::new(42);
/// assert_eq!(state.rand(&[2])?.as_slice(), Some(&[0.3745401188473625, 0.9507143064099162][..]));
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RandomState {
    twister: Mt19937,
    /// The second of a pair of normal numbers.
    spare: Option<f64>,
}

/// The state of a [`RandomState`], as numpy's `get_state()` gives it.
///
/// ```
/// # use ch5_array::random::*;
/// let mut state = RandomState::new(42);
/// let kept: LegacyState = state.get_state();
/// assert_eq!((kept.keys.len(), kept.pos, kept.gauss), (624, 624, None));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LegacyState {
    /// The 624 words.
    pub keys: Vec<u32>,
    /// The next word to give.
    pub pos: usize,
    /// The normal number kept for the next call.
    pub gauss: Option<f64>,
}

impl RandomState {
    /// The generator with this seed.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let y = RandomState::new(42).rand(&[2])?.into_expr();
    /// assert_eq!(y.load()?.to_string(), "[0.37454012 0.95071431]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self { twister: Mt19937::new(seed), spare: None }
    }

    /// The generator that numpy makes of a list of seeds.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let y = RandomState::from_words(&[1, 2]).rand(&[1])?.into_expr();
    /// assert_eq!(y.load()?.to_string(), "[0.58451415]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn from_words(seeds: &[u32]) -> Self {
        Self { twister: Mt19937::from_words(seeds), spare: None }
    }

    /// Begins anew.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let mut state = RandomState::new(1);
    /// state.seed(42);
    /// assert_eq!(state.rand(&[2])?.into_expr().load()?.to_string(), "[0.37454012 0.95071431]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn seed(&mut self, seed: u32) {
        *self = Self::new(seed);
    }

    /// The state, for [`set_state`](Self::set_state).
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).get_state().pos, 624);
    /// ```
    #[must_use]
    pub fn get_state(&self) -> LegacyState {
        let Mt19937 { words, place } = &self.twister;
        LegacyState { keys: words.to_vec(), pos: *place, gauss: self.spare }
    }

    /// Goes on where the state was taken.
    ///
    /// # Errors
    ///
    /// Unless there are 624 keys and `pos` is at most 624.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let mut state = RandomState::new(42);
    /// let kept = state.get_state();
    /// let x = state.rand(&[3])?;
    /// state.set_state(&kept)?;
    /// assert_eq!(state.rand(&[3])?, x);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn set_state(&mut self, state: &LegacyState) -> Result<()> {
        let words = match <[u32; WORDS]>::try_from(&*state.keys) {
            Ok(words) if state.pos <= WORDS => words,
            _ => {
                let found = format!("{} keys and pos {}", state.keys.len(), state.pos);
                return wrong("set_state", "624 keys", "and pos of 624 or less", found);
            }
        };
        self.twister = Mt19937 { words, place: state.pos };
        self.spare = state.gauss;
        Ok(())
    }

    /// The next 32 bits of the twister.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).next_u32(), 1_608_637_542);
    /// ```
    pub fn next_u32(&mut self) -> u32 {
        self.twister.next()
    }
}

impl Source for RandomState {
    const LEGACY: bool = true;

    fn word(&mut self) -> u64 {
        let high = u64::from(self.twister.next());
        high << 32 | u64::from(self.twister.next())
    }

    fn unit(&mut self) -> f64 {
        let high = f64::from(self.twister.next() >> 5);
        let low = f64::from(self.twister.next() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// G. Marsaglia's polar method; the second number is kept.
    fn gauss(&mut self) -> f64 {
        if let Some(second) = self.spare.take() {
            return second;
        }
        loop {
            let x = 2.0 * self.unit() - 1.0;
            let y = 2.0 * self.unit() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let f = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(f * x);
                return f * y;
            }
        }
    }

    fn waiting(&mut self) -> f64 {
        -(1.0 - self.unit()).ln()
    }

    /// Bits up to the highest of `max`, until they are small enough.
    fn up_to(&mut self, max: u64) -> u64 {
        if max == 0 {
            return 0;
        }
        let mask = u64::MAX >> max.leading_zeros();
        loop {
            let bits =
                if max <= u64::from(u32::MAX) { u64::from(self.next_u32()) } else { self.word() };
            if bits & mask <= max {
                return bits & mask;
            }
        }
    }
}
