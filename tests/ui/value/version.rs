use ch5::H5Store;

#[derive(H5Store)]
#[h5(version = 0)]
struct Zero {
    a: u8,
}

#[derive(H5Store)]
#[h5(version = -1)]
struct Negative {
    a: u8,
}

#[derive(H5Store)]
#[h5(version = 5000000000)]
struct Large {
    a: u8,
}

#[derive(H5Store)]
#[h5(version = 1.0)]
struct Float {
    a: u8,
}

#[derive(H5Store)]
#[h5(migrate = upgrade)]
struct Alone {
    a: u8,
}

fn main() {}
