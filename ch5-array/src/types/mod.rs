//! The element types that arrays compute with, and what becomes of two of them together.

mod calendar;
mod promote;
mod scalar;

use std::fmt;
use std::str::FromStr;

pub(crate) use calendar::{duration_text, parse_time, time_text};
pub use promote::{Weak, can_cast, promote, promote_weak};
pub use scalar::Scalar;

use crate::error::{Error, ErrorKind, Result};
use crate::storage::{DType, Padding, TextType};

/// The unit of a point in time or a duration, as numpy's `datetime64[unit]`.
///
/// ```
/// use ch5_array::{ElementType, TimeUnit};
/// let day: ElementType = "datetime64[D]".parse()?;
/// assert_eq!(day, ElementType::Time(TimeUnit::Day));
/// assert!(TimeUnit::Second < TimeUnit::Nanosecond);          // finer is greater
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeUnit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

const UNITS: [(TimeUnit, &str); 10] = [
    (TimeUnit::Year, "Y"),
    (TimeUnit::Month, "M"),
    (TimeUnit::Week, "W"),
    (TimeUnit::Day, "D"),
    (TimeUnit::Hour, "h"),
    (TimeUnit::Minute, "m"),
    (TimeUnit::Second, "s"),
    (TimeUnit::Millisecond, "ms"),
    (TimeUnit::Microsecond, "us"),
    (TimeUnit::Nanosecond, "ns"),
];

impl TimeUnit {
    /// numpy's short name: `D`, `s`, `ns`.
    ///
    /// ```
    /// use ch5_array::TimeUnit;
    /// assert_eq!(TimeUnit::Minute.name(), "m");
    /// assert_eq!(TimeUnit::Month.name(), "M");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        UNITS[self as usize].1
    }

    /// Nanoseconds of one unit; `None` for months and years, whose length varies.
    ///
    /// ```
    /// use ch5_array::TimeUnit;
    /// assert_eq!(TimeUnit::Hour.nanoseconds(), Some(3_600_000_000_000));
    /// assert_eq!(TimeUnit::Month.nanoseconds(), None);
    /// ```
    #[must_use]
    pub fn nanoseconds(self) -> Option<i64> {
        Some(match self {
            Self::Year | Self::Month => return None,
            Self::Week => 7 * 86_400_000_000_000,
            Self::Day => 86_400_000_000_000,
            Self::Hour => 3_600_000_000_000,
            Self::Minute => 60_000_000_000,
            Self::Second => 1_000_000_000,
            Self::Millisecond => 1_000_000,
            Self::Microsecond => 1_000,
            Self::Nanosecond => 1,
        })
    }
}

/// The type of an array's elements while ch5 computes with them.
///
/// It is the [`DType`] of the file without what only matters there: text of any size and padding
/// is [`Text`](Self::Text), fixed ASCII text is [`Bytes`](Self::Bytes) (numpy's `S`), an enum is
/// the integer underneath.
///
/// ```
/// use ch5_array::ElementType;
/// assert_eq!(ElementType::F64.to_string(), "float64");
/// assert_eq!("uint8".parse::<ElementType>()?, ElementType::U8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ElementType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F16,
    F32,
    F64,
    C64,
    C128,
    /// UTF-8 text.
    Text,
    /// Bytes, numpy's `S`.
    Bytes,
    /// A point in time: units since 1970, `i64::MIN` is NaT.
    Time(TimeUnit),
    /// A duration in units, `i64::MIN` is NaT.
    Duration(TimeUnit),
}

use ElementType as Ty;

impl ElementType {
    /// The numbers of numpy, in its order of promotion.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// let floats: Vec<_> = ElementType::NUMBERS.into_iter().filter(|ty| ty.is_float()).collect();
    /// assert_eq!(floats, [ElementType::F16, ElementType::F32, ElementType::F64]);
    /// ```
    pub const NUMBERS: [Self; 14] = [
        Ty::Bool,
        Ty::I8,
        Ty::U8,
        Ty::I16,
        Ty::U16,
        Ty::I32,
        Ty::U32,
        Ty::I64,
        Ty::U64,
        Ty::F16,
        Ty::F32,
        Ty::F64,
        Ty::C64,
        Ty::C128,
    ];

    /// Bytes of an element in memory; for text and bytes, what one is counted as in plans: with
    /// what the allocator keeps of many small pieces, 128.
    ///
    /// ```
    /// use ch5_array::{ElementType, TimeUnit};
    /// assert_eq!(ElementType::C64.size(), 8);
    /// assert_eq!(ElementType::Time(TimeUnit::Day).size(), 8);
    /// ```
    #[must_use]
    pub fn size(self) -> usize {
        match self {
            Ty::Bool | Ty::I8 | Ty::U8 => 1,
            Ty::I16 | Ty::U16 | Ty::F16 => 2,
            Ty::I32 | Ty::U32 | Ty::F32 => 4,
            Ty::I64 | Ty::U64 | Ty::F64 | Ty::C64 | Ty::Time(_) | Ty::Duration(_) => 8,
            Ty::C128 => 16,
            Ty::Text | Ty::Bytes => 128,
        }
    }

    /// True for the integers, without `Bool`.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::U8.is_integer());
    /// assert!(!ElementType::Bool.is_integer());
    /// ```
    #[must_use]
    pub fn is_integer(self) -> bool {
        self.is_signed() || self.is_unsigned()
    }

    /// True for the signed integers.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::I64.is_signed());
    /// assert!(!ElementType::F64.is_signed());
    /// ```
    #[must_use]
    pub fn is_signed(self) -> bool {
        matches!(self, Ty::I8 | Ty::I16 | Ty::I32 | Ty::I64)
    }

    /// True for the unsigned integers.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::U64.is_unsigned());
    /// assert!(!ElementType::Bool.is_unsigned());
    /// ```
    #[must_use]
    pub fn is_unsigned(self) -> bool {
        matches!(self, Ty::U8 | Ty::U16 | Ty::U32 | Ty::U64)
    }

    /// True for the floats.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::F16.is_float());
    /// assert!(!ElementType::C64.is_float());
    /// ```
    #[must_use]
    pub fn is_float(self) -> bool {
        matches!(self, Ty::F16 | Ty::F32 | Ty::F64)
    }

    /// True for the complex numbers.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::C128.is_complex());
    /// assert!(!ElementType::F64.is_complex());
    /// ```
    #[must_use]
    pub fn is_complex(self) -> bool {
        matches!(self, Ty::C64 | Ty::C128)
    }

    /// True for floats and complex numbers.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::F32.is_inexact() && ElementType::C64.is_inexact());
    /// assert!(!ElementType::I32.is_inexact());
    /// ```
    #[must_use]
    pub fn is_inexact(self) -> bool {
        self.is_float() || self.is_complex()
    }

    /// True for booleans, integers, floats and complex numbers.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::NUMBERS.iter().all(|ty| ty.is_number()));
    /// assert!(!ElementType::Text.is_number());
    /// ```
    #[must_use]
    pub fn is_number(self) -> bool {
        self == Ty::Bool || self.is_integer() || self.is_inexact()
    }

    /// True for text and bytes.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert!(ElementType::Text.is_text() && ElementType::Bytes.is_text());
    /// ```
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Ty::Text | Ty::Bytes)
    }

    /// True for points in time and durations.
    ///
    /// ```
    /// use ch5_array::{ElementType, TimeUnit};
    /// assert!(ElementType::Duration(TimeUnit::Second).is_time());
    /// assert!(!ElementType::I64.is_time());
    /// ```
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Ty::Time(_) | Ty::Duration(_))
    }

    /// The float of a complex number's parts; itself otherwise.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// assert_eq!(ElementType::C64.real(), ElementType::F32);
    /// assert_eq!(ElementType::I8.real(), ElementType::I8);
    /// ```
    #[must_use]
    pub fn real(self) -> Self {
        match self {
            Ty::C64 => Ty::F32,
            Ty::C128 => Ty::F64,
            other => other,
        }
    }

    /// The element type of a dataset of this datatype; `None` where arrays cannot compute with it.
    ///
    /// ```
    /// use ch5_array::{DType, ElementType};
    /// assert_eq!(ElementType::of(&DType::F32), Some(ElementType::F32));
    /// assert_eq!(ElementType::of(&DType::List(Box::new(DType::F32))), None);
    /// ```
    #[must_use]
    pub fn of(dtype: &DType) -> Option<Self> {
        Some(match dtype {
            DType::Bool => Ty::Bool,
            DType::I8 => Ty::I8,
            DType::I16 => Ty::I16,
            DType::I32 => Ty::I32,
            DType::I64 => Ty::I64,
            DType::U8 => Ty::U8,
            DType::U16 => Ty::U16,
            DType::U32 => Ty::U32,
            DType::U64 => Ty::U64,
            DType::F16 => Ty::F16,
            DType::F32 => Ty::F32,
            DType::F64 => Ty::F64,
            DType::C64 => Ty::C64,
            DType::C128 => Ty::C128,
            DType::Text(TextType { size: Some(_), ascii: true, .. }) => Ty::Bytes,
            DType::Text(_) => Ty::Text,
            DType::Enum(e) => return Self::of(&e.base),
            DType::Compound(_) => {
                return crate::array::numbers_of(dtype).and_then(|d| Self::of(&d));
            }
            _ => return None,
        })
    }

    /// The datatype of a new dataset for elements of this type. `width` is the length of the longest
    /// [`Bytes`](Self::Bytes) and means nothing to other types. Times become 64-bit integers.
    ///
    /// ```
    /// use ch5_array::{DType, ElementType};
    /// assert_eq!(ElementType::C128.dtype(0), DType::C128);
    /// assert_eq!(ElementType::Bytes.dtype(5).to_string(), "text[5]");
    /// ```
    #[must_use]
    pub fn dtype(self, width: usize) -> DType {
        match self {
            Ty::Bool => DType::Bool,
            Ty::I8 => DType::I8,
            Ty::I16 => DType::I16,
            Ty::I32 => DType::I32,
            Ty::I64 | Ty::Time(_) | Ty::Duration(_) => DType::I64,
            Ty::U8 => DType::U8,
            Ty::U16 => DType::U16,
            Ty::U32 => DType::U32,
            Ty::U64 => DType::U64,
            Ty::F16 => DType::F16,
            Ty::F32 => DType::F32,
            Ty::F64 => DType::F64,
            Ty::C64 => DType::C64,
            Ty::C128 => DType::C128,
            Ty::Text => DType::TEXT,
            Ty::Bytes => DType::Text(TextType {
                size: Some(width.max(1)),
                ascii: true,
                padding: Padding::Nulls,
            }),
        }
    }
}

impl fmt::Display for ElementType {
    /// numpy's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ty::Bool => "bool",
            Ty::I8 => "int8",
            Ty::I16 => "int16",
            Ty::I32 => "int32",
            Ty::I64 => "int64",
            Ty::U8 => "uint8",
            Ty::U16 => "uint16",
            Ty::U32 => "uint32",
            Ty::U64 => "uint64",
            Ty::F16 => "float16",
            Ty::F32 => "float32",
            Ty::F64 => "float64",
            Ty::C64 => "complex64",
            Ty::C128 => "complex128",
            Ty::Text => "text",
            Ty::Bytes => "bytes",
            Ty::Time(unit) => return write!(f, "datetime64[{}]", unit.name()),
            Ty::Duration(unit) => return write!(f, "timedelta64[{}]", unit.name()),
        })
    }
}

impl FromStr for ElementType {
    type Err = Error;

    /// Reads numpy's name: `float64`, `<U5` and `str` for text, `|S3` for bytes,
    /// `datetime64[D]`.
    fn from_str(text: &str) -> Result<Self> {
        if let Some(found) = Self::NUMBERS.into_iter().find(|ty| ty.to_string() == text) {
            return Ok(found);
        }
        let unit = |name: &str| {
            let name = text.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            UNITS.iter().find(|(_, short)| *short == name).map(|(unit, _)| *unit)
        };
        let bare = text.trim_start_matches(['<', '>', '|', '=']);
        match text {
            "text" | "str" => Ok(Ty::Text),
            "bytes" => Ok(Ty::Bytes),
            _ if bare.starts_with('U') => Ok(Ty::Text),
            _ if bare.starts_with('S') => Ok(Ty::Bytes),
            _ => unit("datetime64")
                .map(Ty::Time)
                .or_else(|| unit("timedelta64").map(Ty::Duration))
                .ok_or_else(|| {
                    Error::new(ErrorKind::Value, "an element type")
                        .expected("numpy's name of a type, as float64 or datetime64[s]")
                        .found(format!("{text:?}"))
                }),
        }
    }
}
