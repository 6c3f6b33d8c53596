//! The types that functions take, found by asking.

use ch5::ops::Ufunc;
use ch5::{ElementType, Expr, TimeUnit, ops::creation::zeros};

use crate::table::Probe;

type Class = (&'static str, &'static [ElementType]);

use ElementType as Ty;

const CLASSES: [Class; 8] = [
    ("bool", &[Ty::Bool]),
    ("integers", &[Ty::I8, Ty::I16, Ty::I32, Ty::I64, Ty::U8, Ty::U16, Ty::U32, Ty::U64]),
    ("floats", &[Ty::F16, Ty::F32, Ty::F64]),
    ("complex", &[Ty::C64, Ty::C128]),
    ("text", &[Ty::Text]),
    ("bytes", &[Ty::Bytes]),
    ("datetime64", &[Ty::Time(TimeUnit::Second)]),
    ("timedelta64", &[Ty::Duration(TimeUnit::Second)]),
];

/// The classes all of whose types are taken, and single types of others.
fn listed(takes: impl Fn(Ty) -> bool) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut whole = 0;
    for (name, types) in CLASSES {
        let taken: Vec<Ty> = types.iter().copied().filter(|ty| takes(*ty)).collect();
        if taken.len() == types.len() {
            whole += 1;
            found.push(name.to_owned());
        } else {
            found.extend(taken.iter().map(ToString::to_string));
        }
    }
    if whole == CLASSES.len() { "all".to_owned() } else { found.join(", ") }
}

fn operand(ty: Ty) -> Expr<'static> {
    zeros(&[2, 2], ty)
}

pub(crate) fn taken(probe: Probe) -> String {
    listed(|ty| probe(operand(ty)) || probe(zeros(&[2], ty)))
}

/// The types of the first operand, with one of them or, for times, another time as the second.
pub(crate) fn of_ufunc(function: &'static Ufunc) -> String {
    let seconds = [Ty::Duration(TimeUnit::Second), Ty::I64];
    listed(|ty| match function.arity() {
        1 => function.on([operand(ty)]).expr().check().is_ok(),
        _ => {
            let others = if ty.is_time() { &seconds[..] } else { &[] };
            let mut others = std::iter::once(&ty).chain(others);
            others.any(|other| function.on([operand(ty), operand(*other)]).expr().check().is_ok())
        }
    })
}
