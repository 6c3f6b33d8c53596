//! What `explain` says of passes is what is done, and what `Debug` shows; neither reads anything.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Mutex};

use ch5_array::ops::linear::Linear;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::statistics::Statistics;
use ch5_array::{
    ArrayLike, Chunks, Expr, File, H5Array, H5Mode, IntoExpr, Options, on_progress, ops,
};

fn stored(shape: [usize; 2], chunk: [u64; 2]) -> (tempfile::TempDir, File, H5Array<f64>) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let data = ndarray::Array2::from_shape_fn(shape, |(i, j)| ((i * 977 + j * 131) % 1009) as f64);
    let chunks = |new: ch5_array::NewDataset| new.chunks(Chunks::Shape(chunk.to_vec()));
    let x = H5Array::from_array_with(&file, "x", &data, chunks).unwrap();
    (dir, file, x)
}

/// The blocks of the passes, with how often they are read and whether they are merged.
fn passes(x: &Expr<'_>) -> Vec<(u64, u64, bool)> {
    let number = |text: &str, after: &str| -> u64 {
        let at = text.find(after).unwrap_or_else(|| panic!("{after:?} in {text:?}"));
        let digits = text[at + after.len()..].split(|c: char| !c.is_ascii_digit());
        digits.into_iter().next().unwrap().parse().unwrap()
    };
    let text = x.explain().unwrap();
    let lines = text.lines().filter(|line| line.starts_with("pass "));
    lines
        .map(|line| {
            let kept = line.contains(" of ") && line.contains(" in ");
            let last = line.split(" in ").last().unwrap();
            let blocks =
                if kept { number(&format!("in {last}"), "in ") } else { number(line, ": ") };
            let times = if line.contains(" times") { number(last, "s, ") } else { 1 };
            (blocks, times, line.ends_with("then merged"))
        })
        .collect()
}

/// The totals that are told of while it is computed: the first and the last.
fn told(x: &Expr<'_>) -> (u64, u64) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let to = told.clone();
    let guard = on_progress(move |_, all| to.lock().unwrap().push(all));
    x.load().unwrap();
    drop(guard);
    let told = told.lock().unwrap();
    (*told.first().unwrap_or(&0), *told.last().unwrap_or(&0))
}

fn scopes() -> Vec<Options> {
    let cap =
        |bytes: u64, threads| Options::new().max_memory_usage(bytes).unwrap().threads(threads);
    vec![
        Options::new(),
        cap(1 << 20, 1),
        cap(200_000, 2),
        cap(60_000, 3),
        Options::new().threads(1).block_elements(50),
        Options::new().threads(2).block_elements(777),
    ]
}

#[test]
fn blocks_of_a_pass_are_those_that_are_computed() {
    let (_dir, file, x) = stored([230, 170], [40, 50]);
    for (i, scope) in scopes().into_iter().enumerate() {
        let _scope = scope.scoped();
        let all: Vec<(&str, Expr<'_>)> = vec![
            ("elements", ops::sqrt(&x) + 1.0),
            ("sum", x.sum().into()),
            ("mean of columns", x.mean().axis(0).into()),
            ("var of rows", x.var().axis(1).into()),
            ("argmax", x.argmax().axis(0).into()),
            ("max where", x.max().axis(1).only(ops::greater(&x, 3.0)).initial(0.0).into()),
            ("cumsum", x.cumsum().into()),
            ("cumsum of columns", x.cumsum().axis(0).into()),
            ("matmul", x.matmul(x.t())),
            ("turned", x.t().expr()),
        ];
        for (name, x) in all {
            let before = file.bytes_read();
            let plan = passes(&x);
            assert_eq!(file.bytes_read(), before, "{name} reads");
            let (_, last) = told(&x);
            assert_eq!(plan, [(last, 1, false)], "{name}, scope {i}: {}", x.explain().unwrap());
        }
    }
}

#[test]
fn sorts_and_medians_say_how_often_they_read() {
    let (_dir, file, x) = stored([300, 200], [60, 200]);
    let line = x.ravel();
    for (i, scope) in scopes().into_iter().enumerate() {
        let _scope = scope.scoped();
        let before = file.bytes_read();
        let rows = passes(&x.sort().into());
        let all = passes(&line.argsort().into());
        let (cut, median) = (passes(&line.sort().into()), passes(&x.median().into()));
        assert_eq!(file.bytes_read(), before);
        if !rows[0].2 {
            assert_eq!(told(&x.sort().into()), (rows[0].0, rows[0].0), "scope {i}");
        }
        if all[0].2 {
            let (first, last) = told(&line.argsort().into());
            assert!(first == all[0].0 && last > first, "scope {i}: {all:?} {first} {last}");
            assert!(cut[0].2 && cut[0].0 > 1, "scope {i}: {cut:?}");
        }
        match median[0] {
            (1, 1, false) => {}
            (blocks, 4, false) => {
                assert_eq!(told(&x.median().into()), (blocks, 4 * blocks), "scope {i}");
            }
            other => panic!("scope {i}: {other:?}"),
        }
    }
    let small = Options::new().max_memory_usage(100_000u64).unwrap().threads(2);
    let _scope = small.scoped();
    assert!(passes(&line.sort().into())[0].2);
    assert_eq!(passes(&x.median().into())[0].1, 4);
    let text = x.median().expr().explain().unwrap();
    assert!(text.contains(": median of float64 [300, 200] in "), "{text}");
    assert!(text.contains(" blocks, 4 times\n"), "{text}");
    let text = line.sort().expr().explain().unwrap();
    assert!(text.contains(" blocks, then merged\n"), "{text}");
}

#[test]
fn passes_within_a_block_have_its_memory() {
    let (_dir, _file, x) = stored([1000, 100], [100, 100]);
    let whole = Options::new().max_memory_usage(200_000u64).unwrap().threads(2);
    let part = Options::new().max_memory_usage(100_000u64).unwrap().threads(1);
    let (within, alone) = {
        let _scope = whole.scoped();
        (passes(&(&x - x.median().axis(1).keepdims(true))), passes(&x.median().axis(1).into()))
    };
    let _scope = part.scoped();
    let of_part = passes(&x.median().axis(1).into());
    assert_eq!(within.len(), 2);
    assert_eq!(within[0], of_part[0]);
    assert_ne!(alone, of_part);
    // What was computed is not a pass any more.
    let mean: Expr<'_> = x.mean().axis(0).into();
    let less = &x - &mean;
    assert_eq!(passes(&less).len(), 2);
    less.load().unwrap();
    assert_eq!(passes(&less).len(), 1);
    assert_eq!(passes(&x.slice_none().sum().into()), [(0, 1, false)]);
}

trait Nothing {
    fn slice_none(&self) -> Expr<'static>;
}

impl Nothing for H5Array<f64> {
    fn slice_none(&self) -> Expr<'static> {
        use ch5_array::ops::indexing::Indexing;
        self.slice(..0)
    }
}

#[test]
fn debug_shows_what_is_computed() {
    let (_dir, file, x) = stored([6, 4], [2, 4]);
    let before = file.bytes_read();
    let show = |x: &Expr<'_>| format!("{x:?}");
    assert_eq!(show(&ops::sqrt(&x + 2.0)), "Expr<float64, (6, 4)>: sqrt(add(/x, 2.0))");
    assert_eq!(show(&(&x - x.mean().axis(0))), "Expr<float64, (6, 4)>: subtract(/x, mean(/x))");
    assert_eq!(show(&x.sum().into()), "Expr<float64, ()>: sum(/x)");
    assert_eq!(show(&x.ravel().sort().into()), "Expr<float64, (24,)>: sort(reshape(/x))");
    let row = ndarray::array![1i8, 2, 3, 4];
    assert_eq!(show(&(&x * &row)), "Expr<float64, (6, 4)>: multiply(/x, astype(ndarray))");
    let both = ops::manipulation::concatenate(&[x.expr(), x.expr()], 0);
    assert_eq!(show(&both), "Expr<float64, (12, 4)>: concatenate(/x, /x)");
    assert_eq!(show(&x.t().expr()), "Expr<float64, (4, 6)>: transpose(/x)");
    // Deep and wide ones end somewhere.
    let deep = (0..200).fold(x.expr(), |deep, _| deep + 1.0);
    let text = show(&deep);
    assert!(text.len() < 250 && text.ends_with("..."), "{text}");
    assert!(text.starts_with("Expr<float64, (6, 4)>: add(add(add("), "{text}");
    let doubled = (0..60).fold(x.expr(), |doubled, _| &doubled + &doubled);
    assert!(show(&doubled).len() < 250);
    let wide = ops::manipulation::concatenate(&vec![x.expr(); 10_000], 0);
    assert!(show(&wide).len() < 250);
    let words = ops::equal("ä".repeat(500).as_str(), x.expr().into_expr());
    assert!(show(&words).len() < 500);
    assert!(show(&(&x + &ndarray::array![1.0, 2.0])).starts_with("Expr: "));
    assert_eq!(file.bytes_read(), before);
}
