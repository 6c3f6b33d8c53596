//! A value whose type is forgotten, so that containers are compiled once for all types.

use std::any::Any;
use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

type Read = fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Elem, erased_serde::Error>;

thread_local! {
    /// How an [`Elem`] is read in this thread.
    static READ: Cell<Option<Read>> = const { Cell::new(None) };
}

trait Dyn: erased_serde::Serialize {
    fn any(&self) -> &dyn Any;
    fn order(&self, other: &dyn Any) -> Option<Ordering>;
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// A value of the type last given to [`elems`] or [`keys`].
#[derive(Clone)]
pub(crate) struct Elem(Rc<dyn Dyn>);

struct Plain<T>(T);

struct Ordered<T>(T);

macro_rules! forget {
    ($wrap:ident, $($bound:path)|*, $order:expr) => {
        impl<T: Serialize> Serialize for $wrap<T> {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(s)
            }
        }

        impl<T: Serialize + fmt::Debug + 'static $(+ $bound)*> Dyn for $wrap<T> {
            fn any(&self) -> &dyn Any {
                &self.0
            }

            fn order(&self, other: &dyn Any) -> Option<Ordering> {
                let order: fn(&T, &T) -> Option<Ordering> = $order;
                order(&self.0, other.downcast_ref()?)
            }

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

forget!(Plain, PartialEq, |a, b| (a == b).then_some(Ordering::Equal));
forget!(Ordered, Ord, |a, b| Some(a.cmp(b)));

/// Forgets the type of values; [`Elem`]s are read as that type from now on.
pub(crate) fn elems<T>(values: &[T]) -> Vec<Elem>
where
    T: Serialize + DeserializeOwned + PartialEq + fmt::Debug + Clone + 'static,
{
    READ.set(Some(|d| Ok(Elem(Rc::new(Plain(erased_serde::deserialize::<T>(d)?))))));
    values.iter().map(|v| Elem(Rc::new(Plain(v.clone())))).collect()
}

/// The same for values that can be sorted.
pub(crate) fn keys<T>(values: &[T]) -> Vec<Elem>
where
    T: Serialize + DeserializeOwned + Ord + fmt::Debug + Clone + 'static,
{
    READ.set(Some(|d| Ok(Elem(Rc::new(Ordered(erased_serde::deserialize::<T>(d)?))))));
    values.iter().map(|v| Elem(Rc::new(Ordered(v.clone())))).collect()
}

impl Serialize for Elem {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(&*self.0, s)
    }
}

impl<'de> Deserialize<'de> for Elem {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let read = READ.get().ok_or_else(|| D::Error::custom("no type was forgotten"))?;
        read(&mut <dyn erased_serde::Deserializer<'_>>::erase(d)).map_err(D::Error::custom)
    }
}

impl fmt::Debug for Elem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

impl PartialEq for Elem {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl Eq for Elem {}

#[allow(clippy::non_canonical_partial_ord_impl, reason = "only some elements have an order")]
impl PartialOrd for Elem {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.order(other.0.any())
    }
}

impl Ord for Elem {
    fn cmp(&self, other: &Self) -> Ordering {
        self.partial_cmp(other).unwrap_or_else(|| panic!("{self:?} and {other:?} have no order"))
    }
}
