//! Functions of texts where the golden cases of numpy do not reach: results checked by hand
//! against Python, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::char::{self, Translation};
use ch5_array::{ErrorKind, Expr, File, H5Mode, IntoExpr, Options, Scalar, scalar};
use compact_str::CompactString;
use ndarray::{Array1, array};

fn texts(of: &[&str]) -> Array1<CompactString> {
    of.iter().map(|text| CompactString::from(*text)).collect()
}

fn bytes(of: &[&[u8]]) -> Array1<Vec<u8>> {
    of.iter().map(|bytes| bytes.to_vec()).collect()
}

fn all(expr: &Expr<'_>) -> Vec<String> {
    expr.read_as::<String>().unwrap().into_iter().collect()
}

fn one(expr: &Expr<'_>) -> String {
    expr.item_as::<String>().unwrap()
}

#[test]
fn a_sigma_is_final_at_the_end_of_a_word_only() {
    let x = texts(&["ΑΣ", "ΑΣ ΑΣΑ Σ", "ΑΣ'Α", "ΑΣ'", "ΑΣ.Σ", "Α\u{301}Σ\u{301}"]);
    let want = ["ας", "ας ασα σ", "ασ'α", "ας'", "ασ.ς", "α\u{301}ς\u{301}"];
    assert_eq!(all(&char::lower(&x)), want);
    assert_eq!(one(&char::title(&texts(&["ΟΔΟΣ ΟΔΟΣ"]))), "Οδος Οδος");
    assert_eq!(one(&char::swapcase(&texts(&["οΔΟΣ"]))), "Οδος");
}

#[test]
fn title_case_is_not_upper_case() {
    assert_eq!(all(&char::title(&texts(&["ǆ", "ﬁne", "ŉ", "ᾳ"]))), ["ǅ", "Fine", "ʼN", "ᾼ"]);
    assert_eq!(all(&char::capitalize(&texts(&["ǆǅ", "ßß"]))), ["ǅǆ", "Ssß"]);
}

#[test]
fn formats_take_every_directive() {
    let cases: &[(&str, Scalar, &str)] = &[
        ("%+5d|", 42i64.into(), "  +42|"),
        ("%-6d|", 42i64.into(), "42    |"),
        ("%#x", 255u8.into(), "0xff"),
        ("%.3d", 7i8.into(), "007"),
        ("%d", 1e22.into(), "10000000000000000000000"),
        ("%e", 0.0.into(), "0.000000e+00"),
        ("%g", 1e15.into(), "1e+15"),
        ("%#.3g", 1.0.into(), "1.00"),
        ("%.2f", 2.675.into(), "2.67"),
        ("%F", f64::NAN.into(), "NAN"),
        ("%05.1f", (-2.25).into(), "-02.2"),
        ("%s", 1e16.into(), "1e+16"),
        ("%s", 0.1f32.into(), "0.1"),
        ("%s", true.into(), "True"),
        ("%r", "it's".into(), "np.str_(\"it's\")"),
        ("%a", "é".into(), "np.str_('\\xe9')"),
        ("%.2s|%%", "漢字x".into(), "漢字|%"),
        ("%c", 0x6f22i64.into(), "漢"),
    ];
    for (format, value, want) in cases {
        let got = one(&char::format(*format, value.clone()));
        assert_eq!(got, *want, "{format} of {value:?}");
    }
    let several = [3i64.into_expr(), 2.5.into_expr(), "x".into_expr()];
    assert_eq!(one(&char::format_with("%*.1f %s", several)), "2.5 x");
    assert_eq!(one(&char::format_with("%*d", [5i64.into_expr(), 7i64.into_expr()])), "    7");
}

#[test]
fn formats_refuse_what_python_refuses() {
    for (format, value) in [
        ("%d", Scalar::from("x")),
        ("%x", 1.0.into()),
        ("%y", 1i64.into()),
        ("%", 1i64.into()),
        ("%s %s", 1i64.into()),
        ("%%", "x".into()),
        ("%(name)s", 1i64.into()),
        ("%99999999999999999999d", 1i64.into()),
        ("%.99999999d", 1i64.into()),
        ("%d", f64::NAN.into()),
        ("%c", "xy".into()),
    ] {
        let error = char::format(format, value).load().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{format}: {error}");
        assert!(error.to_string().starts_with("mod: "), "{error}");
    }
}

#[test]
fn encodings_go_there_and_back() {
    let x = texts(&["aé漢😁", ""]);
    for name in ["utf-8", "UTF_8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-be"] {
        let stored = char::encode(&x, name);
        assert_eq!(all(&char::decode(&stored, name)), ["aé漢😁", ""], "{name}");
    }
    // NULs at the end of bytes are lost, as in numpy.
    let stored = char::encode(&x, "utf-32-le");
    assert_eq!(char::decode(&stored, "utf-32-le").load().unwrap_err().kind(), ErrorKind::Value);
    let as_bytes = |errors: &str| {
        let got = char::encode_with(&x, "ascii", errors).read_as::<Vec<u8>>().unwrap();
        String::from_utf8(got[[0]].clone()).unwrap()
    };
    assert_eq!(as_bytes("ignore"), "a");
    assert_eq!(as_bytes("backslashreplace"), "a\\xe9\\u6f22\\U0001f601");
    assert_eq!(as_bytes("xmlcharrefreplace"), "a&#233;&#28450;&#128513;");
    let error = char::encode(&x, "ascii").load().unwrap_err();
    assert!(error.to_string().contains("'é'"), "{error}");
    let error = char::encode(&x, "ebcdic").load().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    // A pair of UTF-16 that is cut off is one error.
    let cut = bytes(&[b"a\0\x3d\xd8\0"]);
    assert_eq!(one(&char::decode_with(&cut, "utf-16-le", "replace")), "a\u{fffd}");
    let cut = bytes(&[b"\xd8\x3d\xde"]);
    assert_eq!(one(&char::decode_with(&cut, "utf-16-be", "replace")), "\u{fffd}");
}

#[test]
fn lists_keep_ends_and_come_as_bytes_too() {
    let x = texts(&["a\r\nb\u{2028}c", "\n"]);
    let lines = char::splitlines(&x).keepends(true).read().unwrap();
    assert_eq!(lines[[0]], ["a\r\n", "b\u{2028}", "c"]);
    assert_eq!(lines[[1]], ["\n"]);
    let raw = bytes(&[b"a\xa0b c", b"a\x0bb\nc"]);
    let words = char::split(&raw).read_bytes().unwrap();
    assert_eq!(words[[0]], [b"a\xa0b".to_vec(), b"c".to_vec()]);
    let lines = char::splitlines(&raw).read_bytes().unwrap();
    assert_eq!(lines[[1]], [b"a\x0bb".to_vec(), b"c".to_vec()]);
    assert_eq!(char::split(&raw).read().unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(char::split(&x).sep("").read().unwrap_err().kind(), ErrorKind::Value);
    let right = char::rsplit(&texts(&[" a  b c "])).maxsplit(1).read().unwrap();
    assert_eq!(right[[0]], [" a  b", "c"]);
}

#[test]
fn arguments_broadcast_against_each_other() {
    let x = array![["a"], ["bb"]].mapv(CompactString::from);
    let widths = array![1i32, 3, 5];
    let got = char::rjust(&x, &widths).read_as::<String>().unwrap();
    assert_eq!(
        got,
        array![["a", "  a", "    a"], ["bb", " bb", "   bb"]].mapv(String::from).into_dyn()
    );
    let parts = char::partition(&x, "b").load().unwrap();
    assert_eq!(parts.shape(), [2, 1, 3]);
    let error = char::add(&texts(&["a", "b"]), &texts(&["a", "b", "c"])).load().unwrap_err();
    assert!(error.to_string().starts_with("add: "), "{error}");
}

#[test]
fn a_literal_beside_bytes_is_bytes_and_an_array_is_not() {
    let x = bytes(&[b"ab", b"b"]);
    assert_eq!(char::find(&x, "b").read_as::<i64>().unwrap().into_raw_vec_and_offset().0, [1, 0]);
    let error = char::find(&x, &texts(&["a", "b"])).load().unwrap_err();
    assert_eq!(error.to_string(), "find: expected bytes, found text; decode makes text of bytes");
    assert_eq!(char::isdecimal(&x).check().unwrap_err().kind(), ErrorKind::Unsupported);
}

#[test]
fn errors_name_the_function_and_what_it_was_given() {
    let x = texts(&["abc"]);
    let message = |expr: Expr<'_>| expr.load().unwrap_err().to_string();
    assert_eq!(
        message(char::index(&x, "z")),
        "index: a part of a text: expected \"z\", found \"abc\""
    );
    assert_eq!(
        message(char::center_with(&x, 9, "--")),
        "center: a fill character: expected one character, found \"--\""
    );
    assert_eq!(message(char::zfill(&x, 2.5)), "zfill: width: expected integers, found float64");
    assert_eq!(message(char::upper(&array![1.0])), "upper: expected text or bytes, found float64");
    assert!(message(char::partition(&x, "")).starts_with("partition: a separator"));
}

#[test]
fn texts_beyond_all_bounds_are_refused_before_they_are_made() {
    let x = texts(&["ab\t"]);
    for expr in [
        char::multiply(&x, i64::MAX),
        char::center(&x, i64::MAX),
        char::zfill(&x, i64::MAX),
        char::expandtabs_with(&x, i64::MAX),
    ] {
        assert_eq!(expr.load().unwrap_err().kind(), ErrorKind::Budget);
    }
    assert_eq!(one(&char::multiply(&texts(&[""]), i64::MAX)), "");
    let got = char::find_with(&x, "b", i64::MIN, i64::MAX).item_as::<i64>().unwrap();
    assert_eq!(got, 1);
    assert_eq!(char::count_with(&x, "b", i64::MAX, i64::MIN).item_as::<i64>().unwrap(), 0);
}

#[test]
fn tables_translate_and_delete() {
    let x = texts(&["naïve ☕"]);
    let table = Translation::map([('ï', Some("i")), ('☕', None), (' ', Some("__"))]);
    assert_eq!(one(&char::translate(&x, table)), "naive__");
    assert_eq!(Translation::bytes(b"short", b"").unwrap_err().kind(), ErrorKind::Shape);
    let table = Translation::points("");
    let error = char::translate(&bytes(&[b"a"]), table).load().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType);
}

#[test]
fn results_go_to_datasets_block_by_block() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("t.h5"), H5Mode::Truncate).unwrap();
    let x = texts(&["pré-1", "b", "-c-", "", "d-é"]);
    let stored = (&x).into_expr().write_to(&file, "x").unwrap();
    for block in [1, 2, 100] {
        let _scope = Options::new().block_elements(block).scoped();
        let name = format!("parts{block}");
        let parts = char::upper(char::rpartition(&stored, "-")).write_to(&file, &name).unwrap();
        let want = ["PRÉ", "-", "1", "", "", "B", "-C", "-", "", "", "", "", "D", "-", "É"];
        assert_eq!(parts.shape(), [5, 3]);
        assert_eq!(all(&(&parts).into_expr()), want);
        let lists = char::split(&stored).sep("-").read().unwrap();
        assert_eq!(lists[[2]], ["", "c", ""]);
    }
    let mixed = char::format("%s", scalar(1i8));
    assert_eq!(one(&mixed), "1");
}
