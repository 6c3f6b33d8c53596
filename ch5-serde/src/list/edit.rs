//! Changing a list.

use std::borrow::Cow;
use std::ops::Range;

use ch5_array::{Block, DType, ErrorKind, Object, Result, Texts};

use super::rows::Rows;
use super::{Form, H5List};
use crate::column::{Column, Stream};
use crate::opts::FieldOpts;
use crate::store::{H5Read, H5Write};
use crate::transcode;
use crate::write::{Seq, Slot, Target, list_group};

/// What a new list consists of, in order.
pub(super) enum Step<'v> {
    /// Elements of the old one.
    Keep(Range<usize>),
    /// A new one.
    Put(&'v dyn Fn(Slot<'_>) -> Result<()>),
}

impl H5List {
    /// Makes the list anew from old and new elements, and puts it in the old one's place.
    pub(super) fn rebuild(&mut self, steps: &[Step<'_>]) -> Result<()> {
        let stage = self.parent.stage()?;
        match &self.form {
            Form::Group(old) => {
                let made = list_group(&stage, &self.link, FieldOpts::NONE)?;
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
            }
            Form::Packed(object) => {
                let mut rows = Rows::open(object)?;
                let mut seq = Seq::member(stage.clone(), self.link.clone(), FieldOpts::NONE, 1)?;
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
                seq.end()?;
            }
        }
        let object = stage.open(&self.link)?;
        for name in self.object().attrs().names()? {
            // The user's own attributes stay with the list.
            if !crate::tag::is_ours(&name)
                && let Some(attr) = self.object().attrs().read(&name)?
                && let Some(shape) = &attr.shape
            {
                object.attrs().write_values(&name, &attr.dtype, shape, &attr.values)?;
            }
        }
        self.parent.swap(&self.link, &object)?;
        self.refresh()
    }

    /// Replaces an element.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index out of range, or what storing the value fails with.
    pub fn set<T: H5Write + ?Sized>(&mut self, index: usize, value: &T) -> Result<()> {
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

    /// Appends an element.
    ///
    /// # Errors
    ///
    /// What storing the value fails with.
    pub fn push<T: H5Write + ?Sized>(&mut self, value: &T) -> Result<()> {
        if let Form::Group(group) = &self.form {
            let key = group.len()?.to_string();
            let policy = crate::objects::Policy::Fail;
            return crate::objects::put_object(group, &key, policy, |slot| value.__put(slot));
        }
        let fresh = [Fresh::of(self, &|slot| value.__put(slot))?];
        if self.append(&fresh)? {
            return Ok(());
        }
        let len = self.len()?;
        self.rebuild(&[Step::Keep(0..len), Step::Put(&|slot| value.__put(slot))])
    }

    /// Appends many elements, in one step where they fit the list's form.
    ///
    /// # Errors
    ///
    /// What storing the values fails with; the list is then as it was.
    pub fn extend<T: H5Write>(&mut self, values: &[T]) -> Result<()> {
        let puts: Vec<_> = values.iter().map(|v| move |slot: Slot<'_>| v.__put(slot)).collect();
        if let Form::Packed(_) = &self.form {
            let fresh: Result<Vec<_>> = puts.iter().map(|put| Fresh::of(self, put)).collect();
            if self.append(&fresh?)? {
                return Ok(());
            }
        }
        let len = self.len()?;
        let keep = std::iter::once(Step::Keep(0..len));
        let steps: Vec<_> = keep.chain(puts.iter().map(|put| Step::Put(put as _))).collect();
        self.rebuild(&steps)
    }

    /// Inserts an element before another, or at the end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an index beyond the end, or what storing the value fails with.
    pub fn insert<T: H5Write + ?Sized>(&mut self, index: usize, value: &T) -> Result<()> {
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

    /// Removes an element.
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

    /// Exchanges two elements.
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

    /// Removes all elements from `len` on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn truncate(&mut self, len: usize) -> Result<()> {
        let now = self.len()?;
        if len >= now {
            return Ok(());
        }
        match &mut self.form {
            Form::Packed(Object::Dataset(d)) if d.maxshape().first() == Some(&None) => {
                let mut shape = d.shape().to_vec();
                shape[0] = len as u64;
                return d.resize(&shape);
            }
            Form::Group(group) => {
                return (len..now).rev().try_for_each(|i| group.unlink(&i.to_string()));
            }
            Form::Packed(_) => {}
        }
        self.rebuild(&[Step::Keep(0..len)])
    }

    /// Removes all elements.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn clear(&mut self) -> Result<()> {
        self.truncate(0)
    }

    /// Turns the order round.
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
        // Chunks as small as the first content would make a long list slow: it is made anew.
        let cramped = || -> Result<bool> {
            let chunk = dataset.chunks()?.and_then(|c| c.first().copied()).unwrap_or(u64::MAX);
            Ok(chunk < 1024 && len >= 64 * chunk)
        };
        if !grows || !values.iter().all(fits) || cramped()? {
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
