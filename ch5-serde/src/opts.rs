//! How a field wants to be stored.

use ch5_array::{Chunks, Compression, DType, NewDataset, Value};

/// How a field's value is laid out, from the derive's attributes or set on a [`Slot`].
///
/// [`Slot`]: crate::Slot
#[derive(Debug, Clone, Copy)]
pub struct FieldOpts {
    pub(crate) attr: bool,
    pub(crate) chunks: Option<&'static [usize]>,
    pub(crate) compression: Option<Option<Compression>>,
    pub(crate) shuffle: Option<bool>,
    pub(crate) fletcher32: bool,
    pub(crate) maxshape: Option<&'static [Option<usize>]>,
    pub(crate) fill: Option<Fill>,
    pub(crate) layout: Option<Layout>,
    pub(crate) attrs: &'static [(&'static str, AttrLit)],
}

/// The value of elements that were never written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
}

/// A layout other than the usual one of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A group with one member an element.
    List,
    /// A column for each field.
    Table,
    /// One dataset of HDF5 compound elements.
    Compound,
    /// Nested sequences of equal length as one n-dimensional dataset.
    Dense,
    /// A tree of scalars as columns of paths and values.
    Packed,
}

/// A literal attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AttrLit {
    /// Text.
    Text(&'static str),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A boolean.
    Bool(bool),
}

impl Default for FieldOpts {
    fn default() -> Self {
        Self::new()
    }
}

impl FieldOpts {
    /// Nothing special.
    pub(crate) const NONE: &'static Self = &Self::new();

    /// Nothing special.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attr: false,
            chunks: None,
            compression: None,
            shuffle: None,
            fletcher32: false,
            maxshape: None,
            fill: None,
            layout: None,
            attrs: &[],
        }
    }

    /// Stores the value as an attribute.
    #[must_use]
    pub const fn attr(mut self) -> Self {
        self.attr = true;
        self
    }

    /// The chunk shape.
    #[must_use]
    pub const fn chunks(mut self, chunks: &'static [usize]) -> Self {
        self.chunks = Some(chunks);
        self
    }

    /// Deflate of a level.
    #[must_use]
    pub const fn gzip(mut self, level: u8) -> Self {
        self.compression = Some(Some(Compression::Gzip(level)));
        self
    }

    /// Zstandard of a level.
    #[must_use]
    pub const fn zstd(mut self, level: i32) -> Self {
        self.compression = Some(Some(Compression::Zstd(level)));
        self
    }

    /// LZF.
    #[must_use]
    pub const fn lzf(mut self) -> Self {
        self.compression = Some(Some(Compression::Lzf));
        self
    }

    /// No compression.
    #[must_use]
    pub const fn uncompressed(mut self) -> Self {
        self.compression = Some(None);
        self
    }

    /// Byte shuffling.
    #[must_use]
    pub const fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = Some(shuffle);
        self
    }

    /// Checksums.
    #[must_use]
    pub const fn fletcher32(mut self) -> Self {
        self.fletcher32 = true;
        self
    }

    /// How far each dimension may grow.
    #[must_use]
    pub const fn maxshape(mut self, maxshape: &'static [Option<usize>]) -> Self {
        self.maxshape = Some(maxshape);
        self
    }

    /// The fill value.
    #[must_use]
    pub const fn fill(mut self, fill: Fill) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Another layout.
    #[must_use]
    pub const fn layout(mut self, layout: Layout) -> Self {
        self.layout = Some(layout);
        self
    }

    /// Attributes put on the stored object.
    #[must_use]
    pub const fn attrs(mut self, attrs: &'static [(&'static str, AttrLit)]) -> Self {
        self.attrs = attrs;
        self
    }

    /// True if any option speaks of the storage of an array.
    pub(crate) fn shapes_storage(&self) -> bool {
        self.chunks.is_some()
            || matches!(self.compression, Some(Some(_)))
            || self.shuffle == Some(true)
            || self.fletcher32
            || self.maxshape.is_some()
            || self.fill.is_some()
    }

    /// True if any option asks for more than a place for a value.
    pub(crate) fn is_special(&self) -> bool {
        self.shapes_storage() || self.layout.is_some() || !self.attrs.is_empty()
    }

    /// True if nothing is asked for.
    pub(crate) fn is_plain(&self) -> bool {
        self.attrs.is_empty() && self.layout.is_none() && !self.shapes_storage()
    }

    /// A dataset of this shape with these options.
    pub(crate) fn dataset(&self, dtype: DType, shape: &[u64]) -> NewDataset {
        let mut new = NewDataset::new(dtype, shape);
        if let Some(chunks) = self.chunks {
            new = new.chunks(Chunks::Shape(chunks.iter().map(|&n| n as u64).collect()));
        }
        if let Some(compression) = self.compression {
            new = new.compression(compression);
        }
        if let Some(shuffle) = self.shuffle {
            new = new.shuffle(shuffle);
        }
        if let Some(max) = self.maxshape {
            let max: Vec<_> = max.iter().map(|n| n.map(|n| n as u64)).collect();
            new = new.maxshape(&max);
        }
        if let Some(fill) = self.fill {
            new = new.fill(match fill {
                Fill::Int(n) => Value::Int(n),
                Fill::Float(x) => Value::F64(x),
            });
        }
        new.fletcher32(self.fletcher32).attributes(!self.attrs.is_empty())
    }
}
