use ch5::H5Store;

#[derive(H5Store)]
#[h5(version = 1, version = 2)]
#[h5(rename_all = "camelCase")]
#[h5(rename_all = "camelCase")]
struct Run {
    #[h5(rename = "x", rename = "y")]
    #[h5(chunks(16), chunks(16))]
    a: u8,
    #[h5(attrs(units = "mm", units = "m"))]
    b: u8,
    #[h5(list, list)]
    c: u8,
    // may be repeated
    #[h5(alias = "e", alias = "f")]
    d: u8,
}

#[derive(H5Store)]
enum Kind {
    #[h5(rename = "a", rename = "b")]
    A,
}

fn main() {}
