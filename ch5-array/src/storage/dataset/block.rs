//! Parts of datasets.

use crate::error::{Error, ErrorKind, Result};

/// A block of a dataset: where it starts, how far apart and how many elements it has, for each
/// dimension. Whether it lies inside a dataset is checked where it is used.
///
/// ```
/// use ch5_array::{Block, DType, NewDataset};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let x = root.create_dataset("x", &NewDataset::new(DType::I32, &[3, 4]))?;
/// x.write_numbers(None, &(0..12).collect::<Vec<i32>>())?;
/// let corner = Block::new(&[1, 2], &[2, 2]);
/// assert_eq!(x.read_numbers::<i32>(Some(&corner))?, [6, 7, 10, 11]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub(super) start: Vec<u64>,
    pub(super) step: Vec<u64>,
    pub(super) count: Vec<u64>,
}

impl Block {
    /// Neighbouring elements from `start`.
    ///
    /// ```
    /// use ch5_array::Block;
    /// let block = Block::new(&[10, 0], &[5, 3]);                 // rows 10 to 14, columns 0 to 2
    /// assert_eq!(block.len(), 15);
    /// ```
    #[must_use]
    pub fn new(start: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: vec![1; start.len()], count: count.to_vec() }
    }

    /// Elements from `start`, each `step` after the other.
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::U8, &[10]))?;
    /// x.write_numbers(Some(&Block::strided(&[1], &[3], &[3])), &[7u8, 8, 9])?;
    /// assert_eq!(x.read_numbers::<u8>(None)?, [0, 7, 0, 0, 8, 0, 0, 9, 0, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn strided(start: &[u64], step: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: step.to_vec(), count: count.to_vec() }
    }

    /// The rows `start..start + count` of a dataset of this shape.
    ///
    /// ```
    /// use ch5_array::Block;
    /// assert_eq!(Block::rows(&[100, 20, 3], 40, 10), Block::new(&[40, 0, 0], &[10, 20, 3]));
    /// ```
    #[must_use]
    pub fn rows(shape: &[u64], start: u64, count: u64) -> Self {
        let mut from = vec![0; shape.len()];
        let mut n = shape.to_vec();
        if let (Some(first), Some(rows)) = (from.first_mut(), n.first_mut()) {
            (*first, *rows) = (start, count);
        }
        Self::new(&from, &n)
    }

    /// The number of elements.
    ///
    /// ```
    /// use ch5_array::Block;
    /// assert_eq!(Block::new(&[0, 0], &[4, 5]).len(), 20);
    /// assert_eq!(Block::new(&[], &[]).len(), 1);                 // the element of a scalar
    /// ```
    #[must_use]
    pub fn len(&self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        self.count.iter().fold(1, |n, &c| n.saturating_mul(c))
    }

    /// True if there is no element.
    ///
    /// ```
    /// use ch5_array::Block;
    /// assert!(Block::rows(&[100, 20], 40, 0).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.contains(&0)
    }

    /// The flat row-major index of each element in an array of this shape, in which the block must
    /// lie.
    ///
    /// ```
    /// use ch5_array::Block;
    /// let block = Block::strided(&[0, 1], &[1, 2], &[2, 2]);
    /// assert_eq!(block.flat(&[2, 4]).collect::<Vec<_>>(), [1, 3, 5, 7]);
    /// ```
    pub fn flat(&self, shape: &[u64]) -> impl Iterator<Item = u64> {
        (0..self.len()).map(|n| {
            let mut rest = n;
            let (mut at, mut stride) = (0, 1);
            for i in (0..shape.len()).rev() {
                let side = self.count[i].max(1);
                at += (self.start[i] + rest % side * self.step[i]) * stride;
                stride *= shape[i];
                rest /= side;
            }
            at
        })
    }

    pub(super) fn check(&self, shape: &[u64]) -> Result<()> {
        let rank = shape.len();
        let fits = self.start.len() == rank
            && self.step.len() == rank
            && self.count.len() == rank
            && !self.step.contains(&0)
            && (0..rank).all(|i| {
                self.count[i] == 0
                    || (self.count[i] - 1)
                        .checked_mul(self.step[i])
                        .and_then(|n| n.checked_add(self.start[i]))
                        .is_some_and(|last| last < shape[i])
            });
        if fits {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Shape, "the block lies outside the dataset")
            .expected(format!("a block inside {shape:?}"))
            .found(format!("start {:?}, count {:?}, step {:?}", self.start, self.count, self.step)))
    }
}
