//! A stored sequence that looks like a Vec.

mod edit;
mod rows;
mod search;

use std::fmt;

use ch5_array::{AsGroup, Dataset, Error, ErrorKind, Group, Object, Result, name};
use serde::de::DeserializeOwned;

use crate::objects::{Policy, put_object};
use crate::read::{Node, Visit};
use crate::store::{H5Read, H5Write};
use crate::tag;
use crate::write::list_group;
use rows::Rows;

/// A sequence in a file that behaves like a Vec. Elements are read when they are asked for.
///
/// All forms that ch5 writes are lists alike: a dataset, a table of records, a union, a group of
/// members "0", "1", ... A value that does not fit the present form turns the list into the next
/// wider one.
///
/// Cost: [`get`](Self::get), [`set`](Self::set) and [`push`](Self::push) of numbers and text touch
/// one element. Edits in the middle, and pushes to other packed forms, are one pass over the list;
/// on a group list they make a new group of links, one link an element.
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
    parent: Group,
    link: String,
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
    /// Stores values as a list under a name.
    ///
    /// # Errors
    ///
    /// As [`write_object`](crate::write_object).
    pub fn create<T: H5Write>(at: &impl AsGroup, name: &str, values: &[T]) -> Result<Self> {
        let group = at.as_group()?;
        put_object(&group, name, Policy::Fail, |slot| values.__put(slot))?;
        Self::open(&group, name)
    }

    /// Stores an empty list under a name, as a group whatever comes: for elements that hold arrays
    /// or groups of their own.
    ///
    /// # Errors
    ///
    /// As [`write_object`](crate::write_object).
    pub fn create_group(at: &impl AsGroup, name: &str) -> Result<Self> {
        let group = at.as_group()?;
        let link = name::escape(name).into_owned();
        list_group(&group, &link, crate::opts::FieldOpts::NONE)?;
        Self::open(&group, name)
    }

    /// Opens the list of a name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or [`ErrorKind::WrongType`] for an object that is not a sequence.
    pub fn open(at: &impl AsGroup, name: &str) -> Result<Self> {
        let group = at.as_group()?;
        // The parent of a path is what edits are made in.
        let (parent, last) = match name.rsplit_once('/') {
            Some(("", last)) => (group.file().root()?, last),
            Some((parent, last)) => (group.group(parent)?, last),
            None => (group, name),
        };
        let form = Self::form(parent.open(last)?)?;
        Ok(Self { parent, link: last.to_owned(), form })
    }

    fn form(object: Object) -> Result<Form> {
        let wrong = |object: &Object, found: &str| {
            object.locate(Error::new(ErrorKind::WrongType, "").expected("a list").found(found))
        };
        match &object {
            Object::Dataset(d) if d.is_scalar() || d.is_null() => Err(wrong(&object, "a scalar")),
            Object::Dataset(_) => Ok(Form::Packed(object)),
            Object::Group(group) => {
                if group.attrs().text(tag::H5_TYPE)?.as_deref() == Some("list") {
                    crate::read::list_len(group)?;
                    return Ok(Form::Group(group.clone()));
                }
                match crate::read::Store::open(&object, crate::read::Opening::STRICT)? {
                    Some(_) => Ok(Form::Packed(object)),
                    None => Err(wrong(&object, "a group that is no list")),
                }
            }
        }
    }

    /// The path of the list inside its file.
    #[must_use]
    pub fn path(&self) -> &str {
        match &self.form {
            Form::Packed(object) => object.path(),
            Form::Group(group) => group.path(),
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> ch5_array::File {
        self.parent.file()
    }

    /// The list as an object.
    fn object(&self) -> Object {
        match &self.form {
            Form::Packed(object) => object.clone(),
            Form::Group(group) => Object::Group(group.clone()),
        }
    }

    /// Opens what the name leads to now: other handles may have edited it.
    fn refresh(&mut self) -> Result<()> {
        self.form = Self::form(self.parent.open(&self.link)?)?;
        Ok(())
    }

    /// The number of elements.
    ///
    /// # Errors
    ///
    /// If the list cannot be read.
    pub fn len(&self) -> Result<usize> {
        let len = match &self.form {
            Form::Group(group) => group.len()?,
            Form::Packed(object) => Rows::open(object)?.len(),
        };
        usize::try_from(len).map_err(|_| self.out_of_range(0, usize::MAX))
    }

    /// True if there is no element.
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
        match &self.form {
            Form::Group(group) => {
                self.check(index)?;
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

    /// Reads an element.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range, or what reading a `T` fails with.
    pub fn get<T: H5Read>(&self, index: usize) -> Result<T> {
        self.with(index, |node| T::__get(node))
    }

    /// Reads an element through serde.
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn get_serde<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        self.with(index, |node| node.serde())
    }

    /// Reads all elements.
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn to_vec<T: H5Read>(&self) -> Result<Vec<T>> {
        T::__get_vec(Node::of(self.object()))
    }

    /// Reads the elements of a range.
    ///
    /// # Errors
    ///
    /// As [`H5List::get`].
    pub fn slice<T: H5Read>(&self, range: std::ops::Range<usize>) -> Result<Vec<T>> {
        let len = self.len()?;
        if range.end > len || range.start > range.end {
            return Err(self.out_of_range(range.end, len + 1));
        }
        let mut found = Vec::with_capacity(range.len().min(1 << 16));
        self.each(range, |node| {
            found.push(T::__get(node)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Calls `look` with the elements of a range until it says false.
    fn each(
        &self,
        range: std::ops::Range<usize>,
        mut look: impl FnMut(Node<'_>) -> Result<bool>,
    ) -> Result<()> {
        match &self.form {
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

impl fmt::Debug for H5List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 10;
        let len = self.len().unwrap_or(0);
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
        crate::objects::copy_into(&self.object(), slot)
    }
}

impl H5Read for H5List {
    crate::store::no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let node = node.open()?;
        match node.source {
            crate::read::Source::Object(object) => {
                let path = object.path().to_owned();
                Self::open(&object.file().root()?, &path)
            }
            _ => Err(locator.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected("a list of its own")
                    .found("a value inside another object"),
            )),
        }
    }
}
