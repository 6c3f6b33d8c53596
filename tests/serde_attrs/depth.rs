//! Recursive values up to the depth limit, and beyond it.

use ch5::{Error, ErrorKind, File, H5Mode, Limits, read_serde, write_serde};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::everywhere::{round, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Link {
    n: u32,
    next: Option<Box<Link>>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Expr {
    Number(f64),
    Negate(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Call { name: String, of: Box<Expr> },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct New(Option<Box<New>>);

fn chain(n: u32) -> Link {
    (1..n).fold(Link { n: 0, next: None }, |next, n| Link { n, next: Some(Box::new(next)) })
}

fn tree(levels: u32) -> Tree {
    let children = if levels > 1 { vec![tree(levels - 1)] } else { vec![] };
    Tree { name: format!("t{levels}"), children }
}

fn expr(levels: u32) -> Expr {
    (0..levels).fold(Expr::Number(0.5), |e, i| match i % 3 {
        0 => Expr::Negate(Box::new(e)),
        1 => Expr::Add(Box::new(e), Box::new(Expr::Number(1.0))),
        _ => Expr::Call { name: "f".into(), of: Box::new(e) },
    })
}

fn new(levels: u32) -> New {
    (0..levels).fold(New(None), |n, _| New(Some(Box::new(n))))
}

fn json(levels: usize) -> Json {
    (0..levels).fold(Json::from(1), |v, i| match i % 2 {
        0 => Json::Array(vec![v]),
        _ => Json::Object([("k".to_string(), v)].into_iter().collect()),
    })
}

/// Runs in a thread with the stack that threads usually have.
fn small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[track_caller]
fn too_deep(error: &Error, path: &str) {
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(error.path().starts_with(path), "{error}");
    assert!(error.to_string().contains("128"), "{error}");
}

#[test]
fn as_deep_as_allowed() {
    small_stack(|| {
        let (_dir, file) = temp();
        round(&file, "chain", &chain(127));
        round(&file, "expr", &expr(126));
        round(&file, "tree", &tree(63));
        round(&file, "new", &new(127));
        round(&file, "json", &json(126));
        round(&file, "chains", &vec![chain(126), chain(1), chain(126)]);
        round(&file, "exprs", &vec![expr(1), expr(125)]);
        round(&file, "trees", &vec![tree(1), tree(62)]);
        round(&file, "news", &vec![new(3), new(126), new(0)]);
        round(&file, "jsons", &vec![json(3), json(120), Json::Null]);
        round(&file, "mixed", &vec![json(2), json(121), json(122), Json::from("x")]);
    });
}

#[test]
fn deeper_is_refused_when_writing() {
    // The values themselves are dropped level by level, which needs a large stack.
    let large = std::thread::Builder::new().stack_size(256 << 20);
    let run = large.spawn(|| [130, 5000].into_iter().for_each(refused_when_writing)).unwrap();
    run.join().unwrap();
}

fn refused_when_writing(n: u32) {
    let (_dir, file) = temp();
    let (chain_n, tree, expr, json) = (chain(n), tree(n), expr(n), json(n as usize));
    let (chains, news, new) = (vec![chain(1), chain(n)], vec![new(n)], new(n));
    let write = || {
        too_deep(&write_serde(&file, "x", &chain_n).unwrap_err(), "/x/next");
        too_deep(&write_serde(&file, "x", &tree).unwrap_err(), "/x/children");
        too_deep(&write_serde(&file, "x", &expr).unwrap_err(), "/x/");
        too_deep(&write_serde(&file, "x", &json).unwrap_err(), "/x");
        too_deep(&write_serde(&file, "x", &chains).unwrap_err(), "/x[1]");
        too_deep(&write_serde(&file, "x", &news).unwrap_err(), "/x[0]");
        too_deep(&write_serde(&file, "x", &new).unwrap_err(), "/x");
        assert!(file.root().unwrap().is_empty().unwrap());
    };
    std::thread::scope(|scope| {
        let small = std::thread::Builder::new().stack_size(2 << 20);
        small.spawn_scoped(scope, write).unwrap().join().unwrap();
    });
}

/// Whatever the writer lets through the reader takes.
#[test]
fn what_was_written_can_be_read() {
    small_stack(|| {
        let (_dir, file) = temp();
        let mut refused = 0;
        for n in (40..45).chain(60..66).chain(122..131) {
            let name = |kind: &str| format!("{kind} {n}");
            let mut check = |done: bool| refused += u32::from(!done);
            check(either(&file, &name("chain"), &chain(n)));
            check(either(&file, &name("chains"), &vec![chain(2), chain(n)]));
            check(either(&file, &name("tree"), &tree(n)));
            check(either(&file, &name("expr"), &vec![expr(2), expr(n)]));
            check(either(&file, &name("json"), &vec![json(1), json(n as usize)]));
            check(either(&file, &name("some"), &vec![Some(chain(n)), None]));
        }
        assert!(refused > 20, "{refused}");
    });
}

/// False if the value is refused for its depth, else it must come back.
fn either<T>(file: &File, name: &str, value: &T) -> bool
where
    T: Serialize + serde::de::DeserializeOwned + PartialEq,
{
    match write_serde(file, name, value) {
        Err(e) => {
            assert_eq!(e.kind(), ErrorKind::Limit, "{e}");
            false
        }
        Ok(()) => {
            let back: T = read_serde(file, name).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(back == *value, "{name}");
            true
        }
    }
}

#[test]
fn deeper_is_refused_when_reading() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("deep.h5");
    nest_groups(&path, 20_000);
    small_stack(move || {
        let file = File::open(&path, H5Mode::Read).unwrap();
        too_deep(&read_serde::<Link>(&file, "next").unwrap_err(), "/next/next/next");
        too_deep(&read_serde::<Json>(&file, "next").unwrap_err(), "/next/next/next");
        drop(dir);
    });
}

/// A file of groups inside groups, each with a field `n`.
fn nest_groups(path: &std::path::Path, levels: u32) {
    let file = hdf5::File::create(path).unwrap();
    let mut here = file.create_group("next").unwrap();
    for i in 0..levels {
        here.new_dataset::<u32>().create("n").unwrap().write_scalar(&i).unwrap();
        here = here.create_group("next").unwrap();
    }
}

#[test]
fn limits_are_the_files_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    write_serde(&file, "x", &chain(20)).unwrap();
    file.close().unwrap();
    let limits = Limits { depth: 10, ..Limits::default() };
    let file = File::options().limits(limits).open(&path, H5Mode::ReadWrite).unwrap();
    let error = read_serde::<Link>(&file, "x").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(error.to_string().contains("at most 10"), "{error}");
    assert_eq!(write_serde(&file, "y", &chain(12)).unwrap_err().kind(), ErrorKind::Limit);
    write_serde(&file, "y", &chain(9)).unwrap();
}
