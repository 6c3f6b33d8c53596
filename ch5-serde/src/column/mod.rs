//! Values in columns: what a sequence is packed into while it is written.
//!
//! A [`Column`] gets one value a row, of any type. It takes the type of its first value; integers
//! widen, other mixtures turn it into a union. Rows without a value are masked. Memory stays
//! bounded: full buffers go to datasets that have no name until the sequence is complete (the
//! idea of record shredding is Dremel's, Melnik et al. 2010; the dense union is Arrow's).

mod finish;
mod leaf;
mod push;
mod record;

use std::rc::Rc;

use ch5_array::{DType, Error, ErrorKind, Result};

pub(crate) use finish::{enum_type, push_code};
pub(crate) use leaf::{Leaf, Stream, TextLeaf, pieces};
pub(crate) use record::{RecordColumn, twice};

/// What a masked row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// `None` or `()`.
    Null,
    /// A field that the record does not have.
    Absent,
}

/// What text in a column stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Text,
    I128,
    U128,
}

/// Values of one place in every row.
#[derive(Debug)]
pub(crate) struct Column {
    stream: Rc<Stream>,
    rows: u64,
    /// True for each row without a value, once there was one.
    mask: Option<Leaf>,
    /// True for each row whose value is absent rather than null, once there was one.
    absent: Option<Leaf>,
    /// True once a row was null, and not merely absent.
    nulls: bool,
    /// The shape of the n-dimensional array whose elements are the rows, in row-major order.
    shape: Option<Vec<u64>>,
    body: Body,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// No row had a value yet.
    Empty,
    Number(Leaf),
    Text(TextLeaf, TextKind),
    /// Tuples of one primitive type; `depth` tuples are open.
    Fixed {
        leaf: Leaf,
        depth: usize,
    },
    List(Box<ListColumn>),
    Map(Box<MapColumn>),
    Record(Box<RecordColumn>),
    Union(Box<UnionColumn>),
}

/// Lists: where each ends, and all their elements.
#[derive(Debug)]
pub(crate) struct ListColumn {
    pub(crate) offsets: Leaf,
    pub(crate) values: Column,
    pub(crate) bytes: bool,
}

/// Maps: where each ends, and all their entries.
#[derive(Debug)]
pub(crate) struct MapColumn {
    pub(crate) offsets: Leaf,
    pub(crate) keys: Column,
    pub(crate) values: Column,
}

/// Values of several types: which one each row has, where it stands there, and a column for each.
#[derive(Debug)]
pub(crate) struct UnionColumn {
    pub(crate) variants: bool,
    pub(crate) kinds: Leaf,
    pub(crate) index: Leaf,
    pub(crate) columns: Vec<(String, Column)>,
    names: std::collections::HashMap<String, usize>,
}

impl Column {
    pub(crate) fn new(stream: &Rc<Stream>) -> Self {
        Self {
            stream: stream.clone(),
            rows: 0,
            mask: None,
            absent: None,
            nulls: false,
            shape: None,
            body: Body::Empty,
        }
    }

    /// A column for the elements of an n-dimensional array.
    pub(crate) fn of_array(stream: &Rc<Stream>, shape: &[u64]) -> Self {
        Self { shape: Some(shape.to_vec()), ..Self::new(stream) }
    }

    /// A column whose first `rows` rows are absent: a field that appears late.
    pub(crate) fn late(stream: &Rc<Stream>, rows: u64) -> Result<Self> {
        let mut column = Self::new(stream);
        column.push_missing(Missing::Absent, rows)?;
        Ok(column)
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn stream(&self) -> &Rc<Stream> {
        &self.stream
    }

    /// Appends rows without a value.
    pub(crate) fn push_missing(&mut self, what: Missing, rows: u64) -> Result<()> {
        if rows == 0 {
            return Ok(());
        }
        if matches!(self.body, Body::Fixed { depth: 1.., .. }) {
            self.unfix()?;
            return Err(needs_group());
        }
        self.nulls |= what == Missing::Null;
        let begun = self.rows;
        let stream = &self.stream;
        let begin = || -> Result<Leaf> {
            let mut flags = Leaf::new(stream, DType::Bool).filled(1);
            flags.repeat([0], begun)?;
            Ok(flags)
        };
        if self.mask.is_none() {
            self.mask = Some(begin()?);
        }
        if self.absent.is_none() && what == Missing::Absent {
            self.absent = Some(begin()?);
        }
        if let Some(mask) = &mut self.mask {
            mask.skip(rows)?;
        }
        match (&mut self.absent, what) {
            (Some(absent), Missing::Absent) => absent.skip(rows)?,
            (Some(absent), Missing::Null) => absent.repeat([0], rows)?,
            (None, _) => {}
        }
        match &mut self.body {
            Body::Empty => {}
            Body::Number(leaf) => leaf.skip(rows)?,
            Body::Fixed { leaf, .. } => leaf.skip(rows)?,
            Body::Text(leaf, _) => leaf.skip(rows)?,
            Body::List(list) => repeat_offset(&mut list.offsets, list.values.rows, rows)?,
            Body::Map(map) => repeat_offset(&mut map.offsets, map.keys.rows, rows)?,
            Body::Record(record) => record.skip(rows)?,
            Body::Union(union) => {
                union.kinds.skip(rows)?;
                union.index.skip(rows)?;
            }
        }
        self.rows += rows;
        Ok(())
    }

    /// Counts a row that got a value.
    #[inline]
    fn present(&mut self) -> Result<()> {
        self.rows += 1;
        if let Some(mask) = &mut self.mask {
            mask.push([0])?;
            if let Some(absent) = &mut self.absent {
                absent.push([0])?;
            }
        }
        Ok(())
    }

    /// Gives an empty column its body, filled up for the rows that are missing so far.
    fn start(&mut self, body: Body) -> Result<()> {
        self.body = body;
        let rows = self.rows;
        match &mut self.body {
            Body::Empty => Ok(()),
            Body::Number(leaf) => leaf.skip(rows),
            Body::Fixed { leaf, .. } => leaf.skip(rows),
            Body::Text(leaf, _) => leaf.skip(rows),
            Body::List(list) => repeat_offset(&mut list.offsets, 0, rows + 1),
            Body::Map(map) => repeat_offset(&mut map.offsets, 0, rows + 1),
            Body::Record(record) => record.skip(rows),
            Body::Union(union) => {
                union.kinds.skip(rows)?;
                union.index.skip(rows)
            }
        }
    }

    /// What the column holds, as a union names it.
    fn label(&self) -> String {
        let label = match &self.body {
            Body::Empty => "null",
            Body::Number(leaf) => match leaf.dtype() {
                DType::Bool => "bool",
                DType::F16 | DType::F32 | DType::F64 => "float",
                DType::C64 | DType::C128 => "complex",
                DType::Enum(_) => "enum",
                dtype => match dtype.integer() {
                    Some((_, true)) => "int",
                    _ => "uint",
                },
            },
            Body::Text(_, TextKind::Text) => "text",
            Body::Text(_, TextKind::I128) => "i128",
            Body::Text(_, TextKind::U128) => "u128",
            Body::Fixed { leaf, .. } => {
                return format!("tuple{}", leaf.inner().first().copied().unwrap_or(0));
            }
            Body::List(list) if list.bytes => "bytes",
            Body::List(_) => "list",
            Body::Map(_) => "map",
            Body::Record(record) if record.tuple => return format!("tuple{}", record.arity()),
            Body::Record(_) => "record",
            Body::Union(union) if union.variants => "enum",
            Body::Union(_) => "union",
        };
        label.to_owned()
    }

    /// Turns the column into a union, its present content becoming the first member.
    fn make_union(&mut self, variants: bool) -> Result<()> {
        let mut union = UnionColumn {
            variants,
            kinds: Leaf::new(&self.stream, DType::U16),
            index: Leaf::new(&self.stream, DType::U64),
            columns: Vec::new(),
            names: std::collections::HashMap::new(),
        };
        if matches!(self.body, Body::Empty) {
            union.kinds.skip(self.rows)?;
            union.index.skip(self.rows)?;
        } else {
            // Missing rows lie in the inner column too, so row i stays at index i.
            for row in 0..self.rows {
                union.kinds.push(0u16.to_ne_bytes())?;
                union.index.push(row.to_ne_bytes())?;
            }
            let label = self.label();
            let body = std::mem::replace(&mut self.body, Body::Empty);
            let inner = Self {
                stream: self.stream.clone(),
                rows: self.rows,
                mask: None,
                absent: None,
                nulls: false,
                shape: None,
                body,
            };
            union.names.insert(label.clone(), 0);
            union.columns.push((label, inner));
        }
        self.body = Body::Union(Box::new(union));
        Ok(())
    }

    /// The member of a union for values of a kind; counts this row as one of them. The caller
    /// then pushes exactly one value to it.
    fn member(&mut self, label: &str, variants: bool) -> Result<&mut Self> {
        if matches!(self.body, Body::Fixed { depth: 1.., .. }) {
            self.unfix()?;
            return Err(needs_group());
        }
        if !matches!(&self.body, Body::Union(u) if u.variants == variants) {
            self.make_union(variants)?;
        }
        self.present()?;
        let Body::Union(union) = &mut self.body else { return Err(needs_group()) };
        let at = match union.names.get(label) {
            Some(at) => *at,
            None => {
                let at = union.columns.len();
                union.names.insert(label.to_owned(), at);
                union.columns.push((label.to_owned(), Self::new(&self.stream)));
                at
            }
        };
        let code = u16::try_from(at)
            .map_err(|_| Error::new(ErrorKind::Limit, "a union of more than 65,536 types"))?;
        let column = &mut union.columns[at].1;
        union.kinds.push(code.to_ne_bytes())?;
        union.index.push(column.rows.to_ne_bytes())?;
        Ok(column)
    }
}

fn repeat_offset(offsets: &mut Leaf, end: u64, rows: u64) -> Result<()> {
    offsets.repeat(end.to_ne_bytes(), rows)
}

/// The signal that a value cannot lie in columns.
#[cold]
pub(crate) fn needs_group() -> Error {
    Error::new(ErrorKind::NeedsGroup, "the value needs a group of its own")
}
