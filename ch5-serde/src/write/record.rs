//! Structs.

use std::borrow::Cow;

use ch5_array::{Error, ErrorKind, Group, Object, Result, name};

use super::{Seq, Slot, Target, list_group};
use crate::column::{RecordColumn, twice};
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::read::Members;
use crate::tag::{self, Kind};

/// What takes the fields of a record.
pub(crate) trait FieldSink {
    fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>>;
    fn version(&mut self, version: u32) -> Result<()>;
    /// The group that the fields are members of, if it is one.
    fn group(&self) -> Option<&Group>;
}

/// An open struct: each field is put in turn, then it is ended.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{FieldOpts, Slot};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static PLAIN: FieldOpts = FieldOpts::new();
/// static ATTR: FieldOpts = FieldOpts::new().attr();
///
/// let mut sample = Slot::member(&root, "sample").record("Sample", 2)?;
/// sample.field("taken_by", &ATTR)?.text("Ada")?;
/// sample.field("trace", &PLAIN)?.numbers(&[0.5, 1.5])?;
/// sample.end()?;
/// let group = root.group("sample")?;
/// assert_eq!(group.names()?, ["trace"]);
/// assert_eq!(group.attrs().text("taken_by")?.as_deref(), Some("Ada"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Record<'a>(Inner<'a>);

enum Inner<'a> {
    Group(GroupRecord),
    Row { record: &'a mut RecordColumn, depth: usize },
    Flat(&'a mut (dyn FieldSink + 'a)),
    Tree { tree: &'a mut TreeBuilder, end: usize, depth: usize },
}

/// The fields as members of a group.
pub(crate) struct GroupRecord {
    group: Group,
    depth: usize,
    escaped: bool,
    /// The escaped name and the attribute's name of the present field.
    name: String,
    /// True for the fields of a variant, and how many of them are members.
    variant: bool,
    members: usize,
}

impl GroupRecord {
    pub(crate) fn new(group: Group, depth: usize) -> Self {
        Self { group, depth, escaped: false, name: String::new(), variant: false, members: 0 }
    }

    /// Adds the place of the present field to an error.
    #[cold]
    pub(crate) fn locate(&self, error: Error) -> Error {
        if error.kind() == ErrorKind::NeedsGroup {
            return error;
        }
        self.group.locate_member(&self.name, error)
    }

    /// The members of a map as keys and values: a key came that cannot name a member.
    #[cold]
    pub(crate) fn pair_up(&self) -> Result<[Seq<'static>; 2]> {
        let members = Members::new(self.group.clone())?.keys()?;
        let list = list_group(&self.group.stage()?, "values", FieldOpts::NONE)?;
        let mut keys =
            Seq::member(self.group.clone(), "keys".to_owned(), FieldOpts::NONE, self.depth)?;
        let mut next = 0;
        for (link, key) in members {
            // Linked and then unlinked: HDF5 cannot move a link into a group without a name.
            list.link(&next.to_string(), &self.group.open(&link)?)?;
            self.group.unlink(&link)?;
            keys.elem(|slot| slot.text(&key))?;
            next += 1;
        }
        self.group.attrs().remove(name::ESCAPED)?;
        Kind::Map.mark(&self.group)?;
        self.group.link("values", &Object::Group(list.clone()))?;
        Ok([keys, Seq::list(list, next, self.depth)])
    }
}

impl FieldSink for GroupRecord {
    fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>> {
        let escaped = name::escape(name);
        if matches!(escaped, Cow::Owned(_)) || name.is_empty() {
            mark_escaped(&self.group, &mut self.escaped)?;
        }
        self.name.clear();
        if opts.attr {
            self.name.push_str(name);
            let target = Target::Attr { group: &self.group, name: &self.name };
            return Ok(Slot::new(target, opts, self.depth));
        }
        self.name.push_str(&escaped);
        self.members += 1;
        let target = Target::Member { group: &self.group, name: Cow::Borrowed(&self.name) };
        Ok(Slot::new(target, opts, self.depth))
    }

    fn version(&mut self, version: u32) -> Result<()> {
        self.group.attrs().write_numbers(tag::VERSION, &[], &[version])
    }

    fn group(&self) -> Option<&Group> {
        Some(&self.group)
    }
}

/// Marks a group whose names are escaped, once.
pub(crate) fn mark_escaped(group: &Group, done: &mut bool) -> Result<()> {
    if !*done {
        group.attrs().write_numbers(name::ESCAPED, &[], &[1u8])?;
        *done = true;
    }
    Ok(())
}

impl<'a> Record<'a> {
    pub(crate) fn group(group: Group, depth: usize) -> Self {
        Self(Inner::Group(GroupRecord::new(group, depth)))
    }

    /// The fields of a variant, in its group.
    pub(crate) fn variant(group: Group, depth: usize) -> Self {
        Self(Inner::Group(GroupRecord { variant: true, ..GroupRecord::new(group, depth) }))
    }

    #[inline]
    pub(crate) fn row(record: &'a mut RecordColumn, depth: usize) -> Self {
        Self(Inner::Row { record, depth })
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, depth: usize) -> Self {
        Self(Inner::Tree { tree, end, depth })
    }

    pub(crate) fn flat(sink: &'a mut (dyn FieldSink + 'a)) -> Self {
        Self(Inner::Flat(sink))
    }

    /// The place of a field. A row of a table takes no options of a field: they are those of the
    /// table.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static SCALED: FieldOpts = FieldOpts::new().chunks(&[2]).shuffle(true);
    ///
    /// let mut run = Slot::member(&root, "run").record("Run", 1)?;
    /// run.field("trace", &SCALED)?.numbers(&[0.5, 1.5, 2.5])?;
    /// run.end()?;
    /// assert_eq!(root.dataset("run/trace")?.chunks()?, Some(vec![2]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`] for a field that the record has already: here in a row of a
    /// table, and where the value is put in a group.
    #[inline]
    pub fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>> {
        match &mut self.0 {
            Inner::Row { record, depth } => row_field(record, *depth, name),
            inner => inner.field(name, opts),
        }
    }

    /// The place of a field whose own fields are stored among this record's.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let extra = BTreeMap::from([("gain", 1.5), ("offset", 0.5)]);
    /// let mut camera = Slot::member(&root, "camera").record("Camera", 2)?;
    /// camera.field("name", &PLAIN)?.text("left")?;
    /// camera.flatten()?.serde(&extra)?;
    /// camera.end()?;
    /// assert_eq!(root.group("camera")?.names()?, ["name", "gain", "offset"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None at present.
    pub fn flatten(&mut self) -> Result<Slot<'_>> {
        let sink: &mut dyn FieldSink = match &mut self.0 {
            Inner::Group(group) => group,
            Inner::Flat(sink) => &mut **sink,
            inner => inner,
        };
        Ok(Slot::new(Target::Flat(sink), FieldOpts::NONE, 0))
    }

    /// Adds the record's place to an error of a flattened field.
    ///
    /// ```
    /// # use ch5_array::{Error, ErrorKind};
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Slot;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let camera = Slot::member(&root, "camera").record("Camera", 0)?;
    /// let error = camera.locate(Error::new(ErrorKind::Custom, "no lens"));
    /// assert!(error.to_string().contains("/camera"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        match FieldSink::group(&self.0) {
            Some(group) if error.kind() != ErrorKind::NeedsGroup => group.locate(error),
            _ => error,
        }
    }

    /// Adds the place of the present field to an error.
    #[cold]
    pub(crate) fn locate_field(&self, error: Error) -> Error {
        if let Inner::Group(group) = &self.0 { group.locate(error) } else { error }
    }

    /// Stores the version of the struct's layout.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Slot;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut camera = Slot::member(&root, "camera").record("Camera", 0)?;
    /// camera.version(2)?;
    /// camera.end()?;
    /// assert_eq!(root.group("camera")?.attrs().number("__ch5_version__")?, Some(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn version(&mut self, version: u32) -> Result<()> {
        match &mut self.0 {
            Inner::Group(group) => group.version(version),
            // Rows have their version in a column like any field.
            Inner::Row { record, depth } => {
                row_field(record, *depth, tag::VERSION)?.number(version)
            }
            Inner::Flat(sink) => sink.version(version),
            tree @ Inner::Tree { .. } => tree.field(tag::VERSION, FieldOpts::NONE)?.number(version),
        }
    }

    /// Ends the record. In a row of a table, fields that were not put are absent.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let mut rows = Slot::member(&root, "rows").seq()?;
    /// for n in [1, 2] {
    ///     rows.elem(|slot| {
    ///         let mut row = slot.record("Row", 1)?;
    ///         row.field("n", &PLAIN)?.number(n)?;
    ///         row.end() // the row is complete
    ///     })?;
    /// }
    /// rows.end()?;
    /// assert_eq!(read_object::<Vec<i32>>(&file, "rows/n")?, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    #[inline]
    pub fn end(self) -> Result<()> {
        match self.0 {
            Inner::Row { record, .. } => record.close(1),
            other => other.end(),
        }
    }
}

impl Inner<'_> {
    fn end(self) -> Result<()> {
        match self {
            // Alone, a field of this name would be taken for the variant's one value.
            Inner::Group(group) if group.variant && group.members == 1 && group.name == "value" => {
                Kind::EnumFields.mark(&group.group)
            }
            _ => Ok(()),
        }
    }
}

#[inline]
fn row_field<'r>(record: &'r mut RecordColumn, depth: usize, name: &str) -> Result<Slot<'r>> {
    match record.field(name)? {
        Some(column) => Ok(Slot::cell(column, depth)),
        None => Err(twice(name)),
    }
}

impl FieldSink for Inner<'_> {
    fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>> {
        match self {
            Self::Group(group) => group.field(name, opts),
            Self::Row { record, depth } => row_field(record, *depth, name),
            Self::Flat(sink) => sink.field(name, opts),
            Self::Tree { tree, end, depth } => {
                let end = tree.child(*end, name);
                Ok(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, *depth))
            }
        }
    }

    fn version(&mut self, _version: u32) -> Result<()> {
        Ok(())
    }

    fn group(&self) -> Option<&Group> {
        match self {
            Self::Group(group) => group.group(),
            Self::Flat(sink) => sink.group(),
            Self::Row { .. } | Self::Tree { .. } => None,
        }
    }
}
