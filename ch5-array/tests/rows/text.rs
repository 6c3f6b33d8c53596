//! Functions of texts.

use ch5_array::char::{self, Translation};

use super::{Input, Rows};

/// How the functions are called: the arguments behind the array.
macro_rules! calls {
    ($rows:ident: $($name:ident($($arg:expr),*))*) => {$(
        $rows.one(stringify!($name), |g| char::$name(g.x() $(, $arg)*));
    )*};
}

pub(super) fn rows(rows: &mut Rows) {
    rows.family("text", Input::Text);
    calls!(rows:
        capitalize() lower() upper() swapcase() title() str_len() isalpha() isalnum()
        isdecimal() isdigit() isnumeric() isspace() islower() isupper() istitle()
        add("x") multiply(2i64) zfill(9i64) join("ab") equal("a") not_equal("a") less("a")
        less_equal("a") greater("a") greater_equal("a") exact_equal("a") exact_not_equal("a")
        exact_less("a") exact_less_equal("a") exact_greater("a") exact_greater_equal("a")
        count("a") count_with("a", 1i64, i64::MIN) find("a") find_with("a", i64::MAX, -1i64)
        rfind("a") rfind_with("", -3i64, 9i64) startswith("a") startswith_with("a", -1i64, 5i64)
        endswith("a") endswith_with("", 0i64, -1i64) index("") index_with("", 0i64, 9i64)
        rindex("") rindex_with("", 0i64, 9i64) center(9i64) center_with(9i64, "*") ljust(9i64)
        ljust_with(9i64, "*") rjust(9i64) rjust_with(9i64, "*") strip() strip_with("a") lstrip()
        lstrip_with("a") rstrip() rstrip_with("a") expandtabs() expandtabs_with(3i64)
        replace("a", "bc") replace_with("", "-", 2i64) partition("a") rpartition("a")
        encode("utf-8") encode_with("ascii", "replace")
        array() array_with(3));
    rows.one("decode", |g| char::decode(char::encode(g.x(), "utf-8"), "utf-8"));
    rows.one("decode_with", |g| char::decode_with(char::encode(g.x(), "utf-8"), "ascii", "ignore"));
    rows.one("compare_chararrays", |g| char::compare_chararrays(g.x(), g.x(), "<=", true));
    rows.one("translate", |g| char::translate(g.x(), Translation::points("zyx")));
    rows.one("mod", |g| char::format(g.x(), 5i64));
    rows.done("split", |g| char::split(g.few()).maxsplit(1).read());
    rows.done("rsplit", |g| char::rsplit(g.few()).sep("a").read());
    rows.done("splitlines", |g| char::splitlines(g.few()).keepends(true).read());
    rows.one("text beside itself", |g| char::add(g.x(), g.x()));
}
