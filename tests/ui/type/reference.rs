use ch5::H5Store;

use std::borrow::Cow;
use std::marker::PhantomData;

#[derive(H5Store)]
struct Borrowed<'a, T> {
    text: &'a str,
    list: Vec<(&'a [u8], u8)>,
    fixed: &'static str,
    slot: Option<&'a mut T>,
    // these can be read
    owned: Cow<'a, str>,
    marker: PhantomData<&'a T>,
    #[h5(skip)]
    skipped: &'a str,
}

#[derive(H5Store, serde::Serialize)]
#[h5(serde)]
struct Serde<'a> {
    text: &'a str,
    #[serde(skip)]
    skipped: &'a str,
}

fn main() {}
