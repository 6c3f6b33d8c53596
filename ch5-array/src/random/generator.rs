//! Seeds and the numbering of calls.

use std::hash::{BuildHasher, Hasher};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use super::stream::Key;

/// Gives every call its own numbers.
///
/// The functions of numpy's `random` are methods; each returns an expression whose element at
/// place `i` depends on the seed, the number of the call and `i` alone. So an expression gives
/// the same numbers whenever it is computed, in blocks of any size and on any number of threads.
///
/// ```
/// use ch5_array::random::Generator;
///
/// let generator = Generator::new(7);
/// let state = generator.get_state();
/// let x = generator.normal(0.0, 1.0, &[100, 100]);
/// assert_eq!(x.read_as::<f64>()?, x.read_as::<f64>()?);
///
/// generator.set_state(state);
/// let again = generator.normal(0.0, 1.0, &[100, 100]);
/// assert_eq!(x.read_as::<f64>()?, again.read_as::<f64>()?);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug)]
pub struct Generator {
    next: Mutex<Key>,
}

impl Generator {
    /// A generator that gives the same numbers for the same seed.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let x = Generator::new(8).rand(&[2]).read_as::<f64>()?;
    /// assert_eq!(Generator::new(8).rand(&[2]).read_as::<f64>()?, x);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { next: Mutex::new(Key { seed, stream: 0 }) }
    }

    /// A generator with a seed that the system draws.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let x = Generator::from_entropy().rand(&[100]).read_as::<f64>()?;
    /// assert!(x.iter().all(|x| (0.0..1.0).contains(x)));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn from_entropy() -> Self {
        // The keys of hash maps are random bits of the system.
        Self::new(std::hash::RandomState::new().build_hasher().finish())
    }

    fn lock(&self) -> MutexGuard<'_, Key> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins anew with a seed.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let generator = Generator::from_entropy();
    /// generator.seed(8);
    /// assert_eq!(generator.permutation(5).load()?.to_string(), "[4 3 1 0 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.seed")]
    pub fn seed(&self, seed: u64) {
        *self.lock() = Key { seed, stream: 0 };
    }

    /// What the next call draws from.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let generator = Generator::new(8);
    /// let _ = generator.rand(&[2]);
    /// assert_eq!(generator.get_state(), Key { seed: 8, stream: 1 });
    /// ```
    #[doc(alias = "np.random.get_state")]
    #[must_use]
    pub fn get_state(&self) -> Key {
        *self.lock()
    }

    /// Makes the next call draw what it drew when the state was taken.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let generator = Generator::new(8);
    /// let state = generator.get_state();
    /// let x = generator.rand(&[2]).read_as::<f64>()?;
    /// generator.set_state(state);
    /// assert_eq!(generator.rand(&[2]).read_as::<f64>()?, x);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.set_state")]
    pub fn set_state(&self, state: Key) {
        *self.lock() = state;
    }

    /// The key of a call.
    pub(crate) fn call(&self) -> Key {
        let mut next = self.lock();
        let key = *next;
        next.stream = next.stream.wrapping_add(1);
        key
    }
}

static DEFAULT: LazyLock<Generator> = LazyLock::new(Generator::from_entropy);

/// The generator of the functions of this module; its seed is the system's until
/// [`seed`] is called.
///
/// ```
/// # use ch5_array::random::*;
/// use ch5_array::random::default_rng;
/// assert_eq!(default_rng().rand(&[2, 3]).shape(), [2, 3]);
/// ```
#[must_use]
pub fn default_rng() -> &'static Generator {
    &DEFAULT
}

/// Seeds the generator of the functions of this module.
///
/// ```
/// use ch5_array::random;
///
/// random::seed(1);
/// let x = random::rand(&[4]).read_as::<f64>()?;
/// random::seed(1);
/// assert_eq!(random::rand(&[4]).read_as::<f64>()?, x);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.random.seed")]
pub fn seed(seed: u64) {
    DEFAULT.seed(seed);
}

/// [`Generator::get_state`] of the generator of this module's functions.
///
/// ```
/// # use ch5_array::random::*;
/// use ch5_array::random::get_state;
/// seed(8);
/// assert_eq!(get_state(), Key { seed: 8, stream: 0 });
/// ```
#[doc(alias = "np.random.get_state")]
#[must_use]
pub fn get_state() -> Key {
    DEFAULT.get_state()
}

/// [`Generator::set_state`] of the generator of this module's functions.
///
/// ```
/// # use ch5_array::random::*;
/// use ch5_array::random::set_state;
/// set_state(Key { seed: 8, stream: 0 });
/// assert_eq!(permutation(5).load()?.to_string(), "[4 3 1 0 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.random.set_state")]
pub fn set_state(state: Key) {
    DEFAULT.set_state(state);
}
