"""Prints every dataset of a group with numpy, and compares with what ch5 printed of it."""
import sys

import h5py
import numpy as np

right = 0
with h5py.File(sys.argv[1]) as file:
    for name, dataset in file["arrays"].items():
        array = dataset.asstr()[...].astype("U") if h5py.check_string_dtype(dataset.dtype) else dataset[...]
        expected = str(array)
        shown = file["printed"][name].asstr()[()]
        if shown == expected:
            right += 1
        else:
            print(f"{name}:\n{shown}\nnumpy:\n{expected}")
    print(f"printed: {right}/{len(file['arrays'])} right")
