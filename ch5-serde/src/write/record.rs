//! Structs.

use std::borrow::Cow;

use ch5_array::{Error, ErrorKind, Group, Result, name};

use super::{Slot, Target};
use crate::column::RecordColumn;
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::tag;

/// What takes the fields of a record.
pub(crate) trait FieldSink {
    fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>>;
    fn version(&mut self, version: u32) -> Result<()>;
    /// The group that the fields are members of, if it is one.
    fn group(&self) -> Option<&Group>;
}

/// An open struct: each field is put in turn, then it is ended.
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
}

impl GroupRecord {
    pub(crate) fn new(group: Group, depth: usize) -> Self {
        Self { group, depth, escaped: false, name: String::new() }
    }

    /// The group and the depth of what is in it.
    pub(crate) fn place(&self) -> (Group, usize) {
        (self.group.clone(), self.depth)
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

    pub(crate) fn row(record: &'a mut RecordColumn, depth: usize) -> Self {
        Self(Inner::Row { record, depth })
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, depth: usize) -> Self {
        Self(Inner::Tree { tree, end, depth })
    }

    pub(crate) fn flat(sink: &'a mut (dyn FieldSink + 'a)) -> Self {
        Self(Inner::Flat(sink))
    }

    /// The place of a field.
    ///
    /// # Errors
    ///
    /// If the record has the field already.
    pub fn field(&mut self, name: &str, opts: &'static FieldOpts) -> Result<Slot<'_>> {
        self.0.field(name, opts)
    }

    /// The place of a field whose own fields are stored among this record's.
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
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        match FieldSink::group(&self.0) {
            Some(group) if error.kind() != ErrorKind::NeedsGroup => group.locate(error),
            _ => error,
        }
    }

    /// Stores the version of the struct's layout.
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

    /// Ends the record.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn end(self) -> Result<()> {
        match self.0 {
            Inner::Row { record, .. } => record.close(),
            Inner::Group(_) | Inner::Flat(_) | Inner::Tree { .. } => Ok(()),
        }
    }
}

fn row_field<'r>(record: &'r mut RecordColumn, depth: usize, name: &str) -> Result<Slot<'r>> {
    if record.has(name) {
        return Err(Error::new(ErrorKind::AlreadyExists, format!("the field {name:?} came twice")));
    }
    Ok(Slot::cell(record.field(name)?, depth))
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
