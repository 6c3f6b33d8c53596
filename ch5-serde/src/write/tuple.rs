//! Tuples and arrays of fixed length.

use std::borrow::Cow;

use ch5_array::{DType, Dataset, Group, Object, Result};

use super::slot::{Probe, put_attrs};
use super::{Slot, Target};
use crate::column::{Column, needs_group};
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::tag::{self, Kind};

/// An open tuple: each element is put in turn, then it is ended.
///
/// Elements of one number type become one dataset, others the members of a list group.
pub struct Tuple<'a> {
    depth: usize,
    state: State<'a>,
}

enum State<'a> {
    /// Numbers so far.
    Numbers {
        group: &'a Group,
        name: Cow<'a, str>,
        opts: &'static FieldOpts,
        dtype: Option<DType>,
        bytes: Vec<u8>,
        count: u64,
        attr: bool,
    },
    List { group: Group, next: usize },
    Row { column: &'a mut Column, next: usize },
    Tree { tree: &'a mut TreeBuilder, end: usize, next: usize },
}

impl<'a> Tuple<'a> {
    pub(crate) fn member(
        group: &'a Group,
        name: Cow<'a, str>,
        opts: &'static FieldOpts,
        depth: usize,
    ) -> Self {
        let state =
            State::Numbers { group, name, opts, dtype: None, bytes: Vec::new(), count: 0, attr: false };
        Self { depth, state }
    }

    pub(crate) fn attr(group: &'a Group, name: &'a str, depth: usize) -> Self {
        let state = State::Numbers {
            group,
            name: Cow::Borrowed(name),
            opts: FieldOpts::NONE,
            dtype: None,
            bytes: Vec::new(),
            count: 0,
            attr: true,
        };
        Self { depth, state }
    }

    pub(crate) fn list(group: Group, depth: usize) -> Self {
        Self { depth, state: State::List { group, next: 0 } }
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, depth: usize) -> Self {
        Self { depth, state: State::Tree { tree, end, next: 0 } }
    }

    pub(crate) fn row(column: &'a mut Column, len: usize, depth: usize) -> Result<Self> {
        let column = column.open_tuple(len)?.column();
        Ok(Self { depth, state: State::Row { column, next: 0 } })
    }

    /// Puts an element: `put` is called once or, if the first attempt shows that the elements
    /// differ in type, twice.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn elem(
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
                self.elem(opts, put)
            }
            State::Numbers { dtype, bytes, count, .. } => {
                let mut probe = Probe::default();
                let tried = put(Slot::new(Target::Probe(&mut probe), opts, depth));
                match tried {
                    Ok(()) if dtype.is_none() || *dtype == probe.dtype => {
                        *dtype = probe.dtype;
                        bytes.extend_from_slice(&probe.bytes);
                        *count += 1;
                        return Ok(());
                    }
                    Ok(()) => {}
                    Err(e) if e.kind() == ch5_array::ErrorKind::NeedsGroup => {}
                    Err(e) => return Err(e),
                }
                self.spread()?;
                self.elem(opts, put)
            }
        }
    }

    /// Turns the numbers so far into members of a list group.
    fn spread(&mut self) -> Result<()> {
        let State::Numbers { group, name, opts, dtype, bytes, attr: false, .. } = &self.state else {
            return Err(needs_group());
        };
        let made = group.create_group(name)?;
        made.attrs().write_text(tag::H5_TYPE, "list")?;
        Kind::Tuple.mark(&made)?;
        put_attrs(&Object::Group(made.clone()), opts)?;
        let mut next = 0;
        if let Some(dtype) = dtype {
            for element in bytes.chunks(dtype.mem_size().max(1)) {
                let new = FieldOpts::NONE.dataset(dtype.clone(), &[]);
                made.create_dataset(&next.to_string(), &new)?.write_bytes(dtype, None, element)?;
                next += 1;
            }
        }
        self.state = State::List { group: made, next };
        Ok(())
    }

    /// Ends the tuple.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn end(self) -> Result<()> {
        match self.state {
            State::List { .. } | State::Tree { .. } => Ok(()),
            State::Row { column, .. } => column.close_tuple(),
            State::Numbers { group, name, opts, dtype, bytes, count, attr } => {
                let dtype = dtype.unwrap_or(DType::F64);
                if attr {
                    return group.attrs().write_bytes(&name, &dtype, &[count], &bytes);
                }
                let new = opts.dataset(dtype.clone(), &[count]);
                let dataset: Dataset = group.create_dataset(&name, &new)?;
                dataset.write_bytes(&dtype, None, &bytes)?;
                put_attrs(&Object::Dataset(dataset), opts)
            }
        }
    }
}
