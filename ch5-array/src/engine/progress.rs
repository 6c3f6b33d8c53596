//! How far a long operation got.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

type Told = dyn Fn(u64, u64) + Send + Sync;

/// Blocks of one operation, those that are done and those that are known of.
pub(crate) struct Progress {
    told: Arc<Told>,
    counts: Mutex<(u64, u64)>,
}

impl Progress {
    /// A further pass of so many blocks begins.
    pub(crate) fn expect(&self, blocks: u64) {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).1 += blocks;
    }

    /// A block is done. The function is called under the lock, so that it sees the counts rise.
    pub(crate) fn step(&self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.0 += 1;
        (self.told)(counts.0, counts.1);
    }
}

thread_local!(static TOLD: RefCell<Option<Arc<Told>>> = const { RefCell::new(None) });

/// What the operation that begins now tells.
pub(crate) fn current() -> Option<Arc<Progress>> {
    let told = TOLD.with_borrow(Clone::clone)?;
    Some(Arc::new(Progress { told, counts: Mutex::default() }))
}

/// Calls a function with the blocks that are done and those there are, after each block of every
/// operation that this thread begins until the guard is dropped. Scopes nest: the innermost
/// function is called.
///
/// Within an operation the first number rises by one, and is equal to the second at the last call.
/// An operation that goes over data several times counts all blocks together; the second number
/// rises when a further pass begins. What is made of several operations, as a histogram whose
/// range is looked for first, tells of each by itself. The function is called from the threads
/// that compute, one call at a time, and must not compute with ch5 itself.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use ch5_array::{ArrayLike, Options, on_progress};
/// let told = Arc::new(Mutex::new(Vec::new()));
/// let to = told.clone();
/// {
///     let _scope = Options::new().block_elements(2).scoped();
///     let _progress = on_progress(move |done, total| {
///         if let Ok(mut told) = to.lock() {
///             told.push((done, total));
///         }
///     });
///     let x = ndarray::array![1.0, 2.0, 3.0];
///     (&x).expr().load()?;
/// }
/// assert_eq!(*told.lock().unwrap(), [(1, 2), (2, 2)]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use = "the function is called until the guard is dropped"]
pub fn on_progress(told: impl Fn(u64, u64) + Send + Sync + 'static) -> ProgressGuard {
    ProgressGuard { before: TOLD.replace(Some(Arc::new(told))), thread: PhantomData }
}

/// Keeps the function of [`on_progress`] in force; dropped, it puts back the one before.
///
/// ```
/// use ch5_array::{ProgressGuard, on_progress};
/// use std::sync::{Arc, atomic::{AtomicU64, Ordering}};
/// use ch5_array::ArrayLike;
/// let calls = Arc::new(AtomicU64::new(0));
/// let count = calls.clone();
/// let guard: ProgressGuard = on_progress(move |_, _| { count.fetch_add(1, Ordering::Relaxed); });
/// let x = ndarray::array![1.0, 2.0];
/// (&x).expr().load()?;
/// drop(guard);
/// (&x).expr().load()?;                                       // nobody is told
/// assert_eq!(calls.load(Ordering::Relaxed), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ProgressGuard {
    before: Option<Arc<Told>>,
    /// The guard belongs to the thread whose operations are told of.
    thread: PhantomData<*const ()>,
}

impl Drop for ProgressGuard {
    fn drop(&mut self) {
        TOLD.set(self.before.take());
    }
}

impl std::fmt::Debug for ProgressGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProgressGuard")
    }
}
