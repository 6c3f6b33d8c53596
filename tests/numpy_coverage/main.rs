//! The page that says what of numpy there is, and how it is called: written from the library's
//! tables and from `table.rs`, and wrong as soon as they change.
//!
//! `CH5_COVERAGE=write` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod table;
mod types;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use table::Entry;

/// The functions that ch5 is to have, by section.
const ROADMAP: &str = include_str!("roadmap.txt");

/// How many they are.
const FUNCTIONS: usize = 365;

fn sections() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in ROADMAP.lines() {
        match line.strip_prefix("# ") {
            Some(title) => all.push((title, Vec::new())),
            None => all.last_mut().unwrap().1.push(line),
        }
    }
    all
}

fn row(numpy: &str, path: &str, types: &str, note: &str) -> String {
    let path = path.trim_end_matches("::");
    let short = path.strip_prefix("ops::").unwrap_or(path);
    let short = short.rsplit_once("::").map_or(short, |(_, name)| {
        // A method says whose it is.
        let method = path.starts_with(|c: char| c.is_ascii_uppercase());
        if method { path } else { name }
    });
    let prefix = ["random::", "char::"].into_iter().find(|p| path.starts_with(p)).unwrap_or("");
    let numpy = if numpy.contains(' ') { numpy.to_owned() } else { format!("`{numpy}`") };
    format!("| {numpy} | [`{prefix}{short}`](crate::{path}) | {types} | {note} |\n")
}

fn line(numpy: &str, by_hand: &BTreeMap<&str, Entry>) -> String {
    if let Some(entry) = by_hand.get(numpy) {
        let found = entry.probe.map(types::taken);
        return row(numpy, entry.path, found.as_deref().unwrap_or(entry.types), entry.note);
    }
    let short = numpy.strip_prefix("np.").unwrap_or(numpy);
    let row_of = ch5::ops::ufunc(short);
    let function = row_of.unwrap_or_else(|| panic!("{numpy} is in no table"));
    row(numpy, &format!("ops::{}", function.name()), &types::of_ufunc(function), "")
}

fn page() -> String {
    let entries = table::entries();
    let mut by_hand = BTreeMap::new();
    let order: Vec<&str> = entries.iter().map(|entry| entry.numpy).collect();
    for entry in entries {
        assert!(
            ch5::ops::ufunc(entry.numpy.trim_start_matches("np.")).is_none()
                || !entry.numpy.starts_with("np."),
            "{} is in a table of the library",
            entry.numpy
        );
        let twice = by_hand.insert(entry.numpy, entry);
        assert!(twice.is_none(), "{} is there twice", twice.unwrap().numpy);
    }
    let sections = sections();
    let count: usize = sections.iter().map(|(_, names)| names.len()).sum();
    assert_eq!(count, FUNCTIONS);
    let mut out = String::from(include_str!("head.md"));
    let head = "| numpy | ch5 | operands | differs |\n|---|---|---|---|\n";
    for (title, names) in &sections {
        let _ = write!(out, "\n# {title}\n\n{head}");
        names.iter().for_each(|name| out.push_str(&line(name, &by_hand)));
    }
    let listed: Vec<&str> = sections.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let _ = write!(out, "\n# Beside the list\n\n{head}");
    for name in order.iter().filter(|name| !listed.contains(name)) {
        out.push_str(&line(name, &by_hand));
    }
    out
}

#[test]
fn the_page_is_what_the_tables_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/numpy_coverage.md");
    let page = page();
    if std::env::var("CH5_COVERAGE").is_ok_and(|wish| wish == "write") {
        std::fs::write(&path, &page).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let stale = there.lines().zip(page.lines()).find(|(old, new)| old != new);
    assert!(there == page, "the page is stale: CH5_COVERAGE=write writes it anew; {stale:?}");
}

#[test]
fn every_row_of_the_library_is_on_the_page() {
    let page = page();
    // Two results are two rows: they are called as one function.
    let halves = ["frexp_mantissa", "frexp_exponent", "modf_fraction", "modf_whole", "phase"];
    for function in ch5::ops::tables().filter(|row| !halves.contains(&row.name())) {
        let link = format!("(crate::ops::{})", function.name());
        assert!(page.contains(&link), "{} is not on the page", function.name());
    }
}
