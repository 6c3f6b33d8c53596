//! A tour: files that other tools wrote, then a struct of one's own.
//!
//! `cargo run --release --example tour [FILE]`; without a FILE the struct goes to a temporary one.

use std::path::{Path, PathBuf};

use ch5::{Error, File, H5Array, H5Dict, H5List, H5Mode, H5Store, Item, Policy, Result};
use ndarray::Array3;
use serde::{Deserialize, Serialize};

/// An existing serde model that knows nothing of HDF5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Instrument {
    name: String,
    gain: f64,
    tags: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, H5Store)]
struct Hit {
    frame: u32,
    score: f64,
    label: Option<String>,
}

#[derive(Debug, Clone, PartialEq, H5Store)]
enum State {
    Planned,
    Running { since: u64 },
    Done(f64),
}

#[derive(Debug, Clone, PartialEq, H5Store)]
struct Run {
    id: u32,
    title: String,
    #[h5(attr)]
    operator: String,
    instrument: Instrument,
    #[h5(chunks(2, 32, 32), compression = "gzip", attrs(units = "counts"))]
    frames: Array3<f32>,
    hits: Vec<Hit>,
    state: State,
    history: Vec<State>,
}

fn main() -> Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/interop");
    for name in [
        "ch5mpy_dicts.h5",
        "ch5mpy_objects.h5",
        "h5py_layouts.h5",
        "h5py_types.h5",
        "ch5mpy_lists.h5",
    ] {
        println!("{name}, as another tool wrote it:");
        tree(&H5Dict::open(data.join(name), H5Mode::Read)?, 1);
        println!();
    }

    let temporary = std::env::temp_dir().join(format!("ch5-tour-{}.h5", std::process::id()));
    let path = std::env::args_os().nth(1).map_or_else(|| temporary.clone(), PathBuf::from);
    let toured = tour(&path);
    if path == temporary {
        // Nothing of the tour is left behind, whether it worked or not.
        let _ = std::fs::remove_file(&path);
    }
    toured
}

/// Stores a struct, reads it whole and in part, and changes one value.
fn tour(path: &Path) -> Result<()> {
    let run = Run {
        id: 7,
        title: "first light".into(),
        operator: "Ada".into(),
        instrument: Instrument {
            name: "camera".into(),
            gain: 1.5,
            tags: vec!["cooled".into(), "16 bit".into()],
        },
        frames: Array3::from_shape_fn((4, 64, 64), |(t, y, x)| (t * 4096 + y * 64 + x) as f32),
        hits: (0..3)
            .map(|i| Hit {
                frame: i,
                score: f64::from(i) / 2.0,
                label: (i > 0).then(|| format!("hit {i}")),
            })
            .collect(),
        state: State::Running { since: 1_700_000_000 },
        history: vec![State::Planned, State::Done(0.75), State::Planned],
    };

    let file = File::open(path, H5Mode::Truncate)?;
    ch5::write_object(&file, "run", &run)?;
    file.close()?;

    let file = File::open(path, H5Mode::ReadWrite)?;
    let back: Run = ch5::read_object(&file, "run")?;
    assert_eq!(back, run);
    println!("the run was read back equal");

    let scores: Vec<f64> = ch5::read_object(&file, "run/hits/score")?;
    println!("one field alone: scores {scores:?}");

    let frames: H5Array<f32> = ch5::read_object(&file, "run/frames")?;
    let corner = frames.read_slice(ch5::h5s![-1, ..2, ..2])?;
    println!("a corner of the last frame, of {:?}: {corner}", frames.shape());

    ch5::write_object_with(&file.root()?.group("run")?, "title", "corrected", Policy::Update)?;
    println!("one value changed in place: {:?}\n", ch5::read_object::<String>(&file, "run/title")?);

    println!("what lies in the file:");
    tree(&H5Dict::root(&file)?, 1);
    file.close()
}

/// Where values begin.
const COLUMN: usize = 22;

/// Prints a map and the maps in it; what cannot be read shows why.
fn tree(dict: &H5Dict, depth: usize) {
    let indent = "  ".repeat(depth);
    let line = |key: &str, shown: &str| {
        let width = COLUMN.saturating_sub(indent.len());
        println!("{indent}{key:<width$} {shown}");
    };
    let attributes = dict.attributes();
    if let Ok(variant) = attributes.get::<String>("__ch5_variant__") {
        println!("{indent}= {variant}");
    } else if attributes.keys().is_ok_and(|names| !names.is_empty()) {
        println!("{indent}@ {}", shorten(&format!("{attributes:?}")));
    }
    let items = match dict.items() {
        Ok(items) => items,
        Err(error) => return println!("{indent}{}", reason(&error)),
    };
    for (key, item) in items {
        match item {
            Ok(Item::Dict(inner)) => {
                println!("{indent}{key}/");
                tree(&inner, depth + 1);
            }
            Ok(Item::List(list)) => line(&key, &show_list(&list)),
            Ok(Item::Array(array)) => line(&key, &show_array(&array)),
            Ok(other) => line(&key, &shorten(&format!("{other:?}"))),
            Err(error) => line(&key, &reason(&error)),
        }
    }
}

/// Why something cannot be shown, without the file's name.
fn reason(error: &Error) -> String {
    let text = error.to_string();
    shorten(&format!(
        "<{}>",
        text.strip_prefix(error.file()).unwrap_or(&text).trim_start_matches(": ")
    ))
}

fn show_list(list: &H5List) -> String {
    let len = list.len().unwrap_or(0);
    shorten(&format!("list of {len}: {list:?}"))
}

/// Type, shape, filters and units, and the values of a small array.
fn show_array(array: &H5Array) -> String {
    let mut form = format!("{}{:?}", array.dtype(), array.shape());
    for (filter, _) in array.filters().unwrap_or_default() {
        form += &format!(" {filter}");
    }
    if let Ok(Some(units)) = array.attrs().text("units") {
        form += &format!(" in {units}");
    }
    if array.len() > 8 || array.ndim() != 1 {
        return shorten(&form);
    }
    match H5List::of(&array.file(), array.path()) {
        Ok(list) => shorten(&format!("{form} {list:?}")),
        Err(_) => shorten(&form),
    }
}

fn shorten(text: &str) -> String {
    let line = text.replace(['\n', '\t'], " ");
    if line.chars().count() <= 72 {
        return line;
    }
    line.chars().take(69).chain("...".chars()).collect()
}
