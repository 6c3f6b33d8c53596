//! One element of any datatype, in memory.

use std::sync::Arc;

use num_complex::Complex;

/// One element of a dataset or attribute, whatever its datatype.
///
/// Integers are widened to 64 bits and `f16` to `f32`, which changes no value; the datatype of the
/// dataset says what they were.
///
/// ```
/// use ch5_array::{DType, Value};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// root.put_scalar("n", &DType::I16, &(-3i16).to_ne_bytes())?;
/// match root.dataset("n")?.read_value()? {
///     Value::Int(n) => assert_eq!(n, -3),
///     other => panic!("a {} instead of an integer", other.kind()),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A null dataspace.
    Null,
    /// A boolean.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A 16- or 32-bit float.
    F32(f32),
    /// A 64-bit float.
    F64(f64),
    /// A complex number of two `f32`.
    C64(Complex<f32>),
    /// A complex number of two `f64`.
    C128(Complex<f64>),
    /// Text.
    Text(String),
    /// A named integer; the name is empty if the integer has none.
    Enum(String, i64),
    /// A record: names and values.
    Record(Vec<(Arc<str>, Value)>),
    /// A small array or a variable-length list.
    List(Vec<Value>),
    /// Opaque bytes.
    Bytes(Vec<u8>),
    /// The path of a referenced object, empty for a null reference.
    Reference(String),
}

impl Value {
    /// What the value is, in a word, for messages.
    ///
    /// ```
    /// use ch5_array::Value;
    /// assert_eq!(Value::Uint(7).kind(), "integer");
    /// assert_eq!(Value::List(vec![]).kind(), "list");
    /// ```
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::Uint(_) => "integer",
            Self::F32(_) | Self::F64(_) => "float",
            Self::C64(_) | Self::C128(_) => "complex",
            Self::Text(_) => "text",
            Self::Enum(..) => "enum",
            Self::Record(_) => "record",
            Self::List(_) => "list",
            Self::Bytes(_) => "bytes",
            Self::Reference(_) => "reference",
        }
    }
}
