//! Computing expressions: into memory, into datasets.

use ndarray::ArrayD;

use super::{AnyArray, Expr, FromBuffer};
use crate::array::H5Array;
use crate::engine::{Context, InMemory, IntoDataset, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::node::{Area, Node};
use crate::storage::{AsGroup, NewDataset, Object};
use crate::types::{ElementType as Ty, Scalar};

impl<T: FromBuffer> Expr<'_, T> {
    /// Computes the result into memory.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`].
    ///
    /// ```
    /// use ch5_array::Expr;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1.0, 2.0];
    /// let y: Expr<f64> = ((&x).expr() + 1.0).typed()?;
    /// assert_eq!(y.read()?, ndarray::array![2.0, 3.0].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<ArrayD<T>> {
        self.read_as()
    }
}

impl Expr<'_> {
    /// Computes the result into memory, with the element type that it has: [`Expr::load`] under
    /// the name that typed expressions have it by.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`].
    ///
    /// ```
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1.0, 2.5];
    /// assert_eq!(((&x).expr() * 2.0).read()?.to_string(), "[2. 5.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<AnyArray> {
        self.load()
    }
}

impl<T> Expr<'_, T> {
    /// Computes the result into memory, with the element type that it has. It takes the memory of
    /// the result, and beside it what
    /// [`max_memory_usage`](crate::Options::max_memory_usage) allows for working buffers.
    ///
    /// # Errors
    ///
    /// What building the expression failed with; errors of reading the data;
    /// [`ErrorKind::Budget`] for a result that does not fit in memory, before it is computed.
    ///
    /// ```
    /// use ch5_array::{AnyArray, ElementType, H5Array};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1u8, 2], [3, 4]])?;
    /// let y: AnyArray = (&x + 100).load()?;
    /// assert_eq!((y.shape(), y.element_type()), ([2, 2].as_slice(), ElementType::U8));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load(&self) -> Result<AnyArray> {
        self.load_in(&Context::default().beside(self.node()?.dataset()))
    }

    pub(crate) fn load_in(&self, context: &Context) -> Result<AnyArray> {
        let node = self.node()?;
        let output = InMemory::new(node.element_type(), node.shape(), context)?;
        produce(&**node, &output, context)?;
        AnyArray::new(node.shape(), output.finish())
    }

    /// Computes the result into memory as elements of `U`, which must hold every value of the
    /// expression's own type. Where it is another type there are two copies of the result for a
    /// moment; casting in the expression (`astype`) avoids that.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and [`ErrorKind::WrongType`].
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1u8, 2];
    /// let y = (&x).expr() + 1;
    /// assert_eq!(y.read_as::<f64>()?, ndarray::array![2.0, 3.0].into_dyn());
    /// assert_eq!(y.read_as::<i8>().unwrap_err().kind(), ErrorKind::WrongType);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_as<U: FromBuffer>(&self) -> Result<ArrayD<U>> {
        U::check(self.node()?.element_type())?;
        self.load()?.into_typed()
    }

    /// Computes a result of one element.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and [`ErrorKind::Shape`] for more elements or none.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Scalar};
    /// use ch5_array::prelude::*;
    /// let x = ndarray::array![3i16, 9, 4];
    /// assert_eq!((&x).max().item()?, Scalar::I16(9));
    /// assert_eq!((&x).expr().item().unwrap_err().kind(), ErrorKind::Shape);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn item(&self) -> Result<Scalar> {
        self.load()?.item()
    }

    /// Computes a result of one element as a `U`.
    ///
    /// # Errors
    ///
    /// As [`Expr::item`] and [`Expr::read_as`].
    ///
    /// ```
    /// use ch5_array::prelude::*;
    /// let x = ndarray::array![1.0, 2.0, 6.0];
    /// assert_eq!((&x).mean().item_as::<f64>()?, 3.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn item_as<U: FromBuffer>(&self) -> Result<U> {
        U::check(self.node()?.element_type())?;
        let array = self.load()?;
        array.item()?;
        U::from_buffer(array.into_data())?
            .pop()
            .ok_or_else(|| Error::new(ErrorKind::Shape, "").expected("one element"))
    }

    /// Computes the result into a new dataset, which appears under its name when it is complete. It
    /// may be larger than memory: [`max_memory_usage`](crate::Options::max_memory_usage) bounds
    /// what is held of it.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and those of creating and writing a dataset.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, H5Array};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 2.0])?;
    /// let y = (&x * 10.0).write_to(&file, "y")?;
    /// assert_eq!((y.path(), y.to_string().as_str()), ("/y", "[10. 20.]"));
    /// let error = (&x + 1.0).write_to(&file, "y").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "out")]
    #[doc(alias = "copy")]
    pub fn write_to(&self, at: &impl AsGroup, name: &str) -> Result<H5Array> {
        self.write_to_with(at, name, |new| new)
    }

    /// As [`Expr::write_to`], with the options of the dataset: chunks, compression, `maxshape`.
    ///
    /// # Errors
    ///
    /// As [`Expr::write_to`].
    ///
    /// ```
    /// use ch5_array::H5Array;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::Array1::<f64>::zeros(1000))?;
    /// let y = (&x + 1.0).write_to_with(&file, "y", |new| new.gzip(4))?;
    /// assert_eq!(y.filters()?[1].0, "gzip");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_to_with(
        &self,
        at: &impl AsGroup,
        name: &str,
        options: impl FnOnce(NewDataset) -> NewDataset,
    ) -> Result<H5Array> {
        let node = self.node()?;
        let group = at.as_group()?;
        group.check_new(name)?;
        let context = Context::default().beside(node.dataset());
        let ty = node.element_type();
        let width = if ty == Ty::Bytes { longest(&**node, &context)? } else { 0 };
        let shape: Vec<u64> = node.shape().iter().map(|&n| n as u64).collect();
        let new = options(NewDataset::new(ty.dtype(width), &shape));
        let dataset = group.detached_dataset(name, &new)?;
        if ty.is_time() {
            dataset.attrs().write_text(crate::node::NUMPY_DTYPE, &ty.to_string())?;
        }
        produce(&**node, &IntoDataset::new_dataset(&dataset)?, &context)?;
        group.link(name, &Object::Dataset(dataset.clone()))?;
        H5Array::new(dataset)
    }
}

/// The length of the longest bytes of a node.
fn longest(node: &dyn Node, context: &Context) -> Result<usize> {
    let grid = node.grid();
    let block =
        crate::engine::block_shape(node.shape(), grid.as_deref(), context.elements(node.room()));
    let blocks = crate::engine::Blocks::new(node.shape(), &block);
    let mut longest = 0;
    for i in 0..blocks.len() {
        let (start, count) = blocks.get(i);
        let data = node.read(&Area::block(&start, &count), context)?;
        if let Some(bytes) = data.as_slice::<Vec<u8>>() {
            longest = bytes.iter().map(Vec::len).fold(longest, usize::max);
        }
    }
    Ok(longest)
}
