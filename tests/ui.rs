//! Every mistake that the compiler can find, and what it says of it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::process::Command;

/// The compiler whose words are in `ui/type`. Those of the other cases are the derive's own.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    for class in ["*", "[!t]*/*", "transparent/*"] {
        cases.compile_fail(format!("tests/ui/{class}.rs"));
    }
    let version = Command::new("rustc").arg("--version").output().unwrap().stdout;
    if version.starts_with(COMPILER.as_bytes()) {
        cases.compile_fail("tests/ui/type/*.rs");
    } else {
        eprintln!("tests/ui/type is left out: it holds the words of {COMPILER}");
    }
}
