//! Angles, circular and hyperbolic functions.

use super::cx;
use super::kernel::kernel;
use super::rows::rows;

rows! {
    /// Trigonometric functions as methods; the functions of this module say what each does.
    trait Trigonometric;

    /// The sine of radians. Small integers are computed in `float16` and `float32`, as in numpy.
    sin(x): "efdFD" Common -> Out::Same, kernel!(Fast |sin, sin32| f32::sin, Wide |z| cx::sin(z));
    /// The cosine of radians.
    cos(x): "efdFD" Common -> Out::Same, kernel!(Fast |cos, cos32| f32::cos, Wide |z| cx::cos(z));
    /// The tangent of radians.
    tan(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.tan(), Wide |z| cx::tan(z));
    /// The angle of this sine, between -pi/2 and pi/2.
    #[doc(alias = "asin")]
    arcsin(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.asin(), Wide |z| cx::arcsin(z));
    /// The angle of this cosine, between 0 and pi.
    #[doc(alias = "acos")]
    arccos(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.acos(), Wide |z| cx::arccos(z));
    /// The angle of this tangent, between -pi/2 and pi/2.
    #[doc(alias = "atan")]
    arctan(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.atan(), Wide |z| cx::arctan(z));
    /// The hyperbolic sine.
    sinh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.sinh(), Wide |z| cx::sinh(z));
    /// The hyperbolic cosine.
    cosh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.cosh(), Wide |z| cx::cosh(z));
    /// The hyperbolic tangent.
    tanh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.tanh(), Wide |z| cx::tanh(z));
    /// The inverse hyperbolic sine.
    #[doc(alias = "asinh")]
    arcsinh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::asinh(x), Wide |z| cx::arcsinh(z));
    /// The inverse hyperbolic cosine.
    #[doc(alias = "acosh")]
    arccosh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::acosh(x), Wide |z| cx::arccosh(z));
    /// The inverse hyperbolic tangent.
    #[doc(alias = "atanh")]
    arctanh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::atanh(x), Wide |z| cx::arctanh(z));
    /// The length of the hypotenuse.
    hypot(x, y): "efd" Common -> Out::Same, kernel!(Float |x, y| x.hypot(y));
    /// The angle of the point (`y`, `x`), the first operand being `y`.
    #[doc(alias = "atan2")]
    arctan2(y, x): "efd" Common -> Out::Same, kernel!(Float |y, x| y.atan2(x));
    /// Radians as degrees.
    #[doc(alias = "rad2deg")]
    degrees(x): "efd" Common -> Out::Same, kernel!(
        Double |x| x * (180.0 / std::f64::consts::PI),
        Single |x| x * (180.0 / std::f32::consts::PI));
    /// Degrees as radians.
    #[doc(alias = "deg2rad")]
    radians(x): "efd" Common -> Out::Same, kernel!(
        Double |x| x * (std::f64::consts::PI / 180.0),
        Single |x| x * (std::f32::consts::PI / 180.0));
    /// Radians as degrees.
    rad2deg(x): "efd" Common -> Out::Same, rows::degrees.kernel;
    /// Degrees as radians.
    deg2rad(x): "efd" Common -> Out::Same, rows::radians.kernel;
}
