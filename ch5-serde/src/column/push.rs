//! Appending values to a column.

use std::mem::discriminant;

use ch5_array::{DType, Result};

use super::{
    Body, Column, Leaf, ListColumn, MapColumn, Missing, RecordColumn, TextKind, TextLeaf,
    needs_group,
};

/// The integer type that holds every value of both.
fn join(a: &DType, b: &DType) -> Option<DType> {
    if a.widens_to(b) {
        return Some(b.clone());
    }
    if b.widens_to(a) {
        return Some(a.clone());
    }
    match (a.integer(), b.integer()) {
        // One signed, one unsigned of the same or a larger size: the next signed size.
        (Some((sa, _)), Some((sb, _))) => DType::of_integer(2 * sa.max(sb), true),
        _ => None,
    }
}

/// True for the same number type.
#[inline]
fn same(a: &DType, b: &DType) -> bool {
    discriminant(a) == discriminant(b) && (!matches!(a, DType::Enum(_)) || a == b)
}

impl Column {
    /// Appends a number, or a boolean or enum code given as its byte.
    #[inline]
    pub(crate) fn push_number<const N: usize>(
        &mut self,
        dtype: &DType,
        bytes: [u8; N],
    ) -> Result<()> {
        match &mut self.body {
            Body::Number(leaf) if same(leaf.dtype(), dtype) => {
                leaf.push(bytes)?;
                self.present()
            }
            Body::Fixed { leaf, depth }
                if same(leaf.dtype(), dtype) && *depth == leaf.inner().len() =>
            {
                leaf.push(bytes)
            }
            _ => self.push_other(dtype, bytes),
        }
    }

    #[cold]
    fn push_other<const N: usize>(&mut self, dtype: &DType, bytes: [u8; N]) -> Result<()> {
        if matches!(self.body, Body::Empty) {
            let leaf = Leaf::new(&self.stream, dtype.clone()).shaped(self.shape.as_deref());
            self.start(Body::Number(leaf))?;
            return self.push_number(dtype, bytes);
        }
        if let Body::Number(leaf) = &self.body
            && let Some(wide) = join(leaf.dtype(), dtype)
            && (wide.is_integer() || wide.is_float())
            && leaf.dtype().is_integer() == dtype.is_integer()
        {
            self.widen(&wide)?;
            let Body::Number(leaf) = &mut self.body else { return Err(needs_group()) };
            leaf.extend(&convert(dtype, &bytes, &wide))?;
            return self.present();
        }
        if let Body::Fixed { depth: 1.., .. } = self.body {
            let row = self.unfix()?;
            return row.push_number(dtype, bytes);
        }
        if dtype.is_integer() && fits_i64(dtype, &bytes) && self.make_i64()? {
            let Body::Number(leaf) = &mut self.body else { return Err(needs_group()) };
            leaf.extend(&convert(dtype, &bytes, &DType::I64))?;
            return self.present();
        }
        let label = Self::number_label(dtype);
        self.member(label, false)?.push_number(dtype, bytes)
    }

    /// Makes an integer column one of `i64` if its values allow that: no 64-bit type holds all of
    /// `u64` and a negative number, but most numbers are small.
    fn make_i64(&mut self) -> Result<bool> {
        let Body::Number(leaf) = &self.body else { return Ok(false) };
        match leaf.dtype() {
            DType::I64 => return Ok(true),
            DType::U64 => {}
            other if other.is_integer() => return self.widen(&DType::I64).map(|()| true),
            _ => return Ok(false),
        }
        let Body::Number(leaf) = std::mem::replace(&mut self.body, Body::Empty) else {
            return Ok(false);
        };
        let mut same = Leaf::new(&self.stream, DType::U64).shaped(self.shape.as_deref());
        let mut fit = true;
        leaf.replay(&DType::U64, |bytes| {
            fit &= bytes.as_chunks::<8>().0.iter().all(|number| fits_i64(&DType::U64, number));
            same.extend(bytes)
        })?;
        self.body = Body::Number(same);
        if fit {
            self.widen(&DType::I64)?;
        }
        Ok(fit)
    }

    fn number_label(dtype: &DType) -> &'static str {
        match dtype {
            DType::Bool => "bool",
            DType::C64 | DType::C128 => "complex",
            DType::Enum(_) => "enum",
            _ => match dtype.integer() {
                Some((_, true)) => "int",
                Some((_, false)) => "uint",
                None => "float",
            },
        }
    }

    /// Rewrites a numeric column with a wider type.
    fn widen(&mut self, to: &DType) -> Result<()> {
        let Body::Number(leaf) = std::mem::replace(&mut self.body, Body::Empty) else {
            return Err(needs_group());
        };
        if leaf.dtype() == to {
            self.body = Body::Number(leaf);
            return Ok(());
        }
        let mut wide = Leaf::new(&self.stream, to.clone()).shaped(self.shape.as_deref());
        leaf.replay(to, |bytes| wide.extend(bytes))?;
        self.body = Body::Number(wide);
        Ok(())
    }

    /// Appends text.
    pub(crate) fn push_text(&mut self, text: &str, kind: TextKind) -> Result<()> {
        match &mut self.body {
            Body::Text(leaf, k) if *k == kind => {
                leaf.push(text)?;
                self.present()
            }
            Body::Empty => {
                let leaf = TextLeaf::new(&self.stream).shaped(self.shape.as_deref());
                self.start(Body::Text(leaf, kind))?;
                self.push_text(text, kind)
            }
            Body::Fixed { depth: 1.., .. } => self.unfix()?.push_text(text, kind),
            _ => {
                let label = match kind {
                    TextKind::Text => "text",
                    TextKind::I128 => "i128",
                    TextKind::U128 => "u128",
                };
                self.member(label, false)?.push_text(text, kind)
            }
        }
    }

    /// Appends a null.
    pub(crate) fn push_null(&mut self) -> Result<()> {
        if let Body::Fixed { depth: 1.., .. } = self.body {
            return self.unfix()?.push_null();
        }
        self.push_missing(Missing::Null, 1)
    }

    /// Appends what a unit variant holds.
    pub(crate) fn push_nothing(&mut self) -> Result<()> {
        self.push_missing(Missing::Absent, 1)
    }

    /// Appends a byte string.
    pub(crate) fn push_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let list = self.open_list(true)?;
        if matches!(list.values.body, Body::Empty) {
            list.values.start(Body::Number(Leaf::new(&list.values.stream, DType::U8)))?;
        }
        match &mut list.values.body {
            Body::Number(leaf) if *leaf.dtype() == DType::U8 => leaf.extend(bytes)?,
            _ => return Err(needs_group()),
        }
        list.values.rows += bytes.len() as u64;
        list.close()
    }

    /// Starts a row that is a list; the caller pushes its elements to `values` and closes it.
    pub(crate) fn open_list(&mut self, bytes: bool) -> Result<&mut ListColumn> {
        if let Body::Fixed { depth: 1.., .. } = self.body {
            return self.unfix()?.open_list(bytes);
        }
        if matches!(self.body, Body::Empty) {
            self.start(Body::List(Box::new(ListColumn {
                offsets: Leaf::new(&self.stream, DType::U64),
                values: Self::new(&self.stream),
                bytes,
            })))?;
        }
        if !matches!(&self.body, Body::List(list) if list.bytes == bytes) {
            return self.member(if bytes { "bytes" } else { "list" }, false)?.open_list(bytes);
        }
        self.present()?;
        match &mut self.body {
            Body::List(list) => Ok(list),
            _ => Err(needs_group()),
        }
    }

    /// Starts a row that is a map; the caller pushes its entries and closes it.
    pub(crate) fn open_map(&mut self) -> Result<&mut MapColumn> {
        if let Body::Fixed { depth: 1.., .. } = self.body {
            return self.unfix()?.open_map();
        }
        if matches!(self.body, Body::Empty) {
            self.start(Body::Map(Box::new(MapColumn {
                offsets: Leaf::new(&self.stream, DType::U64),
                keys: Self::new(&self.stream),
                values: Self::new(&self.stream),
            })))?;
        }
        if !matches!(self.body, Body::Map(_)) {
            return self.member("map", false)?.open_map();
        }
        self.present()?;
        match &mut self.body {
            Body::Map(map) => Ok(map),
            _ => Err(needs_group()),
        }
    }

    /// Starts rows that are records, if the column has nothing else; the caller pushes all values
    /// of each field in turn and closes them.
    pub(crate) fn open_records(&mut self, rows: u64) -> Result<Option<&mut RecordColumn>> {
        if matches!(self.body, Body::Empty) {
            self.start(Body::Record(Box::new(RecordColumn::new(&self.stream, false))))?;
        }
        if !matches!(&self.body, Body::Record(record) if !record.tuple) {
            return Ok(None);
        }
        self.rows += rows;
        for flags in [&mut self.mask, &mut self.absent].into_iter().flatten() {
            flags.repeat([0], rows)?;
        }
        match &mut self.body {
            Body::Record(record) => Ok(Some(record)),
            _ => Err(needs_group()),
        }
    }

    /// Starts a row that is a record; the caller pushes its fields and closes it.
    #[inline]
    pub(crate) fn open_record(&mut self) -> Result<&mut RecordColumn> {
        if let Body::Fixed { depth: 1.., .. } = self.body {
            return self.unfix()?.open_record();
        }
        if matches!(self.body, Body::Empty) {
            self.start(Body::Record(Box::new(RecordColumn::new(&self.stream, false))))?;
        }
        if !matches!(&self.body, Body::Record(record) if !record.tuple) {
            return self.member("record", false)?.open_record();
        }
        self.present()?;
        match &mut self.body {
            Body::Record(record) => Ok(record),
            _ => Err(needs_group()),
        }
    }

    /// The column of an enum's variant; the caller pushes exactly one payload to it.
    pub(crate) fn open_variant(&mut self, name: &str) -> Result<&mut Self> {
        if let Body::Fixed { depth: 1.., .. } = self.body {
            return self.unfix()?.open_variant(name);
        }
        match &self.body {
            Body::Empty => self.make_union(true)?,
            Body::Union(union) if union.variants => {}
            _ => return self.member("enum", false)?.open_variant(name),
        }
        self.member(name, true)
    }

    /// Starts a tuple of `len` elements: of one primitive type until they turn out otherwise.
    /// Says whether the elements go to this column itself (fixed) or to fields.
    pub(crate) fn open_tuple(&mut self, len: usize) -> Result<TupleRow<'_>> {
        if matches!(self.body, Body::Empty) {
            // The first tuple decides; see `close_tuple`.
            self.start(Body::Record(Box::new(RecordColumn::new(&self.stream, true))))?;
        }
        match &mut self.body {
            Body::Fixed { leaf, depth } if leaf.inner().get(*depth) == Some(&(len as u64)) => {
                *depth += 1;
                return Ok(TupleRow::Fixed(self));
            }
            Body::Fixed { depth: 1.., .. } => return self.unfix()?.open_tuple(len),
            Body::Record(record) if record.tuple && record.takes(len) => {
                record.set_arity(len);
                self.present()?;
                return Ok(TupleRow::Fields(self));
            }
            _ => {}
        }
        self.member(&format!("tuple{len}"), false)?.open_tuple(len)
    }

    /// Ends a tuple.
    pub(crate) fn close_tuple(&mut self) -> Result<()> {
        match &mut self.body {
            Body::Fixed { leaf, depth } => {
                *depth -= 1;
                if *depth == 0 {
                    return if leaf.pending() == 0 { self.present() } else { Err(needs_group()) };
                }
                Ok(())
            }
            Body::Record(record) => {
                record.close(1)?;
                if record.rows() == 1 && self.mask.is_none() {
                    self.fix()?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// After the first tuple: if its fields are all of one primitive type, the column becomes one
    /// dataset of small arrays.
    fn fix(&mut self) -> Result<()> {
        let Body::Record(record) = &self.body else { return Ok(()) };
        let Some((dtype, inner)) = record.uniform() else { return Ok(()) };
        let Body::Record(record) = std::mem::replace(&mut self.body, Body::Empty) else {
            return Ok(());
        };
        let mut leaf = Leaf::with_inner(&self.stream, dtype.clone(), inner);
        for column in record.into_columns() {
            match column.body {
                Body::Number(part) | Body::Fixed { leaf: part, .. } => {
                    part.replay(&dtype, |bytes| leaf.extend(bytes))?;
                }
                _ => return Err(needs_group()),
            }
        }
        self.body = Body::Fixed { leaf, depth: 0 };
        Ok(())
    }

    /// Turns fixed tuples back into fields because the present element is of another type, and
    /// gives the column for that element.
    pub(crate) fn unfix(&mut self) -> Result<&mut Self> {
        let Body::Fixed { leaf, depth: 1 } = &self.body else { return Err(needs_group()) };
        if leaf.inner().len() != 1 {
            return Err(needs_group());
        }
        let element = leaf.pending();
        self.spread()?;
        self.present()?;
        let Body::Record(record) = &mut self.body else { return Err(needs_group()) };
        record.at(element)
    }

    fn spread(&mut self) -> Result<()> {
        let Body::Fixed { leaf, .. } = std::mem::replace(&mut self.body, Body::Empty) else {
            return Err(needs_group());
        };
        let dtype = leaf.dtype().clone();
        let size = dtype.mem_size().max(1);
        let inner = leaf.inner().to_vec();
        let width = inner.first().copied().unwrap_or(1) as usize;
        let part: usize = inner.iter().skip(1).product::<u64>() as usize * size;
        let mut record = RecordColumn::new(&self.stream, true);
        record.set_arity(width);
        for i in 0..width {
            let column = record.at(i)?;
            column.body = if inner.len() > 1 {
                let leaf = Leaf::with_inner(&self.stream, dtype.clone(), inner[1..].to_vec());
                Body::Fixed { leaf, depth: 0 }
            } else {
                Body::Number(Leaf::new(&self.stream, dtype.clone()))
            };
        }
        let mut next = 0;
        leaf.replay(&dtype, |bytes| {
            for element in bytes.chunks(part.max(1)) {
                let column = record.at(next % width.max(1))?;
                match &mut column.body {
                    Body::Number(leaf) | Body::Fixed { leaf, .. } => leaf.extend(element)?,
                    _ => return Err(needs_group()),
                }
                column.rows += 1;
                next += 1;
            }
            Ok(())
        })?;
        record.set_rows(self.rows);
        self.body = Body::Record(Box::new(record));
        Ok(())
    }
}

/// Where the elements of a tuple go.
pub(crate) enum TupleRow<'a> {
    /// To the column itself, one after the other.
    Fixed(&'a mut Column),
    /// To the fields of the column's record.
    Fields(&'a mut Column),
}

impl<'a> TupleRow<'a> {
    pub(crate) fn column(self) -> &'a mut Column {
        match self {
            Self::Fixed(column) | Self::Fields(column) => column,
        }
    }
}

impl Column {
    /// The column for element `index` of the open tuple.
    pub(crate) fn tuple_element(&mut self, index: usize) -> Result<&mut Self> {
        match &mut self.body {
            Body::Record(_) => match &mut self.body {
                Body::Record(record) => record.at(index),
                _ => Err(needs_group()),
            },
            _ => Ok(self),
        }
    }
}

impl ListColumn {
    /// Ends the list of this row.
    pub(crate) fn close(&mut self) -> Result<()> {
        self.offsets.push(self.values.rows.to_ne_bytes())
    }
}

impl MapColumn {
    /// Ends the map of this row.
    pub(crate) fn close(&mut self) -> Result<()> {
        self.offsets.push(self.keys.rows.to_ne_bytes())
    }
}

/// One number in the bytes of a wider type.
fn convert(from: &DType, bytes: &[u8], to: &DType) -> Vec<u8> {
    if from.is_float() {
        let value = match from {
            DType::F16 => f64::from(half::f16::from_ne_bytes(sized(bytes))),
            DType::F32 => f64::from(f32::from_ne_bytes(sized(bytes))),
            _ => f64::from_ne_bytes(sized(bytes)),
        };
        return match to {
            DType::F32 => (value as f32).to_ne_bytes().to_vec(),
            DType::F16 => half::f16::from_f64(value).to_ne_bytes().to_vec(),
            _ => value.to_ne_bytes().to_vec(),
        };
    }
    let (size, signed) = from.integer().unwrap_or((8, true));
    let mut wide = [0u8; 16];
    let negative = signed
        && (if cfg!(target_endian = "little") { bytes[size - 1] } else { bytes[0] }) & 0x80 != 0;
    if negative {
        wide.fill(0xff);
    }
    let (out, _) = to.integer().unwrap_or((8, true));
    if cfg!(target_endian = "little") {
        wide[..size].copy_from_slice(bytes);
        wide[..out].to_vec()
    } else {
        wide[16 - size..].copy_from_slice(bytes);
        wide[16 - out..].to_vec()
    }
}

/// True for an integer that `i64` can hold.
fn fits_i64(dtype: &DType, bytes: &[u8]) -> bool {
    *dtype != DType::U64 || i64::try_from(u64::from_ne_bytes(sized(bytes))).is_ok()
}

fn sized<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let n = N.min(bytes.len());
    out[..n].copy_from_slice(&bytes[..n]);
    out
}
