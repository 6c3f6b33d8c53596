//! The workloads that array libraries on HDF5 are compared by, one a run:
//!
//! ```sh
//! cargo run --release --example workloads -- W3 --data DIR --out DIR --variant gz --cap 67108864 --n 3
//! ```
//!
//! It prints one JSON line: the fastest and the median wall time, processor time, the peak of
//! resident memory, and a checksum of the result.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a driver that stops on any failure")]

#[path = "workloads/arrays.rs"]
mod arrays;
#[path = "workloads/measure.rs"]
mod measure;
#[path = "workloads/objects.rs"]
mod objects;

use std::collections::HashMap;
use std::path::PathBuf;

use ch5::{Options, set_options};

/// What a workload is given.
pub struct Case {
    /// The folder with the input files.
    pub data: PathBuf,
    /// An empty folder for results.
    pub out: PathBuf,
    /// `raw` or `gz`.
    pub variant: String,
}

impl Case {
    /// The input file.
    pub fn input(&self) -> ch5::File {
        self.named(&self.variant)
    }

    /// An input file by its name.
    pub fn named(&self, name: &str) -> ch5::File {
        ch5::File::open(self.data.join(format!("{name}.h5")), ch5::H5Mode::Read).unwrap()
    }

    /// A new file for the result.
    pub fn output(&self) -> ch5::File {
        ch5::File::open(self.out.join("y.h5"), ch5::H5Mode::Truncate).unwrap()
    }
}

/// Gives the checksum, outside of the measured time.
pub type Check = Box<dyn FnOnce() -> String>;

fn main() {
    let mut args = std::env::args().skip(1);
    let workload = args.next().expect("the name of a workload, as W1");
    let mut named: HashMap<String, String> = HashMap::new();
    while let (Some(name), Some(value)) = (args.next(), args.next()) {
        named.insert(name.trim_start_matches("--").to_owned(), value);
    }
    let get =
        |name: &str, default: &str| named.get(name).cloned().unwrap_or_else(|| default.to_owned());
    let cap: u64 = get("cap", "67108864").parse().unwrap();
    set_options(Options::new().max_memory_usage(cap).unwrap());
    let root = PathBuf::from(get("out", &get("data", ".")));
    let data = PathBuf::from(get("data", "."));
    let variant = get("variant", "raw");
    let n: usize = get("n", "3").parse().unwrap();
    // What the peers do before they are measured: the library is there, and so is the object.
    ch5::hdf5::library_version();
    if workload.starts_with("W12") {
        objects::make(&workload);
    }
    let run = |case: &Case| {
        if workload.starts_with("W12") || workload == "W13" {
            objects::run(&workload, case)
        } else {
            arrays::run(&workload, case)
        }
    };
    let line = measure::repeat(n, &root, |out| {
        let case = Case { data: data.clone(), out, variant: variant.clone() };
        run(&case)
    });
    println!(
        "{{\"workload\": \"{workload}\", \"variant\": \"{variant}\", \"peer\": \"ch5\", \
         \"cap_mb\": {}, {line}}}",
        cap >> 20
    );
}
