//! Structs, tuples and enums, read part by part. The derive's code calls these.

use ch5_array::{Error, ErrorKind, Object, Result};

use super::loaded::{Cell, ListView, MapView, RecordView, View};
use super::node::{Content, Locator, Node, Source, Visit};
use super::{Elements, Held, Members, Rest};
use crate::dict::H5Dict;
use crate::opts::FieldOpts;
use crate::tag;
use crate::write::Record;

/// An open struct.
pub struct RecordReader<'a> {
    type_name: &'static str,
    fields: Fields<'a>,
    visit: Visit,
    locator: Locator,
}

enum Fields<'a> {
    Group(Box<Members>),
    Row(RecordView<'a>),
    Map(MapView<'a>),
    Held(Box<Held>),
}

fn wrong(expected: impl Into<String>, found: impl Into<String>) -> Error {
    Error::new(ErrorKind::WrongType, "").expected(expected).found(found)
}

impl<'a> Node<'a> {
    /// Reads a struct.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use std::collections::BTreeMap;
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "camera", &BTreeMap::from([("gain", 1.5)]))?;
    /// let camera = Node::member(&file.root()?, "camera")?.record("Camera")?;
    /// // The fields as a map: `values` of `H5Read::h5_read`.
    /// assert_eq!(camera.dict()?.get::<f64>("gain")?, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the node is neither a group nor a record.
    pub fn record(self, type_name: &'static str) -> Result<RecordReader<'a>> {
        let locator = self.locator();
        if let Source::Cell(cell) = &self.source
            && let Ok(View::Record(record)) = cell.view()
        {
            // A row of many: not by way of everything else that a node may be.
            let fields = Fields::Row(record);
            return Ok(RecordReader { type_name, fields, visit: self.visit, locator });
        }
        let opened = (|| {
            let (content, visit) = self.content()?;
            let fields = match content {
                Content::Members(members) => Fields::Group(Box::new(members)),
                Content::Variant(_, group, _) => Fields::Group(Box::new(Members::new(group)?)),
                Content::View(View::Record(record)) => Fields::Row(record),
                Content::View(View::Map(map)) => Fields::Map(map),
                other => {
                    let found = other.kind();
                    match Held::new(other)? {
                        Ok(held) if matches!(held.cell().view()?, View::Record(_)) => {
                            return Ok((Fields::Held(Box::new(held)), visit.inside(&locator)));
                        }
                        _ if type_name.is_empty() => return Err(wrong("a group", found)),
                        _ => return Err(wrong(format!("struct {type_name}"), found)),
                    }
                }
            };
            Ok((fields, visit))
        })();
        match opened {
            Ok((fields, visit)) => Ok(RecordReader { type_name, fields, visit, locator }),
            Err(e) => Err(locator.locate(e)),
        }
    }

    /// Reads a tuple.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "pair", &("left".to_string(), 1.5))?;
    /// let mut pair = Node::member(&file.root()?, "pair")?.tuple("Pair", 2)?;
    /// assert_eq!(pair.elem()?.serde::<String>()?, "left");
    /// assert_eq!(pair.elem()?.serde::<f64>()?, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the node is not a sequence of `len` elements.
    pub fn tuple(self, type_name: &'static str, len: usize) -> Result<TupleReader<'a>> {
        let locator = self.locator();
        let opened = (|| {
            let expected = || {
                let name = if type_name.is_empty() { "tuple" } else { type_name };
                format!("{name} of {len} elements")
            };
            let (content, visit) = self.content()?;
            let (parts, found) = match content {
                Content::List(group, n) => (Parts::List(group), n),
                Content::Members(members) => {
                    let n = super::list_len(&members.group)
                        .map_err(|_| wrong(expected(), "a group"))?;
                    (Parts::List(members.group), n)
                }
                Content::Elements(elements, _) => {
                    let n = elements.left();
                    (Parts::Elements(elements), n)
                }
                Content::View(View::List(list)) => (Parts::Cells(list), list.len() as u64),
                Content::View(View::Record(record)) => (Parts::Row(record), record.len() as u64),
                other => {
                    let found = other.kind();
                    let Ok(held) = Held::new(other)? else { return Err(wrong(expected(), found)) };
                    let n = match held.cell().view()? {
                        View::List(list) => list.len(),
                        View::Record(record) => record.len(),
                        _ => return Err(wrong(expected(), found)),
                    };
                    (Parts::Held(held), n as u64)
                }
            };
            if found != len as u64 {
                return Err(Error::new(ErrorKind::Shape, "")
                    .expected(expected())
                    .found(format!("{found} elements")));
            }
            let visit =
                if matches!(parts, Parts::Held(_)) { visit.inside(&locator) } else { visit };
            Ok((parts, visit))
        })();
        match opened {
            Ok((parts, visit)) => Ok(TupleReader { parts, visit, locator, next: 0 }),
            Err(e) => Err(locator.locate(e)),
        }
    }

    /// Reads a unit.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "nothing", &())?;
    /// write_object(&file, "something", &1)?;
    /// let root = file.root()?;
    /// assert!(Node::member(&root, "nothing")?.unit().is_ok());
    /// assert!(Node::member(&root, "something")?.unit().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the node holds a value.
    pub fn unit(self) -> Result<()> {
        let locator = self.locator();
        let node = self.open()?;
        let read = |node: Node<'_>| match node.is_null()? {
            true => Ok(()),
            false => Err(wrong("unit", node.content()?.0.kind())),
        };
        node.unpacked(read).map_err(|e| locator.locate(e))
    }

    /// Reads a value of an enum without data: its index among `names`.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// // By name, whether the file holds an HDF5 enum or text.
    /// write_object(&file, "color", "green")?;
    /// let color = Node::member(&file.root()?, "color")?;
    /// assert_eq!(color.unit_enum("Color", &["red", "green"], &[("rouge", 0)])?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownVariant`] for a name that is not among them.
    pub fn unit_enum(
        self,
        type_name: &'static str,
        names: &'static [&'static str],
        aliases: &'static [(&'static str, usize)],
    ) -> Result<usize> {
        let locator = self.locator();
        let found = (|| {
            let variant = self.variant(type_name)?;
            let name = variant.name();
            let index = names
                .iter()
                .position(|n| *n == name)
                .or_else(|| aliases.iter().find(|(n, _)| *n == name).map(|(_, i)| *i));
            index.ok_or_else(|| variant.unknown(names))
        })();
        found.map_err(|e| locator.locate(e))
    }

    /// Reads a value of an enum.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Node, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "shape").newtype_variant("circle", |slot| slot.number(0.5))?;
    /// let shape = Node::member(&root, "shape")?.variant("Shape")?;
    /// assert_eq!(shape.name(), "circle");
    /// assert_eq!(shape.newtype()?.serde::<f64>()?, 0.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the node names no variant.
    pub fn variant(self, type_name: &'static str) -> Result<VariantReader<'a>> {
        let locator = self.locator();
        let opened = (|| {
            let (content, visit) = self.content()?;
            let expected = || format!("a variant of {type_name}");
            let named = |view: View<'a>| match view {
                View::Text(name) => Ok((name.to_owned(), Payload::Unit)),
                View::Enum("", code) => Err(Error::new(ErrorKind::UnknownVariant, "")
                    .expected(expected())
                    .found(format!("the code {code}, which has no name"))),
                View::Enum(name, _) => Ok((name.to_owned(), Payload::Unit)),
                View::Variant(name, cell) => Ok((name.to_owned(), Payload::Cell(cell))),
                other => Err(wrong(expected(), other.kind())),
            };
            let (name, payload) = match content {
                Content::View(view) => named(view)?,
                Content::Variant(name, group, true) => (name, Payload::Value(group)),
                Content::Variant(name, group, false) => (name, Payload::Group(group)),
                other => {
                    let found = other.kind();
                    let Ok(held) = Held::new(other)? else { return Err(wrong(expected(), found)) };
                    if let Some((name, data)) = held.variant() {
                        return Ok((name, Payload::Held(data), visit.inside(&locator)));
                    }
                    match held.cell().view()? {
                        View::Text(name) | View::Enum(name, _) if !name.is_empty() => {
                            (name.to_owned(), Payload::Unit)
                        }
                        other => return Err(wrong(expected(), other.kind())),
                    }
                }
            };
            Ok((name, payload, visit))
        })();
        match opened {
            Ok((name, payload, visit)) => {
                Ok(VariantReader { type_name, name, payload, visit, locator })
            }
            Err(e) => Err(locator.locate(e)),
        }
    }
}

impl Node<'_> {
    /// Reads a value through its serde implementation.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use std::collections::BTreeMap;
    /// use ch5_serde::{Node, write_object};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Deserialize)]
    /// struct Camera { gain: f64 }
    ///
    /// write_object(&file, "camera", &BTreeMap::from([("gain", 1.5)]))?;
    /// let camera: Camera = Node::member(&file.root()?, "camera")?.serde()?;
    /// assert_eq!(camera.gain, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the stored value does not fit the type.
    pub fn serde<T: serde::de::DeserializeOwned>(self) -> Result<T> {
        if let Source::Attr(_, attr) = &self.source
            && let Some(bytes) = crate::encoded::attr_payload(attr)
        {
            let locator = self.locator();
            return crate::encoded::decode(&bytes).map_err(|e| locator.locate(e));
        }
        if let Source::Cell(cell) = self.source {
            return crate::de::row(cell, &self.visit);
        }
        T::deserialize(crate::Deserializer::new(self))
    }

    /// Reads a bincoded value.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Bincode, Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "state", &Bincode((7u8, 'a')))?;
    /// let root = file.root()?;
    /// assert_eq!(Node::member(&root, "state")?.bincode::<(u8, char)>()?, (7, 'a'));
    /// assert!(Node::member(&root, "state")?.bincode::<(u32, u32)>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the payload is of another codec, version or type, or is damaged.
    pub fn bincode<T: serde::de::DeserializeOwned>(self) -> Result<T> {
        crate::encoded::read(self)
    }
}

impl<'a> RecordReader<'a> {
    /// The field stored under the first of `names` that there is.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be opened.
    #[inline(always)]
    pub fn field(
        &self,
        names: &'static [&'static str],
        _opts: &'static FieldOpts,
    ) -> Result<Option<Node<'_>>> {
        // A row of many: nothing but the column is looked for.
        if let (Fields::Row(RecordView::Row(columns, row)), [name], false) =
            (&self.fields, names, self.visit.is_placed())
        {
            let column = columns.iter().find(|(column, _)| column == name);
            let Some((_, column)) = column else { return Ok(None) };
            return present(Some(Cell::Row(column, *row)), &self.visit);
        }
        self.field_of(names)
    }

    fn field_of(&self, names: &'static [&'static str]) -> Result<Option<Node<'_>>> {
        for name in names {
            if let Some(node) = self.get(name)? {
                return Ok(Some(node));
            }
        }
        Ok(None)
    }

    fn get(&self, name: &str) -> Result<Option<Node<'_>>> {
        match &self.fields {
            Fields::Group(members) => {
                if let Some(object) = members.get(name)? {
                    return Ok(Some(Node::deeper(Source::Object(object), &self.visit)));
                }
                let object = Object::Group(members.group.clone());
                Ok(object.attrs().read(name)?.map(|attr| Node::attr(&object, name, attr)))
            }
            Fields::Row(_) | Fields::Held(_) => {
                let cell = self.row().and_then(|record| record.get(name));
                Ok(present(cell, &self.visit.part(name))?)
            }
            Fields::Map(map) => Ok(present(map.get(name), &self.visit)?),
        }
    }

    /// The record in memory, if it is one.
    fn row(&self) -> Option<RecordView<'_>> {
        match &self.fields {
            Fields::Row(record) => Some(*record),
            Fields::Held(held) => match held.cell().view() {
                Ok(View::Record(record)) => Some(record),
                _ => None,
            },
            Fields::Group(_) | Fields::Map(_) => None,
        }
    }

    /// The error for a field that is missing.
    #[cold]
    pub fn missing(&self, name: &'static str) -> Error {
        self.locator.locate(
            Error::new(ErrorKind::MissingField, "")
                .expected(format!("the field {name:?} of {}", self.type_name))
                .found("no member of that name"),
        )
    }

    /// What a flattened field is read from. `own` are the names of each field that is not
    /// flattened, the written one first; `beside` adds the names of the other flattened fields.
    pub fn rest(
        &self,
        own: &'static [&'static [&'static str]],
        beside: impl FnOnce(&mut Vec<&'static str>),
    ) -> Rest<'_> {
        match (&self.fields, self.row()) {
            (Fields::Group(members), _) => Rest::of_group(members, own, beside, &self.visit),
            (_, Some(record)) => Rest::of_row(record, own, beside, &self.visit),
            (Fields::Map(map), _) => Rest::of_map(*map, &self.visit),
            _ => Rest::of_row(RecordView::Value(&[]), own, beside, &self.visit),
        }
    }

    /// Adds the field's name to an error inside a record in memory, whose fields have no path.
    #[cold]
    pub fn inside(&self, error: Error, name: &str) -> Error {
        match self.fields {
            Fields::Group(_) => error,
            _ => error.nest(&format!(".{name}")),
        }
    }

    /// The version that was stored with the struct, 0 if none was.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn version(&self) -> Result<u32> {
        let number = match &self.fields {
            Fields::Group(members) => members.group.attrs().number(tag::VERSION)?,
            Fields::Row(_) | Fields::Held(_) => {
                let version = self.row().and_then(|record| record.get(tag::VERSION));
                match version.map(Cell::view).transpose()? {
                    Some(View::Uint(n)) => Some(n),
                    _ => None,
                }
            }
            Fields::Map(_) => None,
        };
        Ok(number.and_then(|n| u32::try_from(n).ok()).unwrap_or(0))
    }

    /// Adds the record's place to an error.
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        self.locator.locate(error)
    }

    /// The record as a map: its group, or a copy in memory of what has none.
    ///
    /// # Errors
    ///
    /// If it cannot be copied.
    pub fn dict(&self) -> Result<H5Dict> {
        if let Fields::Group(members) = &self.fields {
            return H5Dict::new(members.group.clone());
        }
        let group = self.visit.scratch()?;
        let mut copy = Record::group(group.clone(), 1);
        let mut put = |name: &str, cell: Cell<'_>| match cell.view()? {
            View::Absent => Ok(()),
            _ if name == tag::VERSION => Ok(()),
            _ => crate::transcode::copy(cell, copy.field(name, FieldOpts::NONE)?),
        };
        if let Some(record) = self.row() {
            for i in 0..record.len() {
                let Some((name, cell)) = record.entry(i) else { break };
                put(name, cell).map_err(|e| self.locate(e))?;
            }
        } else if let Fields::Map(map) = &self.fields {
            for i in 0..map.len() {
                let Some((key, cell)) = map.entry(i) else { break };
                if let View::Text(name) = key.view()? {
                    put(name, cell)?;
                }
            }
        }
        copy.end()?;
        H5Dict::new(group)
    }

    /// Fails if the record has fields other than `known`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownField`] names the first one.
    pub fn deny_unknown(&self, known: &'static [&'static str]) -> Result<()> {
        let names: Vec<String> = match &self.fields {
            Fields::Group(members) => members.keys()?.into_iter().map(|(_, key)| key).collect(),
            Fields::Row(_) | Fields::Held(_) => self.row().map_or_else(Vec::new, |record| {
                (0..record.len())
                    .filter_map(|i| record.entry(i))
                    .filter(|(_, cell)| !matches!(cell.view(), Ok(View::Absent)))
                    .map(|(name, _)| name.to_owned())
                    .collect()
            }),
            Fields::Map(map) => (0..map.len())
                .filter_map(|i| map.entry(i))
                .filter_map(|(key, _)| match key.view() {
                    Ok(View::Text(text)) => Some(text.to_owned()),
                    _ => None,
                })
                .collect(),
        };
        for name in names {
            if name != tag::VERSION && !known.contains(&name.as_str()) {
                return Err(self.locator.locate(serde::de::Error::unknown_field(&name, known)));
            }
        }
        Ok(())
    }
}

#[inline(always)]
fn present<'a>(cell: Option<Cell<'a>>, visit: &Visit) -> Result<Option<Node<'a>>> {
    match cell {
        Some(cell) if !cell.is_absent()? => Ok(Some(Node::cell(cell, visit))),
        _ => Ok(None),
    }
}

/// An open tuple.
pub struct TupleReader<'a> {
    parts: Parts<'a>,
    visit: Visit,
    locator: Locator,
    next: usize,
}

enum Parts<'a> {
    List(ch5_array::Group),
    Elements(Box<Elements>),
    Cells(ListView<'a>),
    Row(RecordView<'a>),
    Held(Held),
}

impl TupleReader<'_> {
    /// The next element.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be opened.
    pub fn elem(&mut self) -> Result<Node<'_>> {
        let index = self.next;
        self.next += 1;
        let missing = || {
            Error::new(ErrorKind::Shape, "")
                .expected(format!("an element {index}"))
                .found("the end")
        };
        let cell = match &mut self.parts {
            Parts::List(group) => {
                let object = group.open(&index.to_string())?;
                return Ok(Node::deeper(Source::Object(object), &self.visit));
            }
            Parts::Elements(elements) => elements.next().map_err(|e| self.locator.locate(e))?,
            Parts::Cells(list) => list.get(index),
            Parts::Row(record) => record.entry(index).map(|(_, cell)| cell),
            Parts::Held(held) => match held.cell().view()? {
                View::List(list) => list.get(index),
                View::Record(record) => record.entry(index).map(|(_, cell)| cell),
                _ => None,
            },
        };
        match cell {
            Some(cell) => Ok(Node::cell(cell, &self.visit)),
            None => Err(self.locator.locate(missing())),
        }
    }
}

/// An open enum value.
pub struct VariantReader<'a> {
    type_name: &'static str,
    name: String,
    payload: Payload<'a>,
    visit: Visit,
    locator: Locator,
}

enum Payload<'a> {
    Unit,
    Cell(Cell<'a>),
    /// Its fields, as members of the group.
    Group(ch5_array::Group),
    /// The member `value` of the group.
    Value(ch5_array::Group),
    Held(Held),
}

/// The data of a variant that is one value.
fn value_of(group: &ch5_array::Group, visit: &Visit) -> Node<'static> {
    Node::deeper(Source::Member(group.clone(), "value".to_owned().into()), visit)
}

impl<'a> VariantReader<'a> {
    /// The variant's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The variant's data, without the mark that names it.
    pub(crate) fn whole(&self) -> Node<'_> {
        match &self.payload {
            Payload::Group(group) => {
                Node { source: Source::Members(group.clone(), None), visit: self.visit.clone() }
            }
            Payload::Value(group) => value_of(group, &self.visit),
            Payload::Held(held) => Node::cell(held.cell(), &self.visit),
            Payload::Cell(cell) => Node::cell(*cell, &self.visit),
            Payload::Unit => Node::cell(Cell::Value(&ch5_array::Value::Null), &self.visit),
        }
    }

    /// Reads a variant without data.
    ///
    /// # Errors
    ///
    /// None: data that the variant no longer has is ignored.
    pub fn unit(self) -> Result<()> {
        Ok(())
    }

    /// Reads the value of a variant with one.
    ///
    /// # Errors
    ///
    /// None at present.
    pub fn newtype(&self) -> Result<Node<'_>> {
        match &self.payload {
            // The value is missing, which is what reading it will say.
            Payload::Group(group) if group.is_empty()? => Ok(value_of(group, &self.visit)),
            _ => Ok(self.whole()),
        }
    }

    /// Reads the values of a variant with several.
    ///
    /// # Errors
    ///
    /// If there are not `len` of them.
    pub fn tuple(self, len: usize) -> Result<TupleReader<'a>> {
        match self.payload {
            Payload::Group(group) => {
                let found = super::list_len(&group)?;
                if found != len as u64 {
                    return Err(self.locator.locate(
                        Error::new(ErrorKind::Shape, "")
                            .expected(format!("{} of {len} values", self.name))
                            .found(format!("{found}")),
                    ));
                }
                let parts = Parts::List(group);
                Ok(TupleReader { parts, visit: self.visit, locator: self.locator, next: 0 })
            }
            Payload::Value(group) => value_of(&group, &self.visit).tuple("", len),
            Payload::Cell(cell) => Node::cell(cell, &self.visit).tuple("", len),
            Payload::Held(held) => {
                let found = match held.cell().view()? {
                    View::List(list) => list.len(),
                    _ => 0,
                };
                if found != len {
                    return Err(self.locator.locate(
                        Error::new(ErrorKind::Shape, "")
                            .expected(format!("{} of {len} values", self.name))
                            .found(format!("{found}")),
                    ));
                }
                let parts = Parts::Held(held);
                Ok(TupleReader { parts, visit: self.visit, locator: self.locator, next: 0 })
            }
            Payload::Unit => Err(self.locator.locate(wrong(
                format!("{} of {len} values", self.name),
                "the variant without data",
            ))),
        }
    }

    /// Reads the fields of a variant with fields.
    ///
    /// # Errors
    ///
    /// If it has none.
    pub fn record(self) -> Result<RecordReader<'a>> {
        let type_name = self.type_name;
        match self.payload {
            Payload::Group(group) => Ok(RecordReader {
                type_name,
                fields: Fields::Group(Box::new(Members::new(group)?)),
                visit: self.visit,
                locator: self.locator,
            }),
            Payload::Value(group) => value_of(&group, &self.visit).record(type_name),
            Payload::Cell(cell) => Node::cell(cell, &self.visit).record(type_name),
            Payload::Held(held) if matches!(held.cell().view()?, View::Record(_)) => {
                let fields = Fields::Held(Box::new(held));
                Ok(RecordReader { type_name, fields, visit: self.visit, locator: self.locator })
            }
            Payload::Held(_) | Payload::Unit => Err(self.locator.locate(wrong(
                format!("fields of the variant {}", self.name),
                "a variant without them",
            ))),
        }
    }

    /// The error for a variant that the type does not have.
    #[cold]
    pub fn unknown(&self, known: &'static [&'static str]) -> Error {
        self.locator.locate(serde::de::Error::unknown_variant(&self.name, known))
    }
}
