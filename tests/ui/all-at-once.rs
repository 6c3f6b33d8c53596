use ch5::H5Store;

#[derive(H5Store)]
#[h5(renam_all = "camelCase", migrate = upgrade, version = "x")]
struct Run<'a> {
    #[h5(chunks(0), compression = "gzip:12", attr)]
    a: Vec<f64>,
    #[h5(skip, list)]
    #[h5(quux)]
    b: u8,
    #[h5(rename = "a")]
    c: &'a str,
    #[h5(rename = "", alias = 3)]
    d: u8,
}

fn main() {}
