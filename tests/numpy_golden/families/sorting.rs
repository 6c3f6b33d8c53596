//! Sorting and searching.

use ch5_array::ops::searching::{argwhere, extract, flatnonzero, nonzero, searchsorted};
use ch5_array::ops::sorting::{
    Sort, argpartition, argsort, lexsort, partition, sort, sort_complex,
};
use ch5_array::{ArrayLike, Expr, Result};

use crate::answer::Answer;
use crate::args::{Arg, Args};

/// The axis of a call, where None means all elements.
fn along<'a>(sort: Sort<'a>, args: &Args<'_>, at: usize) -> Expr<'a> {
    match args.get(at, "axis") {
        Some(axis) if axis.is_none() => sort.flat().expr(),
        Some(axis) => sort.axis(axis.int().unwrap() as isize).expr(),
        None => sort.expr(),
    }
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let kth =
        || -> Vec<isize> { args.ints(1, "kth").unwrap().into_iter().map(|k| k as isize).collect() };
    Some(match name {
        "np.sort" => Answer::of(&along(sort(x()), args, 1)),
        "np.argsort" => Answer::of(&along(argsort(x()), args, 1)),
        "np.partition" => Answer::of(&along(partition(x(), kth()), args, 2)),
        "np.argpartition" => Answer::of(&along(argpartition(x(), kth()), args, 2)),
        "np.sort_complex" => Answer::of(&sort_complex(x())),
        "np.ndarray.sort" => in_place(args),
        "np.lexsort" => {
            let keys: Vec<Expr<'static>> = match &args.positional[0] {
                Arg::Array { stored, array } => (0..array.shape()[0])
                    .map(|i| {
                        use ch5_array::ops::indexing::Indexing;
                        stored.slice(i as i64)
                    })
                    .collect(),
                other => other.seq().iter().map(Arg::expr).collect(),
            };
            Answer::of(&along(lexsort(&keys), args, 1))
        }
        "np.nonzero" => nonzero(x()).and_then(Answer::tuple),
        "np.where" if args.positional.len() == 1 => nonzero(x()).and_then(Answer::tuple),
        "np.flatnonzero" => flatnonzero(x()).and_then(|found| Answer::of(&found)),
        "np.argwhere" => argwhere(x()).and_then(|found| Answer::of(&found)),
        "np.extract" => extract(x(), args.expr(1, "arr")).and_then(|found| Answer::of(&found)),
        "np.searchsorted" => {
            let mut search = searchsorted(x(), args.expr(1, "v"));
            if args.text(2, "side") == Some("right") {
                search = search.right();
            }
            if let Some(sorter) = args.get(3, "sorter").filter(|sorter| !sorter.is_none()) {
                search = search.sorter(sorter.expr());
            }
            Answer::of(&search.expr())
        }
        _ => return None,
    })
}

fn in_place(args: &Args<'_>) -> Result<Answer> {
    let Arg::Array { stored, .. } = &args.positional[0] else { panic!("an array") };
    let axis = args.int(1, "axis").unwrap_or(-1);
    stored.sort_inplace(axis as isize)?;
    Answer::of(&stored.expr())
}
