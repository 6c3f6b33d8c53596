//! Functions that take many elements to one, go along an axis, or sort.

use ch5_array::ElementType as Ty;
use ch5_array::ops::differences::{self, Differences, Mode};
use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::linear::{Linear, einsum};
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::reductions::{self, Reductions};
use ch5_array::ops::searching::{self, searchsorted};
use ch5_array::ops::sorting::{Sorting, lexsort, sort_complex};
use ch5_array::ops::statistics::{self, Statistics};
use ch5_array::ops::{creation, scans, sets};

use super::{Given, Input, Rows};

/// Each function over all elements, and along the first axis.
macro_rules! each {
    ($rows:ident, $module:ident: $($name:ident)*) => {$(
        $rows.one(stringify!($name), |g: &Given<'_>| $module::$name(g.x()));
        $rows.one(concat!(stringify!($name), " along an axis"), |g: &Given<'_>| {
            $module::$name(g.x()).axis(0)
        });
    )*};
}

pub(super) fn rows(rows: &mut Rows) {
    rows.family("reductions", Input::Float);
    each!(rows, reductions: sum prod nansum nanprod all any count_nonzero max min nanmax nanmin
        ptp argmax argmin nanargmax nanargmin mean nanmean std nanstd var nanvar);
    rows.one("sum along the last axis", |g| g.x().sum().axis(-1));
    rows.one("sum where", |g| g.x().sum().axis(0).only(g.truth()).initial(1i64).keepdims(true));
    rows.one("var about a mean", |g| {
        g.x().var().axis(0).with_mean(g.x().mean().axis(0).keepdims(true))
    });
    rows.many("minmax", |g| Ok(<[_; 2]>::from(g.x().minmax()).into()));
    rows.done("describe", |g| g.x().describe());
    rows.family("reductions", Input::Text);
    rows.one("max of text", |g| g.x().max());
    rows.one("argmin of text", |g| g.x().argmin());

    rows.family("scans", Input::Float);
    each!(rows, scans: cumsum cumprod nancumsum nancumprod);
    rows.one("cumsum along the last axis", |g| scans::cumsum(g.x()).axis(-1));

    rows.family("sorting", Input::Float);
    rows.one("sort", |g| g.x().sort());
    rows.one("sort flat", |g| g.x().sort().flat());
    rows.one("sort along the first axis", |g| g.x().sort().axis(0));
    rows.one("argsort", |g| g.x().argsort());
    rows.one("argsort flat", |g| g.x().argsort().flat());
    rows.one("partition", |g| g.x().partition(1));
    rows.one("argpartition", |g| g.x().argpartition(1).axis(0));
    rows.one("sort_complex", |g| sort_complex(g.line()));
    rows.one("lexsort", |g| lexsort(&[g.x(), g.x()]));
    rows.family("sorting", Input::Text);
    rows.one("sort text", |g| g.x().sort().flat());
    rows.one("argsort text", |g| g.x().argsort());

    rows.family("searching", Input::Float);
    rows.many("nonzero", |g| searching::nonzero(g.x()));
    rows.found("flatnonzero", |g| searching::flatnonzero(g.x()));
    rows.found("argwhere", |g| searching::argwhere(g.x()));
    rows.found("extract", |g| searching::extract(g.truth(), g.x()));
    rows.one("searchsorted", |g| searchsorted(g.few(), g.x()).right());
    rows.one("searchsorted in many", |g| {
        searchsorted(creation::arange(0.0, g.len() as f64, 1.0), g.few())
    });

    rows.family("sets", Input::Float);
    rows.found("unique", |g| sets::unique(g.x()).values());
    rows.many("unique with all", |g| {
        let all = sets::unique(g.x()).index().inverse().counts().run()?;
        Ok([Some(all.values), all.index, all.inverse, all.counts].into_iter().flatten().collect())
    });
    rows.found("unique rows", |g| sets::unique(g.x()).axis(0).values());
    rows.one("isin", |g| sets::isin(g.x(), g.few()));
    rows.one("isin of many", |g| sets::isin(g.few(), g.x()));
    rows.one("isin inverted", |g| sets::isin(g.x(), g.few()).invert(true));
    rows.one("in1d", |g| sets::in1d(g.x(), g.few()));
    rows.found("intersect1d", |g| sets::intersect1d(g.x(), g.few()));
    rows.many("intersect1d_indices", |g| {
        sets::intersect1d_indices(g.x(), g.few()).map(|(a, b, c)| vec![a, b, c])
    });
    rows.found("union1d", |g| sets::union1d(g.x(), g.few()));
    rows.found("setdiff1d", |g| sets::setdiff1d(g.x(), g.few()));
    rows.found("setxor1d", |g| sets::setxor1d(g.x(), g.few()));
    rows.family("sets", Input::Text);
    rows.found("unique text", |g| sets::unique(g.x()).values());

    rows.family("statistics", Input::Float);
    each!(rows, statistics: median nanmedian average);
    rows.one("percentile", |g| g.x().percentile(10.0));
    rows.one("percentile along the last axis", |g| g.x().percentile(10.0).axis(-1));
    rows.one("nanpercentile", |g| g.x().nanpercentile(10.0).axis(0));
    rows.one("quantile", |g| g.x().quantile(0.5));
    rows.one("quantile of elements", |g| {
        g.x().quantile(0.3).method(statistics::Method::ClosestObservation)
    });
    rows.one("nanquantile", |g| g.x().nanquantile(0.5));
    // It looks whether the weights come to nothing.
    rows.found("average by weights", |g| Ok(g.x().average().weights(g.x()).into()));
    rows.many("average with the sum of weights", |g| {
        let (means, weights) = g.x().average().axis(0).returned();
        Ok(vec![means, weights])
    });
    rows.one("cov", |g| g.slim().cov().rowvar(false));
    rows.found("cov by weights", |g| {
        let weights = creation::arange(0i64, g.shape().first().map_or(0, |&n| n as i64), 1i64);
        let cov = g.slim().cov().rowvar(false).y(g.slim());
        Ok(cov.fweights(weights.clone()).aweights(weights).into())
    });
    rows.one("corrcoef", |g| g.slim().corrcoef().rowvar(false));
    rows.done("histogram", |g| statistics::histogram(g.x(), 10));
    rows.done("histogram_range", |g| statistics::histogram_range(g.x(), 10, 0.0, 5.0));
    rows.done("histogram_edges", |g| statistics::histogram_edges(g.x(), &[0.0, 1.0, 9.0]));
    rows.done("histogram_weights", |g| {
        statistics::histogram_weights(g.x(), g.x(), &[0.0, 1.0, 9.0])
    });
    rows.one("digitize", |g| statistics::digitize(g.x(), &[0.0, 1.0, 9.0], true));
    rows.family("statistics", Input::Byte);
    rows.done("bincount", |g| statistics::bincount(g.line(), 3));
    rows.done("bincount_weights", |g| statistics::bincount_weights(g.line(), g.line(), 3));

    rows.family("differences", Input::Float);
    rows.one("diff", |g| g.x().diff());
    rows.one("diff of order two", |g| g.x().diff().axis(0).n(2).prepend(0i64).append(0i64));
    rows.one("ediff1d", |g| g.x().ediff1d().to_begin(g.few()).to_end(g.few()));
    rows.one("gradient", |g| g.x().gradient());
    rows.one("gradient along an axis", |g| g.x().gradient().axis(0).edge_order(2).spacing(2.0));
    rows.many("gradient along several axes", |g| g.x().gradient().along_all());
    rows.one("unwrap", |g| g.x().unwrap_phase());
    rows.one("unwrap along an axis", |g| differences::unwrap(g.x()).axis(0).period(5i64));
    rows.one("trapezoid", |g| g.x().trapezoid());
    rows.one("trapezoid along an axis", |g| g.x().trapezoid().axis(0).dx(0.5));
    rows.one("cross", |g| {
        let three = g.line().slice(..g.len() / 3 * 3).reshape(&[-1, 3]);
        three.cross(three.slice(0i64))
    });
    rows.one("convolve", |g| g.line().convolve(g.few()));
    rows.one("convolve valid", |g| g.line().convolve(g.few()).mode(Mode::Valid));

    rows.family("linear", Input::Float);
    rows.one("dot", |g| g.x().t().dot(g.slim()));
    rows.one("matmul", |g| g.x().t().matmul(g.slim()));
    rows.one("matmul of a wide result", |g| {
        let n = g.shape().last().copied().unwrap_or(0);
        g.x().matmul(creation::ones(&[n, 64], Ty::I8))
    });
    rows.one("vdot", |g| g.x().vdot(g.x()));
    rows.one("inner", |g| g.x().inner(g.x().slice(..g.shape().first().map_or(0, |&n| n.min(8)))));
    rows.one("inner of lines", |g| g.line().inner(g.line()));
    rows.one("outer", |g| g.line().outer(g.few().slice(..1)));
    rows.one("tensordot", |g| g.x().tensordot(g.x(), ([0, 1], [0, 1])));
    rows.one("kron", |g| g.x().kron(creation::ones(&[1, 2], Ty::I8)));
    rows.one("trace", |g| g.x().trace());
    rows.one("einsum", |g| einsum("ki,kj->ij", &[g.slim(), g.x()]));
    rows.one("einsum to a line", |g| einsum("ij->j", &[g.x()]));
}
