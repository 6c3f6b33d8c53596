//! Copying between strided layouts.

/// The row-major strides of a shape, in elements.
pub(crate) fn row_major(shape: &[usize]) -> Vec<isize> {
    let mut strides = vec![1isize; shape.len()];
    for axis in (0..shape.len().saturating_sub(1)).rev() {
        strides[axis] = strides[axis + 1].saturating_mul(shape[axis + 1].max(1) as isize);
    }
    strides
}

/// Elements of a tile's side where both layouts run against each other.
const TILE: usize = 64;

/// Elements of the side of a square that is transposed in registers.
const SIDE: usize = 4;

/// Copies `count` elements an axis from one strided layout to another. All places must lie inside
/// the slices, or this panics; `to` must not name a place twice.
pub(crate) fn copy_nd<T: Clone>(
    to: &mut [T],
    to_start: usize,
    to_strides: &[isize],
    from: &[T],
    from_start: usize,
    from_strides: &[isize],
    count: &[usize],
) {
    if count.contains(&0) {
        return;
    }
    let mut axes: Vec<(usize, isize, isize)> = Vec::with_capacity(count.len());
    for ((&n, &t), &f) in count.iter().zip(to_strides).zip(from_strides) {
        if n == 1 {
            continue;
        }
        match axes.last_mut() {
            // The outer axis continues the inner one in both layouts.
            Some((outer, ot, of)) if *ot == t * n as isize && *of == f * n as isize => {
                (*outer, *ot, *of) = (*outer * n, t, f);
            }
            _ => axes.push((n, t, f)),
        }
    }
    let tiled = axes.len() >= 2
        && axes[axes.len() - 1].2.unsigned_abs() > 1
        && axes[axes.len() - 2].2.unsigned_abs() == 1;
    let inner = axes.split_off(axes.len().saturating_sub(if tiled { 2 } else { 1 }));
    let mut at = vec![0usize; axes.len()];
    let (mut t, mut f) = (to_start as isize, from_start as isize);
    loop {
        match &*inner {
            [] => to[t as usize].clone_from(&from[f as usize]),
            &[(n, 1, 1)] => {
                to[t as usize..t as usize + n].clone_from_slice(&from[f as usize..f as usize + n]);
            }
            &[(n, ts, fs)] => {
                for i in 0..n as isize {
                    to[(t + i * ts) as usize].clone_from(&from[(f + i * fs) as usize]);
                }
            }
            &[outer, last] => tiles(to, t, from, f, outer, last),
            _ => unreachable!("at most two axes are split off"),
        }
        let mut axis = axes.len();
        loop {
            if axis == 0 {
                return;
            }
            axis -= 1;
            let (n, ts, fs) = axes[axis];
            at[axis] += 1;
            t += ts;
            f += fs;
            if at[axis] < n {
                break;
            }
            t -= ts * n as isize;
            f -= fs * n as isize;
            at[axis] = 0;
        }
    }
}

/// A transposition, tile by tile, so that both sides stay in the cache.
fn tiles<T: Clone>(
    to: &mut [T],
    t: isize,
    from: &[T],
    f: isize,
    (n, nt, nf): (usize, isize, isize),
    (m, mt, mf): (usize, isize, isize),
) {
    let place = |start: isize, i: usize, by: isize| (start + i as isize * by) as usize;
    for i0 in (0..n).step_by(TILE) {
        for j0 in (0..m).step_by(TILE) {
            let (is, js) = ((i0 + TILE).min(n), (j0 + TILE).min(m));
            let (mut i, mut done) = (i0, i0);
            while nf == 1 && mt == 1 && i + SIDE <= is {
                let mut j = j0;
                while j + SIDE <= js {
                    let rows: [&[T]; SIDE] = std::array::from_fn(|k| {
                        let at = place(f + i as isize, j + k, mf);
                        &from[at..at + SIDE]
                    });
                    for k in 0..SIDE {
                        let at = place(t + j as isize, i + k, nt);
                        for (to, row) in to[at..at + SIDE].iter_mut().zip(&rows) {
                            to.clone_from(&row[k]);
                        }
                    }
                    j += SIDE;
                }
                for k in i..i + SIDE {
                    for j in j..js {
                        to[place(t + j as isize, k, nt)]
                            .clone_from(&from[place(f + k as isize, j, mf)]);
                    }
                }
                i += SIDE;
                done = i;
            }
            for i in done..is {
                let (ti, fi) = (t + i as isize * nt, f + i as isize * nf);
                for j in j0..js {
                    to[place(ti, j, mt)].clone_from(&from[place(fi, j, mf)]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_rows_columns_and_reversed() {
        let from: Vec<u32> = (0..24).collect();
        let mut to = vec![0; 24];
        // (2, 3, 4) to (4, 3, 2)
        copy_nd(&mut to, 0, &row_major(&[4, 3, 2]), &from, 0, &[1, 4, 12], &[4, 3, 2]);
        assert_eq!(to[..6], [0, 12, 4, 16, 8, 20]);
        copy_nd(&mut to, 0, &[1], &from, 23, &[-1], &[24]);
        assert_eq!(to[..3], [23, 22, 21]);
        copy_nd(&mut to, 0, &[4, 1], &from, 5, &[0, 0], &[6, 4]);
        assert_eq!(to, [5; 24]);
        // (70, 9) to (9, 70): squares, and what is left of both sides.
        let wide: Vec<u32> = (0..630).collect();
        let mut turned = vec![0; 630];
        copy_nd(&mut turned, 0, &[70, 1], &wide, 0, &[1, 9], &[9, 70]);
        assert!((0..630).all(|k| turned[k] == wide[k % 70 * 9 + k / 70]));
        copy_nd(&mut to, 0, &[], &from, 7, &[], &[]);
        assert_eq!(to[0], 7);
    }
}
