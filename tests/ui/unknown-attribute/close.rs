use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_al = "camelCase", deny_unknown_field)]
struct Run {
    #[h5(chunk(16))]
    a: u8,
    #[h5(compresion = "gzip", flaten)]
    b: u8,
    #[h5(gzip, units = "mm")]
    c: u8,
}

#[derive(H5Store)]
enum Kind {
    #[h5(aliass = "b")]
    A,
}

fn main() {}
