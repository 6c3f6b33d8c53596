//! Collections of the global heap, in which HDF5 keeps texts of variable length (file format
//! specification, III.E).
//!
//! A collection begins with `GCOL`, its version 1, three bytes of nothing and its size. Objects
//! follow: number, count of references, four bytes of nothing, size, and the bytes, padded to a
//! multiple of 8. Number 0 is the room that is left. HDF5 finds one text in 2,000 instructions;
//! here a collection is taken apart once.
//!
//! Whatever does not look as it should ends in `None`: HDF5 is asked instead, and says what is
//! wrong.

use crate::storage::Snapshot;

/// Bytes that every collection has at least.
const LEAST: u64 = 4096;
/// Bytes between two collections that are rather read than skipped.
const GAP: u64 = 16 << 10;
/// Bytes of collections that are read at once.
const WINDOW: u64 = 1 << 20;

/// Bytes of an address and of a length in a file, and of what lies in front of address 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Widths {
    pub address: usize,
    pub length: usize,
    pub base: u64,
}

impl Widths {
    /// Bytes of an element that refers to a text.
    pub(crate) fn reference(self) -> usize {
        4 + self.address + 4
    }

    /// Bytes in front of an object, and in front of all.
    fn head(self) -> usize {
        (8 + self.length).next_multiple_of(8)
    }
}

/// An unsigned number of up to 8 bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |n, &byte| n << 8 | u64::from(byte))
}

fn number_at(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    match bytes.get(at..)?.get(..width)? {
        &[a, b, c, d, e, f, g, h] => Some(u64::from_le_bytes([a, b, c, d, e, f, g, h])),
        other => Some(number(other)),
    }
}

/// An element as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    pub len: u32,
    /// Where the collection lies in the file; 0 where there is no text.
    pub address: u64,
    pub index: u32,
}

impl Reference {
    /// Of the bytes of one element.
    pub(super) fn of(bytes: &[u8], widths: Widths) -> Option<Self> {
        let address = number_at(bytes, 4, widths.address)?;
        Some(Self {
            len: number_at(bytes, 0, 4)? as u32,
            address: if address == 0 { 0 } else { address.saturating_add(widths.base) },
            index: number_at(bytes, 4 + widths.address, 4)? as u32,
        })
    }
}

struct Object {
    index: u32,
    /// Where its bytes begin, of all that were read.
    start: usize,
    len: usize,
}

struct Collection {
    address: u64,
    /// The first and the one behind the last of its objects, which are in order of their number.
    objects: (usize, usize),
}

/// Collections in memory.
#[derive(Default)]
pub(super) struct Collections {
    bytes: Vec<u8>,
    objects: Vec<Object>,
    all: Vec<Collection>,
    /// The one that was asked last.
    last: usize,
}

impl Collections {
    /// Reads collections of a file of `end` bytes, given in order; at most `most` bytes.
    pub(super) fn load(
        &mut self,
        file: &Snapshot,
        end: u64,
        widths: Widths,
        addresses: &[u64],
        most: usize,
    ) -> Option<()> {
        self.bytes.clear();
        self.objects.clear();
        self.all.clear();
        self.last = 0;
        let mut rest = addresses;
        while let Some(&first) = rest.first() {
            let near = rest
                .windows(2)
                .take_while(|w| w[1] - w[0] <= LEAST + GAP && w[1] - first < WINDOW)
                .count();
            let (now, later) = rest.split_at(near + 1);
            rest = later;
            let until = now.last()?.checked_add(LEAST)?.min(end);
            let base = self.read(file, first, until.checked_sub(first)?, most)?;
            for &address in now {
                let at = base + usize::try_from(address - first).ok()?;
                let size = self.size(at, widths)?;
                let start = if size <= (self.bytes.len() - at) as u64 && at < self.bytes.len() {
                    at
                } else if address.checked_add(size)? <= end {
                    self.read(file, address, size, most)?
                } else {
                    return None;
                };
                self.take(address, start, usize::try_from(size).ok()?, widths)?;
            }
        }
        Some(())
    }

    /// Gives back memory that an unusually long text took.
    pub(super) fn trim(&mut self, most: usize) {
        if self.bytes.capacity() > most {
            self.bytes = Vec::new();
        }
    }

    /// Reads a part of the file behind what is there; the answer is where it begins.
    fn read(&mut self, file: &Snapshot, from: u64, bytes: u64, most: usize) -> Option<usize> {
        let base = self.bytes.len();
        let len = base.checked_add(usize::try_from(bytes).ok()?)?;
        if len > most {
            return None;
        }
        self.bytes.try_reserve(len - base).ok()?;
        self.bytes.resize(len, 0);
        file.read(&mut self.bytes[base..], from).ok()?;
        Some(base)
    }

    /// The size that a collection says it has.
    fn size(&self, at: usize, widths: Widths) -> Option<u64> {
        let head = self.bytes.get(at..)?.get(..widths.head())?;
        let size = number_at(head, 8, widths.length)?;
        (head.starts_with(b"GCOL\x01") && size >= LEAST).then_some(size)
    }

    /// Takes a collection apart.
    fn take(&mut self, address: u64, start: usize, size: usize, widths: Widths) -> Option<()> {
        let bytes = self.bytes.get(start..)?.get(..size)?;
        let (head, first) = (widths.head(), self.objects.len());
        let mut at = head;
        let mut rising = true;
        while size - at >= head {
            let index = number_at(bytes, at, 2)? as u32;
            if index == 0 {
                break;
            }
            let len = usize::try_from(number_at(bytes, at + 8, widths.length)?).ok()?;
            let data = at + head;
            let next = data.checked_add(len.checked_next_multiple_of(8)?)?;
            if next > size {
                return None;
            }
            rising &= self.objects[first..].last().is_none_or(|last| last.index < index);
            self.objects.push(Object { index, start: start + data, len });
            at = next;
        }
        if !rising {
            let mine = &mut self.objects[first..];
            mine.sort_by_key(|object| object.index);
            if mine.windows(2).any(|w| w[0].index == w[1].index) {
                return None;
            }
        }
        self.all.push(Collection { address, objects: (first, self.objects.len()) });
        Some(())
    }

    /// The bytes of a text, all of them, from a collection that was read.
    pub(super) fn get(&mut self, of: Reference) -> Option<&[u8]> {
        if self.all.get(self.last).is_none_or(|c| c.address != of.address) {
            self.last = self.all.binary_search_by_key(&of.address, |c| c.address).ok()?;
        }
        let (from, to) = self.all.get(self.last)?.objects;
        let objects = self.objects.get(from..to)?;
        // Where nothing was ever removed, objects lie in the order of their numbers.
        let usual = (of.index as usize).checked_sub(1)?;
        let object = match objects.get(usual).filter(|object| object.index == of.index) {
            Some(object) => object,
            None => {
                let found = objects.binary_search_by_key(&of.index, |object| object.index);
                objects.get(found.ok()?)?
            }
        };
        if object.len != of.len as usize {
            return None;
        }
        self.bytes.get(object.start..)?.get(..object.len)
    }
}
