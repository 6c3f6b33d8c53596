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
fn a_group_list_is_extended_whole_or_not_at_all() {
    /// Needs a group, and refuses the number 2.
    #[derive(Debug)]
    struct Picky(i32);
    impl H5Write for Picky {
        fn h5_write(&self, values: &mut ch5::H5Dict) -> ch5::Result<()> {
            let text = if self.0 == 2 { "a\0b" } else { "fine" };
            values.insert("n", &self.0)?;
            values.insert("text", text)
        }
    }
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &[Picky(0)]).unwrap();
    let group = file.root().unwrap().group("list").unwrap();
    let first = group.group("0").unwrap();
    list.extend(&[Picky(1), Picky(3)]).unwrap();
    assert_eq!(list.len().unwrap(), 3);
    let error = list.extend(&[Picky(4), Picky(5), Picky(2), Picky(6)]).unwrap_err();
    assert!(error.path().starts_with("/list/5"), "{error}");
    assert_eq!(group.names().unwrap(), ["0", "1", "2"]);
    list.extend(&[Picky(7)]).unwrap();
    assert_eq!(list.len().unwrap(), 4);
    // What was there stayed where it was.
    assert_eq!(first.identity().unwrap(), group.group("0").unwrap().identity().unwrap());
    list.extend::<Picky>(&[]).unwrap();
    let bytes = file.bytes_read();
    list.extend(&[Picky(8)]).unwrap();
    assert_eq!(file.bytes_read(), bytes);
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

#[derive(H5Store, Debug, Clone, Copy, PartialEq)]
enum Mode {
    Off,
    On,
}

#[derive(H5Store, Debug, Clone, PartialEq)]
enum Shape {
    Dot,
    Circle(f32),
    Box { w: u8, h: u8 },
}

#[derive(H5Store, Debug, Clone, PartialEq)]
struct Wide {
    small: u8,
    mode: Mode,
    maybe: Option<i16>,
    tags: Vec<String>,
    shape: Shape,
}

fn wide(i: usize) -> Wide {
    Wide {
        small: i as u8,
        mode: if i.is_multiple_of(2) { Mode::Off } else { Mode::On },
        maybe: i.is_multiple_of(3).then_some(i as i16),
        tags: vec![format!("t{i}"); i % 3],
        shape: match i % 3 {
            0 => Shape::Dot,
            1 => Shape::Circle(i as f32),
            _ => Shape::Box { w: i as u8, h: 1 },
        },
    }
}

#[test]
fn unions_enums_and_wide_records() {
    same_as_vec(wide);
    same_as_vec(|i| wide(i).shape);
    same_as_vec(|i| wide(i).mode);
    same_as_vec(|i| vec![(i as i32, format!("{i}")); i % 3]);
    same_as_vec(|i| std::collections::BTreeMap::from([(format!("k{}", i % 2), i as i64)]));
    same_as_vec(|i| [i as i16, 1, 2]);
    same_as_vec(|i| i as i128 * i128::from(u64::MAX));
    same_as_vec(|i| (i % 4 != 1).then(|| format!("t{i}")));
}

/// The datatypes of all datasets below an object, by path.
fn dtypes(file: &File, path: &str, found: &mut Vec<String>) {
    match file.root().unwrap().open(path).unwrap() {
        ch5::Object::Dataset(d) => found.push(format!("{path} {} {:?}", d.dtype(), d.filters())),
        ch5::Object::Group(g) => {
            for name in g.names().unwrap() {
                dtypes(file, &format!("{path}/{name}"), found);
            }
        }
    }
}

#[test]
fn edits_keep_datatypes_filters_and_marks() {
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &[wide(0), wide(1), wide(2), wide(3)]).unwrap();
    list.attributes().set("units", "mm").unwrap();
    let types = || {
        let mut found = Vec::new();
        dtypes(&file, "list", &mut found);
        found
    };
    let before = types();
    assert!(before.iter().any(|t| t.starts_with("list/small u8")), "{before:?}");
    list.reverse().unwrap();
    list.remove(1).unwrap();
    list.sort_by_key(|w: &Wide| w.small).unwrap();
    list.swap(0, 2).unwrap();
    assert_eq!(types(), before);
    assert_eq!(list.to_vec::<Wide>().unwrap(), [wide(3), wide(1), wide(0)]);
    assert_eq!(list.attributes().get::<String>("units").unwrap(), "mm");

    #[derive(H5Store)]
    struct Zipped {
        #[h5(compression = "gzip:6", shuffle, chunks(64))]
        values: Vec<i16>,
    }
    ch5::write_object(&file, "zipped", &Zipped { values: (0..200).collect() }).unwrap();
    let mut list = H5List::of(&file, "zipped/values").unwrap();
    list.insert(0, &-1i16).unwrap();
    list.push(&300i16).unwrap();
    list.reverse().unwrap();
    let dataset = file.root().unwrap().dataset("zipped/values").unwrap();
    assert_eq!((dataset.dtype(), dataset.chunks().unwrap()), (&ch5::DType::I16, Some(vec![64])));
    assert_eq!(dataset.filters().unwrap().len(), 2);
    assert_eq!(list.slice::<i16>(..2).unwrap(), [300, 199]);
    assert_eq!(list.get::<i16>(201).unwrap(), -1);
}

#[test]
fn tables_grow_in_place() {
    let (_dir, file) = temp();
    let point = |i: usize| Point { x: i as i32, name: format!("p{i}") };
    let mut list = H5List::create(&file, "list", &[point(0)]).unwrap();
    let group = |file: &File| file.root().unwrap().group("list").unwrap().identity().unwrap();
    let first = group(&file);
    for i in 1..40 {
        list.push(&point(i)).unwrap();
    }
    assert_eq!(group(&file), first);
    list.extend(&(40..60).map(point).collect::<Vec<_>>()).unwrap();
    assert_eq!(list.pop::<Point>().unwrap(), Some(point(59)));
    list.truncate(50).unwrap();
    assert_eq!(group(&file), first);
    assert_eq!(list.to_vec::<Point>().unwrap(), (0..50).map(point).collect::<Vec<_>>());
    // Beyond that the columns get larger chunks.
    for i in 50..200 {
        list.push(&point(i)).unwrap();
    }
    assert_eq!(list.to_vec::<Point>().unwrap(), (0..200).map(point).collect::<Vec<_>>());
    let chunk = file.root().unwrap().dataset("list/x").unwrap().chunks().unwrap().unwrap();
    assert!(chunk[0] >= 1024, "{chunk:?}");
    let mut ragged = H5List::create(&file, "ragged", &[vec![1u8, 2], vec![]]).unwrap();
    let place = || file.root().unwrap().group("ragged").unwrap().identity().unwrap();
    let before = place();
    ragged.push(&vec![3u8]).unwrap();
    ragged.extend(&[vec![], vec![4u8, 5]]).unwrap();
    ragged.truncate(4).unwrap();
    ragged.push(&vec![6u8]).unwrap();
    assert_eq!(place(), before);
    let wanted = [vec![1, 2], vec![], vec![3], vec![], vec![6]];
    assert_eq!(ragged.to_vec::<Vec<u8>>().unwrap(), wanted);
}

#[test]
fn editing_the_front_is_one_pass() {
    const N: u64 = 50_000;
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &(0..N).collect::<Vec<u64>>()).unwrap();
    let mut cost = |edit: &mut dyn FnMut(&mut H5List)| {
        let before = file.bytes_read();
        edit(&mut list);
        file.bytes_read() - before
    };
    let pass = N * 8;
    for read in [
        cost(&mut |list| list.remove(0).unwrap()),
        cost(&mut |list| list.insert(0, &7u64).unwrap()),
        cost(&mut |list| list.swap(0, 40_000).unwrap()),
        cost(&mut |list| list.reverse().unwrap()),
        cost(&mut |list| list.set(0, "text").unwrap()),
    ] {
        assert!(read <= pass + pass / 4, "{read} bytes read, {pass} in the list");
    }
    // Every second element goes, every element moves: the keys, and the list once.
    let (_dir, file) = temp();
    let mut list = H5List::create(&file, "list", &(0..N).collect::<Vec<u64>>()).unwrap();
    let before = file.bytes_read();
    list.retain(|v: &u64| v.is_multiple_of(2)).unwrap();
    list.sort_by_key(|v: &u64| v.reverse_bits()).unwrap();
    let read = file.bytes_read() - before;
    assert!(read <= 4 * pass, "{read} bytes read, {pass} in the list");
    // A group list moves links, and loads no element.
    let mut list = H5List::create(&file, "group", &vec![Array1::<f64>::zeros(1000); 20]).unwrap();
    let before = file.bytes_read();
    list.remove(0).unwrap();
    list.reverse().unwrap();
    list.insert(0, &Array1::<f64>::zeros(10)).unwrap();
    assert_eq!(file.bytes_read(), before);
    assert_eq!(list.len().unwrap(), 20);
}

#[test]
fn the_root_can_be_a_list() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let mut list = H5List::open(&path, H5Mode::Truncate).unwrap();
    assert!(list.is_empty().unwrap());
    list.push(&1).unwrap();
    list.push("text").unwrap();
    list.extend(&[arr1(&[1.0]), arr1(&[2.0, 3.0])]).unwrap();
    list.insert(0, &0).unwrap();
    list.swap(0, 1).unwrap();
    list.remove(2).unwrap();
    list.set(1, &9).unwrap();
    list.attributes().set("units", "mm").unwrap();
    list.reverse().unwrap();
    assert!(list.insert(0, "\0").is_err());
    list.close().unwrap();
    let list = H5List::open(&path, H5Mode::ReadWrite).unwrap();
    assert_eq!(format!("{list:?}"), "[f64[2], f64[1], 9, 1]");
    assert_eq!(list.attributes().get::<String>("units").unwrap(), "mm");
    assert_eq!(list.path(), "/");
    let text = serde_json::to_string(&list).unwrap();
    assert_eq!(serde_json::from_str::<H5List>(&text).unwrap().len().unwrap(), 4);
    drop(list);
    // A whole file of one list, in every form.
    let point = |i: i32| Point { x: i, name: format!("p{i}") };
    ch5::save(&path, &vec![point(1), point(2)]).unwrap();
    let mut list = H5List::open(&path, H5Mode::ReadWrite).unwrap();
    list.insert(0, &point(0)).unwrap();
    list.push(&point(3)).unwrap();
    assert_eq!(list.to_vec::<Point>().unwrap(), [point(0), point(1), point(2), point(3)]);
    list.clear().unwrap();
    list.push(&5).unwrap();
    list.push(&arr1(&[1.0])).unwrap();
    assert_eq!(format!("{list:?}"), "[5, f64[1]]");
    list.close().unwrap();
    ch5::save(&path, &vec![1, 2, 3]).unwrap();
    let mut list = H5List::open(&path, H5Mode::ReadWrite).unwrap();
    list.remove(0).unwrap();
    list.close().unwrap();
    assert_eq!(ch5::load::<Vec<i32>>(&path).unwrap(), [2, 3]);
    ch5::save(&path, &std::collections::BTreeMap::from([("a", 1)])).unwrap();
    let error = H5List::open(&path, H5Mode::Read).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/"));
    assert!(H5List::open(dir.path().join("none.h5"), H5Mode::Read).unwrap_err().is_not_found());
}

#[test]
fn lists_are_opened_by_name_and_path() {
    let (dir, file) = temp();
    let mut list = H5List::create(&file, "a/b", &[1, 2]).unwrap();
    assert_eq!(list.path(), "/a%2Fb");
    list.insert(0, &0).unwrap();
    assert_eq!(H5List::of(&file, "a/b").unwrap().len().unwrap(), 3);
    assert_eq!(H5List::create_group(&file, "c/d").unwrap().len().unwrap(), 0);
    assert_eq!(H5List::create_group(&file, "c/d").unwrap_err().kind(), ErrorKind::AlreadyExists);
    let mut dict = ch5::H5Dict::root(&file).unwrap();
    dict.insert_at("x/y/list", &vec![1, 2]).unwrap();
    assert_eq!(H5List::of(&dict, "x/y/list").unwrap().len().unwrap(), 2);
    file.close().unwrap();
    let path = dir.path().join("a.h5");
    let mut list = H5List::open_at(&path, H5Mode::ReadWrite, "x/y/list").unwrap();
    list.push("t").unwrap();
    assert_eq!(list.get::<String>(2).unwrap(), "t");
    let error = H5List::open_at(&path, H5Mode::CreateNew, "x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn slices_items_and_copies() {
    let (_dir, file) = temp();
    let list = H5List::create(&file, "list", &[1, 2, 3, 4]).unwrap();
    assert_eq!(list.slice::<i32>(..).unwrap(), [1, 2, 3, 4]);
    assert_eq!(list.slice::<i32>(1..=2).unwrap(), [2, 3]);
    assert_eq!(list.slice::<i32>(list.index(-1).unwrap()..).unwrap(), [4]);
    assert_eq!(list.slice::<i32>(4..).unwrap(), [0; 0]);
    assert_eq!(list.slice::<i32>(3..9).unwrap_err().kind(), ErrorKind::Shape);
    #[allow(clippy::reversed_empty_ranges)]
    let reversed = list.slice::<i32>(3..2);
    assert_eq!(reversed.unwrap_err().kind(), ErrorKind::Shape);
    let dict: std::collections::HashMap<usize, i32> = list.to_dict().unwrap();
    assert_eq!((dict.len(), dict[&3]), (4, 4));
    // A copy lies elsewhere and goes its own way.
    ch5::write_object(&file, "copy", &list).unwrap();
    let mut copy = H5List::of(&file, "copy").unwrap();
    assert!(copy.equals_list(&list).unwrap());
    copy.push(&5).unwrap();
    assert!(!copy.equals_list(&list).unwrap());
    assert_eq!(list.len().unwrap(), 4);
    // Other forms of the same elements are equal too.
    let mut group = H5List::create_group(&file, "group").unwrap();
    group.extend(&[1i64, 2, 3, 4]).unwrap();
    assert!(group.equals_list(&list).unwrap() && list.equals_list(&group).unwrap());
    assert!(list.equals(&[1, 2, 3, 4]).unwrap() && !list.equals(&[1, 2, 3]).unwrap());
    use ch5::{Item, Value};
    assert!(matches!(list.item(1).unwrap(), Item::Value(Value::Int(2))));
    group.push(&arr1(&[1.0])).unwrap();
    group.push(&std::collections::BTreeMap::from([("k", 1)])).unwrap();
    assert!(matches!(group.item(4).unwrap(), Item::Array(a) if a.shape() == [1]));
    assert!(matches!(group.item(5).unwrap(), Item::Dict(_)));
    let table = H5List::create(&file, "table", &[Point { x: 1, name: "p".into() }]).unwrap();
    let Item::Value(Value::Record(fields)) = table.item(0).unwrap() else { panic!("no record") };
    assert_eq!(fields[1], ("name".into(), Value::Text("p".into())));
    assert_eq!(table.item(1).unwrap_err().kind(), ErrorKind::Shape);
}

#[test]
fn foreign_datasets_are_lists_too() {
    let (dir, file) = temp();
    let plain = file.to_hdf5().unwrap();
    plain.new_dataset_builder().with_data(&[3u16, 1, 2]).create("fixed").unwrap();
    let names: Vec<hdf5::types::FixedAscii<8>> =
        ["b", "a"].iter().map(|s| hdf5::types::FixedAscii::from_ascii(s).unwrap()).collect();
    plain.new_dataset_builder().with_data(&names).create("names").unwrap();
    let mut list = H5List::of(&file, "fixed").unwrap();
    list.sort_by_key(|v: &u16| *v).unwrap();
    list.push(&9u16).unwrap();
    list.push(&10u16).unwrap();
    assert_eq!(list.to_vec::<u16>().unwrap(), [1, 2, 3, 9, 10]);
    assert_eq!(file.root().unwrap().dataset("fixed").unwrap().dtype(), &ch5::DType::U16);
    let mut list = H5List::of(&file, "names").unwrap();
    list.reverse().unwrap();
    assert_eq!(list.to_vec::<String>().unwrap(), ["a", "b"]);
    list.push("longer than eight").unwrap();
    assert_eq!(list.get::<String>(2).unwrap(), "longer than eight");
    // Rows of a matrix are elements.
    ch5::write_object(&file, "matrix", &ndarray::arr2(&[[1, 2], [3, 4]])).unwrap();
    let mut rows = H5List::of(&file, "matrix").unwrap();
    rows.reverse().unwrap();
    rows.push(&[5, 6]).unwrap();
    assert_eq!(rows.to_vec::<[i32; 2]>().unwrap(), [[3, 4], [1, 2], [5, 6]]);
    drop(dir);
}
