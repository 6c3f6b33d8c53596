//! The table: for each reduction the types it takes and gives, and how it runs.

use compact_str::CompactString;

use super::Description;
use super::job::Job;
use crate::buffer::{Buffer, Item, with_type};
use crate::engine::reduce::extreme::{Extreme, ExtremeText};
use crate::engine::reduce::moments::Spread;
use crate::engine::reduce::place::{NOWHERE, Place};
use crate::engine::reduce::sum::{Counted, Durations, Product, Sum, Summand, Wide};
use crate::engine::reduce::truth::{Count, Truths};
use crate::engine::reduce::{Both, Reduce};
use crate::engine::{Context, Output};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::types::ElementType as Ty;

type Run = for<'j> fn(&Job<'j>, &dyn Output, &Context) -> Result<()>;

/// A reduction.
pub(super) struct Row {
    pub name: &'static str,
    /// The types that elements are cast to and the result has, for the input's and the asked.
    pub types: fn(Ty, Option<Ty>) -> Option<(Ty, Ty)>,
    /// True if it gives places along an axis.
    pub place: bool,
    /// True if it has no result for no element.
    pub nothing: bool,
    pub run: Run,
}

macro_rules! rows {
    ($($row:ident = $name:literal, $types:ident, $run:expr $(, $flag:ident)*;)*) => {$(
        pub(super) static $row: Row = Row {
            $($flag: true,)*
            ..Row { name: $name, types: $types, place: false, nothing: false, run: $run }
        };
    )*};
}

rows! {
    SUM = "sum", totals, sum::<false>;
    NANSUM = "nansum", totals, sum::<true>;
    PROD = "prod", products, product::<false>;
    NANPROD = "nanprod", products, product::<true>;
    ALL = "all", truths, truth::<true>;
    ANY = "any", truths, truth::<false>;
    COUNT_NONZERO = "count_nonzero", counts, count;
    MAX = "max", same, extreme::<true, false>, nothing;
    MIN = "min", same, extreme::<false, false>, nothing;
    NANMAX = "nanmax", same, extreme::<true, true>, nothing;
    NANMIN = "nanmin", same, extreme::<false, true>, nothing;
    PTP = "ptp", differences, range, nothing;
    ARGMAX = "argmax", counts, place::<true, false>, place, nothing;
    ARGMIN = "argmin", counts, place::<false, false>, place, nothing;
    NANARGMAX = "nanargmax", counts, place::<true, true>, place, nothing;
    NANARGMIN = "nanargmin", counts, place::<false, true>, place, nothing;
    MEAN = "mean", means, mean::<false>;
    NANMEAN = "nanmean", means, mean::<true>;
    STD = "std", spreads, spread::<false, true>;
    NANSTD = "nanstd", spreads, spread::<true, true>;
    VAR = "var", spreads, spread::<false, false>;
    NANVAR = "nanvar", spreads, spread::<true, false>;
    STD_GIVEN = "std", spreads, given::<false, true>;
    NANSTD_GIVEN = "nanstd", spreads, given::<true, true>;
    VAR_GIVEN = "var", spreads, given::<false, false>;
    NANVAR_GIVEN = "nanvar", spreads, given::<true, false>;
}

pub(crate) fn products(ty: Ty, asked: Option<Ty>) -> Option<(Ty, Ty)> {
    match (asked, ty) {
        (Some(asked), _) => (ty.is_number() && asked.is_number()).then_some((asked, asked)),
        (None, ty) if ty == Ty::Bool || ty.is_signed() => Some((ty, Ty::I64)),
        (None, ty) if ty.is_unsigned() => Some((ty, Ty::U64)),
        (None, ty) => ty.is_number().then_some((ty, ty)),
    }
}

fn totals(ty: Ty, asked: Option<Ty>) -> Option<(Ty, Ty)> {
    if matches!(ty, Ty::Duration(_)) { Some((ty, ty)) } else { products(ty, asked) }
}

fn truths(ty: Ty, _: Option<Ty>) -> Option<(Ty, Ty)> {
    Some((ty, Ty::Bool))
}

fn counts(ty: Ty, _: Option<Ty>) -> Option<(Ty, Ty)> {
    Some((ty, Ty::I64))
}

fn same(ty: Ty, _: Option<Ty>) -> Option<(Ty, Ty)> {
    Some((ty, ty))
}

fn differences(ty: Ty, _: Option<Ty>) -> Option<(Ty, Ty)> {
    match ty {
        Ty::Time(unit) => Some((ty, Ty::Duration(unit))),
        Ty::Duration(_) => Some((ty, ty)),
        ty => (ty.is_integer() || ty.is_inexact()).then_some((ty, ty)),
    }
}

fn means(ty: Ty, asked: Option<Ty>) -> Option<(Ty, Ty)> {
    match (asked, ty) {
        (None, Ty::Duration(_)) => Some((ty, ty)),
        (Some(asked), _) => (ty.is_number() && asked.is_number()).then_some((asked, asked)),
        // Their sums may not fit.
        (None, Ty::I64 | Ty::U64) => Some((Ty::F64, Ty::F64)),
        (None, ty) if ty.is_integer() || ty == Ty::Bool => Some((ty, Ty::F64)),
        (None, ty) => ty.is_inexact().then_some((ty, ty)),
    }
}

fn spreads(ty: Ty, asked: Option<Ty>) -> Option<(Ty, Ty)> {
    if ty.is_time() { None } else { means(ty, asked).map(|(of, ty)| (of, ty.real())) }
}

/// The expression with `T` the Rust type of numbers and booleans.
macro_rules! number {
    ($job:expr, $t:ident => $body:expr) => {
        match $job.input.element_type() {
            Ty::Bool => { type $t = bool; $body }
            ty => with_type!(ty, Number, $t => $body, else Err(unfit($job, ty))),
        }
    };
}

/// The expression with `T` the Rust type of numbers, booleans and times, or of text.
macro_rules! any {
    ($job:expr, $t:ident => $body:expr, text $text:expr) => {
        match $job.input.element_type() {
            Ty::Time(_) | Ty::Duration(_) => { type $t = i64; $body }
            Ty::Text => {
                #[allow(dead_code, reason = "text may be refused")]
                type $t = CompactString;
                $text
            }
            Ty::Bytes => {
                #[allow(dead_code, reason = "text may be refused")]
                type $t = Vec<u8>;
                $text
            }
            _ => number!($job, $t => $body),
        }
    };
}

#[cold]
fn unfit(job: &Job<'_>, ty: Ty) -> Error {
    Error::new(ErrorKind::WrongType, job.name).expected("numbers").found(ty.to_string())
}

fn sum<const SKIP: bool>(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    if job.times() {
        return job.reduce(&Durations, None, output, context, |accs| Ok(durations(&accs, 1)));
    }
    number!(job, T => {
        let row = Sum::<T, SKIP>::new();
        let first = job.initial::<<T as Summand>::Wide>()?.map(|x| {
            let mut acc = row.init();
            Wide::add(&mut acc, x);
            acc
        });
        job.reduce(&row, first, output, context, |accs| Ok(Sum::<T, SKIP>::finish(accs)))
    })
}

fn durations(accs: &[(i64, bool)], count: i64) -> Buffer {
    let one = |&(sum, nat): &(i64, bool)| {
        if nat || count == 0 { i64::MIN } else { sum / count }
    };
    Buffer::I64(accs.iter().map(one).collect())
}

fn product<const SKIP: bool>(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    number!(job, T => {
        let row = Product::<T, SKIP>::new();
        job.reduce(&row, job.initial()?, output, context, |accs| {
            Ok(Product::<T, SKIP>::finish(accs))
        })
    })
}

fn truth<const ALL: bool>(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    any!(job, T => job.reduce(&Truths::<T, ALL>::new(), None, output, context, |a| Ok(Buffer::Bool(a))),
        text job.reduce(&Truths::<T, ALL>::new(), None, output, context, |a| Ok(Buffer::Bool(a))))
}

fn count(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    any!(job, T => job.reduce(&Count::<T>::new(), None, output, context, |a| Ok(Buffer::I64(a))),
        text job.reduce(&Count::<T>::new(), None, output, context, |a| Ok(Buffer::I64(a))))
}

fn extreme<const MAX: bool, const SKIP: bool>(
    job: &Job<'_>,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    any!(job, T => {
        let row = Extreme::<T, MAX, SKIP>::new(job.times());
        job.reduce(&row, job.initial()?, output, context, |accs| Ok(T::wrap(accs)))
    }, text {
        let row = ExtremeText::<T, MAX>::new();
        let first = job.initial()?.map(Some);
        job.reduce(&row, first, output, context, |accs| {
            Ok(T::wrap(accs.into_iter().map(Option::unwrap_or_default).collect()))
        })
    })
}

/// The smallest to the first half of the output, the largest to the second.
pub(super) fn minmax(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    let put = |start: &[usize], count: &[usize], at: usize, data: Buffer| {
        let data = match (data, job.result) {
            (Buffer::I64(v), Ty::Time(unit)) => Buffer::Time(unit, v),
            (Buffer::I64(v), Ty::Duration(unit)) => Buffer::Duration(unit, v),
            (data, _) => data,
        };
        output.put(&[&[at], start].concat(), &[&[1], count].concat(), data)
    };
    any!(job, T => {
        let (low, high) =
            (Extreme::<T, false, false>::new(job.times()), Extreme::<T, true, false>::new(job.times()));
        job.each(&Both(low, high), None, context, |start, count, accs| {
            let (low, high) = accs.into_iter().unzip();
            put(start, count, 0, T::wrap(low))?;
            put(start, count, 1, T::wrap(high))
        })
    }, text Err(unfit(job, job.input.element_type())))
}

fn range(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    if job.times() {
        let both =
            Both(Extreme::<i64, false, false>::new(true), Extreme::<i64, true, false>::new(true));
        let apart = |(low, high): (i64, i64)| {
            if low == i64::MIN || high == i64::MIN { i64::MIN } else { high.wrapping_sub(low) }
        };
        return job.reduce(&both, None, output, context, |accs| {
            Ok(Buffer::I64(accs.into_iter().map(apart).collect()))
        });
    }
    let ty = job.input.element_type();
    macro_rules! run {
        ($t:ty, $minus:expr) => {{
            let low = Extreme::<$t, false, false>::new(false);
            let high = Extreme::<$t, true, false>::new(false);
            job.reduce(&Both(low, high), None, output, context, |accs| {
                Ok(<$t>::wrap(accs.into_iter().map(|(low, high)| $minus(high, low)).collect()))
            })
        }};
    }
    if ty.is_integer() {
        return with_type!(ty, Int, T => run!(T, T::wrapping_sub), else Err(unfit(job, ty)));
    }
    use std::ops::Sub;
    if ty.is_float() {
        return with_type!(ty, Float, T => run!(T, T::sub), else Err(unfit(job, ty)));
    }
    with_type!(ty, Complex, T => run!(T, T::sub), else Err(unfit(job, ty)))
}

fn place<const MAX: bool, const SKIP: bool>(
    job: &Job<'_>,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    fn places<T>(accs: Vec<(T, u64)>) -> Result<Buffer> {
        let place = |(_, at): (T, u64)| {
            if at == NOWHERE {
                return Err(Error::new(ErrorKind::Value, "the place of an extreme")
                    .expected("an element that is not NaN")
                    .found("NaN only"));
            }
            Ok(at as i64)
        };
        Ok(Buffer::I64(accs.into_iter().map(place).collect::<Result<_>>()?))
    }
    any!(job, T => {
        job.reduce(&Place::<T, MAX, SKIP>::new(job.times()), None, output, context, places)
    }, text {
        job.reduce(&Place::<T, MAX, SKIP>::new(false), None, output, context, places)
    })
}

/// Sums divided by how many elements each has.
fn divided(sums: Buffer, counts: impl Iterator<Item = u64>) -> Result<Buffer> {
    Ok(match sums {
        Buffer::C128(v) => {
            Buffer::C128(v.into_iter().zip(counts).map(|(x, n)| x / n as f64).collect())
        }
        other => {
            let v: Vec<f64> = f64::take(other.cast(Ty::F64)?).unwrap_or_default();
            Buffer::F64(v.into_iter().zip(counts).map(|(x, n)| x / n as f64).collect())
        }
    })
}

fn mean<const SKIP: bool>(job: &Job<'_>, output: &dyn Output, context: &Context) -> Result<()> {
    let all = job.len() as u64;
    if job.times() {
        let count = all as i64;
        return job.reduce(&Durations, None, output, context, |accs| Ok(durations(&accs, count)));
    }
    number!(job, T => {
        if job.mask.is_none() && !(SKIP && job.input.element_type().is_inexact()) {
            return job.reduce(&Sum::<T, false>::new(), None, output, context, |accs| {
                divided(Sum::<T, false>::finish(accs), std::iter::repeat(all))
            });
        }
        job.reduce(&Counted::<T, SKIP>::new(), None, output, context, |accs| {
            let (sums, counts): (Vec<_>, Vec<u64>) = accs.into_iter().unzip();
            divided(Sum::<T, SKIP>::finish(sums), counts.into_iter())
        })
    })
}

fn spread<const SKIP: bool, const ROOT: bool>(
    job: &Job<'_>,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    number!(job, T => {
        job.reduce(&Spread::<T, SKIP>::new(), None, output, context, |accs| {
            Ok(Buffer::F64(accs.iter().map(|acc| {
                let var = acc.variance(divisor::<SKIP>(acc.count, job.ddof));
                if ROOT { var.sqrt() } else { var }
            }).collect()))
        })
    })
}

/// What squares are divided by; what is not NaN has no variance unless there is enough of it.
fn divisor<const SKIP: bool>(count: u64, ddof: f64) -> f64 {
    match count as f64 - ddof {
        by if by > 0.0 => by,
        _ => {
            if SKIP {
                f64::NAN
            } else {
                0.0
            }
        }
    }
}

/// As [`spread`], of squares of distances from a mean.
fn given<const SKIP: bool, const ROOT: bool>(
    job: &Job<'_>,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    job.reduce(&Counted::<f64, SKIP>::new(), None, output, context, |accs| {
        let variance = |(sum, count)| {
            let var = f64::total(sum) / divisor::<SKIP>(count, job.ddof);
            if ROOT { var.sqrt() } else { var }
        };
        Ok(Buffer::F64(accs.into_iter().map(variance).collect()))
    })
}

/// Several reductions of all elements at once.
pub(super) fn describe(input: &Expr<'_>) -> Result<Description> {
    let mut job = super::Reduction::new(&VAR, input.clone()).job()?;
    job.input = crate::expr::cast_node(job.input, Ty::F64)?;
    if !input.element_type().real().eq(&input.element_type()) {
        return Err(unfit(&job, input.element_type()));
    }
    let ends =
        Both(Extreme::<f64, false, false>::new(false), Extreme::<f64, true, false>::new(false));
    let rows = Both(ends, Both(Sum::<f64, false>::new(), Spread::<f64, false>::new()));
    let found = std::sync::Mutex::new(None);
    job.each(&rows, None, &Context::default(), |_, _, accs| {
        let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *found = accs.into_iter().next();
        Ok(())
    })?;
    let found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let ((min, max), (sum, moments)) =
        found.ok_or_else(|| Error::new(ErrorKind::Custom, "no result"))?;
    let none = moments.count == 0;
    let sum = sum.total();
    Ok(Description {
        count: moments.count,
        mean: sum / moments.count as f64,
        std: moments.variance(moments.count as f64).sqrt(),
        min: if none { f64::NAN } else { min },
        max: if none { f64::NAN } else { max },
        sum,
    })
}
