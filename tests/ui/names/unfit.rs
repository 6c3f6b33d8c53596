use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = "camelCase")]
struct Run {
    #[h5(rename = "")]
    a: u8,
    #[h5(rename = "a\0b")]
    b: u8,
    #[h5(alias = "")]
    c: u8,
    __: u8,
    // escaped in the file
    #[h5(rename = "a/b")]
    d: u8,
}

#[derive(H5Store)]
enum Kind {
    #[h5(rename = "")]
    A,
}

fn main() {}
