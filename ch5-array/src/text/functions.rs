//! The functions of the table, with their examples.

use super::apply::call;
use super::table::text_functions;
use crate::expr::{Expr, IntoExpr};

macro_rules! function {
    (
        $name:ident $numpy:literal $doc:literal $x:literal $printed:literal
        [$($arg:ident: $kind:ident),*] []
    ) => {
        #[doc = $doc]
        ///
        /// ```
        /// # use ch5_array::char;
        #[doc = concat!("let y = char::", stringify!($name), "(", $x, ");")]
        #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        #[doc(alias = $numpy)]
        #[must_use]
        pub fn $name<'a>(x: impl IntoExpr<'a> $(, $arg: impl IntoExpr<'a>)*) -> Expr<'a> {
            call(stringify!($name), x.into_expr(), vec![$($arg.into_expr()),*])
        }
    };
    (
        $name:ident $numpy:literal $doc:literal $x:literal $printed:literal
        [$($arg:ident: $kind:ident),*]
        [$with:ident $($opt:ident: $ok:ident = $or:expr),*; $y:literal => $also:literal]
    ) => {
        function!($name $numpy $doc $x $printed [$($arg: $kind),*] []);

        #[doc = $doc]
        ///
        /// ```
        /// # use ch5_array::char;
        #[doc = concat!("let y = char::", stringify!($with), "(", $y, ");")]
        #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($also), ");")]
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        #[must_use]
        pub fn $with<'a>(
            x: impl IntoExpr<'a>
            $(, $arg: impl IntoExpr<'a>)*
            $(, $opt: impl IntoExpr<'a>)*
        ) -> Expr<'a> {
            let args = vec![$($arg.into_expr(),)* $($opt.into_expr()),*];
            call(stringify!($name), x.into_expr(), args)
        }
    };
}

macro_rules! functions {
    ($($name:ident $of:ident $kind:ident $module:ident $np:literal $args:tt $opt:tt $doc:literal
        $x:literal => $printed:literal;)*)
    => { $(function!($name $np $doc $x $printed $args $opt);)* };
}

text_functions!(functions);
