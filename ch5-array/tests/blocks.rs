//! Arrays block by block, what long operations tell of themselves, and what rests on it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Mutex};

use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::statistics::{density, histogram_weights};
use ch5_array::{
    AnyArray, ArrayLike, Buffer, Chunks, ErrorKind, File, H5Array, H5Mode, IntoExpr, Options,
    TimeUnit, on_progress,
};
use ndarray::{Array2, Slice, array};

const BLOCKS: [Option<usize>; 3] = [Some(1), Some(7), None];

fn options(block: Option<usize>) -> Options {
    block.map_or(Options::new(), |n| Options::new().block_elements(n))
}

fn stored() -> (tempfile::TempDir, File, Array2<i64>, H5Array<i64>) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let data = Array2::from_shape_fn((11, 13), |(i, j)| (i * 100 + j) as i64);
    let x =
        H5Array::from_array_with(&file, "x", &data, |new| new.chunks(Chunks::Shape(vec![4, 3])));
    (dir, file, data, x.unwrap())
}

#[test]
fn blocks_cover_the_array_once_along_its_chunks() {
    let (_dir, file, data, x) = stored();
    for elements in [Some(1), Some(7), Some(12), Some(50), None] {
        let _scope = options(elements).scoped();
        let mut seen = Array2::from_elem(data.dim(), 0);
        for block in x.blocks().unwrap() {
            let (place, array) = block.unwrap();
            let [rows, columns] = &place[..] else { panic!("{place:?}") };
            assert_eq!(array.shape(), [rows.len(), columns.len()]);
            assert!(elements.is_none_or(|n| array.data().len() <= n), "{place:?}");
            if elements.is_none_or(|n| n >= 12) {
                assert!(rows.start % 4 == 0 && columns.start % 3 == 0, "{place:?}");
                assert!(rows.end % 4 == 0 || rows.end == 11, "{place:?}");
                assert!(columns.end % 3 == 0 || columns.end == 13, "{place:?}");
            }
            let part = ndarray::s![Slice::from(rows.clone()), Slice::from(columns.clone())];
            seen.slice_mut(part).mapv_inplace(|n| n + 1);
            assert_eq!(array.into_typed::<i64>().unwrap(), data.slice(part).into_dyn());
        }
        assert!(seen.iter().all(|&n| n == 1), "{elements:?}");
        let sum: i64 = (&x * 2i64)
            .blocks()
            .unwrap()
            .map(|block| block.unwrap().1.into_typed::<i64>().unwrap().sum())
            .sum();
        assert_eq!(sum, 2 * data.sum());
    }
    // The memory of the options is kept.
    let _scope = Options::new().max_memory_usage(2048u64).unwrap().threads(1).scoped();
    for block in x.blocks().unwrap() {
        assert!(block.unwrap().1.data().bytes() <= 2048);
    }
    let empty = H5Array::from_array(&file, "none", &Array2::<f32>::zeros((0, 3))).unwrap();
    assert_eq!(empty.blocks().unwrap().count(), 0);
    let one = ndarray::arr0(5i8);
    let all: Vec<_> = one.view().into_expr_blocks();
    assert_eq!(all, [(vec![], AnyArray::new(&[], Buffer::I8(vec![5])).unwrap())]);
}

/// The blocks of an array in memory.
trait ExprBlocks {
    fn into_expr_blocks(self) -> Vec<(Vec<std::ops::Range<usize>>, AnyArray)>;
}

impl ExprBlocks for ndarray::ArrayView0<'_, i8> {
    fn into_expr_blocks(self) -> Vec<(Vec<std::ops::Range<usize>>, AnyArray)> {
        (&self).expr().blocks().unwrap().map(|block| block.unwrap()).collect()
    }
}

#[test]
fn nothing_follows_an_error() {
    let _scope = options(Some(1)).scoped();
    let texts = array!["1".to_owned(), "two".to_owned(), "3".to_owned()].mapv(Into::into);
    let texts: ndarray::Array1<compact_str::CompactString> = texts;
    let numbers = (&texts).astype(ch5_array::ElementType::I64);
    let mut blocks = numbers.blocks().unwrap();
    assert!(blocks.next().unwrap().is_ok());
    assert!(blocks.next().unwrap().is_err());
    assert!(blocks.next().is_none() && blocks.next().is_none());
}

type Told = Arc<Mutex<Vec<(u64, u64)>>>;

fn listener() -> (Told, impl Fn(u64, u64) + Send + Sync + 'static) {
    let told = Told::default();
    let to = told.clone();
    (told, move |done, total| to.lock().unwrap().push((done, total)))
}

/// Every count once, and all at the last.
fn rises(told: &Told) -> usize {
    let told = std::mem::take(&mut *told.lock().unwrap());
    for (i, (done, total)) in told.iter().enumerate() {
        assert_eq!(*done, i as u64 + 1, "{told:?}");
        assert!(done <= total, "{told:?}");
    }
    assert!(told.windows(2).all(|w| w[0].1 <= w[1].1), "{told:?}");
    let last = told.last().unwrap();
    assert_eq!(last.0, last.1, "{told:?}");
    told.len()
}

#[test]
fn progress_rises_to_all() {
    let (_dir, file, _, x) = stored();
    for threads in [1, 4] {
        let (told, function) = listener();
        let _scope = Options::new().block_elements(12).threads(threads).scoped();
        let progress = on_progress(function);
        (&x + 1i64).load().unwrap();
        assert_eq!(rises(&told), 15);
        // Blocks follow the chunks of what is written, here in one piece: two a row.
        (&x + 1i64).write_to(&file, &format!("y{threads}")).unwrap();
        assert_eq!(rises(&told), 11 * 2);
        let chunks = |new: ch5_array::NewDataset| new.chunks(Chunks::Shape(vec![4, 3]));
        (&x + 1i64).write_to_with(&file, &format!("z{threads}"), chunks).unwrap();
        assert_eq!(rises(&told), 15);
        x.cumsum().axis(0).load().unwrap();
        assert_eq!(rises(&told), 15);
        // Computed first, then written.
        x.assign(&x * 1i64).unwrap();
        assert!(rises(&told) >= 15);
        {
            let (inner, function) = listener();
            let _progress = on_progress(function);
            (&x + 1i64).load().unwrap();
            assert_eq!(rises(&inner), 15);
            assert!(told.lock().unwrap().is_empty());
        }
        (&x + 1i64).load().unwrap();
        assert_eq!(rises(&told), 15);
        drop(progress);
        (&x + 1i64).load().unwrap();
        assert!(told.lock().unwrap().is_empty());
    }
}

#[test]
fn durations_are_summed_up_to_the_first_nat() {
    let nat = i64::MIN;
    let unit = TimeUnit::Second;
    let d = AnyArray::new(&[2, 3], Buffer::Duration(unit, vec![1, 2, nat, 3, -9, 4])).unwrap();
    for block in BLOCKS {
        let _scope = options(block).scoped();
        let data = |expr: ch5_array::Expr<'_>| expr.load().unwrap().into_data();
        let all = vec![1, 3, nat, nat, nat, nat];
        assert_eq!(data(d.cumsum().expr()), Buffer::Duration(unit, all.clone()));
        assert_eq!(data(d.nancumsum().expr()), Buffer::Duration(unit, all));
        let down = Buffer::Duration(unit, vec![1, 2, nat, 4, -7, nat]);
        assert_eq!(data(d.cumsum().axis(0).expr()), down);
        let kept = (d.cumsum().axis(1).expr() + d.clone().into_expr()).load().unwrap();
        let want = Buffer::Duration(unit, vec![2, 5, nat, 6, -15, 2]);
        assert_eq!(*kept.data(), want);
        assert!(d.cumprod().load().is_err());
        let points = AnyArray::new(&[1], Buffer::Time(unit, vec![1])).unwrap();
        assert!(points.cumsum().load().is_err());
    }
}

#[test]
fn weights_are_summed_in_bins() {
    let x = array![0.0, 1.0, 1.0, 2.0, 3.0, 4.0, 9.0, f64::NAN];
    let w = array![1, 2, 3, 4, 5, 6, 7, 8];
    let edges = [0.0, 1.0, 2.0, 3.0, 4.0];
    for block in BLOCKS {
        let _scope = options(block).scoped();
        assert_eq!(histogram_weights(&x, &w, &edges).unwrap(), [1.0, 5.0, 4.0, 11.0]);
    }
    let want = [1.0 / 21.0, 5.0 / 21.0, 4.0 / 21.0, 11.0 / 21.0];
    assert_eq!(density(&[1.0, 5.0, 4.0, 11.0], &edges), want);
    let error = histogram_weights(&x, &array![1.0], &edges).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Shape);
    assert_eq!(histogram_weights(&x, &w, &[1.0]).unwrap_err().kind(), ErrorKind::Value);
}
