//! Means and variances in one pass.

use std::marker::PhantomData;

use num_complex::Complex;

use super::Reduce;
use super::sum::Summand;

/// Numbers that variances are computed in.
pub(crate) trait Field: Copy + Default + Send + Sync + 'static {
    fn minus(self, other: Self) -> Self;
    fn plus(self, other: Self) -> Self;
    fn scaled(self, by: f64) -> Self;
    /// The square of its distance from zero.
    fn square(self) -> f64;
}

impl Field for f64 {
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self - other
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn scaled(self, by: f64) -> Self {
        self * by
    }
    #[inline(always)]
    fn square(self) -> f64 {
        self * self
    }
}

impl Field for Complex<f64> {
    fn minus(self, other: Self) -> Self {
        self - other
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn scaled(self, by: f64) -> Self {
        self * by
    }
    fn square(self) -> f64 {
        self.norm_sqr()
    }
}

/// A number as one of a field.
pub(crate) trait Point: Summand {
    type Field: Field;
    fn point(self) -> Self::Field;
}

macro_rules! points {
    ($($ty:ty => $field:ty, $x:ident => $value:expr;)*) => {$(
        impl Point for $ty {
            type Field = $field;
            #[inline(always)]
            fn point(self) -> $field { let $x = self; $value }
        }
    )*};
}

points! {
    bool => f64, x => f64::from(u8::from(x));
    i8 => f64, x => x.into();
    i16 => f64, x => x.into();
    i32 => f64, x => x.into();
    i64 => f64, x => x as f64;
    u8 => f64, x => x.into();
    u16 => f64, x => x.into();
    u32 => f64, x => x.into();
    u64 => f64, x => x as f64;
    half::f16 => f64, x => x.into();
    f32 => f64, x => x.into();
    f64 => f64, x => x;
    Complex<f32> => Complex<f64>, x => Complex::new(x.re.into(), x.im.into());
    Complex<f64> => Complex<f64>, x => x;
}

/// What is known of some numbers: how far they are from one of them, in sum and in square. Since
/// that one is among them, what cancels is bounded by their number times their variance.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments<F> {
    pub count: u64,
    near: F,
    sum: F,
    squares: f64,
}

impl<F: Field> Moments<F> {
    /// The mean.
    pub(crate) fn mean(&self) -> F {
        self.near.plus(self.sum.scaled(1.0 / self.count as f64))
    }

    /// The sum of the squared distances from the mean.
    pub(crate) fn around_mean(&self) -> f64 {
        let rest = self.squares - self.sum.square() / self.count as f64;
        if rest < 0.0 { 0.0 } else { rest }
    }

    /// The variance with a divisor of `count - ddof`; NaN where that is not positive.
    pub(crate) fn variance(&self, ddof: f64) -> f64 {
        let divisor = (self.count as f64 - ddof).max(0.0);
        if self.count == 0 { f64::NAN } else { self.around_mean() / divisor }
    }
}

/// Count, mean and variance; of what is not NaN with `SKIP`.
pub(crate) struct Spread<T, const SKIP: bool>(PhantomData<fn() -> T>);

impl<T, const SKIP: bool> Spread<T, SKIP> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Point, const SKIP: bool> Reduce for Spread<T, SKIP> {
    type In = T;
    type Acc = Moments<T::Field>;

    fn init(&self) -> Self::Acc {
        Moments::default()
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &T, _: u64) {
        if SKIP && x.nan() {
            return;
        }
        let x = x.point();
        if acc.count == 0 {
            acc.near = x;
        }
        let away = x.minus(acc.near);
        acc.sum = acc.sum.plus(away);
        acc.squares += away.square();
        acc.count += 1;
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        if other.count == 0 {
            return;
        }
        if acc.count == 0 {
            *acc = *other;
            return;
        }
        let (a, b) = (acc.count as f64, other.count as f64);
        let apart = other.mean().minus(acc.mean());
        let squares = acc.around_mean() + other.around_mean() + apart.square() * (a * b / (a + b));
        *acc = Moments {
            count: acc.count + other.count,
            near: acc.mean().plus(apart.scaled(b / (a + b))),
            sum: T::Field::default(),
            squares,
        };
    }
}
