//! Differences of neighbours.

use ch5_array::ops::differences::{
    Mode, Spacing, convolve, cross, diff, ediff1d, gradient, trapezoid, unwrap,
};
use ch5_array::{Expr, Result};

use crate::answer::Answer;
use crate::args::{Arg, Args};

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let axis = |at: usize| args.int(at, "axis").map(|n| n as isize);
    let named = |name: &str| args.name(name).map(Arg::expr);
    let made: Expr<'_> = match name {
        "np.diff" => {
            let mut diff = diff(x()).axis(axis(2).unwrap_or(-1));
            if let Some(n) = args.int(1, "n") {
                diff = diff.n(n as isize);
            }
            if let Some(before) = named("prepend") {
                diff = diff.prepend(before);
            }
            if let Some(after) = named("append") {
                diff = diff.append(after);
            }
            diff.into()
        }
        "np.ediff1d" => {
            let mut diff = ediff1d(x());
            if let Some(begin) = named("to_begin") {
                diff = diff.to_begin(begin);
            }
            if let Some(end) = named("to_end") {
                diff = diff.to_end(end);
            }
            diff.into()
        }
        "np.gradient" => return Some(all_gradients(args)),
        "np.trapz" => {
            let mut integral = trapezoid(x()).axis(axis(3).unwrap_or(-1));
            if let Some(at) = named("x") {
                integral = integral.x(at);
            }
            if let Some(dx) = args.name("dx").and_then(Arg::float) {
                integral = integral.dx(dx);
            }
            integral.into()
        }
        "np.unwrap" => {
            let mut phases = unwrap(x()).axis(axis(2).unwrap_or(-1));
            if let Some(discont) = args.name("discont").and_then(Arg::float) {
                phases = phases.discont(discont);
            }
            if let Some(period) = named("period") {
                phases = phases.period(period);
            }
            phases.into()
        }
        "np.cross" => {
            let mut cross = cross(x(), args.expr(1, "b"));
            let axis = |name: &str| args.name(name).and_then(Arg::int).map(|n| n as isize);
            cross = axis("axisa").map_or(cross.clone(), |n| cross.axisa(n));
            cross = axis("axisb").map_or(cross.clone(), |n| cross.axisb(n));
            cross = axis("axisc").map_or(cross.clone(), |n| cross.axisc(n));
            cross = axis("axis").map_or(cross.clone(), |n| cross.axis(n));
            cross.into()
        }
        "np.convolve" => {
            let mode = match args.text(2, "mode") {
                Some("same") => Mode::Same,
                Some("valid") => Mode::Valid,
                _ => Mode::Full,
            };
            convolve(x(), args.expr(1, "v")).mode(mode).into()
        }
        _ => return None,
    };
    Some(Answer::of(&made))
}

fn all_gradients(args: &Args<'_>) -> Result<Answer> {
    let x = args.expr(0, "f");
    let order = args.name("edge_order").and_then(Arg::int).unwrap_or(1);
    let mut made = gradient(x).edge_order(order as usize);
    let spacing = |by: &Arg| match by.float() {
        Some(step) => Spacing::Even(step),
        None => Spacing::at(by.expr()),
    };
    if args.positional.len() > 1 {
        made = made.spacings(args.positional[1..].iter().map(spacing));
    }
    let mut all = match args.name("axis").and_then(Arg::ints) {
        Some(axes) => made.along(axes.iter().map(|&n| n as isize).collect::<Vec<_>>())?,
        None => made.along_all()?,
    };
    if all.len() == 1 { Answer::of(&all.remove(0)) } else { Answer::tuple(all) }
}
