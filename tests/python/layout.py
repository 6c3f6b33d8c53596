"""What an HDF5 object should be, and whether it is.

An expectation says everything about an object: its kind, its HDF5 datatype, shape, value and all
of its attributes. `Rows` compares each row of a file with its expectation and counts.
"""

import sys
import traceback

import h5py
import numpy as np
from h5py import h5a, h5d, h5p, h5s, h5t

UNLIMITED = None
IEEE = {2: h5t.IEEE_F16LE, 4: h5t.IEEE_F32LE, 8: h5t.IEEE_F64LE}


class Wrong(Exception):
    """An object is not what it should be."""


def check(found, expected, what):
    if found != expected:
        raise Wrong(f"{what}: expected {expected!r}, found {found!r}")


def type_name(t):
    """The name of an HDF5 datatype; anything that is not little-endian or IEEE says so."""
    size = t.get_size()
    if isinstance(t, h5t.TypeEnumID):
        names = [t.get_member_name(i).decode() for i in range(t.get_nmembers())]
        codes = [t.get_member_value(i) for i in range(t.get_nmembers())]
        base = type_name(t.get_super())
        if base == "i8" and dict(zip(names, codes)) == {"FALSE": 0, "TRUE": 1}:
            return "bool"
        check(codes, list(range(len(codes))), "codes of an enum")
        return f"enum {base} {{{', '.join(names)}}}"
    if isinstance(t, h5t.TypeIntegerID):
        if size > 1 and t.get_order() != h5t.ORDER_LE:
            return "big-endian integer"
        return f"{'u' if t.get_sign() == h5t.SGN_NONE else 'i'}{8 * size}"
    if isinstance(t, h5t.TypeFloatID):
        return f"f{8 * size}" if size in IEEE and t.equal(IEEE[size]) else "odd float"
    if isinstance(t, h5t.TypeStringID):
        if not t.is_variable_str():
            return f"fixed text of {size}"
        utf8 = t.get_cset() == h5t.CSET_UTF8
        return "text" if utf8 and t.get_strpad() == h5t.STR_NULLTERM else "odd text"
    if isinstance(t, h5t.TypeCompoundID):
        names = [t.get_member_name(i).decode() for i in range(t.get_nmembers())]
        types = [type_name(t.get_member_type(i)) for i in range(t.get_nmembers())]
        if names == ["r", "i"] and types in (["f32", "f32"], ["f64", "f64"]):
            return {"f32": "c64", "f64": "c128"}[types[0]]
        return "record {" + ", ".join(f"{n}: {x}" for n, x in zip(names, types)) + "}"
    if isinstance(t, h5t.TypeOpaqueID):
        return f"opaque[{size}]" + (f" tagged {t.get_tag()!r}" if t.get_tag() else "")
    if isinstance(t, h5t.TypeArrayID):
        return type_name(t.get_super()) + str(list(t.get_array_dims()))
    return f"another type, {type(t).__name__}"


def plain(value):
    """Compounds with text come as bytes; anything else as it is."""
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, np.generic) else value


def compare(name, found, expected, what):
    """Compares values: numbers by their bytes, so that NaN and -0.0 count."""
    if name == "text":
        found = np.asarray(found, dtype=object)
        texts = np.vectorize(lambda t: t.decode() if isinstance(t, bytes) else t, otypes=[object])
        expected = np.asarray(expected, dtype=object)
        check(found.shape, expected.shape, f"{what}: shape")
        check((texts(found) if found.size else found).tolist(), expected.tolist(), what)
    elif name.startswith("record"):
        check([tuple(plain(x) for x in row) for row in found], expected, what)
    elif name.startswith("opaque"):
        check(np.asarray(found).tobytes(), expected, what)
    else:
        found = np.asarray(found)
        wanted = np.asarray(expected, dtype=found.dtype)
        check(found.shape, wanted.shape, f"{what}: shape")
        if found.tobytes() != wanted.tobytes():
            raise Wrong(f"{what}: expected {wanted.tolist()!r}, found {found.tolist()!r}")


class Data:
    """A dataset; also the form of an attribute."""

    def __init__(self, type, value, attrs=None, maxshape="open", chunks=None, filters=(), fill=None):
        self.type, self.value, self.attrs = type, value, attrs or {}
        self.maxshape, self.chunks, self.filters, self.fill = maxshape, chunks, list(filters), fill

    def attribute(self, owner, name, what):
        attr = h5a.open(owner.id, name.encode())
        if self.type is None:
            check(attr.get_space().get_simple_extent_type(), h5s.NULL, f"{what}: dataspace")
            return
        check(type_name(attr.get_type()), self.type, f"{what}: datatype")
        compare(self.type, owner.attrs[name], self.value, what)

    def check(self, dataset, what):
        check(type(dataset), h5py.Dataset, f"{what}: kind")
        self.layout(dataset, what)
        if self.type is None:
            check(type(dataset[()]), h5py.Empty, f"{what}: value")
        else:
            check(type_name(dataset.id.get_type()), self.type, f"{what}: datatype")
            compare(self.type, dataset[()], self.value, what)
        check_attrs(dataset, self.attrs, what)

    def layout(self, dataset, what):
        space = dataset.id.get_space().get_simple_extent_type()
        plist = dataset.id.get_create_plist()
        if self.type is None:
            check(space, h5s.NULL, f"{what}: dataspace")
        elif dataset.shape == ():
            check(space, h5s.SCALAR, f"{what}: dataspace")
        else:
            check(plist.get_layout(), h5d.CHUNKED, f"{what}: layout")
            wanted = (UNLIMITED,) * dataset.ndim if self.maxshape == "open" else self.maxshape
            check(dataset.maxshape, wanted, f"{what}: maxshape")
            if self.chunks is not None:
                check(dataset.chunks, self.chunks, f"{what}: chunks")
            size = np.prod(dataset.chunks) * dataset.id.get_type().get_size()
            check(bool(size <= 1 << 20), True, f"{what}: a chunk is at most 1 MiB")
        filters = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
        check(filters, self.filters, f"{what}: filters")
        if self.fill is not None:
            check(repr(dataset.fillvalue.item()), repr(self.fill), f"{what}: fill value")


class Group:
    """A group: all members in their order, and all attributes."""

    def __init__(self, members, attrs=None):
        self.members, self.attrs = members, attrs or {}

    def check(self, group, what):
        check(type(group), h5py.Group, f"{what}: kind")
        tracked = group.id.get_create_plist().get_link_creation_order()
        check(bool(tracked & h5p.CRT_ORDER_TRACKED), True, f"{what}: creation order is tracked")
        check(list(group), list(self.members), f"{what}: members")
        check_attrs(group, self.attrs, what)
        for name, member in self.members.items():
            member.check(group[name], f"{what}/{name}")


def check_attrs(owner, expected, what):
    check(sorted(owner.attrs), sorted(expected), f"{what}: attributes")
    for name, value in expected.items():
        data = Data("text", value) if isinstance(value, (str, list)) else value
        data.attribute(owner, name, f"{what}@{name}")


def null(attrs=None):
    """A null dataspace: None, or nothing."""
    return Data(None, None, attrs)


def text(value, attrs=None):
    return Data("text", value, attrs)


def texts(values, **more):
    """An array of text, with the mark by which ch5mpy knows it."""
    return Data("text", values, {"dtype": "str"}, **more)


def kind(name, **more):
    """The attributes of a node of one of ch5's kinds."""
    return {"__ch5_kind__": name, **more}


def listed(*elements, attrs=None):
    """A list group, as ch5mpy's H5List."""
    members = {str(i): element for i, element in enumerate(elements)}
    return Group(members, {"__h5_type__": "list", **(attrs or {})})


def pair(*elements):
    """A tuple whose elements differ."""
    return listed(*elements, attrs=kind("tuple"))


def variant(name, members):
    """A variant with data."""
    return Group(members, kind("enum", __ch5_variant__=name))


def nullable(values, mask, encoding=None, **more):
    """Values, which of them are missing, and which of those are absent rather than null."""
    attrs = kind("nullable")
    if encoding:
        attrs |= {"encoding-type": encoding, "encoding-version": "0.1.0"}
    members = {"values": values, "mask": Data("bool", mask, fill=True)}
    members |= {name: Data("bool", flags, fill=True) for name, flags in more.items()}
    return Group(members, attrs)


def ragged(values, offsets, name="ragged"):
    """Lists one after the other, and where each ends."""
    return Group({"values": values, "offsets": Data("u64", offsets)}, kind(name))


def table(columns, flat=True, name="table"):
    """Records as columns; anndata's dataframe if all columns are flat."""
    attrs = kind(name)
    if flat:
        attrs |= {
            "encoding-type": "dataframe",
            "encoding-version": "0.2.0",
            "_index": next(iter(columns)),
            "column-order": list(columns),
        }
    return Group(columns, attrs)


class Rows:
    """The rows of a file, each below /serde or /store."""

    def __init__(self, path):
        self.file = h5py.File(path, "r", libver="earliest")
        self.right, self.total, self.seen = 0, 0, set()
        # Superblock 2 is what HDF5 1.8 and 1.10 read, and what re-opens after a crash.
        superblock = self.file.id.get_create_plist().get_version()[0]
        check(superblock, 2, "version of the superblock")

    def row(self, where, check_one):
        self.total += 1
        self.seen.add(where)
        try:
            check_one(self.file[where], where)
            self.right += 1
        except Wrong as wrong:
            print(f"WRONG {wrong}")
        except Exception:
            print(f"WRONG {where}: {traceback.format_exc()}")

    def serde(self, name, expected):
        self.row(f"serde/{name}", expected.check)

    def store(self, name, expected):
        self.row(f"store/{name}", expected.check)

    def both(self, name, expected):
        self.serde(name, expected)
        self.store(name, expected)

    def end(self):
        """Every object of the file must have had a row."""
        there = {f"{way}/{name}" for way in self.file for name in self.file[way]}
        for name in sorted(there ^ self.seen):
            print(f"WRONG {name}: {'no row' if name in there else 'not in the file'}")
        self.total += len(there - self.seen)
        print(f"rows: {self.right}/{self.total} right")
        sys.exit(self.right != self.total)
