//! Arrays that stay in the file: created, computed with block by block, printed.
//!
//! `cargo run --release --example arrays [FILE]`; without a FILE they go to a temporary one.

use std::path::{Path, PathBuf};

use ch5::prelude::*;
use ch5::{Result, options, random};

fn main() -> Result<()> {
    let temporary = std::env::temp_dir().join(format!("ch5-arrays-{}.h5", std::process::id()));
    let path = std::env::args_os().nth(1).map_or_else(|| temporary.clone(), PathBuf::from);
    let shown = arrays(&path);
    if path == temporary {
        // Nothing is left behind, whether it worked or not.
        let _ = std::fs::remove_file(&path);
    }
    shown
}

fn arrays(path: &Path) -> Result<()> {
    let file = File::open(path, H5Mode::Truncate)?;
    // Working buffers take 4 MB at most, whatever the size of the arrays.
    let _scope = options().max_memory_usage("4M")?.threads(2).scoped();

    // 32 MB of noise around 20, 21, 22 and 23, straight into a compressed dataset.
    random::seed(1);
    let levels = ndarray::array![20.0, 21.0, 22.0, 23.0];
    let x = random::normal(&levels, 0.5, &[1_000_000, 4])
        .write_to_with(&file, "x", |new| new.gzip(1).shuffle(true))?;
    println!("x.mean(0)              {:.3}", x.mean().axis(0).read()?);

    // An expression: nothing is read before its result is asked for.
    let z = (&x - x.mean().axis(0)) / x.std().axis(0);
    println!("{}\n", z.explain()?);
    let z = z.write_to(&file, "z")?;
    println!("z\n{z:.4}\n");

    let far = z.absolute().gt(3.0);
    println!("beyond 3 sigma         {:.4} of all", far.mean().item_as::<f64>()?);
    println!("their rows, the first  {}", far.any().axis(1).flatnonzero()?.slice(..5).read()?);
    println!(
        "quartiles of column 0  {:.3}",
        z.slice(h5s![.., 0]).percentile([25., 50., 75.]).read()?
    );

    z.view(h5s![..;2, 1])?.assign(0.0)?;
    println!("z[:4, 1] after z[::2, 1] = 0\n{:.4}", z.slice(h5s![..4, 1]).read()?);
    file.close()
}
