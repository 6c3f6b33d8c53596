//! A stored sequence that looks like a Vec.

mod append;
mod edit;
mod gather;
mod open;
mod rows;
mod search;
mod splice;

use std::borrow::Cow;
use std::fmt;
use std::ops::{Bound, RangeBounds};

use ch5_array::{Dataset, Error, ErrorKind, File, Group, Object, Result};
use serde::de::DeserializeOwned;

use crate::read::{Node, Visit};
use crate::store::{H5Read, H5Write};
use rows::Rows;

/// A sequence in a file that behaves like a Vec. Elements are read when they are asked for.
///
/// All forms that ch5 writes are lists alike: a dataset, a table of records, a union, a group of
/// members "0", "1", ... A value that does not fit the present form turns the list into the next
/// wider one.
///
/// Cost. [`get`](Self::get), [`push`](Self::push), [`pop`](Self::pop) and
/// [`truncate`](Self::truncate) touch the elements they name, as do [`extend`](Self::extend) of a
/// packed list and [`set`](Self::set) of numbers, text and the members of group lists. Now and then
/// a push makes the list anew: when the chunks have become small for it, and when the element is
/// of another form.
///
/// Every other edit of a packed list is one pass over it, whatever the number of elements it moves:
/// the rows are copied as they are stored, to a new object that then takes the old one's place. On
/// a group list such an edit makes a new group of links, one link an element, and no element is
/// copied.
///
/// Handles of one list may be used beside each other: each looks at what the name leads to now.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::H5List;
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let mut list = H5List::create(&file, "list", &[1, 2, 3])?;
/// list.push(&4)?;
/// list.remove(0)?;
/// assert_eq!(list.to_vec::<i32>()?, [2, 3, 4]);
/// list.push("text")?; // becomes a list of mixed values
/// assert_eq!(list.get::<String>(3)?, "text");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct H5List {
    /// The group that has the list as a member, or is the list itself.
    parent: Group,
    /// The name of the member; none for a group that is the list itself.
    link: Option<String>,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// Columns, a dataset among them.
    Packed(Object),
    /// Members "0" to "n-1".
    Group(Group),
}

impl H5List {
    /// The path of the list inside its file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "numbers", &[1, 2])?;
    /// assert_eq!(list.path(), "/numbers");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        match &self.form {
            Form::Packed(object) => object.path(),
            Form::Group(group) => group.path(),
        }
    }

    /// The file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "numbers", &[1, 2])?;
    /// ch5_serde::write_object(&list.file(), "beside", "text")?;
    /// assert_eq!(file.root()?.names()?, ["numbers", "beside"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> File {
        self.parent.file()
    }

    /// The list's attributes, as a map. They stay with it whatever form it takes.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "lengths", &[1.5, 2.5])?;
    /// list.attributes().set("units", "mm")?;
    /// list.push("unknown")?; // a list of mixed values from here on
    /// assert_eq!(list.attributes().get::<String>("units")?, "mm");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> crate::dict::Attributes {
        crate::dict::Attributes::new(self.object())
    }

    /// Hands everything that HDF5 still holds to the operating system.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let copy = dir.path().join("copy.h5");
    /// let mut log = H5List::create(&file, "log", &["start".to_string()])?;
    /// log.push("stop")?;
    /// log.flush()?; // now a copy of the file has both
    /// std::fs::copy(file.path(), &copy)?;
    /// assert_eq!(H5List::open_at(&copy, H5Mode::Read, "log")?.len()?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the file was closed, or writing fails.
    pub fn flush(&self) -> Result<()> {
        self.file().flush()
    }

    /// Closes the file with every handle in it, and says whether all was written.
    ///
    /// ```
    /// # use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &[1, 2])?;
    /// let other = H5List::of(&file, "list")?;
    /// list.close()?;
    /// assert_eq!(other.len().unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`File::close`].
    pub fn close(self) -> Result<()> {
        self.file().close()
    }

    /// The list as an object.
    fn object(&self) -> Object {
        object_of(&self.form)
    }

    /// What the name leads to now: other handles may have edited the list.
    fn now(&self) -> Result<Cow<'_, Form>> {
        match &self.form {
            Form::Packed(Object::Dataset(dataset)) if dataset.identity()?.links > 0 => {
                Ok(match dataset.renewed()? {
                    Some(new) => Cow::Owned(Form::Packed(Object::Dataset(new))),
                    None => Cow::Borrowed(&self.form),
                })
            }
            Form::Group(group) | Form::Packed(Object::Group(group))
                if group.identity()?.links > 0 =>
            {
                // A group that is a list itself keeps its identity when its form changes; from a
                // list of members there is no way back to columns.
                match (&self.link, &self.form) {
                    (None, Form::Packed(_)) => self.reopened().map(Cow::Owned),
                    _ => Ok(Cow::Borrowed(&self.form)),
                }
            }
            _ => self.reopened().map(Cow::Owned),
        }
    }

    /// Opens what the name leads to.
    fn reopened(&self) -> Result<Form> {
        let Some(link) = &self.link else {
            return Self::form(Object::Group(self.parent.clone()));
        };
        let found = match crate::dict::check_alive(&self.parent) {
            Ok(()) => self.parent.try_open(link)?,
            Err(_) => None,
        };
        match found {
            Some(object) => Self::form(object),
            None => Err(self.object().locate(gone("list"))),
        }
    }

    fn renew(&mut self) -> Result<()> {
        if let Cow::Owned(form) = self.now()? {
            self.form = form;
        }
        Ok(())
    }

    /// The number of elements.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let pairs = H5List::create(&file, "pairs", &[(1, 2.5), (3, 4.5)])?;
    /// assert_eq!(pairs.len()?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the list cannot be read.
    pub fn len(&self) -> Result<usize> {
        self.len_of(&*self.now()?)
    }

    fn len_of(&self, form: &Form) -> Result<usize> {
        let len = match form {
            Form::Group(group) => group.len()?,
            Form::Packed(Object::Dataset(d)) => d.shape().first().copied().unwrap_or(0),
            Form::Packed(object) => Rows::open(object)?.len(),
        };
        usize::try_from(len).map_err(|_| self.out_of_range(0, usize::MAX))
    }

    /// True if there is no element.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create::<f64>(&file, "list", &[])?;
    /// assert!(list.is_empty()?);
    /// list.push(&0.5)?;
    /// assert!(!list.is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the list cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    #[cold]
    fn out_of_range(&self, index: usize, len: usize) -> Error {
        self.object().locate(
            Error::new(ErrorKind::Shape, "")
                .expected(format!("an index below {len}"))
                .found(index.to_string()),
        )
    }

    fn check(&self, index: usize) -> Result<()> {
        let len = self.len()?;
        if index < len { Ok(()) } else { Err(self.out_of_range(index, len)) }
    }

    /// The index that a negative one stands for: -1 is the last element.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[10, 20, 30])?;
    /// assert_eq!(list.index(-1)?, 2);
    /// assert_eq!(list.index(1)?, 1);
    /// assert!(list.index(-4).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range.
    pub fn index(&self, index: isize) -> Result<usize> {
        let len = self.len()?;
        let at =
            if index < 0 { len.checked_sub(index.unsigned_abs()) } else { Some(index as usize) };
        match at {
            Some(at) if at < len => Ok(at),
            _ => Err(self.object().locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("an index from -{len} to {}", len.saturating_sub(1)))
                    .found(index.to_string()),
            )),
        }
    }

    /// Calls `read` with an element.
    fn with<R>(&self, index: usize, read: impl FnOnce(Node<'_>) -> Result<R>) -> Result<R> {
        match &*self.now()? {
            Form::Group(group) => {
                if index as u64 >= group.len()? {
                    return Err(self.out_of_range(index, group.len()? as usize));
                }
                read(Node::of(group.open(&index.to_string())?))
            }
            Form::Packed(object) => {
                let mut rows = Rows::open(object)?;
                if index as u64 >= rows.len() {
                    return Err(self.out_of_range(index, rows.len() as usize));
                }
                let cell = rows.get(index as u64).map_err(|e| object.locate(e))?;
                read(Node::cell(cell, &Visit::start()))
                    .map_err(|e| object.locate(e.nest(&format!("[{index}]"))))
            }
        }
    }

    /// Reads an element, and no other; but HDF5 takes a whole chunk from the file at a time. Many
    /// elements in order are read faster by [`iter`](Self::iter) or [`slice`](Self::slice).
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "primes", &[2u8, 3, 5, 7])?;
    /// assert_eq!(list.get::<u64>(3)?, 7);
    /// assert!(list.get::<u64>(4).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range, or what reading a `T` fails with.
    pub fn get<T: H5Read>(&self, index: usize) -> Result<T> {
        self.with(index, |node| T::__get(node))
    }

    /// Reads an element through serde.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # use serde::{Deserialize, Serialize};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Serialize, Deserialize)]
    /// struct Hit { x: u32, score: f64 }
    ///
    /// let hits = [Hit { x: 3, score: 0.5 }, Hit { x: 8, score: 0.9 }];
    /// ch5_serde::write_serde(&file, "hits", &hits)?;
    /// let hits = H5List::of(&file, "hits")?;
    /// assert_eq!(hits.get_serde::<Hit>(1)?.x, 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn get_serde<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        self.with(index, |node| node.serde())
    }

    /// Reads all elements into memory, numbers in one call.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "words", &["a".to_string()])?;
    /// list.extend(&["b", "c"])?;
    /// let words: Vec<String> = list.to_vec()?;
    /// assert_eq!(words.concat(), "abc");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn to_vec<T: H5Read>(&self) -> Result<Vec<T>> {
        T::__get_vec(Node::of(object_of(&*self.now()?)))
    }

    /// What an element is: in a group list a map, list or array of its own, which is not loaded;
    /// in a packed list a value.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, Value};
    /// # use ch5_serde::{H5List, Item};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &["a".to_string()])?;
    /// assert!(matches!(list.item(0)?, Item::Value(Value::Text(text)) if text == "a"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range, or an element that ch5 cannot read.
    pub fn item(&self, index: usize) -> Result<crate::dict::Item> {
        self.with(index, crate::dict::Item::of_node)
    }

    /// Reads the elements of a range.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &[1, 2, 3, 4])?;
    /// assert_eq!(list.slice::<i32>(1..3)?, [2, 3]);
    /// assert_eq!(list.slice::<i32>(list.index(-2)?..)?, [3, 4]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn slice<T: H5Read>(&self, range: impl RangeBounds<usize>) -> Result<Vec<T>> {
        let len = self.len()?;
        let start = match range.start_bound() {
            Bound::Included(&n) => n,
            Bound::Excluded(&n) => n.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&n) => n.saturating_add(1),
            Bound::Excluded(&n) => n,
            Bound::Unbounded => len,
        };
        if end > len || start > end {
            return Err(self.out_of_range(start.max(end), len + 1));
        }
        let mut found = Vec::with_capacity((end - start).min(1 << 16));
        self.each(start..end, |node| {
            found.push(T::__get(node)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Reads all elements into memory, with their indices.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "list", &["a".to_string(), "b".to_string()])?;
    /// let dict: BTreeMap<usize, String> = list.to_dict()?;
    /// assert_eq!(dict[&1], "b");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn to_dict<T: H5Read, M: FromIterator<(usize, T)>>(&self) -> Result<M> {
        Ok(self.to_vec::<T>()?.into_iter().enumerate().collect())
    }

    /// Calls `look` with the elements of a range until it says false.
    fn each(
        &self,
        range: std::ops::Range<usize>,
        mut look: impl FnMut(Node<'_>) -> Result<bool>,
    ) -> Result<()> {
        match &*self.now()? {
            Form::Group(group) => {
                for i in range {
                    if !look(Node::of(group.open(&i.to_string())?))? {
                        break;
                    }
                }
            }
            Form::Packed(object) => {
                let mut rows = Rows::open(object)?;
                let visit = Visit::start();
                for i in range {
                    let cell = rows.get(i as u64).map_err(|e| object.locate(e))?;
                    let go_on = look(Node::cell(cell, &visit))
                        .map_err(|e| object.locate(e.nest(&format!("[{i}]"))))?;
                    if !go_on {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// The dataset of a list that is one plain dataset.
    fn dataset(&self) -> Option<&Dataset> {
        match &self.form {
            Form::Packed(Object::Dataset(d)) if d.shape().len() == 1 => Some(d),
            _ => None,
        }
    }
}

fn object_of(form: &Form) -> Object {
    match form {
        Form::Packed(object) => object.clone(),
        Form::Group(group) => Object::Group(group.clone()),
    }
}

#[cold]
fn gone(what: &str) -> Error {
    Error::new(ErrorKind::NotFound, "")
        .expected(format!("the {what} that this handle was opened for"))
        .found("nothing: it was deleted or moved")
        .help("open it again")
}

#[cold]
fn list_error(object: &Object, found: &str) -> Error {
    object.locate(Error::new(ErrorKind::Malformed, "").expected("a packed list").found(found))
}

impl fmt::Debug for H5List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 10;
        let len = match self.len() {
            Ok(len) => len,
            Err(e) => return write!(f, "H5List<{e}>"),
        };
        write!(f, "[")?;
        for i in 0..len {
            if len > 2 * SHOWN && (SHOWN..len - SHOWN).contains(&i) {
                if i == SHOWN {
                    write!(f, ", ... {} more ...", len - 2 * SHOWN)?;
                }
                continue;
            }
            let comma = if i == 0 { "" } else { ", " };
            let shown = self.with(i, |node| Ok(crate::show::node(node)));
            match shown {
                Ok(text) => write!(f, "{comma}{text}")?,
                Err(e) => write!(f, "{comma}<{e}>")?,
            }
        }
        write!(f, "]")
    }
}

impl H5Write for H5List {
    crate::store::no_group!(write);

    fn __put(&self, slot: crate::write::Slot<'_>) -> Result<()> {
        crate::objects::copy_into(&object_of(&*self.now()?), slot)
    }
}

impl H5Read for H5List {
    crate::store::no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let node = node.open()?;
        match node.source {
            crate::read::Source::Object(object) => Self::of_object(&object),
            _ => Err(locator.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected("a list of its own")
                    .found("a value inside another object"),
            )),
        }
    }
}
