//! Angles, circular and hyperbolic functions.

use super::cx;
use super::kernel::kernel;
use super::rows::rows;

rows! {
    /// Trigonometric functions as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![0.0, 180.0];
    /// assert_eq!((&x).radians().cos().load()?.to_string(), "[ 1. -1.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Trigonometric;

    /// The sine of radians. Small integers are computed in `float16` and `float32`, as in numpy.
    sin(x): "efdFD" Common -> Out::Same, kernel!(Fast |sin, sin32| f32::sin, Wide |z| cx::sin(z)),
        "array![0.0, 1.0]" => "[0.         0.84147098]";
    /// The cosine of radians.
    cos(x): "efdFD" Common -> Out::Same, kernel!(Fast |cos, cos32| f32::cos, Wide |z| cx::cos(z)),
        "array![0.0, 1.0]" => "[1.         0.54030231]";
    /// The tangent of radians.
    tan(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.tan(), Wide |z| cx::tan(z)),
        "array![0.0, 1.0]" => "[0.         1.55740772]";
    /// The angle of this sine, between -pi/2 and pi/2.
    #[doc(alias = "asin")]
    arcsin(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.asin(), Wide |z| cx::arcsin(z)),
        "array![0.0, 1.0]" => "[0.         1.57079633]";
    /// The angle of this cosine, between 0 and pi.
    #[doc(alias = "acos")]
    arccos(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.acos(), Wide |z| cx::arccos(z)),
        "array![0.0, 1.0]" => "[1.57079633 0.        ]";
    /// The angle of this tangent, between -pi/2 and pi/2.
    #[doc(alias = "atan")]
    arctan(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.atan(), Wide |z| cx::arctan(z)),
        "array![0.0, 1.0]" => "[0.         0.78539816]";
    /// The hyperbolic sine.
    sinh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.sinh(), Wide |z| cx::sinh(z)),
        "array![0.0, 1.0]" => "[0.         1.17520119]";
    /// The hyperbolic cosine.
    cosh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.cosh(), Wide |z| cx::cosh(z)),
        "array![0.0, 1.0]" => "[1.         1.54308063]";
    /// The hyperbolic tangent.
    tanh(x): "efdFD" Common -> Out::Same, kernel!(Float |x| x.tanh(), Wide |z| cx::tanh(z)),
        "array![0.0, 1.0]" => "[0.         0.76159416]";
    /// The inverse hyperbolic sine.
    #[doc(alias = "asinh")]
    arcsinh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::asinh(x), Wide |z| cx::arcsinh(z)),
        "array![0.0, 1.0]" => "[0.         0.88137359]";
    /// The inverse hyperbolic cosine.
    #[doc(alias = "acosh")]
    arccosh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::acosh(x), Wide |z| cx::arccosh(z)),
        "array![1.0, 2.0]" => "[0.        1.3169579]";
    /// The inverse hyperbolic tangent.
    #[doc(alias = "atanh")]
    arctanh(x): "efdFD" Common -> Out::Same,
        kernel!(Exact |x| cx::atanh(x), Wide |z| cx::arctanh(z)),
        "array![0.0, 0.5]" => "[0.         0.54930614]";
    /// The length of the hypotenuse.
    hypot(x, y): "efd" Common -> Out::Same, kernel!(Float |x, y| x.hypot(y)),
        "array![3.0, 5.0]", "array![4.0, 12.0]" => "[ 5. 13.]";
    /// The angle of the point (`y`, `x`), the first operand being `y`.
    #[doc(alias = "atan2")]
    arctan2(y, x): "efd" Common -> Out::Same, kernel!(Float |y, x| y.atan2(x)),
        "array![1.0, -1.0]", "array![1.0, 1.0]" => "[ 0.78539816 -0.78539816]";
    /// Radians as degrees.
    #[doc(alias = "rad2deg")]
    degrees(x): "efd" Common -> Out::Same, kernel!(
        Double |x| x * (180.0 / std::f64::consts::PI),
        Single |x| x * (180.0 / std::f32::consts::PI)),
        "array![0.0, 1.0]" => "[ 0.         57.29577951]";
    /// Degrees as radians.
    #[doc(alias = "deg2rad")]
    radians(x): "efd" Common -> Out::Same, kernel!(
        Double |x| x * (std::f64::consts::PI / 180.0),
        Single |x| x * (std::f32::consts::PI / 180.0)),
        "array![0.0, 180.0]" => "[0.         3.14159265]";
    /// Radians as degrees.
    rad2deg(x): "efd" Common -> Out::Same, rows::degrees.kernel,
        "array![0.0, 1.0]" => "[ 0.         57.29577951]";
    /// Degrees as radians.
    deg2rad(x): "efd" Common -> Out::Same, rows::radians.kernel,
        "array![0.0, 180.0]" => "[0.         3.14159265]";
}
