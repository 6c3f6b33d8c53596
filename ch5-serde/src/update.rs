//! Writing new content into an existing dataset.

use ch5_array::{Group, Object, Result, Value};

/// Copies the elements of `new` into the dataset at `name`, if shape and datatype match; false if
/// they do not, or if `name` is a group.
pub(crate) fn in_place(group: &Group, name: &str, new: &Object) -> Result<bool> {
    let (Object::Dataset(old), Object::Dataset(new)) = (group.open(name)?, new) else {
        return Ok(false);
    };
    if old.dtype() != new.dtype()
        || old.shape() != new.shape()
        || old.is_null() != new.is_null()
        || old.is_scalar() != new.is_scalar()
        || new.is_null()
    {
        return Ok(false);
    }
    if new.is_scalar() {
        let value: Vec<Value> = vec![new.read_value()?];
        old.write_values(None, &value)?;
        return Ok(true);
    }
    let shape = new.shape().to_vec();
    let rows = shape.first().copied().unwrap_or(0);
    let row: u64 = shape.iter().skip(1).product::<u64>() * new.dtype().mem_size() as u64;
    let step = ((1 << 20) / row.max(1)).max(1);
    let mut at = 0;
    while at < rows {
        let n = step.min(rows - at);
        let block = ch5_array::Block::rows(&shape, at, n);
        if new.dtype().is_text() {
            old.write_texts(Some(&block), &new.read_texts(Some(&block))?)?;
        } else if new.dtype().is_plain() {
            let mut bytes = vec![0; (n * row) as usize];
            new.read_bytes_into(new.dtype(), Some(&block), &mut bytes)?;
            old.write_bytes(new.dtype(), Some(&block), &bytes)?;
        } else {
            old.write_values(Some(&block), &new.read_values(Some(&block))?)?;
        }
        at += n;
    }
    Ok(true)
}
