//! numpy 2's rules for what two element types become together (`np.result_type`), and what may be
//! cast without loss of kind (`np.can_cast`).

use super::ElementType as Ty;

/// What a literal counts as beside an array: it takes the array's type where the kind allows.
///
/// ```
/// use ch5_array::ElementType;
/// use ch5_array::types::{Weak, promote_weak};
/// assert_eq!(promote_weak(ElementType::F32, Weak::Float), Some(ElementType::F32));
/// assert_eq!(promote_weak(ElementType::I8, Weak::Float), Some(ElementType::F64));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weak {
    /// An integer literal.
    Int,
    /// A float literal.
    Float,
    /// A complex literal.
    Complex,
}

impl Weak {
    /// The type of the literal where nothing else says one.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// use ch5_array::types::Weak;
    /// assert_eq!(Weak::Int.alone(), ElementType::I64);
    /// ```
    #[must_use]
    pub fn alone(self) -> Ty {
        match self {
            Self::Int => Ty::I64,
            Self::Float => Ty::F64,
            Self::Complex => Ty::C128,
        }
    }
}

/// Bits that the smallest float must have to hold an integer type.
fn float_for(ty: Ty) -> Ty {
    match ty.size() {
        1 => Ty::F16,
        2 => Ty::F32,
        _ => Ty::F64,
    }
}

fn complex_for(float: Ty) -> Ty {
    if float == Ty::F64 { Ty::C128 } else { Ty::C64 }
}

fn signed(size: usize) -> Option<Ty> {
    Some(match size {
        1 => Ty::I8,
        2 => Ty::I16,
        4 => Ty::I32,
        8 => Ty::I64,
        _ => return None,
    })
}

/// The type that holds both, as numpy 2 promotes; `None` where numpy has none.
///
/// ```
/// use ch5_array::{ElementType, TimeUnit};
/// use ch5_array::types::promote;
/// assert_eq!(promote(ElementType::I32, ElementType::U32), Some(ElementType::I64));
/// assert_eq!(promote(ElementType::I64, ElementType::F32), Some(ElementType::F64));
/// assert_eq!(promote(ElementType::Time(TimeUnit::Day), ElementType::F64), None);
/// ```
#[must_use]
pub fn promote(a: Ty, b: Ty) -> Option<Ty> {
    if a == b {
        return Some(a);
    }
    if a == Ty::Bool && b.is_number() {
        return Some(b);
    }
    if b == Ty::Bool && a.is_number() {
        return Some(a);
    }
    if a.is_integer() && b.is_integer() {
        if a.is_signed() == b.is_signed() {
            return Some(if a.size() >= b.size() { a } else { b });
        }
        let (s, u) = if a.is_signed() { (a, b) } else { (b, a) };
        if s.size() > u.size() {
            return Some(s);
        }
        return Some(signed(u.size() * 2).unwrap_or(Ty::F64));
    }
    if a.is_number() && b.is_number() {
        let complex = a.is_complex() || b.is_complex();
        let float = |ty: Ty| if ty.is_integer() { float_for(ty) } else { ty.real() };
        let (fa, fb) = (float(a), float(b));
        let widest = if fa.size() >= fb.size() { fa } else { fb };
        return Some(if complex { complex_for(widest) } else { widest });
    }
    match (a, b) {
        (Ty::Time(x), Ty::Time(y)) => Some(Ty::Time(x.max(y))),
        (Ty::Duration(x), Ty::Duration(y)) => Some(Ty::Duration(x.max(y))),
        (Ty::Time(x), Ty::Duration(y)) | (Ty::Duration(y), Ty::Time(x)) => Some(Ty::Time(x.max(y))),
        (Ty::Duration(x), n) | (n, Ty::Duration(x)) if n.is_integer() || n == Ty::Bool => {
            Some(Ty::Duration(x))
        }
        (Ty::Text, Ty::Bytes) | (Ty::Bytes, Ty::Text) => Some(Ty::Text),
        (Ty::Text | Ty::Bytes, n) | (n, Ty::Text | Ty::Bytes) if n.is_number() => Some(Ty::Text),
        _ => None,
    }
}

/// The type of an array beside a literal, `None` where they do not meet: a literal never makes an
/// array of its kind wider.
///
/// ```
/// use ch5_array::ElementType;
/// use ch5_array::types::{Weak, promote_weak};
/// assert_eq!(promote_weak(ElementType::U8, Weak::Int), Some(ElementType::U8));
/// assert_eq!(promote_weak(ElementType::Bool, Weak::Int), Some(ElementType::I64));
/// assert_eq!(promote_weak(ElementType::F32, Weak::Complex), Some(ElementType::C64));
/// ```
#[must_use]
pub fn promote_weak(array: Ty, literal: Weak) -> Option<Ty> {
    if !array.is_number() {
        return match (array, literal) {
            (Ty::Duration(_), Weak::Int) => Some(array),
            (Ty::Text, _) => Some(Ty::Text),
            _ => None,
        };
    }
    Some(match literal {
        Weak::Int if array == Ty::Bool => Ty::I64,
        Weak::Int => array,
        Weak::Float if array.is_inexact() => array,
        Weak::Float => Ty::F64,
        Weak::Complex if array.is_complex() => array,
        Weak::Complex if array.is_float() => complex_for(array),
        Weak::Complex => Ty::C128,
    })
}

/// True if every value of one type has a value of the other that stands for it, as numpy's "safe"
/// casting counts: 64-bit integers go to `float64`.
///
/// ```
/// use ch5_array::ElementType;
/// use ch5_array::types::can_cast;
/// assert!(can_cast(ElementType::I64, ElementType::F64));
/// assert!(!can_cast(ElementType::F64, ElementType::F32));
/// ```
#[must_use]
pub fn can_cast(from: Ty, to: Ty) -> bool {
    if from == to {
        return true;
    }
    if from.is_number() && to.is_number() {
        return promote(from, to) == Some(to);
    }
    match (from, to) {
        (Ty::Duration(a), Ty::Duration(b)) | (Ty::Time(a), Ty::Time(b)) => a <= b,
        (n, Ty::Duration(_)) if n.is_integer() || n == Ty::Bool => true,
        (n, Ty::Text | Ty::Bytes) if n.is_number() => true,
        (Ty::Bytes, Ty::Text) => true,
        _ => false,
    }
}
