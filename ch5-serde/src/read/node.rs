//! One stored value, wherever it lies.

use std::cell::{Cell as StdCell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use ch5_array::{Attr, Dataset, Entry, Error, ErrorKind, Group, Identity, Object, Result, Value};

use super::loaded::{Cell, View};
use super::member::Members;
use super::store::{Opening, Store};
use super::{Elements, Hidden};
use crate::column::TextKind;
use crate::tag::{self, Kind};

/// One stored value: an object of a file, an attribute, or a cell of a column. It is consumed by
/// reading it as something.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Node, Slot, read_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// /// For `#[h5(with = minutes)]`: a field in seconds, stored in minutes.
/// mod minutes {
///     # use ch5_array::Result;
///     # use ch5_serde::{Node, Slot};
///     pub fn write(seconds: &f64, slot: Slot<'_>) -> Result<()> {
///         slot.number(seconds / 60.0)
///     }
///     pub fn read(node: Node<'_>) -> Result<f64> {
///         Ok(node.serde::<f64>()? * 60.0)
///     }
/// }
///
/// let root = file.root()?;
/// minutes::write(&90.0, Slot::member(&root, "time"))?;
/// assert_eq!(read_object::<f64>(&file, "time")?, 1.5);
/// assert_eq!(minutes::read(Node::member(&root, "time")?)?, 90.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Node<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) visit: Visit,
}

pub(crate) enum Source<'a> {
    Object(Object),
    /// A member that is opened when it is looked at.
    Member(Group, Entry),
    Attr(Rc<Place>, Box<Attr>),
    Cell(Cell<'a>),
    /// The members of a group, whatever its marks say, but for those that are hidden.
    Members(Group, Option<Rc<Hidden>>),
    /// The members of a group as a list, whatever its marks say.
    Numbered(Group),
}

/// Where an attribute is, for messages.
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) path: String,
}

/// What one reading call has seen so far, for its limits.
#[derive(Clone)]
pub(crate) struct Visit {
    depth: usize,
    counts: Rc<Counts>,
    /// Where a value lies that was read whole; its parts have no other place.
    place: Option<Rc<Place>>,
}

#[derive(Default)]
struct Counts {
    nodes: StdCell<u64>,
    revisits: StdCell<u64>,
    shared: RefCell<HashSet<Identity>>,
    /// A file in memory, for what has to be a group and is none.
    scratch: RefCell<Option<ch5_array::File>>,
}

impl Visit {
    pub(crate) fn start() -> Self {
        Self { depth: 0, counts: Rc::default(), place: None }
    }

    pub(crate) fn deeper(&self) -> Self {
        Self { depth: self.depth + 1, counts: self.counts.clone(), place: None }
    }

    /// The same for parts of a value that was read whole.
    pub(crate) fn inside(&self, locator: &Locator) -> Self {
        let place = match locator {
            Locator::Object(object) => Some(Rc::new(Place {
                file: object.file().path().display().to_string(),
                path: object.path().to_owned(),
            })),
            Locator::Member(group, name) => Some(Rc::new(Place {
                file: group.file().path().display().to_string(),
                path: group.path_of(name),
            })),
            Locator::Attr(place) => Some(place.clone()),
            Locator::None => self.place.clone(),
        };
        Self { place, ..self.clone() }
    }

    /// True inside a value that was read whole.
    #[inline]
    pub(crate) fn is_placed(&self) -> bool {
        self.place.is_some()
    }

    /// The same for a part of that value.
    pub(crate) fn part(&self, name: &str) -> Self {
        let place = self.place.as_ref().map(|place| {
            let path = format!("{}.{name}", place.path);
            Rc::new(Place { file: place.file.clone(), path })
        });
        Self { place, ..self.clone() }
    }

    /// A group in memory that lasts as long as its handle.
    pub(crate) fn scratch(&self) -> Result<Group> {
        let mut scratch = self.counts.scratch.borrow_mut();
        let file = match scratch.take() {
            Some(file) => file,
            None => ch5_array::File::scratch()?,
        };
        let group = file.root()?.stage();
        *scratch = Some(file);
        group
    }

    /// Counts a group and checks the limits.
    fn enter(&self, group: &Group) -> Result<Identity> {
        let file = group.file();
        let limits = file.limits();
        let identity = group.identity()?;
        let nodes = self.counts.nodes.get() + 1;
        self.counts.nodes.set(nodes);
        let exceeded = |what: &str, most: u64| {
            Err(group.locate(
                Error::new(ErrorKind::Limit, what)
                    .expected(format!("at most {most}"))
                    .help("the file may have a circle of links; else raise the file's Limits"),
            ))
        };
        if self.depth > limits.depth {
            return exceeded("groups are nested too deeply", limits.depth as u64);
        }
        if nodes > limits.nodes {
            return exceeded("too many objects for one call", limits.nodes);
        }
        let mut shared = self.counts.shared.borrow_mut();
        // Only groups met before count; most groups have one link and are met once.
        if !shared.insert(identity) {
            let revisits = self.counts.revisits.get() + 1;
            self.counts.revisits.set(revisits);
            if revisits > limits.revisits {
                return exceeded("links lead to the same groups too often", limits.revisits);
            }
        }
        Ok(identity)
    }
}

/// What a node turns out to be, opened as far as needed to go on.
pub(crate) enum Content<'a> {
    /// A value that is complete in memory.
    View(View<'a>),
    /// The same, with the value itself.
    Owned(Value),
    /// A scalar.
    Scalar(Dataset, TextKind),
    /// Bytes: a 1-D dataset.
    Bytes(Dataset),
    /// A sequence in columns.
    Elements(Box<Elements>, Option<Object>),
    /// A sequence as a list group: its members in order.
    List(Group, u64),
    /// Members by name.
    Members(Members),
    /// A map as two sequences.
    Pairs(Group),
    /// A variant: its name, the group that holds it, and whether it is one value there rather
    /// than the members.
    Variant(String, Group, bool),
    /// An array that came from serde.
    NdArray(Object),
    /// A payload of a codec.
    Encoded(Object),
    /// A tree in columns.
    Packed(Group),
}

impl Content<'_> {
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::View(view) => view.kind().into(),
            Self::Owned(value) => value.kind().into(),
            Self::Scalar(d, _) => d.dtype().to_string(),
            Self::Bytes(_) => "bytes".into(),
            Self::Elements(..) | Self::List(..) => "a sequence".into(),
            Self::Members(_) => "a group".into(),
            Self::Pairs(_) => "a map".into(),
            Self::Variant(name, ..) => format!("the variant {name:?}"),
            Self::NdArray(_) => "an array".into(),
            Self::Encoded(_) => "a bincode payload".into(),
            Self::Packed(_) => "a packed tree".into(),
        }
    }
}

impl<'a> Node<'a> {
    /// The value that an object is.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "x", &vec![1, 2])?;
    /// let object = file.root()?.open("x")?;
    /// assert_eq!(Node::of(object).serde::<Vec<u8>>()?, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(object: Object) -> Self {
        Node { source: Source::Object(object), visit: Visit::start() }
    }

    /// The object at a name or path of a group. Names are those of the links, where `/` and `%` in
    /// keys are escaped.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use std::collections::BTreeMap;
    /// use ch5_serde::{Node, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "camera", &BTreeMap::from([("gain", 1.5)]))?;
    /// let root = file.root()?;
    /// assert_eq!(Node::member(&root, "camera/gain")?.serde::<f64>()?, 1.5);
    /// assert!(Node::member(&root, "camera/offset").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it is missing or not allowed.
    pub fn member(group: &Group, key: &str) -> Result<Self> {
        Ok(Self::of(group.open(key)?))
    }

    #[inline(always)]
    pub(crate) fn cell(cell: Cell<'a>, visit: &Visit) -> Self {
        Node { source: Source::Cell(cell), visit: visit.clone() }
    }

    pub(crate) fn attr(group: &Object, name: &str, attr: Attr) -> Self {
        let place = Place {
            file: group.file().path().display().to_string(),
            path: format!("{}@{name}", group.path()),
        };
        Node { source: Source::Attr(Rc::new(place), Box::new(attr)), visit: Visit::start() }
    }

    pub(crate) fn deeper(source: Source<'a>, visit: &Visit) -> Self {
        Node { source, visit: visit.deeper() }
    }

    /// Opens a member that was not looked at yet.
    pub(crate) fn open(mut self) -> Result<Self> {
        if let Source::Member(group, entry) = &self.source {
            self.source = Source::Object(group.open_entry(entry)?);
        }
        Ok(self)
    }

    /// What puts the node's place into an error.
    pub(crate) fn locator(&self) -> Locator {
        match &self.source {
            Source::Object(object) => Locator::Object(object.clone()),
            Source::Member(group, entry) => Locator::Member(group.clone(), entry.name().into()),
            Source::Attr(place, _) => Locator::Attr(place.clone()),
            Source::Members(group, _) | Source::Numbered(group) => {
                Locator::Object(Object::Group(group.clone()))
            }
            Source::Cell(_) => self.visit.place.clone().map_or(Locator::None, Locator::Attr),
        }
    }

    /// True if nothing is stored: a null dataspace or a masked row.
    pub(crate) fn is_null(&self) -> Result<bool> {
        Ok(match &self.source {
            Source::Object(Object::Dataset(d)) => d.is_null() || crate::foreign::is_none(d),
            Source::Cell(cell) => matches!(cell.view()?, View::Null | View::Absent),
            Source::Attr(_, attr) => attr.shape.is_none() || crate::foreign::is_none_attr(attr),
            _ => false,
        })
    }

    /// Reads an opened node, a packed tree from its root.
    pub(crate) fn unpacked<R>(self, read: impl FnOnce(Node<'_>) -> Result<R>) -> Result<R> {
        let Source::Object(Object::Group(group)) = &self.source else { return read(self) };
        if group.attrs().text(tag::KIND)?.as_deref() != Some(Kind::Packed.as_str()) {
            return read(self);
        }
        let tree = crate::packed::Tree::load(group)?;
        read(Node::cell(Cell::Tree(&tree, 0), &self.visit))
    }

    /// True for a list in memory.
    pub(crate) fn is_list(&self) -> Result<bool> {
        Ok(match &self.source {
            Source::Cell(cell) => matches!(cell.view()?, View::List(_)),
            Source::Attr(_, attr) => attr.shape.as_ref().is_some_and(|s| !s.is_empty()),
            _ => false,
        })
    }

    /// Finds out what the node is.
    pub(crate) fn content(self) -> Result<(Content<'a>, Visit)> {
        let node = self.open()?;
        let visit = node.visit;
        let content = match node.source {
            Source::Cell(cell) => Content::View(cell.view()?),
            Source::Attr(_, attr) => Content::Owned(attr_value(*attr)),
            Source::Object(Object::Dataset(d)) => dataset_content(d)?,
            Source::Object(Object::Group(g)) => group_content(g, &visit)?,
            Source::Member(..) => Content::View(View::Null),
            // It was entered, and counted, when its marks were looked at.
            Source::Members(group, hidden) => {
                Content::Members(Members { hidden, ..Members::new(group)? })
            }
            Source::Numbered(group) => {
                let len = list_len(&group)?;
                Content::List(group, len)
            }
        };
        Ok((content, visit))
    }
}

/// An attribute's value; arrays are lists.
fn attr_value(attr: Attr) -> Value {
    if crate::foreign::is_none_attr(&attr) {
        return Value::Null;
    }
    let scalar = attr.shape.as_ref().is_some_and(Vec::is_empty);
    let mut values = attr.values;
    match attr.shape {
        None => Value::Null,
        Some(_) if scalar => values.pop().unwrap_or(Value::Null),
        Some(shape) => nest(values, &shape),
    }
}

/// Values in row-major order as lists of lists.
fn nest(values: Vec<Value>, shape: &[u64]) -> Value {
    let [_, rest @ ..] = shape else { return Value::List(values) };
    if rest.is_empty() {
        return Value::List(values);
    }
    let row = rest.iter().product::<u64>().max(1) as usize;
    let mut left = values.into_iter();
    let mut rows = Vec::new();
    while left.len() > 0 {
        rows.push(nest(left.by_ref().take(row).collect(), rest));
    }
    Value::List(rows)
}

fn dataset_content<'a>(d: Dataset) -> Result<Content<'a>> {
    if d.is_null() || crate::foreign::is_none(&d) {
        return Ok(Content::View(View::Null));
    }
    let kind = |d: &Dataset| -> Result<Option<Kind>> {
        if !d.may_have_attributes() {
            return Ok(None);
        }
        Ok(d.attrs().text(tag::KIND)?.as_deref().and_then(Kind::parse))
    };
    if d.is_scalar() {
        let text = if d.dtype().is_text() {
            match kind(&d)? {
                Some(Kind::I128) => TextKind::I128,
                Some(Kind::U128) => TextKind::U128,
                _ => TextKind::Text,
            }
        } else {
            TextKind::Text
        };
        return Ok(Content::Scalar(d, text));
    }
    match kind(&d)? {
        Some(Kind::Bytes) => return Ok(Content::Bytes(d)),
        Some(Kind::NdArray) => return Ok(Content::NdArray(Object::Dataset(d))),
        Some(Kind::Encoded) => return Ok(Content::Encoded(Object::Dataset(d))),
        _ => {}
    }
    let object = Object::Dataset(d);
    match Store::open(&object, Opening::STRICT)? {
        Some(store) => Ok(Content::Elements(Box::new(Elements::new(store)), Some(object))),
        None => Err(object.locate(Error::new(ErrorKind::Malformed, "not a value"))),
    }
}

fn group_content<'a>(g: Group, visit: &Visit) -> Result<Content<'a>> {
    let identity = visit.enter(&g)?;
    if identity.attributes == 0 {
        return Ok(Content::Members(Members::new(g)?));
    }
    let kind = g.attrs().text(tag::KIND)?;
    let kind = kind.as_deref().and_then(Kind::parse);
    match kind {
        Some(Kind::Enum | Kind::EnumFields) => {
            let name = g.attrs().text(tag::VARIANT)?.ok_or_else(|| {
                g.locate(
                    Error::new(ErrorKind::Malformed, "")
                        .expected(format!("an attribute {} with the variant's name", tag::VARIANT))
                        .found("none"),
                )
            })?;
            let one = kind == Some(Kind::Enum) && g.len()? == 1 && g.has("value")?;
            return Ok(Content::Variant(name, g, one));
        }
        Some(Kind::Map) => return Ok(Content::Pairs(g)),
        Some(Kind::NdArray) => return Ok(Content::NdArray(Object::Group(g))),
        Some(Kind::Packed) => return Ok(Content::Packed(g)),
        Some(kind) => {
            if let Some(store) = Store::of_group(&g, Some(kind), Opening::STRICT)? {
                return Ok(Content::Elements(
                    Box::new(Elements::new(store)),
                    Some(Object::Group(g)),
                ));
            }
        }
        None => {}
    }
    if g.attrs().text(tag::H5_TYPE)?.as_deref() == Some("list") {
        let len = list_len(&g)?;
        return Ok(Content::List(g, len));
    }
    Ok(Content::Members(Members::new(g)?))
}

/// The length of a list group, after checking that its members are "0".."n-1".
pub(crate) fn list_len(g: &Group) -> Result<u64> {
    let names = g.names()?;
    let len = names.len() as u64;
    let mut seen = vec![false; names.len()];
    for name in &names {
        let index =
            name.parse::<usize>().ok().filter(|i| *i < names.len() && i.to_string() == *name);
        match index {
            Some(i) => seen[i] = true,
            None => {
                return Err(g.locate(
                    Error::new(ErrorKind::Malformed, "a list group has a wrong member")
                        .expected(format!("members \"0\" to \"{}\"", len.saturating_sub(1)))
                        .found(format!("{name:?}")),
                ));
            }
        }
    }
    Ok(len)
}

/// Puts a place into an error.
pub(crate) enum Locator {
    Object(Object),
    Member(Group, String),
    Attr(Rc<Place>),
    None,
}

impl Locator {
    #[cold]
    pub(crate) fn locate(&self, error: Error) -> Error {
        match self {
            Self::Object(object) => object.locate(error),
            Self::Member(group, name) => group.locate_member(name, error),
            Self::Attr(place) => error.at(&place.file, &place.path),
            Self::None => error,
        }
    }
}
