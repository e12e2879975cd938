//! Opening files of data.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

/// A file's contents, unpacked if it is gzipped.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut file = BufReader::new(File::open(path)?);
    let mut start = [0; 2];
    let gzipped = file.read_exact(&mut start).is_ok() && start == [0x1f, 0x8b];
    file.rewind()?;
    Ok(if gzipped {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    })
}
