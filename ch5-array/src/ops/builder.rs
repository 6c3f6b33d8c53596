//! What every builder of a computation can be turned into.

/// Gives a builder with `fn build(&self) -> Expr<'a>` the sinks of an expression; errors name the
/// dataset that the first input reads.
macro_rules! builder {
    ($name:ident of $($($input:ident).+),+) => {
        impl<'a> $crate::expr::ArrayLike<'a> for $name<'a> {
            fn expr(&self) -> $crate::expr::Expr<'a> {
                self.made_of()
            }
        }

        impl<'a> $crate::expr::IntoExpr<'a> for $name<'a> {
            fn into_expr(self) -> $crate::expr::Expr<'a> {
                self.made_of()
            }
        }

        impl<'a> From<$name<'a>> for $crate::expr::Expr<'a> {
            fn from(builder: $name<'a>) -> Self {
                builder.made_of()
            }
        }

        impl<'a> $name<'a> {
            fn made_of(&self) -> $crate::expr::Expr<'a> {
                self.build().about([$(&self.$($input).+),+])
            }
        }

        $crate::ops::builder::operators! { $name;
            Add add, Sub sub, Mul mul, Div div, Rem rem, BitAnd bitand, BitOr bitor, BitXor bitxor
        }

        impl $name<'_> {
            /// Computes the result into memory: [`Expr::load`](crate::Expr::load).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn read(&self) -> $crate::error::Result<$crate::expr::AnyArray> {
                self.load()
            }

            /// Computes the result into memory: [`Expr::load`](crate::Expr::load).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn load(&self) -> $crate::error::Result<$crate::expr::AnyArray> {
                self.made_of().load()
            }

            /// Computes the result into memory as elements of a type:
            /// [`Expr::read_as`](crate::Expr::read_as).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn read_as<U: $crate::expr::FromBuffer>(
                &self,
            ) -> $crate::error::Result<ndarray::ArrayD<U>> {
                self.made_of().read_as()
            }

            /// Computes a result of one element: [`Expr::item`](crate::Expr::item).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn item(&self) -> $crate::error::Result<$crate::types::Scalar> {
                self.made_of().item()
            }

            /// Computes a result of one element as a type:
            /// [`Expr::item_as`](crate::Expr::item_as).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn item_as<U: $crate::expr::FromBuffer>(&self) -> $crate::error::Result<U> {
                self.made_of().item_as()
            }

            /// Computes the result into a new dataset:
            /// [`Expr::write_to`](crate::Expr::write_to).
            ///
            /// # Errors
            ///
            /// As there.
            pub fn write_to(
                &self,
                at: &impl $crate::storage::AsGroup,
                name: &str,
            ) -> $crate::error::Result<$crate::array::H5Array> {
                self.made_of().write_to(at, name)
            }
        }
    };
}

/// What is built by a builder, as the left operand of an operator.
macro_rules! operators {
    (@left $name:ident $left:ty; $($trait:ident $method:ident),*) => {
        $(impl<'a> std::ops::$trait<$name<'a>> for $left {
            type Output = $crate::expr::Expr<'a>;

            fn $method(self, other: $name<'a>) -> $crate::expr::Expr<'a> {
                std::ops::$trait::$method(self, other.build())
            }
        })*
    };
    ($name:ident; $($trait:ident $method:ident),*) => {
        $(impl<'a, R: $crate::expr::IntoExpr<'a>> std::ops::$trait<R> for $name<'a> {
            type Output = $crate::expr::Expr<'a>;

            fn $method(self, other: R) -> $crate::expr::Expr<'a> {
                std::ops::$trait::$method(self.build(), other)
            }
        })*

        $crate::ops::builder::operators! { @left $name f64; Add add, Sub sub, Mul mul, Div div }
        $crate::ops::builder::operators! { @left $name i64; Add add, Sub sub, Mul mul, Div div }

        impl<'a> std::ops::Neg for $name<'a> {
            type Output = $crate::expr::Expr<'a>;

            fn neg(self) -> $crate::expr::Expr<'a> {
                -self.build()
            }
        }
    };
}

pub(crate) use {builder, operators};
