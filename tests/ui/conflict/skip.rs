use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(skip, rename = "b", chunks(16))]
    a: u8,
    #[h5(attr, skip)]
    b: u8,
    #[h5(skip, serde)]
    c: u8,
    // may stand together
    #[h5(skip, default = four)]
    d: u8,
}

fn four() -> u8 {
    4
}

fn main() {}
