"""Single values: numbers, booleans, text, bytes, nothing."""

import sys

import numpy as np
from layout import Data, Group, Rows, kind, null, text, variant

rows = Rows(sys.argv[1])

for name, type, value in [
    ("true", "bool", True),
    ("false", "bool", False),
    ("i8", "i8", -(2**7)),
    ("i16", "i16", -(2**15)),
    ("i32", "i32", -(2**31)),
    ("i64", "i64", -(2**63)),
    ("u8", "u8", 2**8 - 1),
    ("u16", "u16", 2**16 - 1),
    ("u32", "u32", 2**32 - 1),
    ("u64", "u64", 2**64 - 1),
    ("isize", "i64", -3),
    ("usize", "u64", 3),
    ("nonzero", "u16", 7),
    ("f32", "f32", 0.1),
    ("f32_zero", "f32", -0.0),
    ("f64", "f64", np.pi),
    ("f64_tiny", "f64", 5e-324),
    ("f64_infinite", "f64", -np.inf),
    ("f64_nan", "f64", np.uint64(0x7FF8_0000_DEAD_BEEF).view("f8")),
    ("newtype", "f64", 2.5),
    ("some", "u16", 5),
    ("some_some", "i32", 5),
]:
    rows.both(name, Data(type, value))

rows.store("f16", Data("f16", -2.5))
rows.store("f16_nan", Data("f16", np.nan))
rows.store("c64", Data("c64", 1.5 - 2.5j))
rows.store("c128", Data("c128", complex(0.1, np.inf)))
rows.both("i128", text(str(-(2**127)), kind("i128")))
rows.both("u128", text(str(2**128 - 1), kind("u128")))

for name, value in [
    ("char", "å"),
    ("text", "plain"),
    ("text_empty", ""),
    ("text_wide", 'tänd\n"ljus" \U0001f56f'),
    ("text_long", "x" * 70_000),
    ("text_newtype", "n"),
    ("some_text", "here"),
]:
    rows.both(name, text(value))

rows.both("bytes", Data("u8", [0, 1, 254, 255], kind("bytes")))
rows.both("bytes_empty", Data("u8", [], kind("bytes")))
rows.serde("bytes_serde", Data("u8", [7, 8], kind("bytes")))

for name in ["unit", "unit_struct", "none", "none_text"]:
    rows.both(name, null())
rows.both("some_none", variant("Some", {"value": null()}))
rows.both("some_unit", variant("Some", {"value": null()}))
rows.both("some_some_none", variant("Some", {"value": variant("Some", {"value": null()})}))

since = {"units": "nanoseconds since 1970-01-01T00:00:00Z"}
rows.store("duration", Data("i64", 3_000_000_250, {"units": "nanoseconds"}))
rows.store("time", Data("i64", 1_700_000_000_000_000_001, since))
rows.store("time_before", Data("i64", -1_000_000_000, since))

rows.serde("duration", Group({"secs": Data("u64", 3), "nanos": Data("u32", 250)}))
epoch = {"secs_since_epoch": Data("u64", 0), "nanos_since_epoch": Data("u32", 0)}
rows.serde("time", Group(epoch))

rows.end()
