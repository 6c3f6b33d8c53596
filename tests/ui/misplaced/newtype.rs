use ch5::H5Store;

#[derive(H5Store)]
struct New(#[h5(chunks(16), compression = "gzip", list, attrs(units = "mm"))] u8);

#[derive(H5Store)]
enum Kind {
    A(#[h5(fill = 0)] u8),
}

fn main() {}
