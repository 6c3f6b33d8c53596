//! ndarray's arrays, and lazy arrays.

use ch5_array::{
    ArrayKind, Deferred, Element, Error, ErrorKind, H5Array, Object, Result, write_array,
};
use ndarray::{ArcArray, Array, ArrayBase, ArrayD, Data, Dimension, IxDyn};

use super::{H5Read, H5Write, bulk, no_group};
use crate::read::{Node, Source};
use crate::write::{Slot, Target, put_attrs};

impl<T: Element, S: Data<Elem = T>, D: Dimension> H5Write for ArrayBase<S, D> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        let shape: Vec<u64> = self.shape().iter().map(|&n| n as u64).collect();
        slot.array(&T::DTYPE, &shape, |dataset| write_array(dataset, self))
    }
}

impl<T: Element + H5Read, D: Dimension> H5Read for Array<T, D> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let node = node.open()?;
        if let Source::Object(Object::Dataset(dataset)) = &node.source {
            return H5Array::new(dataset.clone())?.read_as_dim();
        }
        let done = (|| {
            let array = nested::<T>(node)?;
            let found = array.shape().to_vec();
            array.into_dimensionality::<D>().map_err(|_| {
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("{} dimensions", D::NDIM.unwrap_or(0)))
                    .found(format!("the shape {found:?}"))
            })
        })();
        done.map_err(|e| locator.locate(e))
    }

    fn __get_into(&mut self, node: Node<'_>) -> Result<()> {
        let node = node.open()?;
        if let Source::Object(Object::Dataset(dataset)) = &node.source
            && dataset.shape().iter().copied().eq(self.shape().iter().map(|&n| n as u64))
        {
            return H5Array::new(dataset.clone())?.read_into(self);
        }
        *self = Self::__get(node)?;
        Ok(())
    }
}

impl<T: Element + H5Read, D: Dimension> H5Read for ArcArray<T, D> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        Array::__get(node).map(Into::into)
    }
}

/// An array from nested lists: of an attribute, or of a cell of a column.
fn nested<T: Element + H5Read>(node: Node<'_>) -> Result<ArrayD<T>> {
    if let Source::Attr(_, attr) = &node.source
        && let Some(shape) = attr.shape.as_ref().filter(|shape| shape.contains(&0))
    {
        // Lists of nothing do not tell the inner sides.
        let shape: Vec<usize> = shape.iter().map(|&n| n as usize).collect();
        return Ok(ArrayD::default(shape));
    }
    let mut shape = Vec::new();
    let mut flat = Vec::new();
    gather(node, 0, &mut shape, &mut flat)?;
    let shape: Vec<usize> = shape.into_iter().map(|n| n.unwrap_or(0)).collect();
    let found = flat.len();
    ArrayD::from_shape_vec(IxDyn(&shape), flat).map_err(|_| ragged(&shape, found))
}

#[cold]
fn ragged(expected: &[usize], found: usize) -> Error {
    Error::new(ErrorKind::Shape, "an array of nested lists of unequal length")
        .expected(format!("lists of the lengths {expected:?}"))
        .found(format!("{found} elements"))
}

fn gather<T: Element + H5Read>(
    node: Node<'_>,
    level: usize,
    shape: &mut Vec<Option<usize>>,
    flat: &mut Vec<T>,
) -> Result<()> {
    if !node.is_list()? {
        if level < shape.len() {
            return Err(ragged(&[], 1));
        }
        flat.push(T::__get(node)?);
        return Ok(());
    }
    if shape.len() == level {
        if !flat.is_empty() {
            return Err(ragged(&[], flat.len()));
        }
        shape.push(None);
    }
    let count = bulk::each(node, |count: &mut usize, node| {
        *count += 1;
        gather(node, level + 1, shape, flat)
    })?;
    match shape[level].replace(count) {
        Some(known) if known != count => Err(ragged(&[known], count)),
        _ => Ok(()),
    }
}

impl<K: ArrayKind> H5Write for H5Array<K> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        if slot.opts.shapes_storage() || slot.opts.layout.is_some() {
            return Err(slot.locate(
                Error::new(ErrorKind::Unsupported, "a lazy array is copied as it is stored")
                    .expected("no chunks, filters, maxshape, fill or layout for the field")
                    .found("such an option")
                    .help("read it into an ndarray to store it another way"),
            ));
        }
        let opts = slot.opts;
        let Target::Member { group, name } = &slot.target else {
            return Err(crate::column::needs_group());
        };
        let (group, name) = (*group, name.clone().into_owned());
        crate::objects::copy_into(&Object::Dataset(self.dataset().clone()), slot)?;
        if opts.attrs.is_empty() { Ok(()) } else { put_attrs(&group.open(&name)?, opts) }
    }
}

impl<K: ArrayKind> H5Read for H5Array<K> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let node = node.open()?;
        match node.source {
            Source::Object(Object::Dataset(dataset)) => K::of(H5Array::new(dataset)?),
            _ => Err(locator.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected("a dataset")
                    .found("a value that has no dataset of its own"),
            )),
        }
    }
}

impl<T: Element> H5Write for Deferred<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        match &slot.target {
            Target::Member { group, name } => self.place(*group, name).map(|_| ()),
            _ => Err(crate::column::needs_group()),
        }
    }
}
