//! Methods of serde's `Deserializer` that only pass a hint on.

/// Methods of one visitor: the name of the method that takes the hint, and the hint.
macro_rules! hints {
    ($($method:ident => $way:ident $hint:expr),* $(,)?) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.$way($hint, visitor)
        }
    )*};
}

/// Unit structs, newtypes, tuples and what nobody asks for; `nest` takes the hint of what has
/// values within.
macro_rules! plain_types {
    ($nest:ident) => {
        fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.visit_unit()
        }

        fn deserialize_unit_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value> {
            self.read(Hint::Unit, visitor)
        }

        #[inline]
        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            visitor: V,
        ) -> Result<V::Value> {
            visitor.visit_newtype_struct(self)
        }

        fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
            self.$nest(Hint::Seq, visitor)
        }

        fn deserialize_tuple_struct<V: Visitor<'de>>(
            self,
            _name: &'static str,
            _len: usize,
            visitor: V,
        ) -> Result<V::Value> {
            self.$nest(Hint::Seq, visitor)
        }
    };
}

pub(super) use {hints, plain_types};
