"""Plain h5py files, as others write them."""

import sys

import h5py
import numpy as np

file = h5py.File(sys.argv[1], "w")

numbers = {
    "i8": -8,
    "i16": -1600,
    "i32": -320_000,
    "i64": -(2**63),
    "u8": 200,
    "u16": 60_000,
    "u32": 4_000_000_000,
    "u64": 2**64 - 1,
    "f32": 0.5,
    "f64": -1e300,
}
for group, order in [("little", "<"), ("big", ">")]:
    for name, value in numbers.items():
        dtype = np.dtype(f"{order}{name[0]}{int(name[1:]) // 8}")
        file.create_dataset(f"{group}/{name}", data=value, dtype=dtype)
file["half"] = np.float16(-1.5)
file["complex"] = np.complex128(1.5 - 2j)
file["complex_small"] = np.complex64(1.5 - 2j)
file["complexes"] = np.array([1j, 2])
file["bool"] = True
file["bools"] = [True, False]
file["byte_bool"] = np.uint8(1)
colour = h5py.enum_dtype({"Red": 3, "Green": 7}, basetype="i2")
file.create_dataset("colour", data=7, dtype=colour)
file.create_dataset("colours", data=[3, 7], dtype=colour)
file["nothing"] = h5py.Empty("f8")

text = file.create_group("text")
text["variable"] = "tänd"
text.create_dataset("ascii", data="plain", dtype=h5py.string_dtype("ascii"))
text["fixed"] = np.array("tänd".encode(), h5py.string_dtype("utf-8", 5))
text["fixed_wide"] = np.array("tänd".encode(), h5py.string_dtype("utf-8", 40))
text["char"] = "å"
words = ["a", "", "long one"]
text.create_dataset("list", data=words, dtype=h5py.string_dtype())
text.create_dataset("list_ascii", data=words, dtype=h5py.string_dtype("ascii"))
text["list_fixed"] = np.array(words, "S8")
text.create_dataset("grid", data=[["a", "b"], ["c", "d"]], dtype=h5py.string_dtype())
text["red"] = "Red"

array = file.create_group("array")
grid = np.arange(1.0, 7).reshape(2, 3)
array["contiguous"] = grid
array.create_dataset("gzip", data=grid, chunks=(1, 2), compression="gzip", shuffle=True, fletcher32=True)
array.create_dataset("lzf", data=grid, chunks=(2, 2), compression="lzf")
array["big"] = grid.astype(">f4")
array["cube"] = np.arange(8, dtype="i2").reshape(2, 2, 2)
array["ints"] = np.array([1, -2, 3], "i2")
array["empty"] = np.zeros(0, "i4")
array.create_dataset("unwritten", (4,), "u1", fillvalue=7)
ragged = array.create_dataset("ragged", (3,), h5py.vlen_dtype("i4"))
for i, row in enumerate([[1, 2], [], [3]]):
    ragged[i] = np.array(row, "i4")
inner = array.create_dataset("inner", (2,), np.dtype(("u1", (2,))))
inner[...] = np.array([[1, 2], [3, 4]], "u1")

cell = np.dtype(
    [
        ("id", ">u2"),
        ("weight", "f4"),
        ("name", h5py.string_dtype()),
        ("colour", colour),
        ("on", "?"),
        ("corner", "i4", (2,)),
        ("nested", [("deep", "f8")]),
    ]
)
cells = np.zeros(2, cell)
cells["id"] = [1, 2]
cells["weight"] = 0.5
cells["name"] = ["one", "zwö"]
cells["colour"] = [7, 3]
cells["on"] = [True, False]
cells["corner"] = [1, -1]
cells["nested"]["deep"] = 2.5
file["records"] = cells
file["record"] = cells[0]
file.create_dataset("array/scalar", (), np.dtype(("u1", (2,))))[()] = np.array([3, 4], "u1")
tracked = file.create_group("map", track_order=True)
tracked["y"] = 2
tracked["x"] = 1
attributed = file.create_group("attributed")
attributed.attrs["unit"] = "mm"
attributed.attrs["bins"] = np.array([1, 2], "u1")
attributed["x"] = 0.5
