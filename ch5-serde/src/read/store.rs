//! Columns in a file, and how a window of them is loaded.

use ch5_array::{Block, DType, Dataset, Error, ErrorKind, Group, Object, Result, name};

use super::loaded::Loaded;
use crate::column::TextKind;
use crate::tag::{self, Kind};

/// A column in a file, opened but not loaded.
#[derive(Debug)]
pub(crate) enum Store {
    Null(u64),
    /// Rows that hold nothing, as those of a variant without data.
    Absent(u64),
    Data(Dataset, TextKind),
    List {
        offsets: Dataset,
        values: Box<Store>,
        bytes: bool,
    },
    Map {
        offsets: Dataset,
        keys: Box<Store>,
        values: Box<Store>,
    },
    Record {
        rows: u64,
        fields: Vec<(String, Store)>,
        tuple: bool,
    },
    Union {
        kind: Dataset,
        index: Dataset,
        members: Vec<(String, Store)>,
        variants: bool,
    },
    Masked {
        mask: Dataset,
        absent: Option<Dataset>,
        values: Box<Store>,
    },
}

fn rows_of(dataset: &Dataset) -> u64 {
    dataset.shape().first().copied().unwrap_or(0)
}

fn malformed(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Malformed, what)
}

/// How deep an opening is, and whether columns must agree in length. They need not while a
/// sequence is taken apart whose last element was broken off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    depth: usize,
    strict: bool,
}

impl Opening {
    pub(crate) const STRICT: Self = Self { depth: 0, strict: true };
    pub(crate) const BROKEN_OFF: Self = Self { depth: 0, strict: false };

    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl Store {
    /// Opens the column that an object is, `None` if it is not one.
    pub(crate) fn open(object: &Object, how: Opening) -> Result<Option<Self>> {
        match object {
            Object::Dataset(d) => Self::of_dataset(d),
            Object::Group(g) => {
                let text = g.attrs().text(tag::KIND)?;
                let kind = text.as_deref().and_then(Kind::parse);
                crate::stack::level(|| Self::of_group(g, kind, how))
            }
        }
    }

    fn of_dataset(dataset: &Dataset) -> Result<Option<Self>> {
        if dataset.is_null() {
            return Ok(dataset.attrs().number(tag::ROWS)?.map(Self::Absent));
        }
        if dataset.is_scalar() {
            return Ok(None);
        }
        let mut kind = TextKind::Text;
        if dataset.dtype().is_text() {
            kind = match dataset.attrs().text(tag::KIND)?.as_deref().and_then(Kind::parse) {
                Some(Kind::I128) => TextKind::I128,
                Some(Kind::U128) => TextKind::U128,
                _ => TextKind::Text,
            };
        }
        Ok(Some(Self::Data(dataset.clone(), kind)))
    }

    pub(crate) fn of_group(
        group: &Group,
        kind: Option<Kind>,
        how: Opening,
    ) -> Result<Option<Self>> {
        let Some(kind) = kind else { return Ok(None) };
        let limit = group.file().limits().depth;
        // A level of nesting is up to three columns: list, record and mask.
        if how.depth > 3 * limit {
            return Err(group.locate(Error::new(
                ErrorKind::Limit,
                format!("columns are nested more than {limit} deep"),
            )));
        }
        let column = |place: &Group, name: &str| -> Result<Box<Self>> {
            let object = place.open(name)?;
            match Self::open(&object, how.deeper())? {
                Some(store) => Ok(Box::new(store)),
                None => {
                    Err(object.locate(malformed("").expected("a column").found("another object")))
                }
            }
        };
        let store = match kind {
            Kind::Ragged | Kind::RaggedBytes => Self::List {
                offsets: group.dataset("offsets")?,
                values: column(group, "values")?,
                bytes: kind == Kind::RaggedBytes,
            },
            Kind::RaggedMap => Self::Map {
                offsets: group.dataset("offsets")?,
                keys: column(group, "keys")?,
                values: column(group, "values")?,
            },
            Kind::Table | Kind::TupleTable => {
                let fields = Self::fields(group, how)?;
                let rows = match fields.first() {
                    Some((_, first)) => first.rows(),
                    None => group.attrs().number(tag::ROWS)?.unwrap_or(0),
                };
                for (name, field) in &fields {
                    if how.strict && field.rows() != rows {
                        return Err(group.locate_member(
                            name,
                            malformed("columns of one table differ in length")
                                .expected(format!("{rows} rows"))
                                .found(format!("{}", field.rows())),
                        ));
                    }
                }
                Self::Record { rows, fields, tuple: kind == Kind::TupleTable }
            }
            Kind::Union | Kind::Variants => Self::Union {
                kind: group.dataset("kind")?,
                index: group.dataset("index")?,
                members: Self::fields(&group.group("values")?, how)?,
                variants: kind == Kind::Variants,
            },
            Kind::Nullable => {
                let mask = group.dataset("mask")?;
                let absent = match group.try_open("absent")? {
                    Some(Object::Dataset(d)) => Some(d),
                    _ => None,
                };
                let values = match group.open("values")? {
                    Object::Dataset(d) if d.is_null() => Box::new(Self::Null(rows_of(&mask))),
                    _ => column(group, "values")?,
                };
                if how.strict && values.rows() != rows_of(&mask) {
                    return Err(group.locate(
                        malformed("values and mask differ in length")
                            .expected(format!("{}", values.rows()))
                            .found(format!("{}", rows_of(&mask))),
                    ));
                }
                Self::Masked { mask, absent, values }
            }
            _ => return Ok(None),
        };
        Ok(Some(store))
    }

    fn fields(group: &Group, how: Opening) -> Result<Vec<(String, Self)>> {
        let escaped = group.attrs().number(name::ESCAPED)?.is_some();
        let mut fields = Vec::new();
        for link in group.names()? {
            let object = group.open(&link)?;
            let store = match Self::open(&object, how.deeper())? {
                Some(store) => store,
                None => {
                    return Err(
                        object.locate(malformed("").expected("a column").found("another object"))
                    );
                }
            };
            let key = if escaped { name::unescape(&link)?.into_owned() } else { link };
            fields.push((key, store));
        }
        Ok(fields)
    }

    /// The dataset of a column that is one.
    pub(crate) fn dataset(&self) -> Option<&Dataset> {
        if let Self::Data(dataset, _) = self { Some(dataset) } else { None }
    }

    /// The number of rows.
    pub(crate) fn rows(&self) -> u64 {
        match self {
            Self::Null(rows) | Self::Absent(rows) | Self::Record { rows, .. } => *rows,
            Self::Data(d, _) => rows_of(d),
            Self::List { offsets, .. } | Self::Map { offsets, .. } => {
                rows_of(offsets).saturating_sub(1)
            }
            Self::Union { kind, .. } => rows_of(kind),
            Self::Masked { mask, .. } => rows_of(mask),
        }
    }

    /// About how many bytes a row takes in memory.
    pub(crate) fn row_bytes(&self) -> u64 {
        let share = |values: &Self, rows: u64| {
            values.row_bytes().saturating_mul(values.rows()) / rows.max(1) + 8
        };
        match self {
            Self::Null(_) | Self::Absent(_) => 0,
            Self::Data(d, _) => {
                let inner = d.shape().iter().skip(1).fold(1u64, |n, &s| n.saturating_mul(s));
                let size = match d.dtype() {
                    dtype if dtype.is_text() => 64,
                    DType::Compound(_) | DType::List(_) => 256,
                    dtype => dtype.mem_size() as u64,
                };
                inner.saturating_mul(size)
            }
            Self::List { values, .. } => share(values, self.rows()),
            Self::Map { keys, values, .. } => share(keys, self.rows()) + share(values, self.rows()),
            Self::Record { fields, .. } => {
                fields.iter().map(|(_, f)| f.row_bytes()).fold(0, u64::saturating_add)
            }
            Self::Union { members, .. } => {
                10 + members.iter().map(|(_, m)| share(m, self.rows())).fold(0, u64::saturating_add)
            }
            Self::Masked { values, .. } => values.row_bytes() + 2,
        }
    }

    /// Loads rows. `hidden` marks rows whose values nobody will look at.
    pub(crate) fn load(&self, start: u64, count: u64, hidden: Option<&[u8]>) -> Result<Loaded> {
        crate::stack::level(|| self.load_level(start, count, hidden))
    }

    fn load_level(&self, start: u64, count: u64, hidden: Option<&[u8]>) -> Result<Loaded> {
        Ok(match self {
            Self::Null(_) => Loaded::Null,
            Self::Absent(_) => Loaded::Absent,
            Self::Data(dataset, kind) => load_data(dataset, *kind, start, count)?,
            Self::List { offsets, values, bytes } => {
                let (first, total, offsets) = load_offsets(offsets, start, count, values.rows())?;
                let values = Box::new(values.load(first, total, None)?);
                Loaded::List { offsets, values, bytes: *bytes }
            }
            Self::Map { offsets, keys, values } => {
                let rows = keys.rows().min(values.rows());
                let (first, total, offsets) = load_offsets(offsets, start, count, rows)?;
                let keys = Box::new(keys.load(first, total, None)?);
                let values = Box::new(values.load(first, total, None)?);
                Loaded::Map { offsets, keys, values }
            }
            Self::Record { fields, tuple, .. } => {
                let mut loaded = Vec::with_capacity(fields.len());
                for (name, field) in fields {
                    loaded.push((name.clone(), field.load(start, count, None)?));
                }
                Loaded::Record { fields: loaded, tuple: *tuple }
            }
            Self::Union { kind, index, members, variants } => {
                load_union(kind, index, members, *variants, start, count, hidden)?
            }
            Self::Masked { mask, absent, values } => {
                let mask = flags(mask, start, count)?;
                let absent = match absent {
                    Some(absent) => flags(absent, start, count)?,
                    None => Vec::new(),
                };
                let values = Box::new(values.load(start, count, Some(&mask))?);
                Loaded::Masked { mask, absent, values }
            }
        })
    }
}

fn load_data(dataset: &Dataset, kind: TextKind, start: u64, count: u64) -> Result<Loaded> {
    let block = Block::rows(dataset.shape(), start, count);
    let inner: Vec<u64> = dataset.shape().iter().skip(1).copied().collect();
    let dtype = dataset.dtype();
    let flat = match dtype {
        DType::Text(_) => Loaded::Texts(dataset.read_texts(Some(&block))?, kind),
        DType::Compound(_)
        | DType::Array(..)
        | DType::List(_)
        | DType::Opaque { .. }
        | DType::Reference { .. }
        | DType::Bitfield(_)
        | DType::Other(_) => Loaded::Values(dataset.read_values(Some(&block))?),
        _ => {
            let bytes = block.len().saturating_mul(dtype.mem_size() as u64);
            dataset.file().limits().check_result(bytes, bytes).map_err(|e| dataset.locate(e))?;
            let mut buffer = vec![0; bytes as usize];
            dataset.read_bytes_into(dtype, Some(&block), &mut buffer)?;
            if inner.is_empty() {
                return Ok(Loaded::Numbers { dtype: dtype.clone(), bytes: buffer });
            }
            return Ok(Loaded::Fixed { dtype: dtype.clone(), inner, bytes: buffer });
        }
    };
    Ok(if inner.is_empty() { flat } else { Loaded::Nested { inner, values: Box::new(flat) } })
}

fn flags(dataset: &Dataset, start: u64, count: u64) -> Result<Vec<u8>> {
    if !matches!(dataset.dtype(), DType::Bool | DType::U8 | DType::I8) || dataset.shape().len() != 1
    {
        return Err(
            dataset.locate(malformed("").expected("1-D flags").found(dataset.dtype().to_string()))
        );
    }
    let mut buffer = vec![0; count as usize];
    let block = Block::rows(dataset.shape(), start, count);
    dataset.read_bytes_into(&dataset.dtype().clone(), Some(&block), &mut buffer)?;
    Ok(buffer)
}

/// The first element, the number of elements and the relative ends of rows.
fn load_offsets(
    dataset: &Dataset,
    start: u64,
    count: u64,
    rows: u64,
) -> Result<(u64, u64, Vec<usize>)> {
    let block = Block::rows(dataset.shape(), start, count + 1);
    let offsets: Vec<u64> = dataset.read_numbers(Some(&block))?;
    let first = offsets.first().copied().unwrap_or(0);
    let last = offsets.last().copied().unwrap_or(0);
    if !offsets.is_sorted() || last > rows {
        return Err(dataset.locate(
            malformed("offsets of lists are wrong")
                .expected(format!("increasing offsets up to {rows}"))
                .found(format!("{last}, or a decrease")),
        ));
    }
    Ok((first, last - first, offsets.iter().map(|o| (o - first) as usize).collect()))
}

fn load_union(
    kind: &Dataset,
    index: &Dataset,
    members: &[(String, Store)],
    variants: bool,
    start: u64,
    count: u64,
    hidden: Option<&[u8]>,
) -> Result<Loaded> {
    let kinds: Vec<u16> = kind.read_numbers(Some(&Block::rows(kind.shape(), start, count)))?;
    let at: Vec<u64> = index.read_numbers(Some(&Block::rows(index.shape(), start, count)))?;
    let seen = |row: usize| hidden.is_none_or(|h| h.get(row).is_none_or(|&b| b == 0));
    let mut ranges = vec![(u64::MAX, 0u64); members.len()];
    for (row, (k, i)) in kinds.iter().zip(&at).enumerate() {
        if !seen(row) {
            continue;
        }
        let Some((low, high)) = ranges.get_mut(usize::from(*k)) else {
            return Err(kind.locate(
                malformed("")
                    .expected(format!("a kind below {}", members.len()))
                    .found(k.to_string()),
            ));
        };
        (*low, *high) = ((*low).min(*i), (*high).max(*i));
    }
    let mut loaded = Vec::with_capacity(members.len());
    for ((name, member), (low, high)) in members.iter().zip(&ranges) {
        if low > high {
            loaded.push((name.clone(), Loaded::Null));
            continue;
        }
        if *high >= member.rows() {
            return Err(index.locate(
                malformed("")
                    .expected(format!("an index below {}", member.rows()))
                    .found(high.to_string()),
            ));
        }
        loaded.push((name.clone(), member.load(*low, high - low + 1, None)?));
    }
    let rows = kinds
        .iter()
        .zip(&at)
        .map(|(k, i)| {
            let low = ranges.get(usize::from(*k)).map_or(0, |r| r.0);
            (*k, i.saturating_sub(low) as usize)
        })
        .collect();
    Ok(Loaded::Union { rows, members: loaded, variants })
}
