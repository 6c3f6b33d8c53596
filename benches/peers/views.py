"""Opening a file of many groups and reading one value; listing a large group."""
import h5py

from common import serve


def groups(path, n):
    with h5py.File(path, "w") as f:
        for i in range(int(n)):
            f.create_group(f"g{i:05d}")["value"] = i * 0.5


def members(path, n):
    with h5py.File(path, "w") as f:
        many = f.create_group("many")
        for i in range(int(n)):
            many[f"m{i:06d}"] = i


def one(path, times):
    for i in range(int(times)):
        with h5py.File(path, "r") as f:
            assert f[f"g{i * 97:05d}/value"][()] == i * 97 * 0.5


def listing(path):
    with h5py.File(path, "r") as f:
        many = f["many"]
        names = list(many)
        assert len(names) == 100_000
        return [many[name][()] for name in names[::1000]]


serve({"groups": groups, "members": members, "one": one, "listing": listing})
