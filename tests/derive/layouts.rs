//! The forms that sequences and trees take in the file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};

use ch5::hdf5::types::{FloatSize, IntSize, TypeDescriptor};
use ch5::{ErrorKind, H5Store, Packed, read_object, write_object};
use serde::{Deserialize, Serialize};

use crate::support::{
    dataset, group, has_attr, kind, members, plain, refused, round, temp, text_attr, texts,
};

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
    place: [f32; 2],
    level: Level,
}

#[derive(H5Store, Debug, PartialEq, Clone, Copy)]
enum Level {
    Low,
    High,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Model {
    id: u32,
    tags: Vec<String>,
}

fn hits() -> Vec<Hit> {
    let hit = |id: u32| Hit {
        id,
        score: f64::from(id) / 2.0,
        name: format!("h{id}"),
        place: [id as f32, 0.5],
        level: if id.is_multiple_of(2) { Level::Low } else { Level::High },
    };
    (0..5).map(hit).collect()
}

#[derive(H5Store, Debug, PartialEq)]
struct Forms {
    usual: Vec<Hit>,
    #[h5(table)]
    table: Vec<Hit>,
    #[h5(list)]
    list: Vec<Hit>,
    #[h5(compound)]
    compound: Vec<Hit>,
    #[h5(packed)]
    packed: Vec<Hit>,
    #[h5(list)]
    numbers: Vec<u8>,
    #[h5(dense)]
    dense: Vec<Vec<f32>>,
    #[h5(dense)]
    cube: Vec<[[i16; 2]; 3]>,
    ragged: Vec<Vec<f32>>,
    #[h5(list)]
    models: Vec<Model>,
    #[h5(packed)]
    tree: Model,
    #[h5(packed)]
    hit: Hit,
    #[h5(packed)]
    map: HashMap<String, BTreeMap<String, Option<f64>>>,
}

fn forms() -> Forms {
    let model = Model { id: 3, tags: vec!["a".into(), "b".into()] };
    Forms {
        usual: hits(),
        table: hits(),
        list: hits(),
        compound: hits(),
        packed: hits(),
        numbers: vec![1, 2, 3],
        dense: vec![vec![1.0, 2.0], vec![3.0, 4.0], vec![5.0, 6.0]],
        cube: vec![[[1, 2], [3, 4], [5, 6]]; 4],
        ragged: vec![vec![1.0], vec![], vec![2.0, 3.0]],
        models: vec![model.clone(), model.clone()],
        tree: model,
        hit: hits().remove(0),
        map: [("a".to_owned(), [("b".to_owned(), Some(1.0)), ("c".to_owned(), None)].into())]
            .into(),
    }
}

#[test]
fn records_are_a_table_of_columns() {
    let t = temp();
    round(&t.file, "f", &forms());
    for table in ["f/usual", "f/table"] {
        assert_eq!(members(&t.file, table), ["id", "score", "name", "place", "level"]);
        let column = |name: &str| dataset(&t.file, &format!("{table}/{name}"));
        assert_eq!(column("id").read_1d::<u32>().unwrap().to_vec(), [0, 1, 2, 3, 4]);
        assert_eq!(column("score").read_1d::<f64>().unwrap()[3], 1.5);
        assert_eq!(texts(&column("name"))[4], "h4");
        assert_eq!(column("place").shape(), [5, 2]);
        assert!(matches!(kind(&column("level")), TypeDescriptor::Enum(e) if e.members.len() == 2));
        assert!(column("id").is_resizable() && column("name").is_resizable());
    }
}

#[test]
fn a_list_is_a_group_of_numbered_members() {
    let t = temp();
    round(&t.file, "f", &forms());
    assert_eq!(text_attr(&group(&t.file, "f/list"), "__h5_type__"), "list");
    assert_eq!(members(&t.file, "f/list"), ["0", "1", "2", "3", "4"]);
    assert_eq!(dataset(&t.file, "f/list/3/id").read_scalar::<u32>().unwrap(), 3);
    assert_eq!(dataset(&t.file, "f/numbers/2").read_scalar::<u8>().unwrap(), 3);
    assert_eq!(text_attr(&group(&t.file, "f/models"), "__h5_type__"), "list");
    assert_eq!(texts(&dataset(&t.file, "f/models/1/tags")), ["a", "b"]);
}

#[test]
fn a_compound_is_one_dataset() {
    let t = temp();
    round(&t.file, "f", &forms());
    let compound = dataset(&t.file, "f/compound");
    assert_eq!(compound.shape(), [5]);
    let TypeDescriptor::Compound(fields) = kind(&compound) else {
        panic!("{:?}", kind(&compound));
    };
    let found: Vec<_> = fields.fields.iter().map(|f| (f.name.as_str(), &f.ty)).collect();
    assert_eq!(found[0], ("id", &TypeDescriptor::Unsigned(IntSize::U4)));
    assert_eq!(found[1], ("score", &TypeDescriptor::Float(FloatSize::U8)));
    assert_eq!(found[2], ("name", &TypeDescriptor::VarLenUnicode));
    let place = TypeDescriptor::FixedArray(Box::new(TypeDescriptor::Float(FloatSize::U4)), 2);
    assert_eq!(found[3], ("place", &place));
    assert!(matches!(found[4], ("level", TypeDescriptor::Enum(_))));
}

#[test]
fn dense_is_one_array_and_ragged_is_values_and_offsets() {
    let t = temp();
    round(&t.file, "f", &forms());
    let dense = dataset(&t.file, "f/dense");
    assert_eq!(dense.shape(), [3, 2]);
    assert_eq!(dense.read_raw::<f32>().unwrap(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(dataset(&t.file, "f/cube").shape(), [4, 3, 2]);
    assert_eq!(members(&t.file, "f/ragged"), ["values", "offsets"]);
    assert_eq!(dataset(&t.file, "f/ragged/offsets").read_raw::<u64>().unwrap(), [0, 1, 1, 3]);
}

#[test]
fn packed_is_one_set_of_columns() {
    let t = temp();
    round(&t.file, "f", &forms());
    for path in ["packed", "tree", "hit", "map"] {
        let path = format!("f/{path}");
        assert_eq!(text_attr(&group(&t.file, &path), "__ch5_kind__"), "packed", "{path}");
        let columns = ["path", "kind", "index", "ints", "floats", "text"];
        assert_eq!(members(&t.file, &path), columns, "{path}");
    }
    // It is read as the groups it stands for, by any type that fits.
    let model: Model = ch5::read_serde(&t.file, "f/tree").unwrap();
    assert_eq!(model, forms().tree);
    let Packed(hit) = read_object::<Packed<Hit>>(&t.file, "f/hit").unwrap();
    assert_eq!(hit, forms().hit);
}

/// Collections other than `Vec`, each in each form.
macro_rules! collections {
    ($($form:ident in $test:ident),*) => {$(
        #[test]
        fn $test() {
            #[derive(H5Store, Debug, PartialEq)]
            struct All {
                #[h5($form)]
                deque: VecDeque<i32>,
                #[h5($form)]
                linked: LinkedList<i32>,
                #[h5($form)]
                sorted: BTreeSet<i32>,
                #[h5($form)]
                hashed: HashSet<i32>,
                #[h5($form)]
                boxed: Box<[i32]>,
                #[h5($form)]
                owned: std::borrow::Cow<'static, [i32]>,
                #[h5($form)]
                shared: std::sync::Arc<Vec<i32>>,
                #[h5($form)]
                some: Option<Vec<i32>>,
                #[h5($form)]
                none: Option<Vec<i32>>,
                #[h5($form)]
                fixed: [i32; 3],
            }
            let t = temp();
            let three = || [1, 2, 3];
            let all = All {
                deque: three().into(),
                linked: three().into(),
                sorted: three().into(),
                hashed: three().into(),
                boxed: three().into(),
                owned: three().to_vec().into(),
                shared: three().to_vec().into(),
                some: Some(three().into()),
                none: None,
                fixed: three(),
            };
            round(&t.file, "a", &all);
            let mut forms = Vec::new();
            for name in members(&t.file, "a").iter().filter(|name| *name != "none") {
                forms.push(match plain(&t.file).group(&format!("a/{name}")) {
                    Ok(group) if has_attr(&group, "__h5_type__") => "list",
                    Ok(group) if has_attr(&group, "__ch5_kind__") => "packed",
                    Ok(_) => "group",
                    Err(_) => "dataset",
                });
            }
            let expected = match stringify!($form) {
                "list" => "list",
                "packed" => "packed",
                _ => "dataset",
            };
            assert_eq!(forms, [expected; 9]);
        }
    )*};
}

collections!(
    list in every_collection_can_be_a_list,
    packed in every_collection_can_be_packed,
    dense in every_collection_can_be_dense,
    table in every_collection_can_be_a_table
);

#[test]
fn layouts_that_do_not_fit_the_value_are_refused() {
    let t = temp();
    #[derive(H5Store, Debug)]
    struct Dense {
        #[h5(dense)]
        x: Vec<Vec<f64>>,
    }
    let e = refused(write_object(&t.file, "s", &Dense { x: vec![vec![1.0], vec![]] }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Shape);
    assert!(e.to_string().contains("#[h5(dense)]"), "{e}");

    #[derive(H5Store, Debug)]
    struct DenseText {
        #[h5(dense)]
        x: Vec<String>,
    }
    let e = refused(write_object(&t.file, "s", &DenseText { x: vec!["a".into()] }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::WrongType);

    #[derive(H5Store, Debug)]
    struct Compound {
        #[h5(compound)]
        x: Vec<Vec<u8>>,
        #[h5(compound)]
        y: Vec<Model>,
    }
    let one = Compound { x: vec![vec![1]], y: vec![] };
    let e = refused(write_object(&t.file, "s", &one), "/s/x");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    let tags = Compound { x: vec![], y: vec![Model { id: 1, tags: vec![] }] };
    let e = refused(write_object(&t.file, "s", &tags), "/s/y");
    assert_eq!(e.kind(), ErrorKind::WrongType);

    #[derive(H5Store, Debug)]
    struct Table {
        #[h5(table)]
        x: Vec<ndarray::Array1<f64>>,
    }
    let table = Table { x: vec![ndarray::Array1::zeros(2)] };
    let e = refused(write_object(&t.file, "s", &table), "/s/x");
    assert_eq!(e.kind(), ErrorKind::WrongType);

    #[derive(H5Store, Debug)]
    struct Pack {
        #[h5(packed)]
        x: ndarray::Array1<f64>,
    }
    let pack = Pack { x: ndarray::Array1::zeros(2) };
    let e = refused(write_object(&t.file, "s", &pack), "/s/x");
    assert_eq!(e.kind(), ErrorKind::WrongType);

    // A layout of sequences says nothing of a scalar.
    #[derive(H5Store, Debug)]
    struct Scalar {
        #[h5(list)]
        x: f64,
    }
    let e = refused(write_object(&t.file, "s", &Scalar { x: 1.0 }), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    #[derive(H5Store, Debug)]
    struct Record {
        #[h5(compound)]
        x: Model,
    }
    let record = Record { x: Model { id: 1, tags: vec![] } };
    let e = refused(write_object(&t.file, "s", &record), "/s/x");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    assert!(members(&t.file, "/").is_empty());
}

#[test]
fn empty_sequences_keep_their_layout() {
    let t = temp();
    #[derive(H5Store, Debug, PartialEq)]
    struct Empty {
        usual: Vec<Hit>,
        #[h5(list)]
        list: Vec<Hit>,
        #[h5(compound)]
        compound: Vec<Hit>,
        #[h5(packed)]
        packed: Vec<Hit>,
        #[h5(dense)]
        dense: Vec<Vec<f32>>,
        #[h5(dense)]
        rows: Vec<Vec<f32>>,
        numbers: Vec<i16>,
        texts: Vec<String>,
        bools: Vec<bool>,
        ragged: Vec<Vec<u8>>,
        options: Vec<Option<u8>>,
        map: BTreeMap<String, u8>,
    }
    let empty = Empty {
        usual: vec![],
        list: vec![],
        compound: vec![],
        packed: vec![],
        dense: vec![],
        rows: vec![vec![], vec![]],
        numbers: vec![],
        texts: vec![],
        bools: vec![],
        ragged: vec![],
        options: vec![],
        map: BTreeMap::new(),
    };
    round(&t.file, "e", &empty);
    assert_eq!(text_attr(&group(&t.file, "e/list"), "__h5_type__"), "list");
    assert_eq!(kind(&dataset(&t.file, "e/numbers")), TypeDescriptor::Integer(IntSize::U2));
    assert_eq!(kind(&dataset(&t.file, "e/rows")), TypeDescriptor::Float(FloatSize::U4));
    assert_eq!(dataset(&t.file, "e/rows").shape(), [2, 0]);
}

#[test]
fn an_array_element_turns_a_sequence_into_a_list() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Frame {
        id: u32,
        label: (u8, String),
        pixels: Option<ndarray::Array2<f32>>,
        after: [f64; 2],
    }
    let t = temp();
    let frame = |id: u32, pixels| Frame { id, label: (1, "x".into()), pixels, after: [0.5, 1.5] };
    let pixels = || Some(ndarray::Array2::from_elem((2, 3), 1.5));
    round(&t.file, "all", &vec![frame(0, pixels()), frame(1, pixels())]);
    // The rows that came before the first array were packed already.
    round(
        &t.file,
        "late",
        &vec![frame(0, None), frame(1, None), frame(2, pixels()), frame(3, None)],
    );
    assert_eq!(members(&t.file, "late"), ["0", "1", "2", "3"]);
    assert_eq!(dataset(&t.file, "late/2/pixels").shape(), [2, 3]);
    round(&t.file, "none", &vec![frame(0, None), frame(1, None)]);
    assert_eq!(text_attr(&group(&t.file, "none"), "__ch5_kind__"), "table");
}
