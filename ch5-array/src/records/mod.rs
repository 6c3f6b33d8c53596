//! Records: named columns, a compound dataset in the file.

mod bytes;
mod field;
mod format;
mod store;

pub use format::RecordFormat;

use crate::buffer::Buffer;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::AnyArray;
use crate::types::{ElementType, Scalar, promote};

/// Records in memory, column by column: each field has a name, and an array of the shape that all
/// of them have. In a file they are a dataset of a compound datatype, which h5py reads as a
/// structured array.
///
/// Records are held in memory whole; [`H5Array::field`](crate::H5Array::field) computes with one
/// field of stored ones, block by block.
///
/// ```
/// use ch5_array::{AnyArray, Buffer, File, H5Mode, Records};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let names = AnyArray::new(&[2], Buffer::Text(vec!["Anna".into(), "Örjan".into()]))?;
/// let heights = AnyArray::new(&[2], Buffer::F32(vec![1.62, 1.8]))?;
/// let people = Records::from_arrays(&["name", "height"], [names, heights])?;
/// let stored = people.write_to(&file, "people")?;
/// assert_eq!(stored.fields()?[1].name, "height");
/// assert_eq!((stored.field("height")? * 100.0).read_as::<f32>()?[[1]], 180.0);
/// assert_eq!(stored.read_records()?, people);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    names: Vec<String>,
    columns: Vec<AnyArray>,
    shape: Vec<usize>,
}

/// Names as given, or `f0`, `f1` and so on where there are none.
fn named(names: &[impl AsRef<str>], count: usize) -> Result<Vec<String>> {
    let names: Vec<String> = if names.is_empty() {
        (0..count).map(|i| format!("f{i}")).collect()
    } else {
        names.iter().map(|name| name.as_ref().trim().to_owned()).collect()
    };
    let wrong = |found: String| {
        Error::new(ErrorKind::Value, "records")
            .expected(format!("{count} names, each once, not empty and without NUL"))
            .found(found)
    };
    if names.len() != count {
        return Err(wrong(format!("{} names", names.len())));
    }
    let bad = |(i, name): &(usize, &String)| {
        name.is_empty() || name.contains('\0') || names[..*i].contains(name)
    };
    match names.iter().enumerate().find(bad) {
        Some((_, name)) => Err(wrong(format!("{name:?}"))),
        None => Ok(names),
    }
}

impl Records {
    /// Records of these columns; with an empty list of names they are called `f0`, `f1` and so on.
    /// Blanks around a name are no part of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for columns of different shapes, [`ErrorKind::Value`] for no columns,
    /// for another number of names, and for names that are empty or given twice.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Records};
    /// let x = AnyArray::new(&[2], Buffer::F64(vec![0.5, 1.5]))?;
    /// let n = AnyArray::new(&[2], Buffer::I32(vec![1, 2]))?;
    /// let unnamed: [&str; 0] = [];
    /// assert_eq!(Records::from_arrays(&unnamed, [x, n])?.names(), ["f0", "f1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "fromarrays")]
    pub fn from_arrays(
        names: &[impl AsRef<str>],
        columns: impl IntoIterator<Item = AnyArray>,
    ) -> Result<Self> {
        let columns: Vec<AnyArray> = columns.into_iter().collect();
        let names = named(names, columns.len())?;
        let Some(first) = columns.first() else {
            return Err(Error::new(ErrorKind::Value, "records").expected("one column or more"));
        };
        let shape = first.shape().to_vec();
        if let Some((name, other)) = names.iter().zip(&columns).find(|(_, c)| c.shape() != shape) {
            return Err(Error::new(ErrorKind::Shape, format!("the field {name:?}"))
                .expected(format!("the shape of the field {:?}, {shape:?}", names[0]))
                .found(format!("{:?}", other.shape())));
        }
        Ok(Self { names, columns, shape })
    }

    /// Records given one by one. The type of a column is the one that all its elements have in
    /// common.
    ///
    /// # Errors
    ///
    /// As [`Records::from_arrays`]; [`ErrorKind::Shape`] for records of different lengths,
    /// [`ErrorKind::WrongType`] for a column whose elements have no type in common.
    ///
    /// ```
    /// use ch5_array::Records;
    /// let rows = [vec![1i64.into(), 2.5.into(), "ab".into()], vec![3i64.into(), 1i64.into(), "c".into()]];
    /// let records = Records::from_records(&["a", "b", "c"], &rows)?;
    /// assert_eq!(records.field("b")?.clone().into_typed::<f64>()?, ndarray::array![2.5, 1.0].into_dyn());
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "fromrecords")]
    pub fn from_records(names: &[impl AsRef<str>], rows: &[Vec<Scalar>]) -> Result<Self> {
        let width = rows.first().map_or(names.len(), Vec::len);
        if let Some((i, row)) = rows.iter().enumerate().find(|(_, row)| row.len() != width) {
            return Err(Error::new(ErrorKind::Shape, format!("record {i}"))
                .expected(format!("{width} elements, as the first has"))
                .found(row.len().to_string()));
        }
        let names = named(names, width)?;
        let column = |i: usize| -> Result<AnyArray> {
            let mut types = rows.iter().map(|row| row[i].element_type());
            let first = types.next().unwrap_or(ElementType::F64);
            let ty = types.try_fold(first, |a, b| {
                promote(a, b).ok_or_else(|| {
                    Error::new(ErrorKind::WrongType, format!("the field {:?}", names[i]))
                        .expected("elements with a type in common")
                        .found(format!("{a} and {b}"))
                })
            })?;
            let mut data = Buffer::with_capacity(ty, rows.len());
            for row in rows {
                data.append(Buffer::from(row[i].clone()).cast(ty)?.view())?;
            }
            AnyArray::new(&[rows.len()], data)
        };
        let columns = (0..width).map(column).collect::<Result<Vec<_>>>()?;
        Self::from_arrays(&names, columns)
    }

    /// The names, in order.
    ///
    /// ```
    /// use ch5_array::Records;
    /// let records = Records::from_bytes("u1,u1", &["x", "y"], &[])?;
    /// assert_eq!(records.names(), ["x", "y"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns, in the order of the names.
    ///
    /// ```
    /// use ch5_array::Records;
    /// let records = Records::from_bytes("u1,i1", &["x", "y"], &[1, 255])?;
    /// let shown: Vec<String> = records.columns().iter().map(|c| c.to_string()).collect();
    /// assert_eq!(shown, ["[1]", "[-1]"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn columns(&self) -> &[AnyArray] {
        &self.columns
    }

    /// The shape, which all columns have.
    ///
    /// ```
    /// use ch5_array::RecordFormat;
    /// let format = RecordFormat::new("u1", &["x"])?.shape(&[1, 3]);
    /// assert_eq!(format.read(&[1, 2, 3])?.shape(), [1, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of records.
    ///
    /// ```
    /// use ch5_array::Records;
    /// assert_eq!(Records::from_bytes("<u2,<u2", &["x", "y"], &[0; 12])?.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// True if there is no record.
    ///
    /// ```
    /// use ch5_array::Records;
    /// assert!(Records::from_bytes("u1", &["x"], &[])?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column of a name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], with the names that there are.
    ///
    /// ```
    /// use ch5_array::{Records, Scalar};
    /// let records = Records::from_bytes("u1,u1", &["x", "y"], &[1, 2])?;
    /// assert_eq!(records.field("y")?.item()?, Scalar::U8(2));
    /// assert!(records.field("z").unwrap_err().is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn field(&self, name: &str) -> Result<&AnyArray> {
        let at = self.names.iter().position(|n| n == name);
        at.map(|at| &self.columns[at]).ok_or_else(|| no_field(name, &self.names))
    }
}

#[cold]
fn no_field(name: &str, names: &[impl AsRef<str>]) -> Error {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    Error::new(ErrorKind::NotFound, "")
        .expected(format!("a field of the records: {}", names.join(", ")))
        .found(format!("{name:?}"))
}
