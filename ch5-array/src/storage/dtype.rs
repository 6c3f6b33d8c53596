//! Datatypes as ch5 names them.

use std::fmt;
use std::sync::Arc;

/// How a text element is stored.
///
/// ```
/// use ch5_array::{DType, Padding, TextType};
/// let code = DType::Text(TextType { size: Some(4), ascii: true, padding: Padding::Nulls });
/// assert_eq!(code.to_string(), "text[4]");
/// assert_ne!(code, DType::TEXT);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextType {
    /// Bytes of each element, or `None` for variable length.
    pub size: Option<usize>,
    /// Declared as ASCII instead of UTF-8.
    pub ascii: bool,
    /// What follows a text that is shorter than its fixed size.
    pub padding: Padding,
}

/// What follows a text that is shorter than its fixed size.
///
/// ```
/// use ch5_array::{DType, NewDataset, Padding, TextType};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let code = DType::Text(TextType { size: Some(4), ascii: true, padding: Padding::Spaces });
/// let x = root.create_dataset("codes", &NewDataset::new(code, &[1]))?;
/// x.write_bytes(x.dtype(), None, b"ab  ")?;
/// assert_eq!(x.read_texts(None)?.get(0), Some("ab"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Padding {
    /// A NUL, then anything.
    NullTerminated,
    /// NULs.
    Nulls,
    /// Spaces.
    Spaces,
}

/// A named value of an enum datatype.
///
/// ```
/// use ch5_array::{DType, EnumType, NewDataset, Value};
/// # use ch5_array::{File, H5Mode};
/// use std::sync::Arc;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let members = vec![("OFF".to_string(), 0), ("ON".to_string(), 1)];
/// let state = DType::Enum(Arc::new(EnumType { base: DType::U8, members }));
/// let x = root.create_dataset("states", &NewDataset::new(state, &[2]))?;
/// x.write_values(None, &[Value::Enum("ON".into(), 1), Value::Enum("OFF".into(), 0)])?;
/// assert_eq!(x.read_values(None)?[0], Value::Enum("ON".into(), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumType {
    /// The integer datatype underneath.
    pub base: DType,
    /// Names and their integers, in the order of the file.
    pub members: Vec<(String, i64)>,
}

/// One field of a compound datatype.
///
/// ```
/// use ch5_array::{DType, Field};
/// let point = DType::Compound(
///     [("x", DType::F32), ("y", DType::F32)]
///         .map(|(name, dtype)| Field { name: name.into(), dtype })
///         .into(),
/// );
/// assert_eq!(point.to_string(), "record {x: f32, y: f32}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// The field's name.
    pub name: String,
    /// The field's datatype.
    pub dtype: DType,
}

/// The datatype of a dataset or attribute, without its byte order: ch5 converts as it reads.
///
/// ```
/// use ch5_array::DType;
/// assert_eq!(DType::F64.to_string(), "f64");
/// assert_eq!(DType::F64.mem_size(), 8);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DType {
    /// h5py's boolean: an enum of one byte with FALSE = 0 and TRUE = 1.
    Bool,
    /// 8-bit signed integer.
    I8,
    /// 16-bit signed integer.
    I16,
    /// 32-bit signed integer.
    I32,
    /// 64-bit signed integer.
    I64,
    /// 8-bit unsigned integer.
    U8,
    /// 16-bit unsigned integer.
    U16,
    /// 32-bit unsigned integer.
    U32,
    /// 64-bit unsigned integer.
    U64,
    /// 16-bit IEEE float.
    F16,
    /// 32-bit IEEE float.
    F32,
    /// 64-bit IEEE float.
    F64,
    /// Complex number of two `f32`.
    C64,
    /// Complex number of two `f64`.
    C128,
    /// Text.
    Text(TextType),
    /// Named integers.
    Enum(Arc<EnumType>),
    /// Records.
    Compound(Arc<[Field]>),
    /// A small array in each element.
    Array(Box<DType>, Vec<u64>),
    /// A list of any length in each element (HDF5's variable-length type).
    List(Box<DType>),
    /// Bytes without a meaning known to HDF5.
    Opaque {
        /// Bytes of each element.
        size: usize,
        /// The tag stored with the type.
        tag: String,
    },
    /// A reference to an object, or to a region of a dataset.
    Reference {
        /// True for a reference to a region.
        region: bool,
    },
    /// A set of bits, of so many bytes.
    Bitfield(usize),
    /// A datatype that ch5 can name but not read.
    Other(String),
}

impl DType {
    /// Variable-length UTF-8 text, the usual text of h5py and ch5.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let names = root.create_dataset("names", &NewDataset::new(DType::TEXT, &[2]))?;
    /// assert_eq!(names.dtype(), &DType::TEXT);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const TEXT: Self =
        Self::Text(TextType { size: None, ascii: false, padding: Padding::NullTerminated });

    /// Bytes of one element in memory while it is read or written; pointers for variable length.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert_eq!(DType::C128.mem_size(), 16);
    /// assert_eq!(DType::Array(Box::new(DType::I16), vec![2, 3]).mem_size(), 12);
    /// assert_eq!(DType::TEXT.mem_size(), size_of::<usize>());     // a pointer
    /// ```
    #[must_use]
    pub fn mem_size(&self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 | Self::F16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 | Self::C64 => 8,
            Self::C128 => 16,
            Self::Text(t) => t.size.unwrap_or(size_of::<usize>()),
            Self::Enum(e) => e.base.mem_size(),
            Self::Compound(fields) => {
                fields.iter().fold(0usize, |sum, f| sum.saturating_add(f.dtype.mem_size()))
            }
            Self::Array(base, dims) => dims.iter().fold(base.mem_size(), |n, &d| {
                n.saturating_mul(usize::try_from(d).unwrap_or(usize::MAX))
            }),
            Self::List(_) => 2 * size_of::<usize>(),
            Self::Opaque { size, .. } | Self::Bitfield(size) => *size,
            Self::Reference { region } => {
                if *region {
                    12
                } else {
                    8
                }
            }
            Self::Other(_) => 0,
        }
    }

    /// True for text of any kind.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::TEXT.is_text());
    /// assert!(!DType::U8.is_text());
    /// ```
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// True for integers, signed or not.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::U8.is_integer());
    /// assert!(!DType::Bool.is_integer());
    /// ```
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.integer().is_some()
    }

    /// True for floats.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::F16.is_float());
    /// assert!(!DType::C64.is_float());
    /// ```
    #[must_use]
    pub fn is_float(&self) -> bool {
        matches!(self, Self::F16 | Self::F32 | Self::F64)
    }

    /// True if elements are read and written as their bytes: all that are of fixed size, but for a
    /// reference by itself.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::F64.is_plain());
    /// assert!(DType::Array(Box::new(DType::Bool), vec![3]).is_plain());
    /// assert!(!DType::TEXT.is_plain());
    /// ```
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.has_pointers() && !matches!(self, Self::Reference { .. } | Self::Other(_))
    }

    /// True if elements hold pointers while in memory.
    pub(crate) fn has_pointers(&self) -> bool {
        match self {
            Self::Text(t) => t.size.is_none(),
            Self::List(_) => true,
            Self::Array(base, _) => base.has_pointers(),
            Self::Compound(fields) => fields.iter().any(|f| f.dtype.has_pointers()),
            _ => false,
        }
    }

    /// True for booleans, integers, floats, complex numbers and enums.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::Bool.is_number() && DType::C64.is_number());
    /// assert!(!DType::Array(Box::new(DType::F64), vec![3]).is_number());
    /// ```
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.is_integer()
            || self.is_float()
            || matches!(self, Self::Bool | Self::C64 | Self::C128 | Self::Enum(_))
    }

    /// Size and signedness of an integer type.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert_eq!(DType::I32.integer(), Some((4, true)));
    /// assert_eq!(DType::U64.integer(), Some((8, false)));
    /// assert_eq!(DType::F32.integer(), None);
    /// ```
    #[must_use]
    pub fn integer(&self) -> Option<(usize, bool)> {
        Some(match self {
            Self::I8 => (1, true),
            Self::I16 => (2, true),
            Self::I32 => (4, true),
            Self::I64 => (8, true),
            Self::U8 => (1, false),
            Self::U16 => (2, false),
            Self::U32 => (4, false),
            Self::U64 => (8, false),
            _ => return None,
        })
    }

    /// The integer type of so many bytes.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert_eq!(DType::of_integer(2, false), Some(DType::U16));
    /// assert_eq!(DType::of_integer(3, true), None);
    /// ```
    #[must_use]
    pub fn of_integer(size: usize, signed: bool) -> Option<Self> {
        Some(match (size, signed) {
            (1, true) => Self::I8,
            (2, true) => Self::I16,
            (4, true) => Self::I32,
            (8, true) => Self::I64,
            (1, false) => Self::U8,
            (2, false) => Self::U16,
            (4, false) => Self::U32,
            (8, false) => Self::U64,
            _ => return None,
        })
    }

    /// True if every value of `self` is a value of `to` as well.
    ///
    /// ```
    /// use ch5_array::DType;
    /// assert!(DType::U8.widens_to(&DType::I16));
    /// assert!(DType::I32.widens_to(&DType::F64));
    /// assert!(!DType::I32.widens_to(&DType::F32));                // 2^24 + 1 would be lost
    /// ```
    #[must_use]
    pub fn widens_to(&self, to: &Self) -> bool {
        if self == to {
            return true;
        }
        match (self.integer(), to.integer()) {
            (Some((a, sa)), Some((b, sb))) => return if sa == sb { a <= b } else { !sa && a < b },
            (Some((a, _)), None) => {
                return match to {
                    Self::F16 => a == 1,
                    Self::F32 => a <= 2,
                    Self::F64 => a <= 4,
                    _ => false,
                };
            }
            _ => {}
        }
        matches!(
            (self, to),
            (Self::F16, Self::F32 | Self::F64) | (Self::F32, Self::F64) | (Self::C64, Self::C128)
        )
    }
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F16 => "f16",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::C64 => "complex64",
            Self::C128 => "complex128",
            Self::Text(TextType { size: None, .. }) => "text",
            Self::Text(TextType { size: Some(n), .. }) => return write!(f, "text[{n}]"),
            Self::Enum(e) => {
                write!(f, "enum {{")?;
                for (i, (name, _)) in e.members.iter().take(8).enumerate() {
                    write!(f, "{}{name}", if i == 0 { "" } else { ", " })?;
                }
                return write!(f, "{}}}", if e.members.len() > 8 { ", ..." } else { "" });
            }
            Self::Compound(fields) => {
                write!(f, "record {{")?;
                for (i, field) in fields.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{}: {}", field.name, field.dtype)?;
                }
                return write!(f, "}}");
            }
            Self::Array(base, dims) => return write!(f, "{base}{dims:?}"),
            Self::List(base) => return write!(f, "list of {base}"),
            Self::Opaque { size, .. } => return write!(f, "opaque[{size}]"),
            Self::Reference { region: false } => "reference",
            Self::Reference { region: true } => "region reference",
            Self::Bitfield(size) => return write!(f, "bits[{}]", size * 8),
            Self::Other(name) => name,
        };
        f.write_str(name)
    }
}
