use ch5::H5Store;

#[derive(H5Store)]
#[h5]
struct Bare {
    #[h5 = "skip"]
    a: u8,
    #[h5[skip]]
    b: u8,
}

#[derive(H5Store)]
struct Inside {
    #[h5(rename =)]
    a: u8,
    #[h5(attr list)]
    b: u8,
    #[h5(, skip)]
    c: u8,
    #[h5("skip")]
    d: u8,
    #[h5(ch5::skip)]
    e: u8,
    #[h5()]
    f: u8,
    #[h5(chunks(3,),)]
    g: u8,
}

fn main() {}
