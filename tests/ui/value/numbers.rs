use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(fill = "0")]
    a: u8,
    #[h5(fill)]
    b: u8,
    #[h5(fill = zero)]
    c: u8,
    #[h5(fill = 9223372036854775808)]
    d: u8,
    #[h5(fill = 1e999)]
    e: u8,
    #[h5(fill = - "3")]
    f: u8,
    #[h5(fill = 1 + 2)]
    g: u8,
    #[h5(fill = -nan)]
    h: u8,
    #[h5(attrs(units = mm, scale = 2.0.0, n = [1], ok))]
    i: u8,
    #[h5(attrs)]
    j: u8,
    #[h5(attrs())]
    k: u8,
    #[h5(attrs("" = 1, "a\0" = 1, __ch5_kind = 1))]
    l: u8,
}

fn main() {}
