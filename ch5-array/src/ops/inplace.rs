//! Writing to arrays in place: assignment, and arithmetic that changes its first operand.

use super::choose::{cast, where_};
use super::ufunc::{Operand, check_literals, same_kind};
use crate::array::H5Array;
use crate::engine::{Blocks, Context, IntoDataset, Output, Scratch, block_shape, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::node::{Area, Broadcast, Node, NodeRef};
use crate::storage::Dataset;
use crate::types::{ElementType as Ty, Weak};

/// Which casts an assignment may do.
///
/// ```
/// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &array![1, 2])?;
/// assert!(copyto(&x, 2.5).casting(Casting::SameKind).run().is_err());
/// copyto(&x, 2.5).casting(Casting::Unsafe).run()?;
/// assert_eq!(x.to_string(), "[2 2]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Casting {
    /// Only those that keep every value.
    Safe,
    /// Also to smaller types of the same kind, as `float64` to `float32`: numpy's default.
    #[default]
    SameKind,
    /// All.
    Unsafe,
}

/// What is to be written to an array: cast, and broadcast to its shape.
pub(super) fn prepare<'a, T>(
    name: &str,
    target: &H5Array<T>,
    value: Expr<'a>,
    casting: Casting,
) -> Result<NodeRef<'a>> {
    let to = target.expr().element_type();
    let operand = Operand::of(&value)?;
    let kind = match operand.weak {
        Some(Weak::Int) if to.is_number() && to != Ty::Bool => true,
        Some(Weak::Float) if to.is_inexact() => true,
        Some(Weak::Complex) if to.is_complex() => true,
        _ => same_kind(operand.ty, to),
    };
    let allowed = match casting {
        Casting::Safe => crate::types::can_cast(operand.ty, to),
        Casting::SameKind => kind,
        Casting::Unsafe => true,
    };
    if !allowed {
        return Err(target.dataset().locate(
            Error::new(ErrorKind::WrongType, name.to_owned())
                .expected(format!("elements that {to} takes without changing their kind"))
                .found(operand.ty.to_string()),
        ));
    }
    if casting != Casting::Unsafe {
        check_literals(name, &[operand], &[to]).map_err(|e| target.dataset().locate(e))?;
    }
    let value = cast(value, to);
    Broadcast::to(value.node()?.clone(), target.shape()).map_err(|e| target.dataset().locate(e))
}

/// Keeps what blocks of a dataset were before they are written over.
struct Undo<'d> {
    to: IntoDataset<'d>,
    old: &'d dyn Node,
    kept: Scratch,
    written: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Undo<'_> {
    fn put(
        &mut self,
        start: &[usize],
        count: &[usize],
        new: crate::Buffer,
        context: &Context,
    ) -> Result<()> {
        let before = self.old.read(&Area::block(start, count), context)?;
        self.kept.put(start, count, before)?;
        self.written.push((start.to_vec(), count.to_vec()));
        self.to.put(start, count, new)
    }

    fn restore(&self) {
        for (start, count) in &self.written {
            if let Ok(before) = self.kept.read(&Area::block(start, count)) {
                let _ = self.to.put(start, count, before);
            }
        }
    }
}

/// Computes all of a node before a first element of the dataset is written; if writing fails, what
/// was written over is put back.
pub(super) fn staged<T>(target: &H5Array<T>, node: &dyn Node) -> Result<()> {
    target.check_alive()?;
    let context = Context::default().beside(Some(target.dataset()));
    target.dataset().check_shape(target.shape())?;
    let old = target.expr();
    let old = old.node()?;
    let new = Scratch::new(node.element_type(), node.shape(), &context)?;
    produce(node, &new, &context)?;
    let to = IntoDataset::new(target.dataset())?;
    let room = old.element_type().size() * 3;
    let block = block_shape(node.shape(), to.chunks.as_deref(), context.elements(room));
    let blocks = Blocks::new(node.shape(), &block);
    let kept = Scratch::new(old.element_type(), node.shape(), &context)?;
    let mut undo = Undo { to, old: &**old, kept, written: Vec::new() };
    for i in 0..blocks.len() {
        let (start, count) = blocks.get(i);
        let data = new.read(&Area::block(&start, &count))?;
        if let Err(error) = undo.put(&start, &count, data, &context) {
            undo.restore();
            return Err(target.dataset().locate(error));
        }
    }
    Ok(())
}

/// True if a node reads a dataset at other places than the one that is asked for, so that it would
/// find there what was written before. `here` is true where places are those of the root, `all`
/// where every first read reaches the node.
fn reads_elsewhere(node: &dyn Node, target: &Dataset, here: bool, all: bool) -> Result<bool> {
    if node.at_once() && all {
        return Ok(false);
    }
    if node.key().is_some()
        && let Some(dataset) = node.dataset()
    {
        let same = dataset.key() == target.key()
            || (dataset.file().path() == target.file().path()
                && dataset.identity()? == target.identity()?);
        return Ok(same && !here);
    }
    let (here, all) = (here && node.as_map().is_some(), all && node.reads_all());
    node.inputs()
        .into_iter()
        .try_fold(false, |found, input| Ok(found || reads_elsewhere(input, target, here, all)?))
}

pub(super) fn streamed<T>(name: &str, target: &H5Array<T>, node: &dyn Node) -> Result<()> {
    if reads_elsewhere(node, target.dataset(), true, true)? {
        return Err(target.dataset().locate(
            Error::new(ErrorKind::Value, name.to_owned())
                .expected("elements that are read where they are written")
                .found("an expression that reads the array at other places")
                .help("without streaming it is computed first"),
        ));
    }
    target.check_alive()?;
    let context = Context::default();
    target.dataset().check_shape(target.shape())?;
    let to = IntoDataset::new(target.dataset())?;
    let room = node.room() + node.element_type().size();
    let block = block_shape(node.shape(), to.chunks.as_deref(), context.elements(room));
    let blocks = Blocks::new(node.shape(), &block);
    for i in 0..blocks.len() {
        let (start, count) = blocks.get(i);
        let done = node
            .read(&Area::block(&start, &count), &context)
            .and_then(|data| to.put(&start, &count, data));
        done.map_err(|e| {
            let kind = e.kind();
            let at = format!("{i} of {} blocks were written, up to {start:?}", blocks.len());
            target.dataset().locate(Error::new(kind, at).because(e))
        })?;
    }
    Ok(())
}

/// Copies elements into an array; made by [`copyto`].
///
/// ```
/// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &array![1, 2])?;
/// copyto(&x, 2.5).casting(Casting::Unsafe).only(array![true, false]).run()?;
/// assert_eq!(x.to_string(), "[2 2]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Copyto<'a, 't, T> {
    target: &'t H5Array<T>,
    value: Expr<'a>,
    casting: Casting,
    mask: Option<Expr<'a>>,
}

/// Copies elements into an array, cast to its type and broadcast to its shape.
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, ops::{Casting, copyto}};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::array![1i64, 2, 3])?;
/// assert!(copyto(&x, 2.5).run().is_err());
/// copyto(&x, 2.5).casting(Casting::Unsafe).only(&ndarray::array![true, false, true]).run()?;
/// assert_eq!(x.read_as::<i64>()?, ndarray::array![2, 2, 2].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn copyto<'a, 't, T>(target: &'t H5Array<T>, value: impl IntoExpr<'a>) -> Copyto<'a, 't, T> {
    Copyto { target, value: value.into_expr(), casting: Casting::SameKind, mask: None }
}

impl<'a, T> Copyto<'a, '_, T> {
    /// Which casts are allowed.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1, 2])?;
    /// copyto(&x, array![1.5, 2.5]).casting(Casting::Unsafe).run()?;
    /// assert_eq!(x.to_string(), "[1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn casting(mut self, casting: Casting) -> Self {
        self.casting = casting;
        self
    }

    /// Only where this is true.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1, 2])?;
    /// copyto(&x, 9).only(array![false, true]).run()?;
    /// assert_eq!(x.to_string(), "[1 9]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "where")]
    pub fn only(mut self, mask: impl IntoExpr<'a>) -> Self {
        self.mask = Some(mask.into_expr());
        self
    }

    /// Copies, staged as [`H5Array::assign`].
    ///
    /// # Errors
    ///
    /// Those of [`H5Array::assign`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &array![1, 2])?;
    /// copyto(&x, 7).run()?;
    /// assert_eq!(x.to_string(), "[7 7]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn run(self) -> Result<()> {
        let node = prepare("copyto", self.target, self.value, self.casting)?;
        match self.mask {
            None => staged(self.target, &*node),
            Some(mask) => {
                let both = where_(mask, Expr::of(node), self.target.expr());
                let node = prepare("copyto", self.target, both, Casting::SameKind)?;
                staged(self.target, &*node)
            }
        }
    }
}
