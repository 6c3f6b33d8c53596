//! Datasets and files that go while something looks at them.

use ch5_array::ops::reductions::Reductions;
use ch5_array::{ArrayLike, ErrorKind::*, H5Array, h5s};
use ndarray::Array2;

use crate::{file, says, store};

fn numbers() -> Array2<i64> {
    Array2::from_shape_fn((6, 4), |(i, j)| (i * 4 + j) as i64)
}

#[test]
fn a_file_closed_under_a_view() {
    let (_dir, file) = file();
    let x = store(&file, "x", &numbers());
    let (lazy, view) = (x.expr() + 1i64, x.view(h5s![1..]).unwrap());
    let place = &["a.h5", "/x"];
    file.close().unwrap();
    says(lazy.load(), Closed, place);
    says(x.expr().load(), Closed, place);
    says(x.sum().load(), Closed, place);
    says(view.expr().load(), Closed, place);
    says(view.assign(1i64), Closed, place);
    says(x.assign(1i64), Closed, place);
    says(x.streaming().add_assign(1i64), Closed, place);
    says(x.typed::<i64>().unwrap().read(), Closed, place);
    says(x.put(&[0], 1i64, ch5_array::ops::indexing::Mode::Raise), Closed, place);
    assert!(lazy.blocks().unwrap().all(|block| block.is_err()));
}

#[test]
fn a_dataset_deleted_under_a_view() {
    let (_dir, file) = file();
    let x = store(&file, "x", &numbers());
    let view = x.view(h5s![1..]).unwrap();
    let root = file.root().unwrap();
    root.unlink("x").unwrap();
    // Its name is gone; a handle keeps the data, as an open file keeps what was deleted. What is
    // written there would be lost.
    assert_eq!(x.expr().read_as::<i64>().unwrap(), numbers().into_dyn());
    assert_eq!(view.expr().sum().item_as::<i64>().unwrap(), numbers().sum() - 6);
    says(view.assign(0i64), NotFound, &["a.h5", "/x", "deleted"]);
    says(x.assign(0i64), NotFound, &["a.h5", "/x", "deleted"]);
    assert_eq!(x.sum().item_as::<i64>().unwrap(), numbers().sum());
    says(root.dataset("x"), NotFound, &["a.h5", "/x"]);
    // The name may be taken again: the old handle stays with the old data.
    let new = store(&file, "x", &ndarray::array![1i64]);
    assert_eq!(x.sum().item_as::<i64>().unwrap(), numbers().sum());
    says(view.assign(0i64), NotFound, &["a.h5", "/x", "deleted"]);
    assert_eq!(new.sum().item_as::<i64>().unwrap(), 1);
}

#[test]
fn a_dataset_that_shrank_under_a_view() {
    for chunk in [[2, 2], [6, 4], [4, 1]] {
        let (_dir, file) = file();
        let stored = H5Array::from_array_with(&file, "x", &numbers(), |new| {
            new.chunks(ch5_array::Chunks::Shape(chunk.to_vec()))
        });
        let x: H5Array = stored.unwrap().into_dyn();
        let lazy = x.expr() + 1i64;
        let (view, rest) = (x.view(h5s![1..]).unwrap(), x.view(h5s![4..]).unwrap());
        let mut other = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
        other.resize([3, 4]).unwrap();
        let place = &["a.h5", "/x", "[6, 4]", "[3, 4]"];
        // No made up elements, nothing written beyond.
        says(lazy.load(), Shape, place);
        says(x.sum().load(), Shape, place);
        says(view.expr().load(), Shape, place);
        says(rest.expr().load(), Shape, place);
        says(rest.assign(1i64), Shape, place);
        says(x.assign(5i64), Shape, place);
        says(x.streaming().assign(5i64), Shape, place);
        says(x.typed::<i64>().unwrap().read(), Shape, &["a.h5", "/x"]);
        let left = other.expr().read_as::<i64>().unwrap();
        assert_eq!(left, numbers().slice(ndarray::s![..3, ..]).into_dyn());
        // It grew again: what was cut off is gone.
        other.resize([6, 4]).unwrap();
        assert_eq!(x.sum().item_as::<i64>().unwrap(), left.sum());
    }
}
