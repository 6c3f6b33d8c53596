//! Sums and products.

use std::marker::PhantomData;

use half::f16;
use num_complex::Complex;

use super::{DEEP, Reduce, WIDE};
use crate::buffer::{Buffer, Item};
use crate::storage::lanes::{Kernel, Lanes, in_eights};

/// The sum of two floats, and what rounding took from it (Knuth's two-sum).
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// A sum of floats, what rounding has taken from it, and what rounding has taken from that: the
/// compensation of second order of Klein, "A Generalized Kahan-Babuska-Summation-Algorithm", 2006.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Compensated {
    sum: f64,
    lost: f64,
    rest: f64,
}

impl Compensated {
    #[inline(always)]
    fn add(&mut self, x: f64) {
        let (sum, lost) = two_sum(self.sum, x);
        let (lost, rest) = two_sum(self.lost, lost);
        *self = Self { sum, lost, rest: self.rest + rest };
    }

    fn merge(&mut self, other: &Self) {
        self.add(other.sum);
        let (lost, rest) = two_sum(self.lost, other.lost);
        *self = Self { sum: self.sum, lost, rest: self.rest + other.rest + rest };
    }

    pub(crate) fn total(self) -> f64 {
        if self.sum.is_finite() { self.sum + (self.lost + self.rest) } else { self.sum }
    }
}

/// What sums and products are computed in.
pub(crate) trait Wide: Item + Copy {
    type Sum: Copy + Default + Send + Sync;
    const ONE: Self;
    fn add(sum: &mut Self::Sum, x: Self);
    fn merge(sum: &mut Self::Sum, other: &Self::Sum);
    fn total(sum: Self::Sum) -> Self;
    fn times(self, other: Self) -> Self;
    /// Takes neighbours that begin with an accumulator's own.
    #[inline(always)]
    fn eights(sums: &mut [Self::Sum; WIDE], xs: impl Iterator<Item = [Self; WIDE]>) {
        for eight in xs {
            for (sum, x) in sums.iter_mut().zip(eight) {
                Self::add(sum, x);
            }
        }
    }
}

impl Wide for i64 {
    type Sum = i64;
    const ONE: Self = 1;
    #[inline(always)]
    fn add(sum: &mut i64, x: Self) {
        *sum = sum.wrapping_add(x);
    }
    fn merge(sum: &mut i64, other: &i64) {
        *sum = sum.wrapping_add(*other);
    }
    fn total(sum: i64) -> Self {
        sum
    }
    #[inline(always)]
    fn times(self, other: Self) -> Self {
        self.wrapping_mul(other)
    }
}

impl Wide for f64 {
    type Sum = Compensated;
    const ONE: Self = 1.0;
    #[inline(always)]
    fn add(sum: &mut Compensated, x: Self) {
        sum.add(x);
    }
    fn merge(sum: &mut Compensated, other: &Compensated) {
        sum.merge(other);
    }
    fn total(sum: Compensated) -> Self {
        sum.total()
    }
    #[inline(always)]
    fn times(self, other: Self) -> Self {
        self * other
    }
    #[inline(always)]
    fn eights(sums: &mut [Compensated; WIDE], xs: impl Iterator<Item = [f64; WIDE]>) {
        in_eights(Eights { sums, xs });
    }
}

/// [`two_sum`] of eights. A closure would not be compiled for their registers.
#[inline(always)]
fn two_sums<L: Lanes>(lanes: L, a: L::V, b: L::V) -> (L::V, L::V) {
    let sum = lanes.add(a, b);
    let part = lanes.sub(sum, a);
    (sum, lanes.add(lanes.sub(a, lanes.sub(sum, part)), lanes.sub(b, part)))
}

/// Eight compensated sums next to each other.
struct Eights<'a, I> {
    sums: &'a mut [Compensated; WIDE],
    xs: I,
}

impl<I: Iterator<Item = [f64; WIDE]>> Kernel for Eights<'_, I> {
    type Out = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let mut sum = lanes.load(self.sums.map(|s| s.sum));
        let mut lost = lanes.load(self.sums.map(|s| s.lost));
        let mut rest = lanes.load(self.sums.map(|s| s.rest));
        for x in self.xs {
            let (next, x) = two_sums(lanes, sum, lanes.load(x));
            let (more, x) = two_sums(lanes, lost, x);
            (sum, lost, rest) = (next, more, lanes.add(rest, x));
        }
        let (sum, lost, rest) = (lanes.store(sum), lanes.store(lost), lanes.store(rest));
        *self.sums =
            std::array::from_fn(|i| Compensated { sum: sum[i], lost: lost[i], rest: rest[i] });
    }
}

impl Wide for Complex<f64> {
    type Sum = (Compensated, Compensated);
    const ONE: Self = Complex::new(1.0, 0.0);
    #[inline(always)]
    fn add(sum: &mut Self::Sum, x: Self) {
        sum.0.add(x.re);
        sum.1.add(x.im);
    }
    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        f64::merge(&mut sum.0, &other.0);
        f64::merge(&mut sum.1, &other.1);
    }
    fn total(sum: Self::Sum) -> Self {
        Complex::new(sum.0.total(), sum.1.total())
    }
    fn times(self, other: Self) -> Self {
        self * other
    }
}

/// An element that sums and products are made of.
pub(crate) trait Summand: Item + Copy {
    type Wide: Wide;
    fn wide(self) -> Self::Wide;
    fn nan(self) -> bool;
}

macro_rules! summands {
    ($($ty:ty => $wide:ty, $x:ident => $value:expr, $nan:expr;)*) => {$(
        impl Summand for $ty {
            type Wide = $wide;
            #[inline(always)]
            fn wide(self) -> $wide { let $x = self; $value }
            #[inline(always)]
            fn nan(self) -> bool { let $x = self; let _ = $x; $nan }
        }
    )*};
}

summands! {
    bool => i64, x => x.into(), false;
    i8 => i64, x => x.into(), false;
    i16 => i64, x => x.into(), false;
    i32 => i64, x => x.into(), false;
    i64 => i64, x => x, false;
    u8 => i64, x => x.into(), false;
    u16 => i64, x => x.into(), false;
    u32 => i64, x => x.into(), false;
    u64 => i64, x => x as i64, false;
    f16 => f64, x => x.into(), x.is_nan();
    f32 => f64, x => x.into(), x.is_nan();
    f64 => f64, x => x, x.is_nan();
    Complex<f32> => Complex<f64>, x => Complex::new(x.re.into(), x.im.into()),
        x.re.is_nan() || x.im.is_nan();
    Complex<f64> => Complex<f64>, x => x, x.re.is_nan() || x.im.is_nan();
}

/// A sum; of what is not NaN with `SKIP`.
pub(crate) struct Sum<T, const SKIP: bool>(PhantomData<fn() -> T>);

impl<T: Summand, const SKIP: bool> Sum<T, SKIP> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }

    /// The totals.
    pub(crate) fn finish(accs: Vec<<T::Wide as Wide>::Sum>) -> Buffer {
        T::Wide::wrap(accs.into_iter().map(T::Wide::total).collect())
    }
}

#[inline(always)]
fn kept<T: Summand, const SKIP: bool>(x: T) -> T::Wide {
    if SKIP && x.nan() { T::Wide::default() } else { x.wide() }
}

impl<T: Summand, const SKIP: bool> Reduce for Sum<T, SKIP> {
    type In = T;
    type Acc = <T::Wide as Wide>::Sum;

    fn init(&self) -> Self::Acc {
        Self::Acc::default()
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &T, _: u64) {
        T::Wide::add(acc, kept::<T, SKIP>(*x));
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        T::Wide::merge(acc, other);
    }

    fn run(&self, accs: &mut [Self::Acc; WIDE], xs: &[T], at: u64) {
        let head = (WIDE as u64 - at % WIDE as u64) as usize % WIDE;
        let (head, body) = xs.split_at(head.min(xs.len()));
        for (i, x) in head.iter().enumerate() {
            self.push(&mut accs[(at as usize + i) % WIDE], x, 0);
        }
        let (body, tail) = body.as_chunks::<WIDE>();
        T::Wide::eights(accs, body.iter().map(|eight| eight.map(kept::<T, SKIP>)));
        accs.iter_mut().zip(tail).for_each(|(acc, x)| self.push(acc, x, 0));
    }

    fn down(&self, accs: &mut [Self::Acc], xs: &[T], _: u64, _: u64) {
        let n = accs.len().max(1);
        for some in xs.chunks(n * DEEP) {
            let (eights, rest) = accs.as_chunks_mut::<WIDE>();
            for (i, sums) in eights.iter_mut().enumerate() {
                let rows = some.chunks_exact(n).filter_map(|row| row[i * WIDE..].first_chunk());
                T::Wide::eights(sums, rows.map(|eight| eight.map(kept::<T, SKIP>)));
            }
            let from = n - rest.len();
            for row in some.chunks_exact(n) {
                rest.iter_mut().zip(&row[from..]).for_each(|(acc, x)| self.push(acc, x, 0));
            }
        }
    }
}

/// A product; of what is not NaN with `SKIP`.
pub(crate) struct Product<T, const SKIP: bool>(PhantomData<fn() -> T>);

impl<T: Summand, const SKIP: bool> Product<T, SKIP> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }

    /// The products.
    pub(crate) fn finish(accs: Vec<T::Wide>) -> Buffer {
        T::Wide::wrap(accs)
    }
}

impl<T: Summand, const SKIP: bool> Reduce for Product<T, SKIP> {
    type In = T;
    type Acc = T::Wide;

    fn init(&self) -> Self::Acc {
        T::Wide::ONE
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &T, _: u64) {
        if !(SKIP && x.nan()) {
            *acc = acc.times(x.wide());
        }
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        *acc = acc.times(*other);
    }
}

/// A sum and how many elements it has, for means of some of the elements.
pub(crate) struct Counted<T, const SKIP: bool>(PhantomData<fn() -> T>);

impl<T: Summand, const SKIP: bool> Counted<T, SKIP> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Summand, const SKIP: bool> Reduce for Counted<T, SKIP> {
    type In = T;
    type Acc = (<T::Wide as Wide>::Sum, u64);

    fn init(&self) -> Self::Acc {
        Default::default()
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &T, _: u64) {
        if !(SKIP && x.nan()) {
            T::Wide::add(&mut acc.0, x.wide());
            acc.1 += 1;
        }
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        T::Wide::merge(&mut acc.0, &other.0);
        acc.1 += other.1;
    }
}

/// A sum of durations: NaT if one is.
pub(crate) struct Durations;

impl Reduce for Durations {
    type In = i64;
    type Acc = (i64, bool);

    fn init(&self) -> Self::Acc {
        (0, false)
    }

    fn push(&self, acc: &mut Self::Acc, x: &i64, _: u64) {
        acc.0 = acc.0.wrapping_add(*x);
        acc.1 |= *x == i64::MIN;
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        acc.0 = acc.0.wrapping_add(other.0);
        acc.1 |= other.1;
    }
}
