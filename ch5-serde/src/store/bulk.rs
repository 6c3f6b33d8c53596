//! Sequences: element by element, or all numbers at once.

use ch5_array::{Block, DType, Dataset, Error, ErrorKind, Number, Object, Result, as_bytes};

use crate::read::{Content, ListView, Node, Rows, Source, View, value_view};

/// Nested sequences of equal length that are becoming one array.
#[derive(Debug, Default)]
pub struct Dense {
    pub(crate) dims: Vec<Option<u64>>,
    pub(crate) dtype: Option<DType>,
    pub(crate) bytes: Vec<u8>,
}

impl Dense {
    /// Takes the length of a sequence at a level; all of one level must agree.
    pub(crate) fn level(&mut self, level: usize, len: usize) -> Result<()> {
        if self.dims.len() <= level {
            self.dims.resize(level + 1, None);
        }
        match self.dims[level] {
            None => self.dims[level] = Some(len as u64),
            Some(n) if n == len as u64 => {}
            Some(n) => {
                return Err(Error::new(
                    ErrorKind::Shape,
                    "a dense array has rows of unequal length",
                )
                .expected(format!("{n} elements"))
                .found(format!("{len}"))
                .help("drop #[h5(dense)]: the usual layout takes ragged rows"));
            }
        }
        Ok(())
    }

    pub(crate) fn number<T: Number>(&mut self, value: T) {
        self.dtype = Some(T::DTYPE);
        self.bytes.extend_from_slice(as_bytes(&[value]));
    }
}

/// Calls `add` with each element of a sequence.
pub(crate) fn each<A: Default>(
    node: Node<'_>,
    add: impl FnMut(&mut A, Node<'_>) -> Result<()>,
) -> Result<A> {
    each_or_rows(node, add, |_, _| Ok(false))
}

/// The same; `rows` is called with rows of a table first, and says whether it took them.
pub(crate) fn each_or_rows<A: Default>(
    node: Node<'_>,
    mut add: impl FnMut(&mut A, Node<'_>) -> Result<()>,
    mut rows: impl FnMut(&mut A, &Rows<'_>) -> Result<bool>,
) -> Result<A> {
    let locator = node.locator();
    let done = (|| {
        let (content, visit) = node.content()?;
        let mut all = A::default();
        let cells = |list: ListView<'_>,
                     all: &mut A,
                     add: &mut dyn FnMut(&mut A, Node<'_>) -> Result<()>| {
            for i in 0..list.len() {
                if let Some(cell) = list.get(i) {
                    add(all, Node::cell(cell, &visit)).map_err(|e| e.nest(&format!("[{i}]")))?;
                }
            }
            Ok::<(), Error>(())
        };
        match content {
            Content::Elements(mut elements, _) => loop {
                let taken = match elements.table(&visit)? {
                    Some(table) if !visit.is_placed() => rows(&mut all, &table)?,
                    _ => false,
                };
                if taken {
                    elements.pass();
                    continue;
                }
                let index = elements.index();
                let Some(cell) = elements.next()? else { break };
                add(&mut all, Node::cell(cell, &visit))
                    .map_err(|e| e.nest(&format!("[{index}]")))?;
            },
            Content::Bytes(dataset) => {
                let mut elements = crate::read::Elements::open_dataset(&dataset)?;
                while let Some(cell) = elements.next()? {
                    add(&mut all, Node::cell(cell, &visit))?;
                }
            }
            Content::List(group, len) => {
                for i in 0..len {
                    let source = Source::Member(group.clone(), i.to_string().into());
                    add(&mut all, Node::deeper(source, &visit))?;
                }
            }
            Content::View(View::List(list)) => cells(list, &mut all, &mut add)?,
            Content::Owned(value) => match value_view(&value) {
                View::List(list) => cells(list, &mut all, &mut add)?,
                other => return Err(not_a_sequence(other.kind())),
            },
            Content::Scalar(dataset, _)
                if matches!(dataset.dtype(), DType::Array(..) | DType::List(_)) =>
            {
                match value_view(&dataset.read_value()?) {
                    View::List(list) => cells(list, &mut all, &mut add)?,
                    other => return Err(not_a_sequence(other.kind())),
                }
            }
            Content::Packed(group) => {
                let tree = crate::packed::Tree::load(&group)?;
                match tree.root() {
                    View::List(list) => cells(list, &mut all, &mut add)?,
                    other => return Err(not_a_sequence(other.kind())),
                }
            }
            other => return Err(not_a_sequence(&other.kind())),
        }
        Ok(all)
    })();
    done.map_err(|e| locator.locate(e))
}

fn not_a_sequence(found: &str) -> Error {
    Error::new(ErrorKind::WrongType, "").expected("a sequence").found(found)
}

/// Reads a sequence of numbers: in one call where the stored type fits, else number by number
/// with a check of each.
pub(crate) fn numbers<T: Number + crate::store::H5Read>(node: Node<'_>) -> Result<Vec<T>> {
    let node = node.open()?;
    if let Source::Object(Object::Dataset(dataset)) = &node.source
        && dataset.shape().len() == 1
        && dataset.dtype().widens_to(&T::DTYPE)
    {
        return read_all(dataset);
    }
    each(node, |all: &mut Vec<T>, node| {
        all.push(T::__get(node)?);
        Ok(())
    })
}

/// The same into the memory of a vector that was read before, if it is long enough.
pub(crate) fn numbers_into<T>(all: &mut Vec<T>, node: Node<'_>) -> Result<()>
where
    T: Number + crate::store::H5Read,
{
    let node = node.open()?;
    if let Source::Object(Object::Dataset(dataset)) = &node.source
        && let &[len] = dataset.shape()
        && let Ok(len) = usize::try_from(len)
        && (1..=all.capacity()).contains(&len)
        && dataset.dtype().widens_to(&T::DTYPE)
    {
        all.resize(len, T::default());
        return dataset.read_into(None, all);
    }
    *all = numbers(node)?;
    Ok(())
}

fn read_all<T: Number>(dataset: &Dataset) -> Result<Vec<T>> {
    let all = Block::rows(dataset.shape(), 0, dataset.shape().first().copied().unwrap_or(0));
    if all.is_empty() {
        return Ok(Vec::new());
    }
    dataset.read_numbers(None)
}
