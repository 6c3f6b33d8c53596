//! What the type parameter of an `H5Array` may be.

use crate::array::{Dyn, Element, H5Array};
use crate::error::Result;

/// What the type parameter of an [`H5Array`] may be: an element type, or [`Dyn`].
pub trait ArrayKind: Sized {
    /// The array with this parameter, checked.
    ///
    /// # Errors
    ///
    /// If the elements are of another type.
    fn of(array: H5Array) -> Result<H5Array<Self>>;
}

impl ArrayKind for Dyn {
    fn of(array: H5Array) -> Result<H5Array> {
        Ok(array)
    }
}

impl<T: Element> ArrayKind for T {
    fn of(array: H5Array) -> Result<H5Array<T>> {
        array.typed()
    }
}
