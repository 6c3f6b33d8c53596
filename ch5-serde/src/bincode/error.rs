//! What can go wrong while a payload is written or read.

use std::fmt;

/// The result of a step of the codec.
pub(crate) type Result<T> = std::result::Result<T, CodecError>;

/// An error of the codec, and the byte of the payload at which it happened.
///
/// It is one pointer wide, so that the results of the many small steps stay small.
pub(crate) struct CodecError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    offset: Option<usize>,
    kind: Kind,
}

/// The ways in which writing or reading a payload fails.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// The payload ends inside a value.
    Eof {
        /// What was being read.
        what: &'static str,
        /// The bytes it takes.
        need: usize,
        /// The bytes that were left.
        left: usize,
    },
    /// A length prefix claims more than the payload can hold.
    Length {
        /// What carries the length: a sequence, a map, a string or a byte array.
        what: &'static str,
        /// The claimed length.
        claimed: u64,
        /// What the length counts.
        unit: &'static str,
        /// The bytes that were left after the length.
        left: usize,
    },
    /// The type's `Deserialize` stopped before the last element.
    Unread {
        /// A sequence or a map.
        what: &'static str,
        /// The elements in the payload.
        stored: u64,
        /// The elements that were not read.
        unread: u64,
    },
    /// A string is not UTF-8.
    Utf8 {
        /// The length of the string in bytes.
        len: usize,
        /// The first byte of the string that is wrong.
        valid: usize,
    },
    /// A `bool` is neither 0 nor 1.
    Bool(u8),
    /// A `char` is not the UTF-8 form of one.
    Char(Vec<u8>),
    /// The tag of an option is neither 0 nor 1.
    OptionTag(u8),
    /// The value is nested too deeply.
    Depth(usize),
    /// Too many elements take no bytes.
    ZeroSized(u64),
    /// Bytes follow the value.
    Trailing(usize),
    /// The type asks the payload what it holds.
    NeedsSelfDescribing(&'static str),
    /// A field was left out conditionally, so the payload could not be read back.
    Skipped(&'static str),
    /// A map got a different number of keys and values.
    Unpaired {
        /// The keys written.
        keys: u64,
        /// The values written.
        values: u64,
    },
    /// The payload is larger than allowed.
    Limit {
        /// The size it has or would have, where a `usize` can tell.
        size: usize,
        /// The largest size allowed.
        limit: usize,
    },
    /// Memory for the payload could not be had.
    Memory(usize),
    /// The type's own `Serialize` or `Deserialize` refuses the value.
    Custom(String),
}

impl CodecError {
    /// An error at a byte of the payload.
    #[cold]
    #[inline(never)]
    pub(crate) fn at(offset: usize, kind: Kind) -> Self {
        let offset = Some(offset);
        Self(Box::new(Inner { offset, kind }))
    }

    /// Fills in the byte of the payload, unless it is known.
    #[cold]
    pub(crate) fn or_at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// The way in which the codec failed.
    #[allow(dead_code, reason = "for callers that tell the kinds apart")]
    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The byte of the payload at which it failed.
    #[allow(dead_code, reason = "for callers that point into the payload")]
    pub(crate) fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl fmt::Debug for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodecError")
            .field("offset", &self.0.offset)
            .field("kind", &self.0.kind)
            .finish()
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offset) = self.0.offset {
            write!(f, "at byte {offset}: ")?;
        }
        self.0.kind.fmt(f)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Eof { what, need, left } => {
                write!(f, "expected {what} of {} but {}", bytes(*need), remain(*left))
            }
            Self::Length { what, claimed, unit, left } => {
                write!(f, "{what} claims {claimed} {unit} but {}", remain(*left))
            }
            Self::Unread { what, stored, unread } => write!(
                f,
                "{what} holds {stored} elements but the type left {unread} of them unread"
            ),
            Self::Utf8 { len, valid } => write!(
                f,
                "expected utf-8 but the string of {} is not from its byte {valid} on",
                bytes(*len)
            ),
            Self::Bool(found) => write!(f, "expected a bool (0 or 1) but found {found}"),
            Self::Char(found) => {
                write!(f, "expected a char in utf-8 but found the bytes {found:02x?}")
            }
            Self::OptionTag(found) => {
                write!(f, "expected an option's tag (0 or 1) but found {found}")
            }
            Self::Depth(limit) => write!(f, "the value is nested more than {limit} levels deep"),
            Self::ZeroSized(limit) => {
                write!(f, "more than {limit} elements take no bytes")
            }
            Self::Trailing(left) => write!(f, "expected the end but {}", remain(*left)),
            Self::NeedsSelfDescribing(method) => write!(
                f,
                "the type asks the payload what it holds (`{method}`), which a payload \
                 without field names and types cannot tell; serde's untagged and internally \
                 tagged enums, `flatten` and types like serde_json::Value do this: \
                 store the value through the serde layout instead"
            ),
            Self::Skipped(field) => write!(
                f,
                "field `{field}` is left out by `skip_serializing_if`, and a payload \
                 without field names could not be read back: \
                 store the value through the serde layout instead"
            ),
            Self::Unpaired { keys, values } => {
                write!(f, "a map got {keys} keys but {values} values")
            }
            Self::Limit { size, limit } => {
                write!(f, "the payload takes {} or more but the limit is {limit}", bytes(*size))
            }
            Self::Memory(more) => {
                write!(f, "no memory for {} more of the payload", bytes(*more))
            }
            Self::Custom(message) => f.write_str(message),
        }
    }
}

fn bytes(n: usize) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} byte{s}")
}

fn remain(n: usize) -> String {
    let s = if n == 1 { "s" } else { "" };
    format!("{} remain{s}", bytes(n))
}

impl std::error::Error for CodecError {}

impl serde::ser::Error for CodecError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        let kind = Kind::Custom(message.to_string());
        Self(Box::new(Inner { offset: None, kind }))
    }
}

impl serde::de::Error for CodecError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        serde::ser::Error::custom(message)
    }
}
