//! Index arrays and masks: what picks elements one by one.

use std::fmt;
use std::sync::Arc;

use ndarray::{ArrayBase, Data, Dimension};

use super::index::AxisIndex;

/// Places along an axis, in any order, repeated or not, counted from the end if negative; in a
/// shape of their own.
///
/// ```
/// use ch5_array::{H5Array, Places, h5s};
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::prelude::*;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::array![[0, 1, 2], [3, 4, 5]])?;
/// let columns = Places::from(vec![2, 0, -1]);
/// let picked = x.slice(h5s![.., columns]).read_as::<i32>()?;
/// assert_eq!(picked, ndarray::array![[2, 0, 2], [5, 3, 5]].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub(crate) shape: Vec<usize>,
    pub(crate) at: Arc<[i64]>,
}

/// The elements that are true; it covers as many axes as it has.
///
/// ```
/// use ch5_array::{AxisIndex, H5Array, h5s};
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::prelude::*;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::array![[0, 1], [2, 3]])?;
/// let odd = AxisIndex::from(&ndarray::array![[false, true], [false, true]]);
/// assert!(matches!(&odd, AxisIndex::Mask(mask) if mask.to_string() == "mask [2, 2]"));
/// assert_eq!(x.slice(h5s![odd]).read_as::<i32>()?, ndarray::array![1, 3].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    pub(crate) shape: Vec<usize>,
    pub(crate) truth: Arc<[bool]>,
}

impl Mask {
    /// One index array an axis: the places of what is true, in row-major order.
    pub(crate) fn places(&self) -> Vec<Places> {
        let rank = self.shape.len();
        let mut at: Vec<Vec<i64>> = vec![Vec::new(); rank];
        for (flat, _) in self.truth.iter().enumerate().filter(|(_, hit)| **hit) {
            let mut rest = flat;
            for axis in (0..rank).rev() {
                at[axis].push((rest % self.shape[axis]) as i64);
                rest /= self.shape[axis];
            }
        }
        at.into_iter().map(Places::from).collect()
    }
}

impl From<Vec<i64>> for Places {
    fn from(at: Vec<i64>) -> Self {
        Self { shape: vec![at.len()], at: at.into() }
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "places {:?}", self.shape)
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mask {:?}", self.shape)
    }
}

impl From<Places> for AxisIndex {
    fn from(places: Places) -> Self {
        Self::Places(places)
    }
}

macro_rules! lists {
    ($($int:ty),*) => {$(
        impl From<Vec<$int>> for AxisIndex {
            fn from(at: Vec<$int>) -> Self {
                Self::from(&*at)
            }
        }

        impl From<&[$int]> for AxisIndex {
            fn from(at: &[$int]) -> Self {
                Self::Places(Places { shape: vec![at.len()], at: at.iter().map(|&n| cut(n)).collect() })
            }
        }

        impl Pick for $int {
            fn axis<'p>(shape: &[usize], picks: impl Iterator<Item = &'p Self>) -> AxisIndex {
                let at = picks.map(|&n| cut(n)).collect();
                AxisIndex::Places(Places { shape: shape.to_vec(), at })
            }
        }
    )*};
}

/// What no `i64` holds lies outside of any array, and stays there.
fn cut(n: impl TryInto<i64>) -> i64 {
    n.try_into().unwrap_or(i64::MAX)
}

lists!(i32, i64, isize, u32, u64, usize);

impl From<Vec<bool>> for AxisIndex {
    fn from(truth: Vec<bool>) -> Self {
        Self::Mask(Mask { shape: vec![truth.len()], truth: truth.into() })
    }
}

impl Pick for bool {
    fn axis<'p>(shape: &[usize], picks: impl Iterator<Item = &'p Self>) -> AxisIndex {
        AxisIndex::Mask(Mask { shape: shape.to_vec(), truth: picks.copied().collect() })
    }
}

mod sealed {
    use super::AxisIndex;

    /// Elements of index arrays (integers) and of masks (booleans).
    pub trait Pick: Sized + 'static {
        /// What an array of them picks.
        fn axis<'p>(shape: &[usize], picks: impl Iterator<Item = &'p Self>) -> AxisIndex;
    }
}

use sealed::Pick;

impl<T: Pick, S: Data<Elem = T>, D: Dimension> From<&ArrayBase<S, D>> for AxisIndex {
    fn from(array: &ArrayBase<S, D>) -> Self {
        T::axis(array.shape(), array.iter())
    }
}
