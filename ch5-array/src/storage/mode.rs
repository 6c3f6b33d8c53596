//! How a file is opened.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// How a file is opened: Python's `r`, `r+`, `w`, `w-` and `a`.
///
/// ```
/// use ch5_array::H5Mode;
/// assert_eq!("r+".parse::<H5Mode>()?, H5Mode::ReadWrite);
/// assert!(H5Mode::Truncate.writes());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum H5Mode {
    /// `r`: read an existing file.
    Read,
    /// `r+`: read and change an existing file.
    ReadWrite,
    /// `w`: create a file; what was there is lost at once.
    Truncate,
    /// `w-`: create a file; fail if there is one.
    CreateNew,
    /// `a`: read and change a file, created if it is missing.
    ReadWriteCreate,
}

impl H5Mode {
    /// True if the file can be changed.
    ///
    /// ```
    /// use ch5_array::H5Mode;
    /// assert!(H5Mode::ReadWriteCreate.writes());
    /// assert!(!H5Mode::Read.writes());
    /// ```
    #[must_use]
    pub fn writes(self) -> bool {
        self != Self::Read
    }

    /// Python's name of the mode.
    ///
    /// ```
    /// use ch5_array::H5Mode;
    /// assert_eq!(H5Mode::CreateNew.as_str(), "w-");
    /// assert_eq!(H5Mode::ReadWrite.to_string(), "r+");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "r",
            Self::ReadWrite => "r+",
            Self::Truncate => "w",
            Self::CreateNew => "w-",
            Self::ReadWriteCreate => "a",
        }
    }
}

impl fmt::Display for H5Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for H5Mode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Ok(match text {
            "r" => Self::Read,
            "r+" => Self::ReadWrite,
            "w" => Self::Truncate,
            "w-" | "x" => Self::CreateNew,
            "a" => Self::ReadWriteCreate,
            _ => {
                return Err(Error::new(ErrorKind::Custom, "")
                    .expected("a mode r, r+, w, w- or a")
                    .found(format!("{text:?}")));
            }
        })
    }
}
