//! The same elements in row-major order, in another shape.

use std::fmt;

use super::fill::runs;
use super::{Area, Node, NodeRef, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// A node in another shape of as many elements.
pub(crate) struct Reshape<'a> {
    input: NodeRef<'a>,
    shape: Vec<usize>,
}

impl<'a> Reshape<'a> {
    /// `shape` must have as many elements as the input.
    pub(crate) fn new(input: NodeRef<'a>, shape: Vec<usize>) -> Self {
        Self { input, shape }
    }
}

/// The boxes that make up a range of row-major places, in order.
pub(crate) fn boxes(shape: &[usize], start: usize, count: usize) -> Vec<Area> {
    let mut found = Vec::new();
    let (mut at, end) = (start, start + count);
    while at < end {
        // The largest trailing part of the shape that begins at `at` and ends before `end`.
        let mut inner = 1;
        let mut axis = shape.len();
        while axis > 0 && at % (inner * shape[axis - 1]) == 0 && at + inner * shape[axis - 1] <= end
        {
            inner *= shape[axis - 1];
            axis -= 1;
        }
        let mut axes: Vec<Span> = shape.iter().map(|&n| Span::new(0, n)).collect();
        let mut rest = at / inner;
        for outer in (0..axis).rev() {
            axes[outer] = Span::new(rest % shape[outer], 1);
            rest /= shape[outer];
        }
        let mut taken = inner;
        if axis > 0 {
            // Several along the axis outside of it.
            let span = &mut axes[axis - 1];
            let more = (shape[axis - 1] - span.start).min((end - at) / inner);
            span.count = more.max(1);
            taken = inner * span.count;
        }
        found.push(Area { axes });
        at += taken;
    }
    found
}

/// Places within which as many elements lie are read at once, and what is not wanted left out.
const NEAR: usize = 1 << 15;
/// Elements more than wanted that cost as much as a reading of their own.
const SPARSE: usize = 512;
/// Neighbours that are read as what they are.
const LONG: usize = 1024;

/// A part of a run of row-major places.
struct Piece {
    start: usize,
    step: i64,
    count: usize,
}

impl Piece {
    /// How often is read where each place is read for itself, or neighbours together.
    fn reads(&self) -> usize {
        if self.step == 1 { 1 } else { self.count }
    }

    /// The lowest place, and the one behind the highest.
    fn ends(&self) -> (usize, usize) {
        let last = (self.start as i64 + (self.count as i64 - 1) * self.step) as usize;
        (self.start.min(last), self.start.max(last) + 1)
    }
}

/// Pieces that lie near each other, in the order in which they are wanted.
#[derive(Default)]
struct Near {
    pieces: Vec<Piece>,
    wanted: usize,
    /// How often would be read without the others.
    reads: usize,
    low: usize,
    high: usize,
}

impl Near {
    /// True if the piece is near to the others.
    fn takes(&self, piece: &Piece) -> bool {
        let (low, high) = piece.ends();
        let span = self.high.max(high) - self.low.min(low);
        let (wanted, reads) = (self.wanted + piece.count, self.reads + piece.reads());
        self.pieces.is_empty() || (span <= NEAR && span <= wanted + SPARSE * reads)
    }

    fn add(&mut self, piece: Piece) {
        let (low, high) = piece.ends();
        let first = self.pieces.is_empty();
        self.low = if first { low } else { self.low.min(low) };
        self.high = if first { high } else { self.high.max(high) };
        self.wanted += piece.count;
        self.reads += piece.reads();
        self.pieces.push(piece);
    }
}

impl Reshape<'_> {
    /// Reads neighbours.
    fn read_range(
        &self,
        start: usize,
        count: usize,
        out: &mut Buffer,
        context: &Context,
    ) -> Result<()> {
        for part in boxes(self.input.shape(), start, count) {
            out.append(self.input.read(&part, context)?.view())?;
        }
        Ok(())
    }

    /// Reads what is near each other, and forgets it.
    fn read_near(&self, near: &mut Near, out: &mut Buffer, context: &Context) -> Result<()> {
        let Near { pieces, wanted, low, high, .. } = std::mem::take(near);
        match pieces.as_slice() {
            [] => return Ok(()),
            [piece] if piece.step == 1 => {
                return self.read_range(piece.start, piece.count, out, context);
            }
            _ => {}
        }
        let mut all = Buffer::with_capacity(self.element_type(), high - low);
        self.read_range(low, high - low, &mut all, context)?;
        let mut places = Vec::with_capacity(wanted);
        for Piece { start, step, count } in pieces {
            let place = |i: usize| (start as i64 + i as i64 * step) as usize - low;
            places.extend((0..count).map(place));
        }
        out.append(all.gather(&places).view())
    }
}

impl Node for Reshape<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut out = Buffer::with_capacity(self.element_type(), area.len());
        let mut near = Near::default();
        for run in runs(&self.shape, area) {
            if run.step == 1 && run.count >= LONG {
                self.read_near(&mut near, &mut out, context)?;
                self.read_range(run.start as usize, run.count, &mut out, context)?;
                continue;
            }
            // Pieces of a run that lie near each other.
            let most = (NEAR / run.step.unsigned_abs().max(1) as usize).max(1);
            for first in (0..run.count).step_by(most) {
                let start = (run.start as i64 + first as i64 * run.step) as usize;
                let piece = Piece { start, step: run.step, count: most.min(run.count - first) };
                if !near.takes(&piece) {
                    self.read_near(&mut near, &mut out, context)?;
                }
                near.add(piece);
            }
        }
        self.read_near(&mut near, &mut out, context)?;
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reshape to {:?}", self.shape)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Its elements are their own places; it counts how often it is read.
    struct Places {
        shape: Vec<usize>,
        reads: Arc<AtomicUsize>,
    }

    impl Node for Places {
        fn shape(&self) -> &[usize] {
            &self.shape
        }

        fn element_type(&self) -> ElementType {
            ElementType::I64
        }

        fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            let places = runs(&self.shape, area).into_iter().flat_map(|run| {
                (0..run.count as i64).map(move |i| run.start as i64 + i * run.step)
            });
            Ok(Buffer::I64(places.collect()))
        }

        fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("places")
        }
    }

    #[test]
    fn what_lies_near_each_other_is_read_at_once() {
        let reads = Arc::new(AtomicUsize::new(0));
        let places = Places { shape: vec![90, 1000], reads: reads.clone() };
        let shape = [30_000, 3];
        let node = Reshape::new(Arc::new(places), shape.to_vec());
        let all = |step: isize, count: usize, start: usize| Span { start, step, count };
        for (area, most) in [
            (vec![all(1, 30_000, 0), all(1, 1, 1)], 9),
            (vec![all(1, 30_000, 0), all(-2, 2, 2)], 9),
            (vec![all(-1, 30_000, 29_999), all(1, 3, 0)], 12),
            (vec![all(100, 300, 7), all(1, 1, 2)], 9),
            // Far apart.
            (vec![all(10_000, 3, 0), all(1, 1, 0)], 3),
            (vec![all(1, 1, 5), all(1, 3, 0)], 1),
            (vec![all(1, 30_000, 0), all(1, 3, 0)], 1),
        ] {
            let area = Area { axes: area };
            reads.store(0, Ordering::Relaxed);
            let found = node.read(&area, &Context::default()).unwrap();
            let mut wanted = Vec::new();
            for run in runs(&shape, &area) {
                wanted.extend((0..run.count as i64).map(|i| run.start as i64 + i * run.step));
            }
            assert!(found == Buffer::I64(wanted), "{area:?}");
            assert!(reads.load(Ordering::Relaxed) <= most, "{area:?}: {reads:?}");
        }
    }

    #[test]
    fn ranges_are_few_boxes() {
        assert_eq!(boxes(&[4, 5], 0, 20), [Area::all(&[4, 5])]);
        assert_eq!(boxes(&[4, 5], 5, 10), [Area::block(&[1, 0], &[2, 5])]);
        assert_eq!(
            boxes(&[4, 5], 3, 9),
            [
                Area::block(&[0, 3], &[1, 2]),
                Area::block(&[1, 0], &[1, 5]),
                Area::block(&[2, 0], &[1, 2])
            ]
        );
        assert_eq!(boxes(&[], 0, 1), [Area::all(&[])]);
        assert_eq!(boxes(&[3, 0], 0, 0), []);
    }
}
