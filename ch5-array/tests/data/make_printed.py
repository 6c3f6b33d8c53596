"""Writes printed.json: arrays, and how numpy prints them.

A case has the type, the shape, the elements (`hex` of the bytes repeated `tile` times, or a list of
`texts`, of bytes in `hexes`), what differs from numpy's print options, numpy's `str`, and the
elements as its `repr` shows them behind `AnyArray(`.
"""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(7)
cases = []


def add(array, tile=1, **options):
    base = np.ascontiguousarray(array)
    shape = options.pop("shape", None)
    full = np.tile(base.ravel(), tile).reshape(shape if shape is not None else base.shape)
    case = {"dtype": str(base.dtype), "shape": list(full.shape), "options": options}
    if base.dtype.kind == "U":
        case["texts"] = base.ravel().tolist()
    elif base.dtype.kind == "S":
        case["dtype"] = "bytes"
        case["hexes"] = [one.hex() for one in base.ravel().tolist()]
    else:
        case["hex"] = base.tobytes().hex()
    case["tile"] = tile
    with np.printoptions(**options):
        case["str"] = str(full)
        case["repr"] = np.array2string(full, separator=", ", prefix="AnyArray(")
    cases.append(case)


INTS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
SHAPES = [(), (0,), (0, 3), (1,), (5,), (2, 3), (2, 0, 2), (1, 1, 1), (2, 2, 3), (2, 1, 2, 2)]

for name in INTS:
    ends = np.iinfo(name)
    add(np.array([ends.min, 0, ends.max], name))
for name in ["bool", "int16", "float64", "float32", "complex128"]:
    for shape in SHAPES:
        add((np.arange(int(np.prod(shape))) % 7).reshape(shape).astype(name))
for name in FLOATS:
    kind = np.dtype(name)
    special = [0.0, -0.0, 1.0, np.nan, np.inf, -np.inf]
    for values in [special, [np.nan], [np.inf, 1.0], [-np.inf, 1.0], [np.nan, -np.inf], [-0.0],
                   [np.nan, 1e-5], [-np.inf, 1e-5], [1e-4], [9.9e-5], [1e-4, 0.1], [1e-4, 0.2],
                   [1.0, 1000.0], [1.0, 1001.0], [0.1, 0.2, 0.3], [1 / 3, 2 / 3], [100.0, 0.125],
                   [9999.5, 12.0], [65504.0, 1.0], [5e-7, 1.0], [1.5, -2.25, 300.0],
                   [0.1 + 0.2], [2.5e-8, 123.0]]:
        add(np.array(values, kind))
    for _ in range(60):
        low = rng.integers(-7, 5)
        size = rng.integers(1, 12)
        values = rng.normal(size=size) * 10.0 ** rng.integers(low, low + rng.integers(1, 5), size)
        if rng.random() < 0.3:
            values = np.round(values, 2)
        if rng.random() < 0.2:
            values[rng.integers(size)] = rng.choice([np.nan, np.inf, -np.inf, 0.0])
        with np.errstate(over="ignore"):
            add(values.astype(kind))
for values in [[1e8], [99999999.0], [99999992.0], [123456789.0, 1.0], [1e16], [1e100, 1e-100], [1e300, -1.0],
               [5e-324], [1.7976931348623157e308], [1e22, 1e23], [123456.789e3], [0.12999999999],
               [0.123456785, 0.123456795], [0.999999999], [9.999999995, 1.0], [1e10, 12345678901.5]]:
    add(np.array(values))
    with np.errstate(over="ignore"):
        add(np.array(values, "float32"))
for name in COMPLEX:
    for values in [[1 + 2j], [1.5 - 2j, 0j], [complex(np.nan, 1), complex(0, -np.inf)],
                   [1e-10 + 1j, 1 - 1e10j], [complex(-0.0, -0.0)], [1 / 3 + 2j / 3, 10j]]:
        add(np.array(values, name))
    for _ in range(20):
        size = rng.integers(1, 6)
        parts = rng.normal(size=(2, size)) * 10.0 ** rng.integers(-3, 4)
        add((parts[0] + 1j * parts[1]).astype(name))
for name in [*FLOATS, *COMPLEX, "int32", "bool"]:
    add(np.array(-3.25).astype(name))
add(np.array(1e20))
add(np.array(1e-7, "float32"))
add(np.array(1 - 2e-9j))

TEXTS = ["", "a", "Örjan", "it's", 'say "no"', "both ' and \"", "back\\slash", "line\nend",
         "tab\there", "\x00a", "\x7f", "\u200b", "日本", "🙂", "e\u0301"]
add(np.array(TEXTS))
add(np.array(TEXTS[:4]).reshape(2, 2))
add(np.array("alone"))
add(np.array([b"", b"ab", b"it's", b'"', b"\xff\n", b"\\"]))
add(np.array(b"alone"))
add(np.array([], "U3"))

for unit in ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns"]:
    for kind in ["M8", "m8"]:
        add(np.array([0, 1, -1, 1000, 20000], "i8").view(f"{kind}[{unit}]"))
        add(np.array(["NaT", 7, 20000], f"m8[{unit}]").view(f"{kind}[{unit}]"))
        add(np.array(["NaT"], f"{kind}[{unit}]"))
        add(np.array(5, "i8").view(f"{kind}[{unit}]"))
add(np.array([-719529, -719528, -800000, 2932896, 2932897, 10**7], "i8").view("M8[D]"))

# Long and large ones: lines are broken, corners are shown.
for n in [30, 75, 999, 1000, 1001]:
    add(np.array([5], "int16"), tile=n, shape=(n,))
add(np.array([0.1, 2.5]), tile=40, shape=(80,))
add(np.array([0.1, 2.5]), tile=40, shape=(2, 40))
add(np.array([1 / 3, -1e10]), tile=30, shape=(3, 20))
add(np.array([True, False]), tile=30, shape=(60,))
add(np.array(["word", "longer word"]), tile=10, shape=(20,))
add(np.array([1, 22], "int16"), tile=600, shape=(1200,))
add(np.array([1, 22, 333], "int16"), tile=1000, shape=(50, 60))
add(np.array([1, 22, 333], "int16"), tile=1000, shape=(600, 5))
add(np.array([1, 22, 333], "int16"), tile=1000, shape=(5, 600))
add(np.array([1, 22, 333, 4444], "int16"), tile=1500, shape=(10, 20, 30))
add(np.array([1, 22, 333, 4444], "int16"), tile=480, shape=(2, 30, 4, 8))
add(np.array([1.5, -2], "float32"), tile=5000, shape=(100, 100))
add(np.array([1.5, np.nan, 1e-5, 7], "float32"), tile=2500, shape=(100, 100))
add(np.array([1, 0, 1], "bool"), tile=1000, shape=(3000,))
add(np.array(["a", "bcd"]), tile=1000, shape=(40, 50))
add(np.array([1 + 1j, 0.5]), tile=1000, shape=(2000,))
add(np.array([1, 20000], "i8").view("M8[D]"), tile=1000, shape=(2000,))

# Options.
for options in [{"precision": 3}, {"precision": 0}, {"precision": 15}, {"suppress": True},
                {"linewidth": 30}, {"linewidth": 5}, {"threshold": 2}, {"threshold": 2, "edgeitems": 1},
                {"threshold": 0, "edgeitems": 2, "linewidth": 20, "precision": 2}]:
    add(np.array([1 / 3, 2e-7, -12.5, 4, 5, 6]), **options)
    add(np.array([1e-10, 2e9, 1.25]), **options)
    add(np.array([1 / 3 + 1j, 2e-7, -12.5j, 4, 5, 6]).reshape(2, 3), **options)
    add(np.arange(48, dtype="int16"), shape=(4, 4, 3), **options)

path = pathlib.Path(__file__).with_name("printed.json")
path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
print(len(cases), "cases")
