//! Rows of the layout: values written through serde, through ch5's own traits, or both.

use std::cell::Cell;
use std::fmt::Debug;

use ch5::{File, Group, H5Store, read_object, read_serde, write_object, write_serde};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A file with a group for each of the two ways in.
pub(crate) struct Rows {
    serde: Group,
    store: Group,
    count: Cell<usize>,
}

/// Every value is compared by what `Debug` shows of it: that tells NaN and -0.0 from the rest.
fn same<T: Debug>(name: &str, way: &str, back: ch5::Result<T>, value: &T) {
    let back = back.unwrap_or_else(|e| panic!("{name}, {way}: {e}"));
    assert_eq!(format!("{back:?}"), format!("{value:?}"), "{name}, {way}");
}

impl Rows {
    pub(crate) fn new(file: &File) -> Self {
        let root = file.root().unwrap();
        Self {
            serde: root.create_group("serde").unwrap(),
            store: root.create_group("store").unwrap(),
            count: Cell::new(0),
        }
    }

    /// The rows so far.
    pub(crate) fn count(&self) -> usize {
        self.count.get()
    }

    /// A row of a type that only serde knows.
    pub(crate) fn serde<T: Serialize + DeserializeOwned + Debug>(&self, name: &str, value: &T) {
        write_serde(&self.serde, name, value).unwrap_or_else(|e| panic!("{name}: {e}"));
        same(name, "serde", read_serde(&self.serde, name), value);
        self.count.set(self.count.get() + 1);
    }

    /// A row that only ch5 writes and both read.
    pub(crate) fn packed<T>(&self, name: &str, value: &T)
    where
        T: DeserializeOwned + H5Store + Debug + Clone,
    {
        self.store(name, &ch5::Packed(value.clone()));
        same(name, "store", read_object(&self.store, name), value);
        same(name, "serde", read_serde(&self.store, name), value);
    }

    /// A row of a type that only ch5 knows.
    pub(crate) fn store<T: H5Store + Debug>(&self, name: &str, value: &T) {
        write_object(&self.store, name, value).unwrap_or_else(|e| panic!("{name}: {e}"));
        same(name, "store", read_object(&self.store, name), value);
        self.count.set(self.count.get() + 1);
    }

    /// A row that is put by hand, not read back here.
    pub(crate) fn place(&self, name: &str, put: impl FnOnce(&Group, &str) -> ch5::Result<()>) {
        put(&self.store, name).unwrap_or_else(|e| panic!("{name}: {e}"));
        self.count.set(self.count.get() + 1);
    }

    /// A row for each way in; each must read what the other wrote.
    pub(crate) fn both<T>(&self, name: &str, value: &T)
    where
        T: Serialize + DeserializeOwned + H5Store + Debug,
    {
        self.serde(name, value);
        self.store(name, value);
        same(name, "serde of a store", read_serde(&self.store, name), value);
        same(name, "store of a serde", read_object(&self.serde, name), value);
    }
}
