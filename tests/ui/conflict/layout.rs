use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(list, table)]
    a: u8,
    #[h5(compound, dense, packed)]
    b: u8,
    #[h5(bincode, list)]
    c: u8,
}

fn main() {}
