//! The one error type of all ch5 crates.
//!
//! A message names the file, the path of the object inside it, what was expected and what was
//! found, and what to do: ``run.h5: /run/id: expected u32, found text; store a number there``.

use std::fmt;

use serde::de::{Expected, Unexpected};

/// The result of every fallible call in ch5.
///
/// ```
/// use ch5_array::File;
/// # use ch5_array::H5Mode;
/// use ch5_array::Result;
/// fn first_name(file: &File) -> Result<Option<String>> {
///     Ok(file.root()?.names()?.into_iter().next())
/// }
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// assert_eq!(first_name(&file)?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in one word.
///
/// ```
/// use ch5_array::{ErrorKind, File, H5Mode};
/// match File::open("no such folder/a.h5", H5Mode::Read) {
///     Err(error) if error.kind() == ErrorKind::NotFound => {}
///     Err(error) if error.kind() == ErrorKind::Locked => println!("try again later: {error}"),
///     other => panic!("{other:?}"),
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system failed to read, write, sync, rename or create a file.
    Io,
    /// A file, object, attribute or element does not exist (a dangling link too).
    NotFound,
    /// A name is in use and the call was not allowed to replace what it names.
    AlreadyExists,
    /// A stored object has another type than the one asked for.
    WrongType,
    /// A shape, rank, length or index does not fit.
    Shape,
    /// A stored number does not fit the type asked for without losing its value.
    Value,
    /// A struct's field has no counterpart in the file.
    MissingField,
    /// The file has a field that the struct refuses.
    UnknownField,
    /// The file names an enum variant that the type does not have.
    UnknownVariant,
    /// A result is larger than memory options allow; nothing was allocated.
    Budget,
    /// A limit on depth, on the number of objects or on a count was reached.
    Limit,
    /// The file asks for something that the policy refuses: another file, a plugin.
    Forbidden,
    /// Another process or handle holds a lock on the file.
    Locked,
    /// The file behind a handle was closed.
    Closed,
    /// The file or handle is open for reading only.
    ReadOnly,
    /// The file's content contradicts itself, or is not an HDF5 file at all.
    Malformed,
    /// A name or text cannot be stored (it is empty, too long or has a NUL byte).
    Name,
    /// HDF5 or this build of ch5 cannot do it (a missing filter, an exotic datatype).
    Unsupported,
    /// The HDF5 library failed; its own words are in the message.
    Hdf5,
    /// A value cannot lie in columns; the caller stores it as a group. Never leaves ch5.
    #[doc(hidden)]
    NeedsGroup,
    /// A message from a `Serialize`, `Deserialize` or `H5Store` implementation.
    Custom,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    file: String,
    path: String,
    message: String,
    expected: String,
    found: String,
    help: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// An error that names the file, the object, what was expected and what was found.
///
/// It is one pointer wide.
///
/// ```
/// use ch5_array::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::WrongType, "")
///     .at("run.h5", "/run/id")
///     .expected("u32")
///     .found("text");
/// assert_eq!(error.kind(), ErrorKind::WrongType);
/// assert_eq!(error.to_string(), "run.h5: /run/id: expected u32, found text");
/// ```
pub struct Error(Box<Inner>);

impl Error {
    /// An error of the given kind. The message may be empty where `expected` and `found` say all.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Custom, "the run is not calibrated");
    /// assert_eq!(error.to_string(), "the run is not calibrated");
    /// ```
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            file: String::new(),
            path: String::new(),
            message: message.into(),
            expected: String::new(),
            found: String::new(),
            help: String::new(),
            source: None,
        }))
    }

    /// Adds the place, unless the error has one already: the innermost place wins.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Custom, "too short").at("a.h5", "/x").at("b.h5", "/y");
    /// assert_eq!(error.to_string(), "a.h5: /x: too short");
    /// ```
    #[cold]
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, path: impl Into<String>) -> Self {
        if self.0.file.is_empty() {
            self.0.file = file.into();
            self.0.path.insert_str(0, &path.into());
        }
        self
    }

    /// Puts a step in front of a place inside an object (`[3]`, `.score`), until [`Error::at`]
    /// says where the object is.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Custom, "too short").nest(".score").nest("[3]");
    /// assert_eq!(error.at("a.h5", "/runs").path(), "/runs[3].score");
    /// ```
    #[cold]
    #[must_use]
    pub fn nest(mut self, step: &str) -> Self {
        if self.0.file.is_empty() {
            self.0.path.insert_str(0, step);
        }
        self
    }

    /// Says what was expected.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::WrongType, "the field x").expected("u32");
    /// assert_eq!(error.to_string(), "the field x: expected u32");
    /// ```
    #[cold]
    #[must_use]
    pub fn expected(mut self, what: impl Into<String>) -> Self {
        self.0.expected = what.into();
        self
    }

    /// Says what was found.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::WrongType, "").expected("u32").found("text");
    /// assert_eq!(error.to_string(), "expected u32, found text");
    /// ```
    #[cold]
    #[must_use]
    pub fn found(mut self, what: impl Into<String>) -> Self {
        self.0.found = what.into();
        self
    }

    /// Says what to do about it.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Custom, "too short").help("measure again");
    /// assert_eq!(error.to_string(), "too short; measure again");
    /// ```
    #[cold]
    #[must_use]
    pub fn help(mut self, what: impl Into<String>) -> Self {
        self.0.help = what.into();
        self
    }

    /// Keeps the error underneath.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// use std::error::Error as _;
    /// let cause = "x".parse::<u8>().unwrap_err();
    /// let error = Error::new(ErrorKind::Value, "a bad number").because(cause);
    /// assert_eq!(error.source().unwrap().to_string(), "invalid digit found in string");
    /// ```
    #[cold]
    #[must_use]
    pub fn because(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    /// The same error once more; what caused it is kept as text.
    #[cold]
    pub(crate) fn again(&self) -> Self {
        let e = &self.0;
        let mut message = e.message.clone();
        if let Some(source) = &e.source {
            message = format!("{message}{}{source}", if message.is_empty() { "" } else { ": " });
        }
        Self(Box::new(Inner {
            kind: e.kind,
            file: e.file.clone(),
            path: e.path.clone(),
            message,
            expected: e.expected.clone(),
            found: e.found.clone(),
            help: e.help.clone(),
            source: None,
        }))
    }

    /// What went wrong, in one word.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, H5Mode};
    /// let error = "rw".parse::<H5Mode>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Custom);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The file's name, empty if the error has nothing to do with a file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let error = file.array("x").unwrap_err();
    /// assert_eq!(error.file(), file.path().to_str().unwrap());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The path of the object inside the file, empty if unknown.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let error = file.array("run/x").unwrap_err();
    /// assert_eq!(error.path(), "/run");                          // the first part that is missing
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// True if something does not exist.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert!(file.array("x").unwrap_err().is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }
}

impl From<std::io::Error> for Error {
    #[cold]
    fn from(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            std::io::ErrorKind::AlreadyExists => ErrorKind::AlreadyExists,
            _ => ErrorKind::Io,
        };
        Self::new(kind, error.to_string()).because(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &self.0;
        let mut separator = "";
        for part in [&e.file, &e.path, &e.message] {
            if !part.is_empty() {
                write!(f, "{separator}{part}")?;
                separator = ": ";
            }
        }
        if !e.expected.is_empty() {
            write!(f, "{separator}expected {}", e.expected)?;
            separator = ", ";
        }
        if !e.found.is_empty() {
            write!(f, "{separator}found {}", e.found)?;
        }
        if !e.help.is_empty() {
            write!(f, "; {}", e.help)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self})", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|e| e as _)
    }
}

impl serde::ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ErrorKind::Custom, message.to_string())
    }
}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ErrorKind::Custom, message.to_string())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ErrorKind::WrongType, "").expected(expected.to_string()).found(found.to_string())
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ErrorKind::Value, "").expected(expected.to_string()).found(found.to_string())
    }

    #[cold]
    fn invalid_length(len: usize, expected: &dyn Expected) -> Self {
        Self::new(ErrorKind::Shape, "")
            .expected(expected.to_string())
            .found(format!("{len} elements"))
    }

    #[cold]
    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(ErrorKind::UnknownVariant, "")
            .expected(format!("one of the variants {}", known.join(", ")))
            .found(format!("{variant:?}"))
    }

    #[cold]
    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::new(ErrorKind::UnknownField, "")
            .expected(format!("only the fields {}", known.join(", ")))
            .found(format!("{field:?}"))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::new(ErrorKind::MissingField, "")
            .expected(format!("a field {field:?}"))
            .found("no member of that name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn the_innermost_place_wins() {
        let e = Error::new(ErrorKind::Shape, "rank").at("a.h5", "/x").at("b.h5", "/y");
        assert_eq!((e.file(), e.path()), ("a.h5", "/x"));
        assert_eq!(e.to_string(), "a.h5: /x: rank");
    }
}
