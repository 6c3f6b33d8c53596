//! Collecting a packed tree.

use ch5_array::{Chunks, DType, Error, ErrorKind, Group, NewDataset, Result, Texts, name};

use super::Leaf;
use crate::column::TextKind;
use crate::read::{Cell, View};

/// A tree that is being collected.
#[derive(Default)]
pub(crate) struct TreeBuilder {
    /// The path of the present node; each slot knows where its own ends.
    path: String,
    paths: Texts,
    kinds: Vec<u8>,
    index: Vec<u64>,
    ints: Vec<i64>,
    floats: Vec<f64>,
    texts: Texts,
    max_depth: usize,
}

impl TreeBuilder {
    pub(super) fn new(max_depth: usize) -> Self {
        Self { max_depth, ..Self::default() }
    }

    pub(crate) fn max_depth(&self) -> usize {
        self.max_depth
    }

    /// Goes to a child of the node whose path ends at `end`.
    pub(crate) fn child(&mut self, end: usize, key: &str) -> usize {
        self.path.truncate(end);
        self.path.push('/');
        self.path.push_str(&name::escape(key));
        self.path.len()
    }

    fn row(&mut self, end: usize, leaf: Leaf, index: usize) -> Result<()> {
        self.path.truncate(end);
        self.paths.push(&self.path)?;
        self.kinds.push(leaf as u8);
        self.index.push(index as u64);
        Ok(())
    }

    /// Adds a node without a value of its own.
    pub(crate) fn leaf(&mut self, end: usize, leaf: Leaf) -> Result<()> {
        self.row(end, leaf, 0)
    }

    pub(crate) fn number(&mut self, end: usize, dtype: &DType, bytes: &[u8]) -> Result<()> {
        let value = crate::read::Loaded::Numbers { dtype: dtype.clone(), bytes: bytes.to_vec() };
        match Cell::Row(&value, 0).view()? {
            View::Bool(b) => self.leaf(end, if b { Leaf::True } else { Leaf::False }),
            View::Int(n) => {
                self.row(end, Leaf::Int, self.ints.len())?;
                self.ints.push(n);
                Ok(())
            }
            View::Uint(n) => {
                self.row(end, Leaf::Uint, self.ints.len())?;
                self.ints.push(n as i64);
                Ok(())
            }
            View::F32(x) => {
                self.row(end, Leaf::F32, self.floats.len())?;
                self.floats.push(widen(x));
                Ok(())
            }
            View::F64(x) => {
                self.row(end, Leaf::Float, self.floats.len())?;
                self.floats.push(x);
                Ok(())
            }
            View::Complex(re, im) => {
                self.leaf(end, Leaf::List)?;
                for (key, x) in [("0", re), ("1", im)] {
                    let child = self.child(end, key);
                    self.row(child, Leaf::Float, self.floats.len())?;
                    self.floats.push(x);
                }
                Ok(())
            }
            other => Err(Error::new(ErrorKind::WrongType, "").found(other.kind())),
        }
    }

    pub(crate) fn text(&mut self, end: usize, text: &str, kind: TextKind) -> Result<()> {
        let leaf = match kind {
            TextKind::Text => Leaf::Text,
            TextKind::I128 => Leaf::I128,
            TextKind::U128 => Leaf::U128,
        };
        self.row(end, leaf, self.texts.len())?;
        self.texts.push(text)
    }

    pub(crate) fn bytes(&mut self, end: usize, bytes: &[u8]) -> Result<()> {
        let hex = bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, b| {
            use std::fmt::Write;
            let _ = write!(hex, "{b:02x}");
            hex
        });
        self.row(end, Leaf::Bytes, self.texts.len())?;
        self.texts.push(&hex)
    }

    /// Adds a variant; its payload is the child to which the returned end belongs.
    pub(crate) fn variant(&mut self, end: usize, variant: &str) -> Result<usize> {
        self.leaf(end, Leaf::Variant)?;
        Ok(self.child(end, variant))
    }

    /// Fails if a node came twice.
    pub(super) fn check_paths(&self) -> Result<()> {
        let mut hashes: Vec<u64> = self.paths.iter().map(hash).collect();
        hashes.sort_unstable();
        if hashes.windows(2).all(|pair| pair[0] != pair[1]) {
            return Ok(());
        }
        let mut seen = std::collections::HashSet::new();
        match self.paths.iter().find(|path| !seen.insert(*path)) {
            None => Ok(()),
            Some(path) => {
                let key = name::unescape(path.rsplit('/').next().unwrap_or(path))?;
                Err(Error::new(ErrorKind::AlreadyExists, format!("the field {key:?} came twice")))
            }
        }
    }

    /// Makes pairs of the entries of the map whose path ends at `end`, because a key came that is
    /// not text. The map is the last open container, so all rows after its own are below it.
    /// Gives the number of its new children.
    #[cold]
    pub(crate) fn pair_up(&mut self, end: usize) -> Result<usize> {
        self.path.truncate(end);
        let same = |row: &usize| self.paths.get(*row) == Some(self.path.as_str());
        let Some(map) = (0..self.paths.len()).rev().find(same) else { return Ok(0) };
        self.kinds[map] = Leaf::Pairs as u8;
        let mut paths = Texts::new();
        (0..=map).filter_map(|row| self.paths.get(row)).try_for_each(|path| paths.push(path))?;
        let (kinds, index) = (self.kinds.split_off(map + 1), self.index.split_off(map + 1));
        let mut children = 0;
        let mut renamed = String::new();
        for (row, (kind, index)) in kinds.into_iter().zip(index).enumerate() {
            let below = self.paths.get(map + 1 + row).and_then(|path| path.get(end + 1..));
            let below = below.unwrap_or_default();
            let (key, rest) = below.split_at(below.find('/').unwrap_or(below.len()));
            if rest.is_empty() {
                paths.push(&format!("{}/{children}", self.path))?;
                self.kinds.push(Leaf::Text as u8);
                self.index.push(self.texts.len() as u64);
                self.texts.push(&name::unescape(key)?)?;
                renamed = format!("{}/{}", self.path, children + 1);
                children += 2;
            }
            paths.push(&format!("{renamed}{rest}"))?;
            self.kinds.push(kind);
            self.index.push(index);
        }
        self.paths = paths;
        Ok(children)
    }

    pub(super) fn finish(&self, place: &Group) -> Result<()> {
        let dataset = |name: &str, dtype: DType, len: usize| {
            let chunk = Chunks::Shape(vec![(len as u64).clamp(1, 1 << 16)]);
            let new = NewDataset::new(dtype, &[len as u64]).chunks(chunk).attributes(false);
            place.create_dataset(name, &new)
        };
        dataset("path", DType::TEXT, self.paths.len())?.write_texts(None, &self.paths)?;
        dataset("kind", DType::U8, self.kinds.len())?.write_numbers(None, &self.kinds)?;
        dataset("index", DType::U64, self.index.len())?.write_numbers(None, &self.index)?;
        dataset("ints", DType::I64, self.ints.len())?.write_numbers(None, &self.ints)?;
        dataset("floats", DType::F64, self.floats.len())?.write_numbers(None, &self.floats)?;
        dataset("text", DType::TEXT, self.texts.len())?.write_texts(None, &self.texts)
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A float in the wider type, every bit of a NaN kept: the processor would set its quiet bit.
fn widen(x: f32) -> f64 {
    if !x.is_nan() {
        return x.into();
    }
    let bits = u64::from(x.to_bits());
    f64::from_bits((bits >> 31) << 63 | 0x7ff << 52 | (bits & 0x007f_ffff) << 29)
}
