//! New arrays.

use ch5_array::ops::creation as c;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::{Buffer, ElementType, Expr, IntoExpr, Result, Scalar};
use serde_json::Value;

use crate::answer::Answer;
use crate::args::{Arg, Args};

fn sides(args: &Args<'_>, at: usize, name: &str) -> Option<Vec<usize>> {
    Some(args.ints(at, name)?.into_iter().map(|n| n as usize).collect())
}

fn ty(args: &Args<'_>, at: usize) -> Option<ElementType> {
    args.dtype(at, "dtype")
}

/// A number as the literal says it: integer or float.
fn number(arg: &Arg) -> Scalar {
    match arg {
        Arg::Literal(Value::Number(n)) if n.is_i64() => Scalar::I64(n.as_i64().unwrap()),
        Arg::Scalar(value) => value.clone(),
        other => Scalar::F64(other.float().unwrap()),
    }
}

fn cast(x: Expr<'static>, ty: Option<ElementType>) -> Expr<'static> {
    match ty {
        Some(ty) => x.astype(ty),
        None => x,
    }
}

fn ranges(args: &Args<'_>) -> Vec<c::GridRange> {
    let range = |arg: &Arg| {
        let Arg::Slice(parts) = arg else { panic!("no slice") };
        let part = |i: usize| parts.get(i).map(|p| p.get("v").unwrap_or(p).clone());
        let number_of = |i: usize, default: i64| match part(i) {
            Some(v) if !v.is_null() && v.get("complex").is_none() => number(&Arg::Literal(v)),
            _ => Scalar::I64(default),
        };
        let mut range = c::GridRange::new(number_of(0, 0), number_of(1, 0), number_of(2, 1));
        if let Some(complex) = part(2).and_then(|v| v.get("complex").cloned()) {
            range.points = Some(complex[1].as_f64().unwrap() as usize);
        }
        range
    };
    args.positional.iter().map(range).collect()
}

fn diagonal_args(args: &Args<'_>) -> (usize, usize, i64, ElementType) {
    let n = args.int(0, "N").unwrap() as usize;
    let m = args.int(1, "M").map_or(n, |m| m as usize);
    (n, m, args.int(2, "k").unwrap_or(0), ty(args, 3).unwrap_or(ElementType::F64))
}

fn file(args: &Args<'_>) -> tempfile::NamedTempFile {
    use std::io::Write;
    let Some(Arg::File(bytes)) = args.get(0, "file") else { panic!("no file") };
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// The type as it is spelled, with its byte order.
fn raw_type(args: &Args<'_>) -> c::RawType {
    let name = args.json["kwargs"]["dtype"]["dtype"].as_str();
    name.map_or(ElementType::F64.into(), |name| name.parse().unwrap())
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let f64_or = |at: usize| ty(args, at).unwrap_or(ElementType::F64);
    let shape = || sides(args, 0, "shape").unwrap();
    let k = |at: usize| args.int(at, "k").unwrap_or(0);
    let like = || (sides(args, usize::MAX, "shape"), ty(args, 1));
    let count = || args.int(usize::MAX, "count").filter(|&n| n >= 0).map(|n| n as usize);
    Some(match name {
        "np.empty" => Answer::of(&c::empty(&shape(), f64_or(1))),
        "np.zeros" => Answer::of(&c::zeros(&shape(), f64_or(1))),
        "np.ones" => Answer::of(&c::ones(&shape(), f64_or(1))),
        "np.full" => Answer::of(&c::full(&shape(), args.expr(1, "fill_value"), ty(args, 2))),
        "np.empty_like" | "np.zeros_like" => {
            let (shape, ty) = like();
            Answer::of(&c::zeros_like(x(), shape.as_deref(), ty))
        }
        "np.ones_like" => {
            let (shape, ty) = like();
            Answer::of(&c::ones_like(x(), shape.as_deref(), ty))
        }
        "np.full_like" => {
            let (shape, _) = like();
            let value = args.expr(1, "fill_value");
            Answer::of(&c::full_like(x(), value, shape.as_deref(), ty(args, 2)))
        }
        "np.eye" => {
            let (n, m, k, ty) = diagonal_args(args);
            Answer::of(&c::eye(n, m, k, ty))
        }
        "np.tri" => {
            let (n, m, k, ty) = diagonal_args(args);
            Answer::of(&c::tri(n, m, k, ty))
        }
        "np.identity" => Answer::of(&c::identity(args.int(0, "n").unwrap() as usize, f64_or(1))),
        "np.array"
        | "np.asarray"
        | "np.asanyarray"
        | "np.copy"
        | "np.asfarray"
        | "np.asfortranarray"
        | "np.ascontiguousarray"
        | "np.require"
        | "np.from_dlpack" => {
            let mut made = cast(x(), ty(args, 1));
            if name == "np.ascontiguousarray" || name == "np.asfortranarray" {
                use ch5_array::ops::manipulation::atleast_1d;
                made = atleast_1d(made);
            }
            if let Some(least) = args.int(usize::MAX, "ndmin") {
                let missing: Vec<isize> = (0..least as isize - made.ndim() as isize).collect();
                made = made.expand_dims(&missing);
            }
            Answer::of(&made)
        }
        "np.asarray_chkfinite" => c::asarray_chkfinite(x()).and_then(|x| Answer::of(&x)),
        "np.frombuffer" => {
            let Some(Arg::Bytes(bytes)) = args.get(0, "buffer") else { panic!("no bytes") };
            let offset = args.int(usize::MAX, "offset").unwrap_or(0) as usize;
            c::frombuffer(bytes, raw_type(args), count(), offset).and_then(|x| Answer::of(&x))
        }
        "np.fromfile" => {
            let file = file(args);
            let offset = args.int(usize::MAX, "offset").unwrap_or(0) as u64;
            c::fromfile(file.path(), raw_type(args), count(), offset).and_then(|x| Answer::of(&x))
        }
        "np.fromfunction" => {
            let Some(Arg::Function(text)) = args.get(0, "function") else { panic!("no fn") };
            let shape = sides(args, 1, "shape").unwrap();
            let ty = f64_or(2);
            match text.as_str() {
                "(i, j) -> i + 2*j" => {
                    Answer::of(&c::fromfunction(|i| &i[0] + &i[1] * 2i64, &shape, ty))
                }
                "(i, j) -> i == j" => Answer::of(&c::fromfunction(
                    |_| c::eye(shape[0], shape[1], 0, ElementType::Bool),
                    &shape,
                    ty,
                )),
                "(i) -> i*i" => Answer::of(&c::fromfunction(|i| &i[0] * &i[0], &shape, ty)),
                other => panic!("no function {other}"),
            }
        }
        "np.fromiter" => {
            let ty = ty(args, 1).unwrap();
            let list = args.positional[0].expr().load().unwrap();
            let made = match list.into_data() {
                Buffer::Bool(v) => c::from_iter(v, ty, count()),
                Buffer::I64(v) => c::from_iter(v, ty, count()),
                Buffer::F64(v) => c::from_iter(v, ty, count()),
                other => panic!("{other:?}"),
            };
            made.and_then(|x| Answer::of(&x))
        }
        "np.fromstring" => {
            let text = args.text(0, "string").unwrap();
            let separator = args.text(usize::MAX, "sep").unwrap();
            c::fromstring(text, separator, f64_or(1), count()).and_then(|x| Answer::of(&x))
        }
        "np.loadtxt" => {
            let file = file(args);
            let mut load = c::loadtxt().dtype(f64_or(1));
            if let Some(delimiter) = args.text(usize::MAX, "delimiter") {
                load = load.delimiter(delimiter);
            }
            if let Some(comments) = args.text(usize::MAX, "comments") {
                load = load.comments(comments);
            }
            if let Some(rows) = args.int(usize::MAX, "skiprows") {
                load = load.skiprows(rows as usize);
            }
            if let Some(columns) = args.ints(usize::MAX, "usecols") {
                load = load.usecols(&columns.into_iter().map(|n| n as isize).collect::<Vec<_>>());
            }
            if let Some(least) = args.int(usize::MAX, "ndmin") {
                load = load.ndmin(least as usize);
            }
            if let Some(rows) = args.int(usize::MAX, "max_rows") {
                load = load.max_rows(rows as usize);
            }
            load = load.unpack(args.bool(usize::MAX, "unpack").unwrap_or(false));
            load.read(file.path()).and_then(|x| Answer::of(&x))
        }
        "np.arange" => {
            let all: Vec<Scalar> = args.positional.iter().map(number).collect();
            let made = match &*all {
                [stop] => c::arange(0i64, stop.clone(), 1i64),
                [start, stop] => c::arange(start.clone(), stop.clone(), 1i64),
                [start, stop, step, ..] => c::arange(start.clone(), stop.clone(), step.clone()),
                [] => panic!("no stop"),
            };
            Answer::of(&cast(made, ty(args, 3)))
        }
        "np.linspace" => {
            let num = args.int(2, "num").unwrap_or(50) as usize;
            let mut made = c::linspace(args.expr(0, "start"), args.expr(1, "stop"), num)
                .endpoint(args.bool(3, "endpoint").unwrap_or(true))
                .axis(args.int(usize::MAX, "axis").unwrap_or(0) as isize);
            if let Some(ty) = ty(args, 5) {
                made = made.dtype(ty);
            }
            if args.bool(4, "retstep") == Some(true) {
                let step = Scalar::F64(made.step().unwrap()).into_expr();
                Answer::tuple([made.expr(), step])
            } else {
                Answer::of(&made.expr())
            }
        }
        "np.logspace" | "np.geomspace" => {
            let (start, stop) = (args.expr(0, "start"), args.expr(1, "stop"));
            let num = args.int(2, "num").unwrap_or(50) as usize;
            let endpoint = args.bool(3, "endpoint").unwrap_or(true);
            let axis = args.int(usize::MAX, "axis").unwrap_or(0) as isize;
            if name == "np.logspace" {
                let mut made = c::logspace(start, stop, num).endpoint(endpoint).axis(axis);
                if args.get(4, "base").is_some() {
                    made = made.base(args.expr(4, "base"));
                }
                if let Some(ty) = ty(args, 5) {
                    made = made.dtype(ty);
                }
                Answer::of(&made.expr())
            } else {
                let mut made = c::geomspace(start, stop, num).endpoint(endpoint).axis(axis);
                if let Some(ty) = ty(args, 4) {
                    made = made.dtype(ty);
                }
                Answer::of(&made.expr())
            }
        }
        "np.meshgrid" => {
            let arrays: Vec<Expr<'static>> = args.positional.iter().map(Arg::expr).collect();
            let indexing = match args.text(usize::MAX, "indexing") {
                Some("ij") => c::Indexing::Ij,
                _ => c::Indexing::Xy,
            };
            let sparse = args.bool(usize::MAX, "sparse").unwrap_or(false);
            c::meshgrid(&arrays, indexing, sparse).and_then(Answer::tuple)
        }
        "np.mgrid" => c::mgrid(&ranges(args)).and_then(|x| Answer::of(&x)),
        "np.ogrid" => c::ogrid(&ranges(args)).and_then(|all| match &*all {
            [one] => Answer::of(one),
            _ => Answer::tuple(all),
        }),
        "np.diag" => Answer::of(&c::diag(x(), k(1))),
        "np.diagflat" => Answer::of(&c::diagflat(x(), k(1))),
        "np.tril" => Answer::of(&c::tril(x(), k(1))),
        "np.triu" => Answer::of(&c::triu(x(), k(1))),
        "np.vander" => Answer::of(&c::vander(
            x(),
            args.int(1, "N").map(|n| n as usize),
            args.bool(2, "increasing").unwrap_or(false),
        )),
        _ => return None,
    })
}
