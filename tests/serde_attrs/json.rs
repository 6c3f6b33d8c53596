//! Values of no fixed type.

use serde_json::{Value, json};

use crate::everywhere::{everywhere, round, temp};

#[test]
fn one_by_one() {
    for value in [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1.0),
        json!(-0.0),
        json!(1e300),
        json!(5e-324),
        json!(""),
        json!("text"),
        json!([]),
        json!({}),
        json!([null]),
        json!([[]]),
        json!([{}]),
        json!({"": {"": []}}),
        json!([null, null, 1]),
        json!([1, null, "x", 2.5, true, [], {}]),
        json!([1, -1, u64::MAX, i64::MIN, 300, 70000]),
        json!([1.0, 2.0, 3]),
        json!([1, 2.5, 1.0]),
        json!([[1], ["a"], [null], [2.5, []]]),
        json!([[1, 2], [], [[3]], [[], [[4.5]]]]),
        json!([{"a": 1}, {"b": "x"}, {"a": null}, {"a": "text", "b": [1]}, {}]),
        json!({"a": [1, "x", null, 2.5, {"b": []}], "c": {}, "d": -1, "e": u64::MAX, "a/b": 1}),
        json!([[{"x": [{"y": 1}, {"y": null}, {}]}], [{"x": {}}], [1]]),
        json!([false, 0, 0.0, "", null, [], {}]),
        json!({"Some": null}),
        json!([{"Some": null}, "Some"]),
        json!({"v": 1, "dim": [2], "data": [1, 2]}),
        json!({"keys": [1], "values": [2], "mask": [3], "offsets": [4]}),
        json!({"0": "a", "1": "b"}),
        json!([{"0": 1, "1": 2}, [1, 2]]),
    ] {
        everywhere(&[value]);
    }
}

#[test]
fn together() {
    everywhere(&[
        json!(1),
        json!(null),
        json!(-1),
        json!("x"),
        json!([1, 2]),
        json!({"a": 1}),
        json!(2.5),
        json!(u64::MAX),
        json!({"b": [null]}),
        json!([]),
        json!({}),
        json!(true),
    ]);
}

#[test]
fn real_documents() {
    let (_dir, file) = temp();
    let people: Vec<Value> = (0..200)
        .map(|i| {
            let mut person = json!({"id": i, "name": format!("n{i}"), "tags": ["a", "b"]});
            if i % 3 == 0 {
                person["email"] = json!(format!("{i}@x.org"));
            }
            if i % 5 == 0 {
                person["tags"] = json!([]);
                person["score"] = if i % 2 == 0 { json!(i) } else { json!(0.5) };
            }
            if i % 7 == 0 {
                person["address"] = json!({"street": "s", "no": [1, "b"]});
            }
            person
        })
        .collect();
    round(&file, "people", &people);
    round(&file, "one", &json!({"people": people, "count": 200}));
}

/// Structure that a small generator makes: every value after every other.
#[test]
fn pairs_of_kinds() {
    let kinds = [
        json!(null),
        json!(true),
        json!(1),
        json!(-1),
        json!(u64::MAX),
        json!(0.5),
        json!("t"),
        json!([]),
        json!([1]),
        json!(["a", 1]),
        json!({}),
        json!({"a": 1}),
        json!({"a": {"b": null}}),
    ];
    let (_dir, file) = temp();
    for (i, a) in kinds.iter().enumerate() {
        for (j, b) in kinds.iter().enumerate() {
            round(&file, &format!("l {i} {j}"), &json!([a, b, a]));
            round(&file, &format!("o {i} {j}"), &json!([{"k": a}, {"k": b}, {}, {"k": a}]));
            round(&file, &format!("n {i} {j}"), &json!([[a, b], [b], [a]]));
        }
    }
}
