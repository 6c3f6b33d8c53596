//! The fields of a dataset of records.

use super::{Records, no_field};
use crate::array::H5Array;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::Expr;
use crate::node::DatasetNode;
use crate::storage::{DType, Field};

impl<T> H5Array<T> {
    /// The fields of a dataset of records: names and datatypes, in the order of the file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for a dataset of anything else.
    ///
    /// ```
    /// use ch5_array::{DType, Records};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let points = Records::from_bytes("<f4,u1", &["x", "n"], &[0; 10])?;
    /// let stored = points.write_to(&file, "points")?;
    /// let fields = stored.fields()?;
    /// assert_eq!((fields[0].name.as_str(), &fields[1].dtype), ("x", &DType::U8));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fields(&self) -> Result<&[Field]> {
        match self.dtype() {
            DType::Compound(fields) => Ok(fields),
            other => Err(self.dataset().locate(
                Error::new(ErrorKind::WrongType, "").expected("records").found(other.to_string()),
            )),
        }
    }

    /// One field of a dataset of records, as a lazy array of the same shape: only this field is
    /// brought into memory, block by block.
    ///
    /// # Errors
    ///
    /// As [`H5Array::fields`]; [`ErrorKind::NotFound`] for another name, with those that there
    /// are; [`ErrorKind::Unsupported`] for a field that arrays cannot compute with (records,
    /// small arrays, lists, references).
    ///
    /// ```
    /// use ch5_array::Records;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let points = Records::from_bytes("u1,u1", &["x", "y"], &[1, 2, 3, 4])?;
    /// let stored = points.write_to(&file, "points")?;
    /// assert_eq!((stored.field("x")? + stored.field("y")?).read()?.to_string(), "[3 7]");
    /// let error = stored.field("z").unwrap_err();
    /// assert!(error.to_string().ends_with(r#"expected a field of the records: x, y, found "z""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn field(&self, name: &str) -> Result<Expr<'static>> {
        let fields = self.fields()?;
        let field = fields.iter().find(|f| f.name == name).ok_or_else(|| {
            let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
            self.dataset().locate(no_field(name, &names))
        })?;
        let field = Some(field.clone());
        DatasetNode::new(self.dataset(), self.shape(), self.chunks(), field).map(Expr::new)
    }

    /// Reads all fields of a dataset of records into memory, one after the other: HDF5 goes over
    /// the dataset once a field.
    ///
    /// # Errors
    ///
    /// As [`H5Array::field`] for each of them, and those of [`Expr::load`].
    ///
    /// ```
    /// use ch5_array::Records;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let points = Records::from_bytes("u1,u1", &["x", "y"], &[1, 2, 3, 4])?;
    /// assert_eq!(points.write_to(&file, "points")?.read_records()?, points);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_records(&self) -> Result<Records> {
        let fields = self.fields()?;
        let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
        let columns = names.iter().map(|name| self.field(name)?.load());
        Records::from_arrays(&names, columns.collect::<Result<Vec<_>>>()?)
            .map_err(|e| self.dataset().locate(e))
    }
}
