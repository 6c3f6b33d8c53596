//! Reading by index.

use ch5_array::ops::indexing::{self as i, Indexing, Mode};
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::{creation, remainder};
use ch5_array::{ArrayLike, ElementType as Ty, Ellipsis, NewAxis, Slice};

use super::{Given, Input, Rows};

/// For each place along the first axis, another one.
fn turned(given: &Given<'_>) -> Vec<i64> {
    let n = given.shape().first().map_or(0, |&n| n.min(1 << 16) as i64);
    (0..n).map(|k| k * 7 % n.max(1)).collect()
}

pub(super) fn rows(rows: &mut Rows) {
    rows.family("indexing", Input::Float);
    rows.one("slice", |g| g.x().slice((Slice::new(None, None, -2), Ellipsis)));
    rows.one("a new axis", |g| g.x().slice((Ellipsis, NewAxis, Slice::new(Some(1), None, 3))));
    rows.one("an integer", |g| g.x().slice((Ellipsis, 0i64)));
    rows.one("an index array", |g| g.x().slice(turned(g)));
    rows.one("two index arrays", |g| g.x().slice((vec![0i64, -1, 0], vec![-1i64, 0, 0])));
    rows.one("a mask of an axis", |g| {
        let truth: Vec<bool> = turned(g).iter().map(|k| k % 2 == 0).collect();
        g.x().slice((truth, Ellipsis))
    });
    rows.found("mask", |g| g.x().mask(g.truth()));
    rows.one("take", |g| g.x().take(turned(g), Some(0)));
    rows.one("take flat", |g| g.x().take_with(vec![5i64, -1, 99], None, Mode::Wrap));
    rows.one("take_along_axis", |g| {
        let n = g.shape().last().map_or(1, |&n| n.max(1)) as i64;
        let at = creation::arange(0i64, g.len() as i64, 1i64);
        let shape: Vec<isize> = g.shape().iter().map(|&n| n as isize).collect();
        g.x().take_along_axis(remainder(at * 7i64, n).reshape(&shape), Some(-1))
    });
    rows.found("compress", |g| g.x().compress(&ndarray::arr1(&[true, false, true]), Some(0)));
    rows.found("a view", |g| {
        g.array.view(Slice::new(None, None, 2)).and_then(|v| v.view(..)).map(|v| v.expr())
    });
    rows.family("indexing", Input::Truth);
    rows.one("choose", |g| i::choose(g.x().astype(Ty::I64), &[g.x(), g.x()], Mode::Clip));
}
