//! Arrays that grow and shrink.

use std::sync::Arc;

use ndarray::{Dimension, IntoDimension};

use super::{H5Array, Inner};
use crate::error::{Error, ErrorKind, Result};

impl<T> H5Array<T> {
    /// Gives the array another shape of the same rank, as `[3, 4]`, `(3, 4)` or a slice. New
    /// elements have the fill value; what is cut off is lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for another rank, beyond [`H5Array::maxshape`] and for an array in one
    /// piece; [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, ones};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x = ones::<u8>((1, 2)).place(&file, "x")?;
    /// x.resize((2, 3))?;
    /// assert_eq!(x.read()?, ndarray::Array2::<u8>::ones((2, 3)).into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resize(&mut self, shape: impl IntoDimension) -> Result<()> {
        let shape = shape.into_dimension();
        let shape: Vec<u64> = shape.slice().iter().map(|&n| n as u64).collect();
        self.check_alive()?;
        let mut dataset = self.dataset().clone();
        dataset.resize(&shape)?;
        self.inner = Arc::new(Inner::new(dataset)?);
        Ok(())
    }

    /// Makes the array longer by `n` along an axis, counted from the end if negative.
    ///
    /// # Errors
    ///
    /// As [`H5Array::resize`], and [`ErrorKind::Shape`] for an axis that it does not have.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x = zeros::<u8>((2, 3)).place(&file, "x")?;
    /// x.expand(5, -1)?;
    /// x.contract(1, 0)?;
    /// assert_eq!(x.shape(), [1, 8]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn expand(&mut self, n: usize, axis: isize) -> Result<()> {
        let axis = self.axis(axis)?;
        let longer = self.shape()[axis].checked_add(n);
        self.set_len(axis, longer, || format!("{n} more along axis {axis}"))
    }

    /// Makes the array shorter by `n` along an axis, counted from the end if negative.
    ///
    /// # Errors
    ///
    /// As [`H5Array::expand`], and [`ErrorKind::Shape`] if it is not as long as `n`.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x = H5Array::from_array(&file, "x", &ndarray::array![1, 2, 3])?;
    /// x.contract(2, -1)?;
    /// assert_eq!(x.read()?, ndarray::array![1].into_dyn());
    /// assert!(x.contract(2, 0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contract(&mut self, n: usize, axis: isize) -> Result<()> {
        let axis = self.axis(axis)?;
        let shorter = self.shape()[axis].checked_sub(n);
        self.set_len(axis, shorter, || format!("{n} fewer along axis {axis}"))
    }

    fn set_len(
        &mut self,
        axis: usize,
        length: Option<usize>,
        asked: impl FnOnce() -> String,
    ) -> Result<()> {
        let mut shape = self.shape().to_vec();
        let Some(length) = length else {
            return Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("a change that shape {shape:?} allows"))
                    .found(asked()),
            ));
        };
        shape[axis] = length;
        self.resize(shape)
    }

    /// The number of an axis that may be counted from the end.
    pub(super) fn axis(&self, axis: isize) -> Result<usize> {
        let rank = self.ndim();
        let counted = if axis < 0 { axis.checked_add_unsigned(rank) } else { Some(axis) };
        counted.and_then(|axis| usize::try_from(axis).ok()).filter(|&axis| axis < rank).ok_or_else(
            || {
                self.locate(
                    Error::new(ErrorKind::Shape, "")
                        .expected(format!("an axis of an array of shape {:?}", self.shape()))
                        .found(format!("axis {axis}")),
                )
            },
        )
    }
}
