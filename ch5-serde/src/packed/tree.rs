//! A packed tree in memory.

use ch5_array::{Error, ErrorKind, Group, Result, Texts, name};

use super::Leaf;
use crate::read::{Cell, ListView, MapView, RecordView, View};

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
            Leaf::Pairs => View::Map(MapView::Tree(self, at)),
            Leaf::List => View::List(ListView::Tree(self, at)),
            Leaf::Variant => {
                let child = *node.children.first().ok_or_else(bad)?;
                View::Variant(self.key(child), Cell::Tree(self, child))
            }
            Leaf::Bytes => View::Bytes(std::borrow::Cow::Owned(unhex(text()?).ok_or_else(bad)?)),
        })
    }
}

/// The float that the builder's `widen` took.
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
