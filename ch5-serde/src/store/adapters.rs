//! Wrappers that choose another way to store what they hold.

use std::sync::Mutex;
use std::sync::PoisonError;

use ch5_array::{Error, ErrorKind, Object, Result};
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::{H5Read, H5Write, no_group};
use crate::opts::{FieldOpts, Layout};
use crate::read::{Node, Rest, Source};
use crate::select::BySerde;
use crate::write::Slot;

/// A value stored through its serde implementation, wherever an `H5Store` is wanted.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serde, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// // A reference will do for writing.
/// write_object(&file, "x", &Serde(&vec![1u8, 2, 3]))?;
/// let Serde(back) = read_object::<Serde<Vec<u8>>>(&file, "x")?;
/// assert_eq!(back, [1, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Serde<T>(pub T);

impl<T: Serialize> H5Write for Serde<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.serde(&self.0)
    }
}

impl<T: DeserializeOwned> H5Read for Serde<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        node.serde().map(Self)
    }

    fn __get_rest(rest: &Rest<'_>) -> Result<Self> {
        BySerde.get_rest(rest).map(Self)
    }

    fn __names(names: &mut Vec<&'static str>, depth: usize) {
        BySerde.names::<T>(names, depth);
    }
}

/// A value stored bincoded, for what has no natural HDF5 form. It must be read by the same type.
///
/// The bytes are in memory whole when it is written or read. On writing they are decoded once, so
/// that nothing is stored that could not be read.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Bincode, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "x", &Bincode(vec![Some((1u8, 'a')), None]))?;
/// let Bincode(back) = read_object::<Bincode<Vec<Option<(u8, char)>>>>(&file, "x")?;
/// assert_eq!(back, [Some((1, 'a')), None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bincode<T>(pub T);

impl<T: Serialize + DeserializeOwned> H5Write for Bincode<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.bincode(&self.0)
    }
}

impl<T: DeserializeOwned> H5Read for Bincode<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        node.bincode().map(Self)
    }
}

/// A tree of scalars stored as columns of paths and values: two hundred times faster than one
/// dataset a scalar, and less to look at in other tools.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use std::collections::BTreeMap;
/// use ch5_serde::{Packed, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let config = BTreeMap::from([("rate".to_string(), 2.5), ("gain".to_string(), 1.0)]);
/// write_object(&file, "config", &Packed(config.clone()))?;
/// // Every reader takes it for the groups it stands for.
/// let back: BTreeMap<String, f64> = read_object(&file, "config")?;
/// assert_eq!(back, config);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packed<T>(pub T);

static PACKED: FieldOpts = FieldOpts::new().layout(Layout::Packed);

impl<T: H5Write> H5Write for Packed<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        let slot = slot.with_opts(&PACKED);
        crate::packed::write(slot, |slot| self.0.__put(slot))
    }
}

impl<T: H5Read> H5Read for Packed<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        T::__get(node).map(Self)
    }
}

/// A field that is read when it is asked for, and not before. Until then it is a handle, which
/// keeps the file open.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Lazy, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "x", &vec![1.0; 1000])?;
/// let lazy: Lazy<Vec<f64>> = read_object(&file, "x")?;
/// assert_eq!(file.bytes_read(), 0);
/// assert_eq!(lazy.read()?.len(), 1000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Lazy<T> {
    state: Mutex<State<T>>,
}

#[derive(Debug)]
enum State<T> {
    Stored(Object),
    Value(T),
}

impl<T> Lazy<T> {
    /// A value that is in memory already. It is written as a `T`.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Lazy, read_object, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "x", &Lazy::new(vec![1, 2, 3]))?; // stored as the vector itself
    /// assert_eq!(read_object::<Vec<i32>>(&file, "x")?, [1, 2, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(value: T) -> Self {
        Self { state: Mutex::new(State::Value(value)) }
    }
}

impl<T: H5Read> Lazy<T> {
    /// Reads the value and gives up the handle.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use std::collections::BTreeMap;
    /// use ch5_serde::{Lazy, read_object, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "frames", &BTreeMap::from([("a", vec![1.0; 9]), ("b", vec![2.0; 9])]))?;
    /// let mut frames: BTreeMap<String, Lazy<Vec<f64>>> = read_object(&file, "frames")?;
    /// let b = frames.remove("b").expect("it is there").read()?; // "a" is never read
    /// assert_eq!(b, [2.0; 9]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Whatever reading a `T` may fail with, a closed file included.
    pub fn read(self) -> Result<T> {
        match self.state.into_inner().unwrap_or_else(PoisonError::into_inner) {
            State::Value(value) => Ok(value),
            State::Stored(object) => T::__get(Node::of(object)),
        }
    }

    /// Calls `look` with the value, which is read by the first call and kept in memory for the
    /// others. Meanwhile it is locked: other threads wait, and `look` must not ask for it again.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Lazy, read_object, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "x", &vec![1.0, 2.0, 3.0])?;
    /// let x: Lazy<Vec<f64>> = read_object(&file, "x")?;
    /// assert_eq!(x.with(|x| x.len())?, 3);
    /// file.close()?;
    /// assert_eq!(x.with(|x| x[2])?, 3.0); // in memory since the first call
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Lazy::read`].
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> Result<R> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Stored(object) = &*state {
            *state = State::Value(T::__get(Node::of(object.clone()))?);
        }
        match &*state {
            State::Value(value) => Ok(look(value)),
            State::Stored(object) => {
                Err(object.locate(Error::new(ErrorKind::Custom, "the value was not read")))
            }
        }
    }
}

impl<T: H5Write + H5Read> H5Write for Lazy<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.with(|value| value.__put(slot))?
    }
}

impl<T: H5Read> H5Read for Lazy<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let node = node.open()?;
        let state = match node.source {
            Source::Object(object) => State::Stored(object),
            // Rows and attributes are in memory anyway.
            source => State::Value(T::__get(Node { source, visit: node.visit })?),
        };
        Ok(Self { state: Mutex::new(state) })
    }
}

/// Bytes in serde's sense: stored as a `u8` dataset marked as bytes, written and read in one call.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::DType;
/// use ch5_serde::{Bytes, read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "png", &Bytes(b"\x89PNG".to_vec()))?;
/// let Bytes(png) = read_object(&file, "png")?;
/// assert_eq!(png, b"\x89PNG");
/// assert_eq!(*file.root()?.dataset("png")?.dtype(), DType::U8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl<'de> Visitor<'de> for Take {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = seq.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Take)
    }
}

impl H5Write for Bytes {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.bytes(&self.0)
    }
}

impl H5Read for Bytes {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        node.serde()
    }
}
