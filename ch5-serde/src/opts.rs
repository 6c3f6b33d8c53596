//! How a field wants to be stored.

use ch5_array::{Chunks, Compression, DType, NewDataset, Value};

/// How a field's value is laid out, from the derive's attributes or set on a [`Slot`].
///
/// [`Slot`]: crate::Slot
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{AttrLit, FieldOpts, Slot};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static TRACE: FieldOpts =
///     FieldOpts::new().chunks(&[256]).zstd(3).attrs(&[("units", AttrLit::Text("mV"))]);
///
/// Slot::member(&root, "trace").with_opts(&TRACE).numbers(&[0.5; 1000])?;
/// let trace = root.dataset("trace")?;
/// assert_eq!(trace.chunks()?, Some(vec![256]));
/// assert_eq!(trace.attrs().text("units")?.as_deref(), Some("mV"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::DType;
/// use ch5_serde::{FieldOpts, Fill, Slot, read_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static MISSING: FieldOpts = FieldOpts::new().fill(Fill::Int(-1));
///
/// Slot::member(&root, "x").with_opts(&MISSING).array(&DType::I32, &[3], |_| Ok(()))?;
/// assert_eq!(read_object::<Vec<i32>>(&file, "x")?, [-1; 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
}

/// A layout other than the usual one of the type.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{FieldOpts, Layout, Slot};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static LIST: FieldOpts = FieldOpts::new().layout(Layout::List);
///
/// Slot::member(&root, "column").serde(&[1, 2, 3].as_slice())?;
/// Slot::member(&root, "list").with_opts(&LIST).serde(&[1, 2, 3].as_slice())?;
/// assert_eq!(root.dataset("column")?.shape(), [3]);
/// assert_eq!(root.group("list")?.names()?, ["0", "1", "2"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{AttrLit, FieldOpts, Slot};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static LENGTH: FieldOpts = FieldOpts::new()
///     .attrs(&[("units", AttrLit::Text("mm")), ("digits", AttrLit::Int(3))]);
///
/// Slot::member(&root, "length").with_opts(&LENGTH).number(1.5)?;
/// assert_eq!(root.dataset("length")?.attrs().number("digits")?, Some(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// The usual layout: automatic chunks, no compression.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// Slot::member(&root, "x").with_opts(&PLAIN).number(1)?; // as without
    /// assert!(root.dataset("x")?.is_scalar());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Stores a field of a [`Record`](crate::Record) as an attribute of its group.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static ATTR: FieldOpts = FieldOpts::new().attr();
    ///
    /// let mut run = Slot::member(&root, "run").record("Run", 1)?;
    /// run.field("number", &ATTR)?.number(7)?;
    /// run.end()?;
    /// assert_eq!(root.group("run")?.attrs().number("number")?, Some(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn attr(mut self) -> Self {
        self.attr = true;
        self
    }

    /// The shape of a chunk, for each dimension.
    ///
    /// ```
    /// # use ch5_array::DType;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static TILES: FieldOpts = FieldOpts::new().chunks(&[16, 32]);
    ///
    /// Slot::member(&root, "image").with_opts(&TILES).array(&DType::U8, &[64, 64], |_| Ok(()))?;
    /// assert_eq!(root.dataset("image")?.chunks()?, Some(vec![16, 32]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn chunks(mut self, chunks: &'static [usize]) -> Self {
        self.chunks = Some(chunks);
        self
    }

    /// Compresses with deflate of a level from 0 to 9; every HDF5 reads it.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static SMALL: FieldOpts = FieldOpts::new().gzip(9);
    ///
    /// Slot::member(&root, "zeros").with_opts(&SMALL).numbers(&[0.0; 4096])?;
    /// assert!(root.dataset("zeros")?.storage_size() < 1000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn gzip(mut self, level: u8) -> Self {
        self.compression = Some(Some(Compression::Gzip(level)));
        self
    }

    /// Compresses with Zstandard of a level from 1 to 22. Other programs need its plugin.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static FAST: FieldOpts = FieldOpts::new().zstd(1);
    ///
    /// Slot::member(&root, "x").with_opts(&FAST).numbers(&[7u32; 4096])?;
    /// assert_eq!(root.dataset("x")?.filters()?.len(), 2); // after a shuffle of the bytes
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn zstd(mut self, level: i32) -> Self {
        self.compression = Some(Some(Compression::Zstd(level)));
        self
    }

    /// Compresses with LZF, which h5py has built in.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static LZF: FieldOpts = FieldOpts::new().lzf();
    ///
    /// Slot::member(&root, "x").with_opts(&LZF).numbers(&[7u32; 4096])?;
    /// assert_eq!(read_object::<Vec<u32>>(&file, "x")?, [7; 4096]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn lzf(mut self) -> Self {
        self.compression = Some(Some(Compression::Lzf));
        self
    }

    /// No compression, which is what there is by default.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static RAW: FieldOpts = FieldOpts::new().uncompressed();
    ///
    /// Slot::member(&root, "x").with_opts(&RAW).numbers(&[0u8; 4096])?;
    /// assert!(root.dataset("x")?.filters()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn uncompressed(mut self) -> Self {
        self.compression = Some(None);
        self
    }

    /// Shuffles bytes before they are compressed, which helps with numbers alike.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static SHUFFLED: FieldOpts = FieldOpts::new().chunks(&[1024]).gzip(1).shuffle(true);
    ///
    /// Slot::member(&root, "x").with_opts(&SHUFFLED).numbers(&[1u64; 4096])?;
    /// assert_eq!(root.dataset("x")?.filters()?[0].0, "shuffle");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = Some(shuffle);
        self
    }

    /// Adds a checksum to each chunk; a damaged one is an error when it is read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static CHECKED: FieldOpts = FieldOpts::new().chunks(&[64]).fletcher32();
    ///
    /// Slot::member(&root, "x").with_opts(&CHECKED).numbers(&[0.5; 100])?;
    /// assert_eq!(root.dataset("x")?.filters()?[0].0, "fletcher32");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fletcher32(mut self) -> Self {
        self.fletcher32 = true;
        self
    }

    /// How far each dimension may grow, `None` without end.
    ///
    /// ```
    /// # use ch5_array::DType;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static FRAMES: FieldOpts = FieldOpts::new().maxshape(&[None, Some(64)]);
    ///
    /// Slot::member(&root, "frames").with_opts(&FRAMES).array(&DType::U8, &[1, 64], |_| Ok(()))?;
    /// assert_eq!(root.dataset("frames")?.maxshape(), [None, Some(64)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn maxshape(mut self, maxshape: &'static [Option<usize>]) -> Self {
        self.maxshape = Some(maxshape);
        self
    }

    /// What elements read as that were never written.
    ///
    /// ```
    /// # use ch5_array::DType;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Fill, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static UNKNOWN: FieldOpts = FieldOpts::new().fill(Fill::Float(f64::NAN));
    ///
    /// Slot::member(&root, "x").with_opts(&UNKNOWN).array(&DType::F64, &[2], |_| Ok(()))?;
    /// assert!(read_object::<Vec<f64>>(&file, "x")?.iter().all(|x| x.is_nan()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fill(mut self, fill: Fill) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Another layout than the usual one of the type.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Layout, Slot, read_object};
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PACKED: FieldOpts = FieldOpts::new().layout(Layout::Packed);
    ///
    /// let config = BTreeMap::from([("gain", 1.5), ("offset", 0.5)]);
    /// Slot::member(&root, "config").with_opts(&PACKED).serde(&config)?;
    /// assert!(root.group("config")?.has("path")?); // columns in place of a dataset for each
    /// assert_eq!(read_object::<BTreeMap<String, f64>>(&file, "config")?["gain"], 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn layout(mut self, layout: Layout) -> Self {
        self.layout = Some(layout);
        self
    }

    /// Attributes that are put on the stored object.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{AttrLit, FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static DEPTH: FieldOpts = FieldOpts::new().attrs(&[("positive", AttrLit::Text("down"))]);
    ///
    /// Slot::member(&root, "depth").with_opts(&DEPTH).numbers(&[0.5, 1.5])?;
    /// assert_eq!(root.dataset("depth")?.attrs().text("positive")?.as_deref(), Some("down"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
