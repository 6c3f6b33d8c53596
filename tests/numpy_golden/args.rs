//! The arguments of a case.

use ch5_array::{AnyArray, ArrayLike, Buffer, ElementType, Expr, H5Array, IntoExpr, Scalar};
use num_complex::Complex;
use serde_json::Value;

use crate::set::{Set, Stored, element, hex, ty_of};

/// One argument.
#[derive(Clone)]
#[allow(dead_code, reason = "families use them")]
pub(crate) enum Arg {
    Array {
        stored: H5Array,
        array: AnyArray,
    },
    /// A numpy scalar: an element with a type of its own.
    Scalar(Scalar),
    Literal(Value),
    Seq(Vec<Arg>),
    Slice(Vec<Value>),
    Dtype(ElementType),
    Function(String),
    Bytes(Vec<u8>),
    File(Vec<u8>),
}

pub(crate) struct Args<'s> {
    pub positional: Vec<Arg>,
    pub named: Vec<(String, Arg)>,
    pub json: &'s Value,
}

fn parse(json: &Value, set: &Set, stored: &Stored, fresh: bool) -> Arg {
    let fields = json.as_object().unwrap();
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    if let Some(id) = text("a") {
        let array = set.arrays[id].clone();
        if fields.get("numpy_scalar") == Some(&Value::Bool(true)) {
            return Arg::Scalar(array.item().unwrap());
        }
        let stored = if fresh { stored.copy(&array) } else { stored.arrays[id].clone() };
        return Arg::Array { stored, array };
    }
    if let Some(list) = fields.get("seq") {
        let list = list.as_array().unwrap();
        return Arg::Seq(list.iter().map(|j| parse(j, set, stored, fresh)).collect());
    }
    if let Some(slice) = fields.get("slice") {
        return Arg::Slice(slice.as_array().unwrap().clone());
    }
    if let Some(name) = text("dtype") {
        return Arg::Dtype(ty_of(name));
    }
    if let Some(function) = text("fn") {
        return Arg::Function(function.to_owned());
    }
    if let Some(bytes) = text("hex") {
        return Arg::Bytes(hex(bytes));
    }
    if let Some(bytes) = text("file_hex") {
        return Arg::File(hex(bytes));
    }
    if let Some(text) = text("file_text") {
        return Arg::File(text.as_bytes().to_vec());
    }
    if let Some(text) = text("text") {
        return Arg::Literal(Value::String(text.to_owned()));
    }
    Arg::Literal(fields.get("v").unwrap_or_else(|| panic!("argument {json}")).clone())
}

#[allow(dead_code, reason = "families use them")]
impl<'s> Args<'s> {
    pub(crate) fn new(json: &'s Value, set: &Set, stored: &'s Stored) -> Self {
        let fresh = !json["mutates"].is_null() || json["kwargs"].get("out").is_some();
        let list = json["args"].as_array().unwrap();
        let positional = list.iter().map(|j| parse(j, set, stored, fresh)).collect();
        let named = json["kwargs"].as_object().map(|fields| {
            fields.iter().map(|(k, j)| (k.clone(), parse(j, set, stored, fresh))).collect()
        });
        Self { positional, named: named.unwrap_or_default(), json }
    }

    /// An argument by its place or its name.
    pub(crate) fn get(&self, at: usize, name: &str) -> Option<&Arg> {
        self.positional.get(at).or_else(|| self.name(name))
    }

    pub(crate) fn name(&self, name: &str) -> Option<&Arg> {
        self.named.iter().find(|(n, _)| n == name).map(|(_, arg)| arg)
    }

    /// An operand; panics without one.
    pub(crate) fn expr(&self, at: usize, name: &str) -> Expr<'static> {
        self.get(at, name).unwrap_or_else(|| panic!("no argument {name}")).expr()
    }

    pub(crate) fn int(&self, at: usize, name: &str) -> Option<i64> {
        self.get(at, name).and_then(Arg::int)
    }

    pub(crate) fn bool(&self, at: usize, name: &str) -> Option<bool> {
        match self.get(at, name) {
            Some(Arg::Literal(v)) => v.as_bool(),
            _ => None,
        }
    }

    pub(crate) fn text(&self, at: usize, name: &str) -> Option<&str> {
        match self.get(at, name) {
            Some(Arg::Literal(v)) => v.as_str(),
            _ => None,
        }
    }

    pub(crate) fn dtype(&self, at: usize, name: &str) -> Option<ElementType> {
        match self.get(at, name) {
            Some(Arg::Dtype(ty)) => Some(*ty),
            _ => None,
        }
    }

    /// An integer or a list of them; `None` without or for None.
    pub(crate) fn ints(&self, at: usize, name: &str) -> Option<Vec<i64>> {
        self.get(at, name).and_then(Arg::ints)
    }
}

#[allow(dead_code, reason = "families use them")]
impl Arg {
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::Literal(Value::Null))
    }

    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Literal(v) => v.as_i64(),
            Self::Scalar(_) => self.expr().read_as::<i64>().ok()?.first().copied(),
            _ => None,
        }
    }

    pub(crate) fn float(&self) -> Option<f64> {
        match self {
            Self::Literal(v) => literal_float(v),
            Self::Scalar(_) => self.expr().read_as::<f64>().ok()?.first().copied(),
            _ => None,
        }
    }

    pub(crate) fn ints(&self) -> Option<Vec<i64>> {
        match self {
            Self::Literal(Value::Array(list)) => list.iter().map(Value::as_i64).collect(),
            Self::Literal(v) => v.as_i64().map(|n| vec![n]),
            Self::Seq(list) => list.iter().map(Self::int).collect(),
            Self::Array { array, .. } => {
                Some(array.clone().into_typed::<i64>().ok()?.iter().copied().collect())
            }
            _ => None,
        }
    }

    /// The members of a sequence; an array's are its slices along the first axis.
    pub(crate) fn seq(&self) -> Vec<Arg> {
        match self {
            Self::Seq(list) => list.clone(),
            Self::Literal(Value::Array(list)) => list.iter().cloned().map(Self::Literal).collect(),
            other => vec![other.clone()],
        }
    }

    pub(crate) fn expr(&self) -> Expr<'static> {
        match self {
            Self::Array { stored, .. } => stored.expr(),
            Self::Scalar(value) => value.clone().into_expr(),
            Self::Bytes(bytes) => Scalar::Bytes(bytes.clone()).into_expr(),
            Self::Literal(v) => literal(v),
            Self::Seq(list) => {
                // A sequence of numbers or of equal rows, as np.asarray takes it.
                let parts: Vec<AnyArray> = list.iter().map(|a| a.expr().load().unwrap()).collect();
                stack(&parts).into_expr()
            }
            _ => panic!("not an operand"),
        }
    }
}

fn literal_float(v: &Value) -> Option<f64> {
    match v {
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        other => other.as_f64(),
    }
}

fn literal(v: &Value) -> Expr<'static> {
    match v {
        Value::Bool(b) => (*b).into_expr(),
        Value::Number(n) if n.is_i64() => n.as_i64().unwrap().into_expr(),
        Value::Number(n) if n.is_u64() => Scalar::U64(n.as_u64().unwrap()).into_expr(),
        Value::Number(n) => n.as_f64().unwrap().into_expr(),
        Value::String(text) => match literal_float(v) {
            Some(x) => x.into_expr(),
            None => text.as_str().into_expr(),
        },
        Value::Object(fields) => {
            let list = &fields["complex"];
            let part = |i: usize| literal_float(&list[i]).unwrap();
            Complex::new(part(0), part(1)).into_expr()
        }
        Value::Array(list) => {
            if list.is_empty() {
                let none = Buffer::with_capacity(ElementType::F64, 0);
                return AnyArray::new(&[0], none).unwrap().into_expr();
            }
            let parts: Vec<AnyArray> = list.iter().map(|v| literal(v).load().unwrap()).collect();
            stack(&parts).into_expr()
        }
        Value::Null => panic!("None is not an operand"),
    }
}

fn stack(parts: &[AnyArray]) -> AnyArray {
    let ty = parts
        .iter()
        .map(AnyArray::element_type)
        .reduce(|a, b| ch5_array::types::promote(a, b).unwrap())
        .unwrap_or(ElementType::F64);
    let mut data = Buffer::with_capacity(ty, 0);
    for part in parts {
        data.append(part.data().clone().cast(ty).unwrap().view()).unwrap();
    }
    let mut shape = vec![parts.len()];
    shape.extend(parts.first().map(AnyArray::shape).unwrap_or_default());
    AnyArray::new(&shape, data).unwrap()
}

#[allow(dead_code, reason = "families use it")]
pub(crate) fn typed(ty: ElementType, json: &Value) -> Scalar {
    element(ty, json)
}
