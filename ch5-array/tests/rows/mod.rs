//! Every function of arrays, and how it is run: one line a row. The tests that hold for all of
//! them (what they add to memory, that none panics) go over this table.
#![allow(dead_code, reason = "not every test needs all of it")]

mod changes;
mod creation;
mod elements;
mod indexing;
mod lines;
mod manipulation;
mod random;
mod text;

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::{ArrayLike, ElementType, Expr, File, H5Array, Result};

/// What elements a row is made for; others it refuses, or takes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Input {
    Float,
    Int,
    Truth,
    Byte,
    Complex,
    Text,
    /// `numpy.datetime64`.
    Time,
}

/// What a row works on.
pub(crate) struct Given<'g> {
    /// The array, of any type and shape.
    pub array: &'g H5Array,
    /// Where else it may write.
    pub file: &'g File,
}

impl Given<'_> {
    pub(crate) fn x(&self) -> Expr<'static> {
        self.array.expr()
    }

    /// All elements in one dimension.
    pub(crate) fn line(&self) -> Expr<'static> {
        self.x().ravel()
    }

    /// A few of the elements, in one dimension.
    pub(crate) fn few(&self) -> Expr<'static> {
        self.line().slice(..self.array.len().min(8))
    }

    /// The first columns: an operand that products keep in reason with.
    pub(crate) fn slim(&self) -> Expr<'static> {
        let n = self.array.shape().last().map_or(0, |&n| n.min(32));
        self.x().slice((ch5_array::Ellipsis, ..n))
    }

    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        self.array.len()
    }

    /// The shape of the array.
    pub(crate) fn shape(&self) -> &[usize] {
        self.array.shape()
    }

    /// A truth for each element.
    pub(crate) fn truth(&self) -> Expr<'static> {
        self.x().astype(ElementType::Bool)
    }
}

type Run = Box<dyn Fn(&Given<'_>) -> Result<Vec<Expr<'static>>>>;

/// A function.
pub(crate) struct Row {
    pub family: &'static str,
    pub name: &'static str,
    pub input: Input,
    /// Results that are computed by whoever asked; what a row changes or returns whole is done.
    pub run: Run,
    /// True if nothing is computed before a result is asked for.
    pub lazy: bool,
    /// True if the elements play no part in the answer.
    pub told: bool,
}

impl Row {
    /// True if it writes to its array.
    pub(crate) fn writes(&self) -> bool {
        matches!(self.family, "in place" | "writing by index")
    }
}

/// The rows of a family.
pub(crate) struct Rows {
    family: &'static str,
    input: Input,
    all: Vec<Row>,
}

impl Rows {
    fn family(&mut self, family: &'static str, input: Input) {
        (self.family, self.input) = (family, input);
    }

    /// A row of several results.
    fn many(
        &mut self,
        name: &'static str,
        run: impl Fn(&Given<'_>) -> Result<Vec<Expr<'static>>> + 'static,
    ) {
        let (family, input) = (self.family, self.input);
        self.all.push(Row { family, name, input, run: Box::new(run), lazy: false, told: false });
    }

    /// A row whose result is an expression, or what becomes one.
    fn one<E: Into<Expr<'static>>>(
        &mut self,
        name: &'static str,
        run: impl Fn(&Given<'_>) -> E + 'static,
    ) {
        self.many(name, move |given| Ok(vec![run(given).into()]));
        if let Some(row) = self.all.last_mut() {
            row.lazy = true;
        }
    }

    /// A row that computes something first.
    fn found(
        &mut self,
        name: &'static str,
        run: impl Fn(&Given<'_>) -> Result<Expr<'static>> + 'static,
    ) {
        self.many(name, move |given| Ok(vec![run(given)?]));
    }

    /// A row that is done when it returns.
    fn done<T>(&mut self, name: &'static str, run: impl Fn(&Given<'_>) -> Result<T> + 'static) {
        self.many(name, move |given| run(given).map(|_| Vec::new()));
    }

    /// A row whose answer follows from types and shapes alone.
    fn told<T>(&mut self, name: &'static str, run: impl Fn(&Given<'_>) -> Result<T> + 'static) {
        self.done(name, run);
        if let Some(row) = self.all.last_mut() {
            row.told = true;
        }
    }
}

/// All rows.
pub(crate) fn all() -> Vec<Row> {
    let mut rows = Rows { family: "", input: Input::Float, all: Vec::new() };
    elements::rows(&mut rows);
    lines::rows(&mut rows);
    manipulation::rows(&mut rows);
    indexing::rows(&mut rows);
    changes::rows(&mut rows);
    creation::rows(&mut rows);
    random::rows(&mut rows);
    text::rows(&mut rows);
    rows.all
}
