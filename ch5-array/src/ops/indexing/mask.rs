//! The elements where something is true.

use crate::buffer::{Buffer, map, spare};
use crate::engine::{Blocks, Context, Scratch, block_shape, in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Area, Held, Node, read_together};
use crate::ops::manipulation::{build, cut};
use crate::types::ElementType;

/// The elements of an array where a mask is true, in row-major order, as `x[mask]` in numpy. A
/// mask with fewer dimensions picks whole parts of the other axes.
///
/// How many there are is known when all is read, so this reads both at once, in one pass over
/// bands of rows; the elements are held in memory up to a quarter of
/// [`max_memory_usage`](crate::Options::max_memory_usage), in a temporary file beyond.
///
/// # Errors
///
/// [`ErrorKind::Shape`] if the mask's shape is not that of the leading axes,
/// [`ErrorKind::WrongType`] for a mask that is not boolean, and errors of reading.
///
/// ```
/// use ch5_array::ops::indexing::Indexing;
/// let x = ndarray::array![1.0, 5.0, 3.0];
/// let large = (&x).mask(ch5_array::ops::greater(&x, 2.0))?;
/// assert_eq!(large.read_as::<f64>()?, ndarray::array![5.0, 3.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn mask<'a>(x: impl IntoExpr<'a>, truth: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let (x, truth) = (x.into_expr(), truth.into_expr());
    let (node, truth) = (x.node()?, truth.node()?);
    let rank = truth.shape().len();
    if truth.element_type() != ElementType::Bool {
        return Err(crate::buffer::mismatch(ElementType::Bool, truth.element_type()));
    }
    if node.shape().get(..rank) != Some(truth.shape()) {
        return Err(Error::new(ErrorKind::Shape, "a mask")
            .expected(format!("the leading axes of shape {:?}", node.shape()))
            .found(format!("{:?}", truth.shape())));
    }
    let inner: usize = node.shape()[rank..].iter().product();
    let rows: usize = truth.shape().iter().product();
    let context = Context::default().beside(node.dataset());
    let truth = truth.clone();
    let wide = if rank == node.shape().len() {
        Expr::of(truth)
    } else {
        let mut shape: Vec<isize> = truth.shape().iter().map(|&n| n as isize).collect();
        shape.extend(vec![1; node.shape().len() - rank]);
        let wide = crate::ops::manipulation::reshape(Expr::of(truth), &shape);
        crate::ops::manipulation::broadcast_to(wide, node.shape())
    };
    let wide = wide.node()?;
    let scratch = Scratch::new(node.element_type(), &[rows * inner], &context)?;
    let room = node.room() + wide.room() + 2 * node.element_type().size();
    let bands = Bands::new(&**node, room, &context);
    let mut hits = 0usize;
    let mut band: Vec<Hits> = Vec::new();
    in_order(
        &context,
        bands.blocks.len(),
        |i, inside| {
            let (start, count) = bands.blocks.get(i);
            let area = Area::block(&start, &count);
            let both = read_together(&[&**wide, &**node], &area, inside)?;
            let mut both = both.into_iter();
            let (Some(Buffer::Bool(truth)), Some(data)) = (both.next(), both.next()) else {
                return Err(crate::buffer::mismatch(ElementType::Bool, node.element_type()));
            };
            let hits = Hits::new(&truth, &data, count.last().copied().unwrap_or(1));
            spare::give(Buffer::Bool(truth));
            spare::give(data);
            Ok(hits)
        },
        |i, found| {
            band.push(found);
            if !(i + 1).is_multiple_of(bands.len()) {
                return Ok(());
            }
            let found = bands.joined(node.element_type(), &std::mem::take(&mut band), i)?;
            scratch.put_range(hits as u64, found.view())?;
            hits += found.len();
            Ok(())
        },
    )?;
    let held = Expr::new(Held { scratch, ty: node.element_type() });
    let flat = build(held, |node| Ok(cut(node, 0, 0, hits)));
    let mut shape = vec![hits as isize / inner.max(1) as isize];
    shape.extend(node.shape()[rank..].iter().map(|&n| n as isize));
    Ok(crate::ops::manipulation::reshape(flat, &shape))
}

/// The elements of a block that are wanted, and how many there are up to the end of each row.
struct Hits {
    ends: Vec<usize>,
    data: Buffer,
}

impl Hits {
    fn new(truth: &[bool], data: &Buffer, row: usize) -> Self {
        let mut end = 0;
        let count = |row: &[bool]| {
            end += row.iter().map(|&hit| usize::from(hit)).sum::<usize>();
            end
        };
        let ends: Vec<usize> = truth.chunks_exact(row.max(1)).map(count).collect();
        let all = ends.last().copied().unwrap_or(0);
        let data = map!(Buffer, data, v => {
            let mut hits = Vec::with_capacity(all);
            let wanted = v.iter().zip(truth).filter(|(_, hit)| **hit);
            hits.extend(wanted.map(|(x, _)| x).cloned());
            hits
        });
        Self { ends, data }
    }

    /// The elements of a row.
    fn row(&self, at: usize) -> std::ops::Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[at]
    }
}

/// Blocks in bands: those of a band have the same place on the first axis, and together all of the
/// others, so that what is wanted of a band is known in row-major order.
struct Bands {
    shape: Vec<usize>,
    block: Vec<usize>,
    blocks: Blocks,
}

impl Bands {
    fn new(node: &dyn Node, room: usize, context: &Context) -> Self {
        let shape = node.shape().to_vec();
        let grid = node.grid().filter(|g| g.len() == shape.len());
        let mut block = crate::engine::planned(&shape, grid.as_deref(), room, context);
        // All of a band may be wanted, and is held twice while it is joined.
        let fits = context.held(4 * node.element_type().size());
        let rest: usize = shape.iter().skip(1).map(|&n| n.max(1)).product();
        if let Some(first) = block.first_mut() {
            *first = (*first).min(fits / rest.max(1)).max(1);
            if rest > fits {
                // Not even one place on the first axis: blocks in row-major order.
                block = block_shape(&shape, None, context.most(room));
            }
        }
        let blocks = Blocks::new(&shape, &block);
        Self { shape, block, blocks }
    }

    /// The blocks of a band.
    fn len(&self) -> usize {
        let sides = self.shape.iter().zip(&self.block).skip(1);
        let all: usize = sides.map(|(&n, &b)| n.div_ceil(b.max(1))).product();
        if self.in_order() { 1 } else { all.max(1) }
    }

    /// True if blocks follow each other in row-major order already.
    fn in_order(&self) -> bool {
        let cut = (0..self.shape.len()).find(|&axis| self.block[axis] > 1);
        cut.is_none_or(|axis| self.block[axis + 1..] == self.shape[axis + 1..])
    }

    /// What is wanted of a band whose last block is the `last`-th.
    fn joined(&self, ty: ElementType, band: &[Hits], last: usize) -> Result<Buffer> {
        let all: usize = band.iter().map(|hits| hits.data.len()).sum();
        if let [one] = band {
            return Ok(one.data.view().to_buffer());
        }
        let mut out = Buffer::with_capacity(ty, all);
        let (_, first) = self.blocks.get(last);
        let Some((&wide, outer)) = self.shape.split_last() else { return Ok(out) };
        let across = wide.div_ceil(self.block[outer.len()].max(1));
        let mut rows = outer.to_vec();
        if let Some(rows) = rows.first_mut() {
            *rows = first[0];
        }
        for row in 0..rows.iter().product() {
            // The block that the row begins in, and its place there.
            let (mut rest, mut block, mut at, mut blocks, mut places) = (row, 0, 0, across, 1);
            for axis in (0..rows.len()).rev() {
                let i = rest % rows[axis];
                rest /= rows[axis];
                let side = if axis == 0 { rows[0] } else { self.block[axis].max(1) };
                let low = i / side * side;
                block += i / side * blocks;
                blocks *= rows[axis].div_ceil(side);
                at += (i - low) * places;
                places *= side.min(rows[axis] - low);
            }
            for hits in &band[block..block + across] {
                let range = hits.row(at);
                if !range.is_empty() {
                    out.append(hits.data.slice(range))?;
                }
            }
        }
        Ok(out)
    }
}
