//! Casting elements to another type, as numpy's `astype`.

use compact_str::{CompactString, ToCompactString};
use num_complex::Complex;

use super::parse::parse;
use super::{Buffer, Real, View, mismatch, with_type};
use crate::error::{Error, ErrorKind, Result};
use crate::text::{Float, Value, written};
use crate::types::{ElementType as Ty, duration_text, time_text};

/// A view of real numbers, with `$v` its slice, or something else.
macro_rules! reals {
    ($view:expr, $v:ident => $body:expr, $other:pat => $no:expr) => {
        match $view {
            View::Bool($v) => $body,
            View::I8($v) => $body,
            View::I16($v) => $body,
            View::I32($v) => $body,
            View::I64($v) => $body,
            View::U8($v) => $body,
            View::U16($v) => $body,
            View::U32($v) => $body,
            View::U64($v) => $body,
            View::F16($v) => $body,
            View::F32($v) => $body,
            View::F64($v) => $body,
            View::Time(_, $v) | View::Duration(_, $v) => $body,
            $other => $no,
        }
    };
}

fn to_real<S: Real, T: Real>(from: &[S]) -> Vec<T> {
    from.iter().map(|&x| T::of(x)).collect()
}

/// Numbers as numpy's `str` writes them.
fn number_text(view: View<'_>) -> Option<Vec<CompactString>> {
    fn float(value: impl Into<f64>, bits: u8) -> Float {
        Float { value: value.into(), bits }
    }
    let complex = |re: Float, im: Float| written(Value::Complex(re, im)).into();
    Some(match view {
        View::Bool(v) => v.iter().map(|&x| if x { "True" } else { "False" }.into()).collect(),
        View::F16(v) => v.iter().map(|&x| written(Value::Float(float(x, 16))).into()).collect(),
        View::F32(v) => v.iter().map(|&x| written(Value::Float(float(x, 32))).into()).collect(),
        View::F64(v) => v.iter().map(|&x| written(Value::Float(float(x, 64))).into()).collect(),
        View::C64(v) => v.iter().map(|c| complex(float(c.re, 32), float(c.im, 32))).collect(),
        View::C128(v) => v.iter().map(|c| complex(float(c.re, 64), float(c.im, 64))).collect(),
        View::I8(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::I16(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::I32(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::I64(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::U8(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::U16(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::U32(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::U64(v) => v.iter().map(ToCompactString::to_compact_string).collect(),
        View::Time(unit, v) => v.iter().map(|&n| time_text(unit, n).into()).collect(),
        View::Duration(unit, v) => v.iter().map(|&n| duration_text(unit, n).into()).collect(),
        _ => return None,
    })
}

impl View<'_> {
    /// The elements as another type, as numpy's `astype`: floats are truncated to integers,
    /// integers wrap, complex numbers lose their imaginary part, numbers become their text and
    /// text is parsed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no number, [`ErrorKind::WrongType`] where there is
    /// no cast.
    ///
    /// ```
    /// use ch5_array::{Buffer, ElementType};
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::I16(&[300, -1]).cast(ElementType::U8)?, Buffer::U8(vec![44, 255]));
    /// assert_eq!(View::F64(&[0.5]).cast(ElementType::Text)?, Buffer::Text(vec!["0.5".into()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cast(self, to: Ty) -> Result<Buffer> {
        let from = self.element_type();
        if from == to {
            return Ok(self.to_buffer());
        }
        match (self, to) {
            (View::C64(v), Ty::C128) => {
                let wide = |c: &Complex<f32>| Complex::new(c.re.into(), c.im.into());
                return Ok(Buffer::C128(v.iter().map(wide).collect()));
            }
            (View::C128(v), Ty::C64) => {
                let cut = |c: &Complex<f64>| Complex::new(c.re as f32, c.im as f32);
                return Ok(Buffer::C64(v.iter().map(cut).collect()));
            }
            (View::C64(v), Ty::Bool) => {
                return Ok(Buffer::Bool(v.iter().map(|c| c.re != 0.0 || c.im != 0.0).collect()));
            }
            (View::C128(v), Ty::Bool) => {
                return Ok(Buffer::Bool(v.iter().map(|c| c.re != 0.0 || c.im != 0.0).collect()));
            }
            (View::C64(v), _) if to.is_number() => {
                return Buffer::F32(v.iter().map(|c| c.re).collect()).cast(to);
            }
            (View::C128(v), _) if to.is_number() => {
                return Buffer::F64(v.iter().map(|c| c.re).collect()).cast(to);
            }
            (_, Ty::Text | Ty::Bytes) => return self.cast_to_text(to),
            (View::Text(v), _) => return parse(v.iter().map(CompactString::as_str), to),
            (View::Bytes(_), _) => return self.cast(Ty::Text)?.cast(to),
            _ => {}
        }
        if from.is_time() && to.is_time() {
            return self.cast_time(to);
        }
        if to == Ty::Bool {
            return reals!(self, v => Ok(Buffer::Bool(v.iter().map(|x| !x.is_zero()).collect())),
                _ => Err(mismatch(to, from)));
        }
        if let Ty::Time(unit) = to {
            return reals!(self, v => Ok(Buffer::Time(unit, to_real(v))),
                _ => Err(mismatch(to, from)));
        }
        if let Ty::Duration(unit) = to {
            return reals!(self, v => Ok(Buffer::Duration(unit, to_real(v))),
                _ => Err(mismatch(to, from)));
        }
        if to.is_complex() {
            return match to {
                Ty::C64 => reals!(self, v => {
                    Ok(Buffer::C64(v.iter().map(|x| Complex::new(x.to_f32(), 0.0)).collect()))
                }, _ => Err(mismatch(to, from))),
                _ => reals!(self, v => {
                    Ok(Buffer::C128(v.iter().map(|x| Complex::new(x.to_f64(), 0.0)).collect()))
                }, _ => Err(mismatch(to, from))),
            };
        }
        reals!(self, v => with_type!(to, Real, T => {
            Ok(<T as super::Item>::wrap(to_real::<_, T>(v)))
        }, else Err(mismatch(to, from))), _ => Err(mismatch(to, from)))
    }

    fn cast_to_text(self, to: Ty) -> Result<Buffer> {
        let from = self.element_type();
        match (self, to) {
            (View::Bytes(v), Ty::Text) => {
                let text = |b: &Vec<u8>| {
                    CompactString::from_utf8(b).map_err(|_| {
                        Error::new(ErrorKind::Value, "a cast of bytes")
                            .expected("UTF-8")
                            .found(format!("{:?}", String::from_utf8_lossy(b)))
                    })
                };
                Ok(Buffer::Text(v.iter().map(text).collect::<Result<_>>()?))
            }
            (View::Text(v), Ty::Bytes) => {
                if let Some(wide) = v.iter().find(|text| !text.is_ascii()) {
                    return Err(Error::new(ErrorKind::Value, "a cast to bytes")
                        .expected("ASCII text")
                        .found(format!("{wide:?}"))
                        .help("char::encode takes an encoding"));
                }
                Ok(Buffer::Bytes(v.iter().map(|text| text.as_bytes().to_vec()).collect()))
            }
            _ => {
                let text = number_text(self).ok_or_else(|| mismatch(to, from))?;
                if to == Ty::Text {
                    return Ok(Buffer::Text(text));
                }
                Ok(Buffer::Bytes(text.into_iter().map(|t| t.as_bytes().to_vec()).collect()))
            }
        }
    }

    fn cast_time(self, to: Ty) -> Result<Buffer> {
        let from = self.element_type();
        let (View::Time(a, v) | View::Duration(a, v)) = self else {
            return Err(mismatch(to, from));
        };
        let (Ty::Time(b) | Ty::Duration(b)) = to else {
            return Err(mismatch(to, from));
        };
        let ratio = match (a.nanoseconds(), b.nanoseconds()) {
            _ if a == b => (1, 1),
            (Some(a), Some(b)) => (a, b),
            _ => return Err(mismatch(to, from).help("years and months have no fixed length")),
        };
        let scale = |&x: &i64| {
            if x == i64::MIN {
                return x;
            }
            let wide = i128::from(x) * i128::from(ratio.0);
            i64::try_from(wide.div_euclid(ratio.1.into())).unwrap_or(i64::MIN)
        };
        let values = v.iter().map(scale).collect();
        Ok(if matches!(to, Ty::Time(_)) {
            Buffer::Time(b, values)
        } else {
            Buffer::Duration(b, values)
        })
    }
}
