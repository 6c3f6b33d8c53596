"""A map of mixed scalars, one dataset each, and as one compound dataset."""
import h5py
import numpy as np

from common import serve

N = 10_000
VALUES = {f"k{i:05d}": (i, i * 0.5, f"v{i}")[i % 3] for i in range(N)}

TEXT = h5py.string_dtype()
ROW = np.dtype([("key", TEXT), ("kind", "u1"), ("int", "i8"), ("float", "f8"), ("text", TEXT)])
ROWS = np.array(
    [
        (k, i % 3, v if i % 3 == 0 else 0, v if i % 3 == 1 else 0.0, v if i % 3 == 2 else "")
        for i, (k, v) in enumerate(VALUES.items())
    ],
    dtype=ROW,
)


def write(path):
    with h5py.File(path, "w") as f:
        loc = f.create_group("map")
        for name, v in VALUES.items():
            loc[name] = v


def read(path):
    with h5py.File(path, "r") as f:
        return {name: o[()] for name, o in f["map"].items()}


def packed_write(path):
    with h5py.File(path, "w") as f:
        f["map"] = ROWS


def packed_read(path):
    with h5py.File(path, "r") as f:
        return f["map"][()]


serve({"write": write, "read": read, "packed_write": packed_write, "packed_read": packed_read})
