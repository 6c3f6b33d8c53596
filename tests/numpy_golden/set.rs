//! The cases, and their arrays in a file.

use std::collections::HashMap;
use std::path::PathBuf;

use ch5_array::{AnyArray, Buffer, Chunks, ElementType, File, H5Array, H5Mode, IntoExpr, Scalar};
use serde_json::Value;

use crate::answer::Answer;
use crate::args::Args;
use crate::{compare, families};

pub(crate) struct Case {
    pub id: String,
    pub function: String,
    json: Value,
}

pub(crate) struct Set {
    pub arrays: HashMap<String, AnyArray>,
    pub cases: Vec<Case>,
}

/// The arrays of a set, stored.
pub(crate) struct Stored {
    _dir: tempfile::TempDir,
    pub file: File,
    pub arrays: HashMap<String, H5Array>,
    pub chunk: usize,
    pub fresh: std::cell::Cell<usize>,
}

impl Set {
    pub(crate) fn load() -> Self {
        let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/numpy_golden");
        let dir = std::env::var_os("CH5_GOLDEN").map_or_else(default, PathBuf::from);
        let text = std::fs::read_to_string(dir.join("golden.json")).expect("the set");
        let mut json: Value = serde_json::from_str(&text).expect("the set is JSON");
        let arrays = json["arrays"].as_object().unwrap();
        let arrays = arrays.iter().map(|(id, json)| (id.clone(), array(json))).collect();
        let Value::Array(cases) = json["cases"].take() else { panic!("no cases") };
        let case = |json: Value| Case {
            id: json["id"].as_str().unwrap().to_owned(),
            function: json["fn"].as_str().unwrap().to_owned(),
            json,
        };
        Self { arrays, cases: cases.into_iter().map(case).collect() }
    }

    pub(crate) fn store(&self, chunk: usize) -> Stored {
        let dir = tempfile::tempdir().unwrap();
        let file = File::open(dir.path().join("golden.h5"), H5Mode::Truncate).unwrap();
        let mut stored = Stored {
            _dir: dir,
            file,
            arrays: HashMap::new(),
            chunk,
            fresh: std::cell::Cell::new(0),
        };
        for (id, array) in &self.arrays {
            let kept = stored.keep(id, array);
            stored.arrays.insert(id.clone(), kept);
        }
        stored
    }
}

impl Stored {
    pub(crate) fn keep(&self, name: &str, array: &AnyArray) -> H5Array {
        let sides: Vec<u64> =
            array.shape().iter().map(|&n| n.clamp(1, self.chunk) as u64).collect();
        array
            .clone()
            .into_expr()
            .write_to_with(&self.file, name, |new| {
                if sides.is_empty() { new } else { new.chunks(Chunks::Shape(sides.clone())) }
            })
            .unwrap()
    }

    /// A copy under a name of its own, for what is written to.
    pub(crate) fn copy(&self, array: &AnyArray) -> H5Array {
        self.fresh.set(self.fresh.get() + 1);
        self.keep(&format!("fresh{}", self.fresh.get()), array)
    }
}

impl Case {
    pub(crate) fn run(&self, set: &Set, stored: &Stored) -> Result<(), String> {
        let args = Args::new(&self.json, set, stored);
        let Some(got) = families::call(&self.function, &args) else {
            return Err("not there".to_owned());
        };
        let got: ch5_array::Result<Answer> = got;
        let result = &self.json["result"];
        if let Some(raises) = self.json["raises"].as_str() {
            return match got {
                Err(_) => Ok(()),
                Ok(answer) => Err(format!("must fail with {raises}, gives {answer:?}")),
            };
        }
        let got = got.map_err(|e| format!("fails: {e}"))?;
        compare::check(&got, result, &self.json, set)
    }
}

fn float(json: &Value) -> f64 {
    match json {
        Value::String(text) => match text.as_str() {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            other => panic!("no float: {other}"),
        },
        other => other.as_f64().unwrap_or_else(|| panic!("no float: {other}")),
    }
}

fn text(json: &Value) -> String {
    json.as_str().unwrap().to_owned()
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
}

pub(crate) fn ty_of(name: &str) -> ElementType {
    // Byte order is no part of an element type.
    match name.trim_start_matches(['<', '>']) {
        "i2" => ElementType::I16,
        "i4" => ElementType::I32,
        "f8" => ElementType::F64,
        _ => name.parse().unwrap_or_else(|e| panic!("{name}: {e}")),
    }
}

/// One element of a type.
pub(crate) fn element(ty: ElementType, json: &Value) -> Scalar {
    use ElementType as Ty;
    let int = || json.as_i64().map_or_else(|| json.as_u64().unwrap().into(), i128::from);
    let complex = || (float(&json[0]), float(&json[1]));
    match ty {
        Ty::Bool => Scalar::Bool(json.as_bool().unwrap_or_else(|| int() != 0)),
        Ty::I8 => Scalar::I8(int() as i8),
        Ty::I16 => Scalar::I16(int() as i16),
        Ty::I32 => Scalar::I32(int() as i32),
        Ty::I64 => Scalar::I64(int() as i64),
        Ty::U8 => Scalar::U8(int() as u8),
        Ty::U16 => Scalar::U16(int() as u16),
        Ty::U32 => Scalar::U32(int() as u32),
        Ty::U64 => Scalar::U64(int() as u64),
        Ty::F16 => Scalar::F16(half::f16::from_f64(float(json))),
        Ty::F32 => Scalar::F32(float(json) as f32),
        Ty::F64 => Scalar::F64(float(json)),
        Ty::C64 => {
            let (re, im) = complex();
            Scalar::C64(num_complex::Complex::new(re as f32, im as f32))
        }
        Ty::C128 => {
            let (re, im) = complex();
            Scalar::C128(num_complex::Complex::new(re, im))
        }
        Ty::Text => Scalar::Text(text(json).into()),
        Ty::Bytes => Scalar::Bytes(hex(json.as_str().unwrap())),
        Ty::Time(unit) => Scalar::Time(unit, int() as i64),
        Ty::Duration(unit) => Scalar::Duration(unit, int() as i64),
    }
}

pub(crate) fn array(json: &Value) -> AnyArray {
    let ty = ty_of(json["dtype"].as_str().unwrap());
    let shape: Vec<usize> =
        json["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let mut data = Buffer::with_capacity(ty, 0);
    for one in json["data"].as_array().unwrap() {
        data.append(Buffer::from(element(ty, one)).view()).unwrap();
    }
    AnyArray::new(&shape, data).unwrap()
}
