//! The library in one screen: a struct, its file, the same group read lazily, and computing with
//! what is too large for memory.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5::prelude::*;
use ndarray::{Array2, Array3};

#[derive(serde::Serialize, serde::Deserialize)]
struct Instrument {
    name: String,
    gain: f64,
    tags: Vec<String>,
}

#[derive(H5Store)]
struct Hit {
    x: u32,
    score: f64,
}

#[derive(H5Store)]
struct Run {
    id: u32,
    #[h5(attr)]
    operator: String,
    instrument: Instrument,
    #[h5(chunks(16, 64, 64), compression = "zstd")]
    frames: Array3<f32>,
    background: Array2<f64>,
    hits: Vec<Hit>,
}

#[derive(H5Store)]
struct RunView {
    id: u32,
    frames: H5Array<f32>,
}

#[test]
fn one_screen() -> Result<(), Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    let run = Run {
        id: 7,
        operator: "Ada".into(),
        instrument: Instrument { name: "camera".into(), gain: 1.5, tags: vec!["cooled".into()] },
        frames: Array3::from_shape_fn((20, 64, 64), |(i, j, k)| (i + j * k) as f32),
        background: Array2::zeros((64, 64)),
        hits: vec![Hit { x: 3, score: 0.5 }],
    };
    let file = File::open(dir.path().join("run.h5"), H5Mode::Truncate)?;
    ch5::write_object(&file, "run", &run)?;
    let back: Run = ch5::read_object(&file, "run")?;
    assert_eq!((back.frames, back.hits[0].x, back.hits[0].score), (run.frames.clone(), 3, 0.5));
    assert_eq!((back.id, back.operator, back.background), (7, "Ada".into(), run.background));
    assert_eq!((back.instrument.name, back.instrument.tags.len()), ("camera".into(), 1));
    assert_eq!(back.instrument.gain, 1.5);

    let view: RunView = ch5::read_object(&file, "run")?;
    let read = file.bytes_read();
    assert_eq!((view.id, view.frames.shape()), (7, [20, 64, 64].as_slice()));
    assert_eq!(file.bytes_read(), read);

    let dict = H5Dict::root(&file)?;
    assert!(format!("{dict:?}").contains("run"));
    let x = dict.get::<H5Array<f32>>("run/frames")?;
    let mean = x.mean().axis(0).read()?;
    let bright = ((&x - &mean) * 2.0).sqrt();
    bright.write_to(&file, "bright")?;

    let there: H5Array<f32> = file.array("bright")?.typed()?;
    let expected = run.frames.mapv(f64::from);
    let mean = expected.mean_axis(ndarray::Axis(0)).ok_or("frames")?;
    let expected = ((expected - mean) * 2.0).mapv(f64::sqrt);
    for (&found, &sum) in there.read()?.iter().zip(&expected) {
        assert!((f64::from(found) - sum).abs() < 1e-6 || (found.is_nan() && sum.is_nan()));
    }
    Ok(())
}

#[test]
fn arrays_given_away_are_operands() {
    use ndarray::{array, s};
    let x = array![[1i64, 2, 3], [4, 5, 6]];
    for given in [
        x.clone(),
        x.clone().reversed_axes(),
        x.clone().slice_move(s![1.., ..]),
        x.clone().slice_move(s![.., 1..]),
        x.clone().slice_move(s![..;-1, ..;2]),
        x.clone().slice_move(s![..0, ..]),
    ] {
        let there = given.clone().into_expr().read_as::<i64>().unwrap();
        assert_eq!(there, given.into_dyn());
    }
    assert_eq!((&x).isin(array![2i64, 6]).sum().item_as::<i64>().unwrap(), 2);
    assert_eq!((1.0 + (&x).mean() * 2.0).item_as::<f64>().unwrap(), 8.0);
    assert_eq!((2 * (&x).max() - (&x).min()).item_as::<i64>().unwrap(), 11);
}
