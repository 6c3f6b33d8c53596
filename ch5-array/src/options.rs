//! Options of the process, and of a scope.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};

use crate::error::{Error, ErrorKind, Result};
use crate::print::PrintOptions;

/// What to do about a member that cannot be read where many are read at once.
///
/// ```
/// use ch5_array::{ErrorMode, Options};
/// assert_eq!(Options::new().errors(), ErrorMode::Raise);
/// assert_eq!("ignore".parse::<ErrorMode>()?, ErrorMode::Ignore);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrorMode {
    /// The call fails, and listings hold the error in the member's place.
    #[default]
    Raise,
    /// The member is left out.
    Ignore,
}

impl FromStr for ErrorMode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "raise" => Ok(Self::Raise),
            "ignore" => Ok(Self::Ignore),
            _ => Err(Error::new(ErrorKind::Value, "the option error_mode")
                .expected("raise or ignore")
                .found(format!("{text:?}"))),
        }
    }
}

/// A number of bytes: a number, or text with B, K, M or G for powers of 1024.
///
/// ```
/// use ch5_array::ByteSize;
/// assert_eq!("1.5K".parse::<ByteSize>()?.bytes(), 1536);
/// assert_eq!(ByteSize::from(64 << 10), "64K".parse()?);
/// assert_eq!("300".parse::<ByteSize>()?, "300B".parse()?);
/// assert_eq!(ByteSize::from(64 << 10).to_string(), "64K");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSize(u64);

impl ByteSize {
    /// The number of bytes.
    ///
    /// ```
    /// use ch5_array::ByteSize;
    /// assert_eq!("2M".parse::<ByteSize>()?.bytes(), 2 << 20);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl From<u64> for ByteSize {
    fn from(bytes: u64) -> Self {
        Self(bytes)
    }
}

const UNITS: [(char, u64); 4] = [('G', 1 << 30), ('M', 1 << 20), ('K', 1 << 10), ('B', 1)];

impl FromStr for ByteSize {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let trimmed = text.trim();
        let unit = UNITS.iter().find(|(name, _)| {
            trimmed.chars().next_back().is_some_and(|last| last.eq_ignore_ascii_case(name))
        });
        let (number, unit) = match unit {
            Some((_, bytes)) => (trimmed[..trimmed.len() - 1].trim_end(), *bytes),
            None => (trimmed, 1),
        };
        let bytes = match number.parse::<u64>() {
            Ok(n) => n.checked_mul(unit),
            // Parts of a unit; below 2^53 every whole number of bytes is exact.
            Err(_) => number
                .parse::<f64>()
                .ok()
                .filter(|_| number.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
                .map(|n| n * unit as f64)
                .filter(|n| *n < 9e15)
                .map(|n| n as u64),
        };
        bytes.filter(|n| *n > 0).map(Self).ok_or_else(|| {
            Error::new(ErrorKind::Value, "a number of bytes")
                .expected("a positive number with B, K, M or G behind it, as \"64K\" or \"1.5G\"")
                .found(format!("{text:?}"))
        })
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit =
            UNITS.iter().find(|(_, bytes)| self.0 >= *bytes && self.0.is_multiple_of(*bytes));
        match unit {
            Some((name, bytes)) => write!(f, "{}{name}", self.0 / bytes),
            None => write!(f, "{}", self.0),
        }
    }
}

/// What can be given as a number of bytes: an integer, text as [`ByteSize`] reads it, or a
/// `ByteSize`.
///
/// ```
/// use ch5_array::ToByteSize;
/// fn room(size: impl ToByteSize) -> ch5_array::Result<u64> {
///     Ok(size.to_byte_size()?.bytes())
/// }
/// assert_eq!((room("64K")?, room(64 << 10)?), (65_536, 65_536));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ToByteSize {
    /// The number of bytes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no positive number of bytes, and for zero.
    ///
    /// ```
    /// use ch5_array::ToByteSize;
    /// assert_eq!("1.5G".to_byte_size()?, 1_610_612_736u64.to_byte_size()?);
    /// assert!(0.to_byte_size().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn to_byte_size(&self) -> Result<ByteSize>;
}

impl ToByteSize for ByteSize {
    fn to_byte_size(&self) -> Result<ByteSize> {
        Ok(*self)
    }
}

impl ToByteSize for str {
    fn to_byte_size(&self) -> Result<ByteSize> {
        self.parse()
    }
}

impl ToByteSize for String {
    fn to_byte_size(&self) -> Result<ByteSize> {
        self.parse()
    }
}

impl<T: ToByteSize + ?Sized> ToByteSize for &T {
    fn to_byte_size(&self) -> Result<ByteSize> {
        (**self).to_byte_size()
    }
}

macro_rules! to_byte_size {
    ($($int:ty)*) => {$(
        impl ToByteSize for $int {
            fn to_byte_size(&self) -> Result<ByteSize> {
                match u64::try_from(*self) {
                    Ok(bytes @ 1..) => Ok(ByteSize(bytes)),
                    _ => self.to_string().parse(),
                }
            }
        }
    )*};
}

to_byte_size!(i32 u32 i64 u64 usize);

/// Options of the process or of a scope.
///
/// [`set_options`] sets them for the process; [`Options::scoped`] for what one thread does until
/// the guard is dropped, also where the scope is left by an error or a panic. Scopes nest.
///
/// ```
/// use ch5_array::{ErrorMode, Options, options, set_options};
///
/// set_options(Options::new().max_memory_usage("500M")?);
/// {
///     let _scope = options().max_memory_usage("64K")?.error_mode(ErrorMode::Ignore).scoped();
///     assert_eq!(options().memory().bytes(), 64 << 10);
///     assert_eq!(options().errors(), ErrorMode::Ignore);
/// }
/// assert_eq!(options().memory().to_string(), "500M");
/// assert!(Options::new().max_memory_usage("much").is_err());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    memory: ByteSize,
    errors: ErrorMode,
    block_elements: Option<usize>,
    threads: Option<usize>,
    result_bytes: Option<ByteSize>,
    temp_dir: Option<&'static Path>,
    print: PrintOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

impl Options {
    /// What holds before anything is set: 250 MiB, and errors raised.
    ///
    /// ```
    /// use ch5_array::Options;
    /// assert_eq!(Options::new().memory().to_string(), "250M");
    /// assert_eq!(Options::new(), Options::default());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            memory: ByteSize(250 << 20),
            errors: ErrorMode::Raise,
            block_elements: None,
            threads: None,
            result_bytes: None,
            temp_dir: None,
            print: PrintOptions::new(),
        }
    }

    /// Bounds the working buffers of one operation, as of an edit of a list. Results that are
    /// handed over are bounded by [`Limits::result_bytes`](crate::Limits::result_bytes).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no positive number of bytes, and for zero.
    ///
    /// ```
    /// use ch5_array::{ByteSize, ErrorKind, Options};
    /// let options = Options::new().max_memory_usage("64M")?;
    /// assert_eq!(options.memory(), ByteSize::from(64 << 20));
    /// assert_eq!(Options::new().max_memory_usage("-1").unwrap_err().kind(), ErrorKind::Value);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn max_memory_usage(mut self, size: impl ToByteSize) -> Result<Self> {
        self.memory = size.to_byte_size()?;
        Ok(self)
    }

    /// What to do about members that cannot be read.
    ///
    /// ```
    /// use ch5_array::{ErrorMode, Options};
    /// let options = Options::new().error_mode(ErrorMode::Ignore);
    /// assert_eq!(options.errors(), ErrorMode::Ignore);
    /// ```
    #[must_use]
    pub fn error_mode(mut self, mode: ErrorMode) -> Self {
        self.errors = mode;
        self
    }

    /// At most so many elements are computed at a time, whatever the memory allows. It changes
    /// no result; tests use it to walk arrays in small blocks.
    ///
    /// ```
    /// use ch5_array::Options;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![[1, 2, 3], [4, 5, 6]];
    /// let _scope = Options::new().block_elements(3).scoped();
    /// assert_eq!((&x).expr().blocks()?.count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn block_elements(mut self, count: usize) -> Self {
        self.block_elements = Some(count.max(1));
        self
    }

    /// Computations use so many threads, instead of one a core.
    ///
    /// ```
    /// use ch5_array::Options;
    /// use ch5_array::prelude::*;
    /// let _scope = Options::new().threads(1).scoped();           // all in the calling thread
    /// assert_eq!((&ndarray::array![1, 2, 3]).sum().item_as::<i64>()?, 6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn threads(mut self, count: usize) -> Self {
        self.threads = Some(count.max(1));
        self
    }

    /// Results in memory take at most so many bytes; the default is what the machine has free.
    ///
    /// # Errors
    ///
    /// As [`Options::max_memory_usage`].
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Options};
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::Array1::<f64>::zeros(1000);
    /// let _scope = Options::new().max_result_bytes("4K")?.scoped();
    /// assert_eq!((&x).expr().load().unwrap_err().kind(), ErrorKind::Budget);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn max_result_bytes(mut self, size: impl ToByteSize) -> Result<Self> {
        self.result_bytes = Some(size.to_byte_size()?);
        Ok(self)
    }

    /// Temporary files of operations that need more than memory go to this directory, instead of
    /// the one of the data (the system's, where nothing can be written beside the data). The path is
    /// kept until the process ends.
    ///
    /// ```
    /// use ch5_array::{Options, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// let x = ndarray::Array1::from_iter((0..50_000).rev());
    /// let _scope = Options::new().max_memory_usage("64K")?.temp_dir(dir.path()).scoped();
    /// assert_eq!((&x).sort().read()?.data().get(7), 7i32.into());
    /// assert_eq!(dir.path().read_dir()?.count(), 0);             // they are gone with the sort
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn temp_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.temp_dir = Some(Box::leak(directory.into().into_boxed_path()));
        self
    }

    /// How arrays are printed.
    ///
    /// ```
    /// use ch5_array::{Options, PrintOptions};
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1.0 / 3.0, 2.0];
    /// let _scope = Options::new().print(PrintOptions::new().precision(2)).scoped();
    /// assert_eq!((&x).expr().read()?.to_string(), "[0.33 2.  ]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn print(mut self, options: PrintOptions) -> Self {
        self.print = options;
        self
    }

    /// How arrays are printed.
    ///
    /// ```
    /// use ch5_array::{Options, PrintOptions};
    /// let short = PrintOptions::new().threshold(10);
    /// assert_eq!(Options::new().print(short).printing(), short);
    /// ```
    pub fn printing(&self) -> PrintOptions {
        self.print
    }

    pub(crate) fn for_blocks(&self) -> (Option<usize>, Option<usize>) {
        (self.block_elements, self.threads)
    }

    pub(crate) fn results(&self) -> Option<ByteSize> {
        self.result_bytes
    }

    pub(crate) fn temporary(&self) -> Option<&'static Path> {
        self.temp_dir
    }

    /// The bound on working buffers.
    ///
    /// ```
    /// use ch5_array::Options;
    /// assert_eq!(Options::new().max_memory_usage(1 << 20)?.memory().to_string(), "1M");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn memory(&self) -> ByteSize {
        self.memory
    }

    /// What is done about members that cannot be read.
    ///
    /// ```
    /// use ch5_array::{ErrorMode, Options};
    /// assert_eq!(Options::new().errors(), ErrorMode::Raise);
    /// ```
    #[must_use]
    pub fn errors(&self) -> ErrorMode {
        self.errors
    }

    /// Puts the options in force for this thread, until the guard is dropped.
    ///
    /// ```
    /// use ch5_array::{ErrorMode, Options, options};
    /// {
    ///     let _outer = Options::new().max_memory_usage("64M")?.scoped();
    ///     let _inner = options().error_mode(ErrorMode::Ignore).scoped();
    ///     assert_eq!(options().memory().to_string(), "64M");
    /// }
    /// assert_eq!(options().errors(), ErrorMode::Raise);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use = "the options hold until the guard is dropped"]
    pub fn scoped(self) -> OptionsGuard {
        OptionsGuard { before: SCOPE.replace(Some(self)), thread: PhantomData }
    }
}

static GLOBAL: RwLock<Options> = RwLock::new(Options::new());

thread_local!(static SCOPE: Cell<Option<Options>> = const { Cell::new(None) });

/// Sets the options of the process. Threads inside a scope keep those of the scope.
///
/// ```
/// use ch5_array::{Options, options, set_options};
/// set_options(Options::new().max_memory_usage("1G")?);
/// let elsewhere = std::thread::spawn(|| options().memory().to_string());
/// assert_eq!(elsewhere.join().unwrap(), "1G");
/// # set_options(Options::new());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn set_options(options: Options) {
    *GLOBAL.write().unwrap_or_else(PoisonError::into_inner) = options;
}

/// The options in force: those of the innermost scope of this thread, else of the process.
///
/// ```
/// use ch5_array::{Options, options};
/// let _scope = Options::new().threads(2).scoped();
/// assert_eq!(options(), Options::new().threads(2));
/// ```
#[must_use]
pub fn options() -> Options {
    SCOPE.get().unwrap_or_else(|| *GLOBAL.read().unwrap_or_else(PoisonError::into_inner))
}

/// Keeps [scoped](Options::scoped) options in force; dropped, it puts back those before.
///
/// ```
/// use ch5_array::{Options, OptionsGuard, options};
/// let guard: OptionsGuard = Options::new().max_memory_usage("1M")?.scoped();
/// assert_eq!(options().memory().to_string(), "1M");
/// drop(guard);
/// assert_ne!(options().memory().to_string(), "1M");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OptionsGuard {
    before: Option<Options>,
    /// The guard belongs to the thread whose scope it is.
    thread: PhantomData<*const ()>,
}

impl Drop for OptionsGuard {
    fn drop(&mut self) {
        SCOPE.set(self.before);
    }
}
