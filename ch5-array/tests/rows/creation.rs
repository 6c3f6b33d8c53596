//! New arrays as large as the one that is given.

use ch5_array::ops::creation::{self as c, GridRange, Indexing};
use ch5_array::ops::indexing::slice;
use ch5_array::{ElementType as Ty, Expr};

use super::{Given, Input, Rows};

/// A side of a square of as many elements.
fn side(given: &Given<'_>) -> usize {
    given.len().isqrt()
}

pub(super) fn rows(rows: &mut Rows) {
    rows.family("creation", Input::Float);
    rows.one("zeros", |g| c::zeros(g.shape(), Ty::F64));
    rows.one("empty", |g| c::empty(g.shape(), Ty::F64));
    rows.one("ones", |g| c::ones(g.shape(), Ty::F64));
    rows.one("full", |g| c::full(g.shape(), 3i64, Some(Ty::F64)));
    rows.one("full of an array", |g| c::full(g.shape(), slice(g.few(), ..1i64), None));
    rows.one("zeros_like", |g| c::zeros_like(g.x(), None, None));
    rows.one("empty_like", |g| c::empty_like(g.x(), None, None));
    rows.one("ones_like", |g| c::ones_like(g.x(), None, None));
    rows.one("full_like", |g| c::full_like(g.x(), 2i64, None, None));
    rows.one("fromfunction", |g| {
        let double = |at: &[Expr<'static>]| match at {
            [] => c::zeros(&[], Ty::F64),
            [x, ..] => x * 2.0,
        };
        c::fromfunction(double, g.shape(), Ty::F64)
    });
    rows.one("from_fn", |g| c::from_fn(g.shape(), |at: &[usize]| at.iter().sum::<usize>() as f64));
    rows.found("asarray_chkfinite", |g| c::asarray_chkfinite(g.x()));
    rows.one("arange", |g| c::arange(0.0, g.len() as f64, 1.0));
    rows.one("linspace", |g| c::linspace(0.0, 1.0, g.len()).expr());
    rows.one("linspace of arrays", |g| c::linspace(g.line(), 1.0, 2).axis(-1));
    rows.one("logspace", |g| c::logspace(0.0, 1.0, g.len()));
    rows.one("logspace of arrays", |g| c::logspace(g.line(), 1.0, 2).base(2.0).axis(1));
    rows.one("geomspace", |g| c::geomspace(1.0, 2.0, g.len()));
    rows.one("geomspace of arrays", |g| c::geomspace(1.0, g.line() + 1e6, 2).endpoint(false));
    rows.one("eye", |g| c::eye(side(g), side(g), 1, Ty::F64));
    rows.one("identity", |g| c::identity(side(g), Ty::F64));
    rows.one("tri", |g| c::tri(side(g), side(g), 0, Ty::F64));
    rows.one("tril", |g| c::tril(g.x(), 1));
    rows.one("triu", |g| c::triu(g.x(), -1));
    rows.one("diag", |g| c::diag(g.x(), 0));
    rows.one("diagflat", |g| c::diagflat(g.line_of(side(g)), 1));
    rows.one("vander", |g| c::vander(g.line(), Some(2), true));
    rows.many("meshgrid", |g| {
        c::meshgrid(&[g.line_of(side(g)), g.line_of(side(g))], Indexing::Xy, false)
    });
    rows.found("mgrid", |g| {
        let n = side(g) as i64;
        c::mgrid(&[GridRange::new(0i64, n, 1i64), GridRange::new(0i64, n, 1i64)])
    });
    rows.many("ogrid", |g| c::ogrid(&[GridRange::new(0i64, g.len() as i64, 1i64)]));
    rows.found("fromfile", |g| {
        let path = g.file.path().with_extension("raw");
        let file = std::fs::File::create(&path)?;
        file.set_len(g.len() as u64 * 8)?;
        c::fromfile(&path, Ty::F64, None, 0)
    });
}

impl Given<'_> {
    /// So many elements in one dimension.
    fn line_of(&self, n: usize) -> Expr<'static> {
        slice(self.line(), ..n)
    }
}
