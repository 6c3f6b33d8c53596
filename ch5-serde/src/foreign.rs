//! What other libraries write that needs a word of its own.

use ch5_array::{Attr, DType, Dataset, Value};

/// Python's pickled `None`, as ch5mpy stores it. It is compared, never unpickled.
const PICKLED_NONE: [&[u8]; 3] = [&[0x80, 5, b'N', b'.'], &[0x80, 4, b'N', b'.'], b"N."];

/// True for a scalar that is ch5mpy's `None`.
pub(crate) fn is_none(dataset: &Dataset) -> bool {
    if !dataset.is_scalar() || !matches!(dataset.dtype(), DType::Opaque { size: 1..=4, .. }) {
        return false;
    }
    matches!(dataset.read_value(), Ok(Value::Bytes(b)) if PICKLED_NONE.contains(&b.as_slice()))
}

/// True for an attribute that is ch5mpy's `None`: pickled, or as the text that older files have.
pub(crate) fn is_none_attr(attr: &Attr) -> bool {
    attr.shape.as_ref().is_some_and(Vec::is_empty)
        && match attr.values.as_slice() {
            [Value::Bytes(b)] => PICKLED_NONE.contains(&b.as_slice()),
            [Value::Text(text)] => text == "__h5_NONE__",
            _ => false,
        }
}
