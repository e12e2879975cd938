//! IDX files, the format of MNIST and Fashion-MNIST, plain or gzipped.
//!
//! Two zero bytes, the type of the elements (8 for unsigned bytes), the number of axes, each axis as a big-endian 32-bit
//! number, then the elements, row-major.

use crate::plain::{self, Plain};
use crate::tensor::{Elements, Sample, Tensor};
use formwork_shape_rules::Shape;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// An IDX file that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("`{}`: {fault}", path.display())]
pub struct IdxError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: IdxFault,
}

/// What is wrong with an IDX file.
#[derive(Debug, thiserror::Error)]
pub enum IdxFault {
    /// It can't be opened or read, or its compression is broken.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It doesn't begin as an IDX file does.
    #[error(
        "not an IDX file: it begins with {0:02x?} instead of two zero bytes, a type and a number of axes"
    )]
    Magic([u8; 4]),
    /// Its elements aren't unsigned bytes.
    #[error("the elements have type {0:#04x}, but only unsigned bytes (0x08) are supported")]
    Type(u8),
    /// Another number of axes than images or labels have.
    #[error("it has {found} axes instead of {expected}")]
    Axes {
        /// What the call needs.
        expected: usize,
        /// What the file has.
        found: usize,
    },
    /// Images of another size.
    #[error("its images are {rows} × {columns}, which isn't the shape {expected}")]
    Images {
        /// Rows of an image in the file.
        rows: usize,
        /// Columns of an image in the file.
        columns: usize,
        /// The shape that was asked for.
        expected: Shape,
    },
    /// More elements than an address can count.
    #[error("its header claims {0:?} elements, more than memory can hold")]
    TooLarge(Vec<usize>),
    /// It ends early.
    #[error("its header claims {expected} elements, but only {found} follow")]
    Truncated {
        /// As the header says.
        expected: usize,
        /// As the file holds.
        found: usize,
    },
    /// It doesn't end with its last element.
    #[error("bytes follow the {expected} elements that its header claims")]
    Surplus {
        /// As the header says.
        expected: usize,
    },
}

/// A tensor that an image can be read into.
pub trait Image: Plain + Sample<Owned = Vec<Self>> {}

impl<D: Elements> Image for Tensor<D> {}

/// Grey images, each scaled from 0…255 to 0.0…1.0.
///
/// An image of `rows × columns` becomes a tensor of shape `[rows, columns, 1]`, `[rows, columns]` or
/// `[rows * columns]`.
///
/// # Errors
/// If the file can't be read, isn't an IDX file of bytes with three axes, has images of another size, or is shorter or
/// longer than its header says.
pub fn load_images<I: Image>(path: impl AsRef<Path>) -> Result<Vec<I>, IdxError> {
    let (count, bytes) = image_bytes(path.as_ref(), I::shape(0))?;
    let mut images = plain::zeroed_vec::<I>(count);
    scale(&bytes, plain::mut_slice_of(&mut images));
    Ok(images)
}

/// Labels: one byte each.
///
/// # Errors
/// If the file can't be read, isn't an IDX file of bytes with one axis, or is shorter or longer than its header says.
pub fn load_labels(path: impl AsRef<Path>) -> Result<Vec<u8>, IdxError> {
    let path = path.as_ref();
    match read(path, 1) {
        Ok((_, labels)) => Ok(labels),
        Err(fault) => Err(IdxError {
            path: path.to_owned(),
            fault,
        }),
    }
}

fn image_bytes(path: &Path, expected: Shape) -> Result<(usize, Vec<u8>), IdxError> {
    let fault = |fault| IdxError {
        path: path.to_owned(),
        fault,
    };
    let (axes, bytes) = read(path, 3).map_err(fault)?;
    let (rows, columns) = (axes[1], axes[2]);
    match *expected.dims() {
        [r, c, 1] | [r, c] if (r, c) == (rows, columns) => Ok((axes[0], bytes)),
        [len] if Some(len) == rows.checked_mul(columns) => Ok((axes[0], bytes)),
        _ => Err(fault(IdxFault::Images {
            rows,
            columns,
            expected,
        })),
    }
}

/// Bytes as fractions of 255.
fn scale(bytes: &[u8], values: &mut [f32]) {
    for (value, &byte) in values.iter_mut().zip(bytes) {
        *value = f32::from(byte) / 255.0;
    }
}

/// The axes and the elements of a file of bytes. Memory is only taken for what the file really holds.
fn read(path: &Path, expected_axes: usize) -> Result<(Vec<usize>, Vec<u8>), IdxFault> {
    parse(super::files::open(path)?, expected_axes)
}

fn parse(mut file: impl Read, expected_axes: usize) -> Result<(Vec<usize>, Vec<u8>), IdxFault> {
    let mut magic = [0; 4];
    file.read_exact(&mut magic)?;
    let [0, 0, element, found] = magic else {
        return Err(IdxFault::Magic(magic));
    };
    if element != 8 {
        return Err(IdxFault::Type(element));
    }
    let found = usize::from(found);
    if found != expected_axes {
        return Err(IdxFault::Axes {
            expected: expected_axes,
            found,
        });
    }
    let mut axes = Vec::with_capacity(found);
    for _ in 0..found {
        let mut axis = [0; 4];
        file.read_exact(&mut axis)?;
        axes.push(u32::from_be_bytes(axis) as usize);
    }
    let product = axes
        .iter()
        .try_fold(1usize, |product, &axis| product.checked_mul(axis));
    let Some(expected) =
        product.filter(|&product| product < isize::MAX as usize / size_of::<f32>())
    else {
        return Err(IdxFault::TooLarge(axes));
    };
    let mut elements = Vec::new();
    file.take(expected as u64 + 1).read_to_end(&mut elements)?;
    match elements.len() {
        found if found < expected => Err(IdxFault::Truncated { expected, found }),
        found if found > expected => Err(IdxFault::Surplus { expected }),
        _ => Ok((axes, elements)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2, Tensor3};
    use std::io::Write;

    const TWO_IMAGES: [u8; 28] = [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 255, 0, 255, 0,
        255, 0,
    ];

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn fault(bytes: &[u8]) -> String {
        load_images::<Tensor2<2, 3>>(file(bytes).path())
            .unwrap_err()
            .fault
            .to_string()
    }

    #[test]
    fn images_are_read_in_three_shapes() {
        let plain = file(&TWO_IMAGES);
        let images: Vec<Tensor3<2, 3, 1>> = load_images(plain.path()).unwrap();
        assert_eq!(
            images[0],
            Tensor3::from([[[0.0], [0.2], [0.4]], [[0.6], [0.8], [1.0]]])
        );
        let matrices: Vec<Tensor2<2, 3>> = load_images(plain.path()).unwrap();
        assert_eq!(
            matrices[1],
            Tensor2::from([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
        );
        let vectors: Vec<Tensor1<6>> = load_images(plain.path()).unwrap();
        assert_eq!(vectors[1].as_slice(), matrices[1].as_slice());
    }

    #[test]
    fn a_gzipped_file_reads_the_same() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&TWO_IMAGES).unwrap();
        let packed = encoder.finish().unwrap();
        let images: Vec<Tensor1<6>> = load_images(file(&packed).path()).unwrap();
        assert_eq!(images, load_images(file(&TWO_IMAGES).path()).unwrap());
        let error =
            load_images::<Tensor1<6>>(file(&packed[..packed.len() - 6]).path()).unwrap_err();
        assert!(matches!(error.fault, IdxFault::Io(_)), "{error}");
    }

    #[test]
    fn labels_are_bytes() {
        let labels = file(&[0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]);
        assert_eq!(load_labels(labels.path()).unwrap(), [7, 2, 1]);
        let error = load_labels(file(&TWO_IMAGES).path()).unwrap_err();
        assert!(
            error.to_string().ends_with("it has 3 axes instead of 1"),
            "{error}"
        );
    }

    #[test]
    fn faults_are_named_with_their_file() {
        let missing = load_labels("no/such/file").unwrap_err().to_string();
        assert!(missing.starts_with("`no/such/file`: "), "{missing}");
        assert_eq!(
            fault(&TWO_IMAGES[..20]),
            "its header claims 12 elements, but only 4 follow"
        );
        let mut bytes = TWO_IMAGES.to_vec();
        bytes.push(0);
        assert_eq!(
            fault(&bytes),
            "bytes follow the 12 elements that its header claims"
        );
        bytes.pop();
        bytes[11] = 6;
        bytes[15] = 1;
        assert_eq!(
            fault(&bytes),
            "its images are 6 × 1, which isn't the shape [2, 3]"
        );
        bytes[2] = 0x0d;
        assert_eq!(
            fault(&bytes),
            "the elements have type 0x0d, but only unsigned bytes (0x08) are supported"
        );
        assert!(
            fault(b"PK\x03\x04").starts_with("not an IDX file: it begins with [50, 4b, 03, 04]")
        );
    }

    #[test]
    fn a_header_that_claims_too_much_takes_no_memory() {
        let mut bytes = TWO_IMAGES.to_vec();
        bytes[4..8].fill(0x3f);
        assert_eq!(
            fault(&bytes),
            "its header claims 6366657402 elements, but only 12 follow"
        );
        bytes[4..16].fill(0xff);
        assert_eq!(
            fault(&bytes),
            "its header claims [4294967295, 4294967295, 4294967295] elements, more than memory can hold"
        );
    }
}
