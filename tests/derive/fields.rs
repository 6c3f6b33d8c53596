//! Names, defaults and codecs of fields.

use ch5::{ErrorKind, H5Store, Node, Slot, read_object, write_object};
use serde::{Deserialize, Serialize};

use crate::support::{
    dataset, group, has_attr, members, plain, refused, round, temp, text, text_attr,
};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, Default)]
struct Plain {
    a: i32,
}

/// Implements nothing that could store it.
#[derive(Debug, PartialEq, Default, Clone)]
struct Opaque(u8);

mod opaque {
    use super::{Node, Opaque, Slot};

    pub(super) fn write(value: &Opaque, slot: Slot<'_>) -> ch5::Result<()> {
        slot.number(u32::from(value.0) + 100)
    }

    pub(super) fn read(node: Node<'_>) -> ch5::Result<Opaque> {
        let number: u32 = node.serde()?;
        Ok(Opaque(u8::try_from(number - 100).unwrap()))
    }
}

#[derive(H5Store, Debug, PartialEq)]
struct All {
    /// documented
    id: u32,
    #[h5(attr)]
    operator: String,
    plain: Plain,
    plains: Vec<Plain>,
    boxed: Box<Plain>,
    maybe: Option<Plain>,
    #[h5(rename = "Renamed", alias = "old", alias = "older")]
    renamed: u8,
    #[h5(rename = "a/b %")]
    escaped: u8,
    #[h5(serde)]
    through_serde: Vec<f64>,
    #[h5(bincode)]
    bytes: Vec<f64>,
    #[h5(with = "opaque")]
    opaque: Opaque,
    #[h5(with = opaque, attr)]
    noted: Opaque,
    #[h5(skip)]
    cache: Opaque,
    #[h5(skip, default = "seven")]
    made: Opaque,
    r#type: u8,
}

fn seven() -> Opaque {
    Opaque(7)
}

fn all() -> All {
    All {
        id: 1,
        operator: "me".into(),
        plain: Plain { a: 1 },
        plains: vec![Plain { a: 2 }],
        boxed: Box::new(Plain { a: 4 }),
        maybe: Some(Plain { a: 5 }),
        renamed: 2,
        escaped: 3,
        through_serde: vec![2.0],
        bytes: vec![3.0],
        opaque: Opaque(1),
        noted: Opaque(2),
        cache: Opaque(0),
        made: Opaque(7),
        r#type: 9,
    }
}

#[test]
fn fields_lie_under_their_names() {
    let t = temp();
    round(&t.file, "all", &all());
    let names = [
        "id",
        "plain",
        "plains",
        "boxed",
        "maybe",
        "Renamed",
        "a%2Fb %25",
        "through_serde",
        "bytes",
        "opaque",
        "type",
    ];
    assert_eq!(members(&t.file, "all"), names);
    let all = group(&t.file, "all");
    assert_eq!(text_attr(&all, "operator"), "me");
    assert_eq!(all.attr("noted").unwrap().read_scalar::<u32>().unwrap(), 102);
    assert_eq!(all.dataset("opaque").unwrap().read_scalar::<u32>().unwrap(), 101);
    assert_eq!(all.dataset("id").unwrap().read_scalar::<u32>().unwrap(), 1);
    assert_eq!(all.dataset("plain/a").unwrap().read_scalar::<i32>().unwrap(), 1);
    assert_eq!(text_attr(&all.dataset("bytes").unwrap(), "__ch5_kind__"), "encoded");
}

#[test]
fn one_field_is_read_by_its_path() {
    let t = temp();
    write_object(&t.file, "all", &all()).unwrap();
    assert_eq!(read_object::<u32>(&t.file, "all/id").unwrap(), 1);
    assert_eq!(read_object::<i32>(&t.file, "all/plain/a").unwrap(), 1);
    assert_eq!(ch5::read_serde::<Plain>(&t.file, "all/boxed").unwrap(), Plain { a: 4 });
    assert_eq!(read_object::<Vec<f64>>(&t.file, "all/through_serde").unwrap(), [2.0]);
    let dict = ch5::H5Dict::root(&t.file).unwrap().dict("all").unwrap();
    assert_eq!(dict.get::<u8>("a/b %").unwrap(), 3);
    assert_eq!(dict.attrs().text("operator").unwrap().as_deref(), Some("me"));
}

#[test]
fn aliases_are_read() {
    for alias in ["old", "older"] {
        let t = temp();
        write_object(&t.file, "all", &all()).unwrap();
        group(&t.file, "all").relink("Renamed", alias).unwrap();
        assert_eq!(read_object::<All>(&t.file, "all").unwrap(), all());
    }
}

#[test]
fn missing_fields() {
    let t = temp();
    write_object(&t.file, "all", &all()).unwrap();
    let group = group(&t.file, "all");
    group.unlink("maybe").unwrap();
    assert_eq!(read_object::<All>(&t.file, "all").unwrap(), All { maybe: None, ..all() });
    for name in ["opaque", "bytes", "Renamed", "plain", "id"] {
        group.unlink(name).unwrap();
        let e = refused(read_object::<All>(&t.file, "all"), "/all");
        assert_eq!(e.kind(), ErrorKind::MissingField);
        assert!(e.to_string().contains(&format!("{name:?} of All")), "{e}");
    }
    let t = temp();
    write_object(&t.file, "all", &all()).unwrap();
    crate::support::group(&t.file, "all").delete_attr("operator").unwrap();
    let e = refused(read_object::<All>(&t.file, "all"), "/all");
    assert_eq!(e.kind(), ErrorKind::MissingField);
}

#[test]
fn an_attribute_and_a_member_stand_for_each_other() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Before {
        n: u32,
        #[h5(attr)]
        text: String,
    }
    #[derive(H5Store, Debug, PartialEq)]
    struct After {
        #[h5(attr)]
        n: u32,
        text: String,
    }
    let t = temp();
    write_object(&t.file, "b", &Before { n: 1, text: "x".into() }).unwrap();
    write_object(&t.file, "a", &After { n: 1, text: "x".into() }).unwrap();
    assert_eq!(read_object::<After>(&t.file, "b").unwrap(), After { n: 1, text: "x".into() });
    assert_eq!(read_object::<Before>(&t.file, "a").unwrap(), Before { n: 1, text: "x".into() });
}

#[derive(H5Store, Debug, PartialEq)]
struct Attributes {
    #[h5(attr)]
    bool: bool,
    #[h5(attr)]
    float: f32,
    #[h5(attr)]
    complex: num_complex::Complex<f64>,
    #[h5(attr)]
    wide: u128,
    #[h5(attr)]
    char: char,
    #[h5(attr)]
    none: Option<u8>,
    #[h5(attr)]
    some: Option<u8>,
    #[h5(attr)]
    unit: (),
    #[h5(attr)]
    pair: (f64, f64),
    #[h5(attr)]
    fixed: [[u8; 2]; 3],
    #[h5(attr)]
    numbers: Vec<i32>,
    #[h5(attr)]
    texts: Vec<String>,
    #[h5(attr)]
    bools: Vec<bool>,
    #[h5(attr)]
    empty: Vec<i32>,
    #[h5(attr)]
    array: ndarray::Array2<f32>,
    #[h5(attr)]
    nothing: ndarray::Array2<f32>,
    #[h5(attr)]
    words: ndarray::Array1<String>,
    #[h5(attr)]
    level: Level,
    #[h5(attr)]
    levels: Vec<Level>,
    #[h5(attr)]
    idle: Mode,
    #[h5(attr)]
    path: std::path::PathBuf,
    #[h5(attr)]
    time: std::time::Duration,
    // What has no form there goes through bincode.
    #[h5(attr)]
    mixed: (u8, String),
    #[h5(attr)]
    plain: Plain,
    #[h5(attr)]
    plains: Vec<Plain>,
    #[h5(attr)]
    map: std::collections::BTreeMap<String, u8>,
    #[h5(attr)]
    ragged: Vec<Vec<u8>>,
    #[h5(attr)]
    options: Vec<Option<u8>>,
    #[h5(attr)]
    deep: Option<Option<u8>>,
    #[h5(attr, bincode)]
    coded: (u8, char),
}

#[derive(H5Store, Debug, PartialEq)]
enum Level {
    Low,
    High,
}

#[derive(H5Store, Debug, PartialEq)]
enum Mode {
    Idle,
    At(u8),
}

#[test]
fn attributes_of_every_type() {
    let t = temp();
    let value = Attributes {
        bool: true,
        float: 0.5,
        complex: num_complex::Complex::new(1.0, -2.0),
        wide: u128::MAX,
        char: 'å',
        none: None,
        some: Some(3),
        unit: (),
        pair: (1.0, 2.0),
        fixed: [[1, 2], [3, 4], [5, 6]],
        numbers: vec![-1, 0, 1],
        texts: vec!["a".into(), String::new()],
        bools: vec![true, false],
        empty: vec![],
        array: ndarray::Array2::from_elem((2, 3), 1.5),
        nothing: ndarray::Array2::zeros((0, 3)),
        words: ndarray::arr1(&["x".to_owned(), "yy".to_owned()]),
        level: Level::High,
        levels: vec![Level::Low, Level::High],
        idle: Mode::Idle,
        path: "/a/b".into(),
        time: std::time::Duration::from_secs(1),
        mixed: (1, "x".into()),
        plain: Plain { a: 1 },
        plains: vec![Plain { a: 1 }],
        map: [("k".to_owned(), 1)].into(),
        ragged: vec![vec![1], vec![]],
        options: vec![None, Some(1)],
        deep: Some(None),
        coded: (1, 'x'),
    };
    round(&t.file, "a", &value);
    assert_eq!(members(&t.file, "a"), Vec::<String>::new());
    let group = group(&t.file, "a");
    assert_eq!(group.attr_names().unwrap().len(), 30);
    let attr = |name: &str| group.attr(name).unwrap();
    assert_eq!(attr("pair").read_raw::<f64>().unwrap(), [1.0, 2.0]);
    assert_eq!(attr("array").shape(), [2, 3]);
    assert_eq!(attr("nothing").shape(), [0, 3]);
    assert_eq!(attr("fixed").shape(), [3, 2]);
    assert!(attr("bool").read_scalar::<bool>().unwrap());
}

#[test]
fn what_no_attribute_can_hold_is_refused() {
    #[derive(H5Store, Debug)]
    struct Noted {
        #[h5(attr)]
        mode: Mode,
    }
    let t = temp();
    let e = refused(write_object(&t.file, "n", &Noted { mode: Mode::At(1) }), "/n@mode");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    assert!(e.to_string().contains("#[h5(attr)]"), "{e}");
    assert!(members(&t.file, "/").is_empty());
}

macro_rules! cased {
    ($($rule:literal: $first:literal, $second:literal, $variant:literal;)*) => {
        #[test]
        fn rename_all() {$({
            #[derive(H5Store, Debug, PartialEq)]
            #[h5(rename_all = $rule)]
            struct Cased {
                first_field: u8,
                x: u8,
                #[h5(rename = "as_is")]
                other_field: u8,
            }
            #[derive(H5Store, Debug, PartialEq)]
            #[h5(rename_all = $rule)]
            enum Named {
                FirstVariant,
                #[h5(rename = "as_is")]
                Other,
            }
            let t = temp();
            round(&t.file, "c", &Cased { first_field: 1, x: 2, other_field: 3 });
            assert_eq!(members(&t.file, "c"), [$first, $second, "as_is"]);
            round(&t.file, "n", &Named::FirstVariant);
            assert_eq!(read_object::<String>(&t.file, "n").unwrap(), $variant);
            round(&t.file, "o", &Named::Other);
            assert_eq!(read_object::<String>(&t.file, "o").unwrap(), "as_is");
        })*}
    };
}

cased! {
    "lowercase": "first_field", "x", "firstvariant";
    "UPPERCASE": "FIRST_FIELD", "X", "FIRSTVARIANT";
    "PascalCase": "FirstField", "X", "FirstVariant";
    "camelCase": "firstField", "x", "firstVariant";
    "snake_case": "first_field", "x", "first_variant";
    "SCREAMING_SNAKE_CASE": "FIRST_FIELD", "X", "FIRST_VARIANT";
    "kebab-case": "first-field", "x", "first-variant";
    "SCREAMING-KEBAB-CASE": "FIRST-FIELD", "X", "FIRST-VARIANT";
}

#[derive(H5Store, Debug, PartialEq)]
#[h5(default, deny_unknown_fields)]
struct Defaults {
    a: u8,
    b: Option<Plain>,
    #[h5(default = "forty")]
    c: u8,
    #[h5(default)]
    d: u8,
    #[h5(skip)]
    e: u8,
    #[h5(alias = "g")]
    f: u8,
    #[h5(attr)]
    h: u8,
}

const fn forty() -> u8 {
    40
}

impl Default for Defaults {
    fn default() -> Self {
        Self { a: 1, b: Some(Plain { a: 2 }), c: 3, d: 4, e: 5, f: 6, h: 7 }
    }
}

#[test]
fn defaults_and_unknown_fields() {
    let t = temp();
    plain(&t.file).create_group("empty").unwrap();
    let read: Defaults = read_object(&t.file, "empty").unwrap();
    assert_eq!(read, Defaults { c: 40, d: 0, ..Defaults::default() });
    round(&t.file, "d", &Defaults::default());
    let group = group(&t.file, "d");
    group.relink("f", "g").unwrap();
    assert_eq!(read_object::<Defaults>(&t.file, "d").unwrap(), Defaults::default());
    // Attributes that are nobody's field do no harm; members do.
    group.new_attr::<u8>().create("note").unwrap().write_scalar(&1u8).unwrap();
    assert_eq!(read_object::<Defaults>(&t.file, "d").unwrap(), Defaults::default());
    group.relink("g", "surprise").unwrap();
    let e = refused(read_object::<Defaults>(&t.file, "d"), "/d");
    assert_eq!(e.kind(), ErrorKind::UnknownField);
    assert!(e.to_string().contains("\"surprise\""), "{e}");

    // In rows of tables, and in packed trees, too.
    let rows: Vec<_> = (0..3).map(|c| Defaults { c, ..Defaults::default() }).collect();
    round(&t.file, "rows", &rows);
    round(&t.file, "tree", &ch5::Packed(Defaults::default()));
    dataset(&t.file, "rows/a");
    crate::support::group(&t.file, "rows").relink("a", "surprise").unwrap();
    let e = refused(read_object::<Vec<Defaults>>(&t.file, "rows"), "/rows[0]");
    assert_eq!(e.kind(), ErrorKind::UnknownField);
    let e = refused(read_object::<ch5::Packed<Unknowing>>(&t.file, "tree"), "/tree");
    assert_eq!(e.kind(), ErrorKind::UnknownField);
}

#[derive(H5Store, Debug)]
#[h5(deny_unknown_fields)]
struct Unknowing {
    a: u8,
}

#[derive(H5Store, Debug, PartialEq, Default)]
struct Unit;
#[derive(H5Store, Debug, PartialEq, Default)]
struct Braces {}
#[derive(H5Store, Debug, PartialEq, Default)]
struct Parens();
#[derive(H5Store, Debug, PartialEq)]
struct New(Vec<Plain>);
#[derive(H5Store, Debug, PartialEq)]
struct NewSkipped(#[h5(skip)] Opaque);
#[derive(H5Store, Debug, PartialEq)]
struct Pair(f64, #[h5(skip)] Opaque, f64);
#[derive(H5Store, Debug, PartialEq)]
struct Mixed(
    #[h5(chunks(3))] Vec<u8>,
    #[h5(skip)] Opaque,
    #[h5(serde)] f64,
    #[h5(with = "opaque")] Opaque,
    #[h5(attrs(units = "mm"))] f64,
);
#[derive(H5Store, Debug, PartialEq)]
struct Noted(#[h5(attrs(units = "mm"))] f64, f64);
#[derive(H5Store, Debug, PartialEq)]
#[h5(transparent)]
struct Clear {
    #[h5(skip)]
    cache: Opaque,
    inner: Vec<f64>,
}
#[derive(H5Store, Debug, PartialEq)]
#[h5(transparent)]
struct Coded(#[h5(skip, default = "seven")] Opaque, #[h5(bincode)] u8);

#[test]
fn tuple_structs_and_transparent_ones() {
    let t = temp();
    round(&t.file, "unit", &Unit);
    round(&t.file, "braces", &Braces {});
    round(&t.file, "parens", &Parens());
    round(&t.file, "new", &New(vec![Plain { a: 1 }]));
    round(&t.file, "new_skipped", &NewSkipped(Opaque(0)));
    round(&t.file, "pair", &Pair(1.0, Opaque(0), 2.0));
    assert_eq!(dataset(&t.file, "pair").read_raw::<f64>().unwrap(), [1.0, 2.0]);
    round(&t.file, "mixed", &Mixed(vec![1], Opaque(0), 2.0, Opaque(3), 4.0));
    assert_eq!(members(&t.file, "mixed"), ["0", "1", "2", "3"]);
    assert_eq!(dataset(&t.file, "mixed/0").chunk(), Some(vec![3]));
    assert_eq!(text_attr(&dataset(&t.file, "mixed/3"), "units"), "mm");
    // An element with an attribute has a dataset of its own to put it on.
    round(&t.file, "noted", &Noted(1.0, 2.0));
    assert_eq!(text_attr(&dataset(&t.file, "noted/0"), "units"), "mm");
    round(&t.file, "clear", &Clear { cache: Opaque(0), inner: vec![1.0] });
    assert_eq!(dataset(&t.file, "clear").read_raw::<f64>().unwrap(), [1.0]);
    round(&t.file, "coded", &Coded(Opaque(7), 1));
    assert!(has_attr(&dataset(&t.file, "coded"), "__ch5_codec__"));
    for (i, vec) in [vec![Unit, Unit], vec![]].iter().enumerate() {
        round(&t.file, &format!("units{i}"), vec);
    }
    round(&t.file, "braces_vec", &vec![Braces {}, Braces {}]);
    round(&t.file, "parens_vec", &vec![Parens(), Parens()]);
    round(&t.file, "pairs", &vec![Pair(1.0, Opaque(0), 2.0), Pair(3.0, Opaque(0), 4.0)]);
    assert_eq!(dataset(&t.file, "pairs").shape(), [2, 2]);
    round(&t.file, "mixed_vec", &vec![Mixed(vec![1], Opaque(0), 2.0, Opaque(3), 4.0)]);
    round(&t.file, "clears", &vec![Clear { cache: Opaque(0), inner: vec![] }]);
    round(&t.file, "coded_vec", &vec![Coded(Opaque(7), 1), Coded(Opaque(7), 2)]);
}

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq)]
#[h5(serde)]
struct Whole<T> {
    #[serde(rename = "b")]
    a: T,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    c: Option<u8>,
}

#[test]
fn a_type_through_its_own_serde_impls() {
    let t = temp();
    round(&t.file, "w", &Whole { a: 1u8, c: None });
    assert_eq!(members(&t.file, "w"), ["b"]);
    round(&t.file, "v", &vec![Whole { a: 1u8, c: None }, Whole { a: 2, c: Some(3) }]);
}

mod renamed {
    pub(crate) use ch5 as inner;
}

#[derive(H5Store, Debug, PartialEq)]
#[h5(crate = "renamed::inner")]
struct Elsewhere {
    a: u8,
}

#[derive(H5Store, Debug, PartialEq, Clone, Copy)]
#[repr(C, packed)]
struct Tight {
    a: u8,
    b: u32,
}

#[derive(H5Store, Debug, PartialEq)]
#[allow(non_snake_case)]
struct Shadow<Result, Option, Some, Ok> {
    Result: Result,
    Option: Option,
    Some: Some,
    Ok: Ok,
    self_: u8,
    __record: u8,
    __values: u8,
    r#fn: u8,
    r#match: u8,
}

macro_rules! made {
    ($vis:vis $name:ident { $($field:ident: $ty:ty = $stored:literal),* }) => {
        #[derive(H5Store, Debug, PartialEq)]
        $vis struct $name {
            $(#[h5(rename = $stored)] $field: $ty),*,
            #[h5(default = Default::default)]
            record: u8,
            slot: u8,
        }
    };
}
made!(pub(crate) Made { a: Vec<u8> = "A", b: Option<Plain> = "B" });

#[test]
fn odd_places() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Local {
        a: Nested,
        b: Vec<Plain>,
    }
    #[derive(H5Store, Debug, PartialEq)]
    enum Nested {
        A(u8),
        B,
    }
    let t = temp();
    round(&t.file, "a", &Local { a: Nested::A(1), b: vec![] });
    round(&t.file, "b", &Local { a: Nested::B, b: vec![Plain { a: 1 }] });
    round(&t.file, "made", &Made { a: vec![1], b: Some(Plain { a: 1 }), record: 1, slot: 2 });
    assert_eq!(members(&t.file, "made"), ["A", "B", "record", "slot"]);
    round(&t.file, "elsewhere", &Elsewhere { a: 1 });
    round(&t.file, "tight", &Tight { a: 1, b: 2 });
    round(
        &t.file,
        "shadow",
        &Shadow {
            Result: 1u8,
            Option: 2u8,
            Some: 3u8,
            Ok: 4u8,
            self_: 5,
            __record: 6,
            __values: 7,
            r#fn: 8,
            r#match: 9,
        },
    );
    // An old file may hold text where a name was chosen since.
    let file = plain(&t.file);
    file.new_dataset::<ch5::hdf5::types::VarLenUnicode>().create("n").unwrap();
    file.dataset("n").unwrap().write_scalar(&text("B")).unwrap();
    assert_eq!(read_object::<Nested>(&t.file, "n").unwrap(), Nested::B);
}
