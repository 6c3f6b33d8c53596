//! Whether all or any are true, and how many.

use std::marker::PhantomData;

use compact_str::CompactString;
use half::f16;
use num_complex::Complex;

use super::Reduce;
use crate::buffer::Item;

/// Elements that count as true or false: zero and what is empty are false.
pub(crate) trait Truth: Item {
    fn truth(&self) -> bool;
}

macro_rules! truths {
    ($($ty:ty, $x:ident => $truth:expr;)*) => {$(
        impl Truth for $ty {
            #[inline(always)]
            fn truth(&self) -> bool { let $x = self; $truth }
        }
    )*};
}

truths! {
    bool, x => *x;
    i8, x => *x != 0;
    i16, x => *x != 0;
    i32, x => *x != 0;
    i64, x => *x != 0;
    u8, x => *x != 0;
    u16, x => *x != 0;
    u32, x => *x != 0;
    u64, x => *x != 0;
    f16, x => *x != f16::ZERO;
    f32, x => *x != 0.0;
    f64, x => *x != 0.0;
    Complex<f32>, x => x.re != 0.0 || x.im != 0.0;
    Complex<f64>, x => x.re != 0.0 || x.im != 0.0;
    CompactString, x => !x.is_empty();
    Vec<u8>, x => !x.is_empty();
}

/// Whether all are true with `ALL`, else whether any is.
pub(crate) struct Truths<T, const ALL: bool>(PhantomData<fn() -> T>);

impl<T, const ALL: bool> Truths<T, ALL> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Truth, const ALL: bool> Reduce for Truths<T, ALL> {
    type In = T;
    type Acc = bool;

    fn init(&self) -> bool {
        ALL
    }

    #[inline(always)]
    fn push(&self, acc: &mut bool, x: &T, _: u64) {
        if ALL { *acc &= x.truth() } else { *acc |= x.truth() }
    }

    fn merge(&self, acc: &mut bool, other: &bool) {
        if ALL { *acc &= other } else { *acc |= other }
    }
}

/// How many are true.
pub(crate) struct Count<T>(PhantomData<fn() -> T>);

impl<T> Count<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Truth> Reduce for Count<T> {
    type In = T;
    type Acc = i64;

    fn init(&self) -> i64 {
        0
    }

    #[inline(always)]
    fn push(&self, acc: &mut i64, x: &T, _: u64) {
        *acc += i64::from(x.truth());
    }

    fn merge(&self, acc: &mut i64, other: &i64) {
        *acc += other;
    }
}
