//! Rectangular parts of arrays.

/// Places on one axis: `start`, `start + step`, ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: usize,
    /// 0 names one place again and again.
    pub step: isize,
    pub count: usize,
}

impl Span {
    pub(crate) fn new(start: usize, count: usize) -> Self {
        Self { start, step: 1, count }
    }

    /// The place of the `i`-th element.
    pub(crate) fn at(self, i: usize) -> usize {
        self.start.wrapping_add_signed(self.step.wrapping_mul(i as isize))
    }

    /// The same places from the lowest to the highest, each once, and what takes them back: the
    /// lowest comes first, `step` is positive.
    pub(crate) fn ascending(self) -> Self {
        match self.step {
            0 => Self { start: self.start, step: 1, count: self.count.min(1) },
            step if step < 0 && self.count > 0 => {
                Self { start: self.at(self.count - 1), step: -step, count: self.count }
            }
            step => Self { start: self.start, step: step.abs().max(1), count: self.count },
        }
    }

    /// Of the places that `self` names, those that `inner` names.
    pub(crate) fn of(self, inner: Span) -> Self {
        Self { start: self.at(inner.start), step: self.step * inner.step, count: inner.count }
    }
}

/// A rectangular part of an array: places on every axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Area {
    pub axes: Vec<Span>,
}

impl Area {
    /// All of an array.
    #[cfg(test)]
    pub(crate) fn all(shape: &[usize]) -> Self {
        Self { axes: shape.iter().map(|&n| Span::new(0, n)).collect() }
    }

    /// Neighbouring elements.
    pub(crate) fn block(start: &[usize], count: &[usize]) -> Self {
        Self { axes: start.iter().zip(count).map(|(&s, &n)| Span::new(s, n)).collect() }
    }

    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        self.axes.iter().map(|s| s.count).product()
    }

    /// The number of places on each axis.
    pub(crate) fn counts(&self) -> Vec<usize> {
        self.axes.iter().map(|s| s.count).collect()
    }
}
