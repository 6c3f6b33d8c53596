"""Packed trees and bincoded payloads."""

import struct
import sys

from layout import Data, Group, Rows, kind, texts

rows = Rows(sys.argv[1])

NULL, FALSE, TRUE, INT, UINT, FLOAT, F32, TEXT, I128, U128, MAP, LIST, VARIANT, BYTES = range(14)


def packed(*nodes):
    """Columns of a tree: a node is its path, its kind and its value, if it has one."""
    ints, floats, strings = [], [], []
    index = []
    for _, leaf, *value in nodes:
        store = {INT: ints, UINT: ints, FLOAT: floats, F32: floats}.get(leaf, strings)
        index.append(len(store) if value else 0)
        store.extend(value)
    return Group(
        {
            "path": Data("text", [path for path, *_ in nodes]),
            "kind": Data("u8", [leaf for _, leaf, *_ in nodes]),
            "index": Data("u64", index),
            "ints": Data("i64", ints),
            "floats": Data("f64", floats),
            "text": Data("text", strings),
        },
        kind("packed"),
    )


def small(x):
    """An f32 as the f64 it is stored as."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


config = packed(
    ("", MAP),
    ("/name", TEXT, "cfg"),
    ("/rate", FLOAT, 2.5),
    ("/small", F32, small(0.1)),
    ("/count", UINT, -1),  # the bits of the largest u64
    ("/below", INT, -8),
    ("/on", TRUE),
    ("/nothing", NULL),
    ("/big", I128, str(-(2**127))),
    ("/tags", LIST),
    ("/tags/0", TEXT, "a"),
    ("/tags/1", TEXT, "b"),
    ("/empty", MAP),
    ("/mode", VARIANT),
    ("/mode/At", MAP),
    ("/mode/At/x", FLOAT, 0.5),
    ("/mixed", LIST),
    ("/mixed/0", UINT, 3),
    ("/mixed/1", FALSE),
    ("/odd", MAP),
    ("/odd/a%2Fb", UINT, 1),
)
rows.store("packed", config)
rows.store("packed_map", packed(("", MAP), ("/a", INT, -2), ("/b", INT, 1)))


class Payload(Data):
    """An opaque dataset of bincode 1: codec and version beside it, and a hash of the fields."""

    def __init__(self, type_name, payload, hashed=True, **more):
        attrs = kind("encoded", __ch5_codec__="bincode1", __ch5_codec_version__=Data("u32", 1))
        super().__init__("opaque[1]", payload, attrs, **more)
        self.type_name, self.hashed = type_name, hashed

    def check(self, dataset, what):
        if self.hashed:
            stored = dataset.attrs["__ch5_shape__"]
            self.attrs["__ch5_shape__"] = Data("u64", stored)
            self.attrs["__ch5_type__"] = self.type_name
        super().check(dataset, what)


def counted(*parts):
    return struct.pack("<Q", len(parts)) + b"".join(parts)


def string(value):
    return counted(*[bytes([b]) for b in value.encode()])


flags = counted(bytes([1, 1]) + b"a", bytes([0]))
mixed = flags + string("né") + counted(struct.pack("<Hq", 5, -1))
rows.store("bincode", Payload("Mixed", mixed))
rows.store("bincode_empty", Payload("", b""))
wide = struct.pack("<BHIQqfd?", 1, 2, 3, 4, -5, 0.5, 0.25, True)
rows.store("bincode_wide", Payload("", wide))

rows.store("packed_enum", packed(("", VARIANT), ("/At", MAP), ("/At/x", FLOAT, 2.5)))
rows.store("packed_none", packed(("", NULL)))
rows.store("packed_number", packed(("", UINT, 5)))
steps = packed(("", VARIANT), ("/Steps", LIST), ("/Steps/0", INT, 3))
settings = packed(
    ("", MAP), ("/mode", VARIANT), ("/mode/High", UINT, 1), ("/limit", NULL)
)
modes = packed(
    ("", LIST),
    ("/0", TEXT, "Off"),
    ("/1", VARIANT),
    ("/1/Steps", LIST),
    ("/1/Steps/0", INT, 1),
    ("/1/Steps/1", INT, 2),
    ("/2", VARIANT),
    ("/2/At", MAP),
    ("/2/At/x", FLOAT, 1.5),
)
squeezed = counted(*[struct.pack("<I", 7)] * 1000)
rows.store(
    "fields",
    Group(
        {
            "config": config,
            "modes": modes,
            "mode": steps,
            "maybe": config,
            "maybe_not": packed(("", NULL)),
            "through_serde": settings,
            "payload": Payload("Mixed", mixed),
            "squeezed": Payload("", squeezed, chunks=(64,), filters=[1]),
        }
    ),
)

rows.end()
