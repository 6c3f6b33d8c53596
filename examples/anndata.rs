//! Writes an `.h5ad` file that Python's anndata opens: a table of cells with categories, a table
//! of genes, a sparse matrix and a dense layer.
//!
//! `cargo run --features sprs --example anndata FILE.h5ad`

use std::path::Path;

use ch5::{H5Store, Result};
use ndarray::Array2;
use sprs::{CsMat, TriMat};

/// A gene; a list of them is a table as anndata wants it.
#[derive(H5Store, Debug, PartialEq)]
struct Gene {
    symbol: String,
    length: Option<u32>,
}

/// Values that are one of a few: a pandas categorical.
#[derive(H5Store, Debug, PartialEq)]
struct Categorical {
    #[h5(attr, rename = "encoding-type")]
    encoding: String,
    #[h5(attr, rename = "encoding-version")]
    version: String,
    #[h5(attr)]
    ordered: bool,
    categories: Vec<String>,
    codes: Vec<i8>,
}

impl Categorical {
    fn of(values: &[&str]) -> Self {
        let mut categories: Vec<String> = values.iter().map(|v| (*v).to_owned()).collect();
        categories.sort();
        categories.dedup();
        let code =
            |value: &&str| categories.iter().position(|c| c == value).map_or(-1, |i| i as i8);
        let codes = values.iter().map(code).collect();
        Self {
            encoding: "categorical".into(),
            version: "0.2.0".into(),
            ordered: false,
            categories,
            codes,
        }
    }
}

/// The cells, a column for each property.
#[derive(H5Store, Debug, PartialEq)]
struct Cells {
    #[h5(attr, rename = "encoding-type")]
    encoding: String,
    #[h5(attr, rename = "encoding-version")]
    version: String,
    #[h5(attr, rename = "_index")]
    index: String,
    #[h5(attr, rename = "column-order")]
    columns: Vec<String>,
    barcode: Vec<String>,
    counts: Vec<u32>,
    quality: Vec<f64>,
    kind: Categorical,
}

#[derive(H5Store, Debug, PartialEq)]
struct Layers {
    scaled: Array2<f64>,
}

/// What anndata expects at the root.
#[derive(H5Store, Debug, PartialEq)]
struct AnnData {
    #[h5(attr, rename = "encoding-type")]
    encoding: String,
    #[h5(attr, rename = "encoding-version")]
    version: String,
    #[h5(rename = "X")]
    x: CsMat<f32>,
    obs: Cells,
    var: Vec<Gene>,
    layers: Layers,
}

/// Writes the file and reads it back; the tests call it.
pub(crate) fn write(path: impl AsRef<Path>) -> Result<()> {
    let mut x = TriMat::new((4, 3));
    for (cell, gene, count) in [(0, 0, 1.0), (0, 2, 2.0), (2, 1, 3.0), (3, 2, 4.5)] {
        x.add_triplet(cell, gene, count);
    }
    let obs = Cells {
        encoding: "dataframe".into(),
        version: "0.2.0".into(),
        index: "barcode".into(),
        columns: ["counts", "quality", "kind"].map(Into::into).to_vec(),
        barcode: (0..4).map(|i| format!("AAAC-{i}")).collect(),
        counts: vec![3, 0, 3, 4],
        quality: vec![0.0, 0.25, 0.5, 0.75],
        kind: Categorical::of(&["T cell", "B cell", "T cell", "monocyte"]),
    };
    let genes =
        (0..3u32).map(|i| Gene { symbol: format!("G{i}"), length: (i > 0).then_some(500 + i) });
    let data = AnnData {
        encoding: "anndata".into(),
        version: "0.1.0".into(),
        x: x.to_csr(),
        obs,
        var: genes.collect(),
        layers: Layers {
            scaled: Array2::from_shape_fn((4, 3), |(cell, gene)| (cell * 3 + gene) as f64 / 2.0),
        },
    };
    ch5::save(&path, &data)?;
    assert_eq!(ch5::load::<AnnData>(&path)?, data);
    Ok(())
}

fn main() -> Result<()> {
    write(std::env::args_os().nth(1).unwrap_or_else(|| "cells.h5ad".into()))
}
