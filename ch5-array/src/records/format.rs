//! How records lie in bytes: numpy's formats.

use super::named;
use crate::error::{Error, ErrorKind, Result};
use crate::types::ElementType as Ty;

/// One field in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    pub ty: Ty,
    /// Bytes of an element.
    pub size: usize,
    pub big: bool,
}

/// How records lie in bytes: numpy's formats of their fields one after the other without gaps,
/// as `<i4,>f8,S2`, and their names.
///
/// ```
/// use ch5_array::{RecordFormat, Records};
/// let format = RecordFormat::new("<i2,>f4,S2", &["n", "x", "tag"])?;
/// assert_eq!(format.itemsize(), 8);
/// let records = format.offset(1).read(&[0xff, 1, 0, 0x3f, 0x80, 0, 0, b'a', 0])?;
/// assert_eq!(records.field("x")?.clone().into_typed::<f32>()?, ndarray::array![1f32].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFormat {
    pub(super) fields: Vec<Packed>,
    pub(super) names: Vec<String>,
    pub(super) offset: usize,
    pub(super) shape: Option<Vec<usize>>,
}

impl RecordFormat {
    /// Fields of these formats: `?`, `i1` to `i8`, `u1` to `u8`, `f2` to `f8`, `c8`, `c16`, `S` and
    /// `U` with a number of characters, `M8` and `m8` with a unit, each with `<` or `>` before it
    /// for its byte order (this machine's where there is none); numpy's names of types, as
    /// `float64`, also. With an empty list of names they are called `f0`, `f1` and so on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for another format, and as [`Records::from_arrays`] for the names.
    ///
    /// [`Records::from_arrays`]: crate::Records::from_arrays
    ///
    /// ```
    /// use ch5_array::{ErrorKind, RecordFormat};
    /// assert_eq!(RecordFormat::new("<i4,>f8,S10", &["n", "x", "tag"])?.itemsize(), 22);
    /// let error = RecordFormat::new("x7", &["n"]).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Value);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(formats: &str, names: &[impl AsRef<str>]) -> Result<Self> {
        let fields: Vec<Packed> =
            formats.split(',').map(|format| parse(format.trim())).collect::<Result<_>>()?;
        let names = named(names, fields.len())?;
        Ok(Self { fields, names, offset: 0, shape: None })
    }

    /// The first record begins after so many bytes.
    ///
    /// ```
    /// use ch5_array::RecordFormat;
    /// let format = RecordFormat::new("u1", &["n"])?.offset(2);
    /// assert_eq!(format.read(&[9, 9, 1, 2])?.field("n")?.to_string(), "[1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn offset(mut self, bytes: usize) -> Self {
        self.offset = bytes;
        self
    }

    /// The records have this shape; without it they are all that there are, in one dimension.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, RecordFormat};
    /// let format = RecordFormat::new("u1", &["n"])?.shape(&[2, 2]);
    /// assert_eq!(format.read(&[1, 2, 3, 4, 5])?.field("n")?.to_string(), "[[1 2]\n [3 4]]");
    /// assert_eq!(format.read(&[1, 2, 3]).unwrap_err().kind(), ErrorKind::Shape);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(mut self, shape: &[usize]) -> Self {
        self.shape = Some(shape.to_vec());
        self
    }

    /// Bytes of a record.
    ///
    /// ```
    /// use ch5_array::RecordFormat;
    /// assert_eq!(RecordFormat::new("c16,U2,?", &["z", "t", "b"])?.itemsize(), 25);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn itemsize(&self) -> usize {
        self.fields.iter().fold(0, |sum, f| sum.saturating_add(f.size))
    }
}

#[cold]
fn unknown(format: &str) -> Error {
    Error::new(ErrorKind::Value, "the format of a field")
        .expected("a format of numpy, as <i4, f8, S10 or M8[s]")
        .found(format!("{format:?}"))
}

fn parse(format: &str) -> Result<Packed> {
    let bare = format.trim_start_matches(['<', '>', '|', '=', '!']);
    let big = match format.len() - bare.len() {
        0 => cfg!(target_endian = "big"),
        1 if format.starts_with(['>', '!']) => true,
        1 if format.starts_with('=') => cfg!(target_endian = "big"),
        1 => false,
        _ => return Err(unknown(format)),
    };
    let packed = |ty: Ty| Ok(Packed { ty, size: ty.size(), big });
    let ty = match bare {
        "?" | "b1" => Ty::Bool,
        "b" | "i1" => Ty::I8,
        "B" | "u1" => Ty::U8,
        "h" | "i2" => Ty::I16,
        "H" | "u2" => Ty::U16,
        "i" | "i4" => Ty::I32,
        "I" | "u4" => Ty::U32,
        "l" | "q" | "i8" => Ty::I64,
        "L" | "Q" | "u8" => Ty::U64,
        "e" | "f2" => Ty::F16,
        "f" | "f4" => Ty::F32,
        "d" | "f8" => Ty::F64,
        "F" | "c8" => Ty::C64,
        "D" | "c16" => Ty::C128,
        _ => {
            if let Some(unit) = bare.strip_prefix("M8[") {
                return packed(format!("datetime64[{unit}").parse().map_err(|_| unknown(format))?);
            }
            if let Some(unit) = bare.strip_prefix("m8[") {
                return packed(format!("timedelta64[{unit}").parse().map_err(|_| unknown(format))?);
            }
            let count = |digits: &str| digits.parse::<usize>().ok().filter(|&n| n > 0);
            if let Some(size) = bare.strip_prefix(['S', 'a']).and_then(count) {
                return Ok(Packed { ty: Ty::Bytes, size, big });
            }
            // Four bytes a character.
            let wide = bare.strip_prefix('U').and_then(count).and_then(|n| n.checked_mul(4));
            if let Some(size) = wide {
                return Ok(Packed { ty: Ty::Text, size, big });
            }
            let named: Ty = bare.parse().map_err(|_| unknown(format))?;
            if named.is_text() {
                return Err(unknown(format).help("a text needs its length, as S10"));
            }
            named
        }
    };
    packed(ty)
}
