//! Sparse matrices of sprs, in the form that anndata and scipy read: a group of `data`,
//! `indices` and `indptr` with the attributes `shape` and `encoding-type`.

use std::ops::{Add, Deref};

use ch5_array::{Element, Error, ErrorKind, Group, Object, Result, Value, read_vec, write_array};
use ndarray::ArrayView1;
use sprs::{CompressedStorage, CsMatBase, CsMatI, SpIndex, TriMatI};

use super::{H5Read, H5Write, no_group};
use crate::opts::FieldOpts;
use crate::read::{Node, Source};
use crate::tag;
use crate::write::Slot;

impl<N, I, Iptr, P, J, D> H5Write for CsMatBase<N, I, P, J, D, Iptr>
where
    N: Element,
    I: SpIndex,
    Iptr: SpIndex,
    P: Deref<Target = [Iptr]>,
    J: Deref<Target = [I]>,
    D: Deref<Target = [N]>,
{
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        let opts = slot.opts;
        let (group, _) = slot.group_of_arrays()?;
        let encoding = if self.is_csr() { "csr_matrix" } else { "csc_matrix" };
        tag::encoding(&group, encoding, "0.1.0")?;
        let (rows, columns) = self.shape();
        group.attrs().write_numbers("shape", &[2], &[rows as i64, columns as i64])?;
        put(&group, "data", self.data(), opts)?;
        // scipy wants both of one signed type.
        let indices: Vec<i64> = self.indices().iter().map(|i| i.index_unchecked() as i64).collect();
        put(&group, "indices", &indices, opts)?;
        let ends = self.proper_indptr();
        let ends: Vec<i64> = ends.iter().map(|i| i.index_unchecked() as i64).collect();
        put(&group, "indptr", &ends, opts)
    }
}

fn put<T: Element>(group: &Group, name: &str, values: &[T], opts: &FieldOpts) -> Result<()> {
    let new = opts.dataset(T::DTYPE, &[values.len() as u64]).attributes(false);
    let dataset = group.create_dataset(name, &new)?;
    write_array(&dataset, &ArrayView1::from(values))
}

impl<N: Element, I: SpIndex, Iptr: SpIndex> H5Read for CsMatI<N, I, Iptr> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let stored = Stored::<N>::read(node)?;
        let index = |n: usize| I::try_from_usize(n);
        let indices = stored.indices.iter().map(|&n| index(n)).collect::<Option<Vec<I>>>();
        let ends =
            stored.ends.iter().map(|&n| Iptr::try_from_usize(n)).collect::<Option<Vec<Iptr>>>();
        let (Some(indices), Some(ends)) = (indices, ends) else {
            return Err(stored.group.locate(
                Error::new(ErrorKind::Value, "an index does not fit the matrix's index type")
                    .expected(format!("at most {:?} and {:?}", I::max_value(), Iptr::max_value()))
                    .found(format!("{} values, shape {:?}", stored.data.len(), stored.shape)),
            ));
        };
        let made = match stored.storage {
            CompressedStorage::CSR => Self::try_new(stored.shape, ends, indices, stored.data),
            CompressedStorage::CSC => Self::try_new_csc(stored.shape, ends, indices, stored.data),
        };
        made.map_err(|(.., why)| {
            stored.group.locate(
                Error::new(ErrorKind::Malformed, why.to_string())
                    .expected("a sparse matrix")
                    .found("indices that make none"),
            )
        })
    }
}

impl<N: Element + Add<Output = N>, I: SpIndex> H5Write for TriMatI<N, I> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.to_csr::<usize>().__put(slot)
    }
}

impl<N: Element, I: SpIndex> H5Read for TriMatI<N, I> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let matrix = CsMatI::<N, I, usize>::__get(node)?;
        let mut triplets = Self::with_capacity(matrix.shape(), matrix.nnz());
        for (value, (row, column)) in matrix.iter() {
            triplets.add_triplet(row.index_unchecked(), column.index_unchecked(), value.clone());
        }
        Ok(triplets)
    }
}

/// The parts of a stored matrix: in bounds, and with the indices of each row in order.
struct Stored<N> {
    group: Group,
    storage: CompressedStorage,
    shape: (usize, usize),
    ends: Vec<usize>,
    indices: Vec<usize>,
    data: Vec<N>,
}

impl<N: Element> Stored<N> {
    fn read(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let node = node.open()?;
        let Source::Object(Object::Group(group)) = node.source else {
            return Err(locator.locate(
                Error::new(ErrorKind::WrongType, "").expected("a sparse matrix").found("no group"),
            ));
        };
        let storage = storage(&group)?;
        let shape = shape(&group)?;
        let numbers = |name: &str| Vec::<usize>::__get(Node::of(group.open(name)?));
        let (ends, indices) = (numbers("indptr")?, numbers("indices")?);
        let data = read_vec::<N>(&group.dataset("data")?)?;
        let mut stored = Self { group, storage, shape, ends, indices, data };
        stored.check()?;
        stored.sort();
        Ok(stored)
    }

    /// Checks everything that sprs takes for granted.
    fn check(&self) -> Result<()> {
        let (outer, inner) = match self.storage {
            CompressedStorage::CSR => self.shape,
            CompressedStorage::CSC => (self.shape.1, self.shape.0),
        };
        let bad = |expected: String, found: String| {
            let error = Error::new(ErrorKind::Malformed, "a sparse matrix");
            Err(self.group.locate(error.expected(expected).found(found)))
        };
        let values = self.data.len();
        if self.indices.len() != values {
            return bad(
                format!("{values} indices, as many as values"),
                format!("{}", self.indices.len()),
            );
        }
        if self.ends.len().checked_sub(1) != Some(outer) {
            return bad(
                format!("{outer} and one entries in indptr"),
                format!("{}", self.ends.len()),
            );
        }
        if self.ends.first() != Some(&0)
            || self.ends.last() != Some(&values)
            || !self.ends.is_sorted()
        {
            return bad(
                format!("indptr increasing from 0 to {values}"),
                format!("{:?} to {:?}, or a decrease", self.ends.first(), self.ends.last()),
            );
        }
        match self.indices.iter().find(|&&i| i >= inner) {
            Some(index) => bad(format!("indices below {inner}"), index.to_string()),
            None => Ok(()),
        }
    }

    /// Puts the indices of each row in order; others need not keep it.
    fn sort(&mut self) {
        for row in self.ends.windows(2) {
            let (indices, data) =
                (&mut self.indices[row[0]..row[1]], &mut self.data[row[0]..row[1]]);
            if indices.is_sorted() {
                continue;
            }
            let mut order: Vec<usize> = (0..indices.len()).collect();
            order.sort_by_key(|&i| indices[i]);
            let sorted: Vec<_> = order.iter().map(|&i| (indices[i], data[i].clone())).collect();
            for ((index, value), (i, v)) in indices.iter_mut().zip(data).zip(sorted) {
                (*index, *value) = (i, v);
            }
        }
    }
}

/// How the matrix is compressed; anndata once had other names for it.
fn storage(group: &Group) -> Result<CompressedStorage> {
    let attrs = group.attrs();
    let found = match attrs.text(tag::ENCODING)? {
        Some(text) => Some(text),
        None => attrs.text("h5sparse_format")?,
    };
    match found.as_deref() {
        Some("csr_matrix" | "csr") => Ok(CompressedStorage::CSR),
        Some("csc_matrix" | "csc") => Ok(CompressedStorage::CSC),
        _ => Err(group.locate(
            Error::new(ErrorKind::WrongType, "")
                .expected("a sparse matrix: the attribute encoding-type csr_matrix or csc_matrix")
                .found(found.map_or_else(|| "none".into(), |text| format!("{text:?}"))),
        )),
    }
}

fn shape(group: &Group) -> Result<(usize, usize)> {
    let attrs = group.attrs();
    let attr = match attrs.read("shape")? {
        Some(attr) => Some(attr),
        None => attrs.read("h5sparse_shape")?,
    };
    let sides: Option<Vec<usize>> = attr.as_ref().and_then(|attr| {
        let side = |value: &Value| match value {
            Value::Int(n) => usize::try_from(*n).ok(),
            Value::Uint(n) => usize::try_from(*n).ok(),
            _ => None,
        };
        attr.values.iter().map(side).collect()
    });
    match sides.as_deref() {
        Some([rows, columns]) => Ok((*rows, *columns)),
        _ => Err(group.locate(
            Error::new(ErrorKind::Malformed, "a sparse matrix")
                .expected("the attribute shape with the numbers of rows and columns")
                .found(attr.map_or_else(|| "none".into(), |attr| format!("{:?}", attr.values))),
        )),
    }
}
