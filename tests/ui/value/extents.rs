use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(chunks(0))]
    a: u8,
    #[h5(chunks(16, 0, -1, "3", 2.0, none))]
    b: u8,
    #[h5(chunks = 16)]
    c: u8,
    #[h5(chunks)]
    d: u8,
    #[h5(chunks())]
    e: u8,
    #[h5(maxshape(10, None, -1, "none"))]
    f: u8,
    #[h5(maxshape())]
    g: u8,
    #[h5(chunks(1, 2, 3), maxshape(none, 3))]
    h: u8,
    #[h5(chunks(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1))]
    i: u8,
    #[h5(chunks(99999999999999999999999))]
    j: u8,
}

fn main() {}
