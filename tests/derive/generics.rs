//! Type parameters, lifetimes, constants and recursion.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;

use ch5::{ErrorKind, H5Read, H5Store, H5Write, Limits};
use serde::{Deserialize, Serialize};

use crate::support::{group, members, refused, round, temp, text_attr};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, Default)]
struct Plain {
    a: i32,
}

/// Implements nothing that could store it.
#[derive(Debug, PartialEq, Clone, Default)]
struct Opaque;

trait Kind {
    type Item;
}

#[derive(Debug, PartialEq)]
struct K;

impl Kind for K {
    type Item = u8;
}

#[derive(H5Store, Debug, PartialEq)]
struct Generic<'a, T, U, V, W: Kind, X, Y, const N: usize = 2>
where
    T: Clone,
{
    array: [T; N],
    text: Cow<'a, str>,
    numbers: Cow<'a, [f64]>,
    #[h5(serde)]
    u: Vec<U>,
    #[h5(skip)]
    v: V,
    item: Vec<W::Item>,
    full: <W as Kind>::Item,
    marker: PhantomData<X>,
    #[h5(default)]
    y: Y,
    #[h5(skip)]
    kept: &'a str,
}

#[derive(H5Store, Debug, PartialEq)]
#[h5(bound = "T: H5Write + H5Read + Clone + Default")]
struct Bound<T> {
    #[h5(default = "T::default")]
    a: Wrap<T>,
}

type Wrap<T> = T;

#[derive(H5Store, Debug, PartialEq)]
#[h5(bound = "")]
struct NoBound<T> {
    #[h5(skip, default = "none")]
    a: Option<T>,
    b: u8,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(H5Store, Debug, PartialEq, Default)]
#[h5(default)]
struct DefaultGeneric<T, U> {
    a: T,
    b: Vec<DefaultGeneric<T, U>>,
    #[h5(skip)]
    c: U,
}

#[derive(H5Store, Debug, PartialEq)]
enum GenericEnum<T, const N: usize> {
    A([T; N]),
    B {
        #[h5(bincode)]
        t: T,
    },
}

#[test]
fn parameters_of_every_kind() {
    let t = temp();
    let generic = Generic::<'_, u8, Plain, Opaque, K, Opaque, u8, 3> {
        array: [1, 2, 3],
        text: Cow::Borrowed("x"),
        numbers: Cow::Borrowed(&[0.5]),
        u: vec![Plain { a: 1 }],
        v: Opaque,
        item: vec![1],
        full: 2,
        marker: PhantomData,
        y: 1,
        kept: "",
    };
    round(&t.file, "generic", &generic);
    round(&t.file, "bound", &Bound { a: 1u8 });
    round(&t.file, "no_bound", &NoBound::<Opaque> { a: None, b: 1 });
    round(&t.file, "default", &DefaultGeneric { a: 1u8, b: vec![], c: Opaque });
    round(
        &t.file,
        "nested",
        &DefaultGeneric {
            a: 1u8,
            b: vec![DefaultGeneric { a: 2, b: vec![], c: Opaque }],
            c: Opaque,
        },
    );
    round(&t.file, "a", &GenericEnum::A([1u8, 2]));
    round(&t.file, "b", &GenericEnum::<u8, 0>::B { t: 1 });
    round(&t.file, "vec", &vec![GenericEnum::A([1u8, 2]), GenericEnum::B { t: 1 }]);
}

#[derive(H5Store, Debug, PartialEq)]
struct Holder<T> {
    one: T,
    many: Vec<T>,
    map: HashMap<String, T>,
    maybe: Option<T>,
    pair: (T, u8),
    boxed: Box<T>,
    fixed: [T; 2],
}

fn hold<T: Clone>(value: T) -> Holder<T> {
    Holder {
        one: value.clone(),
        many: vec![value.clone(), value.clone()],
        map: [("k".to_owned(), value.clone())].into(),
        maybe: Some(value.clone()),
        pair: (value.clone(), 1),
        boxed: Box::new(value.clone()),
        fixed: [value.clone(), value],
    }
}

#[test]
fn a_parameter_takes_any_stored_type() {
    let t = temp();
    round(&t.file, "u8", &hold(1u8));
    round(&t.file, "text", &hold("x".to_owned()));
    round(&t.file, "array", &hold(ndarray::Array2::<f32>::zeros((2, 3))));
    round(&t.file, "tuple", &hold((1u8, "x".to_owned())));
    round(&t.file, "vec", &hold(vec![1.5f64]));
    round(&t.file, "option", &hold(None::<u8>));
    round(&t.file, "serde", &hold(ch5::Serde(Plain { a: 1 })));
    round(
        &t.file,
        "holder",
        &Holder {
            one: hold(1u8),
            many: vec![hold(2)],
            map: HashMap::new(),
            maybe: None,
            pair: (hold(3), 1),
            boxed: Box::new(hold(4)),
            fixed: [hold(5), hold(6)],
        },
    );
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
    parent: Option<Box<Self>>,
    names: BTreeMap<String, Tree<T>>,
    plain: Option<Vec<Plain>>,
}

fn leaf<T>(value: T) -> Tree<T> {
    Tree { value, children: vec![], parent: None, names: BTreeMap::new(), plain: None }
}

#[derive(H5Store, Debug, PartialEq, Clone)]
enum Expr {
    Num(u8),
    Neg(Box<Expr>),
    Add(Box<Self>, Box<Self>),
    Call { args: Vec<Self>, name: Plain },
}

#[derive(H5Store, Debug, PartialEq)]
struct Recursive {
    v: Vec<Recursive>,
    h: HashMap<String, Recursive>,
    e: Option<Box<Expr>>,
}

#[test]
fn recursion() {
    let t = temp();
    let tree = Tree {
        children: vec![leaf(1), Tree { children: vec![leaf(2)], ..leaf(3) }],
        parent: Some(Box::new(leaf(4))),
        names: BTreeMap::from([("x".into(), leaf(5)), ("y/z".into(), leaf(6))]),
        plain: Some(vec![Plain { a: 1 }]),
        ..leaf(7u8)
    };
    round(&t.file, "tree", &tree);
    round(&t.file, "trees", &vec![tree.clone(), leaf(1), tree]);
    let arrays = Tree {
        children: vec![leaf(ndarray::Array1::zeros(3))],
        ..leaf(ndarray::Array1::<u8>::ones(2))
    };
    round(&t.file, "arrays", &arrays);
    let expr = Expr::Add(
        Box::new(Expr::Neg(Box::new(Expr::Num(1)))),
        Box::new(Expr::Call { args: vec![Expr::Num(2), Expr::Num(3)], name: Plain { a: 1 } }),
    );
    round(&t.file, "expr", &expr);
    round(&t.file, "exprs", &vec![expr.clone(), Expr::Num(1), expr.clone()]);
    let inner = Recursive { v: vec![], h: HashMap::new(), e: None };
    let outer = Recursive {
        v: vec![inner],
        h: HashMap::from([("k".to_owned(), Recursive { v: vec![], h: HashMap::new(), e: None })]),
        e: Some(Box::new(expr)),
    };
    round(&t.file, "recursive", &outer);
}

#[derive(H5Store, Debug)]
struct Chain {
    next: Option<Box<Chain>>,
}

fn chain(length: usize) -> Chain {
    (0..length).fold(Chain { next: None }, |next, _| Chain { next: Some(Box::new(next)) })
}

#[test]
fn recursion_ends_at_the_limit() {
    let t = temp();
    let depth = Limits::default().depth;
    ch5::write_object(&t.file, "deep", &chain(depth - 2)).unwrap();
    let mut back: Chain = ch5::read_object(&t.file, "deep").unwrap();
    let mut length = 0;
    while let Some(next) = back.next {
        (back, length) = (*next, length + 1);
    }
    assert_eq!(length, depth - 2);
    for length in [depth + 1, 2000] {
        let e = ch5::write_object(&t.file, "x", &chain(length)).unwrap_err();
        assert_eq!(e.kind(), ErrorKind::Limit);
    }
    // A circle of links is a chain without an end.
    let circle = group(&t.file, "/").create_group("circle").unwrap();
    circle.link_hard(".", "next").unwrap();
    let e = ch5::read_object::<Chain>(&t.file, "circle").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Limit);
    assert!(e.file().ends_with("a.h5") && e.path().starts_with("/circle/next"), "{e}");
}

/// A type that is flattened into itself.
#[derive(H5Store, Debug, PartialEq)]
struct Onion {
    layer: u8,
    #[h5(flatten)]
    inner: Option<Box<Onion>>,
}

#[test]
fn a_type_flattened_into_itself_ends() {
    let t = temp();
    round(&t.file, "one", &Onion { layer: 1, inner: None });
    let two = Onion { layer: 1, inner: Some(Box::new(Onion { layer: 2, inner: None })) };
    let e = refused(ch5::write_object(&t.file, "two", &two), "/two/layer");
    assert_eq!(e.kind(), ErrorKind::AlreadyExists);
}

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Both {
    #[h5(attr)]
    #[serde(rename = "other")]
    a: u8,
}

#[derive(H5Store, Debug, PartialEq)]
struct Chooses {
    both: Both,
    list: Vec<Both>,
    plain: Plain,
    #[h5(serde)]
    forced: Both,
    // One of each kind: serde, as the whole has only that.
    #[h5(serde)]
    mixed: (Both, Plain),
    // Both kinds in one container that ch5 knows.
    nested: Vec<Option<Both>>,
}

#[test]
fn of_two_kinds_of_traits_ch5s_own_decide() {
    let t = temp();
    let both = Both { a: 1 };
    let chooses = Chooses {
        both: both.clone(),
        list: vec![both.clone()],
        plain: Plain { a: 2 },
        forced: both.clone(),
        mixed: (both.clone(), Plain { a: 3 }),
        nested: vec![Some(both), None],
    };
    round(&t.file, "c", &chooses);
    assert_eq!(group(&t.file, "c/both").attr("a").unwrap().read_scalar::<u8>().unwrap(), 1);
    assert_eq!(members(&t.file, "c/list"), ["a"]);
    assert_eq!(members(&t.file, "c/forced"), ["other"]);
    assert_eq!(text_attr(&group(&t.file, "c/mixed"), "__h5_type__"), "list");
    assert_eq!(members(&t.file, "c/mixed/0"), ["other"]);
}

/// Types are stored by what they implement, whatever else they are called.
#[derive(H5Store, Debug, PartialEq)]
struct Ways<T: H5Write + H5Read> {
    t: T,
}

#[test]
fn declared_bounds_are_kept() {
    let t = temp();
    round(&t.file, "w", &Ways { t: vec![1u8] });
}
