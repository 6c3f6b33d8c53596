//! Arithmetic of points in time and durations: which operands go together, and NaT.

use std::sync::Arc;

use super::kernel::{no_loop, wrap};
use super::ufunc::{Operand, Plan, Ufunc};
use crate::buffer::{Buffer, View};
use crate::error::Result;
use crate::node::Kernel;
use crate::types::{ElementType as Ty, promote};

/// Not a time.
pub(crate) const NAT: i64 = i64::MIN;

fn stamps<'v>(view: &View<'v>) -> Option<&'v [i64]> {
    match *view {
        View::Time(_, v) | View::Duration(_, v) | View::I64(v) => Some(v),
        _ => None,
    }
}

fn wrap_as(ty: Ty, v: Vec<i64>) -> Buffer {
    match ty {
        Ty::Time(unit) => Buffer::Time(unit, v),
        Ty::Duration(unit) => Buffer::Duration(unit, v),
        _ => wrap(v),
    }
}

fn one(ty: Ty, f: fn(i64) -> i64) -> Kernel<'static> {
    Arc::new(move |views: &[View<'_>]| -> Result<Buffer> {
        let [view] = views else { return Err(no_loop(views)) };
        let v = stamps(view).ok_or_else(|| no_loop(views))?;
        Ok(wrap_as(ty, v.iter().map(|&x| if x == NAT { NAT } else { f(x) }).collect()))
    })
}

fn sign(ty: Ty) -> Kernel<'static> {
    Arc::new(move |views: &[View<'_>]| -> Result<Buffer> {
        let [view] = views else { return Err(no_loop(views)) };
        let v = stamps(view).ok_or_else(|| no_loop(views))?;
        Ok(wrap_as(ty, v.iter().map(|x| x.signum()).collect()))
    })
}

/// NaT where one is, unless `f` takes them itself.
fn two(ty: Ty, f: fn(i64, i64) -> i64, lost: bool) -> Kernel<'static> {
    Arc::new(move |views: &[View<'_>]| -> Result<Buffer> {
        let [a, b] = views else { return Err(no_loop(views)) };
        let (Some(x), Some(y)) = (stamps(a), stamps(b)) else { return Err(no_loop(views)) };
        // A number that happens to be the least integer is no NaT.
        let (a, b) = (lost && !matches!(a, View::I64(_)), lost && !matches!(b, View::I64(_)));
        let apply = |(&x, &y)| if (a && x == NAT) || (b && y == NAT) { NAT } else { f(x, y) };
        Ok(wrap_as(ty, x.iter().zip(y).map(apply).collect()))
    })
}

fn by_float(ty: Ty, f: fn(f64, f64) -> f64) -> Kernel<'static> {
    Arc::new(move |views: &[View<'_>]| -> Result<Buffer> {
        let apply = |n: i64, x: f64| {
            let y = f(n as f64, x);
            if n == NAT || !y.is_finite() { NAT } else { y as i64 }
        };
        let pairs = |v: &[i64], x: &[f64]| v.iter().zip(x).map(|(&n, &x)| apply(n, x)).collect();
        match views {
            [View::Duration(_, v), View::F64(x)] | [View::F64(x), View::Duration(_, v)] => {
                Ok(wrap_as(ty, pairs(v, x)))
            }
            _ => Err(no_loop(views)),
        }
    })
}

fn ratio() -> Kernel<'static> {
    Arc::new(|views: &[View<'_>]| -> Result<Buffer> {
        let [View::Duration(_, a), View::Duration(_, b)] = views else {
            return Err(no_loop(views));
        };
        let apply = |(&x, &y): (&i64, &i64)| {
            if x == NAT || y == NAT { f64::NAN } else { x as f64 / y as f64 }
        };
        Ok(wrap(a.iter().zip(*b).map(apply).collect()))
    })
}

fn floor(x: i64, y: i64) -> i64 {
    let quotient = x.wrapping_div(y);
    let down = x.wrapping_rem(y) != 0 && (x < 0) != (y < 0);
    quotient.wrapping_sub(down.into())
}

/// How operands of which one is a time at least are computed with; `None` where numpy refuses.
pub(super) fn plan(row: &Ufunc, operands: &[Operand]) -> Option<Plan> {
    let types: Vec<Ty> = operands.iter().map(|o| o.ty).collect();
    let plan = |inputs: Vec<Ty>, output, kernel| Some(Plan { inputs, output, kernel });
    if let [ty] = types[..] {
        let duration = matches!(ty, Ty::Duration(_));
        return match row.name {
            "isfinite" | "isinf" | "isnan" | "isnat" | "isreal" | "iscomplex" => {
                plan(types, Ty::Bool, Arc::new(row.kernel))
            }
            "negative" if duration => plan(types, ty, one(ty, i64::wrapping_neg)),
            "positive" if duration => plan(types, ty, one(ty, |x| x)),
            "absolute" if duration => plan(types, ty, one(ty, i64::wrapping_abs)),
            // NaT counts as the negative number that it is stored as.
            "sign" if duration => plan(types, ty, sign(ty)),
            _ => None,
        };
    }
    let [a, b] = types[..] else { return None };
    let whole = |ty: Ty| ty.is_integer() || ty == Ty::Bool;
    // Whole numbers count as durations in the other's unit.
    let counted = match (a, b) {
        (Ty::Time(u) | Ty::Duration(u), n) if whole(n) => (a, Ty::Duration(u)),
        (n, Ty::Time(u) | Ty::Duration(u)) if whole(n) => (Ty::Duration(u), b),
        both => both,
    };
    let both = promote(counted.0, counted.1);
    let (Some(Ty::Time(unit) | Ty::Duration(unit)), time, duration) =
        (both.or(Some(if matches!(a, Ty::Duration(_)) { a } else { b })), Ty::Time, Ty::Duration)
    else {
        return None;
    };
    let (t, d) = (time(unit), duration(unit));
    let float = |ty: Ty| ty.is_float();
    match (row.name, counted) {
        ("add", (Ty::Time(_), Ty::Duration(_))) => {
            plan(vec![t, d], t, two(t, i64::wrapping_add, true))
        }
        ("add", (Ty::Duration(_), Ty::Time(_))) => {
            plan(vec![d, t], t, two(t, i64::wrapping_add, true))
        }
        ("add", (Ty::Duration(_), Ty::Duration(_))) => {
            plan(vec![d, d], d, two(d, i64::wrapping_add, true))
        }
        ("subtract", (Ty::Time(_), Ty::Time(_))) => {
            plan(vec![t, t], d, two(d, i64::wrapping_sub, true))
        }
        ("subtract", (Ty::Time(_), Ty::Duration(_))) => {
            plan(vec![t, d], t, two(t, i64::wrapping_sub, true))
        }
        ("subtract", (Ty::Duration(_), Ty::Duration(_))) => {
            plan(vec![d, d], d, two(d, i64::wrapping_sub, true))
        }
        ("multiply", _) if matches!(a, Ty::Duration(_)) && whole(b) => {
            plan(vec![a, Ty::I64], a, two(a, i64::wrapping_mul, true))
        }
        ("multiply", _) if matches!(b, Ty::Duration(_)) && whole(a) => {
            plan(vec![Ty::I64, b], b, two(b, i64::wrapping_mul, true))
        }
        ("multiply", (Ty::Duration(_), n)) if float(n) => {
            plan(vec![a, Ty::F64], a, by_float(a, |n, x| n * x))
        }
        ("multiply", (n, Ty::Duration(_))) if float(n) => {
            plan(vec![Ty::F64, b], b, by_float(b, |n, x| n * x))
        }
        // Both round towards zero, in numpy too.
        ("divide" | "floor_divide", _) if matches!(a, Ty::Duration(_)) && whole(b) => {
            let f = |x: i64, y: i64| if y == 0 { NAT } else { x.wrapping_div(y) };
            plan(vec![a, Ty::I64], a, two(a, f, true))
        }
        ("divide" | "floor_divide", (Ty::Duration(_), n)) if float(n) => {
            plan(vec![a, Ty::F64], a, by_float(a, |n, x| n / x))
        }
        ("divide", (Ty::Duration(_), Ty::Duration(_))) => plan(vec![d, d], Ty::F64, ratio()),
        ("floor_divide", (Ty::Duration(_), Ty::Duration(_))) => {
            let f = |x, y| if x == NAT || y == NAT || y == 0 { 0 } else { floor(x, y) };
            plan(vec![d, d], Ty::I64, two(Ty::I64, f, false))
        }
        ("remainder", (Ty::Duration(_), Ty::Duration(_))) => {
            let f = |x: i64, y: i64| {
                if y == 0 { NAT } else { x.wrapping_sub(floor(x, y).wrapping_mul(y)) }
            };
            plan(vec![d, d], d, two(d, f, true))
        }
        ("maximum" | "minimum" | "fmax" | "fmin", (x, y))
            if matches!(
                (x, y),
                (Ty::Time(_), Ty::Time(_)) | (Ty::Duration(_), Ty::Duration(_))
            ) =>
        {
            let ty = both?;
            let kernel = match row.name {
                "maximum" => two(ty, i64::max, true),
                "minimum" => two(ty, i64::min, true),
                // NaT is the least integer.
                "fmax" => two(ty, i64::max, false),
                _ => two(ty, |x, y| if x == NAT || (y != NAT && y < x) { y } else { x }, false),
            };
            plan(vec![ty, ty], ty, kernel)
        }
        _ => None,
    }
}
