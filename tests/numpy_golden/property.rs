//! Answers of which only a property is defined: partitions.

use ch5_array::{AnyArray, ElementType};
use serde_json::Value;

use crate::answer::Answer;
use crate::set::Set;

/// Numbers in numpy's order.
fn numbers(array: &AnyArray) -> Vec<f64> {
    let all = array.data().clone().cast(ElementType::F64).unwrap();
    let all = all.as_slice::<f64>().unwrap();
    // One NaN, one zero.
    all.iter().map(|x| if x.is_nan() { f64::NAN } else { *x + 0.0 }).collect()
}

/// The places of the lanes along an axis.
fn lanes(shape: &[usize], axis: usize) -> Vec<Vec<usize>> {
    let inner: usize = shape[axis + 1..].iter().product();
    let outer: usize = shape[..axis].iter().product();
    let lane =
        |o: usize, i: usize| (0..shape[axis]).map(|k| (o * shape[axis] + k) * inner + i).collect();
    (0..outer).flat_map(|o| (0..inner).map(move |i| (o, i))).map(|(o, i)| lane(o, i)).collect()
}

pub(crate) fn check(got: &Answer, case: &Value, set: &Set) -> Result<(), String> {
    let Answer::Array(got) = got else { return Err(format!("expected an array, found {got:?}")) };
    let input = &set.arrays[case["args"][0]["a"].as_str().unwrap()];
    let property = &case["property"];
    let places = property.get("argpartition_kth").is_some();
    let kth = property.get("partition_kth").or(property.get("argpartition_kth")).unwrap();
    let kth: Vec<i64> = match kth {
        Value::Array(all) => all.iter().map(|k| k.as_i64().unwrap()).collect(),
        one => vec![one.as_i64().unwrap()],
    };
    let expected = if places { ElementType::I64 } else { input.element_type() };
    if got.shape() != input.shape() || got.element_type() != expected {
        return Err(format!("found {} {:?}", got.element_type(), got.shape()));
    }
    let rank = input.shape().len() as i64;
    let axis = case["kwargs"]["axis"]["v"].as_i64().unwrap_or(-1).rem_euclid(rank);
    let (from, to) = (numbers(input), numbers(got));
    for lane in lanes(input.shape(), axis as usize) {
        let before: Vec<f64> = lane.iter().map(|&i| from[i]).collect();
        let mut after: Vec<f64> = lane.iter().map(|&i| to[i]).collect();
        if places {
            let mut seen: Vec<usize> = after.iter().map(|&x| x as usize).collect();
            after = seen.iter().map(|&i| before[i]).collect();
            seen.sort_unstable();
            if !seen.iter().copied().eq(0..lane.len()) {
                return Err(format!("not every place once: {seen:?}"));
            }
        }
        let (mut sorted, mut same) = (before.clone(), after.clone());
        sorted.sort_by(f64::total_cmp);
        same.sort_by(f64::total_cmp);
        let equal =
            |a: &[f64], b: &[f64]| a.iter().map(|x| x.to_bits()).eq(b.iter().map(|x| x.to_bits()));
        if !equal(&sorted, &same) {
            return Err(format!("other elements: {before:?} became {after:?}"));
        }
        for &k in &kth {
            let k = k.rem_euclid(lane.len() as i64) as usize;
            let at = after[k];
            let right = at.total_cmp(&sorted[k]).is_eq()
                && after[..k].iter().all(|x| x.total_cmp(&at).is_le())
                && after[k..].iter().all(|x| x.total_cmp(&at).is_ge());
            if !right {
                return Err(format!("not split at {k}: {after:?}"));
            }
        }
    }
    Ok(())
}
