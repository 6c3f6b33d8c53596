//! Changing a list.

use std::borrow::Cow;
use std::ops::Range;

use ch5_array::{Block, DType, ErrorKind, Group, Object, Result, Texts};

use super::gather::{add, is_cramped};
use super::rows::Rows;
use super::{Form, H5List, append, open, splice};
use crate::column::{Column, Stream};
use crate::opts::FieldOpts;
use crate::store::{H5Read, H5Write};
use crate::transcode;
use crate::write::{Seq, Slot, Target, list_group};

/// The name of what is made, while it has no other.
const MADE: &str = "made";

/// Writes a new element.
type Put<'v> = &'v dyn Fn(Slot<'_>) -> Result<()>;

/// What a new list consists of, in order.
pub(super) enum Step<'v> {
    /// Elements of the old one.
    Keep(Range<usize>),
    /// A new one.
    Put(Put<'v>),
}

impl H5List {
    /// Makes the list anew from old and new elements, and puts it in the old one's place.
    pub(super) fn rebuild(&mut self, steps: &[Step<'_>]) -> Result<()> {
        self.renew()?;
        self.check_place()?;
        let stage = self.parent.stage()?;
        match &self.form {
            Form::Group(old) => {
                let made = list_group(&stage, MADE, FieldOpts::NONE)?;
                let mut next = 0usize;
                for step in steps {
                    match step {
                        Step::Keep(range) => {
                            for i in range.clone() {
                                made.link(&next.to_string(), &old.open(&i.to_string())?)?;
                                next += 1;
                            }
                        }
                        Step::Put(put) => {
                            let name = Cow::Owned(next.to_string());
                            let target = Target::Member { group: &made, name };
                            put(Slot::new(target, FieldOpts::NONE, 1))?;
                            next += 1;
                        }
                    }
                }
                self.keep_attrs(&Object::Group(made))?;
            }
            Form::Packed(object) => {
                if !self.splice(object, steps, &stage)? {
                    self.convert(object, steps, &stage)?;
                    self.keep_attrs(&stage.open(MADE)?)?;
                }
            }
        }
        self.put_back(&stage)
    }

    /// Copies rows as they are stored; false, and nothing done, if new elements are of another
    /// form than the old ones.
    fn splice(&self, object: &Object, steps: &[Step<'_>], stage: &Group) -> Result<bool> {
        let puts: Vec<_> = steps
            .iter()
            .filter_map(|step| if let Step::Put(put) = step { Some(*put) } else { None })
            .collect();
        let fresh = if puts.is_empty() { None } else { Some(self.stage(&puts)?) };
        if let Some(fresh) = &fresh
            && !splice::alike(object, fresh)?
        {
            return Ok(false);
        }
        let (mut pieces, mut next) = (Vec::new(), 0);
        for step in steps {
            match step {
                Step::Keep(range) => {
                    add(&mut pieces, false, range.start as u64..range.end as u64);
                }
                Step::Put(_) => {
                    add(&mut pieces, true, next..next + 1);
                    next += 1;
                }
            }
        }
        splice::assemble(object, fresh.as_ref(), &pieces, stage, MADE)
            .map_err(|e| object.locate(e))?;
        Ok(true)
    }

    /// Makes the next wider form, which takes the old elements and the new.
    fn convert(&self, object: &Object, steps: &[Step<'_>], stage: &Group) -> Result<()> {
        let mut rows = Rows::open(object)?;
        let mut seq = Seq::member(stage.clone(), MADE.to_owned(), FieldOpts::NONE, 1)?;
        for step in steps {
            match step {
                Step::Keep(range) => {
                    for i in range.clone() {
                        let cell = rows.get(i as u64).map_err(|e| object.locate(e))?;
                        seq.elem(|slot| transcode::copy(cell, slot))?;
                    }
                }
                Step::Put(put) => seq.elem(put)?,
            }
        }
        seq.end()
    }

    /// New elements as a list of their own that has no name yet.
    fn stage(&self, puts: &[Put<'_>]) -> Result<Object> {
        let stage = self.parent.stage()?;
        let mut seq = Seq::member(stage.clone(), MADE.to_owned(), FieldOpts::NONE, 1)?;
        for put in puts {
            seq.elem(put).map_err(|e| self.object().locate(e))?;
        }
        seq.end()?;
        stage.open(MADE)
    }

    /// Gives a new object the user's own attributes of the list.
    fn keep_attrs(&self, made: &Object) -> Result<()> {
        for name in self.object().attrs().names()? {
            if !crate::tag::is_ours(&name)
                && let Some(attr) = self.object().attrs().read(&name)?
            {
                crate::dict::write_attr(made, &name, &attr)?;
            }
        }
        Ok(())
    }

    /// Fails if the name leads to another object by now, which an edit would overwrite.
    fn check_place(&self) -> Result<()> {
        let Some(link) = &self.link else { return Ok(()) };
        let identity = |object: &Object| match object {
            Object::Dataset(d) => d.identity(),
            Object::Group(g) => g.identity(),
        };
        let there = self.parent.try_open(link)?;
        if let Some(there) = &there
            && identity(there)? == identity(&self.object())?
        {
            return Ok(());
        }
        Err(self.object().locate(super::gone("list")))
    }

    /// Puts what was made in the place of the list.
    fn put_back(&mut self, stage: &Group) -> Result<()> {
        match (&self.link, stage.open(MADE)?) {
            (Some(link), made) => self.parent.swap(link, &made)?,
            (None, Object::Group(made)) => open::replace(&self.parent, &made)?,
            (None, made) => {
                // A group that is a list itself has members, or columns with names.
                let list = list_group(stage, "list", FieldOpts::NONE)?;
                let mut seq = Seq::list(list.clone(), 0, 1);
                let mut rows = Rows::open(&made)?;
                for i in 0..rows.len() {
                    let cell = rows.get(i)?;
                    seq.elem(|slot| transcode::copy(cell, slot))?;
                }
                seq.end()?;
                open::replace(&self.parent, &list)?;
            }
        }
        self.form = Self::form(match &self.link {
            Some(link) => self.parent.open(link)?,
            None => Object::Group(self.parent.clone()),
        })?;
        Ok(())
    }

    /// Replaces an element: numbers and text in place, a member of a group list on its own, else
    /// in one pass over the list.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[1, 2, 3])?;
    /// list.set(0, &10)?; // in place
    /// list.set(1, "two")?; // of another type: the list becomes one of mixed values
    /// assert_eq!(list.get::<i32>(0)?, 10);
    /// assert_eq!(list.get::<String>(1)?, "two");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range, or what storing the value fails with.
    pub fn set<T: H5Write + ?Sized>(&mut self, index: usize, value: &T) -> Result<()> {
        self.renew()?;
        self.check(index)?;
        if let Form::Group(group) = &self.form {
            return crate::objects::put_object(
                group,
                &index.to_string(),
                crate::objects::Policy::Replace,
                |slot| value.__put(slot),
            );
        }
        if self.write_at(index, &[Fresh::of(self, &|slot| value.__put(slot))?])? {
            return Ok(());
        }
        let len = self.len()?;
        self.rebuild(&[
            Step::Keep(0..index),
            Step::Put(&|slot| value.__put(slot)),
            Step::Keep(index + 1..len),
        ])
    }

    /// Appends an element, without touching the others where it has their form. Many elements are
    /// appended to a packed list faster by [`extend`](Self::extend).
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut log = H5List::create(&file, "log", &["start".to_string()])?;
    /// log.push("stop")?;
    /// assert_eq!(log.to_vec::<String>()?, ["start", "stop"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What storing the value fails with.
    pub fn push<T: H5Write + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.renew()?;
        if let Form::Group(group) = &self.form {
            return append_members(group, &[&|slot| value.__put(slot)]);
        }
        let fresh = [Fresh::of(self, &|slot| value.__put(slot))?];
        if self.append(&fresh)? || self.append_staged(&[&|slot| value.__put(slot)])? {
            return Ok(());
        }
        let len = self.len()?;
        self.rebuild(&[Step::Keep(0..len), Step::Put(&|slot| value.__put(slot))])
    }

    /// Appends many elements, all or none, without touching the others: to a packed list whose form
    /// they fit in one step, to a group list with one new member an element.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut samples = H5List::create::<f64>(&file, "samples", &[])?;
    /// for block in [[0.5, 1.0], [1.5, 2.0]] {
    ///     samples.extend(&block)?;
    /// }
    /// assert_eq!(samples.to_vec::<f64>()?, [0.5, 1.0, 1.5, 2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What storing the values fails with; the list is then as it was.
    pub fn extend<T: H5Write>(&mut self, values: &[T]) -> Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        self.renew()?;
        let puts: Vec<_> = values.iter().map(|v| move |slot: Slot<'_>| v.__put(slot)).collect();
        let all: Vec<Put<'_>> = puts.iter().map(|put| put as _).collect();
        if let Form::Group(group) = &self.form {
            return append_members(group, &all);
        }
        if self.append_staged(&all)? {
            return Ok(());
        }
        let len = self.len()?;
        let keep = std::iter::once(Step::Keep(0..len));
        let steps: Vec<_> = keep.chain(puts.iter().map(|put| Step::Put(put as _))).collect();
        self.rebuild(&steps)
    }

    /// Inserts an element before another, in one pass over the list; at the end it is a push.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &["a".to_string(), "c".to_string()])?;
    /// list.insert(1, "b")?;
    /// list.insert(3, "d")?;
    /// assert_eq!(list.to_vec::<String>()?, ["a", "b", "c", "d"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index beyond the end, or what storing the value fails with.
    pub fn insert<T: H5Write + ?Sized>(&mut self, index: usize, value: &T) -> Result<()> {
        self.renew()?;
        let len = self.len()?;
        if index > len {
            return Err(self.out_of_range(index, len + 1));
        }
        if index == len {
            return self.push(value);
        }
        self.rebuild(&[
            Step::Keep(0..index),
            Step::Put(&|slot| value.__put(slot)),
            Step::Keep(index..len),
        ])
    }

    /// Removes an element, in one pass over the list; the last one is cut off.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[1, 2, 3])?;
    /// list.remove(1)?;
    /// assert_eq!(list.to_vec::<i32>()?, [1, 3]);
    /// assert!(list.remove(2).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range.
    pub fn remove(&mut self, index: usize) -> Result<()> {
        self.check(index)?;
        let len = self.len()?;
        if index + 1 == len {
            return self.truncate(index);
        }
        self.rebuild(&[Step::Keep(0..index), Step::Keep(index + 1..len)])
    }

    /// Removes the last element and returns it, `None` from an empty list.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut stack = H5List::create(&file, "stack", &[1, 2])?;
    /// assert_eq!(stack.pop::<i32>()?, Some(2));
    /// assert_eq!(stack.pop::<i32>()?, Some(1));
    /// assert_eq!(stack.pop::<i32>()?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with; the element is then still there.
    pub fn pop<T: H5Read>(&mut self) -> Result<Option<T>> {
        let len = self.len()?;
        if len == 0 {
            return Ok(None);
        }
        let last = self.get(len - 1)?;
        self.truncate(len - 1)?;
        Ok(Some(last))
    }

    /// Exchanges two elements, in one pass over the list.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &['x', 'y', 'z'])?;
    /// list.swap(2, 0)?;
    /// assert_eq!(list.to_vec::<char>()?, ['z', 'y', 'x']);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range.
    pub fn swap(&mut self, a: usize, b: usize) -> Result<()> {
        self.check(a)?;
        self.check(b)?;
        if a == b {
            return Ok(());
        }
        let (a, b, len) = (a.min(b), a.max(b), self.len()?);
        self.rebuild(&[
            Step::Keep(0..a),
            Step::Keep(b..b + 1),
            Step::Keep(a + 1..b),
            Step::Keep(a..a + 1),
            Step::Keep(b + 1..len),
        ])
    }

    /// Removes all elements from `len` on, without touching those before it. A list that is not
    /// longer is left alone.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[1, 2, 3])?;
    /// list.truncate(5)?; // it is not that long
    /// list.truncate(1)?;
    /// assert_eq!(list.to_vec::<i32>()?, [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn truncate(&mut self, len: usize) -> Result<()> {
        self.renew()?;
        let now = self.len()?;
        if len >= now {
            return Ok(());
        }
        match &self.form {
            Form::Group(group) => {
                return (len..now).rev().try_for_each(|i| group.unlink(&i.to_string()));
            }
            Form::Packed(object) if append::cut(object, len as u64)? => return self.renew(),
            Form::Packed(_) => {}
        }
        self.rebuild(&[Step::Keep(0..len)])
    }

    /// Removes all elements. The list keeps its form: the type of a dataset, the columns of a
    /// table.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[1.5, 2.5])?;
    /// list.clear()?;
    /// list.push(&3.5)?; // it is still a list of floats
    /// assert_eq!(list.to_vec::<f64>()?, [3.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn clear(&mut self) -> Result<()> {
        self.truncate(0)
    }

    /// Turns the order round, in one pass over the list.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create(&file, "list", &[1, 2, 3])?;
    /// list.reverse()?;
    /// assert_eq!(list.to_vec::<i32>()?, [3, 2, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the list cannot be read or written.
    pub fn reverse(&mut self) -> Result<()> {
        let order: Vec<usize> = (0..self.len()?).rev().collect();
        self.reorder(&order)
    }

    /// Makes the list of the elements at these indices.
    pub(super) fn reorder(&mut self, order: &[usize]) -> Result<()> {
        let mut steps: Vec<Step<'_>> = Vec::new();
        for &i in order {
            match steps.last_mut() {
                Some(Step::Keep(range)) if range.end == i => range.end = i + 1,
                _ => steps.push(Step::Keep(i..i + 1)),
            }
        }
        self.rebuild(&steps)
    }

    /// Appends new elements that are of the list's form; false, and nothing done, if they are not,
    /// or if the list cannot grow.
    fn append_staged(&mut self, puts: &[Put<'_>]) -> Result<bool> {
        let Form::Packed(object) = &self.form else { return Ok(false) };
        let fresh = self.stage(puts)?;
        if !splice::alike(object, &fresh)? {
            return Ok(false);
        }
        let done = append::append(object, &fresh).map_err(|e| object.locate(e))?;
        self.renew()?;
        Ok(done)
    }

    /// Writes elements in place, if they have the type of the dataset.
    fn write_at(&self, index: usize, values: &[Fresh]) -> Result<bool> {
        let Some(dataset) = self.dataset() else { return Ok(false) };
        let block = Block::new(&[index as u64], &[values.len() as u64]);
        if *dataset.dtype() == DType::TEXT {
            let mut texts = Texts::new();
            for value in values {
                match value {
                    Fresh::Text(text) => texts.push(text)?,
                    _ => return Ok(false),
                }
            }
            dataset.write_texts(Some(&block), &texts)?;
            return Ok(true);
        }
        let mut bytes = Vec::new();
        for value in values {
            match value {
                Fresh::Number(dtype, raw) if dtype == dataset.dtype() => {
                    bytes.extend_from_slice(raw)
                }
                _ => return Ok(false),
            }
        }
        dataset.write_bytes(dataset.dtype(), Some(&block), &bytes)?;
        Ok(true)
    }

    /// Grows a dataset by elements of its type; false if they are of another, or it cannot grow.
    fn append(&mut self, values: &[Fresh]) -> Result<bool> {
        let Some(dataset) = self.dataset() else { return Ok(false) };
        let len = dataset.shape()[0];
        let grows = dataset.maxshape().first() == Some(&None);
        let fits = |value: &Fresh| match value {
            Fresh::Number(dtype, _) => dtype == dataset.dtype(),
            Fresh::Text(_) => *dataset.dtype() == DType::TEXT,
            Fresh::Other => false,
        };
        if !grows || !values.iter().all(fits) || is_cramped(dataset)? {
            return Ok(false);
        }
        let Form::Packed(Object::Dataset(dataset)) = &mut self.form else { return Ok(false) };
        dataset.resize(&[len + values.len() as u64])?;
        let written = self.write_at(len as usize, values);
        if written.is_err()
            && let Form::Packed(Object::Dataset(dataset)) = &mut self.form
        {
            dataset.resize(&[len])?;
        }
        written
    }
}

/// A value that is to become an element: a number, a text, or anything else.
enum Fresh {
    Number(DType, Vec<u8>),
    Text(String),
    Other,
}

impl Fresh {
    /// Finds out what a value is, without writing it.
    fn of(list: &H5List, put: &dyn Fn(Slot<'_>) -> Result<()>) -> Result<Self> {
        if list.dataset().is_none() {
            return Ok(Self::Other);
        }
        let mut probe = crate::write::Probe::default();
        match put(Slot::new(Target::Probe(&mut probe), FieldOpts::NONE, 1)) {
            Ok(()) => {
                return Ok(match probe.dtype {
                    Some(dtype) if probe.inner.is_empty() => Self::Number(dtype, probe.bytes),
                    _ => Self::Other,
                });
            }
            Err(e) if e.kind() == ErrorKind::NeedsGroup => {}
            Err(e) => return Err(list.object().locate(e)),
        }
        let stream = Stream::new(list.parent.clone(), FieldOpts::NONE);
        let mut column = Column::new(&stream);
        match put(Slot::cell(&mut column, 1)) {
            Ok(()) => Ok(column.into_text().map_or(Self::Other, Self::Text)),
            Err(e) if e.kind() == ErrorKind::NeedsGroup => Ok(Self::Other),
            Err(e) => Err(list.object().locate(e)),
        }
    }
}

/// Appends members to a group list; after an error those that were appended go again.
fn append_members(group: &Group, puts: &[Put<'_>]) -> Result<()> {
    let len = group.len()?;
    for (key, put) in (len..).zip(puts) {
        let policy = crate::objects::Policy::Fail;
        if let Err(error) = crate::objects::put_object(group, &key.to_string(), policy, put) {
            for added in (len..key).rev() {
                group.unlink(&added.to_string())?;
            }
            return Err(error);
        }
    }
    Ok(())
}
