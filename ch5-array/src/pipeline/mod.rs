//! Chunks without HDF5: the index is read once, then any thread reads and decodes what it needs,
//! outside of HDF5's lock.
//!
//! That is so for numbers in both byte orders, stored at once or in chunks, whatever of deflate,
//! LZF, Zstandard, shuffling and Fletcher's checksum they went through, and for texts of variable
//! length; behind a user block too, and in files that are open for writing: HDF5 writes first what
//! it holds of the dataset. (Where that would write over what a file that is changed in place held
//! before, it waits, and HDF5 reads until the next flush.) What is unusual (other filters, two that
//! compress, virtual, external and compact storage, numbers of other proportions, records) is left
//! to HDF5's own path.

mod decode;
mod deflate;
mod encode;
mod fletcher;
mod heap;
mod lzf;
mod reader;
mod shuffle;
mod swap;
mod texts;

pub(crate) use encode::ChunkWriter;
pub(crate) use heap::Widths;
pub(crate) use reader::ChunkReader;
pub(crate) use texts::TextReader;

/// Filters that are decoded here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    Deflate(u32),
    /// Bytes of an element.
    Shuffle(usize),
    Fletcher32,
    Lzf,
    Zstd,
}

impl Filter {
    /// True if the size of what it makes depends on the data.
    fn compresses(self) -> bool {
        matches!(self, Self::Deflate(_) | Self::Lzf | Self::Zstd)
    }
}

/// The filters of a dataset in the order they are applied when writing; `None` if one is not here,
/// or two compress: the size of what the second was given is known nowhere.
pub(crate) fn filters(all: &[crate::storage::FilterInfo]) -> Option<Vec<Filter>> {
    let all: Vec<Filter> = all
        .iter()
        .map(|filter| {
            Some(match filter.id {
                1 => Filter::Deflate(filter.params.first().copied().unwrap_or(6)),
                2 => Filter::Shuffle(*filter.params.first()? as usize),
                3 => Filter::Fletcher32,
                32000 => Filter::Lzf,
                32015 => Filter::Zstd,
                _ => return None,
            })
        })
        .collect::<Option<_>>()?;
    (all.iter().filter(|f| f.compresses()).count() <= 1).then_some(all)
}
