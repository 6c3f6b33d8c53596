//! The same bits for any block size, number of threads and memory.

use ch5_array::ops::differences::Differences;
use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::statistics::Statistics;
use ch5_array::{ArrayLike, Chunks, Expr, File, H5Array, H5Mode, IntoExpr, Options};

/// Numbers whose sums depend on the order.
fn noise(n: usize) -> Vec<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    (0..n).map(|i| next() * 10f64.powi(i as i32 % 17 - 8)).collect()
}

/// Everything that is checked, by name.
fn all<'a>(x: &'a H5Array) -> Vec<(&'static str, Expr<'a>)> {
    vec![
        ("sum", x.sum().into()),
        ("sum of rows", x.sum().axis(1).into()),
        ("sum of columns", x.sum().axis(0).into()),
        ("prod", x.prod().axis(1).into()),
        ("mean", x.mean().axis([0, 1]).keepdims(true).into()),
        ("std", x.std().into()),
        ("var of rows", x.var().axis(-1).into()),
        ("nanvar of columns", x.nanvar().axis(0).into()),
        ("argmax", x.argmax().into()),
        ("min of columns", x.min().axis(0).into()),
        ("centred", x - x.mean().axis(0).keepdims(true)),
        ("median", x.median().axis(0).into()),
        ("quantiles", x.quantile([0.1, 0.5, 0.77]).into()),
        ("cumsum", x.cumsum().into()),
        ("cumsum of columns", x.cumsum().axis(0).into()),
        ("cumprod of rows", x.cumprod().axis(1).into()),
        ("diff", x.diff().n(2).axis(0).into()),
        ("gradient", x.gradient().axis(1).edge_order(2).into()),
        ("trapezoid", x.trapezoid().axis(0).into()),
        ("average", x.average().weights(x.into_expr()).into()),
    ]
}

fn bits(expr: &Expr<'_>) -> Vec<u64> {
    let array = expr.load().unwrap();
    match array.data() {
        ch5_array::Buffer::I64(v) => v.iter().map(|x| *x as u64).collect(),
        ch5_array::Buffer::F64(v) => v.iter().map(|x| x.to_bits()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn do_not_depend_on_blocks_or_threads() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let data = ndarray::Array2::from_shape_vec((41, 53), noise(41 * 53)).unwrap();
    for (name, chunks) in [("chunked", Some([8, 16])), ("whole", None)] {
        let expr = (&data).expr();
        let x = expr
            .write_to_with(&file, name, |new| match chunks {
                Some(sides) => new.chunks(Chunks::Shape(sides.to_vec())),
                None => new,
            })
            .unwrap();
        let want: Vec<Vec<u64>> = {
            let _scope = Options::new().threads(1).scoped();
            all(&x).iter().map(|(_, expr)| bits(expr)).collect()
        };
        for (block, threads) in
            [(None, 3), (Some(7), 1), (Some(7), 3), (Some(1), 1), (Some(1), 3), (Some(200), 3)]
        {
            let options = Options::new().threads(threads);
            let options = block.map_or(options, |n| options.block_elements(n));
            let _scope = options.scoped();
            for ((what, expr), want) in all(&x).iter().zip(&want) {
                assert_eq!(
                    &bits(expr),
                    want,
                    "{what}, {name}, blocks of {block:?}, {threads} threads"
                );
            }
        }
        let _scope = Options::new().max_memory_usage("64K").unwrap().scoped();
        for ((what, expr), want) in all(&x).iter().zip(&want) {
            assert_eq!(&bits(expr), want, "{what}, {name}, 64K of memory");
        }
    }
}

#[test]
fn sums_are_as_exact_as_numpys() {
    // The exact sum is that of the halves that do not cancel.
    let mut data = vec![1e16, 1.0, -1e16, 0.5];
    data.extend(std::iter::repeat_n(0.1, 100_000));
    data.extend(std::iter::repeat_n(-0.1, 100_000));
    let data = ndarray::Array1::from_vec(data);
    let sum: f64 = (&data).expr().sum().item_as().unwrap();
    assert_eq!(sum, 1.5);
    let shifted = data.mapv(|_| 0.0)
        + &ndarray::Array1::from_iter((0..data.len()).map(|i| 1e9 + (i % 2) as f64));
    let var: f64 = (&shifted).expr().var().item_as().unwrap();
    assert!((var - 0.25).abs() < 1e-12, "{var}");
}
