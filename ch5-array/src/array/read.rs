//! Reading arrays, whole or in part.

use ndarray::{Array, ArrayBase, ArrayD, DataMut, Dimension};

use super::H5Array;
use super::element::Element;
use super::index::Selection;
use super::region::Region;
use super::transfer::{read_region, read_region_into};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{AnyArray, ArrayLike};

impl<T: Element> H5Array<T> {
    /// Reads the whole array. The elements go straight from HDF5 into the result.
    ///
    /// # Errors
    ///
    /// As [`read_array`](crate::read_array).
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let a = ndarray::array![[1.5, 2.5], [3.5, 4.5]].into_dyn();
    /// let x = H5Array::from_array(&file, "x", &a)?;
    /// assert_eq!(x.read()?, a);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<ArrayD<T>> {
        self.read_as()
    }

    /// Reads the whole array as one of so many dimensions.
    ///
    /// # Errors
    ///
    /// As [`H5Array::read`], and [`ErrorKind::Shape`] for another number of dimensions, before
    /// anything is read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let a = ndarray::array![[1, 2], [3, 4]];
    /// let x = H5Array::from_array(&file, "x", &a)?;
    /// let b: ndarray::Array2<i32> = x.read_dim()?;
    /// assert_eq!(a, b);
    /// assert!(x.read_dim::<ndarray::Ix3>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_dim<D: Dimension>(&self) -> Result<Array<T, D>> {
        self.read_as_dim()
    }

    /// Reads the part that a [`Selection`] names: `x.read_slice(h5s![1.., ..;2, -1])`.
    ///
    /// # Errors
    ///
    /// As [`H5Array::read`], and [`ErrorKind::Shape`] for indices out of bounds, too many of them,
    /// or a step of 0.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[0, 1, 2], [3, 4, 5]])?;
    /// assert_eq!(x.read_slice(1)?, ndarray::array![3, 4, 5].into_dyn());
    /// assert_eq!(x.read_slice(h5s![.., ..;-2])?, ndarray::array![[2, 0], [5, 3]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_slice(&self, selection: impl Into<Selection>) -> Result<ArrayD<T>> {
        self.read_slice_as(selection)
    }
}

impl H5Array {
    /// Reads the whole array with the element type that it has.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`](crate::Expr::load); [`ErrorKind::Unsupported`] for elements that arrays
    /// cannot compute with.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// zeros::<u8>(3).place(&file, "x")?;
    /// assert_eq!(file.array("x")?.read()?.to_string(), "[0 0 0]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<AnyArray> {
        self.expr().load()
    }
}

impl<T> H5Array<T> {
    /// Reads the whole array as elements of type `U`, wherever every value is kept. Widening is
    /// done by HDF5; narrowing is checked value by value, in blocks of about 1 MiB. Booleans and
    /// integers turn into each other where they are 0 and 1, enums into their integers.
    ///
    /// # Errors
    ///
    /// As [`read_array`](crate::read_array).
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x: H5Array = H5Array::from_array(&file, "x", &ndarray::array![1.0, 2.5])?.into_dyn();
    /// assert_eq!(x.read_as::<f32>()?, ndarray::array![1.0f32, 2.5].into_dyn());
    /// let error = x.read_as::<i32>().unwrap_err();
    /// assert!(error.to_string().ends_with("the element at [1]: expected a value that i32 can hold, found 2.5"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_as<U: Element>(&self) -> Result<ArrayD<U>> {
        read_region(self.dataset(), &Region::all(self.dataset().shape()))
    }

    /// As [`H5Array::read_as`], with so many dimensions.
    ///
    /// # Errors
    ///
    /// As [`H5Array::read_as`], and [`ErrorKind::Shape`] for another number of dimensions, before
    /// anything is read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1u8, 2]])?;
    /// let a: ndarray::Array2<f64> = x.read_as_dim()?;
    /// assert_eq!(a, ndarray::array![[1.0, 2.0]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_as_dim<U: Element, D: Dimension>(&self) -> Result<Array<U, D>> {
        let wrong = || {
            self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("{} dimensions", D::NDIM.unwrap_or(0)))
                    .found(format!("shape {:?}", self.shape())),
            )
        };
        if D::NDIM.is_some_and(|n| n != self.ndim()) {
            return Err(wrong());
        }
        self.read_as()?.into_dimensionality().map_err(|_| wrong())
    }

    /// Reads a part as elements of type `U`; see [`H5Array::read_slice`] and
    /// [`H5Array::read_as`].
    ///
    /// # Errors
    ///
    /// As both.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 0.5])?;
    /// assert_eq!(x.read_slice_as::<i32>(0)?.first(), Some(&1));
    /// assert!(x.read_slice_as::<i32>(1).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_slice_as<U: Element>(&self, selection: impl Into<Selection>) -> Result<ArrayD<U>> {
        read_region(self.dataset(), &self.region(selection)?)
    }

    /// Reads the whole array into one of its shape, converting as [`H5Array::read_as`] does.
    ///
    /// A standard-layout array of a type that the stored one widens to is filled by HDF5 itself;
    /// into any other, blocks of at most 1 MiB (or one filtered chunk) are copied.
    ///
    /// # Errors
    ///
    /// As [`H5Array::read_as`], and [`ErrorKind::Shape`]; the array then holds what was read
    /// before the error.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1, 2], [3, 4]])?;
    /// let mut stack = ndarray::Array3::<f64>::zeros((2, 2, 3));
    /// x.read_into(&mut stack.index_axis_mut(ndarray::Axis(2), 1))?;
    /// assert_eq!(stack[[1, 0, 1]], 3.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_into<U, S, D>(&self, array: &mut ArrayBase<S, D>) -> Result<()>
    where
        U: Element,
        S: DataMut<Elem = U>,
        D: Dimension,
    {
        let region = Region::all(self.dataset().shape());
        read_region_into(self.dataset(), &region, array.view_mut().into_dyn())
    }

    /// Reads a part into an array of its shape; see [`H5Array::read_into`].
    ///
    /// # Errors
    ///
    /// As [`H5Array::read_into`] and [`H5Array::read_slice`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1, 2, 3])?;
    /// let mut pair = ndarray::Array1::<i64>::zeros(2);
    /// x.read_slice_into(h5s![..;-2], &mut pair)?;
    /// assert_eq!(pair, ndarray::array![3, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_slice_into<U, S, D>(
        &self,
        selection: impl Into<Selection>,
        array: &mut ArrayBase<S, D>,
    ) -> Result<()>
    where
        U: Element,
        S: DataMut<Elem = U>,
        D: Dimension,
    {
        let region = self.region(selection)?;
        read_region_into(self.dataset(), &region, array.view_mut().into_dyn())
    }

    pub(super) fn region(&self, selection: impl Into<Selection>) -> Result<Region> {
        Region::new(&selection.into(), self.dataset().shape()).map_err(|e| self.locate(e))
    }
}
