//! Numbers, text, bytes and arrays.

use ch5_array::{
    DType, Dataset, Error, ErrorKind, NewDataset, Number, Object, Result, Texts, as_bytes,
};

use super::{SOME, Slot, Target, not_a_record, put_attrs};
use crate::column::{TextKind, needs_group};
use crate::opts::Layout;
use crate::packed::Leaf as TreeLeaf;
use crate::tag::{self, Kind};

impl<'a> Slot<'a> {
    /// The scalar dataset of a member, written and given the field's attributes.
    pub(crate) fn scalar(
        self,
        dtype: &DType,
        tagged: bool,
        write: impl FnOnce(&Dataset) -> Result<()>,
    ) -> Result<()> {
        let Target::Member { group, name } = &self.target else { return Err(needs_group()) };
        self.no_layout("a scalar")?;
        let mut new = self.opts.dataset(dtype.clone(), &[]);
        if tagged {
            new = new.attributes(true);
        }
        if self.opts.shapes_storage() {
            return Err(self.locate(
                Error::new(
                    ErrorKind::Unsupported,
                    "chunks, filters, maxshape and fill need an array",
                )
                .found("a scalar"),
            ));
        }
        let dataset = group.create_dataset(name, &new)?;
        write(&dataset)?;
        put_attrs(&Object::Dataset(dataset), self.opts)
    }

    /// Puts a number, as a scalar of its own width.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "x").number(0.25f32)?;
    /// assert_eq!(root.dataset("x")?.dtype().mem_size(), 4); // as wide as the type
    /// assert_eq!(read_object::<f64>(&file, "x")?, 0.25);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    #[inline]
    pub fn number<T: Number>(self, value: T) -> Result<()> {
        // A reference to a constant: made anew, it would be dropped each time.
        let dtype = const { &T::DTYPE };
        let bytes = as_bytes(std::slice::from_ref(&value));
        match self.target {
            Target::Cell(column) => match *bytes {
                [a] => column.push_number(dtype, [a]),
                [a, b] => column.push_number(dtype, [a, b]),
                [a, b, c, d] => column.push_number(dtype, [a, b, c, d]),
                _ => match <[u8; 8]>::try_from(bytes) {
                    Ok(bytes) => column.push_number(dtype, bytes),
                    Err(_) => match <[u8; 16]>::try_from(bytes) {
                        Ok(bytes) => column.push_number(dtype, bytes),
                        Err(_) => Err(needs_group()),
                    },
                },
            },
            _ => self.plain(T::DTYPE, bytes),
        }
    }

    /// Puts an element of a fixed-size type that is not in a column.
    pub(super) fn plain(self, dtype: DType, bytes: &[u8]) -> Result<()> {
        match self.target {
            Target::Member { group, name } if self.opts.is_plain() => {
                group.put_scalar(&name, &dtype, bytes)
            }
            Target::Member { .. } => {
                self.scalar(&dtype, false, |dataset| dataset.write_bytes(&dtype, None, bytes))
            }
            Target::Attr { group, name } => group.attrs().write_bytes(name, &dtype, &[], bytes),
            Target::Probe(probe) => {
                probe.bytes.extend_from_slice(bytes);
                probe.dtype = Some(dtype);
                Ok(())
            }
            Target::Tree { tree, end } => tree.number(end, &dtype, bytes),
            Target::Rows(_) => Err(needs_group()),
            Target::Cell(_) | Target::Flat(_) => Err(not_a_record("a number")),
        }
    }

    /// Puts a boolean, as h5py does: an enum of `FALSE` and `TRUE`.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "done").bool(true)?;
    /// assert!(read_object::<bool>(&file, "done")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn bool(self, value: bool) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_number(&DType::Bool, [u8::from(value)]),
            _ => self.plain(DType::Bool, &[u8::from(value)]),
        }
    }

    /// Puts text, as variable-length UTF-8.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "name").text("größer")?;
    /// assert_eq!(read_object::<String>(&file, "name")?, "größer");
    /// assert!(Slot::member(&root, "binary").text("a\0b").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// For text with a NUL byte, which HDF5 cannot hold.
    #[inline]
    pub fn text(self, text: &str) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_text(text, TextKind::Text),
            _ => self.text_kind(text, TextKind::Text),
        }
    }

    pub(super) fn text_kind(self, text: &str, kind: TextKind) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_text(text, kind),
            Target::Attr { group, name } => group.attrs().write_text(name, text),
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.text(end, text, kind),
            Target::Flat(_) => Err(not_a_record("text")),
            Target::Member { group, name } if kind == TextKind::Text && self.opts.is_plain() => {
                group.put_text(&name, text)
            }
            Target::Member { .. } => {
                let mut texts = Texts::new();
                texts.push(text).map_err(|e| self.locate(e))?;
                self.scalar(&DType::TEXT, kind != TextKind::Text, |dataset| {
                    dataset.write_texts(None, &texts)?;
                    match kind {
                        TextKind::Text => Ok(()),
                        TextKind::I128 => {
                            dataset.attrs().write_text(tag::KIND, Kind::I128.as_str())
                        }
                        TextKind::U128 => {
                            dataset.attrs().write_text(tag::KIND, Kind::U128.as_str())
                        }
                    }
                })
            }
        }
    }

    /// Puts a 128-bit integer, as decimal text.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "n").i128(i128::MIN)?;
    /// assert_eq!(read_object::<i128>(&file, "n")?, i128::MIN);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn i128(self, value: i128) -> Result<()> {
        self.text_kind(&value.to_string(), TextKind::I128)
    }

    /// Puts a 128-bit unsigned integer, as decimal text.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "id").u128(1 << 100)?;
    /// assert_eq!(read_object::<String>(&file, "id")?, "1267650600228229401496703205376");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn u128(self, value: u128) -> Result<()> {
        self.text_kind(&value.to_string(), TextKind::U128)
    }

    /// Puts `None`: a null dataspace, or a masked row of a column.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "note").null()?;
    /// assert!(root.dataset("note")?.is_null());
    /// assert_eq!(read_object::<Option<String>>(&file, "note")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn null(mut self) -> Result<()> {
        if self.somes > 0 {
            let rest = self.somes - 1;
            self.somes = 0;
            return self.newtype_variant_named(SOME, |mut slot| {
                slot.somes = rest;
                slot.null()
            });
        }
        match self.target {
            Target::Cell(column) => column.push_null(),
            Target::Attr { group, name } => group.attrs().write_null(name),
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.leaf(end, TreeLeaf::Null),
            // A flattened `None` has no fields.
            Target::Flat(_) => Ok(()),
            Target::Member { group, name } if self.opts.is_plain() => group.put_null(&name),
            Target::Member { group, name } => {
                let new = NewDataset::null().attributes(!self.opts.attrs.is_empty());
                let dataset = group.create_dataset(&name, &new)?;
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
        }
    }

    /// Puts `()`, which is stored as [`null`](Self::null) is.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "marker").unit()?;
    /// assert!(root.has("marker")?);
    /// read_object::<()>(&file, "marker")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn unit(self) -> Result<()> {
        self.null()
    }

    /// Puts bytes: a `u8` dataset.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Bytes, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "png").bytes(b"\x89PNG")?;
    /// assert_eq!(read_object::<Bytes>(&file, "png")?.0, b"\x89PNG");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn bytes(self, bytes: &[u8]) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_bytes(bytes),
            Target::Attr { group, name } => {
                group.attrs().write_bytes(name, &DType::U8, &[bytes.len() as u64], bytes)
            }
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.bytes(end, bytes),
            Target::Flat(_) => Err(not_a_record("bytes")),
            Target::Member { .. } if self.opts.layout.is_some() => self.no_layout("bytes"),
            Target::Member { group, name } => {
                let new = self.opts.dataset(DType::U8, &[bytes.len() as u64]).attributes(true);
                let dataset = group.create_dataset(&name, &new)?;
                dataset.write_bytes(&DType::U8, None, bytes)?;
                dataset.attrs().write_text(tag::KIND, Kind::Bytes.as_str())?;
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
        }
    }

    /// Puts an array in one call: `write` fills the dataset, which has the given shape, block by
    /// block or at once. What it leaves out reads as the fill value.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// use ch5_array::{Block, DType};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "grid").array(&DType::F64, &[1000, 2], |dataset| {
    ///     for at in 0..10 {
    ///         // A hundred rows at a time: the whole is never in memory.
    ///         let rows = Block::rows(&[1000, 2], at * 100, 100);
    ///         dataset.write_numbers(Some(&rows), &[at as f64; 200])?;
    ///     }
    ///     Ok(())
    /// })?;
    /// let grid: ndarray::Array2<f64> = read_object(&file, "grid")?;
    /// assert_eq!(grid[[999, 1]], 9.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written; a cell of a column takes no arrays.
    pub fn array(
        self,
        dtype: &DType,
        shape: &[u64],
        write: impl FnOnce(&Dataset) -> Result<()>,
    ) -> Result<()> {
        match &self.target {
            Target::Member { group, name } => {
                if self.opts.layout != Some(Layout::Dense) {
                    self.no_layout("an array")?;
                }
                let new = self.opts.dataset(dtype.clone(), shape);
                let new = if dtype.is_text() { new.attributes(true) } else { new };
                let dataset = group.create_dataset(name, &new)?;
                write(&dataset)?;
                if dtype.is_text() {
                    dataset.attrs().write_text("dtype", "str")?;
                }
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
            Target::Attr { group, name } => {
                let stage = group.stage()?;
                let new = NewDataset::new(dtype.clone(), shape);
                let dataset = stage.create_dataset("array", &new)?;
                write(&dataset)?;
                if dtype.is_text() {
                    return group.attrs().write_texts(name, shape, &dataset.read_texts(None)?);
                }
                let mut bytes = vec![0; dataset.size()? as usize * dtype.mem_size()];
                dataset.read_bytes_into(dtype, None, &mut bytes)?;
                group.attrs().write_bytes(name, dtype, shape, &bytes)
            }
            Target::Flat(_) => Err(not_a_record("an array")),
            _ => Err(needs_group()),
        }
    }

    /// Puts a slice of numbers in one call.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "x").numbers(&[0.5, 1.5, 2.5])?;
    /// assert_eq!(root.dataset("x")?.shape(), [3]);
    /// assert_eq!(read_object::<Vec<f64>>(&file, "x")?, [0.5, 1.5, 2.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn numbers<T: Number>(self, values: &[T]) -> Result<()> {
        match self.target {
            Target::Cell(column) => {
                let list = column.open_list(false)?;
                for value in values {
                    Slot::cell(&mut list.values, 0).number(*value)?;
                }
                list.close()
            }
            Target::Attr { group, name } => {
                group.attrs().write_numbers(name, &[values.len() as u64], values)
            }
            Target::Tree { .. } | Target::Rows(_) => {
                let mut seq = self.seq()?;
                for value in values {
                    seq.elem(|slot| slot.number(*value))?;
                }
                seq.end()
            }
            _ => self.array(&T::DTYPE, &[values.len() as u64], |dataset| {
                dataset.write_numbers(None, values)
            }),
        }
    }
}
