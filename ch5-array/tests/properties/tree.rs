//! Random expressions: what they are, and how one is built on arrays.

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::reductions::{self, Reduction};
use ch5_array::ops::scans::{self, Running};
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::statistics::Statistics;
use ch5_array::ops::{self, Ufunc};
use ch5_array::{Buffer, Ellipsis, Expr, IntoExpr, NewAxis, Slice};

/// How a leaf looks at the array behind it; what it sees has the leaf's shape.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look {
    Whole,
    /// Every `step`-th row from the first or backwards from the last, behind `skip` others.
    Step {
        step: usize,
        skip: usize,
        back: bool,
    },
    Transposed,
    /// The array lacks the first axis, which has length 1.
    NewAxis,
}

/// An array of a case.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// The shape that is seen.
    pub shape: Vec<usize>,
    pub look: Look,
    /// Elements of the array behind, in row-major order.
    pub data: Buffer,
    /// Lengths of chunks, to be cut to the array.
    pub chunk: Vec<usize>,
}

impl Leaf {
    /// The shape of the array behind.
    pub(crate) fn behind(&self) -> Vec<usize> {
        let mut shape = self.shape.clone();
        match self.look {
            Look::Whole => {}
            Look::Step { step, skip, .. } => {
                if let Some(first) = shape.first_mut() {
                    *first = skip + *first * step;
                }
            }
            Look::Transposed => shape.reverse(),
            Look::NewAxis => {
                if shape.first() == Some(&1) {
                    shape.remove(0);
                }
            }
        }
        shape
    }

    /// What is seen of an expression of the array behind.
    pub(crate) fn seen(&self, x: Expr<'static>) -> Expr<'static> {
        match self.look {
            Look::Whole => x,
            Look::Step { .. } if self.shape.is_empty() => x,
            Look::Step { step, skip, back: false } => {
                x.slice(Slice::new(Some(skip as i64), None, step as i64))
            }
            Look::Step { step, skip, back: true } => {
                let stop = (skip > 0).then(|| skip as i64 - 1);
                x.slice(Slice::new(None, stop, -(step as i64)))
            }
            Look::Transposed => x.t(),
            Look::NewAxis if self.shape.first() == Some(&1) => x.slice((NewAxis, Ellipsis)),
            Look::NewAxis => x,
        }
    }
}

/// A number that takes the type of what it meets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Literal {
    Float(f64),
    Int(i64),
    Bool(bool),
}

/// A look at what was computed, which keeps shapes that broadcast together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turn {
    Flip,
    Transpose,
    NewAxis,
    Roll(isize),
}

/// An expression.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    Leaf(usize),
    Literal(Literal),
    /// The number of a row; if it does not take the operands, one of those behind it.
    Call(usize, Vec<Tree>),
    Turn(Turn, Box<Tree>),
}

/// What is done with all elements of an expression.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sink {
    Nothing,
    Reduce { row: usize, axis: Option<isize>, keepdims: bool },
    Scan { row: usize, axis: Option<isize> },
    Sort { axis: isize },
    Argsort { axis: isize },
    Median { axis: Option<isize> },
}

/// Reductions of any order, which are exact; sums and products are not, for floats.
type Reduce = fn(Expr<'static>) -> Reduction<'static>;
const REDUCTIONS: [(&str, Reduce, bool); 22] = [
    ("sum", |x| reductions::sum(x), false),
    ("prod", |x| reductions::prod(x), false),
    ("nansum", |x| reductions::nansum(x), false),
    ("nanprod", |x| reductions::nanprod(x), false),
    ("all", |x| reductions::all(x), true),
    ("any", |x| reductions::any(x), true),
    ("count_nonzero", |x| reductions::count_nonzero(x), true),
    ("max", |x| reductions::max(x), true),
    ("min", |x| reductions::min(x), true),
    ("nanmax", |x| reductions::nanmax(x), true),
    ("nanmin", |x| reductions::nanmin(x), true),
    ("ptp", |x| reductions::ptp(x), true),
    ("argmax", |x| reductions::argmax(x), true),
    ("argmin", |x| reductions::argmin(x), true),
    ("nanargmax", |x| reductions::nanargmax(x), true),
    ("nanargmin", |x| reductions::nanargmin(x), true),
    ("mean", |x| reductions::mean(x), false),
    ("nanmean", |x| reductions::nanmean(x), false),
    ("std", |x| reductions::std(x), false),
    ("nanstd", |x| reductions::nanstd(x), false),
    ("var", |x| reductions::var(x), false),
    ("nanvar", |x| reductions::nanvar(x), false),
];

type Scan = fn(Expr<'static>) -> Running<'static>;
const SCANS: [Scan; 4] = [
    |x| scans::cumsum(x),
    |x| scans::cumprod(x),
    |x| scans::nancumsum(x),
    |x| scans::nancumprod(x),
];

/// All rows of functions of elements.
pub(crate) fn table() -> Vec<&'static Ufunc> {
    ops::tables().collect()
}

impl Tree {
    /// The expression on arrays; `used` counts how often each row was.
    pub(crate) fn build(
        &self,
        leaves: &[Expr<'static>],
        table: &[&'static Ufunc],
        used: &mut [usize],
    ) -> Expr<'static> {
        match self {
            Self::Leaf(i) => leaves[i % leaves.len()].clone(),
            Self::Literal(Literal::Float(x)) => (*x).into_expr(),
            Self::Literal(Literal::Int(x)) => (*x).into_expr(),
            Self::Literal(Literal::Bool(x)) => (*x).into_expr(),
            Self::Call(row, operands) => {
                let operands: Vec<_> =
                    operands.iter().map(|tree| tree.build(leaves, table, used)).collect();
                // The types decide which of them it is.
                for k in 0..table.len() {
                    let at = (row + k) % table.len();
                    if table[at].arity() > operands.len() {
                        continue;
                    }
                    let call = table[at].on(operands[..table[at].arity()].to_vec()).expr();
                    if call.check().is_ok() {
                        used[at] += 1;
                        return call;
                    }
                }
                operands[0].clone()
            }
            Self::Turn(turn, tree) => {
                let x = tree.build(leaves, table, used);
                match turn {
                    Turn::Flip if x.ndim() > 0 => x.flip(&[-1]),
                    Turn::Transpose => x.t(),
                    Turn::NewAxis if x.ndim() < 5 => x.slice((NewAxis, Ellipsis)),
                    Turn::Roll(by) if x.ndim() > 0 => {
                        ops::manipulation::roll(x, &[*by], Some(&[0]))
                    }
                    _ => x,
                }
            }
        }
    }
}

impl Sink {
    /// What is done with an expression, and whether the result is exact whatever the order.
    pub(crate) fn apply(self, x: Expr<'static>) -> (Expr<'static>, bool) {
        let float = x.element_type().is_inexact();
        // An axis that there is.
        let at = |axis: isize| axis.rem_euclid(x.ndim().max(1) as isize);
        match self {
            _ if x.ndim() == 0 => (x, true),
            Self::Nothing => (x, true),
            Self::Reduce { row, axis, keepdims } => {
                let (name, reduce, exact) = REDUCTIONS[row % REDUCTIONS.len()];
                let exact =
                    exact || (!float && matches!(name, "sum" | "prod" | "nansum" | "nanprod"));
                let axis = axis.map(at);
                let reduced = reduce(x).keepdims(keepdims);
                (axis.map_or(reduced.clone(), |axis| reduced.axis(axis)).into(), exact)
            }
            Self::Scan { row, axis } => {
                let axis = axis.map(at);
                let scan = SCANS[row % SCANS.len()](x);
                (axis.map_or(scan.clone(), |axis| scan.axis(axis)).into(), !float)
            }
            Self::Sort { axis } => (x.sort().axis(at(axis)).into(), true),
            Self::Argsort { axis } => (x.argsort().axis(at(axis)).into(), true),
            Self::Median { axis } => {
                let axis = axis.map(at);
                (axis.map_or(x.median(), |axis| x.median().axis(axis)).into(), true)
            }
        }
    }
}
