use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(attr, chunks(16))]
    a: u8,
    #[h5(compression = "gzip", attr)]
    b: u8,
    #[h5(attr, flatten)]
    c: u8,
    #[h5(attr, list)]
    d: u8,
    #[h5(attr, attrs(units = "mm"))]
    e: u8,
    #[h5(attr, shuffle, fletcher32, maxshape(none), fill = 0)]
    f: u8,
    #[h5(attr, rename = "__ch5_kind")]
    g: u8,
}

fn main() {}
