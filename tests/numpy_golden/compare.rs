//! Whether an answer is what numpy returned.

use ch5_array::{AnyArray, ElementType, Scalar};
use serde_json::Value;

use crate::answer::Answer;
use crate::set::Set;

/// How far elements may be from numpy's.
struct Bound {
    relative: f64,
    absolute: f64,
}

fn bound(compare: &Value, ty: ElementType) -> Bound {
    let suffix = match ty.real() {
        ElementType::F16 => "_f16",
        ElementType::F32 => "_f32",
        _ => "",
    };
    let of = |name: &str| {
        compare[format!("{name}{suffix}")].as_f64().or(compare[name].as_f64()).unwrap_or(0.0)
    };
    Bound { relative: of("rtol"), absolute: of("atol") }
}

pub(crate) fn check(got: &Answer, want: &Value, case: &Value, set: &Set) -> Result<(), String> {
    if !case["property"].is_null() {
        return crate::property::check(got, case, set);
    }
    let compare = &case["compare"];
    match (got, want["kind"].as_str().unwrap_or("")) {
        (Answer::Array(got), "array" | "scalar") => {
            let id = want["a"].as_str().unwrap();
            array(got, &set.arrays[id], compare)
        }
        (Answer::Array(got), "shape") => {
            let want: Vec<usize> = want["value"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_u64().unwrap() as usize)
                .collect();
            same("shape", &got.shape(), &&*want)
        }
        (Answer::Array(got), "shape_dtype") => {
            let shape: Vec<usize> = want["shape"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_u64().unwrap() as usize)
                .collect();
            same("shape", &got.shape(), &&*shape)?;
            same("dtype", &got.element_type(), &crate::set::ty_of(want["dtype"].as_str().unwrap()))
        }
        (Answer::Tuple(got), "tuple") => {
            let want = want["items"].as_array().unwrap();
            same("parts", &got.len(), &want.len())?;
            got.iter().zip(want).enumerate().try_for_each(|(i, (got, want))| {
                check(got, want, case, set).map_err(|e| format!("part {i}: {e}"))
            })
        }
        (Answer::Py(got), "py" | "shape") => same("value", got, &want["value"]),
        (Answer::Ragged(shape, got), "ragged") => {
            same("shape", &serde_json::json!(shape), &want["shape"])?;
            same("lists", &Value::Array(got.clone()), &want["data"])
        }
        (Answer::Record(shape, got), "record") => {
            same("shape", &serde_json::json!(shape), &want["shape"])?;
            let fields = want["fields"].as_array().unwrap();
            same("fields", &got.len(), &fields.len())?;
            got.iter().zip(fields).try_for_each(|((name, got), want)| {
                same("name", &name.as_str(), &want["name"].as_str().unwrap())?;
                array(got, &set.arrays[want["a"].as_str().unwrap()], compare)
                    .map_err(|e| format!("field {name}: {e}"))
            })
        }
        (got, kind) => Err(format!("expected {kind}, found {got:?}")),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: &T, want: &T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}: expected {want:?}, found {got:?}")) }
}

pub(crate) fn array(got: &AnyArray, want: &AnyArray, compare: &Value) -> Result<(), String> {
    same("dtype", &got.element_type(), &want.element_type())?;
    same("shape", &got.shape(), &want.shape())?;
    let bound = bound(compare, want.element_type());
    for i in 0..want.data().len() {
        let (got, want) = (got.data().get(i), want.data().get(i));
        if !near(&got, &want, &bound, compare.as_str() == Some("exact")) {
            return Err(format!("element {i}: expected {want:?}, found {got:?}"));
        }
    }
    Ok(())
}

fn near(got: &Scalar, want: &Scalar, bound: &Bound, exact: bool) -> bool {
    let close = |got: f64, want: f64| {
        if got.is_nan() || want.is_nan() {
            return got.is_nan() && want.is_nan();
        }
        if exact || got == want {
            return got == want;
        }
        (got - want).abs() <= bound.absolute + bound.relative * want.abs()
    };
    match (got, want) {
        (Scalar::F16(a), Scalar::F16(b)) => close(a.to_f64(), b.to_f64()),
        (Scalar::F32(a), Scalar::F32(b)) => close((*a).into(), (*b).into()),
        (Scalar::F64(a), Scalar::F64(b)) => close(*a, *b),
        (Scalar::C64(a), Scalar::C64(b)) => {
            close(a.re.into(), b.re.into()) && close(a.im.into(), b.im.into())
        }
        (Scalar::C128(a), Scalar::C128(b)) => close(a.re, b.re) && close(a.im, b.im),
        _ => got == want,
    }
}
