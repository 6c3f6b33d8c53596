//! Storing records.

use super::Records;
use crate::array::H5Array;
use crate::buffer::{Buffer, View, copy_nd, map, row_major};
use crate::engine::{Blocks, Context, block_shape};
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{AsGroup, Block, Column, DType, Field, NewDataset, Object, Texts};
use crate::types::ElementType as Ty;

/// The elements of a column as they lie in memory for HDF5.
fn column(data: View<'_>, dtype: &DType) -> Result<Column> {
    Ok(match data {
        View::Text(texts) => {
            let mut all = Texts::new();
            texts.iter().try_for_each(|text| all.push(text))?;
            Column::Texts(all)
        }
        View::Bool(v) => Column::Bytes(v.iter().map(|&b| b.into()).collect()),
        View::Bytes(v) => {
            let size = dtype.mem_size();
            let mut bytes = vec![0; size * v.len()];
            for (to, from) in bytes.chunks_exact_mut(size.max(1)).zip(v) {
                to[..from.len()].copy_from_slice(from);
            }
            Column::Bytes(bytes)
        }
        numbers => Column::Bytes(numbers.as_bytes().unwrap_or_default().to_vec()),
    })
}

/// A block of elements in row-major order.
fn part(data: &Buffer, shape: &[usize], start: &[usize], count: &[usize]) -> Buffer {
    let strides = row_major(shape);
    let first: usize = start.iter().zip(&strides).map(|(&s, &n)| s * n as usize).sum();
    let len = count.iter().product();
    map!(Buffer, data, v => {
        let mut out = vec![Default::default(); len];
        copy_nd(&mut out, 0, &row_major(count), v, first, &strides, count);
        out
    })
}

impl Records {
    /// The datatype that the records have in a file.
    ///
    /// ```
    /// use ch5_array::Records;
    /// let records = Records::from_bytes("<f4,S3", &["x", "tag"], b"\0\0\0\0ab\0")?;
    /// assert_eq!(records.dtype().to_string(), "record {x: f32, tag: text[2]}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> DType {
        let of = |(name, column): (&String, &crate::AnyArray)| {
            let width = match column.data() {
                Buffer::Bytes(v) => v.iter().map(Vec::len).max().unwrap_or(1),
                _ => 0,
            };
            Field { name: name.clone(), dtype: column.element_type().dtype(width) }
        };
        DType::Compound(self.names.iter().zip(&self.columns).map(of).collect())
    }

    /// Stores the records as a dataset of a compound datatype, which appears under its name when
    /// it is complete. Points in time and durations are integers in the file; the attribute
    /// `numpy_dtype:` with the name of the field says what they are.
    ///
    /// # Errors
    ///
    /// Those of creating and writing a dataset; [`ErrorKind::Name`] for text with NUL.
    ///
    /// ```
    /// use ch5_array::Records;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let points = Records::from_bytes("u1,u1", &["x", "y"], &[1, 2, 3, 4])?;
    /// let stored = points.write_to(&file, "points")?;
    /// assert_eq!(stored.to_string(), "[(1, 2) (3, 4)]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_to(&self, at: &impl AsGroup, name: &str) -> Result<H5Array> {
        self.write_to_with(at, name, |new| new)
    }

    /// As [`Records::write_to`], with the options of the dataset: chunks, compression,
    /// `maxshape`.
    ///
    /// # Errors
    ///
    /// As [`Records::write_to`].
    ///
    /// ```
    /// use ch5_array::Records;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let points = Records::from_bytes("u1,u1", &["x", "y"], &[0; 2000])?;
    /// let stored = points.write_to_with(&file, "points", |new| new.gzip(4))?;
    /// assert_eq!((stored.len(), stored.filters()?.last().unwrap().0.as_str()), (1000, "gzip"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_to_with(
        &self,
        at: &impl AsGroup,
        name: &str,
        options: impl FnOnce(NewDataset) -> NewDataset,
    ) -> Result<H5Array> {
        let group = at.as_group()?;
        group.check_new(name)?;
        let dtype = self.dtype();
        let shape: Vec<u64> = self.shape.iter().map(|&n| n as u64).collect();
        let new = options(NewDataset::new(dtype.clone(), &shape));
        let dataset = group.detached_dataset(name, &new)?;
        for (name, column) in self.names.iter().zip(&self.columns) {
            let ty: Ty = column.element_type();
            if ty.is_time() {
                let attribute = crate::node::numpy_dtype_of(name);
                dataset.attrs().write_text(&attribute, &ty.to_string())?;
            }
        }
        let DType::Compound(fields) = &dtype else {
            return Err(dataset.locate(Error::new(ErrorKind::WrongType, "").expected("records")));
        };
        let chunks = dataset.chunks()?;
        let chunks: Option<Vec<usize>> = chunks.map(|c| c.iter().map(|&n| n as usize).collect());
        let budget = Context::default().elements(3 * dtype.mem_size());
        let blocks = Blocks::new(&self.shape, &block_shape(&self.shape, chunks.as_deref(), budget));
        for i in 0..blocks.len() {
            let (start, count) = blocks.get(i);
            let columns = self.columns.iter().zip(fields.iter()).map(|(array, field)| {
                let data = part(array.data(), &self.shape, &start, &count);
                column(data.view(), &field.dtype).map_err(|e| dataset.locate(e.nest(&field.name)))
            });
            let columns = columns.collect::<Result<Vec<_>>>()?;
            let wide = |all: &[usize]| all.iter().map(|&n| n as u64).collect::<Vec<u64>>();
            let block = Block::new(&wide(&start), &wide(&count));
            dataset.write_columns((!count.is_empty()).then_some(&block), &columns)?;
        }
        group.link(name, &Object::Dataset(dataset.clone()))?;
        H5Array::new(dataset)
    }
}
