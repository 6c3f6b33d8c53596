//! The storing API: [`H5Write`], [`H5Read`] and the adapters.

mod adapters;
mod arrays;
mod bulk;
#[cfg(feature = "chrono")]
mod chrono;
mod collections;
mod numbers;
mod pointers;
#[cfg(feature = "sprs")]
mod sparse;
mod std_types;
#[cfg(feature = "time")]
mod time;
mod tuples;
mod units;

use ch5_array::{DType, Error, ErrorKind, Result};

pub use adapters::{Bincode, Bytes, Lazy, Packed, Serde};
pub(crate) use bulk::Dense;
pub(crate) use units::{Units, is_number};

use crate::column::needs_group;
use crate::dict::H5Dict;
use crate::read::{Node, Rest, Row, Rows as ReadRows};
use crate::write::{Rows as WriteRows, Slot, Target};

/// Records that are put at a time, field by field.
const ROWS: usize = 1024;

/// A type that can be put into an HDF5 file.
///
/// Derive it (with [`H5Read`]) by `#[derive(H5Store)]`, or implement it by hand: a value gets the
/// [`H5Dict`] of a group of its own.
///
/// ```
/// use ch5_serde::{H5Dict, H5Read, H5Write};
/// use ch5_array::{File, H5Mode, Result};
///
/// struct Interval { low: f64, high: f64 }
///
/// impl H5Write for Interval {
///     fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
///         values.insert("low", &self.low)?;
///         values.insert("width", &(self.high - self.low))
///     }
/// }
/// impl H5Read for Interval {
///     fn h5_read(values: &H5Dict) -> Result<Self> {
///         let low: f64 = values.get("low")?;
///         Ok(Interval { low, high: low + values.get::<f64>("width")? })
///     }
/// }
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// ch5_serde::write_object(&file, "i", &Interval { low: 1.0, high: 3.0 })?;
/// let back: Interval = ch5_serde::read_object(&file, "i")?;
/// assert_eq!(back.high, 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement ch5's `H5Write`",
    label = "not an `H5Write`: serde's `Serialize` alone does not make it one",
    note = "a type that has serde's `Serialize` is stored with `ch5::write_serde`, or as \
            `ch5::Serde(&value)` wherever an `H5Write` is wanted",
    note = "for a type of your own, `#[derive(ch5::H5Store)]` implements `H5Write` and `H5Read`"
)]
pub trait H5Write {
    /// Puts the value's parts into the map of its own group.
    ///
    /// # Errors
    ///
    /// Whatever storing the parts may fail with.
    fn h5_write(&self, values: &mut H5Dict) -> Result<()>;

    #[doc(hidden)]
    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        let group = match slot.target {
            // Flattened: the parts go among those of the struct around.
            Target::Flat(sink) => sink.group().ok_or_else(needs_group)?.clone(),
            _ => slot.group()?.0,
        };
        self.h5_write(&mut H5Dict::new(group)?)
    }

    /// Puts a sequence of values; numbers do it in one call.
    #[doc(hidden)]
    fn __put_slice(slice: &[Self], slot: Slot<'_>) -> Result<()>
    where
        Self: Sized,
    {
        let mut seq = slot.seq()?;
        for block in slice.chunks(ROWS) {
            if Self::__has_rows()
                && seq.records(block.len() as u64, |rows| Self::__put_rows(block, rows))?
            {
                continue;
            }
            for value in block {
                seq.elem(|slot| crate::stack::level_of(value, || value.__put(slot)))?;
            }
        }
        seq.end()
    }

    /// True if values are put as records, and [`H5Write::__put_rows`] puts their fields.
    #[doc(hidden)]
    fn __has_rows() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Puts records as rows of a table, field by field.
    #[doc(hidden)]
    fn __put_rows(block: &[Self], rows: &mut WriteRows<'_>) -> Result<()>
    where
        Self: Sized,
    {
        let _ = (block, rows);
        Err(needs_group())
    }

    /// Adds the value to a dense n-dimensional array.
    #[doc(hidden)]
    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        let _ = (dense, level);
        Err(Error::new(ErrorKind::WrongType, "a dense array")
            .expected("nested sequences of numbers")
            .found("elements of another type"))
    }

    /// The number type at the bottom of nested sequences, and the length of each level, 0 where
    /// the type does not say it. For dense arrays without elements.
    #[doc(hidden)]
    fn __dense_type(dims: &mut Vec<u64>) -> Option<DType>
    where
        Self: Sized,
    {
        let _ = dims;
        None
    }
}

/// A type that can be read from an HDF5 file. Derived with [`H5Write`], or implemented by hand: it
/// gets the [`H5Dict`] of the value's group, and what it does not ask for is not read.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # use std::collections::BTreeMap;
/// use ch5_array::Result;
/// use ch5_serde::{H5Dict, H5Read, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
///
/// struct Celsius(f64);
///
/// impl H5Read for Celsius {
///     fn h5_read(values: &H5Dict) -> Result<Self> {
///         // Files of last year have another unit.
///         match values.try_get::<f64>("kelvin")? {
///             Some(kelvin) => Ok(Celsius(kelvin - 273.15)),
///             None => Ok(Celsius(values.get("celsius")?)),
///         }
///     }
/// }
///
/// write_object(&file, "old", &BTreeMap::from([("kelvin", 273.15)]))?;
/// write_object(&file, "new", &BTreeMap::from([("celsius", 20.0)]))?;
/// assert_eq!(read_object::<Celsius>(&file, "old")?.0, 0.0);
/// assert_eq!(read_object::<Celsius>(&file, "new")?.0, 20.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement ch5's `H5Read`",
    label = "not an `H5Read`: serde's `Deserialize` alone does not make it one",
    note = "a type that has serde's `Deserialize` is read with `ch5::read_serde`, or as \
            `ch5::Serde<T>` wherever an `H5Read` is wanted",
    note = "for a type of your own, `#[derive(ch5::H5Store)]` implements `H5Write` and `H5Read`"
)]
pub trait H5Read: Sized {
    /// Builds the value from the map of its group.
    ///
    /// # Errors
    ///
    /// Whatever reading the parts may fail with.
    fn h5_read(values: &H5Dict) -> Result<Self>;

    #[doc(hidden)]
    fn __get(node: Node<'_>) -> Result<Self> {
        let dict = node.record("")?.dict()?;
        Self::h5_read(&dict)
    }

    /// Reads into an existing value, whose memory is used again where it fits.
    #[doc(hidden)]
    fn __get_into(&mut self, node: Node<'_>) -> Result<()> {
        *self = Self::__get(node)?;
        Ok(())
    }

    /// The value of a field that is not stored.
    #[doc(hidden)]
    fn __absent() -> Option<Self> {
        None
    }

    /// Reads the value of a flattened field.
    #[doc(hidden)]
    fn __get_rest(rest: &Rest<'_>) -> Result<Self> {
        Self::__get(rest.node())
    }

    /// Adds the names under which the fields of a struct are read, where they are known. `depth`
    /// is that of flattened fields in flattened fields.
    #[doc(hidden)]
    fn __names(names: &mut Vec<&'static str>, depth: usize) {
        let _ = (names, depth);
    }

    /// Reads a sequence; numbers do it in one call.
    #[doc(hidden)]
    fn __get_vec(node: Node<'_>) -> Result<Vec<Self>> {
        let one = |all: &mut Vec<Self>, node: Node<'_>| {
            all.push(if size_of::<Self>() <= 16 {
                Self::__get(node)?
            } else {
                crate::stack::level(|| Self::__get(node))?
            });
            Ok(())
        };
        bulk::each_or_rows(node, one, |all, rows| {
            crate::stack::level(|| Self::__get_rows(rows, all))
        })
    }

    /// Reads a row of a column.
    #[doc(hidden)]
    #[inline]
    fn __get_row(row: Row<'_>) -> Result<Self> {
        Self::__get(row.node())
    }

    /// Reads rows of a table by columns, or none of them and says `false`.
    #[doc(hidden)]
    fn __get_rows(rows: &ReadRows<'_>, all: &mut Vec<Self>) -> Result<bool> {
        let _ = (rows, all);
        Ok(false)
    }

    /// Reads a sequence into an existing one; numbers use its memory again.
    #[doc(hidden)]
    fn __get_vec_into(all: &mut Vec<Self>, node: Node<'_>) -> Result<()> {
        *all = Self::__get_vec(node)?;
        Ok(())
    }
}

/// A type that can be stored and read back: [`H5Write`] and [`H5Read`].
///
/// ```
/// use ch5_array::{File, Result};
/// use ch5_serde::{H5Store, read_object, write_object};
///
/// fn copy_of<T: H5Store>(value: &T) -> Result<T> {
///     let memory = File::scratch()?;
///     write_object(&memory, "value", value)?;
///     read_object(&memory, "value")
/// }
///
/// assert_eq!(copy_of(&vec![Some(1.5), None])?, [Some(1.5), None]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait H5Store: H5Write + H5Read {}

impl<T: H5Write + H5Read> H5Store for T {}

/// The answer of types that have no group of their own when they are asked for one.
macro_rules! no_group {
    (write) => {
        fn h5_write(&self, values: &mut crate::dict::H5Dict) -> ch5_array::Result<()> {
            values.insert("value", self)
        }
    };
    (read) => {
        fn h5_read(values: &crate::dict::H5Dict) -> ch5_array::Result<Self> {
            values.get("value")
        }
    };
}
pub(crate) use no_group;
