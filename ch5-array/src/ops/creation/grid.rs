//! Coordinates of grids.

use super::arange;
use crate::error::Result;
use crate::expr::{Expr, IntoExpr};
use crate::ops::manipulation::{atleast_1d, broadcast_arrays, ravel, reshape, stack};
use crate::types::Scalar;

/// Which axis the first coordinate of [`meshgrid`] runs along.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// let axes = [array![1, 2].into_expr(), array![3, 4, 5].into_expr()];
/// assert_eq!(meshgrid(&axes, Indexing::Xy, false)?[0].shape(), [3, 2]);
/// assert_eq!(meshgrid(&axes, Indexing::Ij, false)?[0].shape(), [2, 3]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Indexing {
    /// The second axis, as plots have it.
    #[default]
    Xy,
    /// The first axis, as matrices have it.
    Ij,
}

/// Each one-dimensional array along its own axis of a grid. `sparse` keeps length 1 along the
/// others.
///
/// # Errors
///
/// Errors of building the arrays.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::meshgrid;
/// let axes = [array![1, 2].into_expr(), array![3, 4].into_expr()];
/// let grid = meshgrid(&axes, Indexing::Xy, false)?;
/// assert_eq!(grid[0].load()?.to_string(), "[[1 2]\n [1 2]]");
/// assert_eq!(grid[1].load()?.to_string(), "[[3 3]\n [4 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn meshgrid<'a>(
    arrays: &[Expr<'a>],
    indexing: Indexing,
    sparse: bool,
) -> Result<Vec<Expr<'a>>> {
    let rank = arrays.len();
    let mut open = Vec::with_capacity(rank);
    for (i, array) in arrays.iter().enumerate() {
        array.check()?;
        let axis = match (indexing, i) {
            (Indexing::Xy, 0 | 1) if rank > 1 => 1 - i,
            _ => i,
        };
        let mut shape = vec![1; rank];
        shape[axis] = -1;
        open.push(reshape(ravel(atleast_1d(array.clone())), &shape));
    }
    if sparse { Ok(open) } else { broadcast_arrays(&open) }
}

/// A range along one axis of [`mgrid`] and [`ogrid`].
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// let five = GridRange { points: Some(5), ..GridRange::new(0.0, 1.0, 0.0) };
/// assert_eq!(mgrid(&[five])?.load()?.to_string(), "[0.   0.25 0.5  0.75 1.  ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GridRange {
    /// The first coordinate.
    pub start: Scalar,
    /// The end: excluded with a step, included with a number of points.
    pub stop: Scalar,
    /// The distance of coordinates.
    pub step: Scalar,
    /// The number of points instead, as numpy's imaginary step.
    pub points: Option<usize>,
}

impl GridRange {
    /// From `start` to before `stop` in steps.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// assert_eq!(mgrid(&[GridRange::new(0i64, 6i64, 2i64)])?.load()?.to_string(), "[0 2 4]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn new(start: impl Into<Scalar>, stop: impl Into<Scalar>, step: impl Into<Scalar>) -> Self {
        Self { start: start.into(), stop: stop.into(), step: step.into(), points: None }
    }

    fn expr<'a>(&self) -> Expr<'a> {
        match self.points {
            None => arange(self.start.clone(), self.stop.clone(), self.step.clone()),
            Some(points) => super::linspace(
                self.start.clone().into_expr(),
                self.stop.clone().into_expr(),
                points,
            )
            .expr(),
        }
    }
}

/// The coordinates of a grid, each along its own axis.
///
/// # Errors
///
/// Errors of the ranges.
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::ogrid;
/// let open = ogrid(&[GridRange::new(0i64, 2i64, 1i64), GridRange::new(0i64, 3i64, 1i64)])?;
/// assert_eq!(open[0].load()?.to_string(), "[[0]\n [1]]");
/// assert_eq!(open[1].load()?.to_string(), "[[0 1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn ogrid<'a>(ranges: &[GridRange]) -> Result<Vec<Expr<'a>>> {
    let types: Vec<_> = ranges.iter().map(|r| r.expr().element_type()).collect();
    let float = types.contains(&crate::ElementType::F64);
    let axes: Vec<Expr<'a>> = ranges
        .iter()
        .map(|range| {
            let x = range.expr();
            if float && x.element_type() != crate::ElementType::F64 {
                use crate::ops::manipulation::Manipulation;
                x.astype(crate::ElementType::F64)
            } else {
                x
            }
        })
        .collect();
    meshgrid(&axes, Indexing::Ij, true)
}

/// The coordinates of every point of a grid: one array an axis, stacked along a new first axis. One
/// range alone gives its coordinates.
///
/// # Errors
///
/// Errors of the ranges.
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::mgrid;
/// let all = mgrid(&[GridRange::new(0i64, 2i64, 1i64), GridRange::new(0i64, 3i64, 1i64)])?;
/// assert_eq!(all.load()?.to_string(), "[[[0 0 0]\n  [1 1 1]]\n\n [[0 1 2]\n  [0 1 2]]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn mgrid<'a>(ranges: &[GridRange]) -> Result<Expr<'a>> {
    let open = ogrid(ranges)?;
    if let [one] = &*open {
        return Ok(one.clone());
    }
    Ok(stack(&broadcast_arrays(&open)?, 0))
}
