//! `Display` and `Debug` of arrays in files and in memory.

use std::fmt;

use super::column::{alone, words};
use super::layout::Layout;
use super::{Corner, PrintOptions, read_corner};
use crate::array::H5Array;
use crate::buffer::{Buffer, copy_nd, map, row_major};
use crate::error::Result;
use crate::expr::{AnyArray, ArrayLike};
use crate::node::{Area, DatasetNode};
use crate::ops::indexing::H5View;
use crate::options::options;
use crate::records::Records;
use crate::storage::DType;
use crate::types::{ElementType, Scalar};

/// The words of an array, and how they lie.
struct Page {
    corner: Corner,
    words: Vec<String>,
    /// An element without dimensions, as `str` writes it.
    alone: Option<String>,
    options: PrintOptions,
}

fn options_of(f: &fmt::Formatter<'_>) -> PrintOptions {
    let options = options().printing();
    f.precision().map_or(options, |digits| options.precision(digits))
}

impl Page {
    fn of(data: &Buffer, corner: Corner, options: PrintOptions) -> Self {
        let lone = corner.shape.is_empty();
        let alone = if lone { alone(data.view()) } else { None };
        Self { words: words(data.view(), &options, lone), corner, alone, options }
    }

    /// A column for each field, put together as tuples.
    fn of_fields(
        shape: &[usize],
        options: PrintOptions,
        count: usize,
        field: impl Fn(usize, &Corner) -> Result<Buffer>,
    ) -> Result<Self> {
        let corner = Corner::new(shape, &options);
        let mut rows: Vec<String> = Vec::new();
        for i in 0..count {
            let column = words(field(i, &corner)?.view(), &options, shape.is_empty());
            rows.resize(column.len(), String::new());
            for (row, word) in rows.iter_mut().zip(column) {
                row.push_str(if i == 0 { "(" } else { ", " });
                row.push_str(&word);
            }
        }
        let end = if count == 1 { ",)" } else { ")" };
        rows.iter_mut().for_each(|row| row.push_str(end));
        Ok(Self { corner, words: rows, alone: None, options })
    }

    fn layout<'w>(&'w self, separator: &'w str) -> Layout<'w> {
        let width = self.options.linewidth;
        Layout { corner: &self.corner, words: &self.words, separator, width }
    }

    fn display(&self) -> String {
        self.alone.clone().unwrap_or_else(|| self.layout(" ").array(0))
    }

    /// The elements in parentheses, with what else is known behind them.
    fn debug(&self, f: &mut fmt::Formatter<'_>, name: &str, facts: &str) -> fmt::Result {
        let indent = name.chars().count() + 1;
        let text = self.layout(", ").array(indent);
        let last = text.lines().next_back().unwrap_or_default().chars().count();
        let begin = if text.contains('\n') { 0 } else { indent };
        let gap = match begin + last + facts.chars().count() + 3 > self.options.linewidth {
            true => format!("\n{:indent$}", ""),
            false => " ".to_owned(),
        };
        write!(f, "{name}({text},{gap}{facts})")
    }
}

/// The page, or in its place why there is none.
fn display(f: &mut fmt::Formatter<'_>, page: Result<Page>) -> fmt::Result {
    match page {
        Ok(page) => f.write_str(&page.display()),
        Err(e) => write!(f, "<{e}>"),
    }
}

fn debug(f: &mut fmt::Formatter<'_>, page: Result<Page>, name: &str, facts: &str) -> fmt::Result {
    match page {
        Ok(page) => page.debug(f, name, facts),
        Err(e) => write!(f, "{name}(<{e}>, {facts})"),
    }
}

/// The corners of elements in memory.
fn kept(array: &AnyArray, corner: &Corner) -> Result<Buffer> {
    let strides = row_major(array.shape());
    read_corner(corner, array.element_type(), |area: &Area| {
        let count = area.counts();
        let first = area.axes.iter().zip(&strides).map(|(s, &n)| s.start * n as usize).sum();
        let len = area.len();
        Ok(map!(Buffer, array.data(), v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&count), v, first, &strides, &count);
            out
        }))
    })
}

impl AnyArray {
    fn page(&self, options: PrintOptions) -> Result<Page> {
        let corner = Corner::new(self.shape(), &options);
        Ok(Page::of(&kept(self, &corner)?, corner, options))
    }
}

impl fmt::Display for AnyArray {
    /// As numpy's `str`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(f, self.page(options_of(f)))
    }
}

impl fmt::Debug for AnyArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = format!("shape={:?}, dtype={}", self.shape(), self.element_type());
        debug(f, self.page(options_of(f)), "AnyArray", &facts)
    }
}

impl fmt::Display for Records {
    /// As numpy's `str` of a structured array.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<&AnyArray> = self.columns().iter().collect();
        let field = |i: usize, corner: &Corner| kept(columns[i], corner);
        display(f, Page::of_fields(self.shape(), options_of(f), columns.len(), field))
    }
}

impl fmt::Display for Scalar {
    /// As numpy's `str`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&alone(Buffer::from(self.clone()).view()).unwrap_or_default())
    }
}

/// True for records; complex numbers of other tools are compounds too.
fn is_record(dtype: &DType) -> bool {
    matches!(dtype, DType::Compound(_)) && ElementType::of(dtype).is_none()
}

impl<T> H5Array<T> {
    /// The corners, by HDF5 itself: an index of all chunks is not worth its cost here.
    fn page(&self, options: PrintOptions) -> Result<Page> {
        let node = |field| DatasetNode::new(self.dataset(), self.shape(), self.chunks(), field);
        if is_record(self.dtype()) {
            let fields = self.fields()?;
            return Page::of_fields(self.shape(), options, fields.len(), |i, corner| {
                let node = node(Some(fields[i].clone()))?;
                read_corner(corner, node.ty(), |area| node.peek(area))
            });
        }
        let node = node(None)?;
        let corner = Corner::new(self.shape(), &options);
        let data = read_corner(&corner, node.ty(), |area| node.peek(area))?;
        Ok(Page::of(&data, corner, options))
    }

    fn type_name(&self) -> String {
        let expr = self.expr();
        match expr.check() {
            Ok(()) => expr.element_type().to_string(),
            Err(_) => self.dtype().to_string(),
        }
    }
}

impl<T> fmt::Display for H5Array<T> {
    /// As numpy's `str`; only what is shown is read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(f, self.page(options_of(f)))
    }
}

impl<T> fmt::Debug for H5Array<T> {
    /// The elements that [`Display`](fmt::Display) shows, shape, type, and where they lie.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = format!(
            "shape={:?}, dtype={}, {} in {}",
            self.shape(),
            self.type_name(),
            self.path(),
            self.file().path().display()
        );
        debug(f, self.page(options_of(f)), "H5Array", &facts)
    }
}

impl H5View {
    fn page(&self, options: PrintOptions) -> Result<Page> {
        let expr = self.expr();
        let (node, context) = (expr.node()?, crate::engine::Context::default());
        let corner = Corner::new(node.shape(), &options);
        let read = |area: &Area| node.read(area, &context);
        Ok(Page::of(&read_corner(&corner, node.element_type(), read)?, corner, options))
    }
}

impl fmt::Display for H5View {
    /// As numpy's `str`; only what is shown is read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(f, self.page(options_of(f)))
    }
}

impl fmt::Debug for H5View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (array, selections) = self.parts();
        let selections: String = selections.iter().map(ToString::to_string).collect();
        let facts = format!(
            "shape={:?}, dtype={}, {}{selections} in {}",
            self.shape(),
            array.type_name(),
            array.path(),
            array.file().path().display()
        );
        debug(f, self.page(options_of(f)), "H5View", &facts)
    }
}
