//! How a derived field is stored: the first of H5Store and serde that fits its type.
//!
//! `derive(H5Store)` sees the tokens of a field's type and cannot ask which traits it has, so
//! the compiler is made to choose. The generated code writes
//!
//! ```ignore
//! use ch5::__private::{FitsBoth as _, FitsNeither as _, FitsSerde as _, FitsStore as _};
//! (&&&&Field::<Ty>::new()).__ch5_way().put(&self.field, slot)?;
//! (&&&&Field::<Ty>::new()).__ch5_way().get(node)?
//! ```
//!
//! Method lookup tries the receiver as it stands, then takes one `&` off at a time. [`FitsBoth`]
//! is implemented for `&&&Field<T>`, [`FitsStore`] for `&&Field<T>`, [`FitsSerde`] for
//! `&Field<T>` and [`FitsNeither`] for `Field<T>`: the first whose bounds hold for `T` is called,
//! and returns a unit value whose methods are the way. Writing and reading ask the same question,
//! so that a field is never written one way and read the other, and so that its one error is
//! shown once.

use core::convert::Infallible;
use core::marker::PhantomData;

use serde::Serialize;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor, value};

use ch5_array::{Error, ErrorKind, Result};

use crate::opts::Layout;
use crate::read::{Node, RecordReader, Rest, Row, Source};
use crate::store::{H5Read, H5Write};
use crate::write::{Slot, Target};

/// The type of a field, which is asked for its way.
#[derive(Debug)]
pub struct Field<T>(PhantomData<fn() -> T>);

impl<T> Field<T> {
    /// A question about `T`.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "called by generated code only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// First choice: ch5's own traits, with serde's for what no attribute can hold otherwise.
pub trait FitsBoth {
    /// The way this type is stored.
    fn __ch5_way(&self) -> ByBoth {
        ByBoth
    }
}

impl<T: H5Write + H5Read + Serialize + DeserializeOwned> FitsBoth for &&&Field<T> {}

/// The same without serde's.
pub trait FitsStore {
    /// The way this type is stored.
    fn __ch5_way(&self) -> ByStore {
        ByStore
    }
}

impl<T: H5Write + H5Read> FitsStore for &&Field<T> {}

/// Second choice: serde's traits.
pub trait FitsSerde {
    /// The way this type is stored.
    fn __ch5_way(&self) -> BySerde {
        BySerde
    }
}

impl<T: Serialize + DeserializeOwned> FitsSerde for &Field<T> {}

/// What is left: a compile error that says what to do.
pub trait FitsNeither {
    /// The type of the field.
    type Type;
    /// Never called, as no type is [`Storable`].
    fn __ch5_way(&self) -> ByNeither
    where
        Self::Type: Storable;
}

impl<T> FitsNeither for Field<T> {
    type Type = T;
    fn __ch5_way(&self) -> ByNeither
    where
        T: Storable,
    {
        ByNeither(T::impossible())
    }
}

/// No type implements this: a bound that tells the user what a field's type lacks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be stored neither by ch5 nor through serde",
    label = "implements neither `ch5::H5Store` nor both of serde's `Serialize` and `Deserialize`",
    note = "derive `ch5::H5Store`, or serde's `Serialize` and `Deserialize`, for it, or mark the field `#[h5(skip)]` or `#[h5(with = \"module\")]`",
    note = "where the type depends on a type parameter, or mixes types of ch5 and of serde, `#[h5(serde)]` says which way it goes"
)]
pub trait Storable {
    /// Stands for the way that is not there.
    fn impossible() -> Infallible;
}

/// Stored by ch5's own traits; as an attribute that cannot be, bincoded.
#[derive(Debug)]
pub struct ByBoth;

impl ByBoth {
    /// Puts the value into its place.
    #[inline]
    pub fn put<T: H5Write + Serialize>(self, value: &T, slot: Slot<'_>) -> Result<()> {
        let Target::Attr { group, name } = slot.target else { return ByStore.put(value, slot) };
        match value.__put(slot) {
            Err(e) if e.kind() == ErrorKind::NeedsGroup => {
                crate::encoded::write_attr(group, name, value)
            }
            done => done,
        }
    }

    /// Reads the value.
    #[inline(always)]
    pub fn get<T: H5Read + DeserializeOwned>(self, node: Node<'_>) -> Result<T> {
        match &node.source {
            Source::Attr(_, attr) if crate::encoded::attr_payload(attr).is_some() => node.serde(),
            _ => T::__get(node),
        }
    }

    /// Reads a row of a column.
    #[inline(always)]
    pub fn get_row<T: H5Read>(self, row: Row<'_>) -> Result<T> {
        row.store()
    }

    /// Reads into a value.
    pub fn get_into<T>(self, value: &mut T, node: Node<'_>) -> Result<()>
    where
        T: H5Read + DeserializeOwned,
    {
        if matches!(node.source, Source::Attr(..)) {
            *value = self.get(node)?;
            return Ok(());
        }
        value.__get_into(node)
    }

    /// Reads the value of a flattened field.
    pub fn get_rest<T: H5Read>(self, rest: &Rest<'_>) -> Result<T> {
        T::__get_rest(rest)
    }

    /// Adds the names of the fields of a struct.
    pub fn names<T: H5Read>(self, names: &mut Vec<&'static str>, depth: usize) {
        T::__names(names, depth);
    }

    /// The value of a field that is not in the file: none for an `Option`, else an error.
    pub fn missing<T: H5Read>(self, record: &RecordReader<'_>, name: &'static str) -> Result<T> {
        ByStore.missing(record, name)
    }
}

/// Stored by ch5's own traits.
#[derive(Debug)]
pub struct ByStore;

impl ByStore {
    /// Puts the value into its place.
    #[inline]
    pub fn put<T: H5Write>(self, value: &T, slot: Slot<'_>) -> Result<()> {
        if slot.opts.layout == Some(Layout::Packed) {
            return crate::packed::write(slot, |slot| value.__put(slot));
        }
        if let Target::Attr { group, name } = slot.target {
            return value.__put(slot).map_err(|e| {
                let e = if e.kind() == ErrorKind::NeedsGroup { no_attribute() } else { e };
                e.at(group.file().path().display().to_string(), format!("{}@{name}", group.path()))
            });
        }
        value.__put(slot)
    }

    /// Reads the value.
    #[inline(always)]
    pub fn get<T: H5Read>(self, node: Node<'_>) -> Result<T> {
        T::__get(node)
    }

    /// Reads a row of a column.
    #[inline(always)]
    pub fn get_row<T: H5Read>(self, row: Row<'_>) -> Result<T> {
        row.store()
    }

    /// Reads into a value.
    pub fn get_into<T: H5Read>(self, value: &mut T, node: Node<'_>) -> Result<()> {
        value.__get_into(node)
    }

    /// Reads the value of a flattened field.
    pub fn get_rest<T: H5Read>(self, rest: &Rest<'_>) -> Result<T> {
        T::__get_rest(rest)
    }

    /// Adds the names of the fields of a struct.
    pub fn names<T: H5Read>(self, names: &mut Vec<&'static str>, depth: usize) {
        T::__names(names, depth);
    }

    /// The value of a field that is not in the file: none for an `Option`, else an error.
    pub fn missing<T: H5Read>(self, record: &RecordReader<'_>, name: &'static str) -> Result<T> {
        T::__absent().ok_or_else(|| record.missing(name))
    }
}

#[cold]
fn no_attribute() -> Error {
    Error::new(ErrorKind::Unsupported, "the value cannot lie in an attribute")
        .expected("a number, text, or an array of either")
        .found("a value that needs a group of its own")
        .help("drop #[h5(attr)], or derive serde's traits too: then it is bincoded")
}

/// Stored through serde.
#[derive(Debug)]
pub struct BySerde;

impl BySerde {
    /// Puts the value into its place.
    #[inline]
    pub fn put<T: Serialize>(self, value: &T, slot: Slot<'_>) -> Result<()> {
        slot.serde(value)
    }

    /// Reads the value.
    #[inline]
    pub fn get<T: DeserializeOwned>(self, node: Node<'_>) -> Result<T> {
        node.serde()
    }

    /// Reads a row of a column.
    #[inline]
    pub fn get_row<T: DeserializeOwned>(self, row: Row<'_>) -> Result<T> {
        crate::de::row(row.cell, row.visit)
    }

    /// Reads into a value.
    pub fn get_into<T: DeserializeOwned>(self, value: &mut T, node: Node<'_>) -> Result<()> {
        *value = node.serde()?;
        Ok(())
    }

    /// Reads the value of a flattened field.
    pub fn get_rest<T: DeserializeOwned>(self, rest: &Rest<'_>) -> Result<T> {
        let mut asked = Asked::default();
        let _ = T::deserialize(&mut asked);
        if asked.option
            && !asked.names.is_empty()
            && !rest.has_any(&asked.names)?
            && let Ok(none) = T::deserialize(Absent)
        {
            return Ok(none);
        }
        rest.node().serde()
    }

    /// Adds the names of the fields of a struct.
    pub fn names<T: DeserializeOwned>(self, names: &mut Vec<&'static str>, _depth: usize) {
        let mut asked = Asked::default();
        let _ = T::deserialize(&mut asked);
        names.append(&mut asked.names);
    }

    /// The value of a field that is not in the file: none for an `Option`, else an error.
    pub fn missing<T: DeserializeOwned>(
        self,
        record: &RecordReader<'_>,
        name: &'static str,
    ) -> Result<T> {
        T::deserialize(Absent).map_err(|_| record.missing(name))
    }
}

/// Not stored at all: there is no value of this type.
#[derive(Debug)]
pub struct ByNeither(Infallible);

impl ByNeither {
    /// Never called.
    pub fn put<T>(self, _value: &T, _slot: Slot<'_>) -> Result<()> {
        match self.0 {}
    }

    /// Never called.
    pub fn get<T>(self, _node: Node<'_>) -> Result<T> {
        match self.0 {}
    }

    /// Never called.
    pub fn get_row<T>(self, _row: Row<'_>) -> Result<T> {
        match self.0 {}
    }

    /// Never called.
    pub fn get_into<T>(self, _value: &mut T, _node: Node<'_>) -> Result<()> {
        match self.0 {}
    }

    /// Never called.
    pub fn get_rest<T>(self, _rest: &Rest<'_>) -> Result<T> {
        match self.0 {}
    }

    /// Never called.
    pub fn names<T>(self, _names: &mut Vec<&'static str>, _depth: usize) {
        match self.0 {}
    }

    /// Never called.
    pub fn missing<T>(self, _record: &RecordReader<'_>, _name: &'static str) -> Result<T> {
        match self.0 {}
    }
}

/// The deserializer of a field that is not there: none for an `Option`, an error for the rest.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("missing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What a type asks a deserializer for. It gets nothing.
#[derive(Default)]
struct Asked {
    names: Vec<&'static str>,
    option: bool,
}

impl<'de> Deserializer<'de> for &mut Asked {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("nothing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.option = true;
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.names.extend(fields);
        Err(de::Error::custom("nothing"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
