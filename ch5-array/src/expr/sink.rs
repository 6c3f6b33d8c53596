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
    pub fn read(&self) -> Result<AnyArray> {
        self.load()
    }
}

impl<T> Expr<'_, T> {
    /// Computes the result into memory, with the element type that it has.
    ///
    /// # Errors
    ///
    /// What building the expression failed with; errors of reading the data;
    /// [`ErrorKind::Budget`] for a result that does not fit in memory, before it is computed.
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
    /// expression's own type.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and [`ErrorKind::WrongType`].
    pub fn read_as<U: FromBuffer>(&self) -> Result<ArrayD<U>> {
        U::check(self.node()?.element_type())?;
        self.load()?.into_typed()
    }

    /// Computes a result of one element.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and [`ErrorKind::Shape`] for more elements or none.
    pub fn item(&self) -> Result<Scalar> {
        self.load()?.item()
    }

    /// Computes a result of one element as a `U`.
    ///
    /// # Errors
    ///
    /// As [`Expr::item`] and [`Expr::read_as`].
    pub fn item_as<U: FromBuffer>(&self) -> Result<U> {
        U::check(self.node()?.element_type())?;
        let array = self.load()?;
        array.item()?;
        U::from_buffer(array.into_data())?
            .pop()
            .ok_or_else(|| Error::new(ErrorKind::Shape, "").expected("one element"))
    }

    /// Computes the result into a new dataset, which appears under its name when it is complete.
    ///
    /// # Errors
    ///
    /// As [`Expr::load`], and those of creating and writing a dataset.
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
