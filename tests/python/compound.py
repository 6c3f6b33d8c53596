"""Records of ch5 as h5py sees them, and records of h5py for ch5."""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "r+") as file:
    data = file["records"]
    assert data.dtype.names == ("n", "x", "on", "c", "tag", "name"), data.dtype
    kinds = [data.dtype[i].kind for i in range(6)]
    assert kinds == ["i", "f", "b", "c", "S", "O"], kinds
    rows = data[()]
    assert rows.shape == (2, 2), rows.shape
    assert rows["n"].tolist() == [[0, -1], [-2, -3]], rows["n"]
    assert rows["x"].dtype == np.float32 and rows["x"].tolist() == [[0, 0.5], [1, 1.5]]
    assert rows["on"].tolist() == [[True, False], [True, False]], rows["on"]
    assert rows["c"].tolist() == [[0, 1j], [2j, 3j]], rows["c"]
    assert rows["tag"].tolist() == [[b"", b"a"], [b"aa", b"aaa"]], rows["tag"]
    assert rows["name"].tolist() == [[b"", "ö".encode()], ["öö".encode(), "ööö".encode()]]
    assert h5py.check_string_dtype(data.dtype["name"]).encoding == "utf-8"

    kind = np.dtype(
        {
            "names": ["big", "on", "text", "level", "fixed", "z"],
            "formats": [
                ">i4",
                "?",
                h5py.string_dtype(),
                h5py.enum_dtype({"LOW": 1, "HIGH": 7}, basetype="i2"),
                "S4",
                ">c16",
            ],
            # With gaps, as a C compiler leaves them.
            "offsets": [0, 5, 8, 16, 19, 32],
            "itemsize": 64,
        }
    )
    made = np.zeros(5, kind)
    made["big"] = np.arange(5) - 2
    made["on"] = made["big"] > 0
    made["text"] = ["", "a", "bé", "c" * 100, "e"]
    made["level"] = [1, 7, 1, 7, 7]
    made["fixed"] = [b"", b"x", b"xy", b"xyz", b"wxyz"]
    made["z"] = np.arange(5) * (1 - 2j)
    file.create_dataset("made", data=made, chunks=(2,), compression="gzip")
print("right")
