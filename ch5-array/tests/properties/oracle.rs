//! numpy's rules of indexing, one element after the other.

use ch5_array::{AxisIndex, Ellipsis, NewAxis, Selection, Slice};
use ndarray::ArrayD;

/// One index of a selection.
#[derive(Debug, Clone)]
pub(crate) enum Ix {
    At(i64),
    Slice(Option<i64>, Option<i64>, i64),
    Ellipsis,
    NewAxis,
    Places(ArrayD<i64>),
    Mask(ArrayD<bool>),
}

impl Ix {
    fn axis(&self) -> AxisIndex {
        match self {
            Self::At(at) => (*at).into(),
            Self::Slice(start, end, step) => Slice::new(*start, *end, *step).into(),
            Self::Ellipsis => Ellipsis.into(),
            Self::NewAxis => NewAxis.into(),
            Self::Places(at) => at.into(),
            Self::Mask(mask) => mask.into(),
        }
    }

    /// The axes of the array that it stands for.
    fn covers(&self) -> usize {
        match self {
            Self::Ellipsis | Self::NewAxis => 0,
            Self::Mask(mask) => mask.ndim(),
            _ => 1,
        }
    }
}

/// The selection as ch5 takes it.
pub(crate) fn selection(all: &[Ix]) -> Selection {
    Selection::from(all.iter().map(Ix::axis).collect::<Vec<_>>())
}

/// Python's `range(*slice.indices(n))`.
fn walk(start: Option<i64>, end: Option<i64>, step: i64, n: i64) -> Vec<usize> {
    let (low, high) = if step > 0 { (0, n) } else { (-1, n - 1) };
    let bound = |at: i64| (if at < 0 { at + n } else { at }).clamp(low, high);
    let (mut at, end) = if step > 0 {
        (start.map_or(0, bound), end.map_or(n, bound))
    } else {
        (start.map_or(n - 1, bound), end.map_or(-1, bound))
    };
    let mut all = Vec::new();
    while if step > 0 { at < end } else { at > end } {
        all.push(at as usize);
        at += step;
    }
    all
}

/// What stands for one axis of the array, or makes a new one.
enum Part {
    Walk(Vec<usize>),
    New,
    /// An ellipsis of no axis: it parts index arrays all the same.
    Mark,
    /// Index arrays and, beside them, integers.
    Fancy(ArrayD<i64>),
}

/// The place behind an index along an axis.
fn place(at: i64, n: usize) -> Option<usize> {
    let n = n as i64;
    (-n..n).contains(&at).then(|| at.rem_euclid(n) as usize)
}

/// The shape of the result and, in its row-major order, the flat places it takes; `None` where
/// numpy raises.
pub(crate) fn picks(shape: &[usize], all: &[Ix]) -> Option<(Vec<usize>, Vec<usize>)> {
    let covered: usize = all.iter().map(Ix::covers).sum();
    let missing = shape.len().checked_sub(covered)?;
    if all.iter().filter(|ix| matches!(ix, Ix::Ellipsis)).count() > 1 {
        return None;
    }
    let fancy = all.iter().any(|ix| matches!(ix, Ix::Places(_) | Ix::Mask(_)));
    let mut all = all.to_vec();
    if !all.iter().any(|ix| matches!(ix, Ix::Ellipsis)) {
        all.push(Ix::Ellipsis);
    }
    let (mut parts, mut axis) = (Vec::new(), 0);
    for ix in &all {
        match ix {
            Ix::Ellipsis => {
                parts.extend((0..missing).map(|k| Part::Walk((0..shape[axis + k]).collect())));
                if missing == 0 {
                    parts.push(Part::Mark);
                }
                axis += missing;
            }
            Ix::NewAxis => parts.push(Part::New),
            Ix::At(at) => {
                parts.push(Part::Fancy(ndarray::arr0(*at).into_dyn()));
                axis += 1;
            }
            Ix::Slice(_, _, 0) => return None,
            Ix::Slice(start, end, step) => {
                parts.push(Part::Walk(walk(*start, *end, *step, shape[axis] as i64)));
                axis += 1;
            }
            Ix::Places(at) => {
                parts.push(Part::Fancy(at.clone()));
                axis += 1;
            }
            Ix::Mask(mask) => {
                if mask.shape() != &shape[axis..axis + mask.ndim()] {
                    return None;
                }
                for k in 0..mask.ndim() {
                    let hits = mask.indexed_iter().filter(|(_, hit)| **hit);
                    let at: Vec<i64> = hits.map(|(at, _)| at[k] as i64).collect();
                    parts.push(Part::Fancy(ndarray::Array1::from(at).into_dyn()));
                }
                axis += mask.ndim();
            }
        }
    }
    finish(shape, &parts, fancy)
}

fn finish(shape: &[usize], parts: &[Part], fancy: bool) -> Option<(Vec<usize>, Vec<usize>)> {
    let spreads = |part: &Part| matches!(part, Part::Fancy(_));
    let common = {
        let mut common: Vec<usize> = Vec::new();
        for part in parts {
            let Part::Fancy(at) = part else { continue };
            let rank = common.len().max(at.ndim());
            let side = |s: &[usize], k: usize| (k + s.len()).checked_sub(rank).map_or(1, |i| s[i]);
            common = (0..rank)
                .map(|k| match (side(&common, k), side(at.shape(), k)) {
                    (a, b) if a == b => Some(a),
                    (1, b) => Some(b),
                    (a, 1) => Some(a),
                    _ => None,
                })
                .collect::<Option<_>>()?;
        }
        common
    };
    // Side by side the index arrays stay where they are; parted they come first.
    let first = parts.iter().position(spreads);
    let last = parts.iter().rposition(spreads);
    let apart = match (first, last) {
        (Some(a), Some(b)) => parts[a..b].iter().any(|part| !spreads(part)),
        _ => false,
    };
    let mut sides: Vec<(Option<usize>, usize)> = Vec::new();
    let fancy_sides = || common.iter().map(|&n| (None, n));
    if fancy && apart {
        sides.extend(fancy_sides());
    }
    for (k, part) in parts.iter().enumerate() {
        match part {
            Part::Mark => {}
            Part::Walk(walk) => sides.push((Some(k), walk.len())),
            Part::New => sides.push((Some(k), 1)),
            Part::Fancy(_) if fancy && !apart && Some(k) == first => sides.extend(fancy_sides()),
            Part::Fancy(_) => {}
        }
    }
    let out: Vec<usize> = sides.iter().map(|side| side.1).collect();
    let fancy_at = sides.iter().position(|side| side.0.is_none());
    let mut places = Vec::new();
    // Every index is looked at, also where nothing is picked.
    let mut axis = 0;
    for part in parts {
        match part {
            Part::New | Part::Mark => {}
            Part::Walk(_) => axis += 1,
            Part::Fancy(at) => {
                // Of nothing only integers are looked at.
                let empty = common.contains(&0) && at.ndim() > 0;
                if !empty && at.iter().any(|&at| place(at, shape[axis]).is_none()) {
                    return None;
                }
                axis += 1;
            }
        }
    }
    for at in ndarray::indices(ndarray::IxDyn(&out)) {
        let at = ndarray::Dimension::slice(&at).to_vec();
        let (mut flat, mut axis) = (0, 0);
        for (k, part) in parts.iter().enumerate() {
            let here = match part {
                Part::New | Part::Mark => continue,
                Part::Walk(walk) => {
                    walk[at[sides.iter().position(|side| side.0 == Some(k)).unwrap()]]
                }
                Part::Fancy(index) => {
                    let begin = fancy_at.unwrap_or(0);
                    let of: Vec<usize> = (0..index.ndim())
                        .map(|i| {
                            let along = at[begin + common.len() - index.ndim() + i];
                            if index.shape()[i] == 1 { 0 } else { along }
                        })
                        .collect();
                    place(index[&*of], shape[axis])?
                }
            };
            flat = flat * shape[axis] + here;
            axis += 1;
        }
        places.push(flat);
    }
    Some((out, places))
}
