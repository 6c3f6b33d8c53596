//! A place in a map that may be empty.

use ch5_array::Result;

use super::H5Dict;
use crate::store::{H5Read, H5Write};

/// A key of a map with or without a value, from [`H5Dict::entry`].
///
/// ```
/// # use ch5_array::{File, H5Mode};
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
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Changes the value, if there is one.
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
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_insert<T: H5Read + H5Write>(self, value: T) -> Result<T> {
        self.or_insert_with(|| value)
    }

    /// The value, after putting there what `make` returns if there was none.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_insert_with<T: H5Read + H5Write>(self, make: impl FnOnce() -> T) -> Result<T> {
        self.dict.get_or_insert(&self.key, make)
    }

    /// The value, after putting the type's default there if there was none.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn or_default<T: H5Read + H5Write + Default>(self) -> Result<T> {
        self.or_insert_with(T::default)
    }
}
