//! Reading and writing by index, against numpy's rules followed element by element.

use ch5_array::ops::indexing::Indexing;
use ch5_array::{AnyArray, ArrayLike, Buffer, H5Array, Options};
use ndarray::{Array1, ArrayD, IxDyn};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::oracle::{Ix, picks, selection};
use crate::{check, stored};

/// An index array: places of an axis of about this length, a few of them outside.
fn places(n: i64, shape: Vec<usize>) -> impl Strategy<Value = Ix> {
    let count: usize = shape.iter().product();
    let at = prop_oneof![60 => -n..n.max(1 - n), 1 => -n - 2..n + 3];
    vec(at, count)
        .prop_map(move |at| Ix::Places(ArrayD::from_shape_vec(IxDyn(&shape), at).unwrap()))
}

fn mask(shape: Vec<usize>) -> impl Strategy<Value = Ix> {
    let count: usize = shape.iter().product();
    vec(any::<bool>(), count)
        .prop_map(move |truth| Ix::Mask(ArrayD::from_shape_vec(IxDyn(&shape), truth).unwrap()))
}

/// An index that fits an axis, mostly.
fn one(n: usize, side: usize) -> BoxedStrategy<Ix> {
    let n = n as i64;
    let bound = move || prop::option::of(-n - 2..n + 3);
    let step = prop::sample::select(vec![-3i64, -2, -1, 1, 1, 2, 3, 7]);
    prop_oneof![
        20 => (bound(), bound(), step).prop_map(|(a, b, step)| Ix::Slice(a, b, step)),
        6 => (-n..n.max(1 - n)).prop_map(Ix::At),
        1 => (-n - 2..n + 3).prop_map(Ix::At),
        5 => places(n, vec![side]),
        2 => places(n, vec![2, side]),
        1 => places(n, vec![1]),
        1 => places(n, vec![]),
        2 => mask(vec![n as usize]),
    ]
    .boxed()
}

/// A selection of an array: one index an axis or fewer, new axes and an ellipsis among them.
fn selections(shape: Vec<usize>, basic: bool) -> impl Strategy<Value = Vec<Ix>> {
    let side = 1usize..4;
    let rank = shape.len();
    (side, 0..=rank, prop::option::weighted(0.3, 0..=rank), vec(0usize..12, rank + 1))
        .prop_flat_map(move |(side, given, whole, kinds)| {
            let mut all: Vec<BoxedStrategy<Ix>> = Vec::new();
            // Axes of the array in order; those of a mask of two axes are taken together.
            let mut axis = 0;
            while axis < given {
                if kinds[axis] == 0 {
                    all.push(Just(Ix::NewAxis).boxed());
                }
                if !basic && kinds[axis] == 1 && axis + 1 < given {
                    all.push(mask(shape[axis..axis + 2].to_vec()).boxed());
                    axis += 2;
                    continue;
                }
                all.push(one(shape[axis], side));
                axis += 1;
            }
            if let Some(at) = whole {
                all.insert(at.min(all.len()), Just(Ix::Ellipsis).boxed());
            }
            if kinds[rank] == 0 {
                all.push(Just(Ix::NewAxis).boxed());
            }
            all
        })
        .prop_map(move |mut all| {
            if basic {
                let spreads = |ix: &Ix| matches!(ix, Ix::Places(_) | Ix::Mask(_));
                all.iter_mut().filter(|ix| spreads(ix)).for_each(|ix| {
                    *ix = Ix::Slice(None, None, -1);
                });
            }
            all
        })
}

fn shapes() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![9 => 1usize..7, 1 => Just(0usize)], 0..4)
}

fn numbers(shape: &[usize]) -> AnyArray {
    let count = shape.iter().product::<usize>() as i64;
    AnyArray::new(shape, Buffer::I64((0..count).map(|n| n * 10 + 7).collect())).unwrap()
}

fn at(places: &[usize]) -> Vec<i64> {
    places.iter().map(|&n| n as i64 * 10 + 7).collect()
}

const BLOCKS: [Option<usize>; 3] = [Some(1), Some(5), None];

fn walks(test: impl Fn()) {
    for block in BLOCKS {
        let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
        let _scope = options.threads(2).scoped();
        test();
    }
}

fn loaded(x: &impl ArrayLike<'static>) -> (Vec<usize>, Vec<i64>) {
    let array = x.expr().load().unwrap();
    (array.shape().to_vec(), array.data().as_slice::<i64>().unwrap().to_vec())
}

#[test]
fn reads_what_numpy_picks() {
    let raised = std::cell::Cell::new(0);
    let picked = std::cell::Cell::new(0);
    let strategy = (shapes(), vec(1usize..5, 3)).prop_flat_map(|(shape, chunk)| {
        (selections(shape.clone(), false), Just(shape), Just(chunk))
    });
    check(1500, strategy, |(index, shape, chunk)| {
        let (_dir, file) = stored::file();
        let x = stored::put(&file, "x", numbers(&shape), &chunk);
        let want = picks(&shape, &index);
        walks(|| {
            let lazy = x.slice(selection(&index));
            let view = x.view(selection(&index));
            match &want {
                None => {
                    raised.set(raised.get() + 1);
                    let error = lazy.load().unwrap_err().to_string();
                    assert!(error.contains("expected"), "{error}");
                    assert!(view.is_err(), "{view:?}");
                }
                Some((sides, flat)) => {
                    picked.set(picked.get() + 1);
                    assert_eq!(loaded(&lazy), (sides.clone(), at(flat)), "{index:?}");
                    assert_eq!(loaded(&view.unwrap()), (sides.clone(), at(flat)), "{index:?}");
                    let typed = x.typed::<i64>().unwrap();
                    let eager = typed.read_slice(selection(&index));
                    if let Ok(eager) = eager {
                        assert_eq!(eager.shape(), &**sides, "{index:?}");
                        assert!(eager.iter().copied().eq(at(flat)), "{index:?}");
                    } else {
                        let fancy = |ix: &Ix| matches!(ix, Ix::Places(_) | Ix::Mask(_));
                        assert!(index.iter().any(fancy), "{index:?}: {eager:?}");
                    }
                }
            }
        });
    });
    println!("{} picked, {} raised", picked.get(), raised.get());
    assert!(picked.get() > 3 * 1000 && raised.get() > 3 * 50);
}

/// Writes numbers to what is picked, the later over the earlier.
fn write(all: &mut [i64], places: &[usize], values: &[i64]) {
    for (&place, &value) in places.iter().zip(values) {
        all[place] = value;
    }
}

#[test]
fn views_and_views_of_views_write_through() {
    let strategy =
        (shapes(), vec(1usize..5, 3), any::<bool>()).prop_flat_map(|(shape, chunk, basic)| {
            (selections(shape.clone(), basic), Just(shape), Just(chunk)).prop_flat_map(
                |(first, shape, chunk)| {
                    let inner = picks(&shape, &first).map_or(vec![], |(sides, _)| sides);
                    let second = selections(inner, false);
                    (Just(first), second, Just(shape), Just(chunk))
                },
            )
        });
    let written = std::cell::Cell::new(0);
    check(800, strategy, |(first, second, shape, chunk)| {
        let Some((inner, places)) = picks(&shape, &first) else { return };
        let (_dir, file) = stored::file();
        let names = std::cell::Cell::new(0);
        walks(|| {
            names.set(names.get() + 1);
            let x = stored::put(&file, &format!("x{}", names.get()), numbers(&shape), &chunk);
            let mut want = loaded(&x).1;
            let view = x.view(selection(&first)).unwrap();
            let values: Vec<i64> = (0..places.len() as i64).map(|n| -n).collect();
            let array = AnyArray::new(&inner, Buffer::I64(values.clone())).unwrap();
            view.assign(array).unwrap();
            write(&mut want, &places, &values);
            assert_eq!(loaded(&x).1, want, "{first:?}");

            let Some((outer, of_view)) = picks(&inner, &second) else {
                assert!(view.view(selection(&second)).is_err(), "{first:?} {second:?}");
                return;
            };
            let both = view.view(selection(&second)).unwrap();
            let places: Vec<usize> = of_view.iter().map(|&i| places[i]).collect();
            assert_eq!(both.shape(), &*outer);
            let read: Vec<i64> = places.iter().map(|&i| want[i]).collect();
            assert_eq!(loaded(&both), (outer.clone(), read), "{first:?} {second:?}");
            // What it holds already, moved on: all is read before the first is written.
            both.assign(both.expr() * 3i64 + 1i64).unwrap();
            let values: Vec<i64> = places.iter().map(|&i| want[i] * 3 + 1).collect();
            write(&mut want, &places, &values);
            assert_eq!(loaded(&x).1, want, "{first:?} {second:?}");
            written.set(written.get() + 1);
        });
    });
    assert!(written.get() > 3 * 300, "{}", written.get());
}

#[test]
fn slices_of_typed_arrays_are_written() {
    let strategy = (shapes(), vec(1usize..5, 3)).prop_flat_map(|(shape, chunk)| {
        (selections(shape.clone(), true), Just(shape), Just(chunk))
    });
    check(600, strategy, |(index, shape, chunk)| {
        let (_dir, file) = stored::file();
        let x: H5Array = stored::put(&file, "x", numbers(&shape), &chunk);
        let typed = x.typed::<i64>().unwrap();
        let mut want = loaded(&x).1;
        let Some((sides, places)) = picks(&shape, &index) else {
            let nothing = Array1::<i64>::zeros(0).into_dyn();
            assert!(typed.write_slice(selection(&index), &nothing).is_err(), "{index:?}");
            return;
        };
        let values: Vec<i64> = (0..places.len() as i64).map(|n| -n).collect();
        let array = ArrayD::from_shape_vec(IxDyn(&sides), values.clone()).unwrap();
        typed.write_slice(selection(&index), &array).unwrap();
        write(&mut want, &places, &values);
        assert_eq!(loaded(&x).1, want, "{index:?}");
        // One number for all.
        typed.write_slice(selection(&index), &ndarray::arr0(5)).unwrap();
        write(&mut want, &places, &vec![5; places.len()]);
        assert_eq!(loaded(&x).1, want, "{index:?}");
    });
}

/// Each as `numpy` 2 gives it.
#[test]
fn an_ellipsis_of_no_axis_parts_index_arrays() {
    let x = numbers(&[5, 6, 6]);
    let at = || Ix::Places(ndarray::arr1(&[0i64, 1]).into_dyn());
    let all = || Ix::Slice(None, None, 1);
    let apart = vec![all(), at(), Ix::Ellipsis, at()];
    assert_eq!(x.slice(selection(&apart)).shape(), [2, 5]);
    assert_eq!(picks(&[5, 6, 6], &apart).unwrap().0, [2, 5]);
    assert_eq!(x.slice(selection(&[all(), at(), at()])).shape(), [5, 2]);
    assert_eq!(x.slice(selection(&[all(), Ix::At(0), Ix::Ellipsis, at()])).shape(), [2, 5]);
}
