use ch5::H5Store;

#[derive(H5Store)]
enum Never {}

fn main() {}
