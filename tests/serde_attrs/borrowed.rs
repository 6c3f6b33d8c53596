//! Types that borrow text and bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ch5::{Arena, Deserializer, ErrorKind, File, Node, Result, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Borrows<'a> {
    text: &'a str,
    #[serde(with = "serde_bytes")]
    bytes: &'a [u8],
    #[serde(borrow)]
    cow: Cow<'a, str>,
    #[serde(borrow)]
    list: Vec<&'a str>,
    #[serde(borrow)]
    map: BTreeMap<&'a str, &'a str>,
    maybe: Option<&'a str>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
enum Choice<'a> {
    #[serde(borrow)]
    Named(&'a str),
    Pair {
        a: &'a str,
        b: i32,
    },
}

fn node(file: &File, name: &str) -> Node<'static> {
    Node::member(&file.root().unwrap(), name).unwrap()
}

fn borrow<'a, T: Deserialize<'a>>(file: &File, name: &str, arena: &'a Arena) -> Result<T> {
    T::deserialize(Deserializer::borrowing(node(file, name), arena))
}

fn value() -> Borrows<'static> {
    Borrows {
        text: "text",
        bytes: b"\0bytes",
        cow: Cow::Borrowed("cow"),
        list: vec!["a", "", "ccc"],
        map: BTreeMap::from([("k/1", "v"), ("", "")]),
        maybe: Some("m"),
    }
}

#[test]
fn an_arena_keeps_what_is_borrowed() {
    let (_dir, file) = temp();
    let many = vec![value(), Borrows { maybe: None, list: vec![], ..value() }];
    write_serde(&file, "one", &value()).unwrap();
    write_serde(&file, "many", &many).unwrap();
    write_serde(&file, "e", &vec![Choice::Named("x"), Choice::Pair { a: "y", b: 1 }]).unwrap();
    let arena = Arena::new();
    let one: Borrows<'_> = borrow(&file, "one", &arena).unwrap();
    assert_eq!(one, value());
    assert!(matches!(one.cow, Cow::Borrowed("cow")));
    let back: Vec<Borrows<'_>> = borrow(&file, "many", &arena).unwrap();
    assert_eq!(back, many);
    let back: Vec<Choice<'_>> = borrow(&file, "e", &arena).unwrap();
    assert_eq!(back, [Choice::Named("x"), Choice::Pair { a: "y", b: 1 }]);
    file.close().unwrap();
    assert_eq!(one.text, "text");
}

#[test]
fn without_an_arena_the_error_says_where_and_what_to_do() {
    let (_dir, file) = temp();
    write_serde(&file, "one", &value()).unwrap();
    write_serde(&file, "many", &vec![value()]).unwrap();
    write_serde(&file, "texts", &vec!["a"]).unwrap();
    let one = Borrows::deserialize(Deserializer::new(node(&file, "one"))).unwrap_err();
    let many = Vec::<Borrows<'_>>::deserialize(Deserializer::new(node(&file, "many"))).unwrap_err();
    let texts = Vec::<&str>::deserialize(Deserializer::new(node(&file, "texts"))).unwrap_err();
    assert_eq!(
        (one.path(), many.path(), texts.path()),
        ("/one/text", "/many[0].text", "/texts[0]")
    );
    for error in [one, many, texts] {
        assert_eq!(error.kind(), ErrorKind::WrongType, "{error}");
        let text = error.to_string();
        assert!(text.contains("a.h5") && text.contains("borrowed string"), "{text}");
    }
}

#[test]
fn cows_own_what_they_must() {
    everywhere(&[Cow::<'static, str>::Owned("x".into()), Cow::Borrowed("")]);
    #[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
    struct Owning {
        text: Cow<'static, str>,
        list: Cow<'static, [i32]>,
    }
    everywhere(&[Owning { text: "x".into(), list: vec![1, 2].into() }]);
}
