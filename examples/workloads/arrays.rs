//! Workloads on arrays.

use ch5::ops::{self, indexing, manipulation::Manipulation, reductions::together};
use ch5::prelude::*;
use ch5::{AnyArray, Buffer, Chunks, Expr, File, H5Array, NewDataset};

use crate::{Case, Check};

fn array(file: &File, name: &str) -> H5Array {
    H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap()
}

/// A result with the chunks that all peers write, and the filters of the input.
fn write(y: &Expr<'_>, case: &Case, chunk: &[u64]) {
    let file = case.output();
    let gz = case.variant == "gz";
    y.write_to_with(&file, "y", |new| layout(new, chunk, gz)).unwrap();
    file.close().unwrap();
}

fn layout(new: NewDataset, chunk: &[u64], gz: bool) -> NewDataset {
    let new = new.chunks(Chunks::Shape(chunk.to_vec()));
    if gz { new.shuffle(true).gzip(1) } else { new }
}

/// The checksum of what was written.
fn written(case: &Case, of: impl FnOnce(&H5Array) -> String + 'static) -> Check {
    let path = case.out.join("y.h5");
    Box::new(move || of(&array(&File::open(path, ch5::H5Mode::Read).unwrap(), "y")))
}

fn bytes(data: &Buffer) -> Vec<u8> {
    match data {
        Buffer::F64(v) => v.iter().flat_map(|x| x.to_le_bytes()).collect(),
        Buffer::I64(v) => v.iter().flat_map(|x| x.to_le_bytes()).collect(),
        other => panic!("{}", other.element_type()),
    }
}

fn crc(data: &Buffer) -> String {
    format!("crc32:{:08x}", crc32fast::hash(&bytes(data)))
}

/// The checksum of a dataset, some rows at a time.
fn crc_rows(y: &H5Array) -> String {
    let mut sum = crc32fast::Hasher::new();
    let n = y.shape()[0];
    let step = ((8 << 20) / (y.len() / n * 8)).max(1);
    for start in (0..n).step_by(step) {
        let rows = y.slice(h5s![start..(start + step).min(n)]).load().unwrap();
        sum.update(&bytes(rows.data()));
    }
    format!("crc32:{:08x}", sum.finalize())
}

fn crc_texts(y: &H5Array) -> String {
    let mut sum = crc32fast::Hasher::new();
    for text in y.read_as::<String>().unwrap() {
        sum.update(text.as_bytes());
        sum.update(b"\n");
    }
    format!("crc32:{:08x}", sum.finalize())
}

/// As Python's `%.9e`.
fn approx(values: &[f64]) -> String {
    let one = |v: &f64| {
        let text = format!("{v:.9e}");
        let (digits, power) = text.split_once('e').unwrap();
        let power: i32 = power.parse().unwrap();
        format!("{digits}e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs())
    };
    format!("approx:{}", values.iter().map(one).collect::<Vec<_>>().join(","))
}

fn total(x: AnyArray) -> f64 {
    x.into_typed::<f64>().unwrap().sum()
}

fn sum(x: &Expr<'_>) -> f64 {
    x.sum().item_as::<f64>().unwrap()
}

/// The checksum of a computed table: its sum and three elements.
fn approx_rows(y: &H5Array) -> String {
    let n = y.shape()[0] - 1;
    let at =
        |i: usize, j: usize| y.read_slice_as::<f64>((i, j)).unwrap().into_iter().next().unwrap();
    approx(&[sum(&y.expr()), at(0, 0), at(n, y.shape()[1] - 1), at(n / 2, n / 3)])
}

const CHUNK: [u64; 2] = [256, 512];

/// Runs a workload.
pub(crate) fn run(workload: &str, case: &Case) -> Check {
    let file = case.input();
    let x = || array(&file, "x");
    match workload {
        "W1" => {
            let total = sum(&x().expr());
            Box::new(move || approx(&[total]))
        }
        "W2" => {
            let x = x();
            let all =
                together([x.mean().axis(0), x.mean().axis(1), x.std().axis(0), x.std().axis(1)]);
            Box::new(move || approx(&all.unwrap().map(total)))
        }
        "W2m" => {
            let x = x();
            let all = together([x.mean().axis(0), x.mean().axis(1)]);
            Box::new(move || approx(&all.unwrap().map(total)))
        }
        "W3" => {
            let x = x();
            write(&(&x * &x + ops::sin(&x) * 2.0).sqrt(), case, &CHUNK);
            written(case, approx_rows)
        }
        "W4" => {
            let (a, b) = (array(&file, "a"), array(&file, "b"));
            let most = (&a + &b).max().item_as::<f32>().unwrap();
            Box::new(move || approx(&[most.into()]))
        }
        "W5" => {
            let rows: Vec<i64> =
                array(&case.named("raw"), "rows").read_as::<i64>().unwrap().into_iter().collect();
            let picked = array(&file, "t").take(rows, Some(0)).load().unwrap();
            Box::new(move || crc(picked.data()))
        }
        "W5m" => {
            let x = x();
            let picked = indexing::mask(&x, ops::greater(&x, 505.0)).unwrap().load().unwrap();
            Box::new(move || crc(picked.data()))
        }
        "W6" => {
            write(&array(&file, "s").sort().expr(), case, &[131_072]);
            written(case, crc_rows)
        }
        "W7" => {
            let found = array(&file, "u").unique().values().unwrap().load().unwrap();
            Box::new(move || crc(found.data()))
        }
        "W8" => {
            write(&x().cumsum().axis(0).expr(), case, &CHUNK);
            written(case, crc_rows)
        }
        "W9" => {
            write(&x().t(), case, &CHUNK);
            written(case, crc_rows)
        }
        "W10" => {
            let out = case.output();
            let new = NewDataset::new(ch5::DType::F64, &[0, 16])
                .chunks(Chunks::Shape(vec![8192, 16]))
                .maxshape(&[None, Some(16)]);
            let mut y = H5Array::create(&out, "y", &new).unwrap();
            let mut batch =
                ndarray::Array2::from_shape_fn((1000, 16), |(i, j)| (16 * i + j) as f64);
            for k in 0..1000 {
                if k > 0 {
                    batch += 1.0;
                }
                y.append(0, &batch).unwrap();
            }
            drop(y);
            out.close().unwrap();
            written(case, crc_rows)
        }
        "W11" => {
            let part = x().slice(h5s![..;7, 3..500;2]).load().unwrap();
            Box::new(move || crc(part.data()))
        }
        "W14s" | "W14u" => {
            let text = array(&file, "text");
            let y = match workload {
                "W14s" => ch5::char::add(&text, "_sfx"),
                _ => ch5::char::upper(&text),
            };
            write(&y, case, &[16384]);
            written(case, crc_texts)
        }
        "W14e" => {
            let text = array(&file, "text");
            let equal = ch5::char::equal(&text, "alpha_42035").sum().item_as::<i64>().unwrap();
            Box::new(move || equal.to_string())
        }
        "W15" => {
            let y = ch5::random::Generator::new(0).random(&[8192, 8192]);
            write(&y, case, &CHUNK);
            written(case, |y| {
                let v = y.slice(h5s![..;16]);
                let of = |r: ch5::ops::reductions::Reduction<'_>| r.item_as::<f64>().unwrap();
                let right = (of(v.mean()) - 0.5).abs() < 1e-3
                    && (of(v.var()) - 1.0 / 12.0).abs() < 1e-3
                    && of(v.min()) >= 0.0
                    && of(v.max()) < 1.0;
                if right { "uniform:ok".into() } else { "uniform:BAD".into() }
            })
        }
        other => panic!("no workload {other}"),
    }
}
