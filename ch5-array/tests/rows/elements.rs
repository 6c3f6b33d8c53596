//! Functions of elements at one place.

use ch5_array::ops::{self, BitOrder, Tolerance, Ufunc};
use ch5_array::{ElementType, IntoExpr};

use super::{Input, Rows};

/// A kind of elements that a function takes.
fn input(row: &'static Ufunc) -> Input {
    let kinds = [
        (ElementType::F64, Input::Float),
        (ElementType::I64, Input::Int),
        (ElementType::Bool, Input::Truth),
        (ElementType::C128, Input::Complex),
        (ElementType::Text, Input::Text),
        (ElementType::Time(ch5_array::TimeUnit::Second), Input::Time),
    ];
    let takes = |(ty, _): &&(ElementType, Input)| {
        let x = ops::creation::zeros(&[1], *ty);
        row.on(vec![x; row.arity()]).expr().check().is_ok()
    };
    kinds.iter().find(takes).map(|kind| kind.1).unwrap_or_else(|| panic!("{}", row.name()))
}

pub(super) fn rows(rows: &mut Rows) {
    for row in ops::tables() {
        rows.family("elementwise", input(row));
        rows.one(row.name(), |given| row.on(vec![given.x(); row.arity()]).expr());
    }
    // Shifts by what the elements are shift everything out; these do not.
    rows.family("elementwise", Input::Int);
    rows.one("left_shift by one", |given| ops::left_shift(given.x(), 1i64));
    rows.one("power of two", |given| ops::power(given.x(), 2i64));

    rows.family("more of elements", Input::Float);
    rows.one("astype", |g| ops::manipulation::Manipulation::astype(&g.x(), ElementType::F32));
    rows.one("around", |g| ops::around(g.x(), 1));
    rows.many("frexp", |g| Ok(<[_; 2]>::from(ops::frexp(g.x())).into()));
    rows.many("modf", |g| Ok(<[_; 2]>::from(ops::modf(g.x())).into()));
    rows.many("divmod", |g| Ok(<[_; 2]>::from(ops::div_mod(g.x(), g.x())).into()));
    rows.one("clip", |g| ops::clip(g.x(), 1i64, 3i64));
    rows.one("nan_to_num", |g| ops::nan_to_num(g.x()).expr());
    rows.one("interp", |g| {
        let line = |start, stop| ops::creation::arange(start, stop, 1.0);
        ops::interp(g.x(), line(0.0, 3.0), line(5.0, 8.0)).period(7.0).expr()
    });
    rows.one("where", |g| ops::where_(g.truth(), g.x(), g.x()));
    rows.one("select", |g| ops::select(&[g.truth()], &[g.x()], 1i64));
    rows.one("piecewise", |g| ops::piecewise(g.x(), &[g.truth()], &[g.x()]));
    rows.one("isclose", |g| ops::isclose(g.x(), g.x(), Tolerance::default()));
    rows.done("allclose", |g| ops::allclose(g.x(), g.x(), Tolerance::default()));
    rows.done("array_equal", |g| ops::array_equal(g.x(), g.x(), true));
    rows.done("array_equiv", |g| ops::array_equiv(g.x(), g.x()));
    rows.told("iscomplexobj", |g| Ok(ops::iscomplexobj(g.x()) || ops::isrealobj(g.x())));
    rows.told("isscalar", |g| Ok(ops::isscalar(g.x()) || ops::isfortran(g.x())));
    rows.one("a literal on either side", |g| ops::subtract(1i64, g.x() * 2i64));
    rows.one("a row beside the whole", |g| {
        let n = g.shape().last().copied().unwrap_or(1);
        ops::add(g.x(), ops::creation::zeros(&[n], ElementType::I8))
    });

    rows.family("more of elements", Input::Complex);
    rows.one("angle", |g| ops::angle(g.x(), true));
    rows.found("real_if_close", |g| ops::real_if_close(g.x(), 100.0));

    rows.family("bits", Input::Truth);
    rows.one("packbits", |g| ops::packbits(g.x()).expr());
    rows.one("packbits along an axis", |g| {
        ops::packbits(g.x()).axis(0).bitorder(BitOrder::Little).expr()
    });
    rows.told("binary_repr", |g| ops::binary_repr(g.len() as i64, None));
    rows.family("bits", Input::Byte);
    rows.one("unpackbits", |g| ops::unpackbits(g.x()).expr());
    rows.one("unpackbits along an axis", |g| ops::unpackbits(g.x()).axis(-1).count(-1).expr());

    // Where the table has a function for times alone, numbers were not asked.
    rows.family("times", Input::Time);
    rows.one("subtract of times", |g| ops::subtract(g.x(), g.x()));
    rows.one("maximum of times", |g| ops::maximum(g.x(), g.x().into_expr()));
}
