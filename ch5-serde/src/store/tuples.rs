//! Tuples and arrays of fixed length.

use ch5_array::{DType, Error, ErrorKind, Result};

use super::collections::put_elements;
use super::{Dense, H5Read, H5Write, no_group};
use crate::opts::FieldOpts;
use crate::read::Node;
use crate::write::Slot;

macro_rules! tuples {
    ($($len:literal: $($name:ident $index:tt),+;)*) => {$(
        impl<$($name: H5Write),+> H5Write for ($($name,)+) {
            no_group!(write);

            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                let mut tuple = slot.tuple("", $len)?;
                $(tuple.elem(FieldOpts::NONE, |slot| self.$index.__put(slot))?;)+
                tuple.end()
            }
        }

        impl<$($name: H5Read),+> H5Read for ($($name,)+) {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let mut tuple = node.tuple("", $len)?;
                Ok(($($name::__get(tuple.elem()?)?,)+))
            }
        }
    )*};
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

impl<T: H5Write, const N: usize> H5Write for [T; N] {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        if slot.opts.layout.is_some() {
            return put_elements(self, slot);
        }
        let mut tuple = slot.tuple("", N)?;
        for value in self {
            tuple.elem(FieldOpts::NONE, |slot| value.__put(slot))?;
        }
        tuple.end()
    }

    fn __dense(&self, dense: &mut Dense, level: usize) -> Result<()> {
        self.as_slice().__dense(dense, level)
    }

    fn __dense_type(dims: &mut Vec<u64>) -> Option<DType> {
        dims.push(N as u64);
        T::__dense_type(dims)
    }
}

impl<T: H5Read, const N: usize> H5Read for [T; N] {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        let locator = node.locator();
        let all = T::__get_vec(node)?;
        let found = all.len();
        all.try_into().map_err(|_| {
            locator.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("{N} elements"))
                    .found(format!("{found}")),
            )
        })
    }
}
