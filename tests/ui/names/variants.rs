use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = "lowercase")]
enum Kind {
    OneTwo,
    Onetwo,
    #[h5(alias = "onetwo")]
    Other,
    #[h5(rename = "other")]
    Last(u8),
}

fn main() {}
