//! Sorting the lanes of an axis into an output.

use std::sync::Arc;

use crate::buffer::{Buffer, copy_nd, map, row_major};
use crate::engine::sorted::{
    Lane, Payload, decode, encode, fits, in_memory, places_in_memory, sorted,
};
use crate::engine::{Blocks, Context, Joined, Output, block_shape, run};
use crate::error::Result;
use crate::node::{Area, NodeRef, Permute};

/// Sorts along an axis; with `places`, into the places that the elements had.
pub(super) fn sort(
    node: &NodeRef<'_>,
    axis: usize,
    places: bool,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    let n = node.shape()[axis];
    let lanes: usize = without(node.shape(), axis).iter().product();
    if n == 0 || lanes == 0 {
        return Ok(());
    }
    let fit = fits(&**node, places, context);
    if n <= fit && (lanes > 1 || n < 1 << 16) {
        short(node, axis, places, fit, output, context)
    } else {
        long(node, axis, places, output, context)
    }
}

fn without(all: &[usize], axis: usize) -> Vec<usize> {
    all.iter().enumerate().filter(|(i, _)| *i != axis).map(|(_, n)| *n).collect()
}

fn with(mut all: Vec<usize>, axis: usize, n: usize) -> Vec<usize> {
    all.insert(axis, n);
    all
}

/// Lanes that fit in memory: as many at once as do.
fn short(
    node: &NodeRef<'_>,
    axis: usize,
    places: bool,
    fit: usize,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    let shape = node.shape();
    let (n, ty) = (shape[axis], node.element_type());
    let mut order: Vec<usize> = (0..shape.len()).filter(|&i| i != axis).collect();
    order.push(axis);
    // The axis comes last, so that lanes are neighbours.
    let turned = Permute::new(node.clone(), order.clone());
    let turned: NodeRef<'_> = Arc::new(turned);
    let outer = without(shape, axis);
    let grid = output.grid().or_else(|| node.grid()).map(|grid| without(&grid, axis));
    let blocks = Blocks::new(&outer, &block_shape(&outer, grid.as_deref(), fit / n));
    run(context, blocks.len(), |i, inside| {
        let (start, count) = blocks.get(i);
        let area = Area::block(&[&*start, &[0]].concat(), &[&*count, &[n]].concat());
        let codes = encode(turned.read(&area, inside)?, !places);
        let done = if places {
            Buffer::I64(places_in_memory(codes, n)?)
        } else {
            decode(in_memory(codes, n)?, ty)
        };
        let (start, count) = (with(start, axis, 0), with(count, axis, n));
        output.put(&start, &count, turned_back(done, &order, &count))
    })
}

/// Elements with axes in an order, in the row-major order of a shape.
fn turned_back(data: Buffer, order: &[usize], shape: &[usize]) -> Buffer {
    if order.iter().is_sorted() {
        return data;
    }
    let strides = row_major(shape);
    let counts: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    let to: Vec<isize> = order.iter().map(|&axis| strides[axis]).collect();
    map!(Buffer, &data, v => {
        let mut out = vec![Default::default(); v.len()];
        copy_nd(&mut out, 0, &to, v, 0, &row_major(&counts), &counts);
        out
    })
}

/// Lanes that do not, one after the other.
fn long(
    node: &NodeRef<'_>,
    axis: usize,
    places: bool,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    let ty = node.element_type();
    let outer = without(node.shape(), axis);
    let lanes = Blocks::new(&outer, &vec![1; outer.len()]);
    let room = if places { size_of::<i64>() } else { ty.size() };
    let joined = match outer.is_empty() {
        true => Joined::new(output, node.shape()[axis], room, context),
        false => None,
    };
    let output = joined.as_ref().map_or(output, |joined| joined as &dyn Output);
    for i in 0..lanes.len() {
        let at = with(lanes.get(i).0, axis, 0);
        let payload = if places { Payload::Places } else { Payload::None };
        let lane = Lane { node: &**node, axis, at: at.clone(), exact: !places, payload };
        let sorted = sorted(&lane, context).inspect_err(|_| context.repeated(lanes.len()))?;
        run(context, sorted.ranges(), |i, _| {
            sorted.range(i, &mut |start, keys, payload| {
                let data = payload.map_or_else(|| decode(keys, ty), Buffer::I64);
                let mut place = at.clone();
                place[axis] = start;
                let count = with(vec![1; outer.len()], axis, data.len());
                output.put(&place, &count, data)
            })
        })?;
    }
    Ok(())
}
