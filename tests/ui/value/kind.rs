use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = 3, version = "3", migrate = 5)]
#[h5(transparent = true, crate = 7, bound = T)]
struct Run {
    #[h5(rename = name)]
    a: u8,
    #[h5(rename)]
    b: u8,
    #[h5(rename("x"))]
    c: u8,
    #[h5(skip = true)]
    d: u8,
    #[h5(attr(units = "mm"))]
    e: u8,
    #[h5(shuffle = "yes")]
    f: u8,
    #[h5(shuffle(true))]
    g: u8,
    #[h5(fletcher32 = false)]
    h: u8,
    #[h5(default(path))]
    i: u8,
    #[h5(default = 3)]
    j: u8,
    #[h5(with)]
    k: u8,
    #[h5(with = "not a path")]
    l: u8,
    #[h5(alias = b"bytes")]
    m: u8,
    #[h5(compression = 6)]
    n: u8,
    #[h5(compression("gzip"))]
    o: u8,
}

fn main() {}
