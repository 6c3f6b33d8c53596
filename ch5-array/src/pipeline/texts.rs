//! Texts of variable length, read straight from the file.

use std::cell::RefCell;

use super::ChunkReader;
use super::heap::{Collections, Reference, Widths};
use crate::element::zeroes;
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{Dataset, Texts};

/// Collections that are held at once.
const HELD: usize = 256;
/// Bytes of text that are looked up at once.
const PIECE: u64 = 256 << 10;
/// Bytes of collections that are read for a piece, beside four times its texts.
const READ: usize = 8 << 20;

thread_local!(static COLLECTIONS: RefCell<Collections> = RefCell::default());

/// Reads parts of one dataset of texts, from any thread, without HDF5.
pub(crate) struct TextReader {
    dataset: Dataset,
    /// Reads the references.
    chunks: ChunkReader,
    /// Bytes of the file.
    end: u64,
    widths: Widths,
}

impl TextReader {
    /// A reader of texts; `None` where something about the dataset is unusual. `keep` bytes of
    /// decoded chunks are kept for the next read.
    pub(crate) fn open(dataset: &Dataset, keep: usize) -> Result<Option<Self>> {
        let Some((placement, widths)) = dataset.placement_of_texts()? else { return Ok(None) };
        let end = placement.file.len()?;
        let chunks = ChunkReader::of(dataset, placement, keep);
        Ok(chunks.map(|chunks| Self { dataset: dataset.clone(), chunks, end, widths }))
    }

    /// The texts at `start + i * step`, in row-major order; `None` where HDF5 must be asked. The
    /// box must lie inside the shape.
    ///
    /// Texts of all datasets share collections, in which HDF5 moves them when one is replaced: what
    /// is read while anything is written to the file may be half of this and half of that, and is
    /// not used.
    pub(crate) fn read_box(
        &self,
        start: &[usize],
        count: &[usize],
        step: &[usize],
    ) -> Result<Option<Texts>> {
        let file = self.chunks.snapshot();
        if !file.holds() {
            return Ok(None);
        }
        let size = self.widths.reference();
        let len = count.iter().try_fold(1usize, |n, &c| n.checked_mul(c));
        let stored = len.and_then(|n| zeroes::<u8>(n.checked_mul(size)?));
        let (Some(len), Some(mut stored)) = (len, stored) else { return Ok(None) };
        // What does not decode is reported by HDF5.
        if self.chunks.stored_box(start, count, step, &mut stored).is_err() {
            return Ok(None);
        }
        let references = || stored.chunks_exact(size).filter_map(|e| Reference::of(e, self.widths));
        let texts: u64 = references().filter(|r| r.address != 0).map(|r| u64::from(r.len)).sum();
        let bytes = texts.saturating_add(len as u64 * 9);
        let checked = self.dataset.file().limits().check_result(bytes, self.end);
        checked.map_err(|e| self.dataset.locate(e))?;
        let (mut out, mut ends) = (Vec::new(), Vec::new());
        let room = usize::try_from(texts).ok().and_then(|n| n.checked_add(len));
        if room.is_none_or(|n| out.try_reserve_exact(n).is_err())
            || ends.try_reserve_exact(len).is_err()
        {
            let wrong = Error::new(ErrorKind::Budget, format!("{bytes} bytes are not available"));
            return Err(self.dataset.locate(wrong));
        }
        let found = COLLECTIONS.with(|cell| match cell.try_borrow_mut() {
            Ok(mut held) => {
                let found = self.look_up(references(), &mut held, &mut out, &mut ends);
                held.trim(READ);
                found
            }
            Err(_) => self.look_up(references(), &mut Collections::default(), &mut out, &mut ends),
        });
        if !file.holds() {
            return Ok(None);
        }
        let texts = found.and_then(|()| Texts::of_parts(out, ends));
        if let Some(texts) = &texts {
            self.dataset.count_straight(texts.size());
        }
        Ok(texts)
    }

    /// Adds the texts of references, each with a NUL behind it, and where each ends.
    fn look_up(
        &self,
        mut references: impl Iterator<Item = Reference> + Clone,
        held: &mut Collections,
        out: &mut Vec<u8>,
        ends: &mut Vec<usize>,
    ) -> Option<()> {
        let mut addresses: Vec<u64> = Vec::new();
        loop {
            // As many as a few collections hold.
            let (mut count, mut bytes, mut before) = (0, 0, 0);
            addresses.clear();
            for one in references.clone() {
                if addresses.len() >= HELD || bytes > PIECE {
                    break;
                }
                if one.address != 0 {
                    if one.address != before {
                        addresses.push(one.address);
                        before = one.address;
                    }
                    bytes += u64::from(one.len);
                }
                count += 1;
            }
            if count == 0 {
                return Some(());
            }
            addresses.sort_unstable();
            addresses.dedup();
            let most = usize::try_from(bytes).ok()?.checked_mul(4)?.checked_add(READ)?;
            held.load(self.chunks.snapshot(), self.end, self.widths, &addresses, most)?;
            for one in references.by_ref().take(count) {
                if one.address != 0 {
                    let text = held.get(one)?;
                    // HDF5 hands on texts that end at a NUL.
                    let text = text.split(|&byte| byte == 0).next()?;
                    out.extend_from_slice(text);
                }
                ends.push(out.len());
                out.push(0);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {

    use super::*;
    use crate::storage::{Block, Chunks, Compression, DType, File, Group};
    use crate::storage::{H5Mode, NewDataset, Object, Value};

    /// Straight from the file; `None` if that was not possible.
    fn straight(dataset: &Dataset, block: &[[usize; 3]]) -> Option<Vec<String>> {
        let reader = TextReader::open(dataset, 1 << 20).unwrap()?;
        let of = |i: usize| block.iter().map(|axis| axis[i]).collect::<Vec<usize>>();
        let texts = reader.read_box(&of(0), &of(1), &of(2)).unwrap()?;
        Some(texts.iter().map(str::to_owned).collect())
    }

    /// By HDF5, as which values of any datatype are read.
    fn by_hdf5(dataset: &Dataset, block: &[[usize; 3]]) -> Option<Vec<String>> {
        let of = |i: usize| block.iter().map(|axis| axis[i] as u64).collect::<Vec<u64>>();
        let values = dataset.read_values(Some(&Block::strided(&of(0), &of(2), &of(1)))).ok()?;
        let text = |value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        };
        values.into_iter().map(text).collect()
    }

    fn whole(dataset: &Dataset) -> Vec<[usize; 3]> {
        dataset.shape().iter().map(|&n| [0, n as usize, 1]).collect()
    }

    fn text(i: u64) -> String {
        match i % 11 {
            0 => String::new(),
            1 => "längre än åtta".repeat(i as usize % 5),
            7 if i % 1001 == 7 => "x".repeat(100_000 + i as usize),
            _ => format!("t{i}"),
        }
    }

    fn texts(range: std::ops::Range<u64>) -> Texts {
        range.map(text).collect::<Vec<_>>().iter().map(String::as_str).collect()
    }

    /// Datasets of every layout, partly written, overwritten, cut and made longer.
    fn write(file: &File) -> Vec<String> {
        let root = file.root().unwrap();
        let mut names = Vec::new();
        for (chunks, compression) in [
            (Chunks::Contiguous, None),
            (Chunks::Shape(vec![7, 9]), None),
            (Chunks::Shape(vec![1, 64]), Some(Compression::Gzip(4))),
            (Chunks::Shape(vec![100, 100]), Some(Compression::Zstd(3))),
        ] {
            for shuffle in [false, true] {
                if compression.is_none() && shuffle {
                    continue;
                }
                let name = format!("x{}", names.len());
                let growing = chunks != Chunks::Contiguous;
                let new = NewDataset::new(DType::TEXT, &[40, 50]).chunks(chunks.clone());
                let new = new.compression(compression).shuffle(shuffle).fletcher32(shuffle);
                let mut dataset = root.create_dataset(&name, &new).unwrap();
                let rows = Block::new(&[0, 0], &[30, 50]);
                dataset.write_texts(Some(&rows), &texts(0..1500)).unwrap();
                let some = Block::strided(&[3, 1], &[2, 3], &[12, 16]);
                dataset.write_texts(Some(&some), &texts(900..1092)).unwrap();
                if growing {
                    dataset.resize(&[25, 50]).unwrap();
                    dataset.resize(&[61, 47]).unwrap();
                }
                names.push(name);
            }
        }
        names
    }

    #[test]
    fn every_layout_reads_as_hdf5_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.h5");
        let file = File::open(&path, H5Mode::Truncate).unwrap();
        let names = write(&file);
        // While HDF5 may hold back what was written, and after that.
        same(&file, &names);
        file.close().unwrap();
        same(&File::open(&path, H5Mode::Read).unwrap(), &names);
        same(&File::open(&path, H5Mode::ReadWrite).unwrap(), &names);
    }

    /// Texts are what HDF5 reads, and come straight from the file.
    fn same(file: &File, names: &[String]) {
        for name in names {
            let dataset = file.root().unwrap().dataset(name).unwrap();
            let (ours, theirs) = (&dataset, &dataset);
            let rows = ours.shape()[0] as usize;
            for block in [
                whole(ours),
                vec![[0, 1, 1], [0, 1, 1]],
                vec![[2, 9, 4], [1, 23, 2]],
                vec![[rows - 8, 8, 1], [40, 7, 1]],
            ] {
                let found = straight(ours, &block);
                assert!(found.is_some(), "{name}");
                assert_eq!(found, by_hdf5(theirs, &block), "{name} {block:?}");
            }
            let before = file.bytes_straight();
            let all: Vec<String> =
                ours.read_texts(None).unwrap().iter().map(str::to_owned).collect();
            assert!(file.bytes_straight() > before, "{name}");
            assert_eq!(Some(all), by_hdf5(theirs, &whole(theirs)), "{name}");
        }
    }

    /// Texts are replaced by longer and shorter ones, which moves others of their collections.
    #[test]
    fn what_is_written_in_between_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.h5");
        for mode in [H5Mode::Truncate, H5Mode::ReadWrite] {
            let file = File::open(&path, mode).unwrap();
            let names = if mode == H5Mode::Truncate { write(&file) } else { Vec::new() };
            let names: Vec<String> =
                if names.is_empty() { file.root().unwrap().names().unwrap() } else { names };
            for round in 0..12u64 {
                for (i, name) in names.iter().enumerate() {
                    let dataset = file.root().unwrap().dataset(name).unwrap();
                    let before = TextReader::open(&dataset, 1 << 20).unwrap().unwrap();
                    let some = Block::strided(&[round, 1], &[2, 3], &[5, 9]);
                    let first = round * 1000 + i as u64 * 77;
                    dataset.write_texts(Some(&some), &texts(first..first + 45)).unwrap();
                    let now = by_hdf5(&dataset, &whole(&dataset));
                    let found = straight(&dataset, &whole(&dataset));
                    // What a file that is changed in place held before is not written over.
                    assert!(found == now || (found.is_none() && mode == H5Mode::ReadWrite));
                    file.flush().unwrap();
                    assert_eq!(straight(&dataset, &whole(&dataset)), now, "{name} {round}");
                    // A reader from before sees that it is one.
                    assert!(before.read_box(&[0, 0], &[3, 3], &[1, 1]).unwrap().is_none());
                }
            }
            same(&file, &names);
            file.close().unwrap();
        }
        let file = File::open(&path, H5Mode::Read).unwrap();
        same(&file, &file.root().unwrap().names().unwrap());
    }

    fn each_dataset(group: &Group, depth: usize, f: &mut impl FnMut(&Dataset)) {
        for name in group.names().unwrap_or_default() {
            match group.open(&name) {
                Ok(Object::Dataset(dataset)) => f(&dataset),
                Ok(Object::Group(group)) if depth < 8 => each_dataset(&group, depth + 1, f),
                _ => {}
            }
        }
    }

    #[test]
    fn texts_of_other_tools_read_as_hdf5_reads_them() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/interop");
        let dir = tempfile::tempdir().unwrap();
        let mut compared = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let (first, second) = (dir.path().join("a"), dir.path().join("b"));
            std::fs::copy(&path, &first).unwrap();
            std::fs::copy(&path, &second).unwrap();
            let (Ok(ours), Ok(theirs)) =
                (File::open(&first, H5Mode::Read), File::open(&second, H5Mode::ReadWrite))
            else {
                continue;
            };
            let theirs = theirs.root().unwrap();
            each_dataset(&ours.root().unwrap(), 0, &mut |dataset| {
                if let Some(found) = straight(dataset, &whole(dataset)) {
                    let other = theirs.dataset(dataset.path().trim_start_matches('/')).unwrap();
                    assert_eq!(Some(found), by_hdf5(&other, &whole(&other)), "{dataset:?}");
                    compared += 1;
                }
            });
        }
        assert!(compared >= 19, "{compared}");
    }

    #[test]
    fn damaged_files_are_left_to_hdf5() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.h5");
        let file = File::open(&path, H5Mode::Truncate).unwrap();
        let new = NewDataset::new(DType::TEXT, &[300]).chunks(Chunks::Shape(vec![300]));
        let dataset = file.root().unwrap().create_dataset("x", &new).unwrap();
        dataset.write_texts(None, &texts(8..308)).unwrap();
        file.close().unwrap();
        let intact = std::fs::read(&path).unwrap();
        let heaps: Vec<usize> =
            (0..intact.len()).filter(|&at| intact[at..].starts_with(b"GCOL")).collect();
        assert!(!heaps.is_empty());
        let (mut left, mut read) = (0, 0);
        for n in 0..600usize {
            let mut bytes = intact.clone();
            // The head of a collection, and the heads of its first objects; lengths of all kinds.
            let at = heaps[n % heaps.len()] + n / 4 % 150;
            bytes[at] = [0, 0xff, 0x80, bytes[at].wrapping_add(1)][n % 4];
            std::fs::write(&path, &bytes).unwrap();
            let Ok(file) = File::open(&path, H5Mode::Read) else { continue };
            let Ok(ours) = file.root().and_then(|root| root.dataset("x")) else { continue };
            let found = straight(&ours, &whole(&ours));
            drop((ours, file));
            let Ok(file) = File::open(&path, H5Mode::ReadWrite) else { continue };
            let theirs = file.root().unwrap().dataset("x").unwrap();
            let expected = by_hdf5(&theirs, &whole(&theirs));
            match found {
                Some(found) => {
                    read += 1;
                    assert!(expected.is_none_or(|expected| expected == found), "byte {at}");
                }
                None => left += 1,
            }
        }
        assert!(left > 100 && read > 20, "{left} {read}");
    }
}
