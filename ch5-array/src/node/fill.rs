//! Elements that follow from their place: ranges, identity matrices, random numbers.

use std::fmt;

use super::{Area, Node, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Computes elements from their row-major places.
pub(crate) type FromPlaces<'a> =
    dyn Fn(&mut dyn Iterator<Item = Run>, usize) -> Result<Buffer> + Send + Sync + 'a;

/// Neighbouring row-major places: `start`, `start + step`, ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub start: u64,
    pub step: i64,
    pub count: usize,
}

/// A node whose elements are a function of their row-major place. The function is given the runs
/// of an area's last axis, in order, and the number of elements in all.
pub(crate) struct Fill<'a> {
    pub name: String,
    pub shape: Vec<usize>,
    pub ty: ElementType,
    pub from_places: Box<FromPlaces<'a>>,
}

impl Node for Fill<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        let runs = runs(&self.shape, area);
        (self.from_places)(&mut runs.into_iter(), area.len())
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.name, self.ty, self.shape)
    }
}

/// The runs of row-major places that an area has, in order: those of its last axis, or of several
/// that are whole; neighbours are one run.
pub(crate) fn runs(shape: &[usize], area: &Area) -> Vec<Run> {
    if area.len() == 0 {
        return Vec::new();
    }
    let strides = crate::buffer::row_major(shape);
    let is_whole = |span: &Span, n: usize| span.count == n && (n == 1 || span.step == 1);
    let (mut rank, mut inner) = (area.axes.len(), 1);
    while rank > 0 && is_whole(&area.axes[rank - 1], shape[rank - 1]) {
        rank -= 1;
        inner *= shape[rank];
    }
    let (last, outer) = match area.axes[..rank].split_last() {
        None => return vec![Run { start: 0, step: 1, count: inner }],
        Some((last, outer)) if inner == 1 => (*last, outer),
        Some((last, outer)) if last.step == 1 => {
            (Span::new(last.start * inner, last.count * inner), outer)
        }
        Some(_) => (Span::new(0, inner), &area.axes[..rank]),
    };
    let mut found: Vec<Run> = Vec::new();
    let mut at = vec![0; outer.len()];
    loop {
        let place = |span: &Span, i: usize, stride: isize| span.at(i) as i64 * stride as i64;
        let base: i64 =
            outer.iter().zip(&at).zip(&strides).map(|((s, &i), &n)| place(s, i, n)).sum();
        let run = Run {
            start: (base + last.start as i64) as u64,
            step: last.step as i64,
            count: last.count,
        };
        match found.last_mut() {
            Some(before)
                if before.step == 1
                    && run.step == 1
                    && before.start + before.count as u64 == run.start =>
            {
                before.count += run.count;
            }
            _ => found.push(run),
        }
        let mut axis = outer.len();
        loop {
            if axis == 0 {
                return found;
            }
            axis -= 1;
            at[axis] += 1;
            if at[axis] < outer[axis].count {
                break;
            }
            at[axis] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_all_places_in_order() {
        for shape in [vec![3, 4, 2], vec![2, 1, 3], vec![4, 3, 1, 1], vec![5], vec![]] {
            let spans = |n: usize| {
                let mut all =
                    vec![Span::new(0, n), Span::new(n - 1, 1), Span::new(0, n.div_ceil(2))];
                all.push(Span { start: n - 1, step: -1, count: n });
                all.push(Span { start: 0, step: 2, count: n.div_ceil(2) });
                all.push(Span { start: n / 2, step: 0, count: 3 });
                all
            };
            let mut areas = vec![Vec::new()];
            for &n in &shape {
                let more = |area: &Vec<Span>| {
                    let area = area.clone();
                    spans(n).into_iter().map(move |span| [area.clone(), vec![span]].concat())
                };
                areas = areas.iter().flat_map(more).collect();
            }
            for axes in areas {
                let area = Area { axes };
                let mut wanted = vec![0];
                for (span, &n) in area.axes.iter().zip(&shape) {
                    let along = |place: i64| {
                        (0..span.count).map(move |i| place * n as i64 + span.at(i) as i64)
                    };
                    wanted = wanted.into_iter().flat_map(along).collect();
                }
                let found: Vec<i64> = runs(&shape, &area)
                    .iter()
                    .flat_map(|r| (0..r.count as i64).map(|i| r.start as i64 + i * r.step))
                    .collect();
                assert_eq!(found, wanted, "{shape:?} {area:?}");
            }
        }
        let whole = Area::block(&[1, 0, 0], &[2, 4, 2]);
        assert_eq!(runs(&[3, 4, 2], &whole).len(), 1);
        assert_eq!(runs(&[30_000, 1], &Area::all(&[30_000, 1])).len(), 1);
    }
}
