//! What every builder of a computation can be turned into.

/// Gives a builder with `fn build(&self) -> Expr<'a>` the sinks of an expression; errors name the
/// dataset that the first input reads. Behind the inputs stands an example: what makes such a
/// builder, the type of its result, and its elements in row-major order.
macro_rules! builder {
    ($name:ident of $($($input:ident).+),+, $made:literal, $ty:literal => $values:literal) => {
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
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::*};
            #[doc = concat!("let made = ", $made, ";")]
            /// let read = made.read()?;
            #[doc = concat!("let x = read.into_typed::<", $ty, ">()?;")]
            #[doc = concat!("assert!(x.iter().eq(&", $values, "));")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn read(&self) -> $crate::error::Result<$crate::expr::AnyArray> {
                self.load()
            }

            /// Computes the result into memory: [`Expr::load`](crate::Expr::load).
            ///
            /// # Errors
            ///
            /// As there.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::*};
            #[doc = concat!("let made = ", $made, ";")]
            /// let read = made.load()?;
            #[doc = concat!("let x = read.into_typed::<", $ty, ">()?;")]
            #[doc = concat!("assert!(x.iter().eq(&", $values, "));")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn load(&self) -> $crate::error::Result<$crate::expr::AnyArray> {
                self.made_of().load()
            }

            /// Computes the result into memory as elements of a type:
            /// [`Expr::read_as`](crate::Expr::read_as).
            ///
            /// # Errors
            ///
            /// As there.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::*};
            #[doc = concat!("let made = ", $made, ";")]
            #[doc = concat!("let x = made.read_as::<", $ty, ">()?;")]
            #[doc = concat!("assert!(x.iter().eq(&", $values, "));")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
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
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::*};
            /// let made = reductions::sum(array![1, 2]);
            /// assert_eq!(made.item()?.to_string(), "3");
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn item(&self) -> $crate::error::Result<$crate::types::Scalar> {
                self.made_of().item()
            }

            /// Computes a result of one element as a type:
            /// [`Expr::item_as`](crate::Expr::item_as).
            ///
            /// # Errors
            ///
            /// As there.
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::*};
            /// let made = reductions::sum(array![1, 2]);
            /// assert_eq!(made.item_as::<i64>()?, 3);
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn item_as<U: $crate::expr::FromBuffer>(&self) -> $crate::error::Result<U> {
                self.made_of().item_as()
            }

            /// Computes the result into a new dataset:
            /// [`Expr::write_to`](crate::Expr::write_to).
            ///
            /// # Errors
            ///
            /// As there.
            ///
            /// ```
            /// # use ch5_array::{File, H5Mode, ndarray::array, ops::*};
            /// # let dir = tempfile::tempdir()?;
            /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
            #[doc = concat!("let made = ", $made, ";")]
            /// let stored = made.write_to(&file, "made")?;
            #[doc = concat!("let x = stored.read_as::<", $ty, ">()?;")]
            #[doc = concat!("assert!(x.iter().eq(&", $values, "));")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
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
