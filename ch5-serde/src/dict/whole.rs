//! Maps as a whole: copied to memory, compared, merged, made equal.

use ch5_array::{Error, ErrorKind, ErrorMode, File, Group, Object, Result, Value, options};

use super::same::{same, same_group};
use super::tree::Tree;
use super::{H5Dict, Item};
use crate::objects::mark;
use crate::opts::FieldOpts;
use crate::read::{Members, Node};
use crate::store::{H5Read, H5Write};
use crate::write::{Slot, Target};

/// The name of what has no other yet.
const STAGED: &str = "value";

impl H5Dict {
    /// Reads all values, of one type, into a map of any kind.
    ///
    /// With [`ErrorMode::Ignore`] those that cannot be read as a `T` are left out.
    ///
    /// ```
    /// # use std::collections::HashMap;
    /// # use ch5_array::{ErrorMode, H5Mode, options};
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("a", &1)?;
    /// dict.insert("b", "text")?;
    /// assert!(dict.to_map::<i32, HashMap<_, _>>().is_err());
    /// let _scope = options().error_mode(ErrorMode::Ignore).scoped();
    /// let numbers: HashMap<String, i32> = dict.to_map()?;
    /// assert_eq!(numbers, HashMap::from([("a".to_string(), 1)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn to_map<T: H5Read, M: FromIterator<(String, T)>>(&self) -> Result<M> {
        self.iter::<T>()?.collect()
    }

    /// Reads everything below the map into memory, of whatever type: maps become
    /// [`Value::Record`], sequences [`Value::List`].
    ///
    /// With [`ErrorMode::Ignore`] members that cannot be read are left out.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use ch5_array::{H5Mode, Value};
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("inner", &BTreeMap::from([("list", vec![1, 2])]))?;
    /// let list = Value::List(vec![Value::Int(1), Value::Int(2)]);
    /// let inner = Value::Record(vec![("list".into(), list)]);
    /// assert_eq!(dict.to_value()?, Value::Record(vec![("inner".into(), inner)]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading the members fails with.
    pub fn to_value(&self) -> Result<Value> {
        let depth = self.group.file().limits().depth;
        let ignore = options().errors() == ErrorMode::Ignore;
        to_value(self, depth, ignore)
    }

    /// True if another map holds the same: the same keys in any order, and at each the same
    /// datatype, shape and elements.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("a", &BTreeMap::from([("x", 1), ("y", 2)]))?;
    /// dict.insert("b", &BTreeMap::from([("x", 1), ("y", 2)]))?;
    /// assert!(dict.dict("a")?.equals(&dict.dict("b")?)?);
    /// assert!(dict.dict("a")?.equals_map(&BTreeMap::from([("y", 2), ("x", 1)]))?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a member of either cannot be read.
    pub fn equals(&self, other: &Self) -> Result<bool> {
        self.members()?;
        other.members()?;
        same_group(&self.group, &other.group, self.group.file().limits().depth)
    }

    /// True if the map has exactly these entries, read as the type that they have.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::HashMap;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("b", &2.0)?;
    /// dict.insert("a", &1.0)?;
    /// let mut same = HashMap::from([("a", 1.0), ("b", 2.0)]);
    /// assert!(dict.equals_map(&same)?);
    /// same.insert("c", 3.0);
    /// assert!(!dict.equals_map(&same)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a member cannot be read, for another reason than that it is of another type.
    pub fn equals_map<'v, K, T, I>(&self, entries: I) -> Result<bool>
    where
        K: AsRef<str> + 'v,
        T: H5Read + PartialEq + 'v,
        I: IntoIterator<Item = (&'v K, &'v T)>,
    {
        let mut count = 0;
        for (key, value) in entries {
            count += 1;
            match self.try_get::<T>(key.as_ref()) {
                Ok(Some(found)) if found == *value => {}
                Ok(_) => return Ok(false),
                Err(e) if matches!(e.kind(), ErrorKind::WrongType | ErrorKind::Value) => {
                    return Ok(false);
                }
                Err(e) => return Err(e),
            }
        }
        Ok(count == self.len()?)
    }

    /// Puts the entries of another map here, a Rust map or struct or an `H5Dict`; maps within maps
    /// are merged likewise, as by Python's `|=`.
    ///
    /// They are stored beside the map first, so that one that cannot be stored changes nothing,
    /// and then linked one by one.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("inner", &BTreeMap::from([("x", 1)]))?;
    /// dict.merge(&BTreeMap::from([("inner", BTreeMap::from([("y", 2)]))]))?;
    /// let inner = dict.dict("inner")?;
    /// assert_eq!(inner.keys()?, ["x", "y"]);
    /// dict.merge(&inner)?;
    /// assert_eq!(dict.keys()?, ["inner", "x", "y"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`], and [`ErrorKind::WrongType`] for a value that is no map.
    pub fn merge<T: H5Write + ?Sized>(&mut self, other: &T) -> Result<()> {
        self.merge_with(|slot| other.__put(slot))
    }

    /// Puts the entries of a map or struct that goes through serde here, as
    /// [`merge`](H5Dict::merge) does.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Serialize)]
    /// struct Overrides { gain: f64 }
    ///
    /// dict.insert("name", "left")?;
    /// dict.insert("gain", &1.0)?;
    /// dict.merge_serde(&Overrides { gain: 2.5 })?;
    /// assert_eq!(dict.get::<f64>("gain")?, 2.5);
    /// assert_eq!(dict.get::<String>("name")?, "left"); // not among the overrides: kept
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::merge`].
    pub fn merge_serde<T: serde::Serialize + ?Sized>(&mut self, other: &T) -> Result<()> {
        self.merge_with(|slot| slot.serde(other))
    }

    fn merge_with(&mut self, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
        self.members()?;
        let stage = self.group.stage()?;
        let theirs = self.map_of(staged(&self.group, &stage, put)?)?;
        merge(&theirs, &self.group, self.group.file().limits().depth)
    }

    /// Makes the map equal to another, a Rust map or struct or an `H5Dict`: keys that it does not
    /// have are removed, values that are the same are not written again, maps within maps are made
    /// equal likewise. Attributes that are there stay.
    ///
    /// The new values are held in memory while they are compared.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.assign(&BTreeMap::from([("a", 1), ("b", 2)]))?;
    /// dict.assign(&BTreeMap::from([("b", 2), ("c", 3)]))?; // "b" is not touched
    /// assert_eq!(dict.keys()?, ["b", "c"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::merge`].
    pub fn assign<T: H5Write + ?Sized>(&mut self, other: &T) -> Result<()> {
        self.members()?;
        let memory = File::scratch()?;
        let theirs = self.map_of(staged(&self.group, &memory.root()?, |s| other.__put(s))?)?;
        reconcile(&theirs, &self.group, self.group.file().limits().depth)
    }

    /// Puts a value at a key as [`insert`](H5Dict::insert) does, and writes only what differs from
    /// what is there: a map makes a map that is there equal to it, see [`assign`](H5Dict::assign).
    ///
    /// The new value is held in memory while it is compared, what is there is read.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("config", &BTreeMap::from([("gain", 2), ("rate", 1), ("old", 0)]))?;
    /// dict.dict("config")?.attributes().set("by", "Ada")?;
    ///
    /// dict.update("config", &BTreeMap::from([("gain", 3), ("rate", 1)]))?; // writes "gain"
    /// let config = dict.dict("config")?;
    /// assert!(config.equals_map(&BTreeMap::from([("gain", 3), ("rate", 1)]))?);
    /// assert_eq!(config.attributes().get::<String>("by")?, "Ada");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn update<T: H5Write + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        self.update_with(key, |slot| value.__put(slot))
    }

    /// Puts a value that goes through serde at a key, as [`update`](H5Dict::update) does.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Serialize)]
    /// struct Status { state: &'static str, done: u32 }
    ///
    /// for done in [50, 100] {
    ///     dict.update_serde("status", &Status { state: "running", done })?;
    /// }
    /// assert_eq!(dict.get::<u32>("status/done")?, 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn update_serde<T: serde::Serialize + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
    ) -> Result<()> {
        self.update_with(key, |slot| slot.serde(value))
    }

    fn update_with(&mut self, key: &str, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
        self.members()?;
        let memory = File::scratch()?;
        let root = memory.root()?;
        let place = |e: Error| self.group.locate_member(key, e);
        let new = staged(&self.group, &root, put).map_err(place)?;
        settle(&root, STAGED, new, &self.group, key, self.group.file().limits().depth)
    }

    fn map_of(&self, object: Object) -> Result<Group> {
        let found = match &object {
            Object::Group(group) if is_map(&object)? => return Ok(group.clone()),
            Object::Group(_) => "another value",
            Object::Dataset(_) => "a single value or sequence",
        };
        let error = Error::new(ErrorKind::WrongType, "").expected("a map").found(found);
        Err(self.group.locate(error))
    }
}

fn to_value(dict: &H5Dict, depth: usize, ignore: bool) -> Result<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        let error = Error::new(ErrorKind::Limit, "the maps are nested too deeply");
        return Err(dict.group.locate(error));
    };
    let mut all = Vec::new();
    for (link, key) in dict.members()?.keys()? {
        let value = dict.group.open(&link).and_then(|object| match Item::of(object.clone())? {
            Item::Dict(inner) => crate::stack::level(|| to_value(&inner, depth, ignore)),
            Item::Value(value) => Ok(value),
            _ => Node::of(object).serde::<Tree>().map(|tree| tree.0),
        });
        match value {
            Ok(value) => all.push((key.into(), value)),
            Err(_) if ignore => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Value::Record(all))
}

/// Puts a value where it has no name in the file yet.
fn staged(
    owner: &Group,
    stage: &Group,
    put: impl FnOnce(Slot<'_>) -> Result<()>,
) -> Result<Object> {
    let target = Target::Member { group: stage, name: STAGED.into() };
    put(Slot::new(target, FieldOpts::NONE, 0)).map_err(|e| owner.locate(e))?;
    stage.open(STAGED)
}

fn is_map(object: &Object) -> Result<bool> {
    Ok(matches!(Item::of(object.clone())?, Item::Dict(_)))
}

/// The link that a key has in a group, or gets.
fn link_of(group: &Group, key: &str) -> Result<String> {
    let escaped = Members::new(group.clone())?.escaped;
    let link = ch5_array::name::escape(key);
    Ok(if escaped || *link != *key { link.into_owned() } else { key.to_owned() })
}

fn merge(from: &Group, to: &Group, depth: usize) -> Result<()> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(to.locate(Error::new(ErrorKind::Limit, "the maps are nested too deeply")));
    };
    for (link, key) in Members::new(from.clone())?.keys()? {
        let theirs = from.open(&link)?;
        let place = link_of(to, &key)?;
        if let (Object::Group(inner), Ok(Some(Object::Group(ours)))) =
            (&theirs, to.try_open(&place))
            && is_map(&theirs)?
            && is_map(&Object::Group(ours.clone()))?
        {
            crate::stack::level(|| merge(inner, &ours, depth))?;
            continue;
        }
        mark(to, &key, &place)?;
        to.swap(&place, &theirs)?;
    }
    Ok(())
}

/// Makes `to` equal to `from`, which lies in another file.
fn reconcile(from: &Group, to: &Group, depth: usize) -> Result<()> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(to.locate(Error::new(ErrorKind::Limit, "the maps are nested too deeply")));
    };
    let theirs = Members::new(from.clone())?.keys()?;
    for (link, key) in &theirs {
        let object = from.open(link)?;
        crate::stack::level(|| settle(from, link, object, to, key, depth))?;
    }
    let keep: std::collections::HashSet<_> = theirs.into_iter().map(|(_, key)| key).collect();
    for (link, key) in Members::new(to.clone())?.keys()? {
        if !keep.contains(&key) {
            to.unlink(&link)?;
        }
    }
    Ok(())
}

/// Brings one new object, the member `link` of `from`, to a key of `to`, unless it is there.
fn settle(
    from: &Group,
    link: &str,
    new: Object,
    to: &Group,
    key: &str,
    depth: usize,
) -> Result<()> {
    let place = link_of(to, key)?;
    // What cannot be opened is replaced.
    if let Ok(Some(old)) = to.try_open(&place) {
        match (&new, &old) {
            (Object::Group(theirs), Object::Group(ours)) if is_map(&new)? && is_map(&old)? => {
                return reconcile(theirs, ours, depth);
            }
            _ if same(&old, &new, depth).unwrap_or(false) => return Ok(()),
            _ => {}
        }
    }
    let stage = to.stage()?;
    from.copy(link, &stage, STAGED).map_err(|e| to.locate_member(key, e))?;
    mark(to, key, &place)?;
    to.swap(&place, &stage.open(STAGED)?)
}
