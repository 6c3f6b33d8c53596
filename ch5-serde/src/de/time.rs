//! `Duration` and `SystemTime` through serde, from the integers that ch5's own traits store.

use ch5_array::Result;
use serde::de::Visitor;
use serde::de::value::MapDeserializer;

use crate::read::Node;
use crate::store::Units;

/// How serde's impls name the parts of a time, and what the integer counts.
const TIMES: [(&str, [&str; 2], &Units); 2] = [
    ("Duration", ["secs", "nanos"], Units::NANOSECONDS),
    ("SystemTime", ["secs_since_epoch", "nanos_since_epoch"], Units::NANOSECONDS_SINCE_1970_UTC),
];

/// The units of the integer that may stand for one of serde's times.
pub(super) fn units(name: &str, fields: &[&str]) -> Option<&'static Units> {
    let time = TIMES.iter().find(|(known, parts, _)| *known == name && parts == fields);
    time.map(|(_, _, units)| *units)
}

/// Gives seconds and nanoseconds to a visitor.
pub(super) fn visit<'de, V: Visitor<'de>>(
    node: Node<'_>,
    units: &Units,
    fields: &'static [&'static str],
    visitor: V,
) -> Result<V::Value> {
    let nanos = units.read(node)?;
    let parts = [nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000)];
    visitor.visit_map(MapDeserializer::new(fields.iter().copied().zip(parts)))
}
