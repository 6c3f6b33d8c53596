//! chrono's types: integers with units. RFC 3339 text, as chrono's own serde impls write it, is
//! read too.

use std::str::FromStr;

use ch5_array::{Error, ErrorKind, Result};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

use super::H5Read;
use super::units::{Units, quantity};
use crate::read::Node;

quantity! {
    DateTime<Utc>: Units::NANOSECONDS_SINCE_1970_UTC,
    |time| time.timestamp_nanos_opt(),
    |nanos| Some(DateTime::from_timestamp_nanos(nanos)),
    else |node| text(node);

    NaiveDateTime: Units::NANOSECONDS_SINCE_1970,
    |time| time.and_utc().timestamp_nanos_opt(),
    |nanos| Some(DateTime::from_timestamp_nanos(nanos).naive_utc()),
    else |node| text(node);

    NaiveDate: Units::DAYS_SINCE_1970,
    |date| Some(date.to_epoch_days().into()),
    |days| i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days),
    else |node| text(node);

    Duration: Units::NANOSECONDS,
    |time| time.num_nanoseconds(),
    |nanos| Some(Duration::nanoseconds(nanos)),
    else |node| {
        // Seconds and nanoseconds.
        let (seconds, nanos) = <(i64, u32)>::__get(node)?;
        Duration::new(seconds, nanos).ok_or_else(|| {
            Error::new(ErrorKind::Value, "")
                .expected("seconds and nanoseconds of a duration")
                .found(format!("{seconds} and {nanos}"))
        })
    };
}

fn text<T: FromStr>(node: Node<'_>) -> Result<T> {
    let locator = node.locator();
    let text = String::__get(node)?;
    text.parse().map_err(|_| {
        locator.locate(
            Error::new(ErrorKind::Value, "")
                .expected("a number with units, or a time as RFC 3339 text")
                .found(format!("{text:?}")),
        )
    })
}
