//! References, boxes and options: stored as what they hold.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::num::{Saturating, Wrapping};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ch5_array::Result;

use super::{Dense, H5Read, H5Write, no_group};
use crate::dict::H5Dict;
use crate::read::{Node, Rest};
use crate::write::Slot;

macro_rules! transparent_write {
    ($($ty:ty),*) => {$(
        impl<T: H5Write + ?Sized> H5Write for $ty {
            fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
                (**self).h5_write(values)
            }

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                crate::stack::level_of(&**self, || (**self).__put(slot))
            }

            fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
                (**self).__dense(dense, level)
            }
        }
    )*};
}

transparent_write!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

macro_rules! transparent_read {
    ($($ty:ident),*) => {$(
        impl<T: H5Read> H5Read for $ty<T> {
            fn h5_read(values: &H5Dict) -> Result<Self> {
                T::h5_read(values).map($ty::new)
            }

            fn __get(node: Node<'_>) -> Result<Self> {
                crate::stack::level(|| T::__get(node)).map($ty::new)
            }

            fn __absent() -> Option<Self> {
                T::__absent().map($ty::new)
            }

            fn __get_rest(rest: &Rest<'_>) -> Result<Self> {
                T::__get_rest(rest).map($ty::new)
            }

            fn __names(names: &mut Vec<&'static str>, depth: usize) {
                T::__names(names, depth);
            }
        }
    )*};
}

transparent_read!(Box, Rc, Arc);

macro_rules! shared_slices {
    ($($ty:ident),*) => {$(
        impl H5Read for $ty<str> {
            fn h5_read(values: &H5Dict) -> Result<Self> {
                String::h5_read(values).map(Into::into)
            }

            fn __get(node: Node<'_>) -> Result<Self> {
                String::__get(node).map(Into::into)
            }
        }

        impl<T: H5Read> H5Read for $ty<[T]> {
            fn h5_read(values: &H5Dict) -> Result<Self> {
                Vec::h5_read(values).map(Into::into)
            }

            fn __get(node: Node<'_>) -> Result<Self> {
                Vec::__get(node).map(Into::into)
            }
        }
    )*};
}

shared_slices!(Box, Rc, Arc);

impl<T: ToOwned + H5Write + ?Sized> H5Write for Cow<'_, T> {
    fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
        (**self).h5_write(values)
    }

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        (**self).__put(slot)
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        (**self).__dense(dense, level)
    }
}

impl<T: ToOwned<Owned: H5Read> + ?Sized> H5Read for Cow<'_, T> {
    fn h5_read(values: &H5Dict) -> Result<Self> {
        T::Owned::h5_read(values).map(Cow::Owned)
    }

    fn __get(node: Node<'_>) -> Result<Self> {
        T::Owned::__get(node).map(Cow::Owned)
    }

    fn __get_rest(rest: &Rest<'_>) -> Result<Self> {
        T::Owned::__get_rest(rest).map(Cow::Owned)
    }

    fn __names(names: &mut Vec<&'static str>, depth: usize) {
        T::Owned::__names(names, depth);
    }
}

macro_rules! wrappers {
    ($($ty:ident: |$value:ident| $inner:expr;)*) => {$(
        impl<T: H5Write> H5Write for $ty<T> {
            fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
                let $value = self;
                $inner.h5_write(values)
            }

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                let $value = self;
                $inner.__put(slot)
            }
        }

        impl<T: H5Read> H5Read for $ty<T> {
            fn h5_read(values: &H5Dict) -> Result<Self> {
                T::h5_read(values).map(wrap::$ty)
            }

            fn __get(node: Node<'_>) -> Result<Self> {
                T::__get(node).map(wrap::$ty)
            }
        }
    )*};
}

/// Constructors by the name of their type, for the table below.
#[expect(non_snake_case, reason = "each is named like the type it makes")]
mod wrap {
    pub(super) fn Wrapping<T>(value: T) -> super::Wrapping<T> {
        super::Wrapping(value)
    }

    pub(super) fn Saturating<T>(value: T) -> super::Saturating<T> {
        super::Saturating(value)
    }

    pub(super) fn RefCell<T>(value: T) -> super::RefCell<T> {
        super::RefCell::new(value)
    }

    pub(super) fn Mutex<T>(value: T) -> super::Mutex<T> {
        super::Mutex::new(value)
    }

    pub(super) fn RwLock<T>(value: T) -> super::RwLock<T> {
        super::RwLock::new(value)
    }
}

wrappers! {
    Wrapping: |w| w.0;
    Saturating: |w| w.0;
    RefCell: |c| c.try_borrow().map_err(|_| {
        ch5_array::Error::new(ch5_array::ErrorKind::Custom, "a RefCell is mutably borrowed")
    })?;
    Mutex: |m| m.lock().unwrap_or_else(PoisonError::into_inner);
    RwLock: |l| l.read().unwrap_or_else(PoisonError::into_inner);
}

impl<T: H5Write + Copy> H5Write for Cell<T> {
    fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
        self.get().h5_write(values)
    }

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        self.get().__put(slot)
    }
}

impl<T: H5Read> H5Read for Cell<T> {
    fn h5_read(values: &H5Dict) -> Result<Self> {
        T::h5_read(values).map(Cell::new)
    }

    fn __get(node: Node<'_>) -> Result<Self> {
        T::__get(node).map(Cell::new)
    }
}

impl<T: H5Write> H5Write for Option<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        match self {
            None => slot.null(),
            Some(value) => value.__put(slot.some()?),
        }
    }
}

impl<T: H5Read> H5Read for Option<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let done = (|| {
            let node = node.open()?;
            if node.is_null()? {
                return Ok(None);
            }
            match crate::de::some_payload(node)? {
                crate::de::Payload::Some(inner) | crate::de::Payload::Other(inner) => {
                    T::__get(inner).map(Some)
                }
                crate::de::Payload::Packed(tree, visit) => {
                    Self::__get(Node::cell(crate::read::Cell::Tree(&tree, 0), &visit))
                }
            }
        })();
        done.map_err(|e| locator.locate(e))
    }

    fn __absent() -> Option<Self> {
        Some(None)
    }

    fn __get_rest(rest: &Rest<'_>) -> Result<Self> {
        let mut names = Vec::new();
        T::__names(&mut names, 0);
        if names.is_empty() || rest.has_any(&names)? {
            T::__get_rest(rest).map(Some)
        } else {
            Ok(None)
        }
    }

    fn __names(names: &mut Vec<&'static str>, depth: usize) {
        T::__names(names, depth);
    }
}

impl H5Write for () {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.unit()
    }
}

impl H5Read for () {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        node.unit()
    }
}

impl<T: ?Sized> H5Write for PhantomData<T> {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.unit()
    }
}

impl<T: ?Sized> H5Read for PhantomData<T> {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        node.unit().map(|()| PhantomData)
    }

    fn __absent() -> Option<Self> {
        Some(PhantomData)
    }
}
