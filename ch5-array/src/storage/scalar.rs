//! Scalars without attributes: made and written in one step.

use super::attrs::refuse_pointers;
use super::create::NewDataset;
use super::dtype::DType;
use super::group::Group;
use super::sys::{self, template};
use super::text::Texts;
use crate::error::Result;

impl Group {
    /// Creates a scalar dataset without attributes and writes it: in half the time that
    /// [`Group::create_dataset`] and writing take. `bytes` is the element as it lies in memory.
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`] and [`Dataset::write_bytes`](crate::Dataset::write_bytes).
    ///
    /// ```
    /// use ch5_array::{DType, File, H5Mode, Value};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let root = file.root()?;
    /// root.put_scalar("x", &DType::U16, &7u16.to_ne_bytes())?;
    /// root.put_text("name", "ch5")?;
    /// root.put_null("nothing")?;
    /// assert_eq!(root.dataset("x")?.read_value()?, Value::Uint(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_scalar(&self, name: &str, dtype: &DType, bytes: &[u8]) -> Result<()> {
        refuse_pointers(dtype).map_err(|e| self.locate_member(name, e))?;
        if !self.put(name, Some(dtype), bytes)? {
            let new = NewDataset::new(dtype.clone(), &[]).attributes(false);
            self.create_dataset(name, &new)?.write_bytes(dtype, None, bytes)?;
        }
        Ok(())
    }

    /// Creates a scalar dataset of text without attributes and writes it.
    ///
    /// # Errors
    ///
    /// As [`Group::put_scalar`], and [`ErrorKind::Name`](crate::ErrorKind::Name) for text with a
    /// NUL byte.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Mätning 7")?;
    /// assert_eq!(root.dataset("title")?.read_value()?, Value::Text("Mätning 7".into()));
    /// assert_eq!(root.put_text("title", "again").unwrap_err().kind(), ErrorKind::AlreadyExists);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_text(&self, name: &str, text: &str) -> Result<()> {
        let mut texts = Texts::new();
        texts.push(text).map_err(|e| self.locate_member(name, e))?;
        // The text stays where it is, with a NUL behind it, until it is written.
        let address = texts.raw().as_ptr().expose_provenance().to_ne_bytes();
        let short = text.len() <= template::LONGEST_TEXT;
        if !(short && self.put(name, Some(&DType::TEXT), &address)?) {
            let new = NewDataset::new(DType::TEXT, &[]).attributes(false);
            self.create_dataset(name, &new)?.write_texts(None, &texts)?;
        }
        Ok(())
    }

    /// Creates a dataset with a null dataspace and without attributes.
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`].
    ///
    /// ```
    /// use ch5_array::Value;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_null("nothing")?;
    /// assert_eq!(root.dataset("nothing")?.read_value()?, Value::Null);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_null(&self, name: &str) -> Result<()> {
        self.put(name, None, &[]).map(|_| ())
    }

    fn put(&self, name: &str, dtype: Option<&DType>, bytes: &[u8]) -> Result<bool> {
        let c_name = self.check_name(name)?;
        let put = sys::template::put(self.id(), &c_name, dtype, bytes);
        self.made(name, put)
    }
}
