use ch5::H5Store;

#[derive(H5Store)]
union Bits {
    a: u32,
    b: f32,
}

fn main() {}
