//! The elements where something is true.

use crate::buffer::Buffer;
use crate::engine::{Blocks, Context, Scratch, in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Area, Held, read_together};
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
    let context = Context::default();
    // Whole rows of both, in as many chunks as fit.
    let truth = truth.clone();
    let wide = {
        let mut shape: Vec<isize> = truth.shape().iter().map(|&n| n as isize).collect();
        shape.extend(vec![1; node.shape().len() - rank]);
        crate::ops::manipulation::reshape(Expr::of(truth), &shape)
    };
    let wide = crate::ops::manipulation::broadcast_to(wide, node.shape());
    let wide = wide.node()?;
    let scratch = Scratch::new(node.element_type(), &[rows * inner], &context)?;
    let mut block: Vec<usize> = node.shape().iter().map(|&n| n.max(1)).collect();
    let room = node.room() + 2 + node.element_type().size();
    let mut most = context.held(room) / context.threads.max(1);
    for (axis, side) in block.iter_mut().enumerate() {
        let rest: usize = node.shape()[axis + 1..].iter().map(|&n| n.max(1)).product();
        let fit = (most / rest.max(1)).max(1);
        if fit >= *side {
            break;
        }
        let chunk = node.grid().map_or(1, |grid| grid[axis]);
        *side = if fit > chunk { fit - fit % chunk } else { fit };
        if *side > 1 {
            break;
        }
        most = most.max(1);
    }
    let blocks = Blocks::new(node.shape(), &block);
    let mut hits = 0usize;
    in_order(
        &context,
        blocks.len(),
        |i, inside| {
            let (start, count) = blocks.get(i);
            let area = Area::block(&start, &count);
            let both = read_together(&[&**wide, &**node], &area, inside)?;
            let [Buffer::Bool(truth), data] = &*both else { return Ok(None) };
            let places: Vec<usize> =
                truth.iter().enumerate().filter(|(_, hit)| **hit).map(|(i, _)| i).collect();
            Ok(Some(data.gather(&places)))
        },
        |_, found| {
            if let Some(found) = found
                && !found.is_empty()
            {
                scratch.put_range(hits as u64, found.view())?;
                hits += found.len();
            }
            Ok(())
        },
    )?;
    let held = Expr::new(Held { scratch, ty: node.element_type() });
    let flat = build(held, |node| Ok(cut(node, 0, 0, hits)));
    let mut shape = vec![hits as isize / inner.max(1) as isize];
    shape.extend(node.shape()[rank..].iter().map(|&n| n as isize));
    Ok(crate::ops::manipulation::reshape(flat, &shape))
}
