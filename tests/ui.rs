//! Every mistake that the compiler can find, and what it says of it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("tests/ui/**/*.rs");
}
