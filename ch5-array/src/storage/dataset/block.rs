//! Parts of datasets.

use crate::error::{Error, ErrorKind, Result};

/// A block of a dataset: where it starts, how far apart and how many elements it has, for each
/// dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub(super) start: Vec<u64>,
    pub(super) step: Vec<u64>,
    pub(super) count: Vec<u64>,
}

impl Block {
    /// Neighbouring elements from `start`.
    #[must_use]
    pub fn new(start: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: vec![1; start.len()], count: count.to_vec() }
    }

    /// Elements from `start`, each `step` after the other.
    #[must_use]
    pub fn strided(start: &[u64], step: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: step.to_vec(), count: count.to_vec() }
    }

    /// The rows `start..start + count` of a dataset of this shape.
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
    #[must_use]
    pub fn len(&self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        self.count.iter().fold(1, |n, &c| n.saturating_mul(c))
    }

    /// True if there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.contains(&0)
    }

    /// The flat row-major index of each element in an array of this shape.
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
