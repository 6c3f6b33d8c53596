"""A file of ch5mpy: scalars, arrays, dicts, lists, an object."""

import sys
import typing

import typing_extensions

if not hasattr(typing, "override"):  # ch5mpy needs Python 3.12's
    typing.override = typing_extensions.override

import ch5mpy
import numpy as np


class Point:
    """An object that stores itself."""

    def __init__(self, x, y, label):
        self.x, self.y, self.label = x, y, label

    def __h5_write__(self, values):
        values["x"], values["y"], values["label"] = self.x, self.y, self.label

    @classmethod
    def __h5_read__(cls, values):
        return cls(values["x"], values["y"], values["label"])


file = ch5mpy.File(sys.argv[1], ch5mpy.H5Mode.WRITE_TRUNCATE)
for name, value in {
    "int": -5,
    "float": 0.1,
    "bool": True,
    "complex": 1 - 2j,
    "text": "tänd",
    "none": None,
    "array": np.arange(6).reshape(2, 3),
    "texts": np.array(["a", "bc"]),
    "bools": np.array([True, False]),
    "dict": {"zeta": 1, "alpha": None, "tags": ["x", "y"]},
    "object": Point(1, 2.5, "p"),
}.items():
    ch5mpy.write_object(value, file, name)
file.close()

ch5mpy.H5List.write([1, 2, 3], sys.argv[1], "list")
ch5mpy.H5List.write([1, "two", np.array([3.0, 4.0])], sys.argv[1], "mixed")
ch5mpy.H5List.write([{"k": 1}, {"k": 2}], sys.argv[1], "dicts")
