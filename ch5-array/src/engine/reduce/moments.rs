//! Means and variances in one pass.

use std::marker::PhantomData;

use num_complex::Complex;

use super::sum::Summand;
use super::{DEEP, Reduce, WIDE};
use crate::storage::lanes::{Kernel, Lanes, in_eights};

/// Numbers that variances are computed in.
pub(crate) trait Field: Copy + Default + Send + Sync + 'static {
    fn minus(self, other: Self) -> Self;
    fn plus(self, other: Self) -> Self;
    fn scaled(self, by: f64) -> Self;
    /// The square of its distance from zero.
    fn square(self) -> f64;
    /// Takes numbers that begin with an accumulator's own.
    #[inline(always)]
    fn eights(accs: &mut [Moments<Self>; WIDE], xs: impl Iterator<Item = [Self; WIDE]>) {
        for eight in xs {
            accs.iter_mut().zip(eight).for_each(|(acc, x)| acc.add(x));
        }
    }
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
    #[inline(always)]
    fn eights(accs: &mut [Moments<f64>; WIDE], mut xs: impl Iterator<Item = [f64; WIDE]>) {
        // The first number of each is what its others are compared with.
        if accs.iter().any(|acc| acc.count == 0) {
            let Some(first) = xs.next() else { return };
            accs.iter_mut().zip(first).for_each(|(acc, x)| acc.add(x));
        }
        in_eights(Eights { accs, xs });
    }
}

/// Eight accumulators next to each other, none of them empty.
struct Eights<'a, I> {
    accs: &'a mut [Moments<f64>; WIDE],
    xs: I,
}

impl<I: Iterator<Item = [f64; WIDE]>> Kernel for Eights<'_, I> {
    type Out = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let near = lanes.load(std::array::from_fn(|i| self.accs[i].near));
        let mut sum = lanes.load(std::array::from_fn(|i| self.accs[i].sum));
        let mut squares = lanes.load(std::array::from_fn(|i| self.accs[i].squares));
        let mut count = 0;
        for x in self.xs {
            let away = lanes.sub(lanes.load(x), near);
            sum = lanes.add(sum, away);
            squares = lanes.add(squares, lanes.mul(away, away));
            count += 1;
        }
        let (sum, squares) = (lanes.store(sum), lanes.store(squares));
        for (i, acc) in self.accs.iter_mut().enumerate() {
            (acc.sum, acc.squares) = (sum[i], squares[i]);
            acc.count += count;
        }
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
    #[inline(always)]
    fn add(&mut self, x: F) {
        if self.count == 0 {
            self.near = x;
        }
        let away = x.minus(self.near);
        self.sum = self.sum.plus(away);
        self.squares += away.square();
        self.count += 1;
    }

    /// The mean.
    pub(crate) fn mean(&self) -> F {
        self.near.plus(self.sum.scaled(1.0 / self.count as f64))
    }

    /// The sum of the squared distances from the mean.
    pub(crate) fn around_mean(&self) -> f64 {
        let rest = self.squares - self.sum.square() / self.count as f64;
        if rest < 0.0 { 0.0 } else { rest }
    }

    /// The variance, by what is divided; NaN for no element.
    pub(crate) fn variance(&self, divisor: f64) -> f64 {
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
        acc.add(x.point());
    }

    fn run(&self, accs: &mut [Self::Acc; WIDE], xs: &[T], at: u64) {
        let head = (WIDE as u64 - at % WIDE as u64) as usize % WIDE;
        let (head, body) = xs.split_at(head.min(xs.len()));
        for (i, x) in head.iter().enumerate() {
            self.push(&mut accs[(at as usize + i) % WIDE], x, 0);
        }
        let (body, tail) = body.as_chunks::<WIDE>();
        if SKIP {
            for eight in body {
                accs.iter_mut().zip(eight).for_each(|(acc, x)| self.push(acc, x, 0));
            }
        } else {
            T::Field::eights(accs, body.iter().map(|eight| eight.map(T::point)));
        }
        accs.iter_mut().zip(tail).for_each(|(acc, x)| self.push(acc, x, 0));
    }

    fn down(&self, accs: &mut [Self::Acc], xs: &[T], _: u64, _: u64) {
        let n = accs.len().max(1);
        for some in xs.chunks(n * DEEP) {
            let whole = if SKIP { 0 } else { accs.len() / WIDE * WIDE };
            let (eights, rest) = accs.split_at_mut(whole);
            let (eights, _) = eights.as_chunks_mut::<WIDE>();
            for (i, accs) in eights.iter_mut().enumerate() {
                let rows = some.chunks_exact(n).filter_map(|row| row[i * WIDE..].first_chunk());
                T::Field::eights(accs, rows.map(|eight: &[T; WIDE]| eight.map(T::point)));
            }
            let from = n - rest.len();
            for row in some.chunks_exact(n) {
                rest.iter_mut().zip(&row[from..]).for_each(|(acc, x)| self.push(acc, x, 0));
            }
        }
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
