//! Axes as numpy names them.

use super::axes_of;
use crate::error::Result;

/// One axis or several; a negative one counts from the last.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::reductions::*, prelude::*};
/// let x = array![[[1, 2], [3, 4]]];
/// assert_eq!(sum(&x).axis(-1).load()?.to_string(), "[[3 7]]");
/// assert_eq!(sum(&x).axis([0, 2]).load()?.to_string(), "[3 7]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axes(pub(crate) Vec<isize>);

impl From<isize> for Axes {
    fn from(axis: isize) -> Self {
        Self(vec![axis])
    }
}

impl<const N: usize> From<[isize; N]> for Axes {
    fn from(axes: [isize; N]) -> Self {
        Self(axes.to_vec())
    }
}

impl From<&[isize]> for Axes {
    fn from(axes: &[isize]) -> Self {
        Self(axes.to_vec())
    }
}

impl From<Vec<isize>> for Axes {
    fn from(axes: Vec<isize>) -> Self {
        Self(axes)
    }
}

impl Axes {
    /// For each axis, whether it is named; no axis may be named twice.
    pub(crate) fn flags(&self, function: &str, rank: usize) -> Result<Vec<bool>> {
        let mut flags = vec![false; rank];
        axes_of(function, &self.0, rank)?.into_iter().for_each(|axis| flags[axis] = true);
        Ok(flags)
    }
}
