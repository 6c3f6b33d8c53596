//! Sequences, sets and maps.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::hash::{BuildHasher, Hash};

use ch5_array::Result;
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
        match slot.opts.layout {
            Some(Layout::Dense) if matches!(slot.target, Target::Member { .. }) => {
                let mut dense = Dense::default();
                self.__dense(&mut dense, 0)?;
                let shape: Vec<u64> = dense.dims.iter().map(|n| n.unwrap_or(0)).collect();
                let dtype = dense.dtype.unwrap_or(ch5_array::DType::F64);
                slot.array(&dtype, &shape, |d| d.write_bytes(&dtype, None, &dense.bytes))
            }
            Some(Layout::List | Layout::Table | Layout::Compound)
                if matches!(slot.target, Target::Member { .. }) =>
            {
                let mut seq = slot.seq()?;
                for value in self {
                    seq.elem(|slot| value.__put(slot))?;
                }
                seq.end()
            }
            Some(Layout::Packed) if matches!(slot.target, Target::Member { .. }) => {
                crate::packed::write(slot, |slot| T::__put_slice(self, slot))
            }
            _ => T::__put_slice(self, slot),
        }
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        dense.level(level, self.len())?;
        self.iter().try_for_each(|value| value.__dense(dense, level + 1))
    }
}

impl<T: H5Write> H5Write for Vec<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.as_slice().__put(slot)
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        self.as_slice().__dense(dense, level)
    }
}

impl<T: H5Read> H5Read for Vec<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        T::__get_vec(node)
    }
}

macro_rules! sequences {
    ($($ty:ident $(where $bound:ident)?;)*) => {$(
        impl<T: H5Write> H5Write for $ty<T> {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                let mut seq = slot.seq()?;
                for value in self {
                    seq.elem(|slot| value.__put(slot))?;
                }
                seq.end()
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
        let mut seq = slot.seq()?;
        for value in self {
            seq.elem(|slot| value.__put(slot))?;
        }
        seq.end()
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
