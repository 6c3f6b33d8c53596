//! Writing kernels: one expression a class of types, as loops over slices that the compiler can
//! vectorise.

use half::f16;
use num_complex::Complex;

use crate::buffer::{Buffer, Item, View, spare};
use crate::error::{Error, ErrorKind, Result};

/// What is computed in a wider type than that of the elements, rounded to theirs.
pub(crate) trait Narrow {
    type To: Item;
    fn narrow(self) -> Self::To;
}

impl Narrow for f32 {
    type To = f16;
    fn narrow(self) -> f16 {
        f16::from_f32(self)
    }
}

impl Narrow for f64 {
    type To = f32;
    fn narrow(self) -> f32 {
        self as f32
    }
}

impl Narrow for Complex<f64> {
    type To = Complex<f32>;
    fn narrow(self) -> Complex<f32> {
        Complex::new(self.re as f32, self.im as f32)
    }
}

macro_rules! narrow_is_same {
    ($($ty:ty)*) => {$(
        impl Narrow for $ty {
            type To = Self;
            fn narrow(self) -> Self {
                self
            }
        }
    )*};
}

narrow_is_same!(bool i32);

/// A buffer of these elements.
pub(crate) fn wrap<T: Item>(elements: Vec<T>) -> Buffer {
    T::wrap(elements)
}

/// A function of each element.
#[inline(always)]
pub(crate) fn one<A, T: Item>(x: &[A], mut f: impl FnMut(&A) -> T) -> Vec<T> {
    let mut out = spare::take(x.len());
    out.iter_mut().zip(x).for_each(|(to, x)| *to = f(x));
    out
}

/// A function of the elements at the same place.
#[inline(always)]
pub(crate) fn two<A, B, T: Item>(x: &[A], y: &[B], mut f: impl FnMut(&A, &B) -> T) -> Vec<T> {
    let mut out = spare::take(x.len().min(y.len()));
    out.iter_mut().zip(x.iter().zip(y)).for_each(|(to, (x, y))| *to = f(x, y));
    out
}

pub(crate) fn widen(z: Complex<f32>) -> Complex<f64> {
    Complex::new(z.re.into(), z.im.into())
}

/// The error of a kernel that was given types it has no loop for.
#[cold]
pub(crate) fn no_loop(views: &[View<'_>]) -> Error {
    let types: Vec<String> = views.iter().map(|v| v.element_type().to_string()).collect();
    Error::new(ErrorKind::WrongType, "a function of elements")
        .expected("types that it takes")
        .found(types.join(" and "))
}

/// `kernel!(Class |x, y| expression, ...)`: a function of one or two slices, element by element,
/// for each class of types. `Float` computes `f16` in `f32`; `Wide` computes complex numbers in
/// `complex128`; `Fast` calls a function of [`fast`](super::fast) and for `f16` the one given;
/// `Stamp` is the integers of times and durations; `Mixed` is `int64` beside
/// `uint64`.
macro_rules! kernel {
    ($($class:ident |$($x:ident),+| $body:expr),+ $(,)?) => {{
        fn run(
            views: &[$crate::buffer::View<'_>],
        ) -> $crate::error::Result<$crate::buffer::Buffer> {
            $($crate::ops::kernel::kernel!(@$class views ($($x),+) $body);)+
            Err($crate::ops::kernel::no_loop(views))
        }
        run
    }};
    (@Bool $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; Bool)
    };
    (@Signed $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; I8 I16 I32 I64)
    };
    (@Unsigned $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; U8 U16 U32 U64)
    };
    (@Int $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; I8 I16 I32 I64 U8 U16 U32 U64)
    };
    (@Float $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; F32 F64);
        $crate::ops::kernel::kernel!(@through $v ($($x),+) $b; F16, |h: &half::f16| h.to_f32())
    };
    // `Fast |name, name32| x.libm()`: slices through the polynomials of `fast`.
    (@Fast $v:ident ($double:ident, $single:ident) $b:expr) => {
        match $v {
            [$crate::buffer::View::F64(p)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::fast::$double(p)));
            }
            [$crate::buffer::View::F32(p)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::fast::$single(p)));
            }
            _ => {}
        }
        $crate::ops::kernel::kernel!(@through $v (x) $b(x); F16, |h: &half::f16| h.to_f32())
    };
    (@Half $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; F16)
    };
    (@Single $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; F32);
        $crate::ops::kernel::kernel!(@through $v ($($x),+) $b; F16, |h: &half::f16| h.to_f32())
    };
    (@Double $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; F64)
    };
    // Floats, with float32 computed in float64.
    (@Exact $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; F64);
        $crate::ops::kernel::kernel!(@through $v ($($x),+) $b; F32, |s: &f32| f64::from(*s));
        $crate::ops::kernel::kernel!(@through $v ($($x),+) $crate::ops::kernel::Narrow::narrow($b);
            F16, |h: &half::f16| h.to_f64())
    };
    (@Complex $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; C64 C128)
    };
    (@Wide $v:ident ($($x:ident),+) $b:expr) => {
        $crate::ops::kernel::kernel!(@each $v ($($x),+) $b; C128);
        $crate::ops::kernel::kernel!(@through $v ($($x),+) $b; C64,
            |z: &num_complex::Complex<f32>| $crate::ops::kernel::widen(*z))
    };
    (@Text $v:ident ($x:ident, $y:ident) $b:expr) => {
        match $v {
            [$crate::buffer::View::Text(p), $crate::buffer::View::Text(q)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |$x, $y| $b)));
            }
            [$crate::buffer::View::Bytes(p), $crate::buffer::View::Bytes(q)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |$x, $y| $b)));
            }
            _ => {}
        }
    };
    (@Stamp $v:ident ($x:ident) $b:expr) => {
        if let [$crate::buffer::View::Time(_, p) | $crate::buffer::View::Duration(_, p)] = $v {
            return Ok($crate::ops::kernel::wrap($crate::ops::kernel::one(p, |&$x| $b)));
        }
    };
    (@Stamp $v:ident ($x:ident, $y:ident) $b:expr) => {
        if let [
            $crate::buffer::View::Time(_, p) | $crate::buffer::View::Duration(_, p),
            $crate::buffer::View::Time(_, q) | $crate::buffer::View::Duration(_, q),
        ] = $v
        {
            return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |&$x, &$y| $b)));
        }
    };
    (@Mixed $v:ident ($x:ident, $y:ident) $b:expr) => {
        match $v {
            [$crate::buffer::View::I64(p), $crate::buffer::View::U64(q)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |&a, &b| {
                    let ($x, $y) = (i128::from(a), i128::from(b));
                    $b
                })));
            }
            [$crate::buffer::View::U64(p), $crate::buffer::View::I64(q)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |&a, &b| {
                    let ($x, $y) = (i128::from(a), i128::from(b));
                    $b
                })));
            }
            _ => {}
        }
    };
    (@each $v:ident ($x:ident) $b:expr; $($name:ident)+) => {
        match $v {
            $([$crate::buffer::View::$name(p)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::one(p, |&$x| $b)));
            })+
            _ => {}
        }
    };
    (@each $v:ident ($x:ident, $y:ident) $b:expr; $($name:ident)+) => {
        match $v {
            $([$crate::buffer::View::$name(p), $crate::buffer::View::$name(q)] => {
                return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |&$x, &$y| $b)));
            })+
            _ => {}
        }
    };
    (@through $v:ident ($x:ident) $b:expr; $name:ident, $wide:expr) => {
        if let [$crate::buffer::View::$name(p)] = $v {
            return Ok($crate::ops::kernel::wrap($crate::ops::kernel::one(p, |x| {
                let $x = $wide(x);
                $crate::ops::kernel::Narrow::narrow($b)
            })));
        }
    };
    (@through $v:ident ($x:ident, $y:ident) $b:expr; $name:ident, $wide:expr) => {
        if let [$crate::buffer::View::$name(p), $crate::buffer::View::$name(q)] = $v {
            return Ok($crate::ops::kernel::wrap($crate::ops::kernel::two(p, q, |x, y| {
                let ($x, $y) = ($wide(x), $wide(y));
                $crate::ops::kernel::Narrow::narrow($b)
            })));
        }
    };
}

pub(crate) use kernel;

/// A kernel of a table row.
pub(crate) type RowKernel = fn(&[View<'_>]) -> Result<Buffer>;
