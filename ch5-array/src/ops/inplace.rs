//! Writing to arrays in place: assignment, and arithmetic that changes its first operand.

use super::choose::{cast, where_};
use super::ufunc::{Operand, Ufunc, check_literals, same_kind};
use super::{arithmetic, bitwise};
use crate::array::H5Array;
use crate::engine::{Blocks, Context, IntoDataset, Output, Scratch, block_shape, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::node::{Area, Broadcast, Node, NodeRef};
use crate::storage::Dataset;
use crate::types::{ElementType as Ty, Weak};

/// Which casts an assignment may do.
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
fn prepare<'a, T>(
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
fn staged<T>(target: &H5Array<T>, node: &dyn Node) -> Result<()> {
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

fn streamed<T>(name: &str, target: &H5Array<T>, node: &dyn Node) -> Result<()> {
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
    pub fn casting(mut self, casting: Casting) -> Self {
        self.casting = casting;
        self
    }

    /// Only where this is true.
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

/// Operations in place that write over the array as they go; made by [`H5Array::streaming`].
pub struct Streaming<'t, T> {
    target: &'t H5Array<T>,
}

macro_rules! in_place {
    ($($(#[$doc:meta])* $name:ident => $row:path;)+) => {
        impl<T> H5Array<T> {
            $(
                $(#[$doc])*
                ///
                /// Staged, and cast back, as [`H5Array::assign`].
                ///
                /// # Errors
                ///
                /// Those of [`H5Array::assign`].
                pub fn $name<'a>(&self, other: impl IntoExpr<'a>) -> Result<()> {
                    staged(self, &*combined(&$row, self, other.into_expr())?)
                }
            )+
        }

        impl<T> Streaming<'_, T> {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                ///
                /// As [`Streaming::assign`].
                pub fn $name<'a>(&self, other: impl IntoExpr<'a>) -> Result<()> {
                    let node = combined(&$row, self.target, other.into_expr())?;
                    streamed($row.name, self.target, &*node)
                }
            )+
        }
    };
}

fn combined<'a, T>(row: &Ufunc, target: &H5Array<T>, other: Expr<'a>) -> Result<NodeRef<'a>> {
    prepare(row.name, target, row.call(&[target.expr(), other]), Casting::SameKind)
}

in_place! {
    /// `x += other`.
    add_assign => arithmetic::rows::add;
    /// `x -= other`.
    sub_assign => arithmetic::rows::subtract;
    /// `x *= other`.
    mul_assign => arithmetic::rows::multiply;
    /// `x /= other`; integers cannot take the quotient.
    div_assign => arithmetic::rows::divide;
    /// `x //= other`, as Python writes it.
    floor_div_assign => arithmetic::rows::floor_divide;
    /// `x %= other`.
    rem_assign => arithmetic::rows::remainder;
    /// `x **= other`, as Python writes it.
    pow_assign => arithmetic::rows::power;
    /// `x &= other`.
    bitand_assign => bitwise::rows::bitwise_and;
    /// `x |= other`.
    bitor_assign => bitwise::rows::bitwise_or;
    /// `x ^= other`.
    bitxor_assign => bitwise::rows::bitwise_xor;
    /// `x <<= other`.
    shl_assign => bitwise::rows::left_shift;
    /// `x >>= other`.
    shr_assign => bitwise::rows::right_shift;
}

impl<T> H5Array<T> {
    /// Writes elements over the array, broadcast to its shape and cast to its type within the same
    /// kind (no floats to integers).
    ///
    /// All of them are computed first, into memory or a temporary file; so the expression may read
    /// the array itself in any way, and an error leaves the array as it was. If writing itself
    /// fails, what was written over is put back.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for a cast to another kind, [`ErrorKind::Shape`] for elements that
    /// do not broadcast, and those of computing and writing.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 2.0])?;
    /// x.assign(&x * 2.0 + 1.0)?;
    /// x.add_assign(0.5)?;
    /// assert_eq!(x.read_as::<f64>()?, ndarray::array![3.5, 5.5].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assign<'a>(&self, value: impl IntoExpr<'a>) -> Result<()> {
        staged(self, &*prepare("assign", self, value.into_expr(), Casting::SameKind)?)
    }

    /// As [`assign`](Self::assign), only where the mask is true.
    ///
    /// # Errors
    ///
    /// As [`assign`](Self::assign).
    pub fn assign_where<'a>(
        &self,
        mask: impl IntoExpr<'a>,
        value: impl IntoExpr<'a>,
    ) -> Result<()> {
        copyto(self, value).only(mask).run()
    }

    /// Operations in place that write each block as soon as it is computed: no temporary file, but
    /// an error leaves the blocks that were written, and tells how far it got. An expression that
    /// reads the array at other places than the one it is written to is refused.
    #[must_use]
    pub fn streaming(&self) -> Streaming<'_, T> {
        Streaming { target: self }
    }
}

impl<T> Streaming<'_, T> {
    /// Writes elements over the array, block by block.
    ///
    /// # Errors
    ///
    /// As [`H5Array::assign`], with the number of blocks that were written.
    pub fn assign<'a>(&self, value: impl IntoExpr<'a>) -> Result<()> {
        let node = prepare("assign", self.target, value.into_expr(), Casting::SameKind)?;
        streamed("assign", self.target, &*node)
    }
}
