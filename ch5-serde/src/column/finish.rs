//! From complete columns to named objects.

use ch5_array::{DType, Dataset, EnumType, Group, NewDataset, Object, Result, Texts, name};

use super::{
    Body, Column, ListColumn, MapColumn, RecordColumn, TextKind, TextLeaf, UnionColumn, needs_group,
};
use crate::opts::FieldOpts;
use crate::tag::{self, Kind};

/// Columns beyond this are not listed for anndata: the list would not fit an attribute.
const MAX_LISTED: usize = 2000;

impl Column {
    /// Writes the column under a name.
    pub(crate) fn finish_at(self, group: &Group, name: &str) -> Result<Object> {
        crate::stack::level(|| self.finish_level(group, name))
    }

    fn finish_level(self, group: &Group, name: &str) -> Result<Object> {
        if self.is_nothing() {
            let new = NewDataset::null().attributes(true);
            let dataset = group.create_dataset(name, &new)?;
            dataset.attrs().write_numbers(tag::ROWS, &[], &[self.rows])?;
            return Ok(Object::Dataset(dataset));
        }
        let Some(mask) = self.mask else {
            return finish_body(self.body, group, name);
        };
        let place = group.create_group(name)?;
        Kind::Nullable.mark(&place)?;
        match &self.body {
            Body::Number(leaf) if leaf.dtype().is_integer() => {
                tag::encoding(&place, "nullable-integer", "0.1.0")?;
            }
            Body::Number(leaf) if *leaf.dtype() == DType::Bool => {
                tag::encoding(&place, "nullable-boolean", "0.1.0")?;
            }
            Body::Text(_, TextKind::Text) => {
                tag::encoding(&place, "nullable-string-array", "0.1.0")?;
            }
            _ => {}
        }
        if matches!(self.body, Body::Empty) {
            place.create_dataset("values", &NewDataset::null())?;
        } else {
            finish_body(self.body, &place, "values")?;
        }
        mask.finish_at(&place, "mask")?;
        if let Some(absent) = self.absent {
            absent.finish_at(&place, "absent")?;
        }
        Ok(Object::Group(place))
    }

    /// True for a column of numbers or text without missing rows.
    pub(crate) fn is_plain(&self) -> bool {
        self.mask.is_none() && matches!(self.body, Body::Number(_) | Body::Text(_, TextKind::Text))
    }

    /// Writes the elements of an n-dimensional array under a name.
    pub(crate) fn finish_array(
        self,
        group: &Group,
        name: &str,
        shape: &[u64],
        opts: &FieldOpts,
    ) -> Result<Object> {
        match self.body {
            Body::Number(leaf) => Ok(Object::Dataset(leaf.finish_at(group, name)?)),
            Body::Text(leaf, _) => Ok(Object::Dataset(leaf.finish_at(group, name)?)),
            _ => {
                let new = opts.dataset(DType::F64, shape).attributes(true);
                Ok(Object::Dataset(group.create_dataset(name, &new)?))
            }
        }
    }

    /// The text of the column's only row, if it is one.
    pub(crate) fn into_text(self) -> Option<String> {
        match self.body {
            Body::Text(leaf, TextKind::Text) if self.mask.is_none() => {
                leaf.into_texts()?.get(0).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The unsigned integers that the column's only row consists of.
    pub(crate) fn into_unsigned(self) -> Result<Option<Vec<u64>>> {
        let leaf = match self.body {
            Body::Number(leaf) | Body::Fixed { leaf, .. } => leaf,
            Body::List(list) => return list.values.into_unsigned(),
            Body::Record(record) if record.tuple && record.len() == 0 => {
                return Ok(Some(Vec::new()));
            }
            Body::Empty => return Ok(Some(Vec::new())),
            _ => return Ok(None),
        };
        if !matches!(leaf.dtype().integer(), Some((_, false))) {
            return Ok(None);
        }
        let mut all = Vec::new();
        leaf.replay(&DType::U64, |bytes| {
            all.extend(bytes.as_chunks::<8>().0.iter().map(|b| u64::from_ne_bytes(*b)));
            Ok(())
        })?;
        Ok(Some(all))
    }

    /// Writes the column as an attribute, if it is short and of one simple type.
    pub(crate) fn finish_attr(self, group: &Group, name: &str) -> Result<()> {
        if self.mask.is_some() {
            return Err(needs_group());
        }
        let attrs = group.attrs();
        match self.body {
            Body::Empty => attrs.write_bytes(name, &DType::F64, &[0], &[]),
            Body::Number(leaf) | Body::Fixed { leaf, .. } => {
                let shape: Vec<u64> =
                    std::iter::once(leaf.len()).chain(leaf.inner().iter().copied()).collect();
                let dtype = leaf.dtype().clone();
                let mut all = Vec::new();
                leaf.replay(&dtype, |bytes| {
                    all.extend_from_slice(bytes);
                    Ok(())
                })?;
                attrs.write_bytes(name, &dtype, &shape, &all)
            }
            Body::Text(leaf, TextKind::Text) => {
                let texts = leaf.into_texts().ok_or_else(needs_group)?;
                attrs.write_texts(name, &[texts.len() as u64], &texts)
            }
            _ => Err(needs_group()),
        }
    }

    /// True if anndata can read the column as one of a dataframe.
    fn is_flat(&self) -> bool {
        match &self.body {
            Body::Number(leaf) => {
                !matches!(leaf.dtype(), DType::Enum(_) | DType::C64 | DType::C128)
                    && (self.mask.is_none() || !leaf.dtype().is_float())
            }
            Body::Text(_, kind) => *kind == TextKind::Text,
            _ => false,
        }
    }

    /// True if no row has anything, as where a variant has no data.
    fn is_nothing(&self) -> bool {
        matches!(self.body, Body::Empty) && !self.nulls && self.rows > 0
    }
}

fn finish_body(body: Body, group: &Group, name: &str) -> Result<Object> {
    match body {
        Body::Empty => {
            let new = NewDataset::new(DType::F64, &[0]);
            Ok(Object::Dataset(group.create_dataset(name, &new)?))
        }
        Body::Number(leaf) | Body::Fixed { leaf, .. } => {
            Ok(Object::Dataset(leaf.finish_at(group, name)?))
        }
        Body::Text(leaf, kind) => {
            let dataset = leaf.finish_at(group, name)?;
            mark_text(&dataset, kind)?;
            Ok(Object::Dataset(dataset))
        }
        Body::List(list) => finish_list(*list, group, name),
        Body::Map(map) => finish_map(*map, group, name),
        Body::Record(record) => finish_record(*record, group, name),
        Body::Union(union) if union.is_names() => finish_names(*union, group, name),
        Body::Union(union) => finish_union(*union, group, name),
    }
}

impl UnionColumn {
    /// True for an enum of which only unit variants came.
    fn is_names(&self) -> bool {
        self.variants && self.columns.iter().all(|(_, column)| column.is_nothing())
    }
}

fn mark_text(dataset: &Dataset, kind: TextKind) -> Result<()> {
    let kind = match kind {
        TextKind::Text => return Ok(()),
        TextKind::I128 => Kind::I128,
        TextKind::U128 => Kind::U128,
    };
    dataset.attrs().write_text(tag::KIND, kind.as_str())
}

fn finish_list(list: ListColumn, group: &Group, name: &str) -> Result<Object> {
    let place = group.create_group(name)?;
    if list.bytes { Kind::RaggedBytes } else { Kind::Ragged }.mark(&place)?;
    list.values.finish_at(&place, "values")?;
    list.offsets.finish_at(&place, "offsets")?;
    Ok(Object::Group(place))
}

fn finish_map(map: MapColumn, group: &Group, name: &str) -> Result<Object> {
    let place = group.create_group(name)?;
    Kind::RaggedMap.mark(&place)?;
    map.keys.finish_at(&place, "keys")?;
    map.values.finish_at(&place, "values")?;
    map.offsets.finish_at(&place, "offsets")?;
    Ok(Object::Group(place))
}

fn finish_record(record: RecordColumn, group: &Group, name: &str) -> Result<Object> {
    let place = group.create_group(name)?;
    let rows = record.rows();
    let kind = if record.tuple { Kind::TupleTable } else { Kind::Table };
    kind.mark(&place)?;
    let fields = record.into_fields();
    if fields.is_empty() {
        place.attrs().write_numbers(tag::ROWS, &[], &[rows])?;
    }
    let index = fields
        .iter()
        .find(|(_, c)| c.mask.is_none() && c.is_flat())
        .map(|(key, _)| name::escape(key).into_owned());
    if let Some(index) = index
        && fields.len() <= MAX_LISTED
        && fields.iter().all(|(_, column)| column.is_flat())
    {
        tag::encoding(&place, "dataframe", "0.2.0")?;
        place.attrs().write_text("_index", &index)?;
        let mut order = Texts::new();
        for (key, _) in &fields {
            order.push(&name::escape(key))?;
        }
        place.attrs().write_texts("column-order", &[order.len() as u64], &order)?;
    }
    finish_members(fields, &place)?;
    Ok(Object::Group(place))
}

/// Writes columns as members, with the mark that unescapes their names where one needs it.
fn finish_members(columns: Vec<(String, Column)>, place: &Group) -> Result<()> {
    if columns.iter().any(|(key, _)| name::escape(key) != *key) {
        place.attrs().write_numbers(name::ESCAPED, &[], &[1u8])?;
    }
    for (key, column) in columns {
        column.finish_at(place, &name::escape(&key))?;
    }
    Ok(())
}

fn finish_union(union: UnionColumn, group: &Group, name: &str) -> Result<Object> {
    let place = group.create_group(name)?;
    if union.variants { Kind::Variants } else { Kind::Union }.mark(&place)?;
    union.kinds.finish_at(&place, "kind")?;
    union.index.finish_at(&place, "index")?;
    finish_members(union.columns, &place.create_group("values")?)?;
    Ok(Object::Group(place))
}

/// An enum whose values are all of unit variants is a column of their names.
fn finish_names(union: UnionColumn, group: &Group, name: &str) -> Result<Object> {
    let mut texts = TextLeaf::new(union.kinds.stream());
    let names = union.columns;
    union.kinds.replay(&DType::U16, |bytes| {
        for code in bytes.as_chunks::<2>().0 {
            let at = usize::from(u16::from_ne_bytes(*code));
            texts.push(names.get(at).map_or("", |(name, _)| name.as_str()))?;
        }
        Ok(())
    })?;
    Ok(Object::Dataset(texts.finish_at(group, name)?))
}

/// The datatype of an enum with these names, codes counting up from 0.
pub(crate) fn enum_type(names: &[&str]) -> DType {
    let base = match names.len() {
        0..=128 => DType::I8,
        129..=32768 => DType::I16,
        _ => DType::I32,
    };
    let members = names.iter().enumerate().map(|(i, n)| ((*n).to_owned(), i as i64)).collect();
    DType::Enum(std::sync::Arc::new(EnumType { base, members }))
}

/// Appends an enum's code.
pub(crate) fn push_code(column: &mut Column, dtype: &DType, code: usize) -> Result<()> {
    let code = code as i32;
    match dtype.mem_size() {
        1 => column.push_number(dtype, (code as i8).to_ne_bytes()),
        2 => column.push_number(dtype, (code as i16).to_ne_bytes()),
        _ => column.push_number(dtype, code.to_ne_bytes()),
    }
}
