//! Whether two stored objects hold the same.

use std::collections::HashMap;

use ch5_array::{Block, Dataset, Error, ErrorKind, Group, Object, Result};

use crate::read::Members;
use crate::tag;

/// Bytes that are compared at once.
const BATCH: u64 = 1 << 20;

/// True if two objects hold the same: the same datatypes, shapes and elements, and the same keys
/// in any order.
pub(crate) fn same(a: &Object, b: &Object, depth: usize) -> Result<bool> {
    match (a, b) {
        (Object::Dataset(a), Object::Dataset(b)) => same_dataset(a, b),
        (Object::Group(a), Object::Group(b)) => same_group(a, b, depth),
        _ => Ok(false),
    }
}

pub(super) fn same_group(a: &Group, b: &Group, depth: usize) -> Result<bool> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(a.locate(Error::new(ErrorKind::Limit, "the maps are nested too deeply")));
    };
    if !same_marks(&Object::Group(a.clone()), &Object::Group(b.clone()))? {
        return Ok(false);
    }
    let ours = Members::new(a.clone())?.keys()?;
    let theirs = Members::new(b.clone())?.keys()?;
    if ours.len() != theirs.len() {
        return Ok(false);
    }
    let theirs: HashMap<_, _> = theirs.into_iter().map(|(link, key)| (key, link)).collect();
    for (link, key) in &ours {
        let Some(other) = theirs.get(key) else { return Ok(false) };
        let (ours, theirs) = (a.open(link)?, b.open(other)?);
        if !crate::stack::level(|| same(&ours, &theirs, depth))? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The attributes that say what an object stands for.
fn same_marks(a: &Object, b: &Object) -> Result<bool> {
    for name in [tag::KIND, tag::VARIANT, tag::H5_TYPE, tag::ROWS] {
        if a.attrs().read(name)? != b.attrs().read(name)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_dataset(a: &Dataset, b: &Dataset) -> Result<bool> {
    if a.dtype() != b.dtype() && !a.is_null()
        || a.shape() != b.shape()
        || (a.is_null(), a.is_scalar()) != (b.is_null(), b.is_scalar())
        || !same_marks(&Object::Dataset(a.clone()), &Object::Dataset(b.clone()))?
    {
        return Ok(false);
    }
    if a.is_null() {
        return Ok(true);
    }
    let shape = a.shape();
    let size = a.dtype().mem_size() as u64;
    let row: u64 = shape.iter().skip(1).fold(size, |n, &side| n.saturating_mul(side)).max(1);
    let rows = shape.first().copied().unwrap_or(1);
    let step = (BATCH / row).max(1);
    let mut at = 0;
    while at < rows {
        let count = step.min(rows - at);
        let block = (!a.is_scalar()).then(|| Block::rows(shape, at, count));
        let block = block.as_ref();
        let equal = if a.dtype().is_text() {
            a.read_texts(block)?.iter().eq(b.read_texts(block)?.iter())
        } else if a.dtype().is_plain() {
            let mut bytes = [vec![0; (count * row) as usize], vec![0; (count * row) as usize]];
            for (bytes, dataset) in bytes.iter_mut().zip([a, b]) {
                dataset.read_bytes_into(dataset.dtype(), block, bytes)?;
            }
            bytes[0] == bytes[1]
        } else {
            a.read_values(block)? == b.read_values(block)?
        };
        if !equal {
            return Ok(false);
        }
        at += count;
    }
    Ok(true)
}
