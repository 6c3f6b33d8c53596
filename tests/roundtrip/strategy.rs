//! How arbitrary values are made.

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use serde_bytes::ByteBuf;

use crate::model::{Bits32, Bits64, Json, Key, Model, Plain, Record, Small, Unit};

/// Any text that HDF5 can hold: all but NUL.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{0,6}",
        1 => any::<String>().prop_map(|s| s.replace('\0', "")),
        1 => Just("Some".to_string()),
    ]
}

/// Names that have to be escaped, among others.
pub(crate) fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => text(),
        1 => prop::sample::select(&["", ".", "..", "/", "a/b", "%", "%2F", "value", "0", "keys"])
            .prop_map(str::to_string),
    ]
}

fn bits32() -> impl Strategy<Value = Bits32> {
    prop_oneof![any::<u32>().prop_map(f32::from_bits), any::<f32>()].prop_map(Bits32)
}

fn bits64() -> impl Strategy<Value = Bits64> {
    let nan = any::<u64>().prop_map(|bits| f64::from_bits(bits | 0x7ff0_0000_0000_0000));
    prop_oneof![any::<u64>().prop_map(f64::from_bits), nan, any::<f64>()].prop_map(Bits64)
}

fn small() -> impl Strategy<Value = Small> {
    (any::<i8>(), of(bits64())).prop_map(|(a, b)| Small { a, b })
}

fn numbers() -> BoxedStrategy<Model> {
    prop_oneof![
        any::<bool>().prop_map(Model::Bool),
        any::<i8>().prop_map(Model::I8),
        any::<i16>().prop_map(Model::I16),
        any::<i32>().prop_map(Model::I32),
        any::<i64>().prop_map(Model::I64),
        any::<i128>().prop_map(Model::I128),
        any::<u8>().prop_map(Model::U8),
        any::<u16>().prop_map(Model::U16),
        any::<u32>().prop_map(Model::U32),
        any::<u64>().prop_map(Model::U64),
        any::<u128>().prop_map(Model::U128),
        bits32().prop_map(Model::F32),
        bits64().prop_map(Model::F64),
    ]
    .boxed()
}

fn leaves() -> BoxedStrategy<Model> {
    let plain = prop_oneof![Just(Plain::Red), Just(Plain::Green)];
    prop_oneof![
        8 => numbers(),
        1 => Just(Model::Nothing),
        1 => Just(Model::Unit(())),
        1 => Just(Model::UnitStruct(Unit)),
        1 => Just(Model::Empty {}),
        1 => any::<char>().prop_filter("NUL", |c| *c != '\0').prop_map(Model::Char),
        2 => text().prop_map(Model::Text),
        1 => vec(any::<u8>(), 0..5).prop_map(|b| Model::Bytes(ByteBuf::from(b))),
        1 => plain.prop_map(Model::Plain),
        2 => any::<Option<Option<Option<i16>>>>().prop_map(Model::Options),
        1 => vec(bits64(), 0..4).prop_map(Model::Numbers),
        1 => vec(any::<(i32, i32)>(), 0..3).prop_map(Model::Pairs),
        1 => vec(vec(any::<[u8; 3]>(), 0..3), 0..3).prop_map(Model::Nested),
        1 => vec(small(), 0..4).prop_map(Model::Smalls),
        1 => btree_map(any::<i64>(), any::<u128>(), 0..3).prop_map(Model::Counts),
    ]
    .boxed()
}

/// Any value; with keys that are not text only on request, as packed trees take none.
pub(crate) fn model(keys: bool) -> BoxedStrategy<Model> {
    leaves()
        .prop_recursive(4, 24, 4, move |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            let record = (any::<u16>(), inner.clone(), of(inner.clone()), rows(), fixed())
                .prop_map(|(id, value, maybe, list, fixed)| {
                    Model::Record(Box::new(Record { id, value, maybe, list, fixed }))
                });
            let fields = (boxed.clone(), vec(small(), 0..3), any::<bool>(), "[a-z]");
            let all = prop_oneof![
                of(boxed.clone()).prop_map(Model::Option),
                boxed.clone().prop_map(Model::Newtype),
                (boxed.clone(), any::<Option<u8>>(), boxed)
                    .prop_map(|(a, b, c)| Model::Tuple(a, b, c)),
                vec(inner.clone(), 0..4).prop_map(Model::List),
                vec(of(inner.clone()), 0..4).prop_map(Model::Holes),
                btree_map(key(), inner.clone(), 0..4).prop_map(Model::Map),
                record,
                fields.prop_map(|(a, b, c, d)| {
                    let d = d.chars().next().unwrap_or('x');
                    Model::Struct { a, b, c: (c, d) }
                }),
            ];
            if !keys {
                return all.boxed();
            }
            let keyed = btree_map((any::<u8>(), key()), inner, 0..3).prop_map(Model::Keyed);
            let choice = prop_oneof![
                Just(Key::Zero),
                any::<i32>().prop_map(Key::One),
                (any::<u8>(), key()).prop_map(|(a, b)| Key::Two(a, b)),
            ];
            let choices = btree_map(choice, small(), 0..3).prop_map(Model::Choices);
            prop_oneof![8 => all, 1 => keyed, 1 => choices].boxed()
        })
        .boxed()
}

fn rows() -> impl Strategy<Value = Vec<(i64, Option<String>)>> {
    vec((any::<i64>(), of(text())), 0..3)
}

fn fixed() -> impl Strategy<Value = [Bits32; 2]> {
    [bits32(), bits32()]
}

/// Any value as JSON knows it.
pub(crate) fn json() -> BoxedStrategy<Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::Int),
        (-200i64..70_000).prop_map(Json::Int),
        (i64::MAX as u64 + 1..=u64::MAX).prop_map(Json::Uint),
        any::<f64>().prop_map(Json::Float),
        text().prop_map(Json::Text),
    ]
    .prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Json::List),
            btree_map(key(), inner, 0..5).prop_map(Json::Map),
        ]
    })
    .boxed()
}
