//! Records in columns.

use std::collections::HashMap;
use std::rc::Rc;

use ch5_array::{DType, Error, ErrorKind, Result};

use super::{Body, Column, Missing, Stream};

/// A column for each field; fields that a row lacks are absent there.
#[derive(Debug)]
pub(crate) struct RecordColumn {
    stream: Rc<Stream>,
    pub(crate) tuple: bool,
    fields: Vec<(String, Column)>,
    names: HashMap<String, usize>,
    /// The same names where they lie in the program, as far as they were met there.
    last: Vec<Option<&'static str>>,
    /// The field after the last one that was pushed: records mostly keep their order.
    next: usize,
    rows: u64,
    /// The number of elements of a tuple, once one was opened.
    arity: Option<usize>,
}

/// The error for a second value of a field in one row.
#[cold]
pub(crate) fn twice(name: &str) -> Error {
    Error::new(ErrorKind::AlreadyExists, format!("the field {name:?} came twice"))
}

impl RecordColumn {
    pub(crate) fn new(stream: &Rc<Stream>, tuple: bool) -> Self {
        Self {
            stream: stream.clone(),
            tuple,
            fields: Vec::new(),
            names: HashMap::new(),
            last: Vec::new(),
            next: 0,
            rows: 0,
            arity: None,
        }
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Says that the first `rows` rows are complete.
    pub(crate) fn set_rows(&mut self, rows: u64) {
        self.rows = rows;
    }

    /// The number of elements of a tuple.
    pub(crate) fn arity(&self) -> usize {
        self.arity.unwrap_or(0)
    }

    /// True if tuples of `len` elements go here; the first one decides.
    pub(crate) fn takes(&self, len: usize) -> bool {
        self.arity.is_none_or(|arity| arity == len)
    }

    pub(crate) fn set_arity(&mut self, len: usize) {
        self.arity = Some(len);
    }

    /// The column of a field, brought up to the present row; `None` if this row has the field
    /// already.
    #[inline]
    pub(crate) fn field(&mut self, name: &str) -> Result<Option<&mut Column>> {
        let at = match self.fields.get(self.next) {
            Some((known, _)) if known == name => self.next,
            _ => self.find(name)?,
        };
        self.next = at + 1;
        let column = &mut self.fields[at].1;
        Ok((column.rows() <= self.rows).then_some(column))
    }

    /// Where the column of a field stands, brought up to the present row; `None` if this row has the
    /// field already.
    pub(crate) fn place(&mut self, name: &str) -> Result<Option<usize>> {
        let free = self.field(name)?.is_some();
        Ok(free.then(|| self.next - 1))
    }

    /// A column by its place.
    #[inline]
    pub(crate) fn column(&mut self, at: usize) -> &mut Column {
        &mut self.fields[at].1
    }

    /// The same for a name that lasts: mostly the very same one as in the record before.
    #[inline]
    pub(crate) fn named(&mut self, name: &'static str) -> Result<&mut Column> {
        let at = match self.last.get(self.next) {
            Some(Some(last)) if std::ptr::eq(*last, name) => self.next,
            _ => self.find_named(name)?,
        };
        self.next = at + 1;
        let column = &mut self.fields[at].1;
        if column.rows() <= self.rows { Ok(column) } else { Err(twice(name)) }
    }

    #[cold]
    fn find_named(&mut self, name: &'static str) -> Result<usize> {
        let at = self.find(name)?;
        self.last.resize(self.last.len().max(at + 1), None);
        self.last[at] = Some(name);
        Ok(at)
    }

    /// Where the column of a field stands, a new one if there is none.
    fn find(&mut self, name: &str) -> Result<usize> {
        if let Some(at) = self.names.get(name) {
            return Ok(*at);
        }
        let at = self.fields.len();
        self.names.insert(name.to_owned(), at);
        let column = Column::late(&self.stream, self.rows)?;
        self.fields.push((name.to_owned(), column));
        Ok(at)
    }

    /// The column of a tuple's element.
    pub(crate) fn at(&mut self, index: usize) -> Result<&mut Column> {
        while self.fields.len() <= index {
            let at = self.fields.len();
            let column = Column::late(&self.stream, self.rows)?;
            self.names.insert(at.to_string(), at);
            self.fields.push((at.to_string(), column));
        }
        Ok(&mut self.fields[index].1)
    }

    /// Ends the records of `rows` rows.
    #[inline]
    pub(crate) fn close(&mut self, rows: u64) -> Result<()> {
        self.next = 0;
        self.rows += rows;
        for (_, column) in &mut self.fields {
            if column.rows() < self.rows {
                let missing = self.rows - column.rows();
                column.push_missing(Missing::Absent, missing)?;
            }
        }
        Ok(())
    }

    /// Appends rows that have no record at all.
    pub(crate) fn skip(&mut self, rows: u64) -> Result<()> {
        self.rows += rows;
        for (_, column) in &mut self.fields {
            column.push_missing(Missing::Absent, rows)?;
        }
        Ok(())
    }

    /// The one primitive type and inner shape of a tuple's fields, if they have one.
    pub(crate) fn uniform(&self) -> Option<(DType, Vec<u64>)> {
        let parts: Option<Vec<_>> = self
            .fields
            .iter()
            .map(|(_, column)| match &column.body {
                _ if column.mask.is_some() => None,
                Body::Number(leaf) => Some((leaf.dtype(), &[] as &[u64])),
                Body::Fixed { leaf, depth: 0 } => Some((leaf.dtype(), leaf.inner())),
                _ => None,
            })
            .collect();
        let parts = parts?;
        let (dtype, inner) = parts.first()?;
        if matches!(dtype, DType::Enum(_)) || parts.iter().any(|p| p != &(*dtype, *inner)) {
            return None;
        }
        let shape = std::iter::once(parts.len() as u64).chain(inner.iter().copied()).collect();
        Some(((*dtype).clone(), shape))
    }

    pub(crate) fn into_columns(self) -> impl Iterator<Item = Column> {
        self.fields.into_iter().map(|(_, column)| column)
    }

    pub(crate) fn into_fields(self) -> Vec<(String, Column)> {
        self.fields
    }

    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }
}
