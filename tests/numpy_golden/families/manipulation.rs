//! Manipulation of shapes and places.

use ch5_array::ops::manipulation as m;
use ch5_array::{Expr, Result};
use serde_json::Value;

use crate::answer::Answer;
use crate::args::{Arg, Args};

fn axes(args: &Args<'_>, at: usize, name: &str) -> Option<Vec<isize>> {
    Some(args.ints(at, name)?.into_iter().map(|n| n as isize).collect())
}

fn axis(args: &Args<'_>, at: usize, name: &str) -> Option<isize> {
    args.int(at, name).map(|n| n as isize)
}

fn sides(args: &Args<'_>, at: usize, name: &str) -> Vec<usize> {
    args.ints(at, name).unwrap().into_iter().map(|n| n as usize).collect()
}

fn exprs(arg: &Arg) -> Vec<Expr<'static>> {
    arg.seq().iter().map(Arg::expr).collect()
}

fn cuts(args: &Args<'_>) -> m::Cuts {
    match args.get(1, "indices_or_sections").unwrap() {
        Arg::Literal(Value::Number(n)) => m::Cuts::Parts(n.as_u64().unwrap() as usize),
        other => m::Cuts::At(other.ints().unwrap().into_iter().map(|n| n as isize).collect()),
    }
}

/// Places of insert and delete: one, several, a mask, or a slice.
fn places(arg: &Arg, n: usize) -> m::Values {
    match arg {
        Arg::Slice(parts) => {
            let int = |i: usize| parts.get(i).and_then(|p| p.get("v").unwrap_or(p).as_i64());
            let slice = ch5_array::Slice::new(int(0), int(1), int(2).unwrap_or(1));
            let all: Vec<i64> = (0..n as i64).collect();
            let all = ndarray::Array1::from(all);
            let (start, stop, step) = (int(0), int(1), int(2).unwrap_or(1));
            let _ = slice;
            let picked = all.slice(ndarray::s![ndarray::Slice::new(
                start.unwrap_or(0) as isize,
                stop.map(|s| s as isize),
                step as isize
            )]);
            m::Values::Each(picked.iter().map(|&n| n as isize).collect())
        }
        Arg::Array { array, .. } if array.element_type() == ch5_array::ElementType::Bool => {
            mask(&array.clone().into_typed::<bool>().unwrap().iter().copied().collect::<Vec<_>>())
        }
        Arg::Literal(Value::Array(list)) if list.iter().any(Value::is_boolean) => {
            mask(&list.iter().map(|v| v.as_bool().unwrap()).collect::<Vec<_>>())
        }
        Arg::Literal(Value::Number(n)) => m::Values::At(n.as_i64().unwrap() as isize),
        other => m::Values::Each(other.ints().unwrap().into_iter().map(|n| n as isize).collect()),
    }
}

fn mask(mask: &[bool]) -> m::Values {
    m::Values::Each(mask.iter().enumerate().filter(|(_, b)| **b).map(|(i, _)| i as isize).collect())
}

fn length(x: &Expr<'_>, along: Option<isize>) -> usize {
    match along {
        None => x.len(),
        Some(axis) => {
            let at = if axis < 0 { axis + x.ndim() as isize } else { axis };
            x.shape().get(at as usize).copied().unwrap_or(0)
        }
    }
}

fn every(args: &Args<'_>, of: impl Fn(Expr<'static>) -> Expr<'static>) -> Result<Answer> {
    let all: Vec<Expr<'static>> = args.positional.iter().map(|a| of(a.expr())).collect();
    match &*all {
        [one] => Answer::of(one),
        _ => Answer::tuple(all),
    }
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let fortran = || matches!(args.text(2, "order").or(args.text(1, "order")), Some("F" | "f"));
    let along = || axis(args, usize::MAX, "axis");
    Some(match name {
        "np.reshape" => {
            let shape = axes(args, 1, "shape").unwrap();
            if fortran() {
                Answer::of(&m::reshape_fortran(x(), &shape))
            } else {
                Answer::of(&m::reshape(x(), &shape))
            }
        }
        "np.ravel" | "np.ndarray.flatten" | "np.ndarray.flat" => {
            if fortran() {
                Answer::of(&m::reshape_fortran(x(), &[-1]))
            } else {
                Answer::of(&m::ravel(x()))
            }
        }
        "np.moveaxis" => Answer::of(&m::moveaxis(
            x(),
            &axes(args, 1, "source").unwrap(),
            &axes(args, 2, "destination").unwrap(),
        )),
        "np.rollaxis" => Answer::of(&m::rollaxis(
            x(),
            axis(args, 1, "axis").unwrap(),
            axis(args, 2, "start").unwrap_or(0),
        )),
        "np.swapaxes" => Answer::of(&m::swapaxes(
            x(),
            axis(args, 1, "axis1").unwrap(),
            axis(args, 2, "axis2").unwrap(),
        )),
        "np.ndarray.T" | "np.transpose" => {
            Answer::of(&m::transpose(x(), axes(args, 1, "axes").as_deref()))
        }
        "np.atleast_1d" => every(args, m::atleast_1d),
        "np.atleast_2d" => every(args, m::atleast_2d),
        "np.atleast_3d" => every(args, m::atleast_3d),
        "np.broadcast" => {
            let all: Vec<Expr<'static>> = args.positional.iter().map(Arg::expr).collect();
            m::broadcast_shape(&all).map(|shape| Answer::Py(shape.into()))
        }
        "np.broadcast_to" => Answer::of(&m::broadcast_to(x(), &sides(args, 1, "shape"))),
        "np.broadcast_arrays" => {
            let all: Vec<Expr<'static>> = args.positional.iter().map(Arg::expr).collect();
            m::broadcast_arrays(&all).and_then(Answer::tuple)
        }
        "np.expand_dims" => Answer::of(&m::expand_dims(x(), &axes(args, 1, "axis").unwrap())),
        "np.squeeze" => Answer::of(&m::squeeze(x(), axes(args, 1, "axis").as_deref())),
        "np.concatenate" => {
            let arrays = exprs(&args.positional[0]);
            let axis_arg = args.get(1, "axis");
            let joined = if axis_arg.is_some_and(Arg::is_none) {
                let flat: Vec<_> = arrays.into_iter().map(m::ravel).collect();
                m::concatenate(&flat, 0)
            } else {
                m::concatenate(&arrays, axis(args, 1, "axis").unwrap_or(0))
            };
            use m::Manipulation;
            match args.dtype(usize::MAX, "dtype") {
                Some(ty) => Answer::of(&joined.astype(ty)),
                None => Answer::of(&joined),
            }
        }
        "np.stack" => {
            Answer::of(&m::stack(&exprs(&args.positional[0]), axis(args, 1, "axis").unwrap_or(0)))
        }
        "np.block" => {
            let rows = args.positional[0].seq();
            let nested = rows.iter().any(|row| matches!(row, Arg::Seq(_)));
            let rows = if nested {
                rows.iter().map(exprs).collect()
            } else {
                vec![exprs(&args.positional[0])]
            };
            let one_row = !nested && rows[0].iter().all(|x| x.ndim() < 2);
            if one_row { Answer::of(&m::hstack(&rows[0])) } else { Answer::of(&m::block(&rows)) }
        }
        "np.vstack" | "np.row_stack" => Answer::of(&m::vstack(&exprs(&args.positional[0]))),
        "np.hstack" => Answer::of(&m::hstack(&exprs(&args.positional[0]))),
        "np.dstack" => Answer::of(&m::dstack(&exprs(&args.positional[0]))),
        "np.column_stack" => Answer::of(&m::column_stack(&exprs(&args.positional[0]))),
        "np.split" => {
            m::split(x(), cuts(args), axis(args, 2, "axis").unwrap_or(0)).and_then(Answer::tuple)
        }
        "np.array_split" => m::array_split(x(), cuts(args), axis(args, 2, "axis").unwrap_or(0))
            .and_then(Answer::tuple),
        "np.vsplit" => m::vsplit(x(), cuts(args)).and_then(Answer::tuple),
        "np.hsplit" => m::hsplit(x(), cuts(args)).and_then(Answer::tuple),
        "np.dsplit" => m::dsplit(x(), cuts(args)).and_then(Answer::tuple),
        "np.tile" => Answer::of(&m::tile(x(), &sides(args, 1, "reps"))),
        "np.repeat" => {
            // A negative count is no `usize`: the caller has to refuse it.
            let count = |n: i64| {
                usize::try_from(n)
                    .map_err(|e| ch5_array::Error::new(ch5_array::ErrorKind::Value, e.to_string()))
            };
            let repeats = match args.get(1, "repeats").unwrap() {
                Arg::Literal(Value::Number(n)) => count(n.as_i64().unwrap()).map(m::Repeats::All),
                other => {
                    let all = other.ints().unwrap().into_iter().map(count).collect::<Result<_>>();
                    all.map(m::Repeats::Each)
                }
            };
            repeats.and_then(|repeats| Answer::of(&m::repeat(x(), repeats, axis(args, 2, "axis"))))
        }
        "np.delete" => {
            let along = axis(args, 2, "axis");
            let n = length(&x(), along);
            Answer::of(&m::delete(x(), places(args.get(1, "obj").unwrap(), n), along))
        }
        "np.insert" => {
            let along = axis(args, 3, "axis");
            let n = length(&x(), along);
            let values = args.expr(2, "values");
            Answer::of(&m::insert(x(), places(args.get(1, "obj").unwrap(), n), values, along))
        }
        "np.append" => Answer::of(&m::append(x(), args.expr(1, "values"), axis(args, 2, "axis"))),
        "np.resize" => Answer::of(&m::resize(x(), &sides(args, 1, "new_shape"))),
        "np.trim_zeros" => {
            let which = args.text(1, "trim").unwrap_or("fb");
            m::trim_zeros(x(), which.contains('f'), which.contains('b'))
                .and_then(|x| Answer::of(&x))
        }
        "np.flip" => Answer::of(&m::flip(x(), axes(args, 1, "axis").as_deref())),
        "np.fliplr" => Answer::of(&m::fliplr(x())),
        "np.flipud" => Answer::of(&m::flipud(x())),
        "np.roll" => Answer::of(&m::roll(
            x(),
            &axes(args, 1, "shift").unwrap(),
            axes(args, 2, "axis").or(along().map(|a| vec![a])).as_deref(),
        )),
        "np.rot90" => {
            let turned = axes(args, 2, "axes").unwrap_or(vec![0, 1]);
            Answer::of(&m::rot90(x(), axis(args, 1, "k").unwrap_or(1), (turned[0], turned[1])))
        }
        _ => return None,
    })
}
