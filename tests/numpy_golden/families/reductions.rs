//! Reductions.

use ch5_array::Result;
use ch5_array::ops::reductions::{self, Reduction};

use crate::answer::Answer;
use crate::args::Args;

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let reduction = match name {
        "np.all" => reductions::all(x()),
        "np.any" => reductions::any(x()),
        "np.sum" => reductions::sum(x()),
        "np.prod" => reductions::prod(x()),
        "np.nansum" => reductions::nansum(x()),
        "np.nanprod" => reductions::nanprod(x()),
        "np.amax" => reductions::max(x()),
        "np.amin" => reductions::min(x()),
        "np.nanmax" => reductions::nanmax(x()),
        "np.nanmin" => reductions::nanmin(x()),
        "np.argmax" => reductions::argmax(x()),
        "np.argmin" => reductions::argmin(x()),
        "np.nanargmax" => reductions::nanargmax(x()),
        "np.nanargmin" => reductions::nanargmin(x()),
        "np.count_nonzero" => reductions::count_nonzero(x()),
        _ => return None,
    };
    Some(Answer::of(&with_options(reduction, args).into()))
}

fn with_options<'a>(mut reduction: Reduction<'a>, args: &Args<'a>) -> Reduction<'a> {
    if let Some(axes) = args.ints(1, "axis") {
        let axes: Vec<isize> = axes.into_iter().map(|n| n as isize).collect();
        reduction = reduction.axis(axes);
    }
    if let Some(keep) = args.name("keepdims").and(args.bool(9, "keepdims")) {
        reduction = reduction.keepdims(keep);
    }
    if let Some(ty) = args.dtype(2, "dtype") {
        reduction = reduction.dtype(ty);
    }
    if let Some(mask) = args.name("where") {
        reduction = reduction.only(mask.expr());
    }
    if let Some(initial) = args.name("initial") {
        reduction = reduction.initial(initial.expr());
    }
    reduction
}
