use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(serde, bincode)]
    a: u8,
    #[h5(bincode, with = "module")]
    b: u8,
    #[h5(with = module, serde)]
    c: u8,
}

fn main() {}
