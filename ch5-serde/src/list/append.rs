//! New rows at the end of a packed list, in place.

use ch5_array::{Block, Dataset, Object, Result};

use super::gather::{Piece, gather, is_cramped};
use super::splice::{Parts, read_offsets};

/// A dataset that grows, and what it was before.
struct Growth {
    dataset: Dataset,
    before: Vec<u64>,
    added: Added,
}

enum Added {
    Rows(Dataset),
    /// Offsets that count on from the last one.
    Offsets(Dataset),
}

/// Appends the rows of `fresh`, which is alike `old`; false, and nothing done, if a dataset
/// cannot grow, or grows badly.
pub(super) fn append(old: &Object, fresh: &Object) -> Result<bool> {
    let mut growths = Vec::new();
    if !plan(old, fresh, &mut growths)? {
        return Ok(false);
    }
    let mut done = Ok(());
    let mut tried = 0;
    for growth in &mut growths {
        tried += 1;
        done = grow(growth);
        if done.is_err() {
            break;
        }
    }
    if let Err(error) = done {
        for growth in &mut growths[..tried] {
            let _ = growth.dataset.resize(&growth.before);
        }
        return Err(error);
    }
    Ok(true)
}

fn plan(old: &Object, fresh: &Object, growths: &mut Vec<Growth>) -> Result<bool> {
    let mut dataset = |old: Dataset, added: Added| -> Result<bool> {
        let grows = old.maxshape().first() == Some(&None) && !is_cramped(&old)?;
        growths.push(Growth { before: old.shape().to_vec(), dataset: old, added });
        Ok(grows)
    };
    let columns = match (Parts::of(old)?, Parts::of(fresh)?) {
        (Some(Parts::Rows(old)), Some(Parts::Rows(fresh))) => {
            return dataset(old, Added::Rows(fresh));
        }
        (Some(Parts::Columns(old)), Some(Parts::Columns(fresh))) => [old, fresh],
        (
            Some(Parts::Lists { offsets: old_offsets, values: old }),
            Some(Parts::Lists { offsets, values: fresh }),
        ) => {
            if !dataset(old_offsets, Added::Offsets(offsets))? {
                return Ok(false);
            }
            [old, fresh]
        }
        _ => return Ok(false),
    };
    let [old, fresh] = columns;
    for ((_, old), (_, fresh)) in old.iter().zip(&fresh) {
        if !plan(old, fresh, growths)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn grow(growth: &mut Growth) -> Result<()> {
    let at = growth.before.first().copied().unwrap_or(0);
    let mut shape = growth.before.clone();
    let mut resize = |dataset: &mut Dataset, more: u64| {
        if let Some(side) = shape.first_mut() {
            *side = at + more;
        }
        dataset.resize(&shape)
    };
    match &growth.added {
        Added::Rows(fresh) => {
            let rows = fresh.shape().first().copied().unwrap_or(0);
            resize(&mut growth.dataset, rows)?;
            let all = [Piece { fresh: true, rows: 0..rows }];
            gather(fresh, Some(fresh), &all, &growth.dataset, at)
        }
        Added::Offsets(fresh) => {
            let last = Block::new(&[at.saturating_sub(1)], &[at.min(1)]);
            let base: Vec<u64> = growth.dataset.read_numbers(Some(&last))?;
            let base = base.first().copied().unwrap_or(0);
            let ends = read_offsets(fresh)?;
            let ends: Vec<u64> = ends.iter().skip(1).map(|end| base + end).collect();
            resize(&mut growth.dataset, ends.len() as u64)?;
            let block = Block::new(&[at], &[ends.len() as u64]);
            growth.dataset.write_numbers(Some(&block), &ends)
        }
    }
}

/// Cuts a packed list off after `len` rows; false, and nothing done, if that needs a new object.
pub(super) fn cut(object: &Object, len: u64) -> Result<bool> {
    let mut cuts = Vec::new();
    if !plan_cut(object, len, &mut cuts)? {
        return Ok(false);
    }
    for (mut dataset, rows) in cuts {
        let mut shape = dataset.shape().to_vec();
        if let Some(side) = shape.first_mut() {
            *side = rows;
        }
        dataset.resize(&shape)?;
    }
    Ok(true)
}

fn plan_cut(object: &Object, len: u64, cuts: &mut Vec<(Dataset, u64)>) -> Result<bool> {
    let (columns, len) = match Parts::of(object)? {
        Some(Parts::Rows(dataset)) => {
            let resizable = dataset.chunks()?.is_some();
            cuts.push((dataset, len));
            return Ok(resizable);
        }
        Some(Parts::Columns(columns)) if !columns.is_empty() => (columns, len),
        Some(Parts::Lists { offsets, values }) => {
            let block = Block::new(&[len], &[1]);
            let end: Vec<u64> = offsets.read_numbers(Some(&block))?;
            cuts.push((offsets, len + 1));
            (values, end.first().copied().unwrap_or(0))
        }
        _ => return Ok(false),
    };
    for (_, column) in &columns {
        if !plan_cut(column, len, cuts)? {
            return Ok(false);
        }
    }
    Ok(true)
}
