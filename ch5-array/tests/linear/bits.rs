//! The same bits for any block size, number of threads, memory and chunks.

use ch5_array::ops::linear::{Linear, einsum};
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::{ArrayLike, Chunks, ElementType, Expr, File, H5Array, H5Mode, IntoExpr, Options};

/// Numbers whose sums depend on the order.
fn noise(n: usize) -> Vec<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    (0..n).map(|i| next() * 10f64.powi(i as i32 % 7 - 3)).collect()
}

/// Everything that is checked, by name: `x` has 13 rows of 700, `w` is one column of as many
/// elements, `v` a vector of 700.
fn all<'a>(x: &'a H5Array, w: &'a H5Array, v: &'a H5Array) -> Vec<(&'static str, Expr<'a>)> {
    let cast = |x: &H5Array, ty| x.expr().astype(ty);
    let complex = |x: &H5Array| {
        let x = cast(x, ElementType::C128);
        &x * num_complex::Complex::new(0.3, 0.7)
    };
    let (f, h) = (cast(x, ElementType::F32), cast(x, ElementType::F16));
    vec![
        ("matrices", x.matmul(x.t())),
        ("long", w.t().matmul(w)),
        ("row", x.expr().reshape(&[-1]).matmul(w.expr().reshape(&[-1, 1]))),
        ("vectors", x.expr().reshape(&[-1]).dot(w.expr().reshape(&[-1]))),
        ("vdot", complex(x).vdot(x)),
        ("column", x.matmul(v)),
        ("row times matrix", v.matmul(x.t())),
        ("complex", complex(x).matmul(complex(x).t())),
        ("f32", f.matmul(f.t())),
        ("f16", h.matmul(h.t())),
        ("complex64", {
            let x = complex(x).astype(ElementType::C64);
            x.matmul(x.t())
        }),
        ("batches", einsum("ij,kj->jik", &[x.into_expr(), x.into_expr()])),
        ("sums", einsum("aij,aij->a", &[tensor(x), tensor(x)])),
        ("two axes", einsum("aij,bij->ab", &[tensor(x), tensor(x)])),
        ("transposed", einsum("aij,bji->ba", &[tensor(x), tensor(x).swapaxes(1, 2)])),
        ("three", einsum("ij,kj,kl->il", &[x.into_expr(), x.into_expr(), x.into_expr()])),
    ]
}

fn tensor<'a>(x: &H5Array) -> Expr<'a> {
    x.expr().reshape(&[13, 100, -1])
}

fn bits(x: &Expr<'_>) -> Vec<u8> {
    let data = x.load().unwrap().into_data().cast(ElementType::C128).unwrap();
    let numbers = data.as_slice::<num_complex::Complex<f64>>().unwrap();
    numbers.iter().flat_map(|c| [c.re.to_ne_bytes(), c.im.to_ne_bytes()]).flatten().collect()
}

#[test]
fn the_cut_of_the_work_changes_no_bit() {
    let dir = tempfile::tempdir().unwrap();
    let mut first: Vec<Vec<u8>> = Vec::new();
    for (i, chunk) in [[13, 700], [2, 300], [1, 64]].into_iter().enumerate() {
        let file = File::open(dir.path().join(format!("{i}.h5")), H5Mode::Truncate).unwrap();
        let put = |name: &str, shape: &[usize], chunk: &[u64]| {
            let values = noise(shape.iter().product());
            let values = ndarray::ArrayD::from_shape_vec(shape, values).unwrap();
            let chunks = |new: ch5_array::NewDataset| new.chunks(Chunks::Shape(chunk.to_vec()));
            (&values).expr().write_to_with(&file, name, chunks).unwrap()
        };
        let x = put("x", &[13, 700], &chunk);
        let w = put("w", &[9100, 1], &[chunk[1] * 3, 1]);
        let v = put("v", &[700], &chunk[1..]);
        let walks = [
            (Some(1), 1, "250M"),
            (Some(7), 2, "250M"),
            (None, 2, "100K"),
            (None, 1, "1M"),
            (None, 2, "250M"),
        ];
        for (block, threads, memory) in walks {
            let options = Options::new().threads(threads).max_memory_usage(memory).unwrap();
            let _scope = block.map_or(options, |b| options.block_elements(b)).scoped();
            for (at, (name, expr)) in all(&x, &w, &v).iter().enumerate() {
                let got = bits(expr);
                match first.get(at) {
                    None => first.push(got),
                    Some(want) => {
                        assert!(got == *want, "{name}: {chunk:?} {block:?} {threads} {memory}");
                    }
                }
            }
        }
    }
}

#[test]
fn long_sums_are_close_to_exact() {
    // So long that it is summed in several groups, on several threads.
    let (a, b) = (noise(600_000), noise(600_001)[1..].to_vec());
    let exact: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
    let size: f64 = a.iter().zip(&b).map(|(a, b)| (a * b).abs()).sum();
    let (a, b) = (ndarray::Array::from_vec(a), ndarray::Array::from_vec(b));
    let mut seen = Vec::new();
    for (threads, memory) in [(1, "250M"), (2, "250M"), (2, "1M")] {
        let _scope = Options::new().threads(threads).max_memory_usage(memory).unwrap().scoped();
        let got: f64 = Linear::dot(&(&a).expr(), &b).item_as().unwrap();
        assert!((got - exact).abs() <= 1e-13 * size, "{got} {exact}");
        seen.push(got.to_bits());
        let pairs = a.to_shape((2, 300_000)).unwrap();
        let other = b.to_shape((300_000, 2)).unwrap();
        let (pairs, other) = (pairs.to_owned(), other.to_owned());
        let want = pairs.dot(&other);
        let got = (&pairs).matmul(&other).read_as::<f64>().unwrap();
        let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-13 * size;
        assert!(got.iter().zip(&want).all(close), "{got} {want}");
    }
    assert!(seen.iter().all(|bits| *bits == seen[0]));
}
