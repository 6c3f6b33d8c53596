//! Parts of a dataset that are written through.

use std::sync::Arc;

use super::select::select;
use crate::array::{H5Array, Selection};
use crate::buffer::Buffer;
use crate::engine::{Blocks, Context, Scratch, block_shape, produce, write_block};
use crate::error::{Error, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Area, Broadcast, Held, NodeRef, boxes};
use crate::ops::creation::{by_place, each_place};
use crate::storage::Block;
use crate::types::{ElementType, can_cast};

/// A part of an [`H5Array`] that is read, computed with and written through; made by
/// [`H5Array::view`].
///
/// ```
/// # use ch5_array::{File, H5Array, H5Mode, h5s, ndarray::array, ops::indexing::*, prelude::*};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &array![1.0, 2.0, 3.0])?;
/// let tail = x.view(h5s![1..])?;
/// tail.assign(&tail * 10.0)?;
/// assert_eq!(x.to_string(), "[ 1. 20. 30.]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct H5View {
    array: H5Array,
    selections: Vec<Selection>,
    shape: Vec<usize>,
}

impl H5View {
    pub(crate) fn new(array: H5Array, selection: &Selection) -> Result<Self> {
        let shape = array.shape().to_vec();
        Self { array, selections: Vec::new(), shape }.view(selection.clone())
    }

    /// A part of this part.
    ///
    /// # Errors
    ///
    /// [`Shape`](crate::ErrorKind::Shape) for a selection that does not fit.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, ndarray::array, ops::indexing::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![[1, 2, 3], [4, 5, 6]])?;
    /// assert_eq!(x.view(h5s![1])?.view(h5s![1..])?.to_string(), "[5 6]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn view(&self, selection: impl Into<Selection>) -> Result<Self> {
        let selection = selection.into();
        let mut selections = self.selections.clone();
        selections.push(selection);
        let mut view = Self { array: self.array.clone(), selections, shape: Vec::new() };
        let places = view.places()?;
        view.shape = places.shape().to_vec();
        Ok(view)
    }

    /// The shape of the part.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, ndarray::array, ops::indexing::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![[1, 2, 3], [4, 5, 6]])?;
    /// assert_eq!(x.view(h5s![.., ..2])?.shape(), [2, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The array, and what was selected of it.
    pub(crate) fn parts(&self) -> (&H5Array, &[Selection]) {
        (&self.array, &self.selections)
    }

    /// For each element of the part, its row-major place in the array.
    fn places(&self) -> Result<NodeRef<'static>> {
        let all = by_place("places", self.array.shape(), ElementType::I64, |runs, len| {
            Ok(Buffer::I64(each_place(runs, len, |place| place as i64)))
        });
        let mut node = all.node()?.clone();
        for selection in &self.selections {
            node = select(node, selection).map_err(|e| self.array.dataset().locate(e))?;
        }
        Ok(node)
    }

    /// Writes values to the part. They are broadcast to its shape, and cast as numpy's
    /// `same_kind`: an integer array takes no floats. Values computed from the same file are
    /// computed before the first is written. Where a place is named twice, the last value stays.
    ///
    /// # Errors
    ///
    /// [`Shape`](crate::ErrorKind::Shape) for values that do not broadcast, [`WrongType`](crate::ErrorKind::WrongType) for another
    /// kind, errors of computing them, and those of writing, which leave what was written so far.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, ndarray::array, ops::indexing::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1, 2, 3])?;
    /// x.view(h5s![..2])?.assign(7)?;
    /// assert_eq!(x.to_string(), "[7 7 3]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign<'a>(&self, values: impl IntoExpr<'a>) -> Result<()> {
        let place = |e: Error| self.array.dataset().locate(e);
        let values = values.into_expr();
        let mut node = values.node()?.clone();
        let ty = self.array.expr().node()?.element_type();
        if !same_kind(node.element_type(), ty)
            && node.weak().is_none_or(|_| !weak_fits(&values, ty))
        {
            return Err(place(
                crate::buffer::mismatch(ty, node.element_type())
                    .help("astype casts where values may change"),
            ));
        }
        node = Broadcast::to(cast_node(node, ty)?, &self.shape).map_err(place)?;
        let context = Context::default().beside(Some(self.array.dataset()));
        if reads_files(&*node) {
            let scratch = Scratch::new(ty, &self.shape, &context)?;
            produce(&*node, &scratch, &context)?;
            node = Arc::new(Held { scratch, ty });
        }
        let places = self.places()?;
        let block = block_shape(&self.shape, None, context.elements(3 * ty.size() + 32));
        let blocks = Blocks::new(&self.shape, &block);
        for i in 0..blocks.len() {
            let (start, count) = blocks.get(i);
            let area = Area::block(&start, &count);
            let Buffer::I64(at) = places.read(&area, &context)? else { continue };
            scatter(&self.array, &at, &node.read(&area, &context)?)?;
        }
        Ok(())
    }
}

/// Writes values to row-major places of the dataset.
pub(super) fn scatter(array: &H5Array, at: &[i64], values: &Buffer) -> Result<()> {
    array.check_alive()?;
    let dataset = array.dataset();
    dataset.check_shape(array.shape())?;
    let mut order: Vec<usize> = (0..at.len()).collect();
    // Stable, so that the last value of a place stays.
    order.sort_by_key(|&i| at[i]);
    order.dedup_by(|later, earlier| {
        let same = at[*later] == at[*earlier];
        if same {
            *earlier = *later;
        }
        same
    });
    let mut begin = 0;
    while begin < order.len() {
        let mut end = begin + 1;
        while end < order.len() && at[order[end]] == at[order[end - 1]] + 1 {
            end += 1;
        }
        let run = values.gather(&order[begin..end]);
        let mut done = 0;
        for part in boxes(array.shape(), at[order[begin]] as usize, end - begin) {
            let len = part.len();
            let of = |f: fn(&crate::node::Span) -> usize| -> Vec<u64> {
                part.axes.iter().map(|s| f(s) as u64).collect()
            };
            let block = Block::new(&of(|s| s.start), &of(|s| s.count));
            let block = (!part.axes.is_empty()).then_some(&block);
            write_block(dataset, block, run.slice(done..done + len))?;
            done += len;
        }
        begin = end;
    }
    Ok(())
}

impl<'a> ArrayLike<'a> for H5View {
    fn expr(&self) -> Expr<'a> {
        let made = || -> Result<Expr<'a>> {
            let mut node = ArrayLike::<'a>::expr(&self.array).node()?.clone();
            for selection in &self.selections {
                node = select(node, selection)?;
            }
            Ok(Expr::of(node))
        };
        Expr::from_result(made())
    }
}

/// True if a node looks at any file.
fn reads_files(node: &dyn crate::node::Node) -> bool {
    node.key().is_some() || node.inputs().into_iter().any(reads_files)
}

/// numpy's `same_kind`: no value changes its kind downwards.
fn same_kind(from: ElementType, to: ElementType) -> bool {
    let kind = |ty: ElementType| match ty {
        ElementType::Bool => 0,
        ty if ty.is_unsigned() => 1,
        ty if ty.is_signed() => 2,
        ty if ty.is_float() => 3,
        ty if ty.is_complex() => 4,
        _ => 5,
    };
    can_cast(from, to) || (from.is_number() && to.is_number() && kind(from) <= kind(to))
}

/// A literal takes the type of the array if its kind allows.
fn weak_fits(values: &Expr<'_>, ty: ElementType) -> bool {
    values.weak().is_some_and(|weak| crate::types::promote_weak(ty, weak) == Some(ty))
}
