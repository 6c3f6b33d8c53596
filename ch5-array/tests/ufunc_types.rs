//! The element types of elementwise functions for all pairs of operands, against numpy's; and
//! the table of promotion itself. The expected types were written by data/make_ufunc_types.py.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::types::promote;
use ch5_array::{AnyArray, ArrayLike, Buffer, ElementType as Ty, Expr, IntoExpr, ops};
use num_complex::Complex;

const CHARS: &str = "?bBhHiIlLefdFD1.j";

const TYPES: [Ty; 14] = [
    Ty::Bool,
    Ty::I8,
    Ty::U8,
    Ty::I16,
    Ty::U16,
    Ty::I32,
    Ty::U32,
    Ty::I64,
    Ty::U64,
    Ty::F16,
    Ty::F32,
    Ty::F64,
    Ty::C64,
    Ty::C128,
];

fn operand(at: usize) -> Expr<'static> {
    match at {
        14 => 1i64.into_expr(),
        15 => 1.0.into_expr(),
        16 => Complex::new(0.0, 1.0).into_expr(),
        _ => {
            let one = Buffer::I64(vec![1]).cast(TYPES[at]).unwrap();
            AnyArray::new(&[1], one).unwrap().expr()
        }
    }
}

/// What an expression is refused or computed as, as one character.
fn found(expr: &Expr<'_>) -> char {
    match expr.load() {
        Ok(array) => {
            assert_eq!(array.element_type(), expr.element_type());
            let at = TYPES.iter().position(|ty| *ty == array.element_type()).unwrap();
            CHARS.chars().nth(at).unwrap()
        }
        Err(_) => '-',
    }
}

fn call(name: &str, operands: &[usize]) -> char {
    let x = operand(operands[0]);
    let expr = match name {
        "angle" => ops::angle(x, false),
        "nan_to_num" => ops::nan_to_num(x).expr(),
        _ => {
            let row = ops::ufunc(name).unwrap_or_else(|| panic!("no {name}"));
            row.on(operands.iter().map(|&at| operand(at))).expr()
        }
    };
    found(&expr)
}

#[test]
fn types_are_those_of_numpy() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for line in include_str!("data/ufunc_types.txt").lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let (name, left, wanted) = (fields[0], fields[1], fields[2]);
        let left = CHARS.find(left).filter(|_| name == "promote" || wanted.len() == 17);
        for (at, want) in wanted.chars().enumerate() {
            let got = match (name, left) {
                ("promote", Some(left)) => {
                    let ty = promote(TYPES[left], TYPES[at]).unwrap();
                    CHARS.chars().nth(TYPES.iter().position(|t| *t == ty).unwrap()).unwrap()
                }
                // Literals alone take types of their own here, not in numpy.
                (_, Some(left)) if left >= 14 && at >= 14 => continue,
                (_, Some(left)) => call(name, &[left, at]),
                (_, None) => call(name, &[at]),
            };
            seen += 1;
            if got != want {
                let right = CHARS.chars().nth(at).unwrap();
                wrong.push(format!("{name} {} {right}: {want}, not {got}", fields[1]));
            }
        }
    }
    assert!(seen > 8000, "{seen}");
    assert!(wrong.is_empty(), "{} of {seen} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
