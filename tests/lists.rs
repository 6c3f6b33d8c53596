//! H5List: what a Vec does, on every stored form.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5::{ErrorKind, File, H5List, H5Mode, H5Read, H5Store, H5Write, Policy, read_object};
use ndarray::{Array1, arr1};

fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

#[derive(H5Store, Debug, Clone, PartialEq)]
struct Point {
    x: i32,
    name: String,
}

/// Drives a list and a Vec through the same edits.
fn same_as_vec<T: H5Write + H5Read + Clone + PartialEq + std::fmt::Debug>(
    make: impl Fn(usize) -> T,
) {
    let (_dir, file) = temp();
    let mut model: Vec<T> = (0..5).map(&make).collect();
    let mut list = H5List::create(&file, "list", &model).unwrap();
    let check = |list: &H5List, model: &[T]| {
        assert_eq!(list.to_vec::<T>().unwrap(), model);
        assert_eq!(list.len().unwrap(), model.len());
        assert_eq!(list.iter::<T>().collect::<Result<Vec<_>, _>>().unwrap(), model);
        assert!(list.equals(model).unwrap());
        // A fresh handle sees the same.
        assert_eq!(read_object::<Vec<T>>(&list_file(list), "list").unwrap(), model);
    };
    fn list_file(list: &H5List) -> File {
        list.file()
    }
    check(&list, &model);
    list.push(&make(9)).unwrap();
    model.push(make(9));
    list.extend(&[make(3), make(4)]).unwrap();
    model.extend([make(3), make(4)]);
    check(&list, &model);
    list.insert(2, &make(7)).unwrap();
    model.insert(2, make(7));
    list.insert(0, &make(8)).unwrap();
    model.insert(0, make(8));
    check(&list, &model);
    list.remove(0).unwrap();
    model.remove(0);
    list.remove(model.len() - 1).unwrap();
    model.pop();
    list.set(1, &make(6)).unwrap();
    model[1] = make(6);
    check(&list, &model);
    list.swap(1, 4).unwrap();
    model.swap(1, 4);
    list.reverse().unwrap();
    model.reverse();
    check(&list, &model);
    assert_eq!(list.get::<T>(2).unwrap(), model[2]);
    assert_eq!(list.slice::<T>(1..3).unwrap(), model[1..3]);
    assert_eq!(
        list.position(|v: &T| *v == make(7)).unwrap(),
        model.iter().position(|v| *v == make(7))
    );
    for wanted in [7, 99] {
        assert_eq!(list.contains(&make(wanted)).unwrap(), model.contains(&make(wanted)));
    }
    list.retain(|v: &T| *v != make(9)).unwrap();
    model.retain(|v| *v != make(9));
    list.push(&model[model.len() - 1].clone()).unwrap();
    list.dedup::<T>().unwrap();
    model.dedup();
    check(&list, &model);
    assert_eq!(list.pop::<T>().unwrap(), model.pop());
    list.extend(&[make(1), make(2)]).unwrap();
    model.extend([make(1), make(2)]);
    list.truncate(2).unwrap();
    model.truncate(2);
    check(&list, &model);
    assert_eq!(list.get::<T>(2).unwrap_err().kind(), ErrorKind::Shape);
    assert_eq!(list.index(-1).unwrap(), 1);
    assert!(
        list.index(-3).is_err()
            && list.insert(9, &make(1)).is_err()
            && list.set(2, &make(1)).is_err()
    );
    check(&list, &model);
    list.clear().unwrap();
    assert!(list.is_empty().unwrap());
    assert_eq!(list.pop::<T>().unwrap(), None);
    list.push(&make(1)).unwrap();
    assert_eq!(list.to_vec::<T>().unwrap(), [make(1)]);
}

#[test]
fn numbers() {
    same_as_vec(|i| i as i64 * 3);
    same_as_vec(|i| i as f32 / 2.0);
    same_as_vec(|i| i % 2 == 0 || i > 50);
}

#[test]
fn texts() {
    same_as_vec(|i| format!("text {i}"));
}

#[test]
fn records() {
    same_as_vec(|i| Point { x: i as i32, name: format!("p{i}") });
}

#[test]
fn options_pairs_and_lists() {
    same_as_vec(|i| (i % 3 != 0).then_some(i as u8));
    same_as_vec(|i| (i as f64, i as f64 + 0.5));
    same_as_vec(|i| vec![i as u16; i % 4]);
    same_as_vec(|i| (i as u8, format!("{i}")));
}

#[test]
fn arrays_in_a_group_list() {
    same_as_vec(|i| Array1::from_elem(i % 4 + 1, i as f64));
}

#[test]
fn a_list_grows_from_one_form_to_the_next() {
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &[1i32, 2]).unwrap();
    list.push(&3i64).unwrap();
    assert_eq!(list.to_vec::<i64>().unwrap(), [1, 2, 3]);
    list.push("four").unwrap();
    assert_eq!(list.get::<i32>(2).unwrap(), 3);
    assert_eq!(list.get::<String>(3).unwrap(), "four");
    list.push(&arr1(&[1.0, 2.0])).unwrap();
    assert_eq!(list.len().unwrap(), 5);
    assert_eq!(list.get::<Array1<f64>>(4).unwrap(), arr1(&[1.0, 2.0]));
    assert_eq!(list.get::<String>(3).unwrap(), "four");
    assert!(file.root().unwrap().group("list").is_ok());
    assert_eq!(format!("{list:?}"), "[1, 2, 3, \"four\", f64[2]]");
    list.remove(0).unwrap();
    assert_eq!(list.get::<i32>(0).unwrap(), 2);
}

#[test]
fn a_long_list_of_numbers_grows_in_fair_chunks() {
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &[0i64]).unwrap();
    for i in 1..5000i64 {
        list.push(&i).unwrap();
    }
    assert_eq!(list.to_vec::<i64>().unwrap(), (0..5000).collect::<Vec<_>>());
    let chunks = file.root().unwrap().dataset("list").unwrap().chunks().unwrap().unwrap();
    assert!(chunks[0] >= 512, "{chunks:?}");
    list.sort_by_key(|x: &i64| std::cmp::Reverse(*x)).unwrap();
    assert_eq!(list.get::<i64>(0).unwrap(), 4999);
}

#[test]
fn failed_edits_leave_the_list() {
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &["a".to_string()]).unwrap();
    let error = list.push("b\0").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Name, "/list"));
    assert!(list.insert(0, "\0").is_err() && list.set(0, "\0").is_err());
    assert!(list.extend(&["ok".to_string(), "\0".to_string()]).is_err());
    assert_eq!(list.to_vec::<String>().unwrap(), ["a"]);
    ch5::write_object_with(&file, "list", &5, Policy::Replace).unwrap();
    assert_eq!(H5List::of(&file, "list").unwrap_err().kind(), ErrorKind::WrongType);
    assert!(H5List::of(&file, "missing").unwrap_err().is_not_found());
}
