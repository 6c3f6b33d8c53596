//! What somebody meant who wrote an attribute that is not there.

use std::mem;

use proc_macro2::Ident;

use super::symbol::{Place, Symbol};

/// Names used elsewhere for what is written otherwise here.
const SYNONYMS: &[(&str, &str)] = &[
    ("deflate", "compression = \"gzip\""),
    ("gzip", "compression = \"gzip\""),
    ("lzf", "compression = \"lzf\""),
    ("zlib", "compression = \"gzip\""),
    ("zstd", "compression = \"zstd\""),
    ("attribute", "attr"),
    ("fillvalue", "fill"),
    ("name", "rename"),
    ("skip_deserializing", "skip"),
    ("skip_serializing", "skip"),
    ("units", "attrs(units = \"...\")"),
];

/// The message about an attribute that is not known in this place.
pub(crate) fn unknown(place: Place, name: &Ident) -> String {
    let elsewhere: Vec<_> =
        Place::ALL.into_iter().filter(|other| other.takes(name)).map(Place::noun).collect();
    if !elsewhere.is_empty() {
        let elsewhere = elsewhere.join(" or ");
        return format!("`{name}` belongs on {elsewhere}, not on {}", place.noun());
    }
    let name = name.to_string();
    let synonym = SYNONYMS.iter().find(|(word, _)| *word == name);
    let near = || closest(&name, place.known()).map(Symbol::name);
    match synonym.map(|(_, meant)| *meant).or_else(near) {
        Some(meant) => format!("unknown h5 attribute `{name}`: did you mean `{meant}`?"),
        None => {
            let known: Vec<_> = place.known().iter().map(|known| known.name()).collect();
            format!("unknown h5 attribute `{name}`: {} takes {}", place.noun(), known.join(", "))
        }
    }
}

/// The nearest of the known names, if it is near.
fn closest(name: &str, known: &[Symbol]) -> Option<Symbol> {
    known
        .iter()
        .map(|symbol| (distance(name, symbol.name()), *symbol))
        .filter(|(distance, symbol)| *distance <= (symbol.name().len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, symbol)| symbol)
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        mem::swap(&mut before, &mut above);
        mem::swap(&mut above, &mut row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("chunks", "chunks", 0),
            ("chunk", "chunks", 1),
            ("cuhnks", "chunks", 1),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn suggestions() {
        let field = |name| unknown(Place::Field, &format_ident!("{name}"));
        assert!(field("chunk").ends_with("did you mean `chunks`?"));
        assert!(field("compresion").ends_with("did you mean `compression`?"));
        assert!(field("gzip").ends_with("did you mean `compression = \"gzip\"`?"));
        assert!(field("quux").contains(": a field takes rename, alias, "));
        assert_eq!(
            field("rename_all"),
            "`rename_all` belongs on a struct or enum or a variant, not on a field"
        );
    }
}
