//! The types of the crate time: integers with units.

use ch5_array::{Error, ErrorKind, Result};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};

use super::units::{Units, quantity};
use crate::read::Node;

quantity! {
    OffsetDateTime: Units::NANOSECONDS_SINCE_1970_UTC,
    |time| i64::try_from(time.unix_timestamp_nanos()).ok(),
    |nanos| OffsetDateTime::from_unix_timestamp_nanos(nanos.into()).ok(),
    else |node| refuse(node);

    PrimitiveDateTime: Units::NANOSECONDS_SINCE_1970,
    |time| i64::try_from(time.assume_utc().unix_timestamp_nanos()).ok(),
    |nanos| {
        let time = OffsetDateTime::from_unix_timestamp_nanos(nanos.into()).ok()?;
        Some(PrimitiveDateTime::new(time.date(), time.time()))
    },
    else |node| refuse(node);

    Date: Units::DAYS_SINCE_1970,
    |date| Some(i64::from(date.to_julian_day() - EPOCH)),
    |days| Date::from_julian_day(i32::try_from(days).ok()?.checked_add(EPOCH)?).ok(),
    else |node| refuse(node);

    Duration: Units::NANOSECONDS,
    |time| i64::try_from(time.whole_nanoseconds()).ok(),
    |nanos| Some(Duration::nanoseconds(nanos)),
    else |node| refuse(node);
}

/// The Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;

fn refuse<T>(node: Node<'_>) -> Result<T> {
    let locator = node.locator();
    let (content, _) = node.content()?;
    let error = Error::new(ErrorKind::WrongType, "").expected("a number with units");
    Err(locator.locate(error.found(content.kind())))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_epoch_is_the_day_it_is_said_to_be() {
        assert_eq!(time::OffsetDateTime::UNIX_EPOCH.date().to_julian_day(), super::EPOCH);
    }
}
