//! New arrays, as lazy expressions: nothing is held before a sink, and
//! [`write_to`](crate::Expr::write_to) puts them straight into datasets.

mod diagonal;
mod fill;
mod grid;
mod line;
mod parse;
mod range;
mod raw;
mod spaced;

pub use diagonal::{diag, diagflat, eye, identity, tri, tril, triu, vander};
pub use fill::{
    asarray_chkfinite, empty, empty_like, from_fn, from_iter, fromfunction, full, full_like, ones,
    ones_like, zeros, zeros_like,
};
pub(crate) use fill::{by_place, each_place};
pub use grid::{GridRange, Indexing, meshgrid, mgrid, ogrid};
pub use parse::{LoadText, fromstring, loadtxt};
pub use range::arange;
pub use raw::{RawType, frombuffer, fromfile};
pub use spaced::{Geomspace, Linspace, Logspace, geomspace, linspace, logspace};
