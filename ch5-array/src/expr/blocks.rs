//! Going over arrays block by block.

use std::iter::FusedIterator;
use std::ops::Range;

use super::{AnyArray, ArrayLike, Expr};
use crate::array::H5Array;
use crate::engine::{Blocks, Context, block_shape};
use crate::error::Result;
use crate::node::{Area, NodeRef};

/// The blocks of an array in row-major order: where each lies, and its elements. Made by
/// [`H5Array::blocks`] and [`Expr::blocks`].
///
/// ```
/// use ch5_array::Options;
/// use ch5_array::ArrayLike;
/// let x = ndarray::array![1, 2, 3, 4, 5];
/// let _scope = Options::new().block_elements(2).scoped();
/// let places = (&x).expr().blocks()?.map(|block| Ok(block?.0[0].clone()));
/// assert_eq!(places.collect::<ch5_array::Result<Vec<_>>>()?, [0..2, 2..4, 4..5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArrayBlocks<'a> {
    node: NodeRef<'a>,
    context: Context,
    blocks: Blocks,
    next: usize,
}

impl<'a> ArrayBlocks<'a> {
    fn new(node: NodeRef<'a>) -> Self {
        let context = Context::default();
        // The block that was given out may still be held.
        let room = node.room() + node.element_type().size();
        let block = block_shape(node.shape(), node.grid().as_deref(), context.elements(room));
        let blocks = Blocks::new(node.shape(), &block);
        Self { node, context, blocks, next: 0 }
    }
}

impl Iterator for ArrayBlocks<'_> {
    type Item = Result<(Vec<Range<usize>>, AnyArray)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.blocks.len() {
            return None;
        }
        let (start, count) = self.blocks.get(self.next);
        let read = self.node.read(&Area::block(&start, &count), &self.context);
        let array = read.and_then(|data| AnyArray::new(&count, data));
        // Nothing follows an error.
        self.next = if array.is_ok() { self.next + 1 } else { self.blocks.len() };
        let place = start.iter().zip(&count).map(|(&start, &n)| start..start + n).collect();
        Some(array.map(|array| (place, array)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.blocks.len() - self.next;
        (rest.min(1), Some(rest))
    }
}

impl FusedIterator for ArrayBlocks<'_> {}

impl std::fmt::Debug for ArrayBlocks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ArrayBlocks({} of {})", self.next, self.blocks.len())
    }
}

impl<'a, T> Expr<'a, T> {
    /// Computes the result block by block: an iterator over where each block lies and its
    /// elements, within [`max_memory_usage`](crate::Options::max_memory_usage). Blocks are whole
    /// chunks of a dataset below where these fit. After an error nothing more comes.
    ///
    /// # Errors
    ///
    /// What building the expression failed with; in the items, errors of reading.
    ///
    /// ```
    /// use ch5_array::H5Array;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 4.0]])?;
    /// let mut sum = 0.0;
    /// for block in (&x * 2.0).blocks()? {
    ///     let (_place, elements) = block?;
    ///     sum += elements.into_typed::<f64>()?.sum();
    /// }
    /// assert_eq!(sum, 20.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn blocks(&self) -> Result<ArrayBlocks<'a>> {
        Ok(ArrayBlocks::new(self.node()?.clone()))
    }
}

impl<T> H5Array<T> {
    /// Reads the array block by block: an iterator over where each block lies and its elements,
    /// within [`max_memory_usage`](crate::Options::max_memory_usage). Blocks are whole chunks
    /// where these fit. After an error nothing more comes.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for elements that arrays cannot compute
    /// with; in the items, errors of reading.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, Options};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1, 2, 3], [4, 5, 6]])?;
    /// let _scope = Options::new().block_elements(2).scoped();
    /// let mut sum = 0;
    /// for block in x.blocks()? {
    ///     let (place, array) = block?;
    ///     assert_eq!(place[0].len(), 1);
    ///     sum += array.into_typed::<i32>()?.sum();
    /// }
    /// assert_eq!(sum, 21);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn blocks(&self) -> Result<ArrayBlocks<'static>> {
        ArrayLike::<'static>::expr(self).blocks()
    }
}
