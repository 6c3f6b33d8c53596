"""Writes args.json: keyword arguments of numpy's functions, with what numpy 2 makes of them."""

import json
import math
import os
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def number(x):
    return x if math.isfinite(x) else str(x)


def dump(x):
    x = np.asarray(x)
    if x.dtype.kind == "c":
        data = [[number(float(v.real)), number(float(v.imag))] for v in x.ravel()]
    elif x.dtype.kind == "f":
        data = [number(float(v)) for v in x.ravel()]
    else:
        data = x.ravel().tolist()
    return {"dtype": x.dtype.name, "shape": list(x.shape), "data": data}


def make(shape, dtype="float64", seed=0):
    n = int(np.prod(shape, dtype=int))
    values = (np.arange(n) * 37 + seed * 11) % 97
    if dtype == "bool":
        return (values % 3 == 0).reshape(shape)
    if dtype.startswith("complex"):
        return (values % 23 / 4 + 1j * (values[::-1] % 7)).astype(dtype).reshape(shape)
    if dtype.startswith("float"):
        return ((values % 23 - 8) / 4).astype(dtype).reshape(shape)
    return (values % 23).astype(dtype).reshape(shape)


cases = []


def given(value):
    """A literal, or an array."""
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    return dump(value) if isinstance(value, (np.ndarray, np.generic)) else value


def case(fn, *args, exact=False, **kwargs):
    want = getattr(np, fn)(*args, **kwargs)
    want = list(want) if isinstance(want, (tuple, list)) else [want]
    cases.append({
        "fn": fn,
        "args": [given(a) for a in args],
        "kwargs": {name: given(value) for name, value in kwargs.items()},
        "exact": exact,
        "want": [dump(w) for w in want],
    })


# Covariances.
f, a = np.array([1, 0, 3, 2, 1]), np.array([0.5, 2.0, 1.0, 0.25, 3.0])
for ty in ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex64", "complex128"]:
    x = make((3, 5), ty, 1)
    case("cov", x)
    case("cov", x, fweights=f, aweights=a)
    case("corrcoef", x)
    case("cov", x, make((2, 5), "float32", 3))
x = make((3, 5), seed=2)
for more in [{"fweights": f}, {"aweights": a}, {"fweights": f, "aweights": a}, {}]:
    for ddof in [None, 0, 1, 2, 7]:
        case("cov", x, ddof=ddof, **more)
    case("cov", x, bias=True, **more)
    case("cov", x.T.copy(), rowvar=False, **more)
    case("cov", x[0], **more)
    case("cov", x[0], make((5,), seed=5), **more)
    case("cov", x[:1], **more)
    case("cov", x.T.copy(), make((5, 2), seed=4), rowvar=False, **more)
case("cov", x.T.copy(), make((1, 5), seed=4), rowvar=False)
case("cov", x.T.copy(), make((5,), seed=4), rowvar=False)
case("cov", x, dtype="float32")
case("cov", x, dtype="complex64")
case("corrcoef", x, make((2, 5), "complex128"), dtype="complex64")
case("corrcoef", x, make((2, 5), "int8", 3))
case("corrcoef", x.T.copy(), make((5, 2), seed=3), rowvar=False)
case("corrcoef", x[0])
case("corrcoef", x[0], x[1])
case("corrcoef", np.array([[1.0, 1.0], [1.0, 2.0]]))
case("cov", make((), seed=1))
case("cov", make((0, 3)))
case("cov", make((2, 40), seed=7), fweights=make((40,), "uint8", 3), aweights=make((40,), "float32", 6) + np.float32(2))

# Counts.
x = make((40,), "uint8", 1)
for ty in ["bool", "int8", "uint64", "float16", "float32", "float64"]:
    case("bincount", x, weights=make((40,), ty, 2), exact=True)
case("bincount", x, minlength=30, exact=True)
case("bincount", x, weights=make((40,), seed=3) / 3, minlength=30, exact=True)
case("bincount", np.array([], "int64"), minlength=3, exact=True)
case("bincount", make((40,), "bool"), weights=make((40,), seed=3) / 7, exact=True)

# Means.
x = make((2, 3, 4), seed=1)
w = make((2, 3, 4), "int64", 3) + 1
for axis in [None, 0, 1, -1, (0, 2), (2, 0), (0, 1, 2), (1, 2)]:
    keep = {} if axis is None else {"keepdims": True}
    case("average", x, axis=axis, returned=True)
    case("average", x, axis=axis, weights=w, returned=True)
    case("average", x, axis=axis, weights=w, returned=True, **keep)
    if axis is not None:
        axes = (axis,) if isinstance(axis, int) else axis
        narrow = make(tuple(x.shape[i] for i in axes), seed=4) + 3
        case("average", x, axis=axis, weights=narrow, returned=True)
        case("average", x, axis=axis, weights=narrow, keepdims=True)
for ty in ["bool", "int8", "int64", "float16", "float32", "float64", "complex64", "complex128"]:
    case("average", make((3, 4), ty, 1), axis=0, returned=True)
    for of in ["bool", "uint8", "float16", "float32", "float64", "complex64"]:
        case("average", make((3, 4), ty, 1), axis=1, weights=make((4,), of, 3) + np.ones(4, of), returned=True)

# Sets.
for ty in ["bool", "int8", "uint64", "float32", "float64", "complex128"]:
    x, y = make((4, 5), ty, 1), make((7,), ty, 2)
    for fn in ["isin", "in1d"]:
        for invert in [False, True]:
            case(fn, x, y, invert=invert, exact=True)
x = np.array([1.0, np.nan, np.inf, -0.0])
case("isin", x, np.array([np.nan, 0.0, np.inf]), invert=True, exact=True)
case("isin", x, np.array([]), invert=True, exact=True)
case("isin", make((3,), "int8"), make((2, 2), "float32"), invert=True, assume_unique=True, exact=True)

# Derivatives.
for ty in ["int8", "int64", "float64"]:
    x = make((3, 4, 5), ty, 1)
    for order in [1, 2]:
        for axis in [None, 0, -1, (0, 2), (2, 0), (1,)]:
            case("gradient", x, axis=axis, edge_order=order, exact=True)
            case("gradient", x, 0.3, axis=axis, edge_order=order, exact=True)
        at = [np.cumsum(make((n,), "int64", n) + 1) / 7 for n in x.shape]
        case("gradient", x, *at, edge_order=order, exact=True)
        case("gradient", x, at[0], 0.1, np.arange(5) * 2, edge_order=order, exact=True)
        case("gradient", x, at[2], at[1], axis=(2, 1), edge_order=order, exact=True)
        case("gradient", x, at[1], axis=1, edge_order=order, exact=True)
for ty in ["float16", "float32", "complex64", "complex128"]:
    case("gradient", make((4, 5), ty, 1), 0.5)
    case("gradient", make((3, 5), ty, 1), at[0], 0.3, edge_order=2)
case("gradient", np.array([1.0, np.nan, 2.0, np.inf, 5.0, 6.0]), exact=True)
case("gradient", np.array([1.0, np.nan, 2.0, 3.0, 5.0, 6.0]), np.array([0.0, 1, 2, 3, 5, 9]), exact=True)

# Spaced numbers.
ends = [
    (1.0, 9.0), (2, 7), (5.0, 5.0), (np.array([1.0, 2.0]), np.array([4.0, 8.0])),
    (np.array([[1.0], [3.0]]), np.array([2.0, 5.0, 7.0])), (np.array([1, 2], "int8"), 3.5),
    (np.array([1, 2], "float32"), np.array([4, 5], "float32")), (np.array([1, 2], "float32"), 5.0),
    (np.array([1, 2], "float16"), 4), (np.array([1, 2], "float32"), np.array([3, 5], "int64")),
    (1 + 2j, 3.0), (np.array([1 + 1j, 2], "complex64"), np.array([3 - 1j, 4], "complex64")),
    (np.array([1 + 1j, 2], "complex64"), 4.0),
]
for fn in ["linspace", "logspace", "geomspace"]:
    for start, stop in ends:
        for more in [{}, {"endpoint": False}, {"axis": -1}]:
            case(fn, start, stop, 5, **more)
    for num in [0, 1, 2]:
        for endpoint in [False, True]:
            case(fn, np.array([1.0, 2.0]), 4.0, num, endpoint=endpoint)
    case(fn, np.array([[1.0, 2.0]]), 4.0, 3, axis=1)
    for ty in ["int64", "int8", "float32", "float16", "complex64"]:
        case(fn, 1.0, 3.9, 4, dtype=ty)
        case(fn, np.array([1.0, 2.0]), 3.9, 4, dtype=ty, axis=1)
case("geomspace", -1.0, -1000.0, 4)
case("geomspace", np.array([-1.0, 1.0]), np.array([-8.0, 27.0]), 4)
case("geomspace", 1.0, -1.0, 4)
case("geomspace", 1.0, -1.0, 5, dtype="complex128")
case("geomspace", 1j, 16j, 5)
case("linspace", -3.5, 4.5, 6, dtype="int64")
case("linspace", 0.0, 5e-324, 3)
for base in [2, 2.5, np.array([2.0, 3.0]), np.array([[2.0], [3.0]]), np.array([2, 3], "float32"), np.float32(2)]:
    for axis in [0, -1]:
        case("logspace", 0.0, 3.0, 4, base=base, axis=axis)
        case("logspace", np.array([0.0, 1.0]), 3.0, 4, base=base, axis=axis)
        case("logspace", np.array([0.0, 1.0], "float32"), np.float32(3.0), 4, base=base, axis=axis)

# Quantiles.
methods = ["inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf",
           "hazen", "weibull", "linear", "median_unbiased", "normal_unbiased", "lower", "higher",
           "midpoint", "nearest"]
for method in methods:
    for n in [1, 2, 3, 4, 8, 9, 10]:
        x = make((n,), seed=n)
        q = np.array([0, 0.1, 0.125, 0.2, 0.25, 0.3, 0.45, 0.5, 0.625, 0.7, 0.75, 0.9, 1])
        case("quantile", x, q, method=method)

# Deviations.
for fn in ["var", "std", "nanvar", "nanstd"]:
    for ty in ["bool", "int8", "int64", "float16", "float32", "float64", "complex128"]:
        x = make((4, 5), ty, 1)
        case(fn, x, axis=0, mean=np.mean(x, axis=0, keepdims=True))
    x = make((4, 5), seed=2)
    for axis in [None, 0, 1, (0, 1)]:
        mean = np.mean(x, axis=axis, keepdims=True) + 0.5
        for ddof in [0, 1, 9, 20]:
            case(fn, x, axis=axis, mean=mean, correction=ddof)
            case(fn, x, axis=axis, ddof=ddof)
            case(fn, x.astype("int64"), axis=axis, ddof=ddof)
        case(fn, x, axis=axis, mean=mean, keepdims=True)
        case(fn, x, axis=axis, mean=mean, where=make((4, 5), "bool"))
    x[1, 2] = np.nan
    case(fn, x, axis=1, mean=np.nanmean(x, axis=1, keepdims=True))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "args.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), os.path.getsize(path))
