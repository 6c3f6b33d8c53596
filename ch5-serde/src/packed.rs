//! Trees of scalars as columns: `path`, `kind`, `index`, and the values by type.
//!
//! Row by row, parents before children: the path of the node, what it is, and where its value
//! stands among the values of its type. Containers are rows too, so that empty ones survive.

use ch5_array::{Chunks, DType, Error, ErrorKind, Group, NewDataset, Object, Result, Texts, name};

use crate::column::TextKind;
use crate::read::{Cell, ListView, RecordView, View};
use crate::tag::Kind;
use crate::write::{Slot, Target, put_attrs};

/// What a node of a packed tree is; the numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Leaf {
    Null = 0,
    False = 1,
    True = 2,
    Int = 3,
    Uint = 4,
    Float = 5,
    F32 = 6,
    Text = 7,
    I128 = 8,
    U128 = 9,
    Map = 10,
    List = 11,
    Variant = 12,
    Bytes = 13,
}

impl Leaf {
    const ALL: [Self; 14] = [
        Self::Null,
        Self::False,
        Self::True,
        Self::Int,
        Self::Uint,
        Self::Float,
        Self::F32,
        Self::Text,
        Self::I128,
        Self::U128,
        Self::Map,
        Self::List,
        Self::Variant,
        Self::Bytes,
    ];
}

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
    fn check_paths(&self) -> Result<()> {
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

    fn finish(&self, place: &Group) -> Result<()> {
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

/// Puts a tree of scalars into a member as columns.
pub(crate) fn write(slot: Slot<'_>, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
    let opts = slot.opts;
    let Target::Member { group, name } = &slot.target else {
        // Inside columns everything is packed already.
        return put(slot.with_opts(crate::opts::FieldOpts::NONE));
    };
    let place = |e: Error| {
        if e.kind() != ErrorKind::NeedsGroup {
            return group.locate_member(name, e);
        }
        group.locate_member(
            name,
            Error::new(ErrorKind::WrongType, "a packed value")
                .expected("a tree of numbers, text, lists and maps of them")
                .found("an array or another value that needs a group of its own")
                .help("drop packed for this field"),
        )
    };
    let mut tree = TreeBuilder { max_depth: group.file().limits().depth, ..TreeBuilder::default() };
    let root = Slot::new(
        Target::Tree { tree: &mut tree, end: 0 },
        crate::opts::FieldOpts::NONE,
        slot.depth,
    );
    put(root).and_then(|()| tree.check_paths()).map_err(place)?;
    let made = group.create_group(name)?;
    Kind::Packed.mark(&made)?;
    tree.finish(&made)?;
    put_attrs(&Object::Group(made), opts)
}

/// A packed tree in memory.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<TreeNode>,
    ints: Vec<i64>,
    floats: Vec<f64>,
    texts: Texts,
}

#[derive(Debug)]
struct TreeNode {
    key: String,
    leaf: Leaf,
    index: usize,
    children: Vec<usize>,
}

impl Tree {
    /// Loads a packed tree.
    pub(crate) fn load(group: &Group) -> Result<Self> {
        let bad = |what: String| group.locate(Error::new(ErrorKind::Malformed, what));
        let paths = group.dataset("path")?.read_texts(None)?;
        let kinds: Vec<u8> = group.dataset("kind")?.read_numbers(None)?;
        let index: Vec<u64> = group.dataset("index")?.read_numbers(None)?;
        if kinds.len() != paths.len() || index.len() != paths.len() || paths.is_empty() {
            return Err(bad(format!(
                "a packed tree has {} paths, {} kinds and {} indices",
                paths.len(),
                kinds.len(),
                index.len()
            )));
        }
        let depth = group.file().limits().depth;
        let mut tree = Self {
            nodes: Vec::with_capacity(paths.len()),
            ints: group.dataset("ints")?.read_numbers(None)?,
            floats: group.dataset("floats")?.read_numbers(None)?,
            texts: group.dataset("text")?.read_texts(None)?,
        };
        // Rows come parents first: the open ancestors and where their paths end.
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (row, path) in paths.iter().enumerate() {
            let leaf = Leaf::ALL.get(usize::from(kinds[row])).copied();
            let leaf = leaf.ok_or_else(|| bad(format!("row {row} is of kind {}", kinds[row])))?;
            let index = usize::try_from(index[row]).unwrap_or(usize::MAX);
            while let Some((_, parent)) = open.last() {
                if path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/')) {
                    break;
                }
                open.pop();
            }
            let key = match open.last() {
                None if row == 0 && path.is_empty() => String::new(),
                None => return Err(bad(format!("row {row}, {path:?}, has no parent"))),
                Some((parent, prefix)) => {
                    tree.nodes[*parent].children.push(row);
                    let key = path.get(prefix.len() + 1..).unwrap_or("");
                    if key.contains('/') {
                        return Err(bad(format!("row {row}, {path:?}, has no parent")));
                    }
                    name::unescape(key).map_err(|e| group.locate(e))?.into_owned()
                }
            };
            if open.len() > depth + 1 {
                return Err(group.locate(
                    Error::new(ErrorKind::Limit, "a packed tree is nested too deeply")
                        .expected(format!("at most {depth} levels")),
                ));
            }
            open.push((row, path));
            tree.nodes.push(TreeNode { key, leaf, index, children: Vec::new() });
        }
        Ok(tree)
    }

    pub(crate) fn root(&self) -> View<'_> {
        self.view(0).unwrap_or(View::Null)
    }

    pub(crate) fn children(&self, node: usize) -> &[usize] {
        self.nodes.get(node).map_or(&[], |n| n.children.as_slice())
    }

    /// The node that holds a variant's data, if this node is a variant.
    pub(crate) fn variant(&self, node: usize) -> Option<usize> {
        let node = self.nodes.get(node).filter(|n| n.leaf == Leaf::Variant)?;
        node.children.first().copied()
    }

    pub(crate) fn key(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |n| n.key.as_str())
    }

    pub(crate) fn view(&self, at: usize) -> Result<View<'_>> {
        let bad = || Error::new(ErrorKind::Malformed, "a packed tree refers to a missing value");
        let node = self.nodes.get(at).ok_or_else(bad)?;
        let int = || self.ints.get(node.index).copied().ok_or_else(bad);
        let float = || self.floats.get(node.index).copied().ok_or_else(bad);
        let text = || self.texts.get(node.index).ok_or_else(bad);
        Ok(match node.leaf {
            Leaf::Null => View::Null,
            Leaf::False => View::Bool(false),
            Leaf::True => View::Bool(true),
            Leaf::Int => View::Int(int()?),
            Leaf::Uint => View::Uint(int()? as u64),
            Leaf::Float => View::F64(float()?),
            Leaf::F32 => View::F32(narrow(float()?)),
            Leaf::Text => View::Text(text()?),
            Leaf::I128 => View::I128(text()?),
            Leaf::U128 => View::U128(text()?),
            Leaf::Map => View::Record(RecordView::Tree(self, at)),
            Leaf::List => View::List(ListView::Tree(self, at)),
            Leaf::Variant => {
                let child = *node.children.first().ok_or_else(bad)?;
                View::Variant(self.key(child), Cell::Tree(self, child))
            }
            Leaf::Bytes => View::Bytes(std::borrow::Cow::Owned(unhex(text()?).ok_or_else(bad)?)),
        })
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

/// The float that [`widen`] took.
fn narrow(x: f64) -> f32 {
    if !x.is_nan() {
        return x as f32;
    }
    let bits = x.to_bits();
    f32::from_bits((bits >> 63 << 31 | 0xff << 23 | bits >> 29 & 0x007f_ffff) as u32)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len() / 2).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()).collect()
}
