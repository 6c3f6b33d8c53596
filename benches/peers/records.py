"""Records as one compound dataset."""
import h5py
import numpy as np

from common import serve

N = 10_000
ROW = np.dtype([("id", "u4"), ("score", "f8"), ("name", h5py.string_dtype())])
ROWS = np.array([(i, i * 0.25, f"r{i}") for i in range(N)], dtype=ROW)


def write(path):
    with h5py.File(path, "w") as f:
        f["hits"] = ROWS


def read(path):
    with h5py.File(path, "r") as f:
        return f["hits"][()]


serve({"write": write, "read": read})
