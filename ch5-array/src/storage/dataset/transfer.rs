//! Reading and writing of all or part.

use std::sync::Arc;

use super::{Block, Dataset};
use crate::element::{Number, as_bytes, as_bytes_mut, zeroes};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::TextReader;
use crate::storage::attrs::refuse_pointers;
use crate::storage::sys::data::{self, Layout, Part};
use crate::storage::sys::space::{Extent, Slab};
use crate::storage::sys::{dtype, filter, values};
use crate::storage::text::Texts;
use crate::storage::value::Value;
use crate::storage::{DType, Field};

/// So many texts are worth a look at the file itself.
pub(super) const MANY: u64 = 256;

impl Dataset {
    /// Checks that `count` elements may be loaded, and counts their bytes as read.
    fn admit(&self, count: u64) -> Result<()> {
        let bytes = self.check_room(count)?;
        self.shared.count_read(bytes);
        Ok(())
    }

    /// Checks that `count` elements may be loaded, before anything is allocated: their bytes.
    fn check_room(&self, count: u64) -> Result<u64> {
        self.check_open()?;
        // Scalars have no chunks.
        if matches!(self.about.extent, Extent::Simple { .. })
            && let Layout::Chunked { filters, .. } = self.layout()?
            && let Some(missing) = filters.iter().find(|f| !filter::available(f.id))
        {
            let name = if missing.name.is_empty() { "without a name" } else { &missing.name };
            return Err(self.locate(
                Error::new(ErrorKind::Unsupported, "")
                    .expected("a filter of this build: gzip, shuffle, fletcher32, nbit, scaleoffset, lzf, zstd")
                    .found(format!("filter {} ({name})", missing.id))
                    .help("rewrite the data with another filter"),
            ));
        }
        let size = self.about.dtype.mem_size() as u64;
        let bytes = count.checked_mul(size.max(1)).ok_or_else(|| {
            self.locate(Error::new(ErrorKind::Budget, format!("{count} elements")))
        })?;
        let whole = if bytes > 4 << 30 { self.storage_size() } else { bytes };
        self.shared.limits.check_result(bytes, whole).map_err(|e| self.locate(e))?;
        if usize::try_from(bytes).is_err() {
            return Err(self.locate(Error::new(ErrorKind::Budget, format!("{bytes} bytes"))));
        }
        Ok(bytes)
    }

    fn not_null(&self) -> Result<()> {
        if self.is_null() {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found("null"),
            ));
        }
        Ok(())
    }

    /// The number of elements of a block, or of all, after checking that it lies inside.
    fn count(&self, block: Option<&Block>) -> Result<u64> {
        self.not_null()?;
        match block {
            None => self.size(),
            Some(block) => {
                block.check(self.shape()).map_err(|e| self.locate(e))?;
                Ok(block.len())
            }
        }
    }

    /// Reads into `buffer` numbers of type `T`, which the stored type must widen to.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] where a value could be lost, [`ErrorKind::Shape`] for a buffer of
    /// another length, [`ErrorKind::Malformed`] for chunks that do not decode,
    /// [`ErrorKind::Budget`] for more than [`Limits::result_bytes`](crate::Limits::result_bytes).
    ///
    /// ```
    /// use ch5_array::{Block, DType, ErrorKind, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::I16, &[4]))?;
    /// x.write_numbers(None, &[1i16, 2, 3, 4])?;
    /// let mut pair = [0.0f64; 2];
    /// x.read_into(Some(&Block::new(&[2], &[2])), &mut pair)?;
    /// assert_eq!(pair, [3.0, 4.0]);
    /// assert_eq!(x.read_into(None, &mut [0u8; 4]).unwrap_err().kind(), ErrorKind::WrongType);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_into<T: Number>(&self, block: Option<&Block>, buffer: &mut [T]) -> Result<()> {
        if !self.about.dtype.widens_to(&T::DTYPE) {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(T::DTYPE.to_string())
                    .found(self.about.dtype.to_string()),
            ));
        }
        self.read_bytes_into(&T::DTYPE, block, as_bytes_mut(buffer))
    }

    /// Reads elements as the bytes they have in memory with datatype `mem`, converted by HDF5.
    ///
    /// # Errors
    ///
    /// As [`Dataset::read_into`].
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::U8, &[2]))?;
    /// x.write_numbers(None, &[1u8, 2])?;
    /// let mut bytes = [0; 4];
    /// x.read_bytes_into(&DType::U16, None, &mut bytes)?;
    /// assert_eq!(bytes[..2], 1u16.to_ne_bytes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_bytes_into(
        &self,
        mem: &DType,
        block: Option<&Block>,
        buffer: &mut [u8],
    ) -> Result<()> {
        refuse_pointers(mem).map_err(|e| self.locate(e))?;
        let count = self.count(block)?;
        self.admit(count)?;
        let mem_type = dtype::type_id(mem).map_err(|e| self.locate(e))?;
        if self.is_scalar() && block.is_none() {
            return data::read_scalar(&self.id, mem_type.id(), buffer).map_err(|e| self.locate(e));
        }
        data::read(&self.id, mem_type.id(), part(block), buffer).map_err(|e| self.bad_data(e))
    }

    /// HDF5 reports a chunk that does not decode like any other failure.
    #[cold]
    fn bad_data(&self, error: Error) -> Error {
        let text = error.to_string().to_lowercase();
        let decode = ["filter", "checksum", "inflate", "decompress", "chunk"];
        if error.kind() == ErrorKind::Hdf5 && decode.iter().any(|word| text.contains(word)) {
            return self.locate(
                Error::new(ErrorKind::Malformed, "stored data does not decode").because(error),
            );
        }
        self.locate(error)
    }

    /// Reads numbers of type `T` into a new vector.
    ///
    /// # Errors
    ///
    /// As [`Dataset::read_into`], and [`ErrorKind::Budget`] before anything is allocated.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F32, &[3]))?;
    /// x.write_numbers(None, &[0.5f32, 1.0, 1.5])?;
    /// assert_eq!(x.read_numbers::<f64>(None)?, [0.5, 1.0, 1.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_numbers<T: Number>(&self, block: Option<&Block>) -> Result<Vec<T>> {
        let count = self.count(block)?;
        // What is read is counted below, by `read_into`.
        self.check_room(
            count.saturating_mul(size_of::<T>() as u64) / self.about.dtype.mem_size().max(1) as u64,
        )?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let mut out: Vec<T> = zeroes(count).ok_or_else(|| {
            self.locate(Error::new(ErrorKind::Budget, format!("{count} elements do not fit")))
        })?;
        self.read_into(block, &mut out)?;
        Ok(out)
    }

    /// Reads texts of any kind: without what fills up those of fixed size.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for other datatypes, [`ErrorKind::Malformed`] for invalid UTF-8.
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::TEXT, &[3]))?;
    /// x.write_texts(None, &["a", "b", "c"].into_iter().collect())?;
    /// let last = x.read_texts(Some(&Block::new(&[1], &[2])))?;
    /// assert_eq!(last.iter().collect::<Vec<_>>(), ["b", "c"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_texts(&self, block: Option<&Block>) -> Result<Texts> {
        let DType::Text(text) = self.about.dtype else {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected("text")
                    .found(self.about.dtype.to_string()),
            ));
        };
        let count = self.count(block)?;
        self.admit(count)?;
        let straight = if count < MANY { None } else { self.texts_of_file(block, count)? };
        let texts = match straight {
            Some(texts) => texts,
            None => {
                let source = values::Source::Dataset(&self.id, part(block));
                values::read_texts(source, text, count).map_err(|e| self.bad_data(e))?
            }
        };
        self.shared.count_read(texts.size() as u64);
        Ok(texts)
    }

    /// Reads texts without HDF5, if that is possible and worth to look for every chunk.
    fn texts_of_file(&self, block: Option<&Block>, count: u64) -> Result<Option<Texts>> {
        if let Layout::Chunked { chunk, .. } = self.layout()? {
            let sides = self.shape().iter().zip(chunk).map(|(n, c)| n.div_ceil((*c).max(1)));
            if sides.fold(1, u64::saturating_mul) > count {
                return Ok(None);
            }
        }
        let Some(reader) = TextReader::open(self, 0)? else { return Ok(None) };
        let whole;
        let block = match block {
            Some(block) => block,
            None => {
                whole = Block::new(&vec![0; self.shape().len()], self.shape());
                &whole
            }
        };
        let axes = [&block.start, &block.count, &block.step]
            .map(|all| all.iter().map(|&n| usize::try_from(n).ok()).collect::<Option<Vec<_>>>());
        let [Some(start), Some(count), Some(step)] = axes else { return Ok(None) };
        let texts = reader.read_box(&start, &count, &step)?;
        self.shared.count_read(texts.as_ref().map_or(0, Texts::size) as u64);
        Ok(texts)
    }

    /// Reads the texts of one field of records.
    pub(crate) fn read_field_texts(&self, field: &Field, block: Option<&Block>) -> Result<Texts> {
        let count = self.count(block)?;
        self.admit(count)?;
        let source = values::Source::Dataset(&self.id, part(block));
        let texts = values::read_field_texts(source, field, count).map_err(|e| self.bad_data(e))?;
        self.shared.count_read(texts.size() as u64);
        Ok(texts)
    }

    /// Writes records to a block, given column by column: all fields, in their order.
    pub(crate) fn write_columns(&self, block: Option<&Block>, columns: &[Column]) -> Result<()> {
        let dtype = &self.about.dtype;
        let DType::Compound(fields) = dtype else {
            let wrong = Error::new(ErrorKind::WrongType, "").expected("records");
            return Err(self.locate(wrong.found(dtype.to_string())));
        };
        let count = self.count(block)?;
        let len = usize::try_from(count).unwrap_or(usize::MAX);
        let row = dtype.mem_size();
        let room = len.saturating_mul(row);
        let mut bytes: Vec<u8> = zeroes(room).ok_or_else(|| {
            self.locate(Error::new(ErrorKind::Budget, format!("{len} records do not fit")))
        })?;
        let mut offset = 0;
        for (field, column) in fields.iter().zip(columns) {
            let size = field.dtype.mem_size();
            let pointers;
            let from: &[u8] = match column {
                Column::Bytes(bytes) => bytes,
                Column::Texts(texts) => {
                    pointers = values::pointers(texts);
                    &pointers
                }
            };
            if from.len() != len.saturating_mul(size) || columns.len() != fields.len() {
                let wrong = Error::new(ErrorKind::Shape, format!("the field {:?}", field.name));
                return Err(self.locate(
                    wrong
                        .expected(format!("{len} elements of {size} bytes"))
                        .found(format!("{} bytes", from.len())),
                ));
            }
            for (to, from) in bytes.chunks_exact_mut(row).zip(from.chunks_exact(size.max(1))) {
                to[offset..offset + size].copy_from_slice(from);
            }
            offset += size;
        }
        self.write_with(count, len, || {
            let mem_type = dtype::type_id(dtype)?;
            data::write(&self.id, mem_type.id(), part(block), &bytes)
        })
    }

    /// Reads elements of any datatype. A [`Value`] takes several times the memory of a number:
    /// [`Dataset::read_numbers`] and [`Dataset::read_texts`] are for many of them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] for datatypes that ch5 can only name; [`ErrorKind::Budget`]
    /// before anything is allocated.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::Bool, &[2]))?;
    /// x.write_bytes(&DType::Bool, None, &[0, 1])?;
    /// assert_eq!(x.read_values(None)?, [Value::Bool(false), Value::Bool(true)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_values(&self, block: Option<&Block>) -> Result<Vec<Value>> {
        if self.is_null() {
            return Ok(Vec::new());
        }
        let count = self.count(block)?;
        // A value takes more room than its stored form.
        let room = size_of::<Value>().max(self.about.dtype.mem_size()) as u64;
        self.admit(count)?;
        let bytes = count.saturating_mul(room);
        self.shared.limits.check_result(bytes, bytes).map_err(|e| self.locate(e))?;
        let source = values::Source::Dataset(&self.id, part(block));
        values::read(source, self.id.raw(), &self.about.dtype, count).map_err(|e| self.bad_data(e))
    }

    /// Reads the one element of a scalar; [`Value::Null`] for a null dataspace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an array.
    ///
    /// ```
    /// use ch5_array::Value;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// root.put_null("nothing")?;
    /// assert_eq!(root.dataset("title")?.read_value()?, Value::Text("Run 7".into()));
    /// assert_eq!(root.dataset("nothing")?.read_value()?, Value::Null);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_value(&self) -> Result<Value> {
        match &self.about.extent {
            Extent::Null => Ok(Value::Null),
            Extent::Scalar => {
                self.admit(1)?;
                values::read_scalar(&self.id, &self.about.dtype).map_err(|e| self.bad_data(e))
            }
            Extent::Simple { shape, .. } => Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected("a scalar")
                    .found(format!("an array of shape {shape:?}")),
            )),
        }
    }

    fn write_with(
        &self,
        count: u64,
        given: usize,
        write: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        self.shared.check_writable(&self.about.path)?;
        if count != given as u64 {
            return Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("{count} elements"))
                    .found(format!("{given}")),
            ));
        }
        self.shared.wrote(write()).map_err(|e| self.locate(e))
    }

    /// Writes numbers in row-major order to a block, or to the whole dataset. HDF5 converts them
    /// to the stored type, which must be able to hold every value of `T`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`], [`ErrorKind::Shape`], [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[2, 2]))?;
    /// x.write_numbers(None, &[1u8, 2, 3, 4])?;
    /// x.write_numbers(Some(&Block::rows(x.shape(), 0, 1)), &[0.5, 1.5])?;
    /// assert_eq!(x.read_numbers::<f64>(None)?, [0.5, 1.5, 3.0, 4.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_numbers<T: Number>(&self, block: Option<&Block>, data: &[T]) -> Result<()> {
        if !T::DTYPE.widens_to(&self.about.dtype) {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found(T::DTYPE.to_string()),
            ));
        }
        self.write_bytes(&T::DTYPE, block, as_bytes(data))
    }

    /// Writes elements given as the bytes they have in memory with datatype `mem`.
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`].
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let stamp = DType::Opaque { size: 3, tag: "rgb".into() };
    /// let x = root.create_dataset("colours", &NewDataset::new(stamp.clone(), &[2]))?;
    /// x.write_bytes(&stamp, None, &[255, 0, 0, 0, 0, 255])?;
    /// assert_eq!(x.read_values(None)?[1], Value::Bytes(vec![0, 0, 255]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_bytes(&self, mem: &DType, block: Option<&Block>, bytes: &[u8]) -> Result<()> {
        refuse_pointers(mem).map_err(|e| self.locate(e))?;
        let count = self.count(block)?;
        let given = bytes.len() / mem.mem_size().max(1);
        self.write_with(count, given, || {
            let mem_type = dtype::type_id(mem)?;
            if self.is_scalar() {
                return data::write_scalar(&self.id, mem_type.id(), bytes);
            }
            data::write(&self.id, mem_type.id(), part(block), bytes)
        })
    }

    /// Writes texts to a dataset of [`DType::TEXT`].
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`]; text of fixed size is another datatype.
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset, Texts};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::TEXT, &[3]))?;
    /// let texts: Texts = ["långt", ""].into_iter().collect();
    /// x.write_texts(Some(&Block::new(&[0], &[2])), &texts)?;
    /// assert_eq!(x.read_texts(None)?.get(0), Some("långt"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_texts(&self, block: Option<&Block>, texts: &Texts) -> Result<()> {
        if self.about.dtype != DType::TEXT {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found("text"),
            ));
        }
        let count = self.count(block)?;
        self.write_with(count, texts.len(), || {
            values::write_texts(values::Source::Dataset(&self.id, part(block)), texts)
        })
    }

    /// Writes values: numbers, booleans, enums, text of variable length and opaque bytes, alone, in
    /// records and in small arrays.
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`]; [`ErrorKind::WrongType`] for values that do not have the
    /// dataset's datatype and for other datatypes (text of fixed size goes through
    /// [`Dataset::write_bytes`]), [`ErrorKind::Value`] for an integer out of its range.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::U8, &[2]))?;
    /// x.write_values(None, &[Value::Uint(7), Value::Int(8)])?;
    /// assert_eq!(x.read_numbers::<u8>(None)?, [7, 8]);
    /// assert!(x.write_values(None, &[Value::Int(-1), Value::Int(300)]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_values(&self, block: Option<&Block>, all: &[Value]) -> Result<()> {
        let count = self.count(block)?;
        let encoded = values::encode(&self.about.dtype, all).map_err(|e| self.locate(e))?;
        self.write_with(count, all.len(), || {
            let mem_type = dtype::type_id(&self.about.dtype)?;
            data::write(&self.id, mem_type.id(), part(block), &encoded.bytes)
        })
    }

    /// Gives the dataset another shape of the same rank: new elements have the fill value, what
    /// is cut off is lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for another rank, beyond `maxshape`, or if it is not chunked.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut x = root.create_dataset("x", &NewDataset::new(DType::I32, &[3]))?;
    /// x.write_numbers(None, &[1, 2, 3])?;
    /// x.resize(&[2])?;
    /// x.resize(&[4])?;
    /// assert_eq!(x.read_numbers::<i32>(None)?, [1, 2, 0, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resize(&mut self, shape: &[u64]) -> Result<()> {
        self.shared.check_writable(&self.about.path)?;
        let Extent::Simple { shape: old, max } = &mut Arc::make_mut(&mut self.about).extent else {
            return Err(self
                .locate(Error::new(ErrorKind::Shape, "").expected("an array").found("a scalar")));
        };
        let fits = old.len() == shape.len()
            && shape.iter().zip(max.iter()).all(|(n, m)| m.is_none_or(|m| *n <= m));
        if !fits {
            let error = Error::new(ErrorKind::Shape, "")
                .expected(format!("{} dimensions within {max:?}", old.len()))
                .found(format!("{shape:?}"))
                .help("a dataset grows as far as the maxshape it was made with");
            return Err(self.locate(error));
        }
        let resized = data::resize(&self.id, shape);
        if resized.is_ok() {
            old.clear();
            old.extend_from_slice(shape);
        }
        self.shared.wrote(resized).map_err(|e| self.locate(e))
    }
}

/// The elements of one field of some records.
pub(crate) enum Column {
    /// As they lie in memory.
    Bytes(Vec<u8>),
    /// Texts of variable length.
    Texts(Texts),
}

fn part(block: Option<&Block>) -> Part<'_> {
    match block {
        None => Part::All,
        Some(b) => Part::Slab(Slab { start: &b.start, step: &b.step, count: &b.count }),
    }
}
