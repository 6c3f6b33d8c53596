"""Writes integer_edges.txt: what numpy gives for integers at the ends of their types.

A line is a function, the type of the operands, and the results for every pair of EDGES (or for
every one of them), `!` where numpy raises.
"""
import pathlib
import warnings

import numpy as np

warnings.simplefilter("ignore")
UNARY = "negative absolute square reciprocal sign invert positive".split()
BINARY = """add subtract multiply floor_divide remainder fmod power gcd lcm left_shift right_shift
maximum minimum bitwise_and bitwise_or bitwise_xor""".split()


def edges(ty):
    info = np.iinfo(ty)
    few = [info.min, info.min + 1, info.max, 0, 1, 2, 3, info.bits - 1, info.bits, info.bits + 1]
    return few + ([-1, -2] if info.min < 0 else [])


def result(function, ty, *operands):
    arrays = [np.array([x], ty) for x in operands]
    try:
        out = getattr(np, function)(*arrays)
    except ValueError:
        return "!"
    assert out.dtype == ty
    return str(out[0])


lines = []
for ty in "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split():
    all = edges(ty)
    for f in UNARY:
        lines.append(f"{f} {ty} " + " ".join(result(f, ty, x) for x in all))
    for f in BINARY:
        lines.append(f"{f} {ty} " + " ".join(result(f, ty, x, y) for x in all for y in all))
path = pathlib.Path(__file__).with_name("integer_edges.txt")
path.write_text("\n".join(lines) + "\n")
