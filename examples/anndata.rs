//! Writes an `.h5ad` file that Python's anndata opens: a table of cells, a table of genes, and a
//! matrix.
//!
//! `cargo run --example anndata FILE.h5ad`

use ch5::{H5Store, Result};
use ndarray::Array2;

#[derive(H5Store)]
struct Cell {
    barcode: String,
    counts: u32,
    quality: f64,
    checked: bool,
}

#[derive(H5Store)]
struct Gene {
    symbol: String,
    length: Option<u32>,
}

/// What anndata expects at the root.
#[derive(H5Store)]
struct AnnData {
    #[h5(attr, rename = "encoding-type")]
    encoding: String,
    #[h5(attr, rename = "encoding-version")]
    version: String,
    #[h5(rename = "X", attrs("encoding-type" = "array", "encoding-version" = "0.2.0"))]
    x: Array2<f32>,
    obs: Vec<Cell>,
    var: Vec<Gene>,
}

fn main() -> Result<()> {
    let path = std::env::args_os().nth(1).unwrap_or_else(|| "cells.h5ad".into());
    let cells = (0..4u32).map(|i| Cell {
        barcode: format!("AAAC-{i}"),
        counts: 100 * i,
        quality: f64::from(i) / 4.0,
        checked: i % 2 == 0,
    });
    let genes =
        (0..3u32).map(|i| Gene { symbol: format!("G{i}"), length: (i > 0).then_some(500 + i) });
    let data = AnnData {
        encoding: "anndata".into(),
        version: "0.1.0".into(),
        x: Array2::from_shape_fn((4, 3), |(cell, gene)| (cell * 3 + gene) as f32),
        obs: cells.collect(),
        var: genes.collect(),
    };
    ch5::save(path, &data)
}
