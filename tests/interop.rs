//! Files of other tools, object by object, against a manifest of what is in them.
//!
//! `CH5_INTEROP` names another folder with files and a manifest of the same format.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};

use ch5::{
    Attr, DType, Dataset, ErrorKind, File, Group, H5Dict, H5List, H5Mode, Item, Object, TextType,
    Value as H5,
};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    std::env::var_os("CH5_INTEROP").map_or_else(|| "tests/data/interop".into(), PathBuf::from)
}

/// What was compared and what was wrong.
#[derive(Default)]
struct Score {
    right: usize,
    total: usize,
    wrong: Vec<String>,
}

impl Score {
    fn check(&mut self, what: &str, result: Result<(), String>) {
        self.total += 1;
        match result {
            Ok(()) => self.right += 1,
            Err(e) => self.wrong.push(format!("{what}: {e}")),
        }
    }
}

fn equal(found: &Value, wanted: &Value) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    // One number may be written as an integer and as a float.
    if let (Value::Number(a), Value::Number(b)) = (found, wanted)
        && (a.is_f64() || b.is_f64())
        && a.as_f64() == b.as_f64()
    {
        return Ok(());
    }
    match (found, wanted) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).try_for_each(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().try_for_each(|(k, v)| equal(v, b.get(k).unwrap_or(&Value::Null)))
        }
        _ => {
            let short = |v: &Value| v.to_string().chars().take(150).collect::<String>();
            Err(format!("found {} wanted {}", short(found), short(wanted)))
        }
    }
}

fn float(x: f64) -> Value {
    match x {
        x if x.is_nan() => json!("NaN"),
        f64::INFINITY => json!("Infinity"),
        f64::NEG_INFINITY => json!("-Infinity"),
        x => json!(x),
    }
}

fn hex(bytes: &[u8]) -> Value {
    json!({"hex": bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()})
}

/// A stored element as the manifest writes it.
fn element(value: &H5) -> Value {
    match value {
        H5::Null => Value::Null,
        H5::Bool(b) => json!(b),
        H5::Int(n) => json!(n),
        H5::Uint(n) => json!(n),
        H5::F32(x) => float((*x).into()),
        H5::F64(x) => float(*x),
        H5::C64(c) => json!([float(c.re.into()), float(c.im.into())]),
        H5::C128(c) => json!([float(c.re), float(c.im)]),
        H5::Text(text) => json!(text),
        H5::Enum(_, code) => json!(code),
        H5::Bytes(bytes) => hex(bytes),
        H5::Record(fields) => {
            fields.iter().map(|(name, v)| (name.to_string(), element(v))).collect()
        }
        H5::List(values) => values.iter().map(element).collect(),
        H5::Reference(path) if path.is_empty() => Value::Null,
        H5::Reference(path) => json!({ "ref": path }),
        other => panic!("{other:?}"),
    }
}

/// Elements in row-major order as nested lists.
fn nested(values: Vec<Value>, shape: &[u64]) -> Value {
    let [_, rest @ ..] = shape else { return values.into_iter().next().unwrap_or(Value::Null) };
    if rest.is_empty() {
        return Value::Array(values);
    }
    let row = rest.iter().product::<u64>() as usize;
    let n = shape[0] as usize;
    let rows = (0..n).map(|i| nested(values[i * row..(i + 1) * row].to_vec(), rest));
    Value::Array(rows.collect())
}

/// Texts that are not UTF-8 are an error as text; their bytes are there.
fn raw_texts(dataset: &Dataset, text: TextType) -> Vec<Value> {
    let size = text.size.unwrap();
    let mut bytes = vec![0; dataset.size().unwrap() as usize * size];
    dataset.read_bytes_into(dataset.dtype(), None, &mut bytes).unwrap();
    let strip = |b: &[u8]| b[..b.iter().rposition(|&b| b != 0).map_or(0, |i| i + 1)].to_vec();
    bytes
        .chunks(size)
        .map(|b| match String::from_utf8(strip(b)) {
            Ok(text) => json!(text),
            Err(e) => hex(e.as_bytes()),
        })
        .collect()
}

fn dataset_value(dataset: &Dataset) -> Result<Value, String> {
    if dataset.is_null() {
        return Ok(Value::Null);
    }
    let values = match dataset.read_values(None) {
        Ok(values) => values.iter().map(element).collect(),
        Err(e) => match dataset.dtype() {
            DType::Text(text) if e.kind() == ErrorKind::Malformed && text.size.is_some() => {
                raw_texts(dataset, *text)
            }
            _ => return Err(e.to_string()),
        },
    };
    Ok(nested(values, dataset.shape()))
}

/// The manifest's region references name a shape too, which ch5 does not read.
fn without_regions(wanted: &Value) -> Value {
    match wanted {
        Value::Object(map) if map.contains_key("regionref") => json!({"ref": map["regionref"]}),
        Value::Array(items) => items.iter().map(without_regions).collect(),
        other => other.clone(),
    }
}

/// Two numbers by name, which ch5 reads as the complex number they are in MATLAB.
fn without_parts(wanted: &Value) -> Value {
    match wanted {
        Value::Object(map) if map.len() == 2 && map.contains_key("real") => {
            json!([map["real"], map["imag"]])
        }
        Value::Array(items) => items.iter().map(without_parts).collect(),
        other => other.clone(),
    }
}

/// The name of a stored object's class is inside a pickle, which is not read.
fn without_classes(wanted: &Value) -> Value {
    match wanted {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| *key != "__object__")
            .map(|(key, v)| (key.clone(), without_classes(v)))
            .collect(),
        Value::Array(items) => items.iter().map(without_classes).collect(),
        other => other.clone(),
    }
}

fn check_type(dtype: &DType, wanted: &Value) -> Result<(), String> {
    let class = wanted["class"].as_str().unwrap_or("");
    let fits = match dtype {
        DType::Bool => class == "enum" && wanted["is_h5py_bool"] == json!(true),
        DType::Enum(e) => {
            class == "enum" && wanted["members"].as_object().unwrap().len() == e.members.len()
        }
        DType::F16 | DType::F32 | DType::F64 => {
            class == "float" && wanted["size"].as_u64().unwrap() <= dtype.mem_size() as u64
        }
        DType::C64 | DType::C128 => class == "compound" && wanted["is_h5py_complex"] == json!(true),
        DType::Text(t) => {
            class == "string"
                && wanted["variable"] == json!(t.size.is_none())
                && (t.size.is_none() || wanted["size"] == json!(t.size.unwrap()))
        }
        DType::Compound(fields) => {
            class == "compound" && wanted["fields"].as_array().unwrap().len() == fields.len()
        }
        DType::Array(base, dims) => {
            class == "array"
                && wanted["dims"] == json!(dims)
                && check_type(base, &wanted["base"]).is_ok()
        }
        DType::List(base) => class == "vlen" && check_type(base, &wanted["base"]).is_ok(),
        DType::Opaque { size, tag } => {
            class == "opaque" && wanted["size"] == json!(size) && wanted["tag"] == json!(tag)
        }
        DType::Reference { region } => {
            class == "reference"
                && wanted["ref"] == json!(if *region { "region" } else { "object" })
        }
        DType::Bitfield(size) => class == "bitfield" && wanted["size"] == json!(size),
        other => {
            let (size, signed) = other.integer().unwrap_or((0, false));
            class == "integer" && wanted["size"] == json!(size) && wanted["signed"] == json!(signed)
        }
    };
    if fits { Ok(()) } else { Err(format!("type {dtype} is not {wanted}")) }
}

fn shape_of(wanted: &Value) -> Option<Vec<u64>> {
    wanted.as_array().map(|dims| dims.iter().map(|d| d.as_u64().unwrap()).collect())
}

fn check_dataset(dataset: &Dataset, wanted: &Value) -> Result<(), String> {
    check_type(dataset.dtype(), &wanted["type"])?;
    match shape_of(&wanted["shape"]) {
        Some(shape) if shape == dataset.shape() && !dataset.is_null() => {}
        None if dataset.is_null() => {}
        _ => return Err(format!("shape {:?} is not {}", dataset.shape(), wanted["shape"])),
    }
    if let Some(max) = wanted.get("maxshape").and_then(Value::as_array) {
        let max: Vec<Option<u64>> = max.iter().map(Value::as_u64).collect();
        if max != dataset.maxshape() {
            return Err(format!("maxshape {:?} is not {max:?}", dataset.maxshape()));
        }
    }
    if let Some(chunks) = shape_of(&wanted["chunks"]) {
        let found = dataset.chunks().map_err(|e| e.to_string())?;
        if found.as_ref() != Some(&chunks) {
            return Err(format!("chunks {found:?} are not {chunks:?}"));
        }
    }
    let filters = wanted["filters"].as_array().map_or(0, Vec::len);
    if dataset.filters().map_err(|e| e.to_string())?.len() != filters {
        return Err("other filters".into());
    }
    equal(&dataset_value(dataset)?, &without_parts(&without_regions(&wanted["value"])))
}

fn check_attr(attr: &Attr, wanted: &Value) -> Result<(), String> {
    check_type(&attr.dtype, &wanted["type"])?;
    let values: Vec<Value> = attr.values.iter().map(element).collect();
    let found = match &attr.shape {
        None => Value::Null,
        Some(shape) => nested(values, shape),
    };
    equal(&found, &without_regions(&wanted["value"]))
}

fn check_attrs(object: &Object, wanted: &Value, path: &str, score: &mut Score) {
    let none = serde_json::Map::new();
    let wanted = wanted["attrs"].as_object().unwrap_or(&none);
    let mut names = object.attrs().names().unwrap();
    names.sort();
    let mut keys: Vec<&String> = wanted.keys().collect();
    keys.sort();
    let same = names.iter().eq(keys.iter().copied());
    score.check(path, if same { Ok(()) } else { Err(format!("attributes {names:?}")) });
    for (name, attr) in wanted {
        let found = match object.attrs().read(name) {
            Ok(Some(found)) => check_attr(&found, attr),
            Ok(None) => Err("missing".into()),
            Err(e) => Err(e.to_string()),
        };
        score.check(&format!("{path}@{name}"), found);
    }
}

fn check_object(root: &Group, path: &str, wanted: &Value, score: &mut Score) {
    let kind = wanted["kind"].as_str().unwrap();
    let opened = if path == "/" { Ok(Object::Group(root.clone())) } else { root.open(path) };
    match (kind, opened) {
        ("group", Ok(object @ Object::Group(_))) => {
            let Object::Group(group) = &object else { return };
            let names = group.names().unwrap();
            let mut sorted = names.clone();
            sorted.sort();
            let mut children: Vec<String> =
                serde_json::from_value(wanted["children"].clone()).unwrap();
            children.sort();
            let order = match wanted.get("children_in_creation_order") {
                Some(order) => json!(names) == *order,
                None => true,
            };
            let result = if sorted == children && order {
                Ok(())
            } else {
                Err(format!("members {names:?}"))
            };
            score.check(path, result);
            check_attrs(&object, wanted, path, score);
        }
        ("dataset", Ok(object @ Object::Dataset(_))) => {
            let Object::Dataset(dataset) = &object else { return };
            score.check(path, check_dataset(dataset, wanted));
            check_attrs(&object, wanted, path, score);
        }
        ("hardlink", Ok(object)) => {
            let same = root.open(wanted["same_object_as"].as_str().unwrap()).unwrap();
            let identity = |o: &Object| match o {
                Object::Group(g) => g.identity().unwrap(),
                Object::Dataset(d) => d.identity().unwrap(),
            };
            let result = identity(&object) == identity(&same);
            score.check(path, if result { Ok(()) } else { Err("another object".into()) });
        }
        ("softlink" | "externallink", opened) => {
            let (parent, name) = path.rsplit_once('/').unwrap();
            let parent = root.group(if parent.is_empty() { "/" } else { parent }).unwrap();
            let target = parent.link_target(name).unwrap().unwrap_or_default();
            let named = target.contains(wanted["target"].as_str().unwrap_or(""));
            let missing = |file: &str| !folder().join(file).exists();
            let dangling = wanted["dangling"] == json!(true)
                || wanted.get("file").and_then(Value::as_str).is_some_and(missing);
            let result = match opened {
                _ if !named => Err(format!("target {target}")),
                Ok(_) if !dangling => Ok(()),
                Err(e) if dangling && e.is_not_found() => Ok(()),
                Ok(_) => Err("should dangle".into()),
                Err(e) => Err(e.to_string()),
            };
            score.check(path, result);
        }
        ("named_type", Err(e)) if e.kind() == ErrorKind::WrongType => score.check(path, Ok(())),
        (_, Ok(object)) => score.check(path, Err(format!("is {object:?}, not {kind}"))),
        (_, Err(e)) => score.check(path, Err(e.to_string())),
    }
}

/// A sparse matrix of ch5mpy's as a dense one.
fn dense(group: &Group, kind: &str) -> Result<Value, ch5::Error> {
    let shape: Vec<usize> = H5Dict::new(group.clone())?.attributes().get("_shape")?;
    let data: Vec<f64> = ch5::read_object(group, "data")?;
    let mut rows = vec![vec![0.0; shape[1]]; shape[0]];
    if kind == "coo" {
        let coords: Vec<Vec<usize>> = ch5::read_object(group, "coords")?;
        for (i, x) in data.iter().enumerate() {
            rows[coords[0][i]][coords[1][i]] += x;
        }
    } else {
        let indices: Vec<usize> = ch5::read_object(group, "indices")?;
        let indptr: Vec<usize> = ch5::read_object(group, "indptr")?;
        for row in 0..shape[0] {
            for i in indptr[row]..indptr[row + 1] {
                rows[row][indices[i]] += data[i];
            }
        }
    }
    Ok(json!(rows))
}

/// Checks what the object means to ch5mpy, through ch5's own views.
fn check_logical(root: &Group, path: &str, wanted: &Value) -> Result<(), String> {
    let text = |e: ch5::Error| e.to_string();
    let dict = H5Dict::new(root.clone()).map_err(text)?;
    let key = path.trim_start_matches('/');
    if let Some((owner, name)) = path.split_once('@') {
        let owner = H5Dict::new(root.group(owner).map_err(text)?).map_err(text)?;
        let none: Option<f64> = owner.attributes().get(name).map_err(text)?;
        return if wanted["as"] == "none" && none.is_none() {
            Ok(())
        } else {
            Err("not none".into())
        };
    }
    match wanted["as"].as_str().unwrap() {
        "none" => match ch5::read_serde::<Option<f64>>(root, key).map_err(text)? {
            None => Ok(()),
            Some(_) => Err("a value".into()),
        },
        // Never unpickled: the bytes are there, and a typed read is a clear error.
        "pickle" => {
            let Object::Dataset(d) = root.open(key).map_err(text)? else {
                return Err("group".into());
            };
            let Ok(H5::Bytes(_)) = d.read_value() else { return Err("no bytes".into()) };
            let error = ch5::read_object::<String>(root, key).unwrap_err();
            if error.path() == path { Ok(()) } else { Err(error.to_string()) }
        }
        "list" => {
            let list = H5List::open(root, key).map_err(text)?;
            if json!(list.len().map_err(text)?) != wanted["len"] {
                return Err("another length".into());
            }
            let value: Value = dict.get_serde(key).map_err(text)?;
            equal(&value, &without_classes(&wanted["value"]))
        }
        "dict" => match wanted.get("value") {
            Some(wanted) => equal(&dict.get_serde::<Value>(key).map_err(text)?, wanted),
            None => dict.item(key).map_err(text).map(|_| ()),
        },
        "object" => {
            let group = root.group(key).map_err(text)?;
            if let Some(fields) = wanted["fields"].as_object() {
                for (name, wanted) in fields {
                    equal(&ch5::read_serde::<Value>(&group, name).map_err(text)?, wanted)?;
                }
            }
            Ok(())
        }
        kind @ ("csr" | "coo") => {
            equal(&dense(&root.group(key).map_err(text)?, kind).map_err(text)?, &wanted["dense"])
        }
        "scalar" => match dict.item(key).map_err(text)? {
            Item::Value(_) => Ok(()),
            other => Err(format!("{other:?}")),
        },
        _ => match dict.item(key).map_err(text)? {
            Item::Array(_) => Ok(()),
            other => Err(format!("{other:?}")),
        },
    }
}

fn check_file(folder: &Path, entry: &Value) -> Score {
    let mut score = Score::default();
    let name = entry["file"].as_str().unwrap();
    let file = File::options().reach(folder).open(folder.join(name), H5Mode::Read).unwrap();
    let root = file.root().unwrap();
    for (path, wanted) in entry["objects"].as_object().unwrap() {
        check_object(&root, path, wanted, &mut score);
    }
    if let Some(logical) = entry["logical"].as_object() {
        for (path, wanted) in logical {
            let result = check_logical(&root, path, wanted);
            score.check(&format!("{path} as {}", wanted["as"]), result);
        }
    }
    score
}

/// Prints past the test runner, which keeps the output of passing tests to itself.
fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
}

#[test]
fn every_object_of_every_file_reads_as_the_manifest_says() {
    let folder = folder();
    let text = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let (mut right, mut total) = (0, 0);
    for entry in manifest["files"].as_array().unwrap() {
        let score = check_file(&folder, entry);
        say(&format!("{} {}/{}", entry["file"].as_str().unwrap(), score.right, score.total));
        for wrong in &score.wrong {
            say(&format!("  {wrong}"));
        }
        right += score.right;
        total += score.total;
    }
    say(&format!("interop: {right}/{total} right"));
    assert_eq!(right, total);
}
