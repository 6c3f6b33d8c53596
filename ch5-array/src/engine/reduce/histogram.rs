//! How many elements fall into each of some bins.

use super::Reduce;

/// Counts by what a function says the bin of an element is; weighs each element as one.
pub(crate) struct Bins<F> {
    pub bins: usize,
    /// The bin of an element, or none.
    pub bin: F,
}

impl<F: Fn(f64) -> Option<usize> + Send + Sync> Reduce for Bins<F> {
    type In = f64;
    type Acc = Vec<i64>;

    fn init(&self) -> Vec<i64> {
        Vec::new()
    }

    fn push(&self, acc: &mut Vec<i64>, x: &f64, _: u64) {
        if acc.is_empty() {
            acc.resize(self.bins, 0);
        }
        if let Some(count) = (self.bin)(*x).and_then(|bin| acc.get_mut(bin)) {
            *count += 1;
        }
    }

    fn merge(&self, acc: &mut Vec<i64>, other: &Vec<i64>) {
        if acc.is_empty() {
            acc.clone_from(other);
            return;
        }
        acc.iter_mut().zip(other).for_each(|(a, b)| *a += b);
    }
}
