//! Functions of shapes and places.

use ch5_array::ElementType as Ty;
use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::{self as m, Manipulation};

use super::{Input, Rows};

pub(super) fn rows(rows: &mut Rows) {
    rows.family("manipulation", Input::Float);
    rows.one("reshape", |g| g.x().reshape(&[-1, 1]));
    rows.one("reshape_fortran", |g| m::reshape_fortran(g.x(), &[-1]));
    rows.one("ravel", |g| g.x().ravel());
    rows.one("transpose", |g| g.x().t());
    rows.one("transpose axes", |g| g.x().transpose(&[1, 0]));
    rows.one("swapaxes", |g| g.x().swapaxes(0, -1));
    rows.one("moveaxis", |g| g.x().moveaxis(&[0], &[-1]));
    rows.one("rollaxis", |g| m::rollaxis(g.x(), -1, 0));
    rows.one("flip", |g| g.x().flip(&[0]));
    rows.one("flip all", |g| m::flip(g.x(), None));
    rows.one("flipud", |g| m::flipud(g.x()));
    rows.one("fliplr", |g| m::fliplr(g.x()));
    rows.one("rot90", |g| m::rot90(g.x(), 1, (0, 1)));
    rows.one("roll", |g| m::roll(g.x(), &[3], None));
    rows.one("roll along an axis", |g| m::roll(g.x(), &[1], Some(&[0])));
    rows.one("expand_dims", |g| g.x().expand_dims(&[0]));
    rows.one("squeeze", |g| m::squeeze(g.x(), None));
    rows.one("broadcast_to", |g| {
        let shape: Vec<usize> = std::iter::once(2).chain(g.shape().iter().copied()).collect();
        g.x().broadcast_to(&shape)
    });
    rows.many("broadcast_arrays", |g| m::broadcast_arrays(&[g.x(), g.few().slice(..1i64)]));
    rows.one("atleast_1d", |g| m::atleast_1d(g.x()));
    rows.one("atleast_2d", |g| m::atleast_2d(g.x()));
    rows.one("atleast_3d", |g| m::atleast_3d(g.x()));
    rows.one("concatenate", |g| m::concatenate(&[g.x(), g.x()], 0));
    rows.one("concatenate along the last axis", |g| m::concatenate(&[g.x(), g.x()], -1));
    rows.one("stack", |g| m::stack(&[g.x(), g.x()], -1));
    rows.one("vstack", |g| m::vstack(&[g.x(), g.x()]));
    rows.one("hstack", |g| m::hstack(&[g.x(), g.x()]));
    rows.one("dstack", |g| m::dstack(&[g.x(), g.x()]));
    rows.one("column_stack", |g| m::column_stack(&[g.x(), g.x()]));
    rows.one("block", |g| m::block(&[vec![g.x(), g.x()]]));
    rows.many("split", |g| m::split(g.x(), 2, 0));
    rows.many("array_split", |g| m::array_split(g.x(), [1isize], -1));
    rows.many("vsplit", |g| m::vsplit(g.x(), 2));
    rows.many("hsplit", |g| m::hsplit(g.x(), 2));
    rows.many("dsplit", |g| m::dsplit(m::atleast_3d(g.x()), 1));
    rows.one("tile", |g| m::tile(g.x(), &[2]));
    rows.one("repeat", |g| m::repeat(g.x(), 2, None));
    rows.one("repeat along an axis", |g| m::repeat(g.x(), 2, Some(0)));
    rows.one("delete", |g| m::delete(g.x(), 1, Some(0)));
    rows.one("delete several", |g| m::delete(g.x(), vec![0, -1], None));
    rows.one("insert", |g| m::insert(g.x(), 1, 7i64, Some(-1)));
    rows.one("insert several", |g| m::insert(g.x(), vec![1, 0], 7i64, None));
    rows.one("append", |g| m::append(g.x(), g.x(), None));
    rows.one("append along an axis", |g| m::append(g.x(), g.x(), Some(0)));
    rows.one("resize", |g| m::resize(g.x(), &[g.len() + 7]));
    rows.found("trim_zeros", |g| m::trim_zeros(g.line(), true, true));
    rows.one("astype to text", |g| m::atleast_1d(g.few()).astype(Ty::Text));
}
