//! The Python interpreter that the tests run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the interpreter.
const CHOICE: &str = "CH5_PYTHON";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The chosen interpreter, or the one in the environment that README's second command makes.
fn interpreter() -> PathBuf {
    if let Some(chosen) = std::env::var_os(CHOICE) {
        return chosen.into();
    }
    let made = root().join("target/venv/bin/python");
    assert!(
        made.exists(),
        "these tests need a Python with h5py and ch5mpy: run README's second command, which puts \
         one at {}, or name one in {CHOICE}",
        made.display(),
    );
    made
}

/// Runs a script of this folder and gives what it printed; a script that fails is a failed test.
pub(crate) fn run(script: &str, arguments: &[&str]) -> String {
    let python = interpreter();
    let ran = Command::new(&python)
        .arg("-B")
        .arg(root().join("tests/python").join(script))
        .args(arguments)
        .env_remove("HDF5_PLUGIN_PATH")
        .output()
        .unwrap_or_else(|e| panic!("{} does not start: {e}", python.display()));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let complained = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{script} failed:\n{said}\n{complained}");
    said
}
