//! Records as HDF5 compound elements, on request.

use std::sync::Arc;

use ch5_array::{
    Block, Chunks, DType, Error, ErrorKind, Field, Group, NewDataset, Object, Result, TextType,
    Value,
};
use num_complex::Complex;

use crate::column::{Column, TextKind};
use crate::opts::FieldOpts;
use crate::read::{Cell, Elements, Opening, RecordView, Store, View};
use crate::write::put_attrs;

/// Rows that are converted at a time.
const ROWS: u64 = 4096;

/// Writes packed records as one dataset of compound elements.
pub(crate) fn write(
    column: Column,
    group: &Group,
    name: &str,
    opts: &'static FieldOpts,
) -> Result<()> {
    let place = |e: Error| group.locate_member(name, e);
    let stage = group.stage()?;
    column.finish_at(&stage, "rows")?;
    let store = Store::open(&stage.open("rows")?, Opening::STRICT)?;
    let store = store.ok_or_else(|| place(Error::new(ErrorKind::WrongType, "not records")))?;
    let dtype = match &store {
        Store::Record { fields, .. } => dtype_of(fields).map_err(place)?,
        // No element, so no field is known.
        _ if store.rows() == 0 => DType::F64,
        _ => return Err(place(unfit("the elements", "values that are not records"))),
    };
    let rows = store.rows();
    let mut new: NewDataset = opts.dataset(dtype.clone(), &[rows]);
    if opts.chunks.is_none() {
        let chunk = ((1 << 20) / dtype.mem_size().max(1) as u64).clamp(1, rows.max(1));
        new = new.chunks(Chunks::Shape(vec![chunk]));
    }
    let dataset = group.create_dataset(name, &new)?;
    let mut elements = Elements::new(store);
    let mut at = 0;
    while at < rows {
        let n = ROWS.min(rows - at);
        let mut values = Vec::with_capacity(n as usize);
        for _ in 0..n {
            let Some(cell) = elements.next()? else { break };
            values.push(value(cell).map_err(place)?);
        }
        dataset.write_values(Some(&Block::new(&[at], &[n])), &values)?;
        at += n;
    }
    put_attrs(&Object::Dataset(dataset), opts)
}

fn unfit(what: &str, found: &str) -> Error {
    Error::new(ErrorKind::WrongType, format!("{what} cannot lie in a compound"))
        .expected("numbers, booleans, text, enums, small arrays and records of them")
        .found(found)
        .help("drop #[h5(compound)]: the usual table takes them")
}

fn dtype_of(fields: &[(String, Store)]) -> Result<DType> {
    let mut list = Vec::with_capacity(fields.len());
    for (name, store) in fields {
        let dtype = match store {
            Store::Data(dataset, TextKind::Text) => {
                let inner: Vec<u64> = dataset.shape().iter().skip(1).copied().collect();
                let base = match dataset.dtype() {
                    DType::Text(TextType { .. }) => DType::TEXT,
                    other => other.clone(),
                };
                if inner.is_empty() { base } else { DType::Array(Box::new(base), inner) }
            }
            Store::Record { fields, .. } => dtype_of(fields)?,
            _ => return Err(unfit(&format!("the field {name:?}"), "a value of varying form")),
        };
        list.push(Field { name: name.clone(), dtype });
    }
    if list.is_empty() {
        return Err(unfit("a record without fields", "no field"));
    }
    Ok(DType::Compound(Arc::from(list)))
}

/// A cell as a value.
fn value(cell: Cell<'_>) -> Result<Value> {
    Ok(match cell.view()? {
        View::Bool(b) => Value::Bool(b),
        View::Int(n) => Value::Int(n),
        View::Uint(n) => Value::Uint(n),
        View::F32(x) => Value::F32(x),
        View::F64(x) => Value::F64(x),
        View::Complex(re, im) => Value::C128(Complex::new(re, im)),
        View::Text(text) => Value::Text(text.to_owned()),
        View::Enum(name, code) => Value::Enum(name.to_owned(), code),
        View::Record(record) => Value::Record(fields(record)?),
        View::List(list) => {
            let mut flat = Vec::new();
            for i in 0..list.len() {
                if let Some(cell) = list.get(i) {
                    match value(cell)? {
                        Value::List(inner) => flat.extend(inner),
                        other => flat.push(other),
                    }
                }
            }
            Value::List(flat)
        }
        other => return Err(unfit("a value", other.kind())),
    })
}

fn fields(record: RecordView<'_>) -> Result<Vec<(Arc<str>, Value)>> {
    (0..record.len())
        .filter_map(|i| record.entry(i))
        .map(|(name, cell)| Ok((Arc::from(name), value(cell)?)))
        .collect()
}
