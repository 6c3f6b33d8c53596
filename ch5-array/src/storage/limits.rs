//! Bounds on what reading may cost, and what a file may reach outside itself.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};

/// Bounds on reading and writing, carried by every handle of a file.
///
/// ```
/// use ch5_array::Limits;
/// let limits = Limits { depth: 16, ..Limits::default() };
/// assert_eq!(limits.nodes, 1 << 24);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How deep values may be nested, reading and writing. Default 128.
    pub depth: usize,
    /// How many objects one call may visit. Default 2^24.
    pub nodes: u64,
    /// How often one call may meet groups that it has visited before, through further hard or
    /// soft links. Default 4096; it stops files whose links multiply.
    pub revisits: u64,
    /// How many bytes one call may load into memory. Default: what the machine has available.
    pub result_bytes: u64,
    /// How many times larger than its stored form a dataset over 4 GiB may be. Default 1000.
    pub expansion: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 128,
            nodes: 1 << 24,
            revisits: 4096,
            result_bytes: available_memory(),
            expansion: 1000,
        }
    }
}

impl Limits {
    /// Fails if a result of `bytes`, stored in `stored` bytes, must not be loaded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Budget`] over `result_bytes`, [`ErrorKind::Limit`] over `expansion`.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Limits};
    /// let limits = Limits { result_bytes: 1000, ..Limits::default() };
    /// assert!(limits.check_result(1000, 1000).is_ok());
    /// let error = limits.check_result(8000, 8000).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Budget);
    /// ```
    pub fn check_result(&self, bytes: u64, stored: u64) -> Result<()> {
        if bytes > self.result_bytes {
            return Err(Error::new(ErrorKind::Budget, "the result is too large for memory")
                .expected(format!("at most {} bytes", self.result_bytes))
                .found(format!("{bytes} bytes"))
                .help("read a slice of it, or raise Limits::result_bytes"));
        }
        if bytes > 4 << 30 && bytes / self.expansion.max(1) > stored {
            return Err(Error::new(ErrorKind::Limit, "the dataset expands too much")
                .expected(format!("at most {} times its stored size", self.expansion))
                .found(format!("{bytes} bytes stored in {stored}"))
                .help("read a slice of it, or raise Limits::expansion"));
        }
        Ok(())
    }
}

/// Memory that can still be had without swapping, from the operating system. It is asked at most
/// once in a second: the answer costs as much as half the opening of a file.
fn available_memory() -> u64 {
    static LAST: Mutex<Option<(Instant, u64)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((at, bytes)) = *last
        && at.elapsed() < Duration::from_secs(1)
    {
        return bytes;
    }
    let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    let bytes = kib.map_or(8 << 30, |kib| kib.saturating_mul(1024));
    *last = Some((Instant::now(), bytes));
    bytes
}

/// What a file may reach outside itself while it is read: external links, external storage and
/// virtual datasets over other files. It is nothing, unless the file is opened with
/// [`OpenOptions::reach`](crate::OpenOptions::reach).
///
/// ```
/// use ch5_array::{ErrorKind, Reach};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// # ch5_array::hdf5::File::create(&path)?.link_external("/etc/frames.h5", "/", "frames")?;
/// assert_eq!(Reach::default(), Reach::Nothing);
/// let file = File::open(&path, H5Mode::Read)?;               // /frames lies in another file
/// let error = file.root()?.open("frames").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Forbidden);
/// assert!(error.to_string().contains("\"/etc/frames.h5\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reach {
    /// Nothing: the error names the file that was asked for.
    #[default]
    Nothing,
    /// Files below one folder.
    Folder(PathBuf),
}

impl Reach {
    /// The canonical path of `target`, named by a file in folder `base`, if it may be opened.
    pub(crate) fn resolve(&self, base: &Path, target: &str) -> Result<PathBuf> {
        let refuse = |what: String| {
            Error::new(ErrorKind::Forbidden, format!("the file refers to another file, {target:?}"))
                .found(what)
                .help("if you trust it, open the file with OpenOptions::reach(folder)")
        };
        let Self::Folder(folder) = self else {
            return Err(refuse("a reference outside the file".into()));
        };
        let path = base.join(target);
        let real = path.canonicalize().map_err(|e| {
            Error::new(ErrorKind::NotFound, format!("the file refers to {target:?}: {e}"))
        })?;
        let folder = folder.canonicalize()?;
        if !real.starts_with(&folder) {
            return Err(refuse(format!("a file outside {}", folder.display())));
        }
        Ok(real)
    }
}
