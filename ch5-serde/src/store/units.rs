//! Numbers with units: times as integers, whose attribute `units` says of what.

use ch5_array::{DType, Error, ErrorKind, Object, Result, as_bytes};

use crate::H5Read;
use crate::read::{Node, Source, View};
use crate::write::{Slot, Target};

/// The attribute, as CF and most tools name it.
const ATTRIBUTE: &str = "units";

/// What a stored integer counts.
pub(crate) struct Units {
    /// As it is written.
    text: &'static str,
    /// Nanoseconds in one.
    size: i64,
    /// The day from which it is counted.
    since: Option<&'static str>,
}

impl Units {
    pub(crate) const NANOSECONDS: &'static Self =
        &Self { text: "nanoseconds", size: 1, since: None };
    pub(crate) const NANOSECONDS_SINCE_1970_UTC: &'static Self = &Self {
        text: "nanoseconds since 1970-01-01T00:00:00Z",
        size: 1,
        since: Some("1970-01-01"),
    };
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(crate) const NANOSECONDS_SINCE_1970: &'static Self =
        &Self { text: "nanoseconds since 1970-01-01T00:00:00", size: 1, since: Some("1970-01-01") };
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(crate) const DAYS_SINCE_1970: &'static Self =
        &Self { text: "days since 1970-01-01", size: DAY, since: Some("1970-01-01") };

    /// Puts a number.
    pub(crate) fn put(&self, value: i64, slot: Slot<'_>) -> Result<()> {
        if !matches!(slot.target, Target::Member { .. }) {
            return slot.number(value);
        }
        self.no_other(&slot)?;
        slot.scalar(&DType::I64, true, |dataset| {
            dataset.write_bytes(&DType::I64, None, as_bytes(&[value]))?;
            dataset.attrs().write_text(ATTRIBUTE, self.text)
        })
    }

    /// Puts a sequence of numbers.
    pub(crate) fn put_all(&self, values: &[i64], slot: Slot<'_>) -> Result<()> {
        if !matches!(slot.target, Target::Member { .. }) {
            return slot.numbers(values);
        }
        self.no_other(&slot)?;
        slot.array(&DType::I64, &[values.len() as u64], |dataset| {
            dataset.write_numbers(None, values)?;
            dataset.attrs().write_text(ATTRIBUTE, self.text)
        })
    }

    fn no_other(&self, slot: &Slot<'_>) -> Result<()> {
        if slot.opts.attrs.iter().any(|(name, _)| *name == ATTRIBUTE) {
            return Err(slot.locate(
                Error::new(ErrorKind::Unsupported, "a time has the units of its type")
                    .expected(format!("the attribute units = {:?}", self.text))
                    .found("another one in #[h5(attrs(...))]"),
            ));
        }
        Ok(())
    }

    /// What `factor` numbers of these units are in the units that the value is stored in; rows
    /// and attributes have none of their own.
    pub(crate) fn factor(&self, node: &Node<'_>) -> Result<Factor> {
        let Source::Object(Object::Dataset(dataset)) = &node.source else {
            return Ok(Factor::ONE);
        };
        let Some(found) = dataset.attrs().text(ATTRIBUTE)? else { return Ok(Factor::ONE) };
        match parse(&found) {
            Some((size, since)) if since == self.since => {
                Ok(Factor { times: size.into(), over: self.size.into() })
            }
            _ => Err(dataset.locate(
                Error::new(ErrorKind::Unsupported, "the value has other units")
                    .expected(self.text)
                    .found(format!("{found:?}")),
            )),
        }
    }

    /// Reads a number of these units.
    pub(crate) fn read(&self, node: Node<'_>) -> Result<i64> {
        let locator = node.locator();
        let node = node.open()?;
        let factor = self.factor(&node)?;
        let number = factor.apply(i64::__get(node)?);
        number.ok_or_else(|| locator.locate(self.out_of_range()))
    }

    /// The error for a value that 64 bits of these units cannot hold, or that the type cannot.
    #[cold]
    pub(crate) fn out_of_range(&self) -> Error {
        Error::new(ErrorKind::Value, "the time is out of range")
            .expected(format!("64-bit {} that the type can hold", self.text))
            .help("store it through serde, or as bincode")
    }
}

/// A fraction by which stored numbers are multiplied.
#[derive(Clone, Copy)]
pub(crate) struct Factor {
    times: i128,
    over: i128,
}

impl Factor {
    const ONE: Self = Self { times: 1, over: 1 };

    /// The number in the units of the type, if it is whole and fits.
    pub(crate) fn apply(self, number: i64) -> Option<i64> {
        let product = i128::from(number) * self.times;
        (product % self.over == 0).then_some(product / self.over)?.try_into().ok()
    }
}

const DAY: i64 = 86_400_000_000_000;

/// The nanoseconds in one unit, and the day since which it is counted.
fn parse(text: &str) -> Option<(i64, Option<&'static str>)> {
    let (unit, since) = match text.split_once(" since ") {
        None => (text.trim(), None),
        Some((unit, since)) => {
            let day = since.trim();
            let (day, time) = day.split_once(['T', ' ']).unwrap_or((day, ""));
            let time = time.trim_end_matches("UTC").trim_end_matches(['Z', ' ']);
            let time = time.trim_end_matches("+00:00").trim_end_matches(".0");
            (day == "1970-01-01" && matches!(time, "" | "00:00" | "00:00:00")).then_some(())?;
            (unit.trim(), Some("1970-01-01"))
        }
    };
    let size = match unit {
        "nanoseconds" | "nanosecond" | "ns" => 1,
        "microseconds" | "microsecond" | "us" => 1_000,
        "milliseconds" | "millisecond" | "ms" => 1_000_000,
        "seconds" | "second" | "s" => 1_000_000_000,
        "minutes" | "minute" | "min" => 60_000_000_000,
        "hours" | "hour" | "h" => 3_600_000_000_000,
        "days" | "day" | "d" => DAY,
        _ => return None,
    };
    Some((size, since))
}

/// True for a number, and for a dataset of numbers.
pub(crate) fn is_number(node: &Node<'_>) -> Result<bool> {
    Ok(match &node.source {
        Source::Object(Object::Dataset(dataset)) => {
            !dataset.is_null() && dataset.dtype().is_integer()
        }
        Source::Cell(cell) => matches!(cell.view()?, View::Int(_) | View::Uint(_)),
        Source::Attr(_, attr) => attr.dtype.is_integer(),
        _ => false,
    })
}

/// Types that are stored as an integer with units. What is not a number is read another way: in
/// the form that serde gives the type.
macro_rules! quantity {
    ($($ty:ty: $units:expr, |$value:ident| $to:expr, |$number:ident| $from:expr,
        else |$node:ident| $other:expr;)*) => {$(
        impl $crate::H5Write for $ty {
            $crate::store::no_group!(write);

            fn __put(&self, slot: $crate::Slot<'_>) -> ch5_array::Result<()> {
                let $value = self;
                let to: Option<i64> = $to;
                match to {
                    Some(number) => $units.put(number, slot),
                    None => Err(slot.locate($units.out_of_range())),
                }
            }

            fn __put_slice(slice: &[Self], slot: $crate::Slot<'_>) -> ch5_array::Result<()> {
                let mut numbers = Vec::with_capacity(slice.len());
                for (i, $value) in slice.iter().enumerate() {
                    let to: Option<i64> = $to;
                    let out = || slot.locate($units.out_of_range().nest(&format!("[{i}]")));
                    numbers.push(to.ok_or_else(out)?);
                }
                $units.put_all(&numbers, slot)
            }
        }

        impl $crate::H5Read for $ty {
            $crate::store::no_group!(read);

            fn __get(node: $crate::Node<'_>) -> ch5_array::Result<Self> {
                let locator = node.locator();
                let read = |$node: $crate::Node<'_>| {
                    if !$crate::store::units::is_number(&$node)? {
                        return $other;
                    }
                    let number = $units.read($node)?;
                    let from = |$number: i64| -> Option<Self> { $from };
                    from(number).ok_or_else(|| $units.out_of_range())
                };
                node.open()?.unpacked(read).map_err(|e| locator.locate(e))
            }

            fn __get_vec(node: $crate::Node<'_>) -> ch5_array::Result<Vec<Self>> {
                let locator = node.locator();
                let node = node.open()?;
                if !$crate::store::units::is_number(&node)? {
                    return $crate::store::bulk::each(node, |all: &mut Vec<Self>, node| {
                        all.push(Self::__get(node)?);
                        Ok(())
                    });
                }
                let factor = $units.factor(&node)?;
                let from = |$number: i64| -> Option<Self> { $from };
                let mut all = Vec::new();
                for (i, number) in i64::__get_vec(node)?.into_iter().enumerate() {
                    let one = factor.apply(number).and_then(from);
                    all.push(one.ok_or_else(|| {
                        locator.locate($units.out_of_range().nest(&format!("[{i}]")))
                    })?);
                }
                Ok(all)
            }
        }
    )*};
}
pub(crate) use quantity;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_other_tools() {
        let epoch = Some("1970-01-01");
        for (text, expected) in [
            ("ns", Some((1, None))),
            ("seconds", Some((1_000_000_000, None))),
            ("days since 1970-01-01", Some((DAY, epoch))),
            ("seconds since 1970-01-01 00:00:00 UTC", Some((1_000_000_000, epoch))),
            ("milliseconds since 1970-01-01T00:00:00Z", Some((1_000_000, epoch))),
            ("hours since 1970-01-01 00:00:00.0", Some((3_600_000_000_000, epoch))),
            ("days since 1900-01-01", None),
            ("hours since 1970-01-01 12:00", None),
            ("mm", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_stay_whole() {
        let days = Factor { times: 1_000_000_000, over: DAY.into() };
        assert_eq!(days.apply(2 * 86_400), Some(2));
        assert_eq!(days.apply(1), None);
        let seconds = Factor { times: 1_000_000_000, over: 1 };
        assert_eq!(seconds.apply(-3), Some(-3_000_000_000));
        assert_eq!(seconds.apply(i64::MAX), None);
    }
}
