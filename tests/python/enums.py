"""Enums: without data, with data, and Result."""

import sys

from layout import Data, Group, Rows, kind, null, nullable, table, text, texts, variant

rows = Rows(sys.argv[1])

COLOUR = "enum i8 {Red, grün, Blue}"

# Serde does not say which other variants there are; derive(H5Store) does.
for code, (name, shown) in enumerate([("red", "Red"), ("green", "grün"), ("blue", "Blue")]):
    rows.serde(name, text(shown))
    rows.store(name, Data(COLOUR, code))
rows.serde("colours", texts(["Blue", "Red"]))
rows.store("colours", Data(COLOUR, [2, 0]))

rows.both("nothing", text("Nothing"))
rows.both("circle", variant("Circle", {"value": Data("f64", 1.5)}))
rows.both("box", variant("Box", {"0": Data("i32", 2), "1": Data("i32", 3)}))
rows.both("both", variant("Both", {"0": Data("u8", 1), "1": text("b")}))
rows.both("named", variant("Named", {"name": text("n"), "at": null()}))
rows.serde("shaded", variant("Shaded", {"value": text("grün")}))
rows.store("shaded", variant("Shaded", {"value": Data(COLOUR, 1)}))
rows.both("inside", variant("Inside", {"value": variant("Circle", {"value": Data("f64", 0.5)})}))
rows.both("ok", variant("Ok", {"value": Data("i32", 3)}))
rows.both("err", variant("Err", {"value": text("no")}))

# A packed union: which variant each row is, where it stands there, one column a variant.
rows.both(
    "shapes",
    Group(
        {
            "kind": Data("u16", [0, 1, 0, 2, 3]),
            "index": Data("u64", [0, 0, 1, 0, 0]),
            "values": Group(
                {
                    "Circle": Data("f64", [1.5, 2.5]),
                    "Nothing": null({"__ch5_rows__": Data("u64", 1)}),
                    "Named": table({"name": texts(["n"]), "at": Data("f32", [0.5])}),
                    "Box": Data("i32", [[5, 6]], maxshape=(None, 2)),
                }
            ),
        },
        kind("variants"),
    ),
)

rows.serde("internal", Group({"type": text("One"), "x": Data("i32", 1)}))
rows.serde("adjacent", Group({"type": text("One"), "of": Data("i32", 1)}))
rows.serde("untagged_number", Data("i32", 7))
rows.serde("untagged_text", text("t"))

rows.end()
