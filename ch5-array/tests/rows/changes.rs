//! Writing: in place, to places, through views, to outputs.

use ch5_array::ops::indexing::{Indexing, Mode, take_into};
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::{self, Casting};
use ch5_array::{ArrayLike, Ellipsis, Slice};

use super::{Input, Rows};

pub(super) fn rows(rows: &mut Rows) {
    rows.family("in place", Input::Float);
    rows.done("assign", |g| g.array.assign(g.x()));
    rows.done("assign from elsewhere in itself", |g| g.array.assign(g.x().flip(&[0])));
    rows.done("assign_where", |g| g.array.assign_where(g.truth(), g.x()));
    rows.done("copyto", |g| ops::copyto(g.array, g.x()).casting(Casting::Unsafe).run());
    rows.done("streaming assign", |g| g.array.streaming().assign(g.x()));
    macro_rules! in_place {
        ($($name:ident)*) => {$(
            rows.done(stringify!($name), |g| g.array.$name(1i64));
            rows.done(concat!("streaming ", stringify!($name)), |g| {
                g.array.streaming().$name(1i64)
            });
        )*};
    }
    in_place!(add_assign sub_assign mul_assign div_assign floor_div_assign rem_assign pow_assign);
    rows.done("an output", |g| match ops::ufunc("add") {
        Some(add) => add.on([g.x(), g.x()]).only(g.truth()).into(g.array),
        None => panic!("add"),
    });
    rows.done("sort_inplace", |g| g.array.sort_inplace(-1));
    rows.family("in place", Input::Int);
    in_place!(bitand_assign bitor_assign bitxor_assign shl_assign shr_assign);

    rows.family("writing by index", Input::Float);
    rows.done("put", |g| g.array.put(&[3, -1, 99], g.few(), Mode::Wrap));
    rows.done("putmask", |g| g.array.putmask(g.truth(), g.few()));
    rows.done("place", |g| g.array.place(g.truth(), g.few()));
    rows.done("fill_diagonal", |g| g.array.fill_diagonal(1i64, true));
    rows.done("put_along_axis", |g| {
        let first = g.x().slice((Slice::new(None, Some(1), 1), Ellipsis));
        let at = ch5_array::ops::logical_and(first, false);
        g.array.put_along_axis(at.astype(ch5_array::ElementType::I64), g.few().slice(..1), Some(0))
    });
    rows.done("a view of a view", |g| {
        let view = g.array.view(Slice::new(None, None, -2))?.view(Slice::new(Some(1), None, 1))?;
        view.assign(view.expr() + 1i64)
    });
    rows.done("take_into", |g| {
        let n = g.shape().first().map_or(0, |&n| n as i64);
        let at: Vec<i64> = (0..n).rev().collect();
        take_into(g.x(), at, Some(0), Mode::Clip, g.array)
    });
    rows.done("random::shuffle", |g| ch5_array::random::Generator::new(1).shuffle(g.array));
}
