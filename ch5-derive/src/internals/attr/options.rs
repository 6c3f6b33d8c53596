//! How a field lies in the file.

use super::Attrs;
use crate::internals::Ctxt;
use crate::internals::symbol::{
    ATTR, ATTRS, CHUNKS, COMPOUND, COMPRESSION, DENSE, FILL, FLETCHER32, LIST, MAXSHAPE, PACKED,
    SHUFFLE, Symbol, TABLE,
};
use crate::internals::value::{AttrEntry, AttrValue, Extent, MaxExtent, Number};

/// How a field lies in the file.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// As an attribute.
    pub(crate) attr: bool,
    /// The shape of a chunk.
    pub(crate) chunks: Option<Vec<Extent>>,
    /// How chunks are compressed.
    pub(crate) compression: Option<Compression>,
    /// Whether bytes are shuffled before.
    pub(crate) shuffle: Option<bool>,
    /// Whether chunks carry checksums.
    pub(crate) fletcher32: bool,
    /// How far the dataset can grow.
    pub(crate) maxshape: Option<Vec<MaxExtent>>,
    /// What unwritten elements read as.
    pub(crate) fill: Option<Number>,
    /// How elements are laid out.
    pub(crate) layout: Option<Layout>,
    /// Attributes put on the member.
    pub(crate) attrs: Vec<(String, AttrValue)>,
}

/// How chunks are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// Not at all.
    None,
    /// Deflate at this level.
    Gzip(u8),
    /// Zstandard at this level.
    Zstd(u8),
    /// LZF.
    Lzf,
}

/// How the elements of a field are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A group with a member each.
    List,
    /// A group with a column for each field of the elements.
    Table,
    /// One dataset of records.
    Compound,
    /// One dataset with an axis more.
    Dense,
    /// One set of columns for the whole tree.
    Packed,
}

/// The names of the layouts.
const LAYOUTS: [(Symbol, Layout); 5] = [
    (LIST, Layout::List),
    (TABLE, Layout::Table),
    (COMPOUND, Layout::Compound),
    (DENSE, Layout::Dense),
    (PACKED, Layout::Packed),
];

/// The most axes HDF5 knows.
const MAX_AXES: usize = 32;

impl Options {
    /// Picks the options out of the attributes of a field.
    pub(super) fn read(cx: &Ctxt, written: &Attrs) -> Self {
        let find = |symbol| written.find(symbol);
        // each must be looked at, also where one is enough, for its mistakes to be found
        let layouts: Vec<_> =
            LAYOUTS.iter().filter(|(symbol, _)| written.flag(cx, *symbol)).collect();
        let options = Options {
            attr: written.flag(cx, ATTR),
            chunks: find(CHUNKS).and_then(|item| item.list(cx, "16, 64")),
            compression: compression(cx, written),
            shuffle: find(SHUFFLE).and_then(|item| item.switch(cx)),
            fletcher32: written.flag(cx, FLETCHER32),
            maxshape: find(MAXSHAPE).and_then(|item| item.list(cx, "10, none")),
            fill: find(FILL).and_then(|item| item.number(cx)),
            layout: layouts.first().map(|(_, layout)| *layout),
            attrs: attrs(cx, written),
        };
        options.check_axes(cx, written);
        options
    }

    /// Checks that the lists of extents speak of the same array.
    fn check_axes(&self, cx: &Ctxt, written: &Attrs) {
        let chunks = self.chunks.as_ref().map(Vec::len);
        let maxshape = self.maxshape.as_ref().map(Vec::len);
        for (symbol, axes) in [(CHUNKS, chunks), (MAXSHAPE, maxshape)] {
            if axes.is_some_and(|axes| axes > MAX_AXES) {
                let message = format!("an array has {MAX_AXES} axes at most");
                cx.error(written.find(symbol), message);
            }
        }
        if let (Some(chunks), Some(maxshape)) = (chunks, maxshape)
            && chunks != maxshape
        {
            let message = format!("`chunks` speaks of {chunks} axes and `maxshape` of {maxshape}");
            cx.error(written.find(MAXSHAPE), message);
        }
    }
}

fn compression(cx: &Ctxt, written: &Attrs) -> Option<Compression> {
    let text = written.find(COMPRESSION)?.text(cx)?;
    let compression = Compression::named(&text.value());
    cx.keep(compression.map_err(|message| syn::Error::new_spanned(text, message)))
}

impl Compression {
    /// A compression by its name and level: `gzip:6`.
    fn named(text: &str) -> Result<Self, String> {
        let (name, level) = match text.split_once(':') {
            Some((name, level)) => (name, Some(level)),
            None => (text, None),
        };
        let ranged = |lowest, usual, highest| match level {
            None => Ok(usual),
            Some(level) => match level.parse::<u8>() {
                Ok(level) if (lowest..=highest).contains(&level) => Ok(level),
                _ => Err(format!(
                    "level of {name} out of range: expected {lowest} to {highest}, found `{level}`"
                )),
            },
        };
        let without = |compression| match level {
            None => Ok(compression),
            Some(_) => Err(format!("compression `{name}` has no levels")),
        };
        match name {
            "gzip" => ranged(0, 4, 9).map(Compression::Gzip),
            "zstd" => ranged(1, 3, 22).map(Compression::Zstd),
            "lzf" => without(Compression::Lzf),
            "none" => without(Compression::None),
            _ => Err(format!(
                "unknown compression `{name}`: expected `gzip`, `gzip:0` to `gzip:9`, \
                 `zstd`, `zstd:1` to `zstd:22`, `lzf` or `none`"
            )),
        }
    }
}

fn attrs(cx: &Ctxt, written: &Attrs) -> Vec<(String, AttrValue)> {
    let item = written.find(ATTRS);
    let entries = item.and_then(|item| item.list::<AttrEntry>(cx, "units = \"mm\", scale = 2.0"));
    let mut attrs: Vec<(String, AttrValue)> = Vec::new();
    for AttrEntry { name, at, value } in entries.into_iter().flatten() {
        if attrs.iter().any(|(known, _)| *known == name) {
            cx.error(at, format_args!("duplicate attribute `{name}`"));
        } else {
            attrs.push((name, value));
        }
    }
    attrs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressions() {
        for (text, expected) in [
            ("gzip", Compression::Gzip(4)),
            ("gzip:0", Compression::Gzip(0)),
            ("gzip:9", Compression::Gzip(9)),
            ("zstd", Compression::Zstd(3)),
            ("zstd:22", Compression::Zstd(22)),
            ("lzf", Compression::Lzf),
            ("none", Compression::None),
        ] {
            assert_eq!(Compression::named(text), Ok(expected), "{text}");
        }
        for text in ["", "gzip:", "gzip:10", "gzip:-1", "zstd:0", "zstd:23", "lzf:1", "lz4", "GZIP"]
        {
            assert!(Compression::named(text).is_err(), "{text}");
        }
    }
}
