//! A place where exactly one value is put.

mod container;
mod value;
mod variant;

use std::borrow::Cow;

use ch5_array::{DType, Error, ErrorKind, Group, Object, Result, name};
use serde::Serialize;

use super::record::FieldSink;
use crate::column::Column;
use crate::opts::{AttrLit, FieldOpts, Layout};
use crate::packed::TreeBuilder;

/// The variant of an `Option` that is written out, as what is in it is null.
pub(crate) const SOME: &str = "Some";

/// A place where exactly one value is put: a member of a group, an attribute, or a cell of a
/// column. What is put decides the layout; see the table in the crate's documentation.
///
/// `H5Write` implementations normally need only the `H5Dict` they are given; a slot is what the
/// derive and the `Serializer` work with, and the functions of `#[h5(with = module)]`.
///
/// Every method that puts a value fails with [`ErrorKind::AlreadyExists`] for a name in use,
/// [`ErrorKind::ReadOnly`], [`ErrorKind::Unsupported`] for options that the value cannot have (the
/// chunks of a scalar), [`ErrorKind::Limit`] for one that is nested too deeply, and
/// [`ErrorKind::WrongType`] for a flattened field that is neither struct nor map.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Slot, read_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// Slot::member(&root, "count").number(3u16)?;
/// Slot::member(&root, "name").text("left")?;
/// assert_eq!(read_object::<u16>(&file, "count")?, 3);
/// assert_eq!(read_object::<String>(&file, "name")?, "left");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Slot<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) opts: &'static FieldOpts,
    pub(crate) depth: usize,
    /// Open `Some`s around the value: they become visible only if it is null.
    pub(crate) somes: u32,
}

pub(crate) enum Target<'a> {
    /// A member, by link name.
    Member { group: &'a Group, name: Cow<'a, str> },
    /// An attribute of a group.
    Attr { group: &'a Group, name: &'a str },
    /// A row of a column.
    Cell(&'a mut Column),
    /// The fields of a record that is open already.
    Flat(&'a mut (dyn FieldSink + 'a)),
    /// Takes one number and nothing else.
    Probe(&'a mut Probe),
    /// A node of a packed tree, whose path ends at `end`.
    Tree { tree: &'a mut TreeBuilder, end: usize },
    /// Takes one sequence, whose elements become the rows of a column.
    Rows(&'a mut Column),
}

/// One number, or a small array of numbers, if that is what was put.
#[derive(Default)]
pub(crate) struct Probe {
    pub(crate) dtype: Option<DType>,
    /// The shape of the array.
    pub(crate) inner: Vec<u64>,
    pub(crate) bytes: Vec<u8>,
}

impl<'a> Slot<'a> {
    /// The member `key` of a group; the name must not be in use.
    ///
    /// What is put there has its name from the start. A key with a `/` or another character that
    /// link names cannot have is escaped, and found again by its key only in a group that is marked
    /// for such names: leave these to [`write_object`](crate::write_object) and
    /// [`H5Dict::insert`](crate::H5Dict::insert), which mark it.
    ///
    /// ```
    /// # use ch5_array::{ErrorKind, File, H5Mode};
    /// use ch5_serde::Slot;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "x").number(1.5)?;
    /// let error = Slot::member(&root, "x").number(2.5).unwrap_err(); // a name takes one value
    /// assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    /// assert_eq!(root.names()?, ["x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn member(group: &'a Group, key: &'a str) -> Self {
        Self::new(Target::Member { group, name: name::escape(key) }, FieldOpts::NONE, 0)
    }

    #[inline]
    pub(crate) fn new(target: Target<'a>, opts: &'static FieldOpts, depth: usize) -> Self {
        Self { target, opts, depth, somes: 0 }
    }

    #[inline]
    pub(crate) fn cell(column: &'a mut Column, depth: usize) -> Self {
        Self::new(Target::Cell(column), FieldOpts::NONE, depth)
    }

    /// The same place with other options.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PACKED: FieldOpts = FieldOpts::new().chunks(&[100]).gzip(6);
    ///
    /// Slot::member(&root, "x").with_opts(&PACKED).numbers(&[0.5; 1000])?;
    /// assert_eq!(root.dataset("x")?.chunks()?, Some(vec![100]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_opts(mut self, opts: &'static FieldOpts) -> Self {
        self.opts = opts;
        self
    }

    /// Says that the value is inside a `Some`, which is stored only around a null.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "plain").some()?.number(7)?; // stored as 7
    /// Slot::member(&root, "nested").some()?.null()?; // `Some(None)`, told apart from `None`
    /// assert_eq!(read_object::<i32>(&file, "plain")?, 7);
    /// assert_eq!(read_object::<Option<Option<i32>>>(&file, "nested")?, Some(None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If that is nested too deeply.
    pub fn some(mut self) -> Result<Self> {
        self.somes += 1;
        self.deeper()?;
        Ok(self)
    }

    /// Adds the place to an error.
    #[cold]
    pub(crate) fn locate(&self, error: Error) -> Error {
        match &self.target {
            Target::Member { group, name } => group.locate_member(name, error),
            Target::Attr { group, name } => error
                .at(group.file().path().display().to_string(), format!("{}@{name}", group.path())),
            _ => error,
        }
    }

    /// The depth inside this value, if that is still allowed.
    #[inline]
    fn deeper(&self) -> Result<usize> {
        let limit = match &self.target {
            Target::Member { group, .. } | Target::Attr { group, .. } => group.limits().depth,
            Target::Cell(column) | Target::Rows(column) => column.stream().depth(),
            Target::Tree { tree, .. } => tree.max_depth(),
            Target::Flat(_) | Target::Probe(_) => return Ok(self.depth),
        };
        // `Some`s are levels too: a type may nest without end in them alone.
        if self.depth + self.somes as usize >= limit {
            return Err(self.too_deep(limit));
        }
        Ok(self.depth + 1)
    }

    #[cold]
    fn too_deep(&self, limit: usize) -> Error {
        self.locate(
            Error::new(ErrorKind::Limit, "the value is nested too deeply")
                .expected(format!("at most {limit} levels"))
                .help("raise Limits::depth, or store it as bincode"),
        )
    }

    /// Fails if the field asks for a layout that only sequences have.
    fn no_layout(&self, found: &str) -> Result<()> {
        match self.opts.layout {
            None | Some(Layout::Packed) => Ok(()),
            Some(_) => Err(self.locate(
                Error::new(
                    ErrorKind::Unsupported,
                    "list, table, compound and dense need a sequence",
                )
                .found(found),
            )),
        }
    }

    /// Puts a value through its serde implementation. In an attribute, a value that has no
    /// natural form there is bincoded.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_object};
    /// use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// #[derive(Serialize)]
    /// struct Camera { name: &'static str, gain: f64 }
    ///
    /// Slot::member(&root, "camera").serde(&Camera { name: "left", gain: 1.5 })?;
    /// assert_eq!(read_object::<String>(&file, "camera/name")?, "left");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn serde<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        if self.opts.layout == Some(Layout::Packed)
            && let Target::Member { .. } = self.target
        {
            return crate::packed::write(self, |slot| slot.serde(value));
        }
        if let Target::Attr { group, name } = self.target {
            let slot = Slot::new(Target::Attr { group, name }, self.opts, self.depth);
            return match value.serialize(crate::Serializer::new(slot)) {
                Err(e) if e.kind() == ErrorKind::NeedsGroup => {
                    crate::encoded::write_attr(group, name, value)
                }
                other => other,
            };
        }
        crate::stack::level_of(value, || value.serialize(crate::Serializer::new(self)))
    }

    /// Puts a value bincoded into an opaque dataset.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Bincode, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "state").bincode(&vec![Some(1u8), None])?;
    /// let Bincode(state) = read_object::<Bincode<Vec<Option<u8>>>>(&file, "state")?;
    /// assert_eq!(state, [Some(1), None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the codec cannot hold the value.
    pub fn bincode<T: Serialize + serde::de::DeserializeOwned>(self, value: &T) -> Result<()> {
        crate::encoded::write(self, value)
    }
}

/// Puts a field's literal attributes on the object it became.
pub(crate) fn put_attrs(object: &Object, opts: &FieldOpts) -> Result<()> {
    for (name, value) in opts.attrs {
        let attrs = object.attrs();
        match value {
            AttrLit::Text(text) => attrs.write_text(name, text)?,
            AttrLit::Int(n) => attrs.write_numbers(name, &[], &[*n])?,
            AttrLit::Float(x) => attrs.write_numbers(name, &[], &[*x])?,
            AttrLit::Bool(b) => attrs.write_bytes(name, &DType::Bool, &[], &[u8::from(*b)])?,
        }
    }
    Ok(())
}

#[cold]
fn not_a_record(found: &str) -> Error {
    Error::new(ErrorKind::WrongType, "a flattened field must be a struct or a map").found(found)
}
