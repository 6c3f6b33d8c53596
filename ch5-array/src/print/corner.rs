//! The elements of an array that are shown.

use super::PrintOptions;
use crate::buffer::{Buffer, copy_nd, pair, row_major};
use crate::error::{Error, ErrorKind, Result};
use crate::node::{Area, Span};
use crate::types::ElementType;

/// More elements than this are not read, whatever the shape: of ten dimensions even the corners
/// are many.
const MOST: usize = 1 << 18;

/// What is kept of the axes of a shape.
#[derive(Clone, Debug)]
pub(crate) struct Corner {
    pub shape: Vec<usize>,
    /// Elements at each end of longer axes; `None` if everything is shown.
    pub edge: Option<usize>,
}

impl Corner {
    pub(crate) fn new(shape: &[usize], options: &PrintOptions) -> Self {
        let len = shape.iter().fold(1usize, |n, &side| n.saturating_mul(side));
        let mut corner = Self { shape: shape.to_vec(), edge: None };
        if len > options.threshold {
            corner.edge = Some(options.edgeitems);
            while corner.len() > MOST && corner.edge > Some(1) {
                corner.edge = corner.edge.map(|edge| edge - 1);
            }
        }
        corner
    }

    /// True if an axis of this length is not shown whole.
    pub(crate) fn cuts(&self, side: usize) -> bool {
        self.edge.is_some_and(|edge| side > edge.saturating_mul(2))
    }

    /// What is kept of each axis.
    pub(crate) fn kept(&self) -> Vec<usize> {
        let kept = |&side: &usize| match self.edge {
            Some(edge) if self.cuts(side) => 2 * edge,
            _ => side,
        };
        self.shape.iter().map(kept).collect()
    }

    fn len(&self) -> usize {
        self.kept().iter().fold(1, |n, &side| n.saturating_mul(side))
    }

    /// The parts of each axis.
    fn spans(&self) -> Vec<Vec<Span>> {
        let spans = |&side: &usize| match self.edge {
            Some(edge) if self.cuts(side) => vec![Span::new(0, edge), Span::new(side - edge, edge)],
            _ => vec![Span::new(0, side)],
        };
        self.shape.iter().map(spans).collect()
    }
}

/// Reads the corners, in row-major order of what is kept.
pub(crate) fn read_corner(
    corner: &Corner,
    ty: ElementType,
    read: impl Fn(&Area) -> Result<Buffer>,
) -> Result<Buffer> {
    let kept = corner.kept();
    if corner.len() > MOST {
        return Err(Error::new(ErrorKind::Budget, "")
            .expected(format!("at most {MOST} elements to print"))
            .found(format!("shape {:?}", corner.shape))
            .help("print a part"));
    }
    let (spans, strides) = (corner.spans(), row_major(&kept));
    let mut out = Buffer::zeros(ty, corner.len());
    for number in 0..spans.iter().map(Vec::len).product() {
        let (mut rest, mut to) = (number, 0);
        let mut axes = Vec::with_capacity(spans.len());
        for (parts, &stride) in spans.iter().zip(&strides) {
            let which = rest % parts.len();
            rest /= parts.len();
            axes.push(parts[which]);
            // A second part comes behind the first.
            to += which * parts[0].count * stride as usize;
        }
        let area = Area { axes };
        let count = area.counts();
        let part = read(&area)?;
        pair!(Buffer, Buffer, &mut out, &part, a, b => {
            copy_nd(a, to, &strides, b, 0, &row_major(&count), &count);
        }, else return Err(crate::buffer::mismatch(ty, part.element_type())));
    }
    Ok(out)
}
