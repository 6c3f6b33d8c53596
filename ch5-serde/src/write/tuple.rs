//! Tuples and arrays of fixed length.

use std::borrow::Cow;

use ch5_array::{DType, Dataset, Error, ErrorKind, Group, Object, Result};

use super::slot::{Probe, put_attrs};
use super::{Slot, Target};
use crate::column::{Column, needs_group};
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::tag::{self, Kind};

/// An open tuple: each element is put in turn, then it is ended.
///
/// Elements of one number type become one dataset, others the members of a list group.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{FieldOpts, Slot};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// static PLAIN: FieldOpts = FieldOpts::new();
///
/// let mut point = Slot::member(&root, "point").tuple("Point", 3)?;
/// for x in [0.5, 1.5, 2.5] {
///     point.elem(&PLAIN, |slot| slot.number(x))?;
/// }
/// point.end()?;
/// assert_eq!(root.dataset("point")?.shape(), [3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Tuple<'a> {
    depth: usize,
    /// How many elements were announced, and how many came.
    len: usize,
    count: usize,
    state: State<'a>,
}

enum State<'a> {
    /// Numbers so far.
    Numbers {
        group: &'a Group,
        name: Cow<'a, str>,
        opts: &'static FieldOpts,
        attr: bool,
        all: Uniform,
    },
    /// The same, inside such a tuple.
    Nested {
        probe: &'a mut Probe,
        all: Uniform,
    },
    List {
        group: Group,
        next: usize,
    },
    Row {
        column: &'a mut Column,
        next: usize,
    },
    Tree {
        tree: &'a mut TreeBuilder,
        end: usize,
        next: usize,
    },
}

/// Elements of one number type, or small arrays of one shape.
#[derive(Default)]
struct Uniform {
    dtype: Option<DType>,
    /// The shape of an element.
    inner: Vec<u64>,
    bytes: Vec<u8>,
    count: u64,
}

impl Uniform {
    /// Takes an element; false if it is unlike those before.
    fn take(&mut self, probe: Probe) -> bool {
        if self.count > 0 && (self.dtype != probe.dtype || self.inner != probe.inner) {
            return false;
        }
        (self.dtype, self.inner) = (probe.dtype, probe.inner);
        self.bytes.extend_from_slice(&probe.bytes);
        self.count += 1;
        true
    }

    fn shape(&self) -> Vec<u64> {
        std::iter::once(self.count).chain(self.inner.iter().copied()).collect()
    }
}

impl<'a> Tuple<'a> {
    pub(crate) fn member(
        group: &'a Group,
        name: Cow<'a, str>,
        opts: &'static FieldOpts,
        len: usize,
        depth: usize,
    ) -> Self {
        let state = State::Numbers { group, name, opts, attr: false, all: Uniform::default() };
        Self { depth, len, count: 0, state }
    }

    pub(crate) fn attr(group: &'a Group, name: &'a str, len: usize, depth: usize) -> Self {
        let name = Cow::Borrowed(name);
        let opts = FieldOpts::NONE;
        let state = State::Numbers { group, name, opts, attr: true, all: Uniform::default() };
        Self { depth, len, count: 0, state }
    }

    pub(crate) fn nested(probe: &'a mut Probe, len: usize, depth: usize) -> Self {
        Self { depth, len, count: 0, state: State::Nested { probe, all: Uniform::default() } }
    }

    pub(crate) fn list(group: Group, len: usize, depth: usize) -> Self {
        Self { depth, len, count: 0, state: State::List { group, next: 0 } }
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, len: usize, depth: usize) -> Self {
        Self { depth, len, count: 0, state: State::Tree { tree, end, next: 0 } }
    }

    pub(crate) fn row(column: &'a mut Column, len: usize, depth: usize) -> Result<Self> {
        let column = column.open_tuple(len)?.column();
        Ok(Self { depth, len, count: 0, state: State::Row { column, next: 0 } })
    }

    /// Puts an element: `put` is called once or, if the first attempt shows that the elements
    /// differ in type, twice.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let mut pair = Slot::member(&root, "pair").tuple("Pair", 2)?;
    /// pair.elem(&PLAIN, |slot| slot.number(1.5))?;
    /// pair.elem(&PLAIN, |slot| slot.text("mm"))?; // no number: a group from here on
    /// pair.end()?;
    /// assert_eq!(root.group("pair")?.names()?, ["0", "1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for too many elements, or if it cannot be written.
    pub fn elem(
        &mut self,
        opts: &'static FieldOpts,
        put: impl FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        self.count += 1;
        if self.count > self.len {
            return Err(self.wrong_count());
        }
        self.put(opts, put)
    }

    /// An error for a tuple that announced another number of elements than it has.
    #[cold]
    fn wrong_count(&self) -> Error {
        Error::new(ErrorKind::Shape, "a tuple has another length than it said")
            .expected(format!("{} elements", self.len))
            .found(format!("{}", self.count))
    }

    fn put(
        &mut self,
        opts: &'static FieldOpts,
        mut put: impl FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        let depth = self.depth;
        match &mut self.state {
            State::Row { column, next } => {
                let cell = column.tuple_element(*next)?;
                *next += 1;
                put(Slot::cell(cell, depth))
            }
            State::Tree { tree, end, next } => {
                let end = tree.child(*end, &next.to_string());
                *next += 1;
                put(Slot::new(Target::Tree { tree, end }, opts, depth))
            }
            State::List { group, next } => {
                let name = Cow::Owned(next.to_string());
                *next += 1;
                put(Slot::new(Target::Member { group, name }, opts, depth))
            }
            State::Numbers { attr: false, .. } if opts.is_special() => {
                // Only an object of its own can have chunks or attributes.
                self.spread()?;
                self.put(opts, put)
            }
            State::Numbers { all, .. } => {
                if probe(all, opts, depth, &mut put)? {
                    return Ok(());
                }
                self.spread()?;
                self.put(opts, put)
            }
            State::Nested { all, .. } => {
                if probe(all, opts, depth, &mut put)? {
                    Ok(())
                } else {
                    Err(needs_group())
                }
            }
        }
    }

    /// Turns the numbers so far into members of a list group.
    fn spread(&mut self) -> Result<()> {
        let State::Numbers { group, name, opts, attr: false, all } = &self.state else {
            return Err(needs_group());
        };
        let made = group.create_group(name)?;
        made.attrs().write_text(tag::H5_TYPE, "list")?;
        Kind::Tuple.mark(&made)?;
        put_attrs(&Object::Group(made.clone()), opts)?;
        let dtype = all.dtype.clone().unwrap_or(DType::F64);
        let size = all.bytes.len() / (all.count as usize).max(1);
        for i in 0..all.count as usize {
            let new = FieldOpts::NONE.dataset(dtype.clone(), &all.inner);
            let dataset = made.create_dataset(&i.to_string(), &new)?;
            dataset.write_bytes(&dtype, None, &all.bytes[i * size..(i + 1) * size])?;
        }
        self.state = State::List { next: all.count as usize, group: made };
        Ok(())
    }

    /// Ends the tuple, which must have as many elements as it was opened for.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let mut pair = Slot::member(&root, "pair").tuple("Pair", 2)?;
    /// pair.elem(&PLAIN, |slot| slot.number(1.5))?;
    /// assert!(pair.end().is_err()); // two elements were announced
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for too few elements, or if it cannot be written.
    pub fn end(self) -> Result<()> {
        if self.count != self.len {
            return Err(self.wrong_count());
        }
        match self.state {
            State::List { .. } | State::Tree { .. } => Ok(()),
            State::Row { column, .. } => column.close_tuple(),
            State::Nested { probe, all } => {
                probe.inner = all.shape();
                probe.dtype = all.dtype;
                probe.bytes = all.bytes;
                Ok(())
            }
            State::Numbers { group, name, opts, attr, all } => {
                let shape = all.shape();
                let dtype = all.dtype.unwrap_or(DType::F64);
                if attr {
                    return group.attrs().write_bytes(&name, &dtype, &shape, &all.bytes);
                }
                let new = opts.dataset(dtype.clone(), &shape);
                let dataset: Dataset = group.create_dataset(&name, &new)?;
                dataset.write_bytes(&dtype, None, &all.bytes)?;
                put_attrs(&Object::Dataset(dataset), opts)
            }
        }
    }
}

/// Puts an element where only numbers fit; false if it is something else.
fn probe(
    all: &mut Uniform,
    opts: &'static FieldOpts,
    depth: usize,
    put: &mut impl FnMut(Slot<'_>) -> Result<()>,
) -> Result<bool> {
    let mut probe = Probe::default();
    match put(Slot::new(Target::Probe(&mut probe), opts, depth)) {
        Ok(()) => Ok(all.take(probe)),
        Err(e) if e.kind() == ErrorKind::NeedsGroup => Ok(false),
        Err(e) => Err(e),
    }
}
