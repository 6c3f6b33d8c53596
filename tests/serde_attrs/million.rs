//! A million elements, bit for bit.

use ch5::{read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::temp;

const N: u32 = 1_000_000;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
    tag: Option<i16>,
}

fn hit(i: u32) -> Hit {
    Hit {
        id: i,
        score: f64::from_bits(u64::from(i).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        name: if i.is_multiple_of(3) { String::new() } else { format!("name {i}") },
        tag: (!i.is_multiple_of(4)).then_some(i as i16),
    }
}

fn same(a: &Hit, b: &Hit) -> bool {
    a.score.to_bits() == b.score.to_bits() && (a.id, &a.name, a.tag) == (b.id, &b.name, b.tag)
}

#[test]
fn floats() {
    let (_dir, file) = temp();
    let values: Vec<f64> = (0..N).map(|i| hit(i).score).collect();
    write_serde(&file, "x", &values).unwrap();
    let back: Vec<f64> = read_serde(&file, "x").unwrap();
    assert!(back.iter().map(|x| x.to_bits()).eq(values.iter().map(|x| x.to_bits())));
}

#[test]
fn texts() {
    let (_dir, file) = temp();
    let values: Vec<String> = (0..N).map(|i| hit(i).name).collect();
    write_serde(&file, "x", &values).unwrap();
    let back: Vec<String> = read_serde(&file, "x").unwrap();
    assert!(back == values);
}

#[test]
fn records() {
    let (_dir, file) = temp();
    let values: Vec<Hit> = (0..N).map(hit).collect();
    write_serde(&file, "x", &values).unwrap();
    let back: Vec<Hit> = read_serde(&file, "x").unwrap();
    assert_eq!(back.len(), values.len());
    assert!(back.iter().zip(&values).all(|(a, b)| same(a, b)));
    let ids: Vec<u32> = read_serde(&file, "x/id").unwrap();
    assert!(ids.into_iter().eq(0..N));
}
