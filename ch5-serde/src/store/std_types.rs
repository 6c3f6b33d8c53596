//! Further types of the standard library, stored as text or numbers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZero;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ch5_array::{Error, ErrorKind, Result};

use super::units::{Units, quantity};
use super::{H5Read, H5Write, no_group};
use crate::opts::FieldOpts;
use crate::read::Node;
use crate::write::Slot;

macro_rules! as_text {
    ($($ty:ty),*) => {$(
        impl H5Write for $ty {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.text(&self.to_string())
            }
        }

        impl H5Read for $ty {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let locator = node.locator();
                let text = String::__get(node)?;
                text.parse().map_err(|_| {
                    locator.locate(
                        Error::new(ErrorKind::Value, "")
                            .expected(concat!("the text of a ", stringify!($ty)))
                            .found(format!("{text:?}")),
                    )
                })
            }
        }
    )*};
}

as_text!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);

impl H5Write for Path {
    fn h5_write(&self, values: &mut crate::dict::H5Dict) -> Result<()> {
        values.insert("value", &self)
    }

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        match self.to_str() {
            Some(text) => slot.text(text),
            None => Err(Error::new(ErrorKind::Name, "a path is not valid UTF-8")),
        }
    }
}

impl H5Write for PathBuf {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.as_path().__put(slot)
    }
}

impl H5Read for PathBuf {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        String::__get(node).map(Self::from)
    }
}

macro_rules! non_zero {
    ($($ty:ident),*) => {$(
        impl H5Write for NonZero<$ty> {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                self.get().__put(slot)
            }
        }

        impl H5Read for NonZero<$ty> {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let locator = node.locator();
                NonZero::new($ty::__get(node)?).ok_or_else(|| {
                    locator.locate(
                        Error::new(ErrorKind::Value, "").expected("a number other than 0").found("0"),
                    )
                })
            }
        }
    )*};
}

non_zero!(i8, i16, i32, i64, u8, u16, u32, u64, isize, usize, i128, u128);

quantity! {
    Duration: Units::NANOSECONDS,
    |time| i64::try_from(time.as_nanos()).ok(),
    |nanos| u64::try_from(nanos).ok().map(Duration::from_nanos),
    else |node| node.serde();

    SystemTime: Units::NANOSECONDS_SINCE_1970_UTC,
    |time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|n| -n),
    },
    |nanos| {
        let distance = Duration::from_nanos(nanos.unsigned_abs());
        if nanos < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    },
    else |node| node.serde();
}

macro_rules! ranges {
    ($($ty:ident, |$range:ident| $ends:expr, $make:expr;)*) => {$(
        impl<T: H5Write> H5Write for $ty<T> {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                let mut record = slot.record(stringify!($ty), 2)?;
                let $range = self;
                let (start, end) = $ends;
                start.__put(record.field("start", FieldOpts::NONE)?)?;
                end.__put(record.field("end", FieldOpts::NONE)?)?;
                record.end()
            }
        }

        impl<T: H5Read> H5Read for $ty<T> {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let record = node.record(stringify!($ty))?;
                let part = |names: &'static [&'static str], name: &'static str| -> Result<T> {
                    match record.field(names, FieldOpts::NONE)? {
                        Some(node) => T::__get(node),
                        None => Err(record.missing(name)),
                    }
                };
                Ok($make(part(&["start"], "start")?, part(&["end"], "end")?))
            }
        }
    )*};
}

ranges! {
    Range, |r| (&r.start, &r.end), |a, b| a..b;
    RangeInclusive, |r| (r.start(), r.end()), RangeInclusive::new;
}

impl<T: H5Write, E: H5Write> H5Write for std::result::Result<T, E> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        match self {
            Ok(value) => slot.newtype_variant("Ok", |slot| value.__put(slot)),
            Err(error) => slot.newtype_variant("Err", |slot| error.__put(slot)),
        }
    }
}

impl<T: H5Read, E: H5Read> H5Read for std::result::Result<T, E> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let variant = node.variant("Result")?;
        match variant.name() {
            "Ok" => T::__get(variant.newtype()?).map(Ok),
            "Err" => E::__get(variant.newtype()?).map(Err),
            _ => Err(variant.unknown(&["Ok", "Err"])),
        }
    }
}
