//! Sets.

use ch5_array::ops::sets::{
    IsIn, in1d, intersect1d, intersect1d_indices, isin, setdiff1d, setxor1d, union1d, unique,
};
use ch5_array::{ArrayLike, Expr, Result};

use crate::answer::Answer;
use crate::args::Args;

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let (x, y) = (|| args.expr(0, "ar1"), || args.expr(1, "ar2"));
    let flag = |name: &str| args.name(name).is_some() && args.bool(usize::MAX, name) == Some(true);
    let found = |found: IsIn<'static>| Answer::of(&found.invert(flag("invert")).expr());
    let one = |found: Result<Expr<'static>>| found.and_then(|found| Answer::of(&found));
    Some(match name {
        "np.unique" => all(args),
        "np.isin" => found(isin(x(), y()).assume_unique(flag("assume_unique"))),
        "np.in1d" => found(in1d(x(), y()).assume_unique(flag("assume_unique"))),
        "np.intersect1d" if flag("return_indices") => {
            intersect1d_indices(x(), y()).and_then(|(v, i, j)| Answer::tuple([v, i, j]))
        }
        "np.intersect1d" => one(intersect1d(x(), y())),
        "np.union1d" => one(union1d(x(), y())),
        "np.setdiff1d" if flag("assume_unique") => {
            let keep = in1d(x(), y()).invert(true);
            one(ch5_array::ops::indexing::mask(ch5_array::ops::manipulation::ravel(x()), keep))
        }
        "np.setdiff1d" => one(setdiff1d(x(), y())),
        "np.setxor1d" => one(setxor1d(x(), y())),
        _ => return None,
    })
}

fn all(args: &Args<'_>) -> Result<Answer> {
    let flag = |name: &str| args.bool(usize::MAX, name) == Some(true);
    let mut wanted = unique(args.expr(0, "ar"));
    if let Some(axis) = args.name("axis").and_then(crate::args::Arg::int) {
        wanted = wanted.axis(axis as isize);
    }
    if args.bool(usize::MAX, "equal_nan") == Some(false) {
        wanted = wanted.equal_nan(false);
    }
    if flag("return_index") {
        wanted = wanted.index();
    }
    if flag("return_inverse") {
        wanted = wanted.inverse();
    }
    if flag("return_counts") {
        wanted = wanted.counts();
    }
    let found = wanted.run()?;
    let more: Vec<Expr<'_>> =
        [found.index, found.inverse, found.counts].into_iter().flatten().collect();
    if more.is_empty() {
        return Answer::of(&found.values);
    }
    Answer::tuple(std::iter::once(found.values).chain(more))
}
