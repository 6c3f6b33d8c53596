//! The members of a group as its list tells them.

use super::group::{Group, Object};
use super::mode::H5Mode;
use super::sys::link::{self, LinkKind};
use crate::error::Result;

/// A name in a group, and where in the file its object lies.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let root = file.root()?;
/// root.create_group("run")?;
/// for entry in root.entries()? {
///     assert_eq!(root.open_entry(&entry)?.path(), "/run");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Entry {
    name: String,
    token: Option<[u8; 16]>,
}

impl Entry {
    /// The name in the group, without a path.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// assert_eq!(root.entries()?[0].name(), "title");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl From<String> for Entry {
    /// An entry that is opened by its name.
    fn from(name: String) -> Self {
        Self { name, token: None }
    }
}

impl Group {
    /// The members in the order of [`Group::names`]. Opening them by [`Group::open_entry`] saves
    /// HDF5 the search for each name.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// root.create_group("data")?;
    /// let names: Vec<String> = root.entries()?.iter().map(|e| e.name().to_string()).collect();
    /// assert_eq!(names, root.names()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let fixed = self.file().mode() == H5Mode::Read;
        let entry = |listed: link::Listed| {
            // In a file that changes, another object may take the place before it is opened.
            let hard = fixed && listed.kind == LinkKind::Hard;
            Entry { name: listed.name, token: listed.token.filter(|_| hard) }
        };
        Ok(self.links()?.into_iter().map(entry).collect())
    }

    /// Opens a member of this group that [`Group::entries`] listed.
    ///
    /// # Errors
    ///
    /// As [`Group::open`].
    ///
    /// ```
    /// use ch5_array::{Entry, Object};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// let entries = root.entries()?;
    /// assert!(matches!(root.open_entry(&entries[0])?, Object::Dataset(_)));
    /// assert!(root.open_entry(&Entry::from("data".to_string())).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_entry(&self, entry: &Entry) -> Result<Object> {
        if let Some(token) = entry.token
            && self.shared.check_open().is_ok()
            && let Ok(Some(id)) = link::open_token(self.id().raw(), token)
        {
            return self.wrap(id, &entry.name);
        }
        self.open(&entry.name)
    }
}
