"""Structs, tuples and maps."""

import struct
import sys

from layout import Data, Group, Rows, kind, null, pair, ragged, text, texts

rows = Rows(sys.argv[1])

ESCAPED = {"__ch5_escaped__": Data("u8", 1)}

point = Group({"z": Data("i16", -1), "a": Data("f64", 2.5), "m": text("mid")})
rows.both("struct", point)
deep = Group({"on": Data("bool", False), "deep": null()})
rows.both(
    "nested",
    Group(
        {
            "point": point,
            "inner": Group({"on": Data("bool", True), "deep": deep}),
            "nothing": Group({}),
            "pair": Data("i32", [4, 5]),
        }
    ),
)
rows.both("empty_struct", Group({}))
rows.both(
    "renamed",
    Group(
        {
            "firstOne": Data("u8", 1),
            "a%2Fb": Data("u8", 2),
            "x": Data("f32", 3),
            "y": Data("f32", 4),
        },
        ESCAPED,
    ),
)
rows.store("versioned", Group({"x": Data("u8", 1)}, {"__ch5_version__": Data("u32", 3)}))

# A structured attribute has no form of its own: bincode, after a line that names it.
payload = b"ch5:bincode1:1\n" + bytes([3]) + struct.pack("<QQ", 1, 1) + b"n" + bytes([0])
rows.store(
    "attributed",
    Group(
        {
            "width": Data(
                "f64",
                12.5,
                {
                    "units": "mm",
                    "scale": Data("f64", 2.5),
                    "bits": Data("i64", 12),
                    "signed": Data("bool", True),
                },
            ),
            "times": Data("f64", [0, 0.5], {"units": "s"}),
        },
        {
            "on": Data("bool", True),
            "count": Data("u32", 9),
            "gain": Data("f32", 0.5),
            "operator": "Åsa",
            "none": null(),
            "window": Data("f64", [-1, 1]),
            "range": Data("i32", [3, 4]),
            "bins": Data("i64", [1, -2, 3]),
            "tags": ["raw", ""],
            "settings": Data("opaque[1]", payload),
        },
    ),
)

rows.both("pair", Data("f32", [1.5, -2.5]))
rows.both("triple", Data("u8", [1, 2, 3]))
rows.both("tuple_struct", Data("i32", [7, 8]))
rows.both("mixed", pair(Data("u8", 1), text("two"), Data("f64", 3)))
rows.both("widths", pair(Data("u8", 1), Data("u16", 2)))
rows.both("of_texts", pair(text("a"), text("b")))
rows.both("of_tuples", Data("i32", [[1, 2], [3, 4]]))
rows.both("bools", Data("bool", [True, False]))
rows.both("range", Group({"start": Data("i32", 3), "end": Data("i32", 9)}))

rows.both("map", Group({"a": Data("i32", 2), "b": Data("i32", 1)}))
rows.both("map_empty", Group({}))
odd = {"%": 0, "%2E": 1, "%2E.x": 2, "50%25": 4, "a%2Fb": 3, "ü k": 5}
rows.both("map_odd", Group({key: Data("i8", n) for key, n in odd.items()}, ESCAPED))
rows.both("map_of_maps", Group({"x": Group({"y": text("z")})}))
rows.both("map_int", Group({"-2": Data("f64", 0.5), "10": Data("f64", 1.5)}))
rows.both("map_bool", Group({"false": Data("u8", 1), "true": Data("u8", 2)}))
rows.both("map_char", Group({"%2F": Data("u8", 2), "x": Data("u8", 1)}, ESCAPED))
keys = Data("u8", [[1, 2], [3, 4]], maxshape=(None, 2))
rows.both("map_tuple", Group({"keys": keys, "values": texts(["a", "b"])}, kind("map")))
keys = ragged(Data("i32", [1, 2]), [0, 0, 2])
rows.both("map_vec", Group({"keys": keys, "values": Data("f64", [1.5, 0.5])}, kind("map")))
rows.serde(
    "json",
    Group(
        {
            "a": Data("u64", [1, 2]),
            "b": null(),
            "c": Group({"d": text("e")}),
            "f": Data("f64", 0.5),
        }
    ),
)

rows.end()
