//! Looking for elements, and editing by what they are.

use ch5_array::{Result, Value};

use super::H5List;
use crate::dict::Tree;
use crate::store::H5Read;

impl H5List {
    /// The index of the first element for which `matches` holds. Elements are read one after the
    /// other up to it.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "heights", &[1.5, 1.9, 2.1])?;
    /// assert_eq!(list.position(|height: &f64| *height > 1.8)?, Some(1));
    /// assert_eq!(list.position(|height: &f64| *height < 0.0)?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn position<T: H5Read>(
        &self,
        mut matches: impl FnMut(&T) -> bool,
    ) -> Result<Option<usize>> {
        let (mut at, mut found) = (0, None);
        self.each(0..self.len()?, |node| {
            if matches(&T::__get(node)?) {
                found = Some(at);
            }
            at += 1;
            Ok(found.is_none())
        })?;
        Ok(found)
    }

    /// True if an element equals `value`. Elements are read up to the first that does.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let words = H5List::create(&file, "words", &["tea".to_string(), "milk".to_string()])?;
    /// assert!(words.contains(&"milk".to_string())?);
    /// assert!(!words.contains(&"sugar".to_string())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn contains<T: H5Read + PartialEq>(&self, value: &T) -> Result<bool> {
        Ok(self.position(|x: &T| x == value)?.is_some())
    }

    /// True if the list has the same elements as a slice. Elements are read up to the first that
    /// differs, none if the lengths do.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &[1u8, 2, 3])?;
    /// assert!(list.equals(&[1i64, 2, 3])?); // the width in the file does not matter
    /// assert!(!list.equals(&[1i64, 2])?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn equals<T: H5Read + PartialEq>(&self, values: &[T]) -> Result<bool> {
        if self.len()? != values.len() {
            return Ok(false);
        }
        let mut rest = values.iter();
        let mut same = true;
        self.each(0..values.len(), |node| {
            same = rest.next() == Some(&T::__get(node)?);
            Ok(same)
        })?;
        Ok(same)
    }

    /// True if another list has equal elements, whatever the form of either.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let packed = H5List::create(&file, "packed", &[1, 2])?;
    /// let mut group = H5List::create_group(&file, "group")?;
    /// group.extend(&[1, 2])?;
    /// assert!(group.equals_list(&packed)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an element of either cannot be read.
    pub fn equals_list(&self, other: &Self) -> Result<bool> {
        let len = self.len()?;
        if len != other.len()? {
            return Ok(false);
        }
        let mut start = 0;
        while start < len {
            let end = (start + BATCH).min(len);
            if self.trees(start..end)? != other.trees(start..end)? {
                return Ok(false);
            }
            start = end;
        }
        Ok(true)
    }

    /// Elements of whatever type.
    fn trees(&self, range: std::ops::Range<usize>) -> Result<Vec<Value>> {
        let mut found = Vec::new();
        self.each(range, |node| {
            found.push(alike(node.serde::<Tree>()?.0));
            Ok(true)
        })?;
        Ok(found)
    }

    /// The elements in order, read a few hundred at a time as they are asked for. An element that
    /// cannot be read is an error in place of its batch, and ends the iteration.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &[1, 2, 3, 4])?;
    /// let mut sum = 0;
    /// for n in list.iter::<i32>() {
    ///     sum += n?;
    /// }
    /// assert_eq!(sum, 10);
    /// let first: Vec<i32> = list.iter().take(2).collect::<Result<_, _>>()?;
    /// assert_eq!(first, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter<'l, T: H5Read + 'l>(&'l self) -> impl Iterator<Item = Result<T>> + 'l {
        let len = self.len();
        let (last, error) = match len {
            Ok(n) => (n, None),
            Err(e) => (0, Some(Err(e))),
        };
        error.into_iter().chain(Batches {
            list: self,
            next: 0,
            last,
            ready: Vec::new().into_iter(),
        })
    }

    /// Sorts by a key of each element; equal keys keep their order.
    ///
    /// One pass reads the elements, of which only the keys stay in memory; a second one puts the
    /// rows in order as they are stored.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut pairs = H5List::create(&file, "pairs", &[(3, 0.5), (1, 1.5), (2, 2.5)])?;
    /// pairs.sort_by_key(|pair: &(i32, f64)| pair.0)?;
    /// assert_eq!(pairs.to_vec::<(i32, f64)>()?, [(1, 1.5), (2, 2.5), (3, 0.5)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with; the list is then as it was.
    pub fn sort_by_key<T: H5Read, K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) -> Result<()> {
        let mut keys = Vec::new();
        self.each(0..self.len()?, |node| {
            keys.push(key(&T::__get(node)?));
            Ok(true)
        })?;
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
        self.reorder(&order)
    }

    /// Keeps the elements for which `keep` holds, in order. Elements are read one by one, and only
    /// the indices of those that stay are remembered; if any goes, a second pass copies those.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut scores = H5List::create(&file, "scores", &[0.2, 0.9, 0.4, 0.7])?;
    /// scores.retain(|score: &f64| *score >= 0.5)?;
    /// assert_eq!(scores.to_vec::<f64>()?, [0.9, 0.7]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with; the list is then as it was.
    pub fn retain<T: H5Read>(&mut self, mut keep: impl FnMut(&T) -> bool) -> Result<()> {
        let mut order = Vec::new();
        let mut at = 0;
        self.each(0..self.len()?, |node| {
            if keep(&T::__get(node)?) {
                order.push(at);
            }
            at += 1;
            Ok(true)
        })?;
        if order.len() == at { Ok(()) } else { self.reorder(&order) }
    }

    /// Removes elements that equal the one before them, in two passes as [`retain`](Self::retain)
    /// does. Two elements are in memory at a time.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut states = H5List::create(&file, "states", &[1, 1, 2, 2, 1])?;
    /// states.dedup::<i32>()?;
    /// assert_eq!(states.to_vec::<i32>()?, [1, 2, 1]); // equal ones apart from each other stay
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with; the list is then as it was.
    pub fn dedup<T: H5Read + PartialEq>(&mut self) -> Result<()> {
        let mut order = Vec::new();
        let mut last: Option<T> = None;
        let mut at = 0;
        self.each(0..self.len()?, |node| {
            let value = T::__get(node)?;
            if last.as_ref() != Some(&value) {
                order.push(at);
            }
            last = Some(value);
            at += 1;
            Ok(true)
        })?;
        if order.len() == at { Ok(()) } else { self.reorder(&order) }
    }
}

/// Integers in one form, whatever their width in the file.
fn alike(value: Value) -> Value {
    match value {
        Value::Uint(n) => i64::try_from(n).map_or(value, Value::Int),
        Value::List(all) => Value::List(all.into_iter().map(alike).collect()),
        Value::Record(all) => {
            Value::Record(all.into_iter().map(|(name, value)| (name, alike(value))).collect())
        }
        other => other,
    }
}

/// Elements that are read a few at a time.
struct Batches<'l, T> {
    list: &'l H5List,
    next: usize,
    last: usize,
    ready: std::vec::IntoIter<T>,
}

/// Elements read at a time.
const BATCH: usize = 256;

impl<T: H5Read> Iterator for Batches<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        if let Some(value) = self.ready.next() {
            return Some(Ok(value));
        }
        if self.next >= self.last {
            return None;
        }
        let end = (self.next + BATCH).min(self.last);
        let batch = self.list.slice(self.next..end);
        self.next = end;
        match batch {
            Ok(values) => {
                self.ready = values.into_iter();
                self.ready.next().map(Ok)
            }
            Err(e) => {
                self.next = self.last;
                Some(Err(e))
            }
        }
    }
}
