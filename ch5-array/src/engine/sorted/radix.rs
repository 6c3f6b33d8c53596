//! Sorting unsigned integers by their digits.
//!
//! Least significant digit first, 8 bits a pass, all counts in one pass before; a digit that is
//! the same everywhere costs nothing (Knuth, The Art of Computer Programming 3, 5.2.5).

/// An unsigned integer and its digits.
pub(crate) trait Digits: Copy + Ord + Default {
    const COUNT: usize;

    /// The largest.
    const LAST: Self;

    /// The next larger one.
    fn next(self) -> Option<Self>;

    /// The `i`-th digit from the lowest.
    fn digit(self, i: usize) -> usize;
}

macro_rules! digits {
    ($($ty:ty),*) => {$(
        impl Digits for $ty {
            const COUNT: usize = size_of::<$ty>();
            const LAST: Self = <$ty>::MAX;

            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }

            #[inline(always)]
            fn digit(self, i: usize) -> usize {
                (self >> (8 * i)) as usize & 0xff
            }
        }
    )*};
}

digits!(u8, u16, u32, u64);

/// Fewer elements are compared instead.
const FEW: usize = 1 << 10;

/// Puts integers in order; takes as much memory again.
pub(crate) fn sort<T: Digits>(all: &mut [T]) {
    if all.len() < FEW || all.is_sorted() {
        all.sort_unstable();
        return;
    }
    by_digits(all, |x| x);
}

/// Puts records in the order of their keys; those of equal keys stay in their order.
pub(crate) fn by_digits<R: Copy + Default, T: Digits>(all: &mut [R], key: impl Fn(R) -> T) {
    let mut counts = vec![[0usize; 256]; T::COUNT];
    for &x in all.iter() {
        let key = key(x);
        for (i, counts) in counts.iter_mut().enumerate() {
            counts[key.digit(i)] += 1;
        }
    }
    let mut other = vec![R::default(); all.len()];
    let (mut from, mut to) = (&mut *all, &mut *other);
    let mut swapped = false;
    for (i, counts) in counts.iter_mut().enumerate() {
        if counts.contains(&from.len()) {
            continue;
        }
        let mut at = 0;
        for count in counts.iter_mut() {
            at += std::mem::replace(count, at);
        }
        for &x in from.iter() {
            let place = &mut counts[key(x).digit(i)];
            to[*place] = x;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        swapped = !swapped;
    }
    if swapped {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_sort_as_comparisons() {
        let mut state = 7u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 20
        };
        let mut all: Vec<u64> = (0..5000).map(|_| next() % 3_000_000).collect();
        let mut expected = all.clone();
        expected.sort_unstable();
        sort(&mut all);
        assert_eq!(all, expected);
        let mut pairs: Vec<(u16, i64)> = (0..3000).map(|i| ((next() % 9) as u16, i)).collect();
        let mut expected = pairs.clone();
        expected.sort();
        by_digits(&mut pairs, |p| p.0);
        assert_eq!(pairs, expected);
    }
}
