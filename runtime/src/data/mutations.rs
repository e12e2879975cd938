//! A thousand damaged files of each format: an error that names the file, or data of the size that the file holds, and no panic.

use super::csv::{Csv, Missing};
use super::npy::Archive;
use super::{idx, npy};
use crate::random::Stream;
use crate::tensor::{Tensor1, Tensor2};
use std::fs;
use std::path::Path;

/// Changes a few bytes, cuts a piece off or out, doubles one, or writes large numbers.
fn damaged(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut stream = Stream::new(0xDA7A, number);
    let mut bytes = bytes.to_vec();
    for _ in 0..=stream.below(3) {
        let place = stream.below(bytes.len().max(1) as u32) as usize;
        let len = (stream.below(9) as usize).min(bytes.len() - place);
        match stream.below(6) {
            0 => bytes.truncate(place),
            1 => drop(bytes.drain(place..place + len)),
            2 => {
                let piece = bytes[place..place + len].to_vec();
                bytes.splice(place..place, piece);
            }
            3 => bytes[place..place + len].fill(0xff),
            4 => bytes[place..place + len].fill(b'9'),
            _ => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= 1 << stream.below(8);
                }
            }
        }
    }
    bytes
}

/// Reads a thousand damaged files; `read` gives the number of values, or what is wrong.
fn check(bytes: &[u8], most: usize, read: impl Fn(&Path) -> Result<usize, String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged");
    fs::write(&path, bytes).unwrap();
    assert_eq!(read(&path), Ok(most), "the file as it was");
    let named = format!("`{}`", path.display());
    let mut refused = 0;
    for number in 0..1000 {
        let changed = damaged(bytes, number);
        fs::write(&path, &changed).unwrap();
        match read(&path) {
            Ok(values) => assert!(values <= changed.len(), "file {number}: {values} values"),
            Err(error) => {
                assert!(error.starts_with(&named), "file {number}: {error}");
                assert!(error.len() < 2000, "file {number}: {error}");
                refused += 1;
            }
        }
    }
    assert!(refused > 300, "only {refused} were refused");
}

fn text(error: impl ToString) -> String {
    error.to_string()
}

#[test]
fn damaged_idx_files_are_refused() {
    let mut images = vec![0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 3];
    images.extend(0..30);
    check(&images, 30, |path| {
        let images = idx::load_images::<Tensor2<2, 3>>(path).map_err(text)?;
        Ok(6 * images.len())
    });
    let mut labels = vec![0, 0, 8, 1, 0, 0, 0, 9];
    labels.extend(0..9);
    check(&labels, 9, |path| {
        Ok(idx::load_labels(path).map_err(text)?.len())
    });
}

#[test]
fn damaged_tables_are_refused() {
    let table = "a,b,name\n1,2.5,\"x, y\"\n-3,NA,z\r\n4e2,0,\"a \"\"b\"\"\"\n7,8,9\n";
    check(table.as_bytes(), 12, |path| {
        let table = Csv::default().read(path).map_err(text)?;
        let rows = table.rows_of(["a", "b"], Missing::Mean).map_err(text)?;
        let (classes, _) = table.classes(2).map_err(text)?;
        Ok(2 * rows.len() + classes.len())
    });
}

fn array() -> Vec<u8> {
    let header = "{'descr': '<u2', 'fortran_order': True, 'shape': (5, 3), }\n";
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(0..30);
    bytes
}

#[test]
fn damaged_arrays_are_refused() {
    check(&array(), 15, |path| {
        Ok(3 * npy::load::<Tensor1<3>>(path).map_err(text)?.len())
    });
}

#[test]
fn damaged_archives_are_refused() {
    for deflate in [false, true] {
        check(&npy::tests::npz("x", &array(), deflate), 15, |path| {
            let array = Archive::open(path)
                .map_err(text)?
                .array("x")
                .map_err(text)?;
            Ok(array.values().len())
        });
    }
}
