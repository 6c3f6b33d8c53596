"""ndarrays, and what their datasets are made of: chunks, filters, fill values, extents."""

import sys

import hdf5plugin  # noqa: F401  registers Zstandard
import numpy as np
from layout import Data, Group, Rows, kind, pair, text

rows = Rows(sys.argv[1])

GZIP, SHUFFLE, FLETCHER32, LZF, ZSTD = 1, 2, 3, 32000, 32015


def both(name, type, value, **attrs):
    """Serde's arrays are marked, so that they read as serde's own form again."""
    rows.store(name, Data(type, value, attrs))
    rows.serde(name, Data(type, value, {**kind("ndarray"), **attrs}))


i, j, k = np.ogrid[:2, :3, :4]
ramp = np.arange(40).reshape(5, 8)
both("zero_d", "f64", 5.5)
both("one_d", "u8", [1, 2, 3])
both("two_d", "i32", np.arange(12).reshape(3, 4))
both("three_d", "f32", i * 100 + j * 10 + k)
both("five_d", "i16", np.full((1, 2, 1, 2, 1), 7))
both("bools", "bool", [[True, False], [False, True]])
both("texts", "text", [["a", "å"], ["", "d"]], dtype="str")
both("empty", "f64", np.zeros((0, 3)))
rows.store("halves", Data("f16", [0.25]))
rows.store("complex", Data("c128", [1 + 2j]))
i, j = np.ogrid[:600, :700]
rows.store("many", Data("f64", i * 1000 + j))

model = {
    "name": text("m"),
    "weights": Data("f64", [[1, 2], [3, 4]], kind("ndarray")),
    "bias": Data("f32", [0.5, -0.5], kind("ndarray")),
}
rows.serde("model", Group(model))
rows.serde("scalar_model", pair(Data("u8", 1, kind("ndarray")), Data("i64", -1, kind("ndarray"))))

tenths = np.arange(100) // 10
rows.store(
    "filtered",
    Group(
        {
            "gzip": Data("i32", ramp, chunks=(2, 4), filters=[SHUFFLE, GZIP]),
            "unshuffled": Data("i32", ramp, chunks=(2, 4), filters=[GZIP]),
            "lzf": Data("f64", tenths, chunks=(4,), filters=[SHUFFLE, LZF]),
            "zstd": Data("f64", tenths, chunks=(4,), filters=[SHUFFLE, ZSTD]),
            "checked": Data("u16", [1, 2, 3, 4, 5], chunks=(4,), filters=[FLETCHER32]),
            "shuffled": Data("u32", [1, 2, 3], filters=[SHUFFLE]),
            "bounded": Data("u8", np.full((2, 3), 9), maxshape=(10, None)),
            "filled": Data("i16", [1, 2], fill=-1),
            "filled_nan": Data("f32", [1], fill=np.nan),
            "vec": Data("f32", [1, 2, 3, 4], chunks=(3,), filters=[SHUFFLE, GZIP]),
            "through_serde": Data("u64", [1, 2, 3], chunks=(8,), filters=[SHUFFLE, GZIP]),
        }
    ),
)
rows.store("copied", Group({"frames": Data("u16", np.full((2, 2), 3))}))
square = np.arange(12).reshape(3, 4)
rows.store("columns", Data("i32", square.T))
rows.store("columns_serde", Data("i32", square.T, kind("ndarray")))
rows.store("steps", Data("i32", square[::2, ::-1]))
rows.store("handle", Data("i32", [[0, 1], [2, 3]]))
rows.store("deferred", Data("f32", np.full((2, 3), 1.5), fill=1.5))
i = np.arange(5000, dtype="u8")
noise = np.where(i < 2560, i // 40, (i * i * np.uint64(2654435761)) >> np.uint64(13)) & np.uint64(255)
rows.store("computed", Data("u8", noise, chunks=(512,), filters=[LZF]))
rows.store("grown", Data("i32", [1, 2, 3, 4]))

rows.end()
