//! Sorting, searching and sets against the standard library, in memory and in runs.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5_array::ops::searching::{argwhere, nonzero, searchsorted};
use ch5_array::ops::sets::{isin, setxor1d, unique};
use ch5_array::ops::sorting::{Sorting, lexsort, sort};
use ch5_array::types::{Scalar, TimeUnit};
use ch5_array::{Chunks, File, H5Array, H5Mode, IntoExpr, Options, scalar};
use compact_str::CompactString;
use ndarray::{Array1, Array2, Axis};

/// Options under which arrays of some thousand elements are sorted in memory, in a few runs, and
/// in as many as there are elements.
fn everywhere(test: impl Fn(&str)) {
    for (memory, block, threads) in [
        ("64M", None, 2),
        ("64K", None, 1),
        ("64K", None, 2),
        ("200K", Some(700), 2),
        ("64M", Some(64), 3),
    ] {
        let mut options = Options::new().max_memory_usage(memory).unwrap().threads(threads);
        if let Some(block) = block {
            options = options.block_elements(block);
        }
        let _scope = options.scoped();
        test(&format!("{memory}, {block:?}, {threads} threads"));
    }
}

/// Numbers that look random, below a limit.
fn mixed(n: usize, limit: u64, seed: u64) -> Vec<u64> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    (0..n).map(|_| next()).collect()
}

struct Kept {
    _dir: tempfile::TempDir,
    file: File,
}

fn kept() -> Kept {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    Kept { _dir: dir, file }
}

fn stored<'a>(file: &File, name: &str, x: impl IntoExpr<'a>, chunk: u64) -> H5Array {
    let x = x.into_expr();
    let rank = x.shape().len();
    x.write_to_with(file, name, |new| new.chunks(Chunks::Shape(vec![chunk; rank]))).unwrap()
}

#[test]
fn long_lanes_are_sorted_as_short_ones() {
    let kept = kept();
    let sets: [(&str, Vec<f64>); 5] = [
        ("random", mixed(6_000, 1 << 30, 1).into_iter().map(|n| n as f64 - 5e8).collect()),
        ("few values", mixed(6_000, 3, 2).into_iter().map(|n| n as f64).collect()),
        ("one value", vec![-0.5; 6_000]),
        ("sorted", (0..6_000).map(f64::from).collect()),
        ("backwards", (0..6_000).rev().map(f64::from).collect()),
    ];
    for (name, mut data) in sets {
        let x = stored(&kept.file, name, &Array1::from(data.clone()), 1000);
        let mut order: Vec<i64> = (0..data.len() as i64).collect();
        order.sort_by(|&a, &b| data[a as usize].total_cmp(&data[b as usize]));
        data.sort_by(f64::total_cmp);
        everywhere(|how| {
            assert_eq!(x.sort().read_as::<f64>().unwrap().as_slice(), Some(&*data), "{name} {how}");
            let places = x.argsort().read_as::<i64>().unwrap();
            assert_eq!(places.as_slice(), Some(&*order), "{name} {how}");
        });
    }
}

#[test]
fn nan_is_last_and_text_is_in_the_order_of_code_points() {
    let kept = kept();
    let mut data: Vec<f64> = mixed(5000, 100, 3).into_iter().map(|n| n as f64 - 50.0).collect();
    data.iter_mut().step_by(7).for_each(|x| *x = f64::NAN);
    let x = stored(&kept.file, "x", &Array1::from(data.clone()), 512);
    let words = ["naïve", "beta", "δέλτα", "", "a longer text that does not fit inline", "beta2"];
    let mut texts: Vec<CompactString> = mixed(3000, 6, 4)
        .into_iter()
        .zip(mixed(3000, 50, 5))
        .map(|(word, n)| format!("{}{n}", words[word as usize]).into())
        .collect();
    let t = stored(&kept.file, "t", &Array1::from(texts.clone()), 100);
    texts.sort();
    everywhere(|how| {
        let y = x.sort().read_as::<f64>().unwrap();
        let numbers = data.iter().filter(|x| !x.is_nan()).count();
        assert!(y.iter().skip(numbers).all(|x| x.is_nan()), "{how}");
        assert!(y.as_slice().unwrap()[..numbers].is_sorted(), "{how}");
        let sorted = t.sort().read_as::<CompactString>().unwrap();
        assert_eq!(sorted.as_slice(), Some(&*texts), "{how}");
    });
}

#[test]
fn any_axis_is_sorted_into_a_dataset() {
    let kept = kept();
    let data = Array2::from_shape_vec((90, 110), mixed(9900, 1000, 6)).unwrap();
    let x = stored(&kept.file, "x", &data, 16);
    for axis in 0..2 {
        let mut expected = data.clone();
        for mut lane in expected.lanes_mut(Axis(axis)) {
            let mut all = lane.to_vec();
            all.sort_unstable();
            lane.assign(&Array1::from(all));
        }
        everywhere(|how| {
            let name = format!("{axis} {how}");
            let y = x.sort().axis(axis as isize).write_to(&kept.file, &name.replace('/', "_"));
            assert_eq!(y.unwrap().read_as::<u64>().unwrap(), expected.clone().into_dyn(), "{name}");
            // The places are those of the elements.
            let places = x.argsort().axis(axis as isize).read_as::<i64>().unwrap();
            for (i, lane) in places.lanes(Axis(axis)).into_iter().enumerate() {
                let (of, sorted) = (data.lanes(Axis(axis)), expected.lanes(Axis(axis)));
                let of = of.into_iter().nth(i).unwrap();
                let sorted = sorted.into_iter().nth(i).unwrap();
                assert!(lane.iter().zip(sorted).all(|(&at, x)| of[at as usize] == *x), "{name}");
            }
        });
    }
    x.sort_inplace(0).unwrap();
    let mut column = data.column(3).to_vec();
    column.sort_unstable();
    assert_eq!(
        x.read_as::<u64>().unwrap().index_axis(Axis(1), 3).iter().copied().collect::<Vec<_>>(),
        column
    );
}

#[test]
fn several_keys_sort_together() {
    let (a, b) = (mixed(4000, 5, 7), mixed(4000, 7, 8));
    let mut expected: Vec<i64> = (0..4000).collect();
    expected.sort_by_key(|&i| (b[i as usize], a[i as usize]));
    let a = Array1::from_iter(a.into_iter().map(|n| n as f32));
    let b = Array1::from_iter(b.into_iter().map(|n| CompactString::from(format!("k{n}"))));
    everywhere(|how| {
        let order = lexsort(&[(&a).into_expr(), (&b).into_expr()]).read_as::<i64>().unwrap();
        assert_eq!(order.as_slice(), Some(&*expected), "{how}");
    });
    let wrong = lexsort(&[(&a).into_expr(), (&b).into_expr().into_dyn(), 1i64.into_expr()]).load();
    assert!(wrong.unwrap_err().to_string().contains("lexsort"));
}

#[test]
fn different_elements_and_what_is_known_of_them() {
    let kept = kept();
    let data: Vec<i32> = mixed(5_000, 900, 9).into_iter().map(|n| n as i32 - 450).collect();
    let x = stored(&kept.file, "x", &Array1::from(data.clone()), 500);
    let mut known: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
    for (i, &n) in data.iter().enumerate() {
        known.entry(n).or_insert((i as i64, 0)).1 += 1;
    }
    let values: Vec<i32> = known.keys().copied().collect();
    everywhere(|how| {
        let found = unique(&x).index().inverse().counts().run().unwrap();
        let ints = |x: Option<ch5_array::Expr<'_>>| {
            x.unwrap().read_as::<i64>().unwrap().into_iter().collect::<Vec<_>>()
        };
        assert_eq!(found.values.read_as::<i32>().unwrap().as_slice(), Some(&*values), "{how}");
        assert!(ints(found.index).into_iter().eq(known.values().map(|v| v.0)), "{how}");
        assert!(ints(found.counts).into_iter().eq(known.values().map(|v| v.1)), "{how}");
        let inverse = ints(found.inverse);
        assert!(inverse.iter().map(|&at| values[at as usize]).eq(data.iter().copied()), "{how}");
        let alone = unique(&x).values().unwrap();
        assert_eq!(alone.read_as::<i32>().unwrap().as_slice(), Some(&*values), "{how}");
    });
}

#[test]
fn searches_of_large_tables() {
    let kept = kept();
    let mut table = mixed(9_000, 5000, 10);
    table.retain(|n| n % 3 != 0);
    let values = mixed(800, 5100, 11);
    let unsorted = stored(&kept.file, "unsorted", &Array1::from(table.clone()), 700);
    let member: Vec<bool> = values.iter().map(|v| table.contains(v)).collect();
    table.sort_unstable();
    let sorted = stored(&kept.file, "sorted", &Array1::from(table.clone()), 700);
    let v = stored(&kept.file, "v", &Array1::from(values.clone()), 300);
    let before: Vec<i64> = values.iter().map(|v| table.partition_point(|x| x < v) as i64).collect();
    let behind: Vec<i64> =
        values.iter().map(|v| table.partition_point(|x| x <= v) as i64).collect();
    everywhere(|how| {
        let at = searchsorted(&sorted, &v);
        assert_eq!(at.read_as::<i64>().unwrap().as_slice(), Some(&*before), "{how}");
        assert_eq!(at.right().read_as::<i64>().unwrap().as_slice(), Some(&*behind), "{how}");
        let by = searchsorted(&unsorted, &v).sorter(unsorted.argsort());
        assert_eq!(by.read_as::<i64>().unwrap().as_slice(), Some(&*before), "{how}");
        let found = isin(&v, &unsorted).load().unwrap();
        assert_eq!(found.data().as_slice::<bool>(), Some(&*member), "{how}");
        let (only, both) = (setxor1d(&v, &unsorted).unwrap(), table.iter().chain(&values));
        let one = |n: &u64| values.contains(n) != table.binary_search(n).is_ok();
        let expected: std::collections::BTreeSet<u64> = both.copied().filter(one).collect();
        assert!(only.read_as::<u64>().unwrap().into_iter().eq(expected), "{how}");
    });
}

#[test]
fn places_of_what_is_true() {
    let kept = kept();
    let data = Array2::from_shape_vec((70, 80), mixed(5600, 5, 12)).unwrap();
    let data = data.mapv(|n| n.saturating_sub(3) as f32);
    let x = stored(&kept.file, "x", &data, 9);
    let expected: Vec<(i64, i64)> = data
        .indexed_iter()
        .filter(|(_, x)| **x != 0.0)
        .map(|((i, j), _)| (i as i64, j as i64))
        .collect();
    everywhere(|how| {
        let places = nonzero(&x).unwrap();
        let on: Vec<_> = places.iter().map(|p| p.read_as::<i64>().unwrap()).collect();
        assert!(on[0].iter().copied().zip(on[1].iter().copied()).eq(expected.clone()), "{how}");
        let rows = argwhere(&x).unwrap().read_as::<i64>().unwrap();
        assert_eq!(rows.shape(), [expected.len(), 2], "{how}");
        assert!(rows.outer_iter().map(|r| (r[0], r[1])).eq(expected.clone()), "{how}");
    });
}

#[test]
fn what_cannot_be_sorted_is_told() {
    let x = Array2::<f64>::zeros((3, 4));
    let wrong = |e: ch5_array::Result<ch5_array::AnyArray>| e.unwrap_err().to_string();
    assert!(wrong((&x).sort().axis(2).load()).contains("axis 2"));
    let told = wrong((&x).partition(4).load());
    assert!(told.contains("partition") && told.contains("4"), "{told}");
    assert!(wrong(searchsorted(&x, 1.0).load()).contains("[3, 4]"));
    let day = scalar(Scalar::Time(TimeUnit::Day, 1));
    let told = wrong(searchsorted(&Array1::<f64>::zeros(2), day).load());
    assert!(told.contains("searchsorted") && told.contains("datetime64[D]"), "{told}");
    // Nothing to sort is no error.
    let none = Array2::<f64>::zeros((0, 4));
    assert_eq!(sort(&none).load().unwrap().shape(), [0, 4]);
    assert_eq!(unique(&none).values().unwrap().load().unwrap().shape(), [0]);
}

/// Files of a directory that are open without a name, as temporary files are.
#[cfg(target_os = "linux")]
fn nameless(directory: &std::path::Path) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").unwrap();
    open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .filter(|to| to.starts_with(directory) && to.to_string_lossy().ends_with("(deleted)"))
        .count()
}

#[cfg(target_os = "linux")]
#[test]
fn temporary_files_lie_beside_the_data_or_where_an_option_says() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let [beside, told] = [&data, &other].map(|dir| dir.path().canonicalize().unwrap());
    let file = File::open(beside.join("a.h5"), H5Mode::Truncate).unwrap();
    let x = Array1::from_iter(mixed(40_000, 1 << 30, 5));
    let stored = H5Array::from_array(&file, "x", &x).unwrap();
    let mut expected = x.to_vec();
    expected.sort_unstable();
    let small = || Options::new().max_memory_usage("64K").unwrap();
    for (options, place) in [(small(), &beside), (small().temp_dir(&told), &told)] {
        let _scope = options.scoped();
        let most = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let (seen, here) = (most.clone(), place.clone());
        let progress = ch5_array::on_progress(move |_, _| {
            seen.fetch_max(nameless(&here), std::sync::atomic::Ordering::Relaxed);
        });
        assert_eq!(stored.sort().read_as::<u64>().unwrap().into_raw_vec_and_offset().0, expected);
        drop(progress);
        assert!(most.load(std::sync::atomic::Ordering::Relaxed) > 0, "{}", place.display());
        assert_eq!(nameless(place), 0);
    }
}

#[test]
fn rows_that_are_wide_are_told_apart_within_the_memory() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let x = Array2::from_shape_fn((600, 200), |(i, j)| (i % 150) as f64 + j as f64 / 1e3);
    let stored = H5Array::from_array(&file, "x", &x).unwrap();
    everywhere(|how| {
        let rows = unique(&stored).axis(0).values().unwrap().read_as::<f64>().unwrap();
        assert_eq!(rows, x.slice(ndarray::s![..150, ..]).to_owned().into_dyn(), "{how}");
    });
}
