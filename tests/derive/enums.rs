//! Enums: names alone, and names with data.

use ch5::hdf5::types::{IntSize, TypeDescriptor};
use ch5::{ErrorKind, H5Store, read_object, write_object};

use crate::support::{
    dataset, group, has_attr, kind, members, plain, refused, round, temp, text_attr,
};

#[derive(H5Store, Debug, PartialEq, Clone, Copy)]
#[h5(rename_all = "kebab-case")]
enum Color {
    DeepRed = 4,
    #[h5(rename = "GREEN", alias = "verde", alias = "vert")]
    Green,
    r#Type,
}

const COLORS: [Color; 3] = [Color::DeepRed, Color::Green, Color::Type];

fn names_of(kind: &TypeDescriptor) -> Vec<(String, u64)> {
    let TypeDescriptor::Enum(e) = kind else { panic!("{kind:?}") };
    assert_eq!((e.size, e.signed), (IntSize::U1, true));
    e.members.iter().map(|m| (m.name.clone(), m.value)).collect()
}

#[test]
fn names_alone_are_an_hdf5_enum_of_all_names() {
    let t = temp();
    let all = [("deep-red".to_owned(), 0), ("GREEN".to_owned(), 1), ("type".to_owned(), 2)];
    for (i, color) in COLORS.iter().enumerate() {
        round(&t.file, &format!("c{i}"), color);
        assert_eq!(names_of(&kind(&dataset(&t.file, &format!("c{i}")))), all);
    }
    round(&t.file, "column", &COLORS.to_vec());
    assert_eq!(names_of(&kind(&dataset(&t.file, "column"))), all);
    round(&t.file, "pair", &(Color::Green, Color::Type));
    round(&t.file, "fixed", &COLORS);
    round(&t.file, "options", &vec![Some(Color::Green), None]);
    round(&t.file, "nested", &vec![COLORS.to_vec(), vec![]]);
}

#[test]
fn aliases_are_accepted_and_other_names_refused() {
    let t = temp();
    for (i, name) in ["verde", "vert", "GREEN"].iter().enumerate() {
        write_object(&t.file, &format!("a{i}"), *name).unwrap();
        assert_eq!(read_object::<Color>(&t.file, &format!("a{i}")).unwrap(), Color::Green);
    }
    write_object(&t.file, "x", "Green").unwrap();
    let e = refused(read_object::<Color>(&t.file, "x"), "/x");
    assert_eq!(e.kind(), ErrorKind::UnknownVariant);
    assert!(e.to_string().contains("deep-red, GREEN, type"), "{e}");
    write_object(&t.file, "n", &1u8).unwrap();
    assert_eq!(refused(read_object::<Color>(&t.file, "n"), "/n").kind(), ErrorKind::WrongType);
    write_object(&t.file, "v", &vec![Some("GREEN".to_owned()), Some("x".to_owned())]).unwrap();
    let e = refused(read_object::<Vec<Color>>(&t.file, "v"), "/v[1]");
    assert_eq!(e.kind(), ErrorKind::UnknownVariant);
}

/// Implements nothing that could store it.
#[derive(Debug, PartialEq, Default, Clone)]
struct Opaque;

#[derive(H5Store, Debug, PartialEq, Clone)]
#[h5(rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Shape<T> {
    Empty,
    Gone(#[h5(skip)] Opaque),
    Tagged(T),
    Pair(u8, #[h5(skip)] Opaque, String),
    Numbers(f64, f64),
    Nothing(),
    #[h5(alias = "rectangle", rename_all = "UPPERCASE")]
    Rect {
        side_a: f64,
        #[h5(attr, default)]
        side_b: f64,
        #[h5(skip)]
        cache: Opaque,
    },
    Poly {
        corner_count: u8,
        children: Vec<Shape<T>>,
    },
}

fn shapes() -> Vec<Shape<u8>> {
    vec![
        Shape::Empty,
        Shape::Gone(Opaque),
        Shape::Tagged(1),
        Shape::Pair(1, Opaque, "x".into()),
        Shape::Numbers(0.5, 1.5),
        Shape::Nothing(),
        Shape::Rect { side_a: 1.0, side_b: 2.0, cache: Opaque },
        Shape::Poly { corner_count: 3, children: vec![] },
    ]
}

#[test]
fn data_is_a_group_that_names_its_variant() {
    let t = temp();
    for (i, shape) in shapes().iter().enumerate() {
        round(&t.file, &format!("s{i}"), shape);
    }
    for unit in ["s0", "s1"] {
        let name = dataset(&t.file, unit);
        assert_eq!(kind(&name), TypeDescriptor::VarLenUnicode, "{unit}");
    }
    let variant = |path: &str| {
        let group = group(&t.file, path);
        assert_eq!(text_attr(&group, "__ch5_kind__"), "enum");
        (text_attr(&group, "__ch5_variant__"), members(&t.file, path))
    };
    let of = |name: &str, members: &[&str]| {
        (name.to_owned(), members.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(variant("s2"), of("tagged", &["value"]));
    assert_eq!(variant("s3"), of("pair", &["0", "1"]));
    assert_eq!(variant("s4"), of("numbers", &["0", "1"]));
    assert_eq!(variant("s5"), of("nothing", &[]));
    assert_eq!(variant("s6"), of("rect", &["SIDE_A"]));
    assert_eq!(group(&t.file, "s6").attr("SIDE_B").unwrap().read_scalar::<f64>().unwrap(), 2.0);
    assert_eq!(variant("s7"), of("poly", &["cornerCount", "children"]));
}

#[test]
fn variants_go_through_every_container() {
    let t = temp();
    let nested = Shape::Poly { corner_count: 9, children: shapes() };
    round(&t.file, "nested", &nested);
    round(&t.file, "vec", &[shapes(), vec![nested.clone()]].concat());
    round(&t.file, "options", &vec![Some(Shape::Tagged(1u8)), None, Some(Shape::Empty)]);
    round(&t.file, "pair", &(Shape::Tagged(1u8), nested.clone()));
    round(&t.file, "units", &vec![Shape::<u8>::Empty, Shape::Gone(Opaque)]);
    let map: std::collections::BTreeMap<_, _> =
        shapes().into_iter().enumerate().map(|(i, s)| (i.to_string(), s)).collect();
    round(&t.file, "map", &map);
    round(&t.file, "lists", &vec![shapes(), vec![], shapes()]);
    round(&t.file, "packed", &ch5::Packed(shapes()));
    round(&t.file, "boxed", &vec![Box::new(nested)]);
    #[derive(H5Store, Debug, PartialEq)]
    struct Holds {
        #[h5(list)]
        list: Vec<Shape<u8>>,
        #[h5(packed)]
        packed: Vec<Shape<u8>>,
        plain: Shape<u8>,
    }
    round(&t.file, "holds", &Holds { list: shapes(), packed: shapes(), plain: Shape::Empty });
    assert!(has_attr(&group(&t.file, "holds/list"), "__h5_type__"));
}

#[test]
fn arrays_in_variants() {
    #[derive(H5Store, Debug, PartialEq)]
    enum Data {
        None,
        Flat(ndarray::Array1<f64>),
        Deep {
            pixels: ndarray::Array3<u8>,
            #[h5(chunks(2), compression = "gzip")]
            mask: ndarray::Array1<u8>,
        },
        Both(u8, ndarray::Array1<u8>),
    }
    let t = temp();
    let all = vec![
        Data::None,
        Data::Flat(ndarray::Array1::zeros(3)),
        Data::Deep { pixels: ndarray::Array3::zeros((1, 2, 3)), mask: ndarray::Array1::ones(4) },
        Data::Both(7, ndarray::Array1::ones(2)),
        Data::None,
    ];
    round(&t.file, "all", &all);
    assert_eq!(dataset(&t.file, "all/2/mask").chunk(), Some(vec![2]));
    for (i, data) in all.iter().enumerate() {
        round(&t.file, &format!("d{i}"), data);
    }
}

#[test]
fn variants_are_checked() {
    let t = temp();
    write_object(&t.file, "r", &shapes()[6]).unwrap();
    let file = plain(&t.file);
    let rect = file.group("r").unwrap();
    // An attribute that is gone is read as its default.
    rect.delete_attr("SIDE_B").unwrap();
    let back: Shape<u8> = read_object(&t.file, "r").unwrap();
    assert_eq!(back, Shape::Rect { side_a: 1.0, side_b: 0.0, cache: Opaque });
    rect.new_dataset::<u8>().create("q").unwrap();
    let e = refused(read_object::<Shape<u8>>(&t.file, "r"), "/r");
    assert_eq!(e.kind(), ErrorKind::UnknownField);
    rect.unlink("q").unwrap();
    rect.unlink("SIDE_A").unwrap();
    let e = refused(read_object::<Shape<u8>>(&t.file, "r"), "/r");
    assert_eq!(e.kind(), ErrorKind::MissingField);

    // The alias of a variant.
    let named = |variant: &str, path: &str| {
        rect.delete_attr("__ch5_variant__").unwrap();
        let value = crate::support::text(variant);
        let attr =
            rect.new_attr::<ch5::hdf5::types::VarLenUnicode>().create("__ch5_variant__").unwrap();
        attr.write_scalar(&value).unwrap();
        refused(read_object::<Shape<u8>>(&t.file, path), "/r").kind()
    };
    assert_eq!(named("rectangle", "r"), ErrorKind::MissingField);
    assert_eq!(named("circle", "r"), ErrorKind::UnknownVariant);
    write_object(&t.file, "p", &shapes()[3]).unwrap();
    file.group("p").unwrap().unlink("1").unwrap();
    assert_eq!(refused(read_object::<Shape<u8>>(&t.file, "p"), "/p").kind(), ErrorKind::Shape);
    write_object(&t.file, "t", &shapes()[2]).unwrap();
    file.group("t").unwrap().unlink("value").unwrap();
    let e = refused(read_object::<Shape<u8>>(&t.file, "t"), "/t/value");
    assert_eq!(e.kind(), ErrorKind::NotFound);
    write_object(&t.file, "n", &3.5).unwrap();
    assert_eq!(refused(read_object::<Shape<u8>>(&t.file, "n"), "/n").kind(), ErrorKind::WrongType);
}
