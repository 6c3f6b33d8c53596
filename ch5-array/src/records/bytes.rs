//! Records from bytes.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use compact_str::CompactString;

use super::Records;
use super::format::{Packed, RecordFormat};
use crate::buffer::{Buffer, Item, with_type};
use crate::element::{Number, as_bytes_mut};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::AnyArray;
use crate::types::ElementType as Ty;

/// Numbers that lie `stride` bytes apart, `part` bytes of each in the order that is given.
fn numbers<T: Number>(bytes: &[u8], stride: usize, part: usize, swap: bool) -> Result<Vec<T>> {
    let size = size_of::<T>();
    let mut out = crate::element::zeroes::<T>(bytes.len().div_ceil(stride)).ok_or_else(|| {
        Error::new(ErrorKind::Budget, format!("{} bytes of records", bytes.len()))
    })?;
    let to = as_bytes_mut(&mut out);
    for (to, from) in to.chunks_exact_mut(size).zip(bytes.chunks(stride)) {
        to.copy_from_slice(&from[..size]);
        if swap {
            to.chunks_exact_mut(part).for_each(<[u8]>::reverse);
        }
    }
    Ok(out)
}

/// Text of four bytes a character, up to the NULs behind it.
fn wide_text(bytes: &[u8], big: bool) -> Result<CompactString> {
    let code = |b: &[u8]| {
        let four = [b[0], b[1], b[2], b[3]];
        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    let codes: Vec<u32> = bytes.chunks_exact(4).map(code).collect();
    let end = codes.iter().rposition(|&c| c != 0).map_or(0, |last| last + 1);
    let character = |&c: &u32| {
        char::from_u32(c).ok_or_else(|| {
            Error::new(ErrorKind::Value, "a text")
                .expected("code points of Unicode")
                .found(format!("{c:#x}"))
        })
    };
    codes[..end].iter().map(character).collect()
}

/// The elements of a field; `bytes` begin with that of the first record.
fn elements(field: &Packed, bytes: &[u8], stride: usize) -> Result<Buffer> {
    let swap = field.big != cfg!(target_endian = "big");
    let all = || bytes.chunks(stride).map(|one| &one[..field.size]);
    Ok(match field.ty {
        Ty::Bool => Buffer::Bool(all().map(|b| b[0] != 0).collect()),
        Ty::Bytes => {
            let trimmed = |one: &[u8]| {
                let end = one.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
                one[..end].to_vec()
            };
            Buffer::Bytes(all().map(trimmed).collect())
        }
        Ty::Text => {
            Buffer::Text(all().map(|one| wide_text(one, field.big)).collect::<Result<_>>()?)
        }
        Ty::Time(unit) => Buffer::Time(unit, numbers(bytes, stride, 8, swap)?),
        Ty::Duration(unit) => Buffer::Duration(unit, numbers(bytes, stride, 8, swap)?),
        ty => with_type!(ty, Number, T => {
            T::wrap(numbers::<T>(bytes, stride, ty.real().size(), swap)?)
        }, else return Err(crate::buffer::mismatch(Ty::F64, ty))),
    })
}

impl RecordFormat {
    /// How many records there are in so many bytes behind the offset, and their shape.
    fn extent(&self, bytes: u64) -> Result<(usize, Vec<usize>)> {
        let size = self.itemsize();
        let there = usize::try_from(bytes / size.max(1) as u64).unwrap_or(usize::MAX);
        let Some(shape) = &self.shape else { return Ok((there, vec![there])) };
        let count = shape.iter().try_fold(1usize, |n, &side| n.checked_mul(side));
        match count.filter(|&n| n <= there) {
            Some(count) => Ok((count, shape.clone())),
            None => Err(Error::new(ErrorKind::Shape, "records from bytes")
                .expected(format!("records of {size} bytes for shape {shape:?}"))
                .found(format!("{bytes} bytes, which are {there} records"))),
        }
    }

    #[cold]
    fn beyond(&self, bytes: u64) -> Error {
        Error::new(ErrorKind::Value, "records from bytes")
            .expected(format!("an offset of at most {bytes} bytes"))
            .found(self.offset.to_string())
    }

    fn records(&self, bytes: &[u8], shape: &[usize]) -> Result<Records> {
        let stride = self.itemsize();
        let mut columns = Vec::with_capacity(self.fields.len());
        let mut at = 0;
        for (field, name) in self.fields.iter().zip(&self.names) {
            // The last record ends with the bytes; without one there is nothing to skip.
            let from = bytes.get(at..).unwrap_or_default();
            let data = elements(field, from, stride).map_err(|e| e.nest(name))?;
            columns.push(AnyArray::new(shape, data)?);
            at += field.size;
        }
        Records::from_arrays(&self.names, columns)
    }

    /// The records that lie in these bytes; what is left behind the last one is not looked at.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for fewer records than the shape has, [`ErrorKind::Value`] for an
    /// offset beyond the end and for text that is no Unicode.
    ///
    /// ```
    /// use ch5_array::RecordFormat;
    /// let format = RecordFormat::new("<u2,<f4", &["n", "x"])?;
    /// let records = format.read(&[1, 0, 0, 0, 0, 63, 2, 0, 0, 0, 128, 63])?;
    /// assert_eq!(records.to_string(), "[(1, 0.5) (2, 1. )]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "fromstring")]
    pub fn read(&self, bytes: &[u8]) -> Result<Records> {
        let all = bytes.len() as u64;
        let rest = bytes.get(self.offset..).ok_or_else(|| self.beyond(all))?;
        let (count, shape) = self.extent(rest.len() as u64)?;
        self.records(&rest[..count * self.itemsize()], &shape)
    }

    /// The records that lie in a file of nothing but their bytes, which is read whole: bytes and
    /// columns are in memory together for a moment.
    ///
    /// # Errors
    ///
    /// As [`RecordFormat::read`], and those of reading the file; each names it.
    ///
    /// ```
    /// use ch5_array::RecordFormat;
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("points.bin");
    /// std::fs::write(&path, [7, 0, 1, 8, 0, 2])?;
    /// let points = RecordFormat::new("u1,>i2", &["id", "x"])?.read_file(&path)?;
    /// assert_eq!(points.field("x")?.to_string(), "[1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "fromfile")]
    pub fn read_file(&self, path: impl AsRef<Path>) -> Result<Records> {
        let path = path.as_ref();
        let place = |e: Error| e.at(path.display().to_string(), "");
        let read = || -> Result<Records> {
            let mut file = File::open(path)?;
            let length = file.metadata()?.len();
            let rest = length.checked_sub(self.offset as u64).ok_or_else(|| self.beyond(length))?;
            let (count, shape) = self.extent(rest)?;
            file.seek(SeekFrom::Start(self.offset as u64))?;
            let mut bytes: Vec<u8> = crate::element::zeroes(count * self.itemsize())
                .ok_or_else(|| Error::new(ErrorKind::Budget, format!("{count} records")))?;
            file.read_exact(&mut bytes)?;
            self.records(&bytes, &shape)
        };
        read().map_err(place)
    }
}

impl Records {
    /// The records that lie in these bytes, in numpy's formats; see [`RecordFormat`].
    ///
    /// # Errors
    ///
    /// As [`RecordFormat::new`] and [`RecordFormat::read`].
    ///
    /// ```
    /// use ch5_array::Records;
    /// let records = Records::from_bytes("S2,u1", &["tag", "n"], b"ab\x01cd\x02")?;
    /// assert_eq!(records.field("n")?.to_string(), "[1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(formats: &str, names: &[impl AsRef<str>], bytes: &[u8]) -> Result<Self> {
        RecordFormat::new(formats, names)?.read(bytes)
    }

    /// The records that lie in a file of nothing but their bytes; see [`RecordFormat`].
    ///
    /// # Errors
    ///
    /// As [`RecordFormat::new`] and [`RecordFormat::read_file`].
    ///
    /// ```
    /// use ch5_array::Records;
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("points.bin");
    /// std::fs::write(&path, [1, 2, 3, 4])?;
    /// let points = Records::from_file("u1,u1", &["x", "y"], &path)?;
    /// assert_eq!((points.len(), points.field("y")?.to_string().as_str()), (2, "[2 4]"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_file(
        formats: &str,
        names: &[impl AsRef<str>],
        path: impl AsRef<Path>,
    ) -> Result<Self> {
        RecordFormat::new(formats, names)?.read_file(path)
    }
}
