//! A selection brought to the shape of a dataset, and its views in memory.

use ndarray::{ArrayView, ArrayViewMut, ArrayViewMutD, Axis, Dimension, IxDyn, Zip};

use super::index::{AxisIndex, Selection, Slice, Walk};
use crate::error::{Error, ErrorKind, Result};

/// How an axis of the selection's result comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Kept,
    Dropped,
    New,
}

/// A part of a dataset: elements at a distance on each of its axes, and the shape they are handed
/// out in.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// For each axis of the dataset.
    pub(crate) walks: Vec<Walk>,
    kinds: Vec<Kind>,
    /// It is the whole dataset, in its own order.
    pub(crate) whole: bool,
}

impl Region {
    /// All of a dataset of this shape.
    pub(crate) fn all(shape: &[u64]) -> Self {
        let walk = |&count| Walk { start: 0, step: 1, count, reversed: false };
        Self {
            walks: shape.iter().map(walk).collect(),
            kinds: vec![Kind::Kept; shape.len()],
            whole: true,
        }
    }

    /// The rows `start..start + count` along `axis`, which the caller keeps inside the shape.
    pub(crate) fn band(shape: &[u64], axis: usize, start: u64, count: u64) -> Self {
        let mut region = Self::all(shape);
        if let Some(walk) = region.walks.get_mut(axis) {
            region.whole = start == 0 && walk.count == count;
            (walk.start, walk.count) = (start, count);
        }
        region
    }

    /// Brings a selection to a shape.
    pub(crate) fn new(selection: &Selection, shape: &[u64]) -> Result<Self> {
        if selection.is_fancy() {
            return Err(Error::new(ErrorKind::Unsupported, "a selection")
                .expected("integers and slices")
                .found(selection.to_string())
                .help("slice(..) reads index arrays and masks, view(..) writes them"));
        }
        let axes = &selection.axes;
        let taken = |a: &&AxisIndex| matches!(a, AxisIndex::At(_) | AxisIndex::Slice(_));
        let taken = axes.iter().filter(taken).count();
        let gaps = axes.iter().filter(|a| **a == AxisIndex::Ellipsis).count();
        if taken > shape.len() || gaps > 1 {
            return Err(Error::new(ErrorKind::Shape, "")
                .expected(format!(
                    "at most {} indices and one Ellipsis for shape {shape:?}",
                    shape.len()
                ))
                .found(selection.to_string()));
        }
        let rest = shape.len() - taken;
        let mut region = Self {
            walks: Vec::with_capacity(shape.len()),
            kinds: Vec::with_capacity(shape.len() + axes.len()),
            whole: false,
        };
        for axis in axes {
            match axis {
                AxisIndex::Ellipsis => region.fill(shape, rest),
                AxisIndex::NewAxis => region.kinds.push(Kind::New),
                AxisIndex::At(at) => region.at(shape, *at)?,
                AxisIndex::Slice(slice) => region.slice(shape, *slice)?,
                AxisIndex::Places(_) | AxisIndex::Mask(_) => {}
            }
        }
        if gaps == 0 {
            region.fill(shape, rest);
        }
        region.whole = region
            .walks
            .iter()
            .zip(shape)
            .all(|(w, n)| w.count == *n && !w.reversed && w.step == 1);
        Ok(region)
    }

    fn fill(&mut self, shape: &[u64], axes: usize) {
        let from = self.walks.len();
        let all = Self::all(shape.get(from..from + axes).unwrap_or(&[]));
        self.walks.extend(all.walks);
        self.kinds.extend(all.kinds);
    }

    fn at(&mut self, shape: &[u64], at: i64) -> Result<()> {
        let axis = self.walks.len();
        let n = shape.get(axis).copied().unwrap_or(0);
        let index = i128::from(at) + if at < 0 { i128::from(n) } else { 0 };
        if index < 0 || index >= i128::from(n) {
            return Err(Error::new(ErrorKind::Shape, "the index is out of bounds")
                .expected(format!("an index of axis {axis}, which has {n} elements"))
                .found(format!("{at}")));
        }
        self.kinds.push(Kind::Dropped);
        self.walks.push(Walk { start: index as u64, step: 1, count: 1, reversed: false });
        Ok(())
    }

    fn slice(&mut self, shape: &[u64], slice: Slice) -> Result<()> {
        let axis = self.walks.len();
        let n = shape.get(axis).copied().unwrap_or(0);
        let walk = slice.resolve(n).ok_or_else(|| {
            Error::new(ErrorKind::Shape, format!("the step of axis {axis} is 0"))
                .help("give a step of 1 or more, or a negative one")
        })?;
        self.kinds.push(Kind::Kept);
        self.walks.push(walk);
        Ok(())
    }

    /// The number of elements on each axis of the dataset.
    pub(crate) fn counts(&self) -> Vec<usize> {
        self.walks.iter().map(|w| w.count as usize).collect()
    }

    /// The number of elements, `None` beyond 2^64.
    pub(crate) fn len(&self) -> Option<u64> {
        if self.walks.iter().any(|w| w.count == 0) {
            return Some(0);
        }
        self.walks.iter().try_fold(1u64, |n, w| n.checked_mul(w.count))
    }

    /// The shape of the result.
    pub(crate) fn shape(&self) -> Vec<usize> {
        let mut walks = self.walks.iter();
        let mut shape = Vec::with_capacity(self.kinds.len());
        for kind in &self.kinds {
            match kind {
                Kind::New => shape.push(1),
                Kind::Kept => shape.extend(walks.next().map(|w| w.count as usize)),
                Kind::Dropped => drop(walks.next()),
            }
        }
        shape
    }

    fn reversed(&self) -> impl Iterator<Item = usize> + '_ {
        let axes = self.walks.iter().enumerate();
        axes.filter(|(_, w)| w.reversed).map(|(axis, _)| axis)
    }

    /// Turns an array of the result's shape into one with the dataset's axes.
    pub(crate) fn with_axes<'a, T>(
        &self,
        array: ArrayView<'a, T, IxDyn>,
    ) -> ArrayView<'a, T, IxDyn> {
        let (mut array, mut at) = (array, 0);
        for kind in &self.kinds {
            match kind {
                Kind::Kept => at += 1,
                Kind::Dropped => {
                    array = array.insert_axis(Axis(at));
                    at += 1;
                }
                Kind::New => array = array.index_axis_move(Axis(at), 0),
            }
        }
        array
    }

    /// As [`Region::with_axes`].
    pub(crate) fn with_axes_mut<'a, T>(
        &self,
        array: ArrayViewMut<'a, T, IxDyn>,
    ) -> ArrayViewMut<'a, T, IxDyn> {
        let (mut array, mut at) = (array, 0);
        for kind in &self.kinds {
            match kind {
                Kind::Kept => at += 1,
                Kind::Dropped => {
                    array = array.insert_axis(Axis(at));
                    at += 1;
                }
                Kind::New => array = array.index_axis_move(Axis(at), 0),
            }
        }
        array
    }

    /// Changes the order of a view with the dataset's axes between the dataset's and the result's.
    pub(crate) fn flip<T>(&self, array: &mut ArrayView<'_, T, IxDyn>) {
        self.reversed().for_each(|axis| array.invert_axis(Axis(axis)));
    }

    /// As [`Region::flip`].
    pub(crate) fn flip_mut<T>(&self, array: &mut ArrayViewMut<'_, T, IxDyn>) {
        self.reversed().for_each(|axis| array.invert_axis(Axis(axis)));
    }

    /// Reverses the elements themselves along the axes that are walked backwards.
    pub(crate) fn reverse<T>(&self, mut array: ArrayViewMutD<'_, T>) {
        for axis in self.reversed() {
            let half = array.len_of(Axis(axis)) / 2;
            let (mut front, mut back) = array.view_mut().split_at(Axis(axis), half);
            back.invert_axis(Axis(axis));
            let back = back.slice_axis_mut(Axis(axis), ndarray::Slice::from(..half));
            Zip::from(&mut front).and(back).for_each(std::mem::swap);
        }
    }

    /// Fails unless an array of `given` shape fits the result exactly.
    pub(crate) fn check<D: Dimension>(&self, given: &D) -> Result<()> {
        let shape = self.shape();
        if given.slice() == shape {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("an array of shape {shape:?}"))
            .found(format!("shape {:?}", given.slice())))
    }
}
