//! A row of a table of elementwise functions, and how numpy 2 chooses the type it computes in.

use std::sync::Arc;

use super::kernel::RowKernel;
use super::{text, times};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, elementwise};
use crate::node::Kernel;
use crate::types::{ElementType as Ty, Scalar, Weak, can_cast, promote, promote_weak};

/// What the result's type is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Out {
    /// The type that is computed in.
    Same,
    /// That of a complex number's parts; otherwise the type that is computed in.
    Real,
    /// Always this one.
    Is(Ty),
}

/// How the type is chosen that a function computes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The first of the row's types that every operand casts to.
    Common,
    /// The same, but booleans alone are refused.
    NoBool,
    /// The same, but integers alone are divided as `float64`.
    Divide,
    /// Each operand keeps its own type.
    Own,
    /// What both compare as, exactly.
    Compare,
    /// A float and an integer.
    Exponent,
}

/// An elementwise function of numpy: a row of one of the tables.
///
/// ```
/// # use ch5_array::{ops::*, prelude::*};
/// let hypot = ufunc("hypot").ok_or("no such function")?;
/// assert_eq!((hypot.name(), hypot.arity()), ("hypot", 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Ufunc {
    pub(crate) name: &'static str,
    pub(crate) arity: usize,
    /// The types it computes in, as numpy's characters, in order of preference.
    pub(crate) types: &'static str,
    pub(crate) rule: Rule,
    pub(crate) out: Out,
    pub(crate) kernel: RowKernel,
}

/// The types a call was resolved to.
pub(crate) struct Plan {
    pub inputs: Vec<Ty>,
    pub output: Ty,
    pub kernel: Kernel<'static>,
}

/// An operand as resolution sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operand {
    pub ty: Ty,
    pub weak: Option<Weak>,
    /// The value of an integer literal.
    pub int: Option<i64>,
}

impl Operand {
    pub(crate) fn of(x: &Expr<'_>) -> Result<Self> {
        let node = x.node()?;
        let int = match (node.weak(), node.constant()) {
            (Some(Weak::Int), Some(Scalar::I64(n))) => Some(*n),
            _ => None,
        };
        Ok(Self { ty: node.element_type(), weak: node.weak(), int })
    }
}

pub(crate) fn of_char(c: char) -> Option<Ty> {
    Some(match c {
        '?' => Ty::Bool,
        'b' => Ty::I8,
        'B' => Ty::U8,
        'h' => Ty::I16,
        'H' => Ty::U16,
        'i' => Ty::I32,
        'I' => Ty::U32,
        'l' => Ty::I64,
        'L' => Ty::U64,
        'e' => Ty::F16,
        'f' => Ty::F32,
        'd' => Ty::F64,
        'F' => Ty::C64,
        'D' => Ty::C128,
        _ => return None,
    })
}

/// The types of operands with literals given the type that they take beside the others.
pub(crate) fn settle(operands: &[Operand]) -> Option<Vec<Ty>> {
    let strong = operands.iter().filter(|o| o.weak.is_none()).map(|o| o.ty);
    let mut common: Option<Ty> = None;
    for ty in strong {
        common = Some(common.map_or(Some(ty), |c| promote(c, ty))?);
    }
    operands
        .iter()
        .map(|o| match (o.weak, common) {
            (Some(weak), Some(common)) => promote_weak(common, weak),
            _ => Some(o.ty),
        })
        .collect()
}

/// True if the integer type has this value.
pub(crate) fn fits(ty: Ty, value: i64) -> bool {
    let bits = ty.size() * 8;
    if ty.is_unsigned() {
        return value >= 0 && (bits == 64 || value < 1 << bits);
    }
    !ty.is_signed() || bits == 64 || (-(1i64 << (bits - 1))..1 << (bits - 1)).contains(&value)
}

#[cold]
fn out_of_bounds(name: &str, value: i64, ty: Ty) -> Error {
    Error::new(ErrorKind::Value, name.to_owned())
        .expected(format!("an integer that {ty} holds"))
        .found(value.to_string())
}

/// Refuses integer literals that the type they are to take does not hold.
pub(crate) fn check_literals(name: &str, operands: &[Operand], types: &[Ty]) -> Result<()> {
    for (operand, &ty) in operands.iter().zip(types) {
        if let Some(value) = operand.int
            && ty.is_integer()
            && !fits(ty, value)
        {
            return Err(out_of_bounds(name, value, ty));
        }
    }
    Ok(())
}

/// True if numpy casts so under the rule "same_kind": without loss, or to a smaller type of the
/// same or a later kind (booleans, unsigned, signed, floats, complex).
pub(crate) fn same_kind(from: Ty, to: Ty) -> bool {
    let kind = |ty: Ty| match ty {
        Ty::Bool => Some(0),
        _ if ty.is_unsigned() => Some(1),
        _ if ty.is_signed() => Some(2),
        _ if ty.is_float() => Some(3),
        _ if ty.is_complex() => Some(4),
        _ => None,
    };
    match (kind(from), kind(to)) {
        (Some(a), Some(b)) => a <= b,
        _ => match (from, to) {
            (Ty::Time(_), Ty::Time(_)) | (Ty::Duration(_), Ty::Duration(_)) => true,
            _ if from.is_text() && to.is_text() => from == to || to == Ty::Text,
            _ => can_cast(from, to),
        },
    }
}

impl Ufunc {
    /// numpy's name.
    ///
    /// ```
    /// # use ch5_array::{ops::*, prelude::*};
    /// assert_eq!(ufunc("abs").map(Ufunc::name), Some("absolute"));
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The number of operands.
    ///
    /// ```
    /// # use ch5_array::{ops::*, prelude::*};
    /// assert_eq!(ufunc("add").map(Ufunc::arity), Some(2));
    /// ```
    #[must_use]
    pub fn arity(&self) -> usize {
        self.arity
    }

    #[cold]
    fn refuse(&self, operands: &[Operand]) -> Error {
        let found: Vec<String> = operands.iter().map(|o| o.ty.to_string()).collect();
        Error::new(ErrorKind::WrongType, self.name)
            .expected("element types that the function takes")
            .found(found.join(" and "))
    }

    fn out(&self, ty: Ty) -> Ty {
        match self.out {
            Out::Same => ty,
            Out::Real => ty.real(),
            Out::Is(ty) => ty,
        }
    }

    fn types(&self) -> impl Iterator<Item = Ty> + '_ {
        self.types.chars().filter_map(of_char)
    }

    fn compare(operands: &[Operand]) -> Option<Vec<Ty>> {
        let [a, b] = operands else { return None };
        let kept = |literal: &Operand, other: &Operand| {
            literal.int.is_some_and(|n| other.ty.is_integer() && !fits(other.ty, n))
        };
        let both = |ty: Ty| vec![ty, ty];
        let literals = a.weak.is_some() && b.weak.is_some();
        let types =
            if kept(a, b) || kept(b, a) || literals { vec![a.ty, b.ty] } else { settle(operands)? };
        if types == [Ty::I64, Ty::U64] || types == [Ty::U64, Ty::I64] {
            return Some(types);
        }
        let alike = |f: fn(Ty) -> bool| types.iter().all(|&ty| f(ty));
        if alike(Ty::is_number) || alike(Ty::is_text) {
            return promote(types[0], types[1]).map(both);
        }
        let time = |ty: Ty| matches!(ty, Ty::Time(_));
        let duration = |ty: Ty| matches!(ty, Ty::Duration(_)) || ty.is_integer();
        if alike(time) || alike(duration) {
            return promote(types[0], types[1]).map(both);
        }
        None
    }

    /// The types that operands are cast to, and that of the result.
    pub(crate) fn plan(&self, operands: &[Operand], dtype: Option<Ty>) -> Result<Plan> {
        if operands.len() != self.arity {
            return Err(Error::new(ErrorKind::Value, self.name)
                .expected(format!("{} operands", self.arity))
                .found(operands.len().to_string()));
        }
        let row = |inputs: Vec<Ty>, output: Ty| -> Plan {
            Plan { inputs, output, kernel: Arc::new(self.kernel) }
        };
        if let Some(dtype) = dtype {
            let found = self.types().find(|&ty| self.out(ty) == dtype);
            let cast = |ty: Ty| operands.iter().all(|o| same_kind(o.ty, ty));
            return match found {
                Some(ty)
                    if matches!(self.rule, Rule::Common | Rule::NoBool | Rule::Divide)
                        && cast(ty) =>
                {
                    check_literals(self.name, operands, &vec![ty; operands.len()])?;
                    Ok(row(vec![ty; operands.len()], self.out(ty)))
                }
                _ => Err(self.refuse(operands).help(format!("it cannot compute in {dtype}"))),
            };
        }
        if self.rule == Rule::Own {
            return Ok(row(operands.iter().map(|o| o.ty).collect(), self.out(Ty::Bool)));
        }
        if self.rule == Rule::Compare {
            let types = Self::compare(operands).ok_or_else(|| self.refuse(operands))?;
            return Ok(row(types, Ty::Bool));
        }
        if operands.iter().any(|o| o.ty.is_time()) {
            return times::plan(self, operands).ok_or_else(|| self.refuse(operands));
        }
        if operands.iter().any(|o| o.ty.is_text()) {
            return text::plan(self, operands).ok_or_else(|| self.refuse(operands));
        }
        if self.rule == Rule::Exponent {
            return self.exponent(operands);
        }
        let types = settle(operands).ok_or_else(|| self.refuse(operands))?;
        let whole = types.iter().all(|ty| *ty == Ty::Bool || ty.is_integer());
        let ty = match self.rule {
            Rule::NoBool if types.iter().all(|&ty| ty == Ty::Bool) => None,
            Rule::Divide if whole => Some(Ty::F64),
            _ => self.types().find(|&ty| types.iter().all(|&from| can_cast(from, ty))),
        };
        let ty = ty.ok_or_else(|| self.refuse(operands))?;
        check_literals(self.name, operands, &vec![ty; operands.len()])?;
        Ok(row(vec![ty; operands.len()], self.out(ty)))
    }

    fn exponent(&self, operands: &[Operand]) -> Result<Plan> {
        let [x, n] = operands else { return Err(self.refuse(operands)) };
        // A literal fits the first loop, except beside booleans, as in numpy.
        let whole = x.weak == Some(Weak::Int) && n.ty != Ty::Bool;
        let float = self.types().find(|&ty| whole || can_cast(x.ty, ty));
        match float {
            Some(ty) if can_cast(n.ty, Ty::I64) => {
                Ok(Plan { inputs: vec![ty, Ty::I64], output: ty, kernel: Arc::new(self.kernel) })
            }
            _ => Err(self.refuse(operands)),
        }
    }

    pub(crate) fn call_as<'a>(&self, inputs: &[Expr<'a>], dtype: Option<Ty>) -> Expr<'a> {
        let made = || -> Result<Expr<'a>> {
            let operands: Vec<Operand> = inputs.iter().map(Operand::of).collect::<Result<_>>()?;
            let plan = self.plan(&operands, dtype)?;
            Ok(elementwise(self.name, inputs, &plan.inputs, plan.output, plan.kernel))
        };
        Expr::from_result(made()).about(inputs)
    }

    /// The function of these operands, with the types that numpy chooses.
    pub(crate) fn call<'a>(&self, inputs: &[Expr<'a>]) -> Expr<'a> {
        self.call_as(inputs, None)
    }
}
