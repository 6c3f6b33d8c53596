"""What ch5mpy makes of ch5's files: scalars, arrays, lists and dicts."""

import sys
import typing

import typing_extensions

if not hasattr(typing, "override"):  # ch5mpy needs Python 3.12's
    typing.override = typing_extensions.override

import ch5mpy
import h5py
import numpy as np
from layout import Rows, check

rows = Rows(sys.argv[1])
tree = ch5mpy.H5Dict.read(sys.argv[1])


def python(value):
    """The value in memory: lists for arrays and H5Lists, dicts for H5Dicts."""
    if isinstance(value, ch5mpy.H5List):
        return [python(x) for x in value]
    if isinstance(value, ch5mpy.H5Dict):
        return {key: python(value[key]) for key in value.keys()}
    if isinstance(value, ch5mpy.H5Array):
        return np.asarray(value).tolist()
    if isinstance(value, np.generic):
        return value.item()
    return None if isinstance(value, h5py.Empty) else value


def row(way, name, type, value):
    def check_one(_, what):
        found = tree[way][name]
        check(isinstance(found, type), True, f"{what}: is {type.__name__}, not {found!r}")
        check(python(found), value, what)

    rows.row(f"{way}/{name}", check_one)


def both(*expected):
    row("serde", *expected)
    row("store", *expected)


both("int", np.int64, -5)
both("small", np.uint8, 200)
both("float", np.float64, 0.1)
both("bool", np.bool_, True)
both("text", str, "tänd")
both("none", h5py.Empty, None)
row("store", "complex", np.complex128, 1 - 2j)
both("ints", ch5mpy.H5Array, [1, 2, 3])
both("bools", ch5mpy.H5Array, [True, False])
both("texts", ch5mpy.H5Array, ["a", "bcd"])
both("grid", ch5mpy.H5Array, [[1.5, 2.5], [3.5, 4.5]])
both("text_grid", ch5mpy.H5Array, [["a"], ["b"]])
both("dict", ch5mpy.H5Dict, {"a": 2, "b": 1})
both("struct", ch5mpy.H5Dict, {"zeta": 1, "alpha": 0.5, "tags": ["x"]})
both("table", ch5mpy.H5Dict, {"0": [1, 2], "1": ["one", "two"]})
lists = {
    "numbers": [4, 5, 6],
    "texts": ["p", "q"],
    "arrays": [[0.5], [1.5, 2.5]],
    "mixed": [1, "m", False],
}
row("store", "lists", ch5mpy.H5Dict, lists)


def attributes(_, what):
    lists = tree["store"]["lists"]
    check(list(lists.keys()), ["numbers", "texts", "arrays", "mixed"], f"{what}: keys in order")
    for name in lists.keys():
        check(type(lists[name]), ch5mpy.H5List, f"{what}: {name}")
    check(lists.attributes["note"], "noted", f"{what}: attribute")
    check(lists.attributes["count"], 3, f"{what}: attribute")


attributes(None, "store/lists")
rows.end()
