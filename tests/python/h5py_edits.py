"""Changes a value that ch5 stored, as a scientist would with h5py."""

import sys

import h5py

file = h5py.File(sys.argv[1], "r+")
run = file["run"]
run["gain"][()] = -2.5
run["name"][()] = "åfter"
run["hits/score"][0] = 0.75
for column, value in [("trace", 2.5), ("hits/id", 2), ("hits/score", 1.25), ("hits/name", "b")]:
    data = run[column]
    data.resize(len(data) + 1, axis=0)
    data[-1] = value
del run["limit"]
run["limit"] = 9
run["notes"]["new"] = "added"
file.close()
