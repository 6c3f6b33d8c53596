//! The macro that turns a table row into a function, a method and an entry that can be looked up.

/// `rows! { trait Name; function(x, y): "types" Rule -> Out, kernel, "x", "y" => "printed"; ... }`:
/// behind the kernel stand the operands of an example and its result as it is printed, from which
/// the function and the method get their doc tests.
macro_rules! rows {
    (
        $(#[$trait_doc:meta])*
        trait $trait:ident;
        $(
            $(#[$doc:meta])*
            $name:ident($first:ident $(, $other:ident)*):
                $types:literal $rule:ident -> $out:expr, $kernel:expr,
                $one:literal $(, $two:literal)? => $printed:literal;
        )+
    ) => {
        #[allow(non_upper_case_globals, reason = "a row is named as its function")]
        pub(super) mod rows {
            #[allow(unused_imports, reason = "not every table needs all of them")]
            use super::*;
            use $crate::ops::ufunc::{Out, Rule, Ufunc};
            #[allow(unused_imports, reason = "not every table needs all of them")]
            use $crate::types::ElementType as Ty;

            $(
                pub(crate) static $name: Ufunc = Ufunc {
                    name: stringify!($name),
                    arity: $crate::ops::rows::rows!(@count $first $($other)*),
                    types: $types,
                    rule: Rule::$rule,
                    out: $out,
                    kernel: $kernel,
                };
            )+

            pub(crate) static ALL: &[&Ufunc] = &[$(&$name),+];
        }

        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use ch5_array::{ElementType, TimeUnit, ndarray::array, ops, prelude::*};
            /// # use num_complex::Complex;
            #[doc = concat!("let y = ops::", stringify!($name), "(", $one $(, ", ", $two)?, ");")]
            #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn $name<'a>(
                $first: impl $crate::expr::IntoExpr<'a>,
                $($other: impl $crate::expr::IntoExpr<'a>,)*
            ) -> $crate::expr::Expr<'a> {
                rows::$name.call(&[$first.into_expr() $(, $other.into_expr())*])
            }
        )+

        $(#[$trait_doc])*
        pub trait $trait<'a>: $crate::expr::ArrayLike<'a> {
            $(
                $(#[$doc])*
                ///
                /// ```
                /// # use ch5_array::{ElementType, TimeUnit, ndarray::array, prelude::*};
                /// # use num_complex::Complex;
                #[doc = concat!("let x = ", $one, ";")]
                #[doc = concat!("let y = (&x).", stringify!($name), "(", $($two,)? ");")]
                #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
                /// # Ok::<(), ch5_array::Error>(())
                /// ```
                fn $name(
                    &self,
                    $($other: impl $crate::expr::IntoExpr<'a>,)*
                ) -> $crate::expr::Expr<'a> {
                    rows::$name.call(&[self.expr() $(, $other.into_expr())*])
                }
            )+
        }

        impl<'a, X: $crate::expr::ArrayLike<'a> + ?Sized> $trait<'a> for X {}
    };
    (@count $one:ident) => { 1 };
    (@count $one:ident $two:ident) => { 2 };
}

pub(crate) use rows;
