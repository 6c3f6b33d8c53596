//! What numpy makes of small arrays (`data/make_args.py`), with every array in a file.

use ch5_array::{
    AnyArray, ArrayLike, Buffer, Chunks, ElementType, File, H5Mode, IntoExpr, Options,
};
use num_complex::Complex;
use serde_json::Value;

use crate::calls::{Args, Given, call};

fn float(v: &Value) -> f64 {
    v.as_f64().unwrap_or_else(|| v.as_str().unwrap().parse().unwrap())
}

fn array(value: &Value) -> AnyArray {
    let ty: ElementType = value["dtype"].as_str().unwrap().parse().unwrap();
    let shape = value["shape"].as_array().unwrap();
    let shape: Vec<usize> = shape.iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let data = value["data"].as_array().unwrap();
    let data = match ty {
        ElementType::Bool => Buffer::Bool(data.iter().map(|v| v.as_bool().unwrap()).collect()),
        ty if ty.is_integer() => Buffer::I64(data.iter().map(|v| v.as_i64().unwrap()).collect()),
        ty if ty.is_float() => Buffer::F64(data.iter().map(float).collect()),
        _ => Buffer::C128(data.iter().map(|v| Complex::new(float(&v[0]), float(&v[1]))).collect()),
    };
    AnyArray::new(&shape, data.cast(ty).unwrap()).unwrap()
}

/// What the parts of elements may differ by, as a part of the largest.
fn tolerance(ty: ElementType) -> f64 {
    match ty {
        ElementType::F16 => 4e-3,
        ElementType::F32 | ElementType::C64 => 2e-6,
        ElementType::F64 | ElementType::C128 => 1e-14,
        _ => 0.0,
    }
}

fn alike(got: &AnyArray, want: &AnyArray, exact: bool) -> bool {
    if got.shape() != want.shape() || got.element_type() != want.element_type() {
        return false;
    }
    let parts = |x: &AnyArray| match x.data().clone().cast(ElementType::C128).unwrap() {
        Buffer::C128(v) => v.into_iter().flat_map(|z| [z.re, z.im]).collect::<Vec<f64>>(),
        _ => Vec::new(),
    };
    let ty = want.element_type();
    let (got, want) = (parts(got), parts(want));
    let largest = want.iter().filter(|x| x.is_finite()).fold(0.0, |a: f64, b| a.max(b.abs()));
    let by = if exact { 0.0 } else { tolerance(ty) };
    let close = |(a, b): (&f64, &f64)| {
        a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= by * largest
    };
    got.iter().zip(&want).all(close)
}

#[test]
fn values_types_and_shapes_are_those_of_numpy() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../data/args.json")).unwrap();
    assert!(cases.len() > 700);
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (side, walks) in [
        (1, vec![(Some(1), 1), (None, 2)]),
        (3, vec![(Some(1), 2), (Some(5), 1)]),
        (1 << 20, vec![(None, 2)]),
    ] {
        let file = File::open(dir.path().join(format!("{side}.h5")), H5Mode::Truncate).unwrap();
        for (i, case) in cases.iter().enumerate() {
            let count = std::cell::Cell::new(0);
            let given = |value: &Value| {
                if value.get("data").is_none() {
                    return Given::Literal(value.clone());
                }
                let operand = array(value);
                let chunk: Vec<u64> =
                    operand.shape().iter().map(|&n| n.clamp(1, side) as u64).collect();
                let put = |new: ch5_array::NewDataset| {
                    if chunk.is_empty() { new } else { new.chunks(Chunks::Shape(chunk)) }
                };
                count.set(count.get() + 1);
                let name = format!("{i}.{}", count.get());
                Given::Array(operand.into_expr().write_to_with(&file, &name, put).unwrap().expr())
            };
            let names = case["kwargs"].as_object().unwrap().iter();
            let args = Args {
                places: case["args"].as_array().unwrap().iter().map(given).collect(),
                names: names.map(|(name, value)| (name.clone(), given(value))).collect(),
            };
            let want: Vec<AnyArray> = case["want"].as_array().unwrap().iter().map(array).collect();
            let exact = case["exact"].as_bool().unwrap();
            for &(block, threads) in &walks {
                let mut options = Options::new().threads(threads);
                if let Some(block) = block {
                    options = options.block_elements(block);
                }
                let _scope = options.scoped();
                let got = call(case["fn"].as_str().unwrap(), &args);
                let same = got.as_ref().is_ok_and(|got| {
                    let pairs = got.iter().zip(&want);
                    got.len() == want.len() && { pairs }.all(|(a, b)| alike(a, b, exact))
                });
                if !same {
                    wrong.push(format!("{side} {block:?} {case}: {got:?}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}
