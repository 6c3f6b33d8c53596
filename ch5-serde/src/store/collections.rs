//! Sequences, sets and maps.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

use ch5_array::{DType, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Dense, H5Read, H5Write, no_group};
use crate::opts::Layout;
use crate::read::Node;
use crate::write::{Slot, Target};

impl<T: H5Write> H5Write for [T] {
    fn h5_write(&self, values: &mut crate::dict::H5Dict) -> Result<()> {
        values.insert("value", &self)
    }

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        if slot.opts.layout.is_some() {
            put_elements(self, slot)
        } else {
            T::__put_slice(self, slot)
        }
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        dense.level(level, self.len())?;
        self.iter().try_for_each(|value| value.__dense(dense, level + 1))
    }
}

/// Puts a sequence in the layout of its field.
pub(super) fn put_elements<'v, T: H5Write + 'v>(
    values: impl IntoIterator<Item = &'v T>,
    slot: Slot<'_>,
) -> Result<()> {
    match slot.opts.layout {
        Some(Layout::Dense) if matches!(slot.target, Target::Member { .. }) => {
            put_dense(values, slot)
        }
        Some(Layout::Packed) => crate::packed::write(slot, |slot| put_each(values, slot)),
        _ => put_each(values, slot),
    }
}

fn put_each<'v, T: H5Write + 'v>(
    values: impl IntoIterator<Item = &'v T>,
    slot: Slot<'_>,
) -> Result<()> {
    let mut seq = slot.seq()?;
    for value in values {
        seq.elem(|slot| value.__put(slot))?;
    }
    seq.end()
}

/// Puts nested sequences of equal length as one array.
fn put_dense<'v, T: H5Write + 'v>(
    values: impl IntoIterator<Item = &'v T>,
    slot: Slot<'_>,
) -> Result<()> {
    let mut dense = Dense::default();
    let mut count = 0;
    for value in values {
        count += 1;
        value.__dense(&mut dense, 1).map_err(|e| slot.locate(e))?;
    }
    dense.level(0, count).map_err(|e| slot.locate(e))?;
    // What no element tells, the type does.
    let mut shape = vec![0];
    let dtype = T::__dense_type(&mut shape).or(dense.dtype).unwrap_or(DType::F64);
    for (level, found) in dense.dims.iter().enumerate() {
        shape.resize(shape.len().max(level + 1), 0);
        if let Some(n) = found {
            shape[level] = *n;
        }
    }
    slot.array(&dtype, &shape, |d| d.write_bytes(&dtype, None, &dense.bytes))
}

impl<T: H5Write> H5Write for Vec<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.as_slice().__put(slot)
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        self.as_slice().__dense(dense, level)
    }

    fn __dense_type(dims: &mut Vec<u64>) -> Option<DType> {
        dims.push(0);
        T::__dense_type(dims)
    }
}

impl<T: H5Read> H5Read for Vec<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        T::__get_vec(node)
    }

    fn __get_into(&mut self, node: Node<'_>) -> Result<()> {
        T::__get_vec_into(self, node)
    }
}

macro_rules! sequences {
    ($($ty:ident $(where $bound:ident)?;)*) => {$(
        impl<T: H5Write> H5Write for $ty<T> {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                put_elements(self, slot)
            }
        }

        impl<T: H5Read $(+ $bound)?> H5Read for $ty<T> {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                Ok(T::__get_vec(node)?.into_iter().collect())
            }
        }
    )*};
}

sequences! {
    VecDeque;
    LinkedList;
    BTreeSet where Ord;
    BinaryHeap where Ord;
}

impl<T: H5Write, S> H5Write for HashSet<T, S> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        put_elements(self, slot)
    }
}

impl<T: H5Read + Eq + Hash, S: BuildHasher + Default> H5Read for HashSet<T, S> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        Ok(T::__get_vec(node)?.into_iter().collect())
    }
}

/// Puts the entries of a map.
fn put_map<'m, K: Serialize + 'm, V: H5Write + 'm>(
    entries: impl Iterator<Item = (&'m K, &'m V)>,
    slot: Slot<'_>,
) -> Result<()> {
    if slot.opts.layout == Some(Layout::Packed) && matches!(slot.target, Target::Member { .. }) {
        return crate::packed::write(slot, |slot| put_entries(entries, slot));
    }
    put_entries(entries, slot)
}

fn put_entries<'m, K: Serialize + 'm, V: H5Write + 'm>(
    entries: impl Iterator<Item = (&'m K, &'m V)>,
    slot: Slot<'_>,
) -> Result<()> {
    let mut map = slot.map(true)?;
    for (key, value) in entries {
        map.entry(key, |slot| value.__put(slot))?;
    }
    map.end()
}

impl<K: Serialize, V: H5Write, S> H5Write for HashMap<K, V, S> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        put_map(self.iter(), slot)
    }
}

impl<K, V, S> H5Read for HashMap<K, V, S>
where
    K: DeserializeOwned + Eq + Hash,
    V: H5Read,
    S: BuildHasher + Default,
{
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        crate::de::entries(node, |map: &mut Self, key, value| {
            map.insert(key, value);
        })
    }
}

impl<K: Serialize, V: H5Write> H5Write for BTreeMap<K, V> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        put_map(self.iter(), slot)
    }
}

impl<K: DeserializeOwned + Ord, V: H5Read> H5Read for BTreeMap<K, V> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        crate::de::entries(node, |map: &mut Self, key, value| {
            map.insert(key, value);
        })
    }
}
