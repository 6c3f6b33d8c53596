//! Points in time and durations as text, in ISO 8601 as numpy writes and reads it.

use super::TimeUnit;

/// Not a time.
const NAT: i64 = i64::MIN;

const DAY: i128 = 86_400_000_000_000;

/// Days from 1970-01-01 to the first day of a month, counted from January of year 0.
fn first_day(month: i128) -> i128 {
    // Years from March on, so that the leap day is the last one.
    let from_march = month - 2;
    let (year, month) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // March to July, and August to December, have 153 days each.
    year * 365 + leaps + (153 * month + 2) / 5 - 719_468
}

/// The month of a day, counted from January of year 0, and the day in it from 0.
fn month_of(day: i128) -> (i128, i128) {
    // 400 years have 146,097 days; the guess is one month off at most.
    let mut month = (day + 719_528) * 4_800 / 146_097;
    while first_day(month) > day {
        month -= 1;
    }
    while first_day(month + 1) <= day {
        month += 1;
    }
    (month, day - first_day(month))
}

fn year(year: i128) -> String {
    // As C writes `%04d`: the sign is one of the four.
    if year < 0 { format!("{year:04}") } else { format!("{year:0>4}") }
}

/// A point in time, `NaT` for none.
pub(crate) fn time_text(unit: TimeUnit, n: i64) -> String {
    if n == NAT {
        return "NaT".to_owned();
    }
    let n = i128::from(n);
    let Some(size) = unit.nanoseconds() else {
        return match unit {
            TimeUnit::Month => {
                let month = n + 1970 * 12;
                format!("{}-{:02}", year(month.div_euclid(12)), month.rem_euclid(12) + 1)
            }
            _ => year(n + 1970),
        };
    };
    let total = n * i128::from(size);
    let (month, day) = month_of(total.div_euclid(DAY));
    let date =
        format!("{}-{:02}-{:02}", year(month.div_euclid(12)), month.rem_euclid(12) + 1, day + 1);
    let rest = total.rem_euclid(DAY);
    let (hour, minute) = (rest / 3_600_000_000_000, rest / 60_000_000_000 % 60);
    let (second, parts) = (rest / 1_000_000_000 % 60, rest % 1_000_000_000);
    match unit {
        TimeUnit::Hour => format!("{date}T{hour:02}"),
        TimeUnit::Minute => format!("{date}T{hour:02}:{minute:02}"),
        TimeUnit::Second => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        TimeUnit::Millisecond | TimeUnit::Microsecond | TimeUnit::Nanosecond => {
            let digits = match unit {
                TimeUnit::Millisecond => 3,
                TimeUnit::Microsecond => 6,
                _ => 9,
            };
            let parts = format!("{parts:09}");
            format!("{date}T{hour:02}:{minute:02}:{second:02}.{}", &parts[..digits])
        }
        _ => date,
    }
}

/// A duration, as `5 days`.
pub(crate) fn duration_text(unit: TimeUnit, n: i64) -> String {
    let name = match unit {
        TimeUnit::Year => "years",
        TimeUnit::Month => "months",
        TimeUnit::Week => "weeks",
        TimeUnit::Day => "days",
        TimeUnit::Hour => "hours",
        TimeUnit::Minute => "minutes",
        TimeUnit::Second => "seconds",
        TimeUnit::Millisecond => "milliseconds",
        TimeUnit::Microsecond => "microseconds",
        TimeUnit::Nanosecond => "nanoseconds",
    };
    if n == NAT { "NaT".to_owned() } else { format!("{n} {name}") }
}

/// Digits only: a sign or a space would be taken by `parse` too.
fn number(text: &str, least: usize, most: usize) -> Option<i128> {
    let fits = (least..=most).contains(&text.len());
    (fits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The point in time of ISO 8601 text: a date, or a date and a time of day without a zone. What
/// is finer than the unit is cut off.
pub(crate) fn parse_time(text: &str, unit: TimeUnit) -> Option<i64> {
    if matches!(text, "" | "NaT" | "nat" | "NAT") {
        return Some(NAT);
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (date, clock) = match unsigned.split_once(['T', ' ']) {
        Some((date, clock)) => (date, Some(clock)),
        None => (unsigned, None),
    };
    let mut parts = date.split('-');
    let year = sign * number(parts.next()?, 1, 12)?;
    let month = parts.next().map_or(Some(1), |m| number(m, 2, 2))?;
    let (first, next) = (first_day(year * 12 + month - 1), first_day(year * 12 + month));
    let given = parts.next();
    let day = given.map_or(Some(1), |d| number(d, 2, 2))?;
    let whole = parts.next().is_none() && (given.is_some() || clock.is_none());
    if !whole || !(1..=12).contains(&month) || !(1..=next - first).contains(&day) {
        return None;
    }
    let mut nanoseconds = (first + day - 1) * DAY;
    if let Some(clock) = clock {
        let (clock, parts) = clock.split_once('.').unwrap_or((clock, ""));
        let mut fields = clock.split(':');
        for (size, most, needed) in [(3600, 23, true), (60, 59, false), (1, 59, false)] {
            match fields.next() {
                Some(field) => {
                    let n = number(field, 2, 2).filter(|n| *n <= most)?;
                    nanoseconds += n * size * 1_000_000_000;
                }
                None if needed => return None,
                None => {}
            }
        }
        if fields.next().is_some() || (!parts.is_empty() && clock.len() != 8) {
            return None;
        }
        let parts = if parts.is_empty() { "0" } else { parts };
        number(parts, 1, 18)?;
        nanoseconds += format!("{parts:0<9}").get(..9)?.parse::<i128>().ok()?;
    }
    let n = match unit.nanoseconds() {
        Some(size) => nanoseconds.div_euclid(size.into()),
        None if unit == TimeUnit::Month => year * 12 + month - 1 - 1970 * 12,
        None => year - 1970,
    };
    i64::try_from(n).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn text_and_back() {
        for day in (-1_000_000..1_000_000).step_by(997).chain([-719_528, -1, 0, 58, 59, 11_016]) {
            let text = time_text(TimeUnit::Day, day);
            assert_eq!(parse_time(&text, TimeUnit::Day), Some(day), "{text}");
        }
        for (unit, n, text) in [
            (TimeUnit::Year, 50, "2020"),
            (TimeUnit::Month, -1, "1969-12"),
            (TimeUnit::Week, 5, "1970-02-05"),
            (TimeUnit::Hour, 3, "1970-01-01T03"),
            (TimeUnit::Minute, -1, "1969-12-31T23:59"),
            (TimeUnit::Millisecond, -1, "1969-12-31T23:59:59.999"),
            (TimeUnit::Nanosecond, 3, "1970-01-01T00:00:00.000000003"),
        ] {
            assert_eq!(time_text(unit, n), text);
            assert_eq!(parse_time(text, unit), Some(n), "{text}");
        }
        assert_eq!(time_text(TimeUnit::Day, i64::MIN), "NaT");
        for wrong in [
            "x",
            "2020-13",
            "2020-00",
            "2019-02-29",
            "2020-1-1",
            "2020-01-01T25",
            "2020-01-01T24:00",
            "2020-01T05",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00.5",
            "2020-01-01-01",
            "--1",
            "1 2",
        ] {
            assert_eq!(parse_time(wrong, TimeUnit::Second), None, "{wrong}");
        }
        assert_eq!(parse_time("+2020-01-01 05:06:07.", TimeUnit::Hour), Some(438_293));
        // The ends of the range neither overflow nor panic.
        for unit in super::super::UNITS {
            time_text(unit.0, i64::MAX);
            time_text(unit.0, i64::MIN + 1);
        }
    }
}
