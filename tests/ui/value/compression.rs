use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(compression = "gzp")]
    a: u8,
    #[h5(compression = "gzip:10")]
    b: u8,
    #[h5(compression = "zstd:0")]
    c: u8,
    #[h5(compression = "zstd:23")]
    d: u8,
    #[h5(compression = "lzf:1")]
    e: u8,
    #[h5(compression = "gzip:best")]
    f: u8,
    #[h5(compression = "")]
    g: u8,
}

fn main() {}
