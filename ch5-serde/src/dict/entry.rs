//! A place in a map that may be empty.

use ch5_array::Result;

use super::H5Dict;
use crate::store::{H5Read, H5Write};

/// A key of a map with or without a value, from [`H5Dict::entry`].
///
/// ```
/// # use ch5_array::H5Mode;
/// # use ch5_serde::H5Dict;
/// # let dir = tempfile::tempdir()?;
/// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// for word in ["a", "b", "a"] {
///     dict.entry(word).and_modify(|n: &mut u32| *n += 1)?.or_insert(1u32)?;
/// }
/// assert_eq!(dict.get::<u32>("a")?, 2);
/// assert_eq!(dict.entry("c").or_default::<f64>()?, 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Entry<'d> {
    dict: &'d mut H5Dict,
    key: String,
}

impl<'d> Entry<'d> {
    pub(super) fn new(dict: &'d mut H5Dict, key: &str) -> Self {
        Self { dict, key: key.to_owned() }
    }

    /// The key.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let entry = dict.entry("threshold");
    /// let value = entry.key().len() as u64;
    /// assert_eq!(entry.or_insert(value)?, 9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Changes the value, if there is one: it is read, changed in memory, and stored anew.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("tags", &vec!["raw".to_string()])?;
    /// dict.entry("tags").and_modify(|tags: &mut Vec<String>| tags.push("dark".into()))?;
    /// dict.entry("none").and_modify(|_: &mut u32| unreachable!("there is no value"))?;
    /// assert_eq!(dict.get::<Vec<String>>("tags")?, ["raw", "dark"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn and_modify<T: H5Read + H5Write>(self, change: impl FnOnce(&mut T)) -> Result<Self> {
        if let Some(mut value) = self.dict.try_get::<T>(&self.key)? {
            change(&mut value);
            self.dict.insert(&self.key, &value)?;
        }
        Ok(self)
    }

    /// The value, after putting `value` there if there was none.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert_eq!(dict.entry("gain").or_insert(1.5)?, 1.5);
    /// assert_eq!(dict.entry("gain").or_insert(9.0)?, 1.5); // the first is kept
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_insert<T: H5Read + H5Write>(self, value: T) -> Result<T> {
        self.or_insert_with(|| value)
    }

    /// The value, after putting there what `make` returns if there was none.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let make = || (0..4).map(|n| n * n).collect();
    /// let table: Vec<u64> = dict.entry("squares").or_insert_with(make)?;
    /// assert_eq!(table, [0, 1, 4, 9]);
    /// assert_eq!(dict.get::<Vec<u64>>("squares")?, table);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_insert_with<T: H5Read + H5Write>(self, make: impl FnOnce() -> T) -> Result<T> {
        self.dict.get_or_insert(&self.key, make)
    }

    /// The value, after putting the type's default there if there was none.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert_eq!(dict.entry("comment").or_default::<String>()?, "");
    /// assert_eq!(dict.keys()?, ["comment"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_default<T: H5Read + H5Write + Default>(self) -> Result<T> {
        self.or_insert_with(T::default)
    }
}
