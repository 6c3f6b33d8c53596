//! Parts of arrays, read and written, against ndarray and a second spelling of Python's rules.

use ch5_array::{
    AxisIndex, Chunks, Ellipsis, ErrorKind, H5Array, NewAxis, Selection, Slice, h5s, zeros,
};
use ndarray::{Array, Array3, ArrayD, Axis, Dimension, IxDyn, SliceInfoElem, arr0, array, s};

use super::{counting, file};

/// A small generator, the same on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() as usize) % n
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// A selection of an array, and what ndarray takes for it: positions per axis, whether it stays.
type Picked = (Selection, Vec<(Vec<usize>, bool)>);

/// Python's slice, written down a second time.
fn python(start: Option<i64>, end: Option<i64>, step: i64, n: i64) -> Vec<usize> {
    let wrap = |at: i64| if at < 0 { at + n } else { at };
    let mut at = start.map_or(if step > 0 { 0 } else { n - 1 }, wrap);
    if step > 0 {
        at = at.max(0);
    } else {
        at = at.min(n - 1);
    }
    let end = end.map_or(if step > 0 { n } else { -1 }, wrap);
    let mut all = Vec::new();
    while if step > 0 { at < end.min(n) } else { at > end.max(-1) } {
        all.push(at as usize);
        at += step;
    }
    all
}

fn select(random: &mut Random, shape: &[usize]) -> Picked {
    let named = random.below(shape.len() + 1);
    let mut axes: Vec<AxisIndex> = Vec::new();
    let mut picked = Vec::new();
    for (axis, &len) in shape.iter().enumerate() {
        let n = len as i64;
        if axis >= named {
            picked.push(((0..len).collect(), true));
        } else if len > 0 && random.one_in(4) {
            let at = random.between(-n, n - 1);
            axes.push(at.into());
            picked.push((vec![at.rem_euclid(n) as usize], false));
        } else {
            let bound =
                |random: &mut Random| (!random.one_in(3)).then(|| random.between(-n - 2, n + 2));
            let (start, end) = (bound(random), bound(random));
            let step = [1, 1, 2, 3, 7, -1, -2, -5][random.below(8)];
            axes.push(Slice::new(start, end, step).into());
            picked.push((python(start, end, step, n), true));
        }
    }
    (axes.into(), picked)
}

/// The same part through ndarray.
fn pick<T: Clone>(array: &ArrayD<T>, picked: &[(Vec<usize>, bool)]) -> ArrayD<T> {
    let mut part = array.clone();
    for (axis, (at, _)) in picked.iter().enumerate() {
        part = part.select(Axis(axis), at);
    }
    for (axis, (_, kept)) in picked.iter().enumerate().rev() {
        if !kept {
            part = part.index_axis_move(Axis(axis), 0);
        }
    }
    part
}

fn layouts(shape: &[usize]) -> Vec<Chunks> {
    let chunk = shape.iter().map(|&n| (n as u64).div_ceil(3).max(1)).collect();
    vec![Chunks::Auto, Chunks::Shape(chunk), Chunks::Contiguous]
}

#[test]
fn slices_read_and_write_as_ndarray_does() {
    let (_dir, file) = file();
    let mut random = Random(7);
    for (i, shape) in [vec![13], vec![1], vec![7, 10], vec![4, 1, 9], vec![3, 4, 5, 6], vec![0, 3]]
        .iter()
        .enumerate()
    {
        for (j, layout) in layouts(shape).into_iter().enumerate() {
            let mut memory = counting(shape);
            let name = format!("x{i}{j}");
            let x = H5Array::from_array_with(&file, &name, &memory, |new| new.chunks(layout))
                .expect("stored");
            for round in 0..150 {
                let (selection, picked) = select(&mut random, shape);
                let what = format!("{shape:?}{selection}");
                let expected = pick(&memory, &picked);
                let read = x.read_slice(selection.clone()).expect(&what);
                assert_eq!(read, expected, "{what}");
                assert!(read.is_standard_layout());

                // Narrowing goes by tiles, another memory order too.
                let narrow = x.read_slice_as::<i16>(selection.clone()).expect(&what);
                assert_eq!(narrow.mapv(i64::from), expected, "{what} as i16");
                let mut fortran = Array::from_elem(expected.raw_dim(), -1i64).reversed_axes();
                let mut out = fortran.view_mut().reversed_axes();
                x.read_slice_into(selection.clone(), &mut out).expect(&what);
                assert_eq!(out, expected, "{what} into another order");

                if round % 3 == 0 {
                    let new = expected.mapv(|v| (v * 31 + round) % 1000);
                    let stored = if round % 2 == 0 {
                        x.write_slice(selection, &new)
                    } else {
                        let turned = new.t().as_standard_layout().into_owned();
                        x.write_slice(selection, &turned.t())
                    };
                    stored.expect(&what);
                    for (at, value) in new.indexed_iter() {
                        let mut kept = at.slice().iter();
                        let place: Vec<usize> = picked
                            .iter()
                            .map(
                                |(p, keep)| {
                                    if *keep { p[*kept.next().expect("axis")] } else { p[0] }
                                },
                            )
                            .collect();
                        memory[IxDyn(&place)] = *value;
                    }
                    assert_eq!(x.read().expect("read"), memory, "{what} written");
                }
            }
        }
    }
}

#[test]
fn forward_slices_are_those_of_ndarray_itself() {
    let (_dir, file) = file();
    let memory = counting(&[6, 8]);
    let x = H5Array::from_array(&file, "x", &memory).expect("stored");
    let same = |selection: Selection, elements: [SliceInfoElem; 2]| {
        assert_eq!(
            x.read_slice(selection.clone()).expect("read"),
            memory.slice(elements.as_slice()),
            "{selection}"
        );
    };
    same(h5s![1..3, ..], [(1..3).into(), (..).into()]);
    same(h5s![-3.., ..;-1], [(-3..).into(), s![..;-1].as_ref()[0]]);
    same(h5s![..=-2;2, 3], [s![..=-2;2].as_ref()[0], 3.into()]);
    same(h5s![-1, ..;3], [(-1).into(), s![..;3].as_ref()[0]]);
    assert_eq!(x.read_slice(2).expect("row"), memory.index_axis(Axis(0), 2));
    assert_eq!(x.read_slice((.., 2..=3)).expect("two"), memory.slice(s![.., 2..4]).into_dyn());
}

#[test]
fn ellipsis_and_new_axes() {
    let (_dir, file) = file();
    let memory = counting(&[2, 3, 4]);
    let x = H5Array::from_array(&file, "x", &memory).expect("stored");
    let read = |s: Selection| x.read_slice(s).expect("read");
    assert_eq!(read(h5s![Ellipsis, 1]), memory.slice(s![.., .., 1]).into_dyn());
    assert_eq!(read(h5s![1, Ellipsis]), memory.slice(s![1, .., ..]).into_dyn());
    assert_eq!(read(h5s![1, Ellipsis, 1, 2, NewAxis]), array![memory[[1, 1, 2]]].into_dyn());
    assert_eq!(read(h5s![.., NewAxis, 0]).shape(), [2, 1, 4]);
    assert_eq!(read(h5s![]), memory);
    x.write_slice(h5s![NewAxis, 0, 0, ..;-1], &array![[9i64, 8, 7, 6]]).expect("written");
    assert_eq!(read(h5s![0, 0]), array![6i64, 7, 8, 9].into_dyn());

    for (bad, says) in [
        (h5s![0, 0, 0, 0], "at most 3 indices"),
        (h5s![Ellipsis, Ellipsis], "one Ellipsis"),
        (h5s![2], "axis 0, which has 2 elements, found 2"),
        (h5s![0, -4], "found -4"),
        (h5s![..;0], "step of axis 0 is 0"),
    ] {
        let error = x.read_slice(bad).expect_err(says);
        assert_eq!(error.kind(), ErrorKind::Shape);
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(error.path(), "/x");
    }
}

#[test]
fn writing_stretches_as_numpy_does() {
    let (_dir, file) = file();
    let x = zeros::<i32>((2, 3, 4)).place(&file, "x").expect("made");
    let mut memory = Array3::<i32>::zeros((2, 3, 4));
    x.write_slice(.., &arr0(5)).expect("a scalar");
    memory.fill(5);
    x.write_slice(h5s![.., 1..], &array![[1], [2]]).expect("a column");
    memory.slice_mut(s![.., 1.., ..]).assign(&array![[1], [2]]);
    x.write_slice(h5s![0, 0], &array![[[1, 2, 3, 4]]]).expect("more axes than needed");
    memory.slice_mut(s![0, 0, ..]).assign(&array![1, 2, 3, 4]);
    assert_eq!(x.read_dim().expect("read"), memory);
    let error = x.write_slice(h5s![0], &array![1, 2, 3]).expect_err("shape");
    assert!(error.to_string().contains("stretches to shape [3, 4], found shape [3]"), "{error}");
    assert_eq!(x.write(&array![1, 2]).expect_err("shape").kind(), ErrorKind::Shape);
}
