"""Writes ufunc_types.txt: the element type that numpy gives for every pair of operand types.

A line is a function, the type of its first operand, and a character for each type of the second:
numpy's characters, with `1 . j` for int, float and complex literals, `-` where numpy refuses.
Functions of one operand have one line, with a character for each type.
"""
import pathlib
import warnings

import numpy as np

warnings.simplefilter("ignore")
CHARS = "?bBhHiIlLefdFD"
LITERALS = {"1": 1, ".": 1.0, "j": 1j}
UNARY = """sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians
deg2rad rad2deg exp expm1 exp2 log log10 log2 log1p rint fix floor ceil trunc sqrt cbrt square
reciprocal positive negative absolute fabs sign signbit spacing conjugate isfinite isinf isnan
logical_not invert real imag angle isreal iscomplex isposinf isneginf nan_to_num sinc i0""".split()
BINARY = """add subtract multiply divide floor_divide remainder fmod power float_power maximum minimum
fmax fmin hypot arctan2 logaddexp logaddexp2 copysign nextafter heaviside gcd lcm bitwise_and
bitwise_or bitwise_xor left_shift right_shift greater less_equal equal logical_and ldexp""".split()


def operand(char):
    return LITERALS[char] if char in LITERALS else np.ones(1, np.dtype(char))


def result(function, *chars):
    if all(c in LITERALS for c in chars):
        return "-"
    try:
        out = function(*(operand(c) for c in chars))
    except (TypeError, ValueError):
        return "-"
    return np.asarray(out).dtype.char.replace("q", "l").replace("Q", "L")


lines = [f"promote {a} " + "".join(np.result_type(np.dtype(a), np.dtype(b)).char for b in CHARS)
         for a in CHARS]
lines += [f"{name} . " + "".join(result(getattr(np, name), c) for c in CHARS) for name in UNARY]
both = CHARS + "".join(LITERALS)
for name in BINARY:
    lines += [f"{name} {a} " + "".join(result(getattr(np, name), a, b) for b in both) for a in both]
pathlib.Path(__file__).with_name("ufunc_types.txt").write_text("\n".join(lines) + "\n")
