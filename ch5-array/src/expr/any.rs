//! Arrays in memory of a type that is known at run time only.

use compact_str::CompactString;
use half::f16;
use ndarray::{ArrayD, IxDyn};
use num_complex::Complex;

use crate::buffer::{Buffer, Item};
use crate::error::{Error, ErrorKind, Result};
use crate::types::{ElementType, Scalar};

/// An array in memory whose element type is known at run time only, in row-major order.
///
/// It prints as numpy's arrays do; [`PrintOptions`](crate::PrintOptions) say how.
///
/// ```
/// use ch5_array::{AnyArray, Buffer};
/// let x = AnyArray::new(&[2, 2], Buffer::F64(vec![1.0, 0.5, -2.0, 100.25]))?;
/// assert_eq!(x.to_string(), "[[  1.     0.5 ]\n [ -2.   100.25]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "array2string")]
#[doc(alias = "array_str")]
#[doc(alias = "array_repr")]
#[derive(Clone, PartialEq)]
pub struct AnyArray {
    shape: Vec<usize>,
    data: Buffer,
}

impl AnyArray {
    /// An array of these elements, in row-major order.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] if there are not as many as the shape has.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, ErrorKind};
    /// let x = AnyArray::new(&[2, 2], Buffer::I32(vec![1, 2, 3, 4]))?;
    /// assert_eq!(x.to_string(), "[[1 2]\n [3 4]]");
    /// let error = AnyArray::new(&[3], Buffer::I32(vec![1])).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Shape);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(shape: &[usize], data: Buffer) -> Result<Self> {
        let len = shape.iter().try_fold(1usize, |n, &side| n.checked_mul(side));
        if len != Some(data.len()) {
            return Err(Error::new(ErrorKind::Shape, "an array in memory")
                .expected(format!("as many elements as shape {shape:?} has"))
                .found(format!("{} elements", data.len())));
        }
        Ok(Self { shape: shape.to_vec(), data })
    }

    /// The shape.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer};
    /// let x = AnyArray::new(&[2, 0], Buffer::F64(vec![]))?;
    /// assert_eq!(x.shape(), [2, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The type of the elements.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, ElementType};
    /// let x = AnyArray::new(&[], Buffer::U8(vec![7]))?;
    /// assert_eq!(x.element_type(), ElementType::U8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn element_type(&self) -> ElementType {
        self.data.element_type()
    }

    /// The elements in row-major order.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer};
    /// let x = AnyArray::new(&[2], Buffer::F64(vec![1.5, 2.5]))?;
    /// assert_eq!(x.data().as_slice::<f64>(), Some([1.5, 2.5].as_slice()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn data(&self) -> &Buffer {
        &self.data
    }

    /// The elements in row-major order.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer};
    /// let x = AnyArray::new(&[1, 2], Buffer::F64(vec![1.5, 2.5]))?;
    /// assert_eq!(x.into_data(), Buffer::F64(vec![1.5, 2.5]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_data(self) -> Buffer {
        self.data
    }

    /// The only element.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an array of another number of elements.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Scalar};
    /// let x = AnyArray::new(&[1, 1], Buffer::I64(vec![7]))?;
    /// assert_eq!(x.item()?, Scalar::I64(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn item(&self) -> Result<Scalar> {
        if self.data.len() != 1 {
            return Err(Error::new(ErrorKind::Shape, "")
                .expected("an array of one element")
                .found(format!("shape {:?}", self.shape)));
        }
        Ok(self.data.get(0))
    }

    /// The array as one of `T`: its own type, which costs nothing, or one that holds every value of
    /// it, which needs room for both for a moment.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`].
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer};
    /// let x = AnyArray::new(&[2], Buffer::I16(vec![1, 2]))?;
    /// assert_eq!(x.clone().into_typed::<f32>()?, ndarray::array![1f32, 2.0].into_dyn());
    /// assert!(x.into_typed::<u64>().is_err());                   // a negative number has none
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_typed<T: FromBuffer>(self) -> Result<ArrayD<T>> {
        let elements = T::from_buffer(self.data)?;
        ArrayD::from_shape_vec(IxDyn(&self.shape), elements)
            .map_err(|e| Error::new(ErrorKind::Shape, e.to_string()))
    }
}

/// Rust types that results can be read as: `bool`, integers, floats, complex numbers, `String` and
/// `CompactString` for text, `Vec<u8>` for bytes, and `i64` for points in time and durations.
///
/// ```
/// use ch5_array::{Expr, FromBuffer};
/// use ch5_array::ArrayLike;
/// fn largest<T: FromBuffer + PartialOrd>(x: &Expr) -> ch5_array::Result<Option<T>> {
///     Ok(x.read_as::<T>()?.into_iter().reduce(|a, b| if b > a { b } else { a }))
/// }
/// let x = ndarray::array![1.5f32, 3.0, 2.0];
/// assert_eq!(largest::<f64>(&(&x).expr())?, Some(3.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait FromBuffer: Sized + Clone + 'static {
    /// Checks that elements of a type can be read as this one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`].
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// use ch5_array::FromBuffer;
    /// assert!(f64::check(ElementType::I32).is_ok());
    /// assert!(f32::check(ElementType::F64).is_err());
    /// ```
    fn check(found: ElementType) -> Result<()>;

    /// The elements as this type: as they are, or cast where every value is kept.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`].
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::FromBuffer;
    /// assert_eq!(i64::from_buffer(Buffer::U8(vec![1, 2]))?, [1, 2]);
    /// assert_eq!(String::from_buffer(Buffer::Text(vec!["a".into()]))?, ["a"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn from_buffer(buffer: Buffer) -> Result<Vec<Self>>;
}

fn check(to: ElementType, found: ElementType) -> Result<()> {
    if crate::types::can_cast(found, to) && found.is_text() == to.is_text() {
        return Ok(());
    }
    Err(crate::buffer::mismatch(to, found).help("astype casts"))
}

macro_rules! from_buffer {
    ($($name:ident: $ty:ty),*) => {$(
        impl FromBuffer for $ty {
            fn check(found: ElementType) -> Result<()> {
                // The integers of a time are what it is read as.
                if found.is_time() && ElementType::$name == ElementType::I64 {
                    return Ok(());
                }
                check(ElementType::$name, found)
            }

            fn from_buffer(buffer: Buffer) -> Result<Vec<Self>> {
                Self::check(buffer.element_type())?;
                let cast = buffer.cast(ElementType::$name)?;
                Self::take(cast).map_err(|b| {
                    crate::buffer::mismatch(ElementType::$name, b.element_type())
                })
            }
        }
    )*};
}

from_buffer! {
    Bool: bool, I8: i8, I16: i16, I32: i32, I64: i64, U8: u8, U16: u16, U32: u32, U64: u64,
    F16: f16, F32: f32, F64: f64, C64: Complex<f32>, C128: Complex<f64>, Text: CompactString,
    Bytes: Vec<u8>
}

impl FromBuffer for String {
    fn check(found: ElementType) -> Result<()> {
        check(ElementType::Text, found)
    }

    fn from_buffer(buffer: Buffer) -> Result<Vec<Self>> {
        Ok(CompactString::from_buffer(buffer)?.into_iter().map(String::from).collect())
    }
}
