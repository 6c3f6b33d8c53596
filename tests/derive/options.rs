//! Chunks, filters, extents, fill values and attributes.

use ch5::hdf5::filters::Filter;
use ch5::hdf5::types::{FloatSize, IntSize, TypeDescriptor};
use ch5::{ErrorKind, H5Store, write_object};
use ndarray::{Array1, Array2, Array3};

use crate::support::{
    dataset, group, has_attr, kind, plain, refused, round, temp, text_attr, texts,
};

#[derive(H5Store, Debug, PartialEq)]
struct Stored {
    #[h5(chunks(2, 4, 8), compression = "gzip:7", shuffle, fletcher32)]
    gzip: Array3<f32>,
    #[h5(compression = "zstd:5")]
    zstd: Array2<f64>,
    #[h5(compression = "lzf", shuffle = false)]
    lzf: Array1<i32>,
    #[h5(compression = "none", chunks(3))]
    none: Array1<i32>,
    #[h5(maxshape(10, none), chunks(2, 2))]
    limited: Array2<u8>,
    #[h5(fill = -7)]
    int_fill: Array1<i16>,
    #[h5(fill = nan)]
    nan_fill: Array1<f64>,
    #[h5(fill = 2.5)]
    float_fill: Array1<f32>,
    #[h5(fill = 3)]
    int_fill_of_floats: Vec<f64>,
    #[h5(attrs(units = "mm", scale = -2.5, n = 3, ok = true, "long name" = "x"))]
    noted: Vec<f64>,
    plain: Vec<f64>,
}

fn stored() -> Stored {
    Stored {
        gzip: Array3::from_shape_fn((4, 8, 16), |(a, b, c)| (a * 1000 + b * 100 + c) as f32),
        zstd: Array2::from_shape_fn((3, 40), |(a, b)| (a * b) as f64),
        lzf: Array1::from_iter(0..1000),
        none: Array1::from_iter(0..10),
        limited: Array2::from_elem((4, 4), 9),
        int_fill: Array1::from_iter(0..3),
        nan_fill: Array1::zeros(2),
        float_fill: Array1::zeros(2),
        int_fill_of_floats: vec![1.0],
        noted: vec![1.0, 2.0],
        plain: vec![0.5; 4],
    }
}

#[test]
fn chunks_and_filters_are_those_asked_for() {
    let t = temp();
    round(&t.file, "s", &stored());
    let gzip = dataset(&t.file, "s/gzip");
    assert_eq!(gzip.chunk(), Some(vec![2, 4, 8]));
    assert_eq!(gzip.filters(), [Filter::Shuffle, Filter::Deflate(7), Filter::Fletcher32]);
    assert_eq!(gzip.shape(), [4, 8, 16]);
    assert_eq!(gzip.read_raw::<f32>().unwrap(), stored().gzip.into_raw_vec_and_offset().0);

    // Numbers that are compressed are shuffled, unless that is switched off.
    let zstd = dataset(&t.file, "s/zstd").filters();
    assert_eq!(zstd.len(), 2, "{zstd:?}");
    assert_eq!(zstd[0], Filter::Shuffle);
    assert!(matches!(&zstd[1], Filter::User(32015, level) if level[..] == [5]), "{zstd:?}");
    let lzf = dataset(&t.file, "s/lzf").filters();
    assert!(matches!(lzf[..], [Filter::LZF]), "{lzf:?}");
    let none = dataset(&t.file, "s/none");
    assert_eq!((none.filters(), none.chunk()), (vec![], Some(vec![3])));
    assert_eq!(dataset(&t.file, "s/plain").filters(), []);
}

#[test]
fn extents_and_fill_values_are_those_asked_for() {
    let t = temp();
    round(&t.file, "s", &stored());
    let max = |path| dataset(&t.file, path).space().unwrap().maxdims();
    assert_eq!(max("s/limited"), [Some(10), None]);
    assert_eq!(max("s/gzip"), [None, None, None]);
    assert_eq!(max("s/plain"), [None]);

    // What was never written reads as the fill value.
    for (path, expected) in [
        ("int_fill", -7.0),
        ("nan_fill", f64::NAN),
        ("float_fill", 2.5),
        ("int_fill_of_floats", 3.0),
    ] {
        let dataset = dataset(&t.file, &format!("s/{path}"));
        dataset.resize(9).unwrap();
        let last = dataset.read_1d::<f64>().unwrap()[8];
        assert!(last == expected || (last.is_nan() && expected.is_nan()), "{path}: {last}");
    }
    assert_eq!(kind(&dataset(&t.file, "s/int_fill")), TypeDescriptor::Integer(IntSize::U2));
    assert_eq!(kind(&dataset(&t.file, "s/float_fill")), TypeDescriptor::Float(FloatSize::U4));
}

#[test]
fn attributes_lie_on_the_member() {
    let t = temp();
    round(&t.file, "s", &stored());
    let noted = dataset(&t.file, "s/noted");
    assert_eq!(text_attr(&noted, "units"), "mm");
    assert_eq!(text_attr(&noted, "long name"), "x");
    assert_eq!(noted.attr("scale").unwrap().read_scalar::<f64>().unwrap(), -2.5);
    assert_eq!(noted.attr("n").unwrap().read_scalar::<i64>().unwrap(), 3);
    assert!(noted.attr("ok").unwrap().read_scalar::<bool>().unwrap());
    assert!(!has_attr(&dataset(&t.file, "s/plain"), "units"));
}

/// Attributes for every form that a field can take.
#[derive(H5Store, Debug, PartialEq)]
struct Noted {
    #[h5(attrs(units = "a"))]
    scalar: f64,
    #[h5(attrs(units = "b"))]
    text: String,
    #[h5(attrs(units = "c"))]
    group: std::collections::BTreeMap<String, u8>,
    #[h5(attrs(units = "d"))]
    table: Vec<Row>,
    #[h5(list, attrs(units = "e"))]
    list: Vec<u8>,
    #[h5(compound, attrs(units = "f"))]
    compound: Vec<Row>,
    #[h5(dense, attrs(units = "g"))]
    dense: Vec<Vec<u8>>,
    #[h5(packed, attrs(units = "h"))]
    packed: Vec<Row>,
    #[h5(bincode, attrs(units = "i"))]
    bincode: Option<u8>,
    #[h5(serde, attrs(units = "j"))]
    serde: Vec<Option<u8>>,
    #[h5(attrs(units = "k"))]
    none: Option<u8>,
    #[h5(attrs(units = "l"))]
    some: Option<u8>,
    #[h5(attrs(units = "m"))]
    tuple: (u8, u8),
    #[h5(attrs(units = "n"))]
    mixed: (u8, String),
    #[h5(attrs(units = "o"))]
    texts: Vec<String>,
    #[h5(attrs(units = "p"))]
    bools: Vec<bool>,
    #[h5(attrs(units = "q"))]
    level: Level,
    #[h5(attrs(units = "r"))]
    either: Either,
    #[h5(attrs(note = "s"))]
    time: std::time::Duration,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Row {
    a: u8,
    b: String,
}

#[derive(H5Store, Debug, PartialEq)]
enum Level {
    Low,
    High,
}

#[derive(H5Store, Debug, PartialEq)]
enum Either {
    A(u8),
    B,
}

#[test]
fn every_form_takes_attributes() {
    let t = temp();
    let row = || Row { a: 1, b: "x".into() };
    let noted = Noted {
        scalar: 1.0,
        text: "t".into(),
        group: [("k".to_owned(), 1)].into(),
        table: vec![row(), row()],
        list: vec![1, 2],
        compound: vec![row()],
        dense: vec![vec![1, 2], vec![3, 4]],
        packed: vec![row()],
        bincode: Some(3),
        serde: vec![None, Some(1)],
        none: None,
        some: Some(1),
        tuple: (1, 2),
        mixed: (1, "x".into()),
        texts: vec!["a".into()],
        bools: vec![true, false],
        level: Level::High,
        either: Either::A(1),
        time: std::time::Duration::from_nanos(5),
    };
    round(&t.file, "n", &noted);
    let fields = [
        "scalar", "text", "group", "table", "list", "compound", "dense", "packed", "bincode",
        "serde", "none", "some", "tuple", "mixed", "texts", "bools", "level", "either",
    ];
    for (field, units) in fields.iter().zip('a'..) {
        let path = format!("n/{field}");
        let found = match plain(&t.file).dataset(&path) {
            Ok(dataset) => text_attr(&dataset, "units"),
            Err(_) => text_attr(&group(&t.file, &path), "units"),
        };
        assert_eq!(found, units.to_string(), "{field}");
    }
    // A type's own attribute and the field's stand side by side.
    let time = dataset(&t.file, "n/time");
    assert_eq!(
        (text_attr(&time, "note"), text_attr(&time, "units")),
        ("s".into(), "nanoseconds".into())
    );
}

/// Options of sequences that are packed element by element.
#[derive(H5Store, Debug, PartialEq)]
struct Columns {
    #[h5(chunks(4), compression = "gzip:1", maxshape(20))]
    bools: Vec<bool>,
    #[h5(chunks(5), compression = "gzip:2", maxshape(30))]
    texts: Vec<String>,
    #[h5(chunks(6, 3), compression = "zstd")]
    triples: Vec<[f64; 3]>,
    #[h5(chunks(7), compression = "gzip:3")]
    rows: Vec<Row>,
    #[h5(serde, chunks(8), compression = "lzf", maxshape(40), fill = 7)]
    numbers: Vec<i32>,
    #[h5(compound, chunks(9), compression = "gzip:4")]
    compound: Vec<Row>,
    #[h5(dense, chunks(2, 1), compression = "gzip:5", maxshape(none, 2))]
    dense: Vec<Vec<i32>>,
    #[h5(bincode, chunks(16), compression = "gzip:6")]
    bincode: Vec<u8>,
}

#[test]
fn packed_sequences_take_options() {
    let t = temp();
    let columns = Columns {
        bools: vec![true; 10],
        texts: (0..10).map(|i| i.to_string()).collect(),
        triples: vec![[1.0, 2.0, 3.0]; 10],
        rows: (0..10).map(|a| Row { a, b: a.to_string() }).collect(),
        numbers: (0..10).collect(),
        compound: (0..10).map(|a| Row { a, b: a.to_string() }).collect(),
        dense: vec![vec![1, 2]; 10],
        bincode: vec![1; 100],
    };
    round(&t.file, "c", &columns);
    let deflate = |path: &str| {
        let filters = dataset(&t.file, &format!("c/{path}")).filters();
        filters.iter().find_map(|f| match f {
            Filter::Deflate(level) => Some(*level),
            _ => None,
        })
    };
    let chunk = |path: &str| dataset(&t.file, &format!("c/{path}")).chunk().unwrap();
    let max = |path: &str| dataset(&t.file, &format!("c/{path}")).space().unwrap().maxdims();
    assert_eq!(
        (chunk("bools"), deflate("bools"), max("bools")),
        (vec![4], Some(1), vec![Some(20)])
    );
    assert_eq!(
        (chunk("texts"), deflate("texts"), max("texts")),
        (vec![5], Some(2), vec![Some(30)])
    );
    assert_eq!(texts(&dataset(&t.file, "c/texts"))[9], "9");
    assert_eq!(chunk("triples"), [6, 3]);
    for column in ["rows/a", "rows/b"] {
        assert_eq!((chunk(column), deflate(column)), (vec![7], Some(3)), "{column}");
    }
    assert_eq!((chunk("numbers"), max("numbers")), (vec![8], vec![Some(40)]));
    let numbers = dataset(&t.file, "c/numbers");
    numbers.resize(12).unwrap();
    assert_eq!(numbers.read_1d::<i32>().unwrap()[11], 7);
    assert_eq!((chunk("compound"), deflate("compound")), (vec![9], Some(4)));
    assert_eq!((chunk("dense"), deflate("dense")), (vec![2, 1], Some(5)));
    assert_eq!(max("dense"), [None, Some(2)]);
    assert_eq!((chunk("bincode"), deflate("bincode")), (vec![16], Some(6)));
}

#[derive(H5Store, Debug)]
struct Chunked<T>(#[h5(skip)] (), #[h5(chunks(2, 2))] T);

#[test]
fn options_that_do_not_fit_the_value_are_refused() {
    let t = temp();
    #[derive(H5Store, Debug)]
    struct Scalar {
        #[h5(compression = "gzip")]
        x: f64,
    }
    let e = refused(write_object(&t.file, "s", &Scalar { x: 1.0 }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    #[derive(H5Store, Debug)]
    struct Group {
        #[h5(chunks(3))]
        x: Row,
    }
    let row = Row { a: 1, b: String::new() };
    let e = refused(write_object(&t.file, "s", &Group { x: row }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    #[derive(H5Store, Debug)]
    struct Rank {
        #[h5(chunks(3))]
        x: Array2<f64>,
        #[h5(maxshape(3))]
        y: Array1<f64>,
    }
    let rank = Rank { x: Array2::zeros((2, 2)), y: Array1::zeros(2) };
    let e = refused(write_object(&t.file, "s", &rank), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Shape);
    #[derive(H5Store, Debug)]
    struct Short {
        #[h5(maxshape(3))]
        y: Vec<f64>,
        #[h5(maxshape(3))]
        z: Vec<bool>,
    }
    let e = refused(write_object(&t.file, "s", &Short { y: vec![0.0; 4], z: vec![] }), "/s/y");
    assert_eq!(e.kind(), ErrorKind::Shape);
    let e = refused(write_object(&t.file, "s", &Short { y: vec![], z: vec![true; 4] }), "/s/z");
    assert_eq!(e.kind(), ErrorKind::Shape);
    #[derive(H5Store, Debug)]
    struct Fill {
        #[h5(fill = 300)]
        x: Vec<u8>,
    }
    let e = refused(write_object(&t.file, "s", &Fill { x: vec![] }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Value);
    let e = refused(write_object(&t.file, "s", &Chunked((), 1u8)), "/s/0");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    round(&t.file, "after", &1u8);
    assert!(!plain(&t.file).link_exists("s"), "a failure leaves nothing");
}
