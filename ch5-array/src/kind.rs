//! What the type parameter of an `H5Array` may be.

use crate::array::{Dyn, Element, H5Array};
use crate::error::Result;

/// What the type parameter of an [`H5Array`] may be: an element type, or [`Dyn`].
///
/// ```
/// use ch5_array::{ArrayKind, Dyn, File, H5Array, zeros};
/// # use ch5_array::H5Mode;
/// fn open<K: ArrayKind>(file: &File) -> ch5_array::Result<H5Array<K>> {
///     K::of(file.array("x")?)
/// }
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// zeros::<f64>(3).place(&file, "x")?;
/// let x: H5Array<f64> = open(&file)?;
/// assert_eq!(open::<Dyn>(&file)?.shape(), x.shape());
/// assert!(open::<f32>(&file).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ArrayKind: Sized {
    /// The array with this parameter, checked.
    ///
    /// # Errors
    ///
    /// If the elements are of another type.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_array::ArrayKind;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(3).place(&file, "x")?.into_dyn();
    /// assert_eq!(f64::of(x)?.read()?.sum(), 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
