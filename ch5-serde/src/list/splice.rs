//! A packed list made anew from rows of the old one and of new elements, as they are stored: its
//! datatypes, filters and attributes stay.

use ch5_array::{DType, Dataset, Group, NewDataset, Object, Result};

use super::gather::{Piece, add, gather, like, total};
use super::list_error;
use crate::tag::{self, Kind};

/// What a packed object consists of.
pub(super) enum Parts {
    Rows(Dataset),
    /// So many rows without anything.
    Nothing,
    Lists {
        offsets: Dataset,
        values: Vec<(String, Object)>,
    },
    /// Columns of the same rows: a table, or values with their mask.
    Columns(Vec<(String, Object)>),
    Union {
        kind: Dataset,
        index: Dataset,
        values: Group,
    },
}

fn members(group: &Group, leave: &[&str]) -> Result<Vec<(String, Object)>> {
    let names = group.names()?.into_iter().filter(|name| !leave.contains(&name.as_str()));
    names.map(|name| group.open(&name).map(|object| (name, object))).collect()
}

pub(super) fn kind_of(object: &Object) -> Result<Option<Kind>> {
    Ok(object.attrs().text(tag::KIND)?.as_deref().and_then(Kind::parse))
}

impl Parts {
    pub(super) fn of(object: &Object) -> Result<Option<Self>> {
        let group = match object {
            Object::Dataset(d) if d.is_null() => return Ok(Some(Self::Nothing)),
            Object::Dataset(d) if d.is_scalar() => return Ok(None),
            Object::Dataset(d) => return Ok(Some(Self::Rows(d.clone()))),
            Object::Group(group) => group,
        };
        Ok(match kind_of(object)? {
            Some(Kind::Table | Kind::TupleTable | Kind::Nullable) => {
                Some(Self::Columns(members(group, &[])?))
            }
            Some(Kind::Ragged | Kind::RaggedBytes | Kind::RaggedMap) => Some(Self::Lists {
                offsets: group.dataset("offsets")?,
                values: members(group, &["offsets"])?,
            }),
            Some(Kind::Union | Kind::Variants) => Some(Self::Union {
                kind: group.dataset("kind")?,
                index: group.dataset("index")?,
                values: group.group("values")?,
            }),
            _ => None,
        })
    }
}

/// True if rows of `fresh` can stand beside those of `old` as they are.
pub(super) fn alike(old: &Object, fresh: &Object) -> Result<bool> {
    if kind_of(old)? != kind_of(fresh)? {
        return Ok(false);
    }
    let columns = |a: &[(String, Object)], b: &[(String, Object)]| -> Result<bool> {
        if a.len() != b.len() {
            return Ok(false);
        }
        for ((name, a), (other, b)) in a.iter().zip(b) {
            if name != other || !alike(a, b)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    Ok(match (Parts::of(old)?, Parts::of(fresh)?) {
        (Some(Parts::Rows(a)), Some(Parts::Rows(b))) => {
            a.dtype() == b.dtype() && a.shape().get(1..) == b.shape().get(1..)
        }
        (Some(Parts::Columns(a)), Some(Parts::Columns(b))) => !a.is_empty() && columns(&a, &b)?,
        (Some(Parts::Lists { values: a, .. }), Some(Parts::Lists { values: b, .. })) => {
            columns(&a, &b)?
        }
        _ => false,
    })
}

/// Makes an object of these rows under a name. `fresh` is alike `old`, if there is one.
pub(super) fn assemble(
    old: &Object,
    fresh: Option<&Object>,
    pieces: &[Piece],
    to: &Group,
    name: &str,
) -> Result<()> {
    let place = |to: &Group| -> Result<Group> {
        let made = to.create_group(name)?;
        copy_attrs(old, &Object::Group(made.clone()))?;
        Ok(made)
    };
    let columns = |old: Vec<(String, Object)>,
                   fresh: Option<Vec<(String, Object)>>,
                   pieces: &[Piece],
                   to: &Group| {
        let mut fresh = fresh.unwrap_or_default().into_iter();
        for (name, old) in old {
            let fresh = fresh.next().map(|(_, object)| object);
            assemble(&old, fresh.as_ref(), pieces, to, &name)?;
        }
        Ok(())
    };
    let fresh_parts = fresh.map(Parts::of).transpose()?.flatten();
    match Parts::of(old)? {
        Some(Parts::Rows(old)) => {
            let fresh = match &fresh_parts {
                Some(Parts::Rows(dataset)) => Some(dataset),
                _ => None,
            };
            let made = to.create_dataset(name, &like(&old, total(pieces))?)?;
            copy_attrs(&Object::Dataset(old.clone()), &Object::Dataset(made.clone()))?;
            gather(&old, fresh, pieces, &made, 0)
        }
        Some(Parts::Nothing) => {
            let made = to.create_dataset(name, &NewDataset::null().attributes(true))?;
            let made = Object::Dataset(made);
            copy_attrs(old, &made)?;
            if made.attrs().number(tag::ROWS)?.is_some() {
                made.attrs().write_numbers(tag::ROWS, &[], &[total(pieces)])?;
            }
            Ok(())
        }
        Some(Parts::Columns(old)) => {
            let made = place(to)?;
            if old.is_empty() {
                made.attrs().write_numbers(tag::ROWS, &[], &[total(pieces)])?;
            }
            let fresh = match fresh_parts {
                Some(Parts::Columns(columns)) => Some(columns),
                _ => None,
            };
            columns(old, fresh, pieces, &made)
        }
        Some(Parts::Lists { offsets, values }) => {
            let made = place(to)?;
            let (fresh_offsets, fresh_values) = match fresh_parts {
                Some(Parts::Lists { offsets, values }) => (Some(offsets), Some(values)),
                _ => (None, None),
            };
            let ends = [Some(&offsets), fresh_offsets.as_ref()]
                .map(|offsets| offsets.map_or_else(|| Ok(Vec::new()), read_offsets));
            let [old_ends, fresh_ends] = ends;
            let (old_ends, fresh_ends) = (old_ends?, fresh_ends?);
            let (mut inner, mut next) = (Vec::new(), vec![0u64]);
            let mut end = 0;
            for piece in pieces {
                let ends = if piece.fresh { &fresh_ends } else { &old_ends };
                for row in piece.rows.clone() {
                    let row = row as usize;
                    let (Some(&from), Some(&until)) = (ends.get(row), ends.get(row + 1)) else {
                        return Err(list_error(old, "fewer offsets than rows"));
                    };
                    add(&mut inner, piece.fresh, from..until);
                    end += until - from;
                    next.push(end);
                }
            }
            columns(values, fresh_values, &inner, &made)?;
            write_u64(&made, "offsets", &offsets, &next)
        }
        Some(Parts::Union { kind, index, values }) => {
            let made = place(to)?;
            assemble(&Object::Dataset(kind.clone()), None, pieces, &made, "kind")?;
            let kinds: Vec<u64> = kind.read_numbers(None)?;
            let at: Vec<u64> = index.read_numbers(None)?;
            let names = values.names()?;
            let mut inner: Vec<Vec<Piece>> = vec![Vec::new(); names.len()];
            let mut counts = vec![0u64; names.len()];
            let mut next = Vec::new();
            for row in pieces.iter().flat_map(|piece| piece.rows.clone()) {
                let row = row as usize;
                let found = kinds.get(row).zip(at.get(row));
                let Some((member, at)) = found
                    .and_then(|(kind, at)| Some((usize::try_from(*kind).ok()?, *at)))
                    .filter(|(kind, _)| *kind < names.len())
                else {
                    return Err(list_error(old, "a kind without values"));
                };
                add(&mut inner[member], false, at..at.saturating_add(1));
                next.push(counts[member]);
                counts[member] += 1;
            }
            write_u64(&made, "index", &index, &next)?;
            let to = made.create_group("values")?;
            copy_attrs(&Object::Group(values.clone()), &Object::Group(to.clone()))?;
            for (name, pieces) in names.iter().zip(&inner) {
                assemble(&values.open(name)?, None, pieces, &to, name)?;
            }
            Ok(())
        }
        None => Err(list_error(old, "a part that is no column")),
    }
}

/// Where lists end, from the start of the first on.
pub(super) fn read_offsets(offsets: &Dataset) -> Result<Vec<u64>> {
    let all: Vec<u64> = offsets.read_numbers(None)?;
    if !all.is_sorted() {
        return Err(list_error(&Object::Dataset(offsets.clone()), "offsets that decrease"));
    }
    Ok(all)
}

fn write_u64(to: &Group, name: &str, old: &Dataset, numbers: &[u64]) -> Result<()> {
    let mut new = like(old, numbers.len() as u64)?;
    new = new.of(DType::U64, &[numbers.len() as u64]);
    let made = to.create_dataset(name, &new)?;
    copy_attrs(&Object::Dataset(old.clone()), &Object::Dataset(made.clone()))?;
    made.write_numbers(None, numbers)
}

/// Gives an object the attributes of another.
pub(super) fn copy_attrs(from: &Object, to: &Object) -> Result<()> {
    for name in from.attrs().names()? {
        if let Some(attr) = from.attrs().read(&name)? {
            crate::dict::write_attr(to, &name, &attr)?;
        }
    }
    Ok(())
}
