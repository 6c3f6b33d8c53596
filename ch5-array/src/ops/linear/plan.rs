//! How a product is cut: what is fixed by the shapes, and what memory and threads decide.

use super::product::Product;
use crate::engine::{Blocks, Context, Output, block_shape};

/// Elements of the summed axes that are multiplied at once. Each piece is a box of whole trailing
/// axes, so that the pieces follow each other in row-major order.
const CELL: usize = 256;

/// Elements of the summed axes whose sums are made apart, before they are added in order: so many
/// that a part of the work is worth its cost.
fn group(rows: usize, columns: usize) -> usize {
    ((1 << 22) / (rows.saturating_add(columns)).max(1)).clamp(16 * CELL, 1 << 18)
}

/// The parts of a product.
pub(super) struct Plan {
    /// The extent of a part of the result, over the axes that the operands share, those of the
    /// first, and those of the second.
    pub tile: Vec<usize>,
    /// The extent of a cell along the summed axes. Fixed.
    pub cell: Vec<usize>,
    /// The number of cells along the summed axes. Fixed.
    pub cells: Vec<usize>,
    /// Cells along the summed axes that are summed apart. Fixed.
    pub group: Vec<usize>,
    /// Cells along the summed axes that are read at a time.
    pub panel: Vec<usize>,
}

impl Plan {
    pub(super) fn new(product: &Product<'_>, output: &dyn Output, context: &Context) -> Self {
        let [shared, rows, columns, summed] = product.groups();
        let len = |shape: &[usize]| shape.iter().product::<usize>().max(1);
        let (all_rows, all_columns) = (len(rows), len(columns));

        let cell = block_shape(summed, None, CELL);
        let cells: Vec<usize> = summed.iter().zip(&cell).map(|(n, c)| n.div_ceil(*c)).collect();
        let deep = len(&cell);
        let apart = (group(all_rows, all_columns) / deep).max(1);
        let group = block_shape(&cells, None, apart);
        let groups = Blocks::new(&cells, &group).len();

        let size = product.work.size();
        let memory = context.memory / context.threads.max(1);
        let read = product.room().max(2 * size);
        let limit = context.block.unwrap_or(usize::MAX);
        // Elements of a part of the result: its sums, those it is added to, the block written.
        let mut held = (memory / 4 / (2 * size + output.room())).min(limit).max(1);
        let work = (len(shared) * all_rows).saturating_mul(all_columns).saturating_mul(groups);
        if groups < 2 * context.threads && context.threads > 1 {
            held = held.min((work / (2 * context.threads)).max(64 * 64));
        }
        // Rows and columns whose elements are in memory together, one cell deep or more.
        let grids = product.grids(output);
        let chunk = grids[3].as_deref().map_or(1, len);
        let depth = deep.max(chunk.min(4 * CELL));
        let lines = (memory / 4 / read / depth).max(2);

        let mut m = all_rows.min(lines / 2).min(held.isqrt()).max(1);
        let n = all_columns.min(lines.saturating_sub(m)).min(held / m).max(1);
        m = all_rows.min(lines.saturating_sub(n)).min(held / n).max(1);
        let mut tile = Vec::new();
        let row_tile = block_shape(rows, grids[1].as_deref(), m);
        let column_tile = block_shape(columns, grids[2].as_deref(), n);
        let (m, n) = (len(&row_tile), len(&column_tile));
        let several = if m == all_rows && n == all_columns {
            (held / (m * n)).min(lines / (m + n)).max(1)
        } else {
            1
        };
        let shared_tile = block_shape(shared, grids[0].as_deref(), several);
        let lines = len(&shared_tile) * (m + n);
        tile.extend(shared_tile);
        tile.extend(row_tile);
        tile.extend(column_tile);

        let fit = (memory / 4 / read / lines / deep).clamp(1, (limit / deep).max(1));
        let panel = block_shape(&group, None, fit);
        Self { tile, cell, cells, group, panel }
    }
}
