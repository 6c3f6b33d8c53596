//! Maps and lists of a file as serde values: they name their place, and re-open it.

use ch5_array::{Object, deserialize_place, serialize_place};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

use crate::dict::H5Dict;
use crate::list::H5List;

impl Serialize for H5Dict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_place(&self.group().file(), self.path(), serializer)
    }
}

impl<'de> Deserialize<'de> for H5Dict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserialize_place(deserializer)? {
            Object::Group(group) => Self::new(group).map_err(de::Error::custom),
            Object::Dataset(d) => Err(de::Error::custom(format!("{} is not a group", d.path()))),
        }
    }
}

impl Serialize for H5List {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_place(&self.file(), self.path(), serializer)
    }
}

impl<'de> Deserialize<'de> for H5List {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of_object(&deserialize_place(deserializer)?).map_err(de::Error::custom)
    }
}
