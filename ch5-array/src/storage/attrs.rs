//! The attributes of an object.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hdf5_sys::h5i::hid_t;

use super::dtype::DType;
use super::file::Shared;
use super::sys::space::{self, Extent};
use super::sys::{Id, attr, data, dtype, values};
use super::text::Texts;
use super::value::Value;
use crate::element::{Number, as_bytes};
use crate::error::{Error, ErrorKind, Result};

/// The attributes of an object, by name.
///
/// Attributes are small values beside an object: each is read and written whole. What is written
/// takes the place of an attribute of the same name, which stays as it was where writing fails.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let root = file.root()?;
/// root.attrs().write_text("units", "mm")?;
/// root.attrs().write_numbers("offset", &[2], &[0.5, 1.5])?;
/// assert_eq!(root.attrs().text("units")?.as_deref(), Some("mm"));
/// assert!(root.attrs().read("scale")?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Attrs<'a> {
    object: hid_t,
    shared: &'a Arc<Shared>,
    path: &'a str,
}

/// One attribute, read whole.
///
/// ```
/// use ch5_array::{Attr, DType, Value};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// root.attrs().write_numbers("offset", &[2], &[3u8, 4])?;
/// let offset: Attr = root.attrs().read("offset")?.unwrap();
/// assert_eq!((offset.dtype, offset.shape), (DType::U8, Some(vec![2])));
/// assert_eq!(offset.values, [Value::Uint(3), Value::Uint(4)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Attr {
    /// The datatype.
    pub dtype: DType,
    /// The shape, `None` for a null dataspace, empty for a scalar.
    pub shape: Option<Vec<u64>>,
    /// The elements in row-major order.
    pub values: Vec<Value>,
}

impl<'a> Attrs<'a> {
    pub(crate) fn new(object: hid_t, shared: &'a Arc<Shared>, path: &'a str) -> Self {
        Self { object, shared, path }
    }

    fn locate(&self, name: &str, error: Error) -> Error {
        error.at(&self.shared.name, format!("{}@{name}", self.path))
    }

    /// The names of all attributes: in order of creation where the file keeps it, as ch5's do, else
    /// by name. No value is read.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_text("units", "mm")?;
    /// root.attrs().write_null("checked")?;
    /// assert_eq!(root.attrs().names()?, ["units", "checked"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self) -> Result<Vec<String>> {
        self.shared.check_open()?;
        attr::names(self.object).map_err(|e| self.locate("", e))
    }

    /// Reads an attribute, `None` if there is none of that name.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be read, or is larger than the limits allow.
    ///
    /// ```
    /// use ch5_array::Value;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_numbers("scale", &[], &[2.5f32])?;
    /// assert_eq!(root.attrs().read("scale")?.unwrap().values, [Value::F32(2.5)]);
    /// assert_eq!(root.attrs().read("offset")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self, name: &str) -> Result<Option<Attr>> {
        self.shared.check_open()?;
        let place = |e: Error| self.locate(name, e);
        let Some(id) = attr::open(self.object, name).map_err(place)? else {
            return Ok(None);
        };
        self.read_open(&id).map_err(place).map(Some)
    }

    fn read_open(&self, id: &Id) -> Result<Attr> {
        let dtype = dtype::describe(&attr::file_type(id)?)?;
        let shape = match attr::shape(id)? {
            Extent::Null => {
                return Ok(Attr { dtype, shape: None, values: Vec::new() });
            }
            Extent::Scalar => Vec::new(),
            Extent::Simple { shape, .. } => shape,
        };
        let count = data::checked_product(&shape)?;
        let bytes = count.saturating_mul(dtype.mem_size() as u64);
        // HDF5 holds attributes in memory as it opens them, so what is declared is there.
        self.shared.limits.check_result(bytes, bytes)?;
        let values = values::read(values::Source::Attribute(id), self.object, &dtype, count)?;
        Ok(Attr { dtype, shape: Some(shape), values })
    }

    /// Reads an attribute that is text, the first where it holds several; `None` if there is none
    /// or it is something else.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let attrs = root.attrs();
    /// attrs.write_text("units", "µm")?;
    /// attrs.write_numbers("version", &[], &[2u8])?;
    /// assert_eq!(attrs.text("units")?.as_deref(), Some("µm"));
    /// assert_eq!(attrs.text("version")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self, name: &str) -> Result<Option<String>> {
        let Some(attr) = self.read(name)? else {
            return Ok(None);
        };
        Ok(match attr.values.into_iter().next() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// Reads an attribute that is one integer of any type, `None` if there is none, it is negative
    /// or something else.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let attrs = root.attrs();
    /// attrs.write_numbers("version", &[], &[2i8])?;
    /// attrs.write_numbers("sizes", &[2], &[4u32, 5])?;
    /// assert_eq!(attrs.number("version")?, Some(2));
    /// assert_eq!(attrs.number("sizes")?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn number(&self, name: &str) -> Result<Option<u64>> {
        let Some(attr) = self.read(name)? else {
            return Ok(None);
        };
        Ok(match attr.values.as_slice() {
            [Value::Uint(n)] => Some(*n),
            [Value::Int(n)] => u64::try_from(*n).ok(),
            _ => None,
        })
    }

    /// Writes an attribute in place of one of the same name.
    fn put(
        &self,
        name: &str,
        dtype: &DType,
        shape: Option<&[u64]>,
        write: impl FnOnce(&Id) -> Result<()>,
    ) -> Result<()> {
        self.shared.check_writable(self.path)?;
        if name.is_empty() {
            return Err(self.locate(name, Error::new(ErrorKind::Name, "an attribute needs a name")));
        }
        let done = (|| {
            let file_type = dtype::type_id(dtype)?;
            let extent = match shape {
                None => space::null()?,
                Some([]) => space::scalar()?,
                Some(shape) => space::simple(shape, None)?,
            };
            if attr::open(self.object, name)?.is_none() {
                let id = attr::create(self.object, name, file_type.id(), &extent)?;
                return write(&id).inspect_err(|_| {
                    let _ = attr::delete(self.object, name);
                });
            }
            // The new value is complete under another name before the old one goes.
            static COUNT: AtomicU64 = AtomicU64::new(0);
            let stage = format!("{name}.ch5-new-{}", COUNT.fetch_add(1, Ordering::Relaxed));
            let id = attr::create(self.object, &stage, file_type.id(), &extent)?;
            if let Err(error) = write(&id) {
                drop(id);
                let _ = attr::delete(self.object, &stage);
                return Err(error);
            }
            drop(id);
            attr::delete(self.object, name)?;
            attr::rename(self.object, &stage, name)
        })();
        self.shared.wrote(done).map_err(|e| self.locate(name, e))
    }

    /// Writes numbers of a shape; the empty shape is a scalar.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], [`ErrorKind::Name`], [`ErrorKind::Shape`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_numbers("gain", &[], &[1.5])?;
    /// root.attrs().write_numbers("matrix", &[2, 2], &[1i32, 0, 0, 1])?;
    /// assert_eq!(root.attrs().read("matrix")?.unwrap().shape, Some(vec![2, 2]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_numbers<T: Number>(&self, name: &str, shape: &[u64], data: &[T]) -> Result<()> {
        self.write_bytes(name, &T::DTYPE, shape, as_bytes(data))
    }

    /// Writes elements given as their bytes in memory. For datatypes without pointers.
    ///
    /// # Errors
    ///
    /// As [`Attrs::write_numbers`].
    ///
    /// ```
    /// use ch5_array::{DType, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_bytes("flags", &DType::Bool, &[3], &[1, 0, 1])?;
    /// assert_eq!(root.attrs().read("flags")?.unwrap().values[1], Value::Bool(false));
    /// assert!(root.attrs().write_bytes("name", &DType::TEXT, &[], &[0; 8]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_bytes(
        &self,
        name: &str,
        dtype: &DType,
        shape: &[u64],
        bytes: &[u8],
    ) -> Result<()> {
        refuse_pointers(dtype)?;
        self.put(name, dtype, Some(shape), |id| attr::write(id, dtype::type_id(dtype)?.id(), bytes))
    }

    /// Writes texts of a shape; the empty shape is a scalar.
    ///
    /// # Errors
    ///
    /// As [`Attrs::write_numbers`].
    ///
    /// ```
    /// use ch5_array::{Texts, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let axes: Texts = ["time", "channel"].into_iter().collect();
    /// root.attrs().write_texts("axes", &[2], &axes)?;
    /// assert_eq!(root.attrs().read("axes")?.unwrap().values[1], Value::Text("channel".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_texts(&self, name: &str, shape: &[u64], texts: &Texts) -> Result<()> {
        self.put(name, &DType::TEXT, Some(shape), |id| {
            values::write_texts(values::Source::Attribute(id), texts)
        })
    }

    /// Writes one text.
    ///
    /// # Errors
    ///
    /// As [`Attrs::write_numbers`], and for text with a NUL byte.
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_text("author", "Örjan")?;
    /// assert_eq!(root.attrs().text("author")?.unwrap(), "Örjan");
    /// assert_eq!(root.attrs().write_text("author", "a\0b").unwrap_err().kind(), ErrorKind::Name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_text(&self, name: &str, text: &str) -> Result<()> {
        let mut texts = Texts::new();
        texts.push(text).map_err(|e| self.locate(name, e))?;
        self.write_texts(name, &[], &texts)
    }

    /// Writes values: numbers, booleans, enums, text of variable length and opaque bytes, alone, in
    /// records and in small arrays.
    ///
    /// # Errors
    ///
    /// As [`Attrs::write_numbers`]; [`ErrorKind::WrongType`] for values that do not have the
    /// datatype and for other datatypes, [`ErrorKind::Value`] for an integer out of its range.
    ///
    /// ```
    /// use ch5_array::{DType, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let pair = DType::Array(Box::new(DType::I16), vec![2]);
    /// let value = Value::List(vec![Value::Int(-1), Value::Int(7)]);
    /// root.attrs().write_values("range", &pair, &[], &[value.clone()])?;
    /// assert_eq!(root.attrs().read("range")?.unwrap().values, [value]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_values(
        &self,
        name: &str,
        dtype: &DType,
        shape: &[u64],
        all: &[Value],
    ) -> Result<()> {
        let encoded = values::encode(dtype, all).map_err(|e| self.locate(name, e))?;
        self.put(name, dtype, Some(shape), |id| {
            attr::write(id, dtype::type_id(dtype)?.id(), &encoded.bytes)
        })
    }

    /// Writes an attribute without a value.
    ///
    /// # Errors
    ///
    /// As [`Attrs::write_numbers`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_null("calibrated")?;
    /// let attr = root.attrs().read("calibrated")?.unwrap();
    /// assert!(attr.shape.is_none() && attr.values.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_null(&self, name: &str) -> Result<()> {
        self.put(name, &DType::F32, None, |_| Ok(()))
    }

    /// Removes an attribute; false if there was none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_text("note", "draft")?;
    /// assert!(root.attrs().remove("note")?);
    /// assert!(!root.attrs().remove("note")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn remove(&self, name: &str) -> Result<bool> {
        self.shared.check_writable(self.path)?;
        let place = |e: Error| self.locate(name, e);
        if attr::open(self.object, name).map_err(place)?.is_none() {
            return Ok(false);
        }
        self.shared.wrote(attr::delete(self.object, name)).map_err(place)?;
        Ok(true)
    }
}

/// Fails for datatypes whose elements are pointers: their bytes must not come from a caller.
pub(crate) fn refuse_pointers(dtype: &DType) -> Result<()> {
    if dtype.has_pointers() {
        return Err(Error::new(ErrorKind::WrongType, "")
            .expected("a datatype of fixed size")
            .found(dtype.to_string()));
    }
    Ok(())
}
