//! Changing a map, and moving things about in it.

use ch5_array::{Error, ErrorKind, ErrorMode, Group, Result, name, options};

use super::{Entry, H5Dict, Item};
use crate::read::Node;
use crate::store::{H5Read, H5Write};

impl H5Dict {
    /// What a key leads to. A single value is read; maps, lists and arrays are not loaded.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_array::Value;
    /// # use ch5_serde::H5Dict;
    /// # use ch5_serde::Item;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("name", "left")?;
    /// dict.insert("image", &ndarray::arr2(&[[1, 2, 3], [4, 5, 6]]))?;
    /// assert!(matches!(dict.item("name")?, Item::Value(Value::Text(name)) if name == "left"));
    /// assert!(matches!(dict.item("image")?, Item::Array(image) if image.shape() == [2, 3]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or an object that ch5 cannot read.
    pub fn item(&self, key: &str) -> Result<Item> {
        Item::of(self.object(key)?)
    }

    /// Keys and what they lead to, in order, each looked at when it is asked for. Single values
    /// are read; maps, lists and arrays are not loaded. One that cannot be read is an error in its
    /// place and does not break the rest; with [`ErrorMode::Ignore`] it is left out.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("gain", &1.5)?;
    /// dict.insert_at("lens/name", "macro")?;
    /// let mut shown = Vec::new();
    /// for (key, item) in dict.items()? {
    ///     shown.push(format!("{key} = {:?}", item?));
    /// }
    /// assert_eq!(shown, ["gain = 1.5", "lens = {...}"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group itself cannot be read.
    pub fn items(&self) -> Result<impl Iterator<Item = (String, Result<Item>)> + '_> {
        let keys = self.members()?.keys()?;
        let ignore = options().errors() == ErrorMode::Ignore;
        let items =
            keys.into_iter().map(|(link, key)| (key, self.group.open(&link).and_then(Item::of)));
        Ok(items.filter(move |(_, item)| !ignore || item.is_ok()))
    }

    /// What the keys lead to, in order, as [`H5Dict::items`] gives it.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use ch5_serde::Item;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("count", &2)?;
    /// dict.insert_at("first/x", &1)?;
    /// dict.insert_at("second/x", &2)?;
    /// let maps = dict.values()?.filter(|item| matches!(item, Ok(Item::Dict(_)))).count();
    /// assert_eq!(maps, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group itself cannot be read.
    pub fn values(&self) -> Result<impl Iterator<Item = Result<Item>> + '_> {
        Ok(self.items()?.map(|(_, item)| item))
    }

    /// Keys and values of one type, in order; each is read when it is asked for. With
    /// [`ErrorMode::Ignore`] those that cannot be read as a `T` are left out.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("b", &1)?;
    /// dict.insert("a", &2)?;
    /// let mut sum = 0;
    /// for entry in dict.iter::<i32>()? {
    ///     let (key, value) = entry?;
    ///     println!("{key}: {value}");
    ///     sum += value;
    /// }
    /// assert_eq!(sum, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group itself cannot be read.
    pub fn iter<T: H5Read>(&self) -> Result<impl Iterator<Item = Result<(String, T)>> + '_> {
        let keys = self.members()?.keys()?;
        let ignore = options().errors() == ErrorMode::Ignore;
        let read = |link: &str| T::__get(Node::of(self.group.open(link)?));
        let entries = keys.into_iter().map(move |(link, key)| Ok((key, read(&link)?)));
        Ok(entries.filter(move |entry: &Result<_>| !ignore || entry.is_ok()))
    }

    /// The place of a key, which may be empty: to read, change or fill it.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// for _ in 0..3 {
    ///     dict.entry("visits").and_modify(|n: &mut u32| *n += 1)?.or_insert(1u32)?;
    /// }
    /// assert_eq!(dict.get::<u32>("visits")?, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entry(&mut self, key: &str) -> Entry<'_> {
        Entry::new(self, key)
    }

    /// Reads the value of a key, `None` if there is no such key.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("gain", &1.5)?;
    /// assert_eq!(dict.try_get::<f64>("gain")?, Some(1.5));
    /// assert_eq!(dict.try_get::<f64>("offset")?, None);
    /// assert!(dict.try_get::<String>("gain").is_err()); // there, but no text
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn try_get<T: H5Read>(&self, key: &str) -> Result<Option<T>> {
        if self.contains(key)? { self.get(key).map(Some) } else { Ok(None) }
    }

    /// Reads the value of a key, after putting `value` there if there was none.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let seed: u64 = dict.get_or_insert("seed", || 42)?;
    /// let again: u64 = dict.get_or_insert("seed", || unreachable!("it is stored by now"))?;
    /// assert_eq!(again, seed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Removes a key and returns its value, which is read whole.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("job", "resize")?;
    /// assert_eq!(dict.pop::<String>("job")?, "resize");
    /// assert!(dict.pop::<String>("job").is_err()); // there is no second
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`]; the value is then still there.
    pub fn pop<T: H5Read>(&mut self, key: &str) -> Result<T> {
        let value = self.get(key)?;
        self.remove(key)?;
        Ok(value)
    }

    /// Puts a value at a path below this map; groups on the way are made.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/settings/gain", &1.5)?;
    /// assert_eq!(dict.get::<f64>("camera/settings/gain")?, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`]; no group is left behind.
    pub fn insert_at<T: H5Write + ?Sized>(&mut self, path: &str, value: &T) -> Result<()> {
        self.below(path, |mut dict, last| dict.insert(last, value))
    }

    /// Calls `edit` with the map that a path ends in, made if it is not there, and the last key.
    fn below(&self, path: &str, edit: impl FnOnce(Self, &str) -> Result<()>) -> Result<()> {
        let (parents, last) = path.rsplit_once('/').unwrap_or(("", path));
        let mut here = self.clone();
        if path.starts_with('/') {
            here = Self::new(self.group.file().root()?)?;
        }
        // The first group that was made: it goes again if the edit fails.
        let mut made: Option<(Group, String)> = None;
        let mut done = Ok(());
        for part in parents.split('/').filter(|part| !part.is_empty()) {
            match here.step(part) {
                Ok((next, link)) => {
                    if let Some(link) = link {
                        made.get_or_insert((here.group, link));
                    }
                    here = next;
                }
                Err(error) => {
                    done = Err(error);
                    break;
                }
            }
        }
        let done = done.and_then(|()| edit(here, last));
        if let (Err(_), Some((group, link))) = (&done, made) {
            let _ = group.unlink(&link);
        }
        done
    }

    /// The map of a key, and the name of its link if it had to be made.
    fn step(&self, key: &str) -> Result<(Self, Option<String>)> {
        match self.members()?.get(key)? {
            Some(object) => Ok((Self::new(object.into_group()?)?, None)),
            None => {
                let link = self.link(key)?;
                crate::objects::mark(&self.group, key, &link)?;
                Ok((Self::new(self.group.create_group(&link)?)?, Some(link)))
            }
        }
    }

    /// Gives a value another key; both may be paths. `to` may lie below the value's own old key,
    /// and groups on the way are made.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("run", &1)?;
    /// dict.rename("run", "run/first")?;
    /// assert_eq!(dict.get::<i32>("run/first")?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::AlreadyExists`], [`ErrorKind::ReadOnly`]; the value
    /// then has its old key.
    pub fn rename(&mut self, from: &str, to: &str) -> Result<()> {
        let Some((group, link)) = self.place(from)? else {
            return Err(self
                .group
                .locate_member(from, Error::new(ErrorKind::NotFound, "there is no such key")));
        };
        let name_in = |target: &Self, key: &str| -> Result<String> {
            let link = target.link(key)?;
            crate::objects::mark(&target.group, key, &link)?;
            Ok(link)
        };
        let inside = format!("{}/", from.trim_end_matches('/'));
        if !to.starts_with(&inside) {
            return self.below(to, |target, last| {
                group.rename(&link, &target.group, &name_in(&target, last)?)
            });
        }
        // The old key becomes a group of the new path. Meanwhile the value has a name in a group
        // that has none itself.
        if let Some(target) = group.link_target(&link)? {
            return Err(group.locate_member(
                &link,
                Error::new(ErrorKind::Unsupported, "a link cannot be renamed below itself")
                    .expected("a value")
                    .found(format!("a link to {target:?}")),
            ));
        }
        let object = group.open(&link)?;
        let aside = self.group.stage()?;
        aside.link("moving", &object)?;
        group.unlink(&link)?;
        let done =
            self.below(to, |target, last| target.group.link(&name_in(&target, last)?, &object));
        if done.is_err() {
            group.link(&link, &object)?;
        }
        done
    }

    /// Removes all keys, one after the other; the group's own attributes stay.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("x", &1)?;
    /// dict.attributes().set("units", "mm")?;
    /// dict.clear()?;
    /// assert!(dict.is_empty()?);
    /// assert!(dict.attributes().contains("units")?); // attributes stay
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn clear(&mut self) -> Result<()> {
        self.members()?;
        self.group.names()?.iter().try_for_each(|link| self.group.unlink(link))
    }

    /// The map that this one is a member of, `None` at the root.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/lens/name", "macro")?;
    /// let camera = dict.dict("camera/lens")?.parent()?.expect("no root");
    /// assert_eq!(camera.path(), "/camera");
    /// assert!(dict.parent()?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let copy = dir.path().join("copy.h5");
    /// dict.insert("x", &1)?;
    /// dict.flush()?; // what was written is now in the file
    /// std::fs::copy(dict.group().file().path(), &copy)?;
    /// assert_eq!(H5Dict::open(&copy, H5Mode::Read)?.get::<i32>("x")?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the file was closed, or writing fails.
    pub fn flush(&self) -> Result<()> {
        self.group.file().flush()
    }

    /// Closes the file with every handle in it, and says whether all was written.
    ///
    /// ```
    /// # use ch5_array::ErrorKind;
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/gain", &1.5)?;
    /// let camera = dict.dict("camera")?;
    /// dict.close()?;
    /// assert_eq!(camera.get::<f64>("gain").unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`File::close`](ch5_array::File::close).
    pub fn close(self) -> Result<()> {
        self.group.file().close()
    }

    /// The link name that a key has or gets.
    fn link(&self, key: &str) -> Result<String> {
        self.members()?;
        Ok(name::escape(key).into_owned())
    }
}
