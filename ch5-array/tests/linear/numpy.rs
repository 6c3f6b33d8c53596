//! What numpy makes of small arrays (`data/make_linear.py`), with every operand in a file.

use ch5_array::ops::linear::{dot, einsum, inner, kron, matmul, outer, tensordot, trace, vdot};
use ch5_array::ops::statistics::cov;
use ch5_array::{AnyArray, Buffer, Chunks, ElementType, Expr, File, H5Mode, IntoExpr, Options};
use num_complex::Complex;
use serde_json::Value;

fn ints(value: &Value) -> Vec<isize> {
    value.as_array().unwrap().iter().map(|n| n.as_i64().unwrap() as isize).collect()
}

fn array(value: &Value) -> AnyArray {
    let ty: ElementType = value["dtype"].as_str().unwrap().parse().unwrap();
    let shape: Vec<usize> = ints(&value["shape"]).into_iter().map(|n| n as usize).collect();
    let data = value["data"].as_array().unwrap();
    let data = match ty {
        ElementType::Bool => Buffer::Bool(data.iter().map(|v| v.as_bool().unwrap()).collect()),
        ElementType::U64 => Buffer::U64(data.iter().map(|v| v.as_u64().unwrap()).collect()),
        ty if ty.is_integer() => Buffer::I64(data.iter().map(|v| v.as_i64().unwrap()).collect()),
        ty if ty.is_float() => Buffer::F64(data.iter().map(|v| v.as_f64().unwrap()).collect()),
        _ => Buffer::C128(
            data.iter()
                .map(|v| Complex::new(v[0].as_f64().unwrap(), v[1].as_f64().unwrap()))
                .collect(),
        ),
    };
    AnyArray::new(&shape, data.cast(ty).unwrap()).unwrap()
}

fn call<'a>(case: &Value, x: &[Expr<'a>]) -> Expr<'a> {
    let two = |f: fn(Expr<'a>, Expr<'a>) -> Expr<'a>| f(x[0].clone(), x[1].clone());
    match case["fn"].as_str().unwrap() {
        "dot" => two(dot),
        "inner" => two(inner),
        "vdot" => two(vdot),
        "outer" => two(outer),
        "matmul" => two(matmul),
        "kron" => two(kron),
        "einsum" => einsum(case["sub"].as_str().unwrap(), x),
        "tensordot" => match &case["axes"] {
            Value::Array(pair) => {
                tensordot(x[0].clone(), x[1].clone(), (ints(&pair[0]), ints(&pair[1])))
            }
            count => tensordot(x[0].clone(), x[1].clone(), count.as_u64().unwrap() as usize),
        },
        "trace" => {
            let mut trace = trace(x[0].clone());
            let given = case.get("trace").map(ints).unwrap_or_default();
            if let Some(offset) = given.first() {
                trace = trace.offset(*offset);
            }
            if let [_, rows, columns] = given[..] {
                trace = trace.axes(rows, columns);
            }
            if let Some(Value::String(ty)) = case.get("dtype") {
                trace = trace.dtype(ty.parse().unwrap());
            }
            trace.into_expr()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn values_types_and_shapes_are_those_of_numpy() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../data/linear.json")).unwrap();
    assert!(cases.len() > 500);
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for (side, walks) in [
        (1, vec![(Some(1), 1), (None, 2)]),
        (3, vec![(Some(1), 2), (Some(5), 1), (None, 1)]),
        (1 << 20, vec![(None, 2)]),
    ] {
        let file = File::open(dir.path().join(format!("{side}.h5")), H5Mode::Truncate).unwrap();
        for (i, case) in cases.iter().enumerate() {
            let operands: Vec<_> = case["args"].as_array().unwrap().iter().map(array).collect();
            let stored: Vec<_> = operands
                .into_iter()
                .enumerate()
                .map(|(j, operand)| {
                    let chunk: Vec<u64> =
                        operand.shape().iter().map(|&n| n.clamp(1, side) as u64).collect();
                    let operand = operand.into_expr();
                    let put = |new: ch5_array::NewDataset| {
                        if chunk.is_empty() { new } else { new.chunks(Chunks::Shape(chunk)) }
                    };
                    operand.write_to_with(&file, &format!("{i}.{j}"), put).unwrap()
                })
                .collect();
            let want = array(&case["want"]);
            for &(block, threads) in &walks {
                let mut options = Options::new().threads(threads);
                if let Some(block) = block {
                    options = options.block_elements(block);
                }
                let _scope = options.scoped();
                let x: Vec<Expr<'_>> = stored.iter().map(IntoExpr::into_expr).collect();
                let got = call(case, &x).load();
                if !got.as_ref().is_ok_and(|got| *got == want) {
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

#[test]
fn literals_have_types_of_their_own() {
    let x = ndarray::array![100i8, 2];
    let ty = |x: Expr<'_>| x.element_type();
    assert_eq!(ty(dot(&x, 2)), ElementType::I64);
    assert_eq!(ty(dot(&x, 2.5)), ElementType::F64);
    assert_eq!(ty(outer(&x, 2)), ElementType::I64);
    assert_eq!(ty(kron(2.0, &x)), ElementType::F64);
    assert_eq!(ty(tensordot(&x, 2.0, 0)), ElementType::F64);
    assert_eq!(ty(einsum("i,->i", &[(&x).into_expr(), 2.into_expr()])), ElementType::I64);
    assert_eq!(dot(2.0, 3).item_as::<f64>().unwrap(), 6.0);
}

#[test]
fn results_go_to_datasets_with_chunks_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let x = ndarray::Array::from_shape_fn((30, 700), |(i, j)| ((i * 7 + j * 3) % 11) as f64);
    let y = ndarray::Array::from_shape_fn((700, 20), |(i, j)| ((i * 5 + j * 2) % 13) as f64);
    let want = x.dot(&y);
    for (i, block) in [Some(1), Some(64), None].into_iter().enumerate() {
        let options = Options::new().threads(2);
        let _scope = block.map_or(options, |b| options.block_elements(b)).scoped();
        let product = einsum("ij,jk->ki", &[(&x).into_expr(), (&y).into_expr()]);
        let chunks = |new: ch5_array::NewDataset| new.chunks(Chunks::Shape(vec![7, 9]));
        let stored = product.write_to_with(&file, &i.to_string(), chunks).unwrap();
        assert_eq!(stored.read_as::<f64>().unwrap(), want.t().into_dyn());
        // A product of a product, and one inside of an expression.
        let turned = y.t();
        let chain = matmul(matmul(&x, &y), &turned) + 1.0;
        let whole = want.dot(&turned) + 1.0;
        assert_eq!(chain.read_as::<f64>().unwrap(), whole.into_dyn());
    }
}

#[test]
fn covariances_are_products() {
    let x = ndarray::array![[1.0, 4.0, 2.0, 8.0], [0.0, 3.0, -1.0, 5.0], [2.0, 2.0, 7.0, 1.0]];
    let close = |got: &ndarray::ArrayD<f64>, want: &[f64]| {
        assert_eq!(got.len(), want.len());
        assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-14), "{got} {want:?}");
    };
    for block in [Some(1), None] {
        let options = Options::new();
        let _scope = block.map_or(options, |b| options.block_elements(b)).scoped();
        let biased = cov(&x).bias(true).read_as::<f64>().unwrap();
        close(&biased, &[7.1875, 5.9375, -3.25, 5.9375, 5.6875, -4.25, -3.25, -4.25, 5.5]);
        let columns = cov(&x).rowvar(false).ddof(0.0).read_as::<f64>().unwrap();
        assert_eq!(columns.shape(), [4, 4]);
        close(
            &columns.index_axis_move(ndarray::Axis(0), 0),
            &[0.6666666666666666, -0.3333333333333333, 2.6666666666666665, -1.3333333333333333],
        );
        let c = Complex::new;
        let z = ndarray::array![
            [c(1.0, 2.0), c(3.0, -1.0), c(0.0, 2.0)],
            [c(0.0, 0.0), c(0.0, 1.0), c(4.0, 0.0)]
        ];
        let got = cov(&z).read_as::<Complex<f64>>().unwrap();
        close(
            &got.mapv(|z| z.re),
            &[5.333333333333333, -3.666666666666667, -3.666666666666667, 5.666666666666667],
        );
        close(&got.mapv(|z| z.im), &[0.0, 1.1666666666666667, -1.1666666666666665, 0.0]);
        let row = ndarray::array![1i32, 4, 2, 8];
        close(&cov(&row).read_as::<f64>().unwrap(), &[9.583333333333332]);
    }
}
