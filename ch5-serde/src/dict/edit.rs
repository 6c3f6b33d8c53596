//! Changing a map, and moving things about in it.

use ch5_array::{Error, ErrorKind, Group, Object, Result, name};

use super::{H5Dict, Item};
use crate::store::{H5Read, H5Write};

impl H5Dict {
    /// What a key leads to, without loading it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or an object that ch5 cannot read.
    pub fn item(&self, key: &str) -> Result<Item> {
        Item::of(self.object(key)?)
    }

    /// Keys and what they lead to, in order. One unreadable object does not break the rest.
    ///
    /// # Errors
    ///
    /// If the group itself cannot be read.
    pub fn items(&self) -> Result<impl Iterator<Item = (String, Result<Item>)> + '_> {
        let keys = self.members()?.keys()?;
        Ok(keys.into_iter().map(|(link, key)| (key, self.group.open(&link).and_then(Item::of))))
    }

    /// Reads the value of a key, `None` if there is no such key.
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn try_get<T: H5Read>(&self, key: &str) -> Result<Option<T>> {
        if self.contains(key)? { self.get(key).map(Some) } else { Ok(None) }
    }

    /// Reads the value of a key, after putting `value` there if there was none.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`] and [`H5Dict::insert`].
    pub fn get_or_insert<T: H5Read + H5Write>(
        &mut self,
        key: &str,
        value: impl FnOnce() -> T,
    ) -> Result<T> {
        match self.try_get(key)? {
            Some(found) => Ok(found),
            None => {
                let value = value();
                self.insert(key, &value)?;
                Ok(value)
            }
        }
    }

    /// Reads and removes the value of a key.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`]; the value is then still there.
    pub fn pop<T: H5Read>(&mut self, key: &str) -> Result<T> {
        let value = self.get(key)?;
        self.remove(key)?;
        Ok(value)
    }

    /// Makes the map equal to these entries: others are removed, equal ones are not written again.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn assign<'v, T, I>(&mut self, entries: I) -> Result<()>
    where
        T: H5Read + H5Write + PartialEq + 'v,
        I: IntoIterator<Item = (&'v str, &'v T)>,
    {
        let entries: Vec<_> = entries.into_iter().collect();
        for (key, value) in &entries {
            let same = matches!(self.try_get::<T>(key), Ok(Some(old)) if old == **value);
            if !same {
                self.insert(key, *value)?;
            }
        }
        for key in self.keys()? {
            if !entries.iter().any(|(k, _)| *k == key) {
                self.remove(&key)?;
            }
        }
        Ok(())
    }

    /// Gives a value another key; `to` may be a path below this map, even below the value's own
    /// old key, and groups on the way are made.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::AlreadyExists`], [`ErrorKind::ReadOnly`].
    pub fn rename(&mut self, from: &str, to: &str) -> Result<()> {
        let link = self.link(from)?;
        if !self.group.has(&link)? {
            return Err(self
                .group
                .locate_member(from, Error::new(ErrorKind::NotFound, "there is no such key")));
        }
        // Out of the way first, so that the old key may become a group of the new path.
        let moving = ".ch5-moving";
        self.group.rename(&link, &self.group, moving)?;
        let done = (|| {
            let (parents, last) = match to.rsplit_once('/') {
                Some((parents, last)) => (parents, last),
                None => ("", to),
            };
            let mut place = self.group.clone();
            for part in parents.split('/').filter(|p| !p.is_empty()) {
                place = match place.try_open(part)? {
                    Some(Object::Group(group)) => group,
                    Some(Object::Dataset(d)) => {
                        return Err(d.locate(
                            Error::new(ErrorKind::WrongType, "")
                                .expected("a group")
                                .found("a dataset"),
                        ));
                    }
                    None => place.create_group(part)?,
                };
            }
            self.group.rename(moving, &place, last)
        })();
        if done.is_err() {
            let _ = self.group.rename(moving, &self.group, &link);
        }
        done
    }

    /// Removes all keys.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn clear(&mut self) -> Result<()> {
        self.group.names()?.iter().try_for_each(|link| self.group.unlink(link))
    }

    /// Puts the entries of another map here, maps within maps merged likewise (the model's `|=`).
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        merge(&other.group, &self.group, other.group.file().limits().depth)
    }

    /// The map that this one is a member of, `None` at the root.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn parent(&self) -> Result<Option<Self>> {
        match self.group.path().rsplit_once('/') {
            Some((_, "")) | None => Ok(None),
            Some(("", _)) => Self::new(self.group.file().root()?).map(Some),
            Some((parent, _)) => Self::new(self.group.file().root()?.group(parent)?).map(Some),
        }
    }

    /// Hands everything that HDF5 still holds to the operating system.
    ///
    /// # Errors
    ///
    /// If the file was closed, or writing fails.
    pub fn flush(&self) -> Result<()> {
        self.group.file().flush()
    }

    /// Closes the file with every handle in it, and says whether all was written.
    ///
    /// # Errors
    ///
    /// See [`File::close`](ch5_array::File::close).
    pub fn close(self) -> Result<()> {
        self.group.file().close()
    }

    /// The link name of a key.
    fn link(&self, key: &str) -> Result<String> {
        let escaped = self.members()?.escaped;
        Ok(if escaped { name::escape(key).into_owned() } else { key.to_owned() })
    }
}

fn merge(from: &Group, to: &Group, depth: usize) -> Result<()> {
    if depth == 0 {
        return Err(from.locate(Error::new(ErrorKind::Limit, "the map is nested too deeply")));
    }
    for link in from.names()? {
        let theirs = from.open(&link)?;
        let is_dict = |object: &Object| -> Result<bool> {
            Ok(matches!(Item::of(object.clone())?, Item::Dict(_)))
        };
        if let (Object::Group(theirs), Some(Object::Group(ours))) = (&theirs, to.try_open(&link)?)
            && is_dict(&Object::Group(theirs.clone()))?
            && is_dict(&Object::Group(ours.clone()))?
        {
            merge(theirs, &ours, depth - 1)?;
            continue;
        }
        let stage = to.stage()?;
        from.copy(&link, &stage, &link)?;
        to.swap(&link, &stage.open(&link)?)?;
    }
    Ok(())
}
