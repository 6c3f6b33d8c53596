"""Sequences: of numbers, of text, of records, of everything at once."""

import sys

from layout import Data, Group, Rows, kind, listed, null, nullable, pair, ragged, table, text, texts

rows = Rows(sys.argv[1])


def grid(type, value):
    """Rows of fixed width: only their number can grow."""
    shape = []
    inner = value
    while isinstance(inner, list):
        shape.append(len(inner))
        inner = inner[0]
    return Data(type, value, maxshape=(None, *shape[1:]))


# Numbers and text.
rows.both("i32", Data("i32", [1, -2, 3]))
rows.both("u64", Data("u64", [2**64 - 1, 0]))
rows.both("f32", Data("f32", [0.5, float("inf")]))
rows.both("bool", Data("bool", [True, False, True]))
rows.both("text", texts(["a", "", "ünï"]))
rows.both("chars", texts(["a", "ö"]))
rows.both("units", nullable(null(), [True, True]))
wide = Data("text", [str(2**127 - 1), "-1"], kind("i128", dtype="str"))
rows.both("i128", wide)
rows.both("long", Data("u32", list(range(200_000))))
rows.store("f16", Data("f16", [0.5, float("inf")]))
rows.store("c64", Data("c64", [1 - 1j, 2j]))
rows.store("empty_i16", Data("i16", []))
# Serde does not say what an empty sequence would hold.
rows.serde("empty_i16", Data("f64", []))
rows.both("empty_text", Data("f64", []))
rows.both("deque", Data("u8", [1, 2]))
rows.both("set", texts(["a", "b"]))

# Rows of fixed width.
rows.both("arrays", grid("u8", [[1, 2, 3], [4, 5, 6]]))
rows.both("pairs", grid("f64", [[0.5, 1.5], [2.5, 3.5]]))
rows.both("matrices", grid("i32", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]))
rows.both(
    "mixed_pairs",
    table({"0": Data("i32", [1, 2]), "1": texts(["one", "two"])}, name="tuple-table"),
)

# Rows of any width.
rows.both("ragged", ragged(Data("i32", [1, 2, 3]), [0, 2, 2, 3]))
rows.both("ragged_text", ragged(texts(["a"]), [0, 1, 1]))
rows.both("ragged_twice", ragged(ragged(Data("u8", [1, 2, 3]), [0, 1, 3]), [0, 2, 2]))
rows.both("ragged_bytes", ragged(Data("u8", [1, 2]), [0, 2, 2], name="ragged-bytes"))
maps = {"keys": Data("u8", [1, 2]), "values": Data("f64", [0.5, 1.5]), "offsets": Data("u64", [0, 2, 2])}
rows.both("ragged_maps", Group(maps, kind("ragged-map")))

# Rows that may be missing.
rows.both("some_ints", nullable(Data("i32", [1, 0, 3]), [False, True, False], "nullable-integer"))
rows.both("some_bools", nullable(Data("bool", [False, True]), [True, False], "nullable-boolean"))
rows.both("some_floats", nullable(Data("f64", [0.5, 0]), [False, True]))
rows.both("some_texts", nullable(texts(["a", ""]), [False, True], "nullable-string-array"))
inner = Group(
    {
        "kind": Data("u16", [0]),
        "index": Data("u64", [0]),
        "values": Group({"Some": nullable(null(), [True])}),
    },
    kind("variants"),
)
rows.both("nones", nullable(null(), [True, True]))
rows.both(
    "some_some",
    nullable(
        Group(
            {
                "kind": Data("u16", [0, 1, 0]),
                "index": Data("u64", [0, 0, 0]),
                "values": Group({"int": Data("i32", [1]), "enum": inner}),
            },
            kind("union"),
        ),
        [False, False, True],
    ),
)

# Records.
hits = {
    "id": Data("u32", [0, 1, 2]),
    "score": Data("f64", [0, 0.25, 0.5]),
    "name": texts(["hit 0", "hit 1", "hit 2"]),
}
rows.both("table", table(hits))
rows.store("table_empty", Data("f64", []))
first = {"id": Data("u32", [8, 8, 8]), "score": Data("f64", [0.25] * 3), "name": texts(["f"] * 3)}
rows.both(
    "tracks",
    table(
        {
            "id": Data("u16", [0, 1, 2]),
            "seen": nullable(Data("i32", [0, -5, 0]), [True, False, True], "nullable-integer"),
            "at": grid("f32", [[0.5, 0], [0.5, 1], [0.5, 2]]),
            "first": table(first),
            "path": ragged(Data("u8", [9, 9, 9]), [0, 0, 1, 3]),
        },
        flat=False,
    ),
)
absent = nullable(
    texts(["", "two", ""]), [True, False, True], "nullable-string-array", absent=[True, False, True]
)
rows.serde(
    "varying",
    table(
        {
            "id": Data("u8", [1, 2, 3]),
            "note": absent,
            "x": nullable(
                Data("i64", [0, 20, 0]),
                [True, False, True],
                "nullable-integer",
                absent=[True, False, False],
            ),
            "y": nullable(
                Data("i64", [0, 0, 31]),
                [True, True, False],
                "nullable-integer",
                absent=[True, True, False],
            ),
        },
    ),
)


def hit(n):
    return Group({"id": Data("u32", n), "score": Data("f64", n / 4), "name": text(f"hit {n}")})


two = {name: Data(c.type, c.value[:2], c.attrs) for name, c in hits.items()}
rows.store(
    "laid",
    Group(
        {
            "list": listed(hit(0), hit(1)),
            "table": table(two),
            "compound": Data(
                "record {id: u32, score: f64, name: text}", [(0, 0.0, "hit 0"), (1, 0.25, "hit 1")]
            ),
            "dense": Data("f32", [[1, 2], [3, 4], [5, 6]]),
            "numbers": listed(Data("i32", 4), Data("i32", 5)),
        }
    ),
)

# Several types at once.
rows.serde(
    "union",
    nullable(
        Group(
            {
                "kind": Data("u16", [0, 1, 2, 0, 3, 4, 5, 0]),
                "index": Data("u64", [0, 0, 0, 0, 0, 0, 0, 1]),
                "values": Group(
                    {
                        "uint": Data("u64", [1, 7]),
                        "text": texts(["x"]),
                        "float": Data("f64", [2.5]),
                        "bool": Data("bool", [True]),
                        "list": ragged(Data("u64", [1, 2]), [0, 2]),
                        "map": Group(
                            {
                                "keys": texts(["k"]),
                                "values": Data("i64", [-3]),
                                "offsets": Data("u64", [0, 1]),
                            },
                            kind("ragged-map"),
                        ),
                    }
                ),
            },
            kind("union"),
        ),
        [False, False, False, True, False, False, False, False],
    ),
)
rows.serde("widening", Data("i64", [-1, 60_000, 2**40]))
rows.serde(
    "maps",
    Group(
        {
            "keys": texts(["a", "a"]),
            "values": nullable(Data("u64", [0, 1]), [True, False], "nullable-integer"),
            "offsets": Data("u64", [0, 1, 1, 2]),
        },
        kind("ragged-map"),
    ),
)

# Elements that need datasets of their own.
array = kind("ndarray")
rows.serde("of_arrays", listed(Data("i32", [1, 2], array), Data("i32", [3], array)))
rows.store("of_arrays", listed(Data("i32", [1, 2]), Data("i32", [3])))
rows.serde("of_mixtures", pair(listed(Data("f64", [0.5], array)), text("t")))

rows.end()
