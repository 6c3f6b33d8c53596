//! What a user writes to pick a part of an array: slices, indices and the [`h5s!`](crate::h5s)
//! macro.

use std::fmt;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use super::places::{Mask, Places};

/// `start..end` in steps, with Python's rules.
///
/// Negative bounds count from the end and bounds outside are cut to the array. With a negative
/// step the walk begins at `start` (the last element, where left open) and stops before `end`:
/// `5..1` in steps of -1 is 5, 4, 3, 2, and `1..5` in steps of -1 is empty (ndarray's `s!` would
/// take the range forwards and turn it round). `..=end` includes `end` either way.
///
/// ```
/// use ch5_array::Slice;
/// let every_second = Slice::from(1..).step(2);
/// assert_eq!(every_second.to_string(), "1..;2");
/// let last_three = Slice::from(-3..);
/// assert_eq!(last_three, Slice::new(Some(-3), None, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slice {
    start: Option<i64>,
    end: Option<i64>,
    step: i64,
    inclusive: bool,
}

impl Slice {
    /// From `start` to before `end`, as Python's `start:end:step`.
    ///
    /// ```
    /// use ch5_array::Slice;
    /// assert_eq!(Slice::new(None, Some(-1), 2), Slice::from(..-1).step(2));
    /// assert_eq!(Slice::new(Some(3), None, -1).to_string(), "3..;-1");
    /// ```
    #[must_use]
    pub fn new(start: Option<i64>, end: Option<i64>, step: i64) -> Self {
        Self { start, end, step, inclusive: false }
    }

    /// The same bounds in other steps. A step of 0 is refused when the slice is used.
    ///
    /// ```
    /// use ch5_array::{H5Array, Slice};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![0, 1, 2, 3, 4])?;
    /// assert_eq!(x.read_slice(Slice::from(..).step(-2))?, ndarray::array![4, 2, 0].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn step(mut self, step: i64) -> Self {
        self.step = step;
        self
    }

    /// First element, distance and number of elements on an axis of `n`, in rising order, and
    /// whether they are wanted in falling order. `None` for a step of 0.
    pub(crate) fn resolve(&self, n: u64) -> Option<Walk> {
        let n = i128::from(n);
        let step = i128::from(self.step);
        if step == 0 {
            return None;
        }
        let (low, high) = if step > 0 { (0, n) } else { (-1, n - 1) };
        let bound = |at: i64| {
            let at = i128::from(at);
            (if at < 0 { at + n } else { at }).clamp(low, high)
        };
        let (first, last) = if step > 0 { (0, n) } else { (n - 1, -1) };
        let start = self.start.map_or(first, bound);
        let end = match self.end {
            None => last,
            // The bound after an inclusive one, in the direction of the walk.
            Some(end) if self.inclusive => {
                let end = i128::from(end);
                ((if end < 0 { end + n } else { end }) + step.signum()).clamp(low, high)
            }
            Some(end) => bound(end),
        };
        let distance = if step > 0 { end - start } else { start - end };
        let stride = step.abs();
        let count = if distance > 0 { (distance - 1) / stride + 1 } else { 0 };
        let lowest = match (step > 0, count) {
            (_, 0) => 0,
            (true, _) => start,
            (false, _) => start - (count - 1) * stride,
        };
        Some(Walk {
            start: lowest as u64,
            // Of fewer than two elements the distance says nothing; it must fit the axis.
            step: if count > 1 { stride as u64 } else { 1 },
            count: count as u64,
            reversed: step < 0 && count > 1,
        })
    }
}

/// A slice of one axis: `count` elements from `start`, `step` apart, possibly in falling order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Walk {
    pub(crate) start: u64,
    pub(crate) step: u64,
    pub(crate) count: u64,
    pub(crate) reversed: bool,
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = self.start {
            write!(f, "{start}")?;
        }
        f.write_str(if self.inclusive { "..=" } else { ".." })?;
        if let Some(end) = self.end {
            write!(f, "{end}")?;
        }
        if self.step != 1 {
            write!(f, ";{}", self.step)?;
        }
        Ok(())
    }
}

/// As many whole axes as are needed to reach the array's rank: numpy's `...`.
///
/// ```
/// use ch5_array::{Ellipsis, h5s, zeros};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = zeros::<f32>((2, 3, 4)).place(&file, "x")?;
/// assert_eq!(x.read_slice(h5s![Ellipsis, 0])?.shape(), [2, 3]);
/// assert_eq!(x.read_slice(h5s![0, Ellipsis])?.shape(), [3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ellipsis;

/// An axis of length 1 that the array does not have: numpy's `newaxis`.
///
/// ```
/// use ch5_array::{NewAxis, h5s, zeros};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = zeros::<f32>((2, 3)).place(&file, "x")?;
/// assert_eq!(x.read_slice(h5s![.., NewAxis, 0])?.shape(), [2, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAxis;

/// What is picked from one axis.
///
/// ```
/// use ch5_array::{AxisIndex, Selection, Slice};
/// let picked = Selection::from((1..3, -1));
/// assert_eq!(picked.axes(), [AxisIndex::Slice(Slice::from(1..3)), AxisIndex::At(-1)]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AxisIndex {
    /// One element, counted from the end if negative; the axis is dropped.
    At(i64),
    /// A slice; the axis is kept.
    Slice(Slice),
    /// All axes that nothing else is said about.
    Ellipsis,
    /// A new axis of length 1.
    NewAxis,
    /// Places in any order; several of them are broadcast together.
    Places(Places),
    /// What is true.
    Mask(Mask),
}

impl fmt::Display for AxisIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => write!(f, "{at}"),
            Self::Slice(slice) => write!(f, "{slice}"),
            Self::Ellipsis => f.write_str("Ellipsis"),
            Self::NewAxis => f.write_str("NewAxis"),
            Self::Places(places) => places.fmt(f),
            Self::Mask(mask) => mask.fmt(f),
        }
    }
}

/// What is picked from an array, axis by axis; axes that are not named are taken whole.
///
/// The macro [`h5s!`](crate::h5s) makes one. A single range or index, and a tuple of up to six,
/// turn into one by themselves.
///
/// ```
/// use ch5_array::{Selection, h5s};
/// assert_eq!(Selection::from((1..3, 0)), h5s![1..3, 0]);
/// assert_eq!(h5s![.., ..;2, -1].to_string(), "[.., ..;2, -1]");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    pub(crate) axes: Vec<AxisIndex>,
}

impl Selection {
    /// What is said of the axes, in order; axes behind them are taken whole.
    ///
    /// ```
    /// use ch5_array::{AxisIndex, NewAxis, Selection, h5s};
    /// assert_eq!(h5s![.., 0, NewAxis].axes()[1..], [AxisIndex::At(0), AxisIndex::NewAxis]);
    /// assert!(Selection::default().axes().is_empty());
    /// ```
    #[must_use]
    pub fn axes(&self) -> &[AxisIndex] {
        &self.axes
    }

    /// True if there are index arrays or masks, which pick elements one by one.
    pub(crate) fn is_fancy(&self) -> bool {
        self.axes.iter().any(|a| matches!(a, AxisIndex::Places(_) | AxisIndex::Mask(_)))
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (i, axis) in self.axes.iter().enumerate() {
            write!(f, "{}{axis}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str("]")
    }
}

impl From<Vec<AxisIndex>> for Selection {
    fn from(axes: Vec<AxisIndex>) -> Self {
        Self { axes }
    }
}

impl From<RangeFull> for Slice {
    fn from(_: RangeFull) -> Self {
        Self::new(None, None, 1)
    }
}

/// Integers beyond the range of `i64` lie outside any array, and stay outside when cut to it.
macro_rules! integers {
    ($($int:ty),*) => {$(
        impl From<$int> for AxisIndex {
            fn from(at: $int) -> Self {
                Self::At((at as i128).clamp(i64::MIN.into(), i64::MAX.into()) as i64)
            }
        }
        integers!(@range $int, |r: Range<$int>| (Some(r.start), Some(r.end), false));
        integers!(@range $int, |r: RangeFrom<$int>| (Some(r.start), None, false));
        integers!(@range $int, |r: RangeTo<$int>| (None, Some(r.end), false));
        integers!(@range $int, |r: RangeInclusive<$int>| (Some(*r.start()), Some(*r.end()), true));
        integers!(@range $int, |r: RangeToInclusive<$int>| (None, Some(r.end), true));
    )*};
    (@range $int:ty, |$r:ident: $range:ty| $bounds:expr) => {
        impl From<$range> for Slice {
            fn from($r: $range) -> Self {
                let (start, end, inclusive): (Option<$int>, Option<$int>, bool) = $bounds;
                let cut = |at: $int| (at as i128).clamp(i64::MIN.into(), i64::MAX.into()) as i64;
                Self { start: start.map(cut), end: end.map(cut), step: 1, inclusive }
            }
        }
        slices!($range);
    };
}

macro_rules! slices {
    ($($from:ty),*) => {$(
        impl From<$from> for AxisIndex {
            fn from(slice: $from) -> Self {
                Self::Slice(slice.into())
            }
        }
    )*};
}

integers!(i32, i64, isize, u32, u64, usize);
slices!(Slice, RangeFull);

impl From<Ellipsis> for AxisIndex {
    fn from(_: Ellipsis) -> Self {
        Self::Ellipsis
    }
}

impl From<NewAxis> for AxisIndex {
    fn from(_: NewAxis) -> Self {
        Self::NewAxis
    }
}

impl<A: Into<AxisIndex>> From<A> for Selection {
    fn from(axis: A) -> Self {
        Self { axes: vec![axis.into()] }
    }
}

macro_rules! tuples {
    ($(($($name:ident),+))*) => {$(
        impl<$($name: Into<AxisIndex>),+> From<($($name,)+)> for Selection {
            #[expect(non_snake_case, reason = "one name for the type and its value")]
            fn from(($($name,)+): ($($name,)+)) -> Self {
                Self { axes: vec![$($name.into()),+] }
            }
        }
    )*};
}

tuples! { (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) }

/// Makes a [`Selection`]: `h5s![1..3, .., ..;2, -1]`.
///
/// Each axis takes an index (the axis is dropped), a range, a range and a step after `;`,
/// [`Ellipsis`] or [`NewAxis`]. The rules are numpy's: negative indices count from the end, ranges
/// are cut to the array, and a negative step walks backwards from the start of its range. Indices
/// outside are errors when the selection is used.
///
/// ```
/// use ch5_array::{Ellipsis, H5Array, NewAxis, h5s};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let a = ndarray::Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (12 * i + 4 * j + k) as i64);
/// let x = H5Array::from_array(&file, "x", &a)?;
/// assert_eq!(x.read_slice(h5s![1, 1.., ..;2])?.shape(), [2, 2]);
/// assert_eq!(x.read_slice(h5s![Ellipsis, -1])?, a.slice(ndarray::s![.., .., -1]).into_dyn());
/// assert_eq!(x.read_slice(h5s![NewAxis, 0, 0, 3..=1;-1])?, ndarray::array![[3, 2, 1]].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "s_")]
#[doc(alias = "index_exp")]
#[macro_export]
macro_rules! h5s {
    (@axis $index:expr) => { $crate::AxisIndex::from($index) };
    (@axis $range:expr; $step:expr) => {{
        // A range that falls is what a negative step walks.
        #[allow(clippy::reversed_empty_ranges)]
        let slice = $crate::Slice::from($range).step($step);
        $crate::AxisIndex::from(slice)
    }};
    ($($index:expr $(; $step:expr)?),* $(,)?) => {
        $crate::Selection::from(
            <[$crate::AxisIndex]>::into_vec(
                ::std::boxed::Box::new([$($crate::h5s!(@axis $index $(; $step)?)),*])
            )
        )
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Python's `range(n)[start:end:step]` holds.
    fn picked(slice: Slice, n: u64) -> Vec<u64> {
        let walk = slice.resolve(n).expect("a step");
        let mut all: Vec<u64> = (0..walk.count).map(|i| walk.start + i * walk.step).collect();
        if walk.reversed {
            all.reverse();
        }
        all
    }

    #[test]
    fn slices_follow_python() {
        assert_eq!(picked((..).into(), 3), [0, 1, 2]);
        assert_eq!(picked((-2..).into(), 5), [3, 4]);
        assert_eq!(picked((-9..9).into(), 3), [0, 1, 2]);
        assert_eq!(picked((5..9).into(), 3), [0; 0]);
        assert_eq!(picked(Slice::from(..).step(-2), 6), [5, 3, 1]);
        assert_eq!(picked(Slice::new(Some(5), Some(1), -1), 6), [5, 4, 3, 2]);
        assert_eq!(picked(Slice::from(1..5).step(-1), 6), [0; 0]);
        assert_eq!(picked(Slice::from(..-7).step(-1), 6), [5, 4, 3, 2, 1, 0]);
        assert_eq!(picked((..=-1).into(), 3), [0, 1, 2]);
        assert_eq!(picked(Slice::from(..=0).step(-1), 3), [2, 1, 0]);
        assert_eq!(picked((..=u64::MAX).into(), 3), [0, 1, 2]);
        assert_eq!(picked(Slice::new(None, None, i64::MIN), 3), [2]);
        assert_eq!(picked(Slice::new(None, None, i64::MAX), 3), [0]);
        assert_eq!(picked((..).into(), 0), [0; 0]);
        assert!(Slice::new(None, None, 0).resolve(3).is_none());
    }

    #[test]
    fn the_macro_takes_all_kinds() {
        let n = 2usize;
        let s = h5s![1..3, n, ..=n; -1, Ellipsis, NewAxis, ..; 2, -1];
        assert_eq!(s.to_string(), "[1..3, 2, ..=2;-1, Ellipsis, NewAxis, ..;2, -1]");
        assert_eq!(h5s![], Selection::default());
        assert_eq!(h5s![5..1; -1].to_string(), "[5..1;-1]");
    }
}
