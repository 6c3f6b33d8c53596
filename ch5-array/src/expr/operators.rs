//! `+ - * / % & | ^ << >> - !` on arrays and expressions; each builds an [`Expr`].

use std::ops as std_ops;

use num_complex::Complex;

use super::{AnyArray, ArrayLike, Expr, IntoExpr};
use crate::array::H5Array;
use crate::ops;
use crate::ops::indexing::H5View;

macro_rules! operators {
    ($($trait:ident $method:ident => $function:ident),* $(,)?) => {$(
        impl<'a, T, R: IntoExpr<'a>> std_ops::$trait<R> for Expr<'a, T> {
            type Output = Expr<'a>;

            fn $method(self, other: R) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<'a, T, R: IntoExpr<'a>> std_ops::$trait<R> for &Expr<'a, T> {
            type Output = Expr<'a>;

            fn $method(self, other: R) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<'a, T, R: IntoExpr<'a>> std_ops::$trait<R> for &'a H5Array<T> {
            type Output = Expr<'a>;

            fn $method(self, other: R) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<T, R: IntoExpr<'static>> std_ops::$trait<R> for H5Array<T> {
            type Output = Expr<'static>;

            fn $method(self, other: R) -> Expr<'static> {
                ops::$function(self, other)
            }
        }

        operators!(@other $trait $method $function; AnyArray H5View);
        operators!(@left $trait $method $function; f64 i64 bool Complex<f64>);
    )*};
    (@other $trait:ident $method:ident $function:ident; $($other:ty)*) => {$(
        impl<'a, R: IntoExpr<'a>> std_ops::$trait<R> for &'a $other {
            type Output = Expr<'a>;

            fn $method(self, other: R) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<R: IntoExpr<'static>> std_ops::$trait<R> for $other {
            type Output = Expr<'static>;

            fn $method(self, other: R) -> Expr<'static> {
                ops::$function(self, other)
            }
        }
    )*};
    (@left $trait:ident $method:ident $function:ident; $($left:ty)*) => {$(
        impl<'a, T> std_ops::$trait<&'a H5Array<T>> for $left {
            type Output = Expr<'a>;

            fn $method(self, other: &'a H5Array<T>) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<T> std_ops::$trait<H5Array<T>> for $left {
            type Output = Expr<'static>;

            fn $method(self, other: H5Array<T>) -> Expr<'static> {
                ops::$function(self, other)
            }
        }

        impl<'a, T> std_ops::$trait<Expr<'a, T>> for $left {
            type Output = Expr<'a>;

            fn $method(self, other: Expr<'a, T>) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl<'a, T> std_ops::$trait<&Expr<'a, T>> for $left {
            type Output = Expr<'a>;

            fn $method(self, other: &Expr<'a, T>) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        operators!(@right $trait $method $function $left; AnyArray H5View);
    )*};
    (@right $trait:ident $method:ident $function:ident $left:ty; $($other:ty)*) => {$(
        impl<'a> std_ops::$trait<&'a $other> for $left {
            type Output = Expr<'a>;

            fn $method(self, other: &'a $other) -> Expr<'a> {
                ops::$function(self, other)
            }
        }

        impl std_ops::$trait<$other> for $left {
            type Output = Expr<'static>;

            fn $method(self, other: $other) -> Expr<'static> {
                ops::$function(self, other)
            }
        }
    )*};
}

operators! {
    Add add => add,
    Sub sub => subtract,
    Mul mul => multiply,
    Div div => divide,
    Rem rem => remainder,
    BitAnd bitand => bitwise_and,
    BitOr bitor => bitwise_or,
    BitXor bitxor => bitwise_xor,
    Shl shl => left_shift,
    Shr shr => right_shift,
}

macro_rules! unary {
    ($($trait:ident $method:ident => $function:ident),* $(,)?) => {$(
        impl<'a, T> std_ops::$trait for Expr<'a, T> {
            type Output = Expr<'a>;

            fn $method(self) -> Expr<'a> {
                crate::ops::$function(self)
            }
        }

        impl<'a, T> std_ops::$trait for &Expr<'a, T> {
            type Output = Expr<'a>;

            fn $method(self) -> Expr<'a> {
                crate::ops::$function(self.expr())
            }
        }

        unary!(@other $trait $method $function; [T] H5Array<T>; [] AnyArray; [] H5View);
    )*};
    (@other $trait:ident $method:ident $function:ident; $([$($t:ident)?] $other:ty);*) => {$(
        impl<'a $(, $t)?> std_ops::$trait for &'a $other {
            type Output = Expr<'a>;

            fn $method(self) -> Expr<'a> {
                crate::ops::$function(self)
            }
        }

        impl $(<$t>)? std_ops::$trait for $other {
            type Output = Expr<'static>;

            fn $method(self) -> Expr<'static> {
                crate::ops::$function(self)
            }
        }
    )*};
}

unary! { Neg neg => negative, Not not => invert }
