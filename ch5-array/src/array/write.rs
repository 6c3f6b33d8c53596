//! Writing arrays, whole or in part.

use half::f16;
use ndarray::{ArrayBase, ArrayView, Axis, Data, Dimension, IxDyn};
use num_complex::Complex;

use super::element::Element;
use super::exact::{Exact, weak};
use super::index::Selection;
use super::region::Region;
use super::transfer::{fill_region, write_array, write_region};
use super::{Dyn, H5Array};
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{DType, Value};

impl<T: Element> H5Array<T> {
    /// Writes the whole array from one of its shape; memory as with
    /// [`write_array`](crate::write_array).
    ///
    /// # Errors
    ///
    /// As [`write_array`](crate::write_array).
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f32>((2, 2)).place(&file, "x")?;
    /// x.write(&ndarray::array![[1.0, 2.0], [3.0, 4.0]])?;
    /// assert_eq!(x.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write<S, D>(&self, array: &ArrayBase<S, D>) -> Result<()>
    where
        S: Data<Elem = T>,
        D: Dimension,
    {
        self.check_alive()?;
        write_array(self.dataset(), array)
    }

    /// Writes the part that a [`Selection`] names. The array is stretched to it by numpy's rules:
    /// axes of length 1 and missing leading axes are repeated.
    ///
    /// # Errors
    ///
    /// As [`H5Array::write`] and [`H5Array::read_slice`]; [`ErrorKind::Shape`] for an array that
    /// does not stretch to the selection.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, h5s, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<i32>((2, 3)).place(&file, "x")?;
    /// x.write_slice(h5s![.., 1..], &ndarray::array![5, 6])?;
    /// assert_eq!(x.read()?, ndarray::array![[0, 5, 6], [0, 5, 6]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_slice<S, D>(
        &self,
        selection: impl Into<Selection>,
        array: &ArrayBase<S, D>,
    ) -> Result<()>
    where
        S: Data<Elem = T>,
        D: Dimension,
    {
        let region = self.region(selection)?;
        self.write_stretched(&region, array.view().into_dyn())
    }

    /// Writes one value to every element, in blocks of at most 1 MiB.
    ///
    /// # Errors
    ///
    /// As [`H5Array::write`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f32>(3).place(&file, "x")?;
    /// x.fill(0.1)?;
    /// assert_eq!(x.read()?, ndarray::array![0.1f32, 0.1, 0.1].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill(&self, value: T) -> Result<()> {
        self.check_alive()?;
        fill_region(self.dataset(), &Region::all(self.dataset().shape()), value)
    }

    /// Makes the array longer along an axis (counted from the end if negative) and writes `array`
    /// there: it has the same shape but along that axis.
    ///
    /// # Errors
    ///
    /// As [`H5Array::write`] and [`H5Array::resize`]. If writing fails, the array gets its old
    /// length back.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x = H5Array::from_array(&file, "x", &ndarray::array![[1, 2]])?;
    /// x.append(0, &ndarray::array![[3, 4], [5, 6]])?;
    /// assert_eq!(x.shape(), [3, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append<S, D>(&mut self, axis: isize, array: &ArrayBase<S, D>) -> Result<()>
    where
        S: Data<Elem = T>,
        D: Dimension,
    {
        self.extend_with(axis, array.view().into_dyn())
    }
}

impl H5Array<Dyn> {
    /// Writes the whole array from one of its shape, whose elements the stored type must hold.
    ///
    /// # Errors
    ///
    /// As [`write_array`](crate::write_array).
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x: H5Array = zeros::<f64>(2).place(&file, "x")?.into_dyn();
    /// x.write(&ndarray::array![1u8, 2])?;
    /// assert_eq!(x.read_as::<f64>()?, ndarray::array![1.0, 2.0].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write<U, S, D>(&self, array: &ArrayBase<S, D>) -> Result<()>
    where
        U: Element,
        S: Data<Elem = U>,
        D: Dimension,
    {
        self.check_alive()?;
        write_array(self.dataset(), array)
    }

    /// Writes a part; see [`H5Array::write_slice`](H5Array::<f64>::write_slice).
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x: H5Array = zeros::<f64>(3).place(&file, "x")?.into_dyn();
    /// x.write_slice(h5s![..;2], &ndarray::array![1.5])?;
    /// assert_eq!(x.read_as::<f64>()?, ndarray::array![1.5, 0.0, 1.5].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_slice<U, S, D>(
        &self,
        selection: impl Into<Selection>,
        array: &ArrayBase<S, D>,
    ) -> Result<()>
    where
        U: Element,
        S: Data<Elem = U>,
        D: Dimension,
    {
        let region = self.region(selection)?;
        self.write_stretched(&region, array.view().into_dyn())
    }

    /// Writes one value to every element. As with literals, a float is rounded to a narrower
    /// stored float; every other value must be kept.
    ///
    /// # Errors
    ///
    /// As [`H5Array::write`](H5Array::<Dyn>::write), and [`ErrorKind::Value`] for a value that the
    /// stored type cannot hold.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x: H5Array = zeros::<f32>(3).place(&file, "x")?.into_dyn();
    /// x.fill(0.1)?;
    /// assert_eq!(x.read_as::<f32>()?, ndarray::array![0.1f32, 0.1, 0.1].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill<U: Element>(&self, value: U) -> Result<()> {
        self.check_alive()?;
        let given = value.to_value();
        match self.dtype() {
            DType::I8 => self.fill_number::<i8>(&given),
            DType::I16 => self.fill_number::<i16>(&given),
            DType::I32 => self.fill_number::<i32>(&given),
            DType::I64 => self.fill_number::<i64>(&given),
            DType::U8 => self.fill_number::<u8>(&given),
            DType::U16 => self.fill_number::<u16>(&given),
            DType::U32 => self.fill_number::<u32>(&given),
            DType::U64 => self.fill_number::<u64>(&given),
            DType::F16 => self.fill_number::<f16>(&given),
            DType::F32 => self.fill_number::<f32>(&given),
            DType::F64 => self.fill_number::<f64>(&given),
            DType::C64 => self.fill_number::<Complex<f32>>(&given),
            DType::C128 => self.fill_number::<Complex<f64>>(&given),
            _ => fill_region(self.dataset(), &Region::all(self.dataset().shape()), value),
        }
    }

    fn fill_number<N: Element + Exact>(&self, value: &Value) -> Result<()> {
        let number = weak::<N>(value).ok_or_else(|| {
            let error = match value {
                Value::Text(_) => Error::new(ErrorKind::WrongType, "").found("text"),
                other => Error::new(ErrorKind::Value, "").found(format!("{other:?}")),
            };
            self.locate(error.expected(format!("a value that {} can hold", N::DTYPE)))
        })?;
        let region = Region::all(self.dataset().shape());
        fill_region(self.dataset(), &region, number)
    }

    /// Makes the array longer along an axis and writes `array` there; see
    /// [`H5Array::append`](H5Array::<f64>::append).
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, h5s, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x: H5Array = zeros::<i64>(1).place(&file, "x")?.into_dyn();
    /// x.append(0, &ndarray::array![7])?;
    /// assert_eq!(x.read_as::<i64>()?, ndarray::array![0, 7].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append<U, S, D>(&mut self, axis: isize, array: &ArrayBase<S, D>) -> Result<()>
    where
        U: Element,
        S: Data<Elem = U>,
        D: Dimension,
    {
        self.extend_with(axis, array.view().into_dyn())
    }
}

impl<T> H5Array<T> {
    /// Writes an array that is stretched to the region by numpy's rules.
    fn write_stretched<U: Element>(
        &self,
        region: &Region,
        mut array: ArrayView<'_, U, IxDyn>,
    ) -> Result<()> {
        self.check_alive()?;
        let shape = region.shape();
        let given = array.shape().to_vec();
        while array.ndim() > shape.len() && array.shape().first() == Some(&1) {
            array = array.index_axis_move(Axis(0), 0);
        }
        let stretched = array.broadcast(IxDyn(&shape)).ok_or_else(|| {
            self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("an array that stretches to shape {shape:?}"))
                    .found(format!("shape {given:?}")),
            )
        })?;
        write_region(self.dataset(), region, stretched)
    }

    fn extend_with<U: Element>(
        &mut self,
        axis: isize,
        array: ArrayView<'_, U, IxDyn>,
    ) -> Result<()> {
        let axis = self.axis(axis)?;
        let old = self.shape().to_vec();
        let fits = array.ndim() == old.len()
            && (0..old.len()).all(|i| i == axis || array.shape()[i] == old[i]);
        if !fits {
            return Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("an array of shape {old:?} but along axis {axis}"))
                    .found(format!("shape {:?}", array.shape())),
            ));
        }
        let added = array.len_of(Axis(axis));
        self.expand(added, axis as isize)?;
        let start = old[axis] as u64;
        let region = Region::band(self.dataset().shape(), axis, start, added as u64);
        write_region(self.dataset(), &region, array).inspect_err(|_| {
            let _ = self.resize(old.as_slice());
        })
    }
}
