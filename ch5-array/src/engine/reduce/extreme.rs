//! The largest and the smallest.

use std::marker::PhantomData;

use compact_str::CompactString;
use half::f16;
use num_complex::Complex;

use super::Reduce;
use crate::buffer::Item;

/// Elements in an order: NaN is beside it, complex numbers by their real parts first.
pub(crate) trait Ordered: Item {
    /// Below and above all others, where the type has such.
    const ENDS: Option<(Self, Self)>;
    /// NaN, where the type has it.
    const NAN: Option<Self>;
    /// The smallest time, where integers are times.
    const FIRST_TIME: Option<Self> = None;

    fn nan(&self) -> bool;

    /// True if it is NaT, where the integers are times.
    fn nat(&self) -> bool {
        false
    }

    /// True if it comes after the other; false for NaN on either side.
    fn after(&self, other: &Self) -> bool;
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Ordered for $ty {
            const ENDS: Option<(Self, Self)> = Some((Self::MIN, Self::MAX));
            const NAN: Option<Self> = None;
            const FIRST_TIME: Option<Self> = Some(Self::MIN + 1);
            #[inline(always)]
            fn nan(&self) -> bool { false }
            #[inline(always)]
            fn nat(&self) -> bool {
                Self::MIN != 0 && size_of::<Self>() == 8 && *self == Self::MIN
            }
            #[inline(always)]
            fn after(&self, other: &Self) -> bool { self > other }
        }
    )*};
}

macro_rules! floats {
    ($($ty:ty)*) => {$(
        impl Ordered for $ty {
            const ENDS: Option<(Self, Self)> = Some((Self::NEG_INFINITY, Self::INFINITY));
            const NAN: Option<Self> = Some(Self::NAN);
            #[inline(always)]
            fn nan(&self) -> bool { self.is_nan() }
            #[inline(always)]
            fn after(&self, other: &Self) -> bool { self > other }
        }

    )*};
}

macro_rules! complex {
    ($($ty:ty)*) => {$(
        impl Ordered for Complex<$ty> {
            const ENDS: Option<(Self, Self)> = Some((
                Complex::new(<$ty>::NEG_INFINITY, <$ty>::NEG_INFINITY),
                Complex::new(<$ty>::INFINITY, <$ty>::INFINITY),
            ));
            const NAN: Option<Self> = Some(Complex::new(<$ty>::NAN, <$ty>::NAN));
            fn nan(&self) -> bool { self.re.is_nan() || self.im.is_nan() }
            fn after(&self, other: &Self) -> bool {
                !other.nan() && (self.re > other.re || (self.re == other.re && self.im > other.im))
            }
        }
    )*};
}

macro_rules! plain {
    ($($ty:ty => $ends:expr;)*) => {$(
        impl Ordered for $ty {
            const ENDS: Option<(Self, Self)> = $ends;
            const NAN: Option<Self> = None;
            fn nan(&self) -> bool { false }
            fn after(&self, other: &Self) -> bool { self > other }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);
floats!(f16 f32 f64);
complex!(f32 f64);
plain! { bool => Some((false, true)); CompactString => None; Vec<u8> => None; }

/// The largest with `MAX`, else the smallest. NaN wins, or loses with `SKIP`.
pub(crate) struct Extreme<T, const MAX: bool, const SKIP: bool> {
    /// True if the integers are times.
    pub times: bool,
    element: PhantomData<fn() -> T>,
}

impl<T: Ordered, const MAX: bool, const SKIP: bool> Extreme<T, MAX, SKIP> {
    pub(crate) fn new(times: bool) -> Self {
        Self { times, element: PhantomData }
    }

    #[inline(always)]
    fn nan(&self, x: &T) -> bool {
        x.nan() || (self.times && x.nat())
    }

    /// What any other replaces.
    fn lowest(&self) -> T {
        match (T::NAN, T::ENDS) {
            (Some(nan), _) if SKIP => nan,
            // NaT.
            (_, Some((low, _))) if SKIP && self.times => low,
            (_, Some(_)) if MAX && self.times => T::FIRST_TIME.unwrap_or_default(),
            (_, Some((low, high))) => {
                if MAX {
                    low
                } else {
                    high
                }
            }
            _ => T::default(),
        }
    }
}

impl<T: Ordered, const MAX: bool, const SKIP: bool> Reduce for Extreme<T, MAX, SKIP> {
    type In = T;
    type Acc = T;

    fn init(&self) -> T {
        self.lowest()
    }

    #[inline(always)]
    fn push(&self, acc: &mut T, x: &T, _: u64) {
        let wins = if MAX { x.after(acc) } else { acc.after(x) };
        let nan = if SKIP { self.nan(acc) } else { self.nan(x) };
        let blocked = if self.times {
            // NaT is an integer, and the smallest.
            if SKIP { self.nan(x) } else { self.nan(acc) }
        } else {
            false
        };
        if (wins || nan) && !blocked {
            acc.clone_from(x);
        }
    }

    fn merge(&self, acc: &mut T, other: &T) {
        self.push(acc, other, 0);
    }
}

/// As [`Extreme`], of elements that have no ends.
pub(crate) struct ExtremeText<T, const MAX: bool>(PhantomData<fn() -> T>);

impl<T, const MAX: bool> ExtremeText<T, MAX> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Ordered, const MAX: bool> Reduce for ExtremeText<T, MAX> {
    type In = T;
    type Acc = Option<T>;

    fn init(&self) -> Option<T> {
        None
    }

    fn push(&self, acc: &mut Option<T>, x: &T, _: u64) {
        let wins = acc.as_ref().is_none_or(|a| if MAX { x.after(a) } else { a.after(x) });
        if wins {
            *acc = Some(x.clone());
        }
    }

    fn merge(&self, acc: &mut Option<T>, other: &Option<T>) {
        if let Some(x) = other {
            self.push(acc, x, 0);
        }
    }
}
