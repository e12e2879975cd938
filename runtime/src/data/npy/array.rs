//! An array: its header and its elements, as they lie in the file.

use super::header::{self, Header, Kind};
use super::{NpyError, NpyFault};
use crate::data::idx::Image;
use crate::losses::ClassIndex;
use crate::plain;
use std::any::type_name;
use std::io::Read;
use std::path::{Path, PathBuf};

/// An array of numbers or booleans, of any shape.
#[derive(Clone, Debug)]
pub struct Array {
    path: PathBuf,
    name: Option<String>,
    header: Header,
    bytes: Vec<u8>,
}

/// Reads an array to the file's end. Memory is only taken for what the file really holds.
pub(super) fn parse(
    mut file: impl Read,
    path: &Path,
    name: Option<&str>,
) -> Result<Array, NpyFault> {
    let header = header::read(&mut file)?;
    let product = header
        .shape
        .iter()
        .try_fold(header.size, |product, &axis| product.checked_mul(axis));
    // An element may become four times as large.
    let Some(expected) = product.filter(|&product| product < isize::MAX as usize / 4) else {
        return Err(NpyFault::TooLarge(header.shape));
    };
    let mut bytes = Vec::new();
    file.take(expected as u64 + 1).read_to_end(&mut bytes)?;
    match bytes.len() {
        found if found < expected => Err(NpyFault::Truncated { expected, found }),
        found if found > expected => Err(NpyFault::Surplus { expected }),
        _ => Ok(Array {
            path: path.to_owned(),
            name: name.map(str::to_owned),
            header,
            bytes,
        }),
    }
}

impl Array {
    /// The shape.
    pub fn shape(&self) -> &[usize] {
        &self.header.shape
    }

    /// All elements, the last index running fastest, as 32-bit floats.
    pub fn values(&self) -> Vec<f32> {
        let mut values = vec![0.0; self.len()];
        self.write(&mut values);
        values
    }

    /// An array of the shape `[samples, …]` as tensors.
    ///
    /// # Errors
    /// If a sample has another shape. `[samples]` is taken for vectors of one element too.
    pub fn tensors<I: Image>(&self) -> Result<Vec<I>, NpyError> {
        let expected = I::shape(0);
        let fits = match *self.shape() {
            [_, ref dims @ ..] if dims == expected.dims() => true,
            [_] => *expected.dims() == [1],
            _ => false,
        };
        if !fits {
            return Err(self.error(NpyFault::Shape {
                found: self.shape().to_owned(),
                expected,
            }));
        }
        // Samples without elements take no memory, however many a header claims.
        let count = if expected.is_empty() {
            0
        } else {
            self.shape()[0]
        };
        let mut tensors = plain::zeroed_vec::<I>(count);
        self.write(plain::mut_slice_of(&mut tensors));
        Ok(tensors)
    }

    /// An array of one axis as class indices.
    ///
    /// # Errors
    /// If it has several axes, or a number that isn't a class index of this type.
    pub fn labels<K: ClassIndex + TryFrom<u64>>(&self) -> Result<Vec<K>, NpyError> {
        let &[len] = self.shape() else {
            return Err(self.error(NpyFault::Labels(self.shape().to_owned())));
        };
        let label = |index: usize| {
            let element = self.element(index);
            let class = element.class().and_then(|class| K::try_from(class).ok());
            class.ok_or_else(|| {
                self.error(NpyFault::Label {
                    index,
                    value: element.text(),
                    kind: type_name::<K>(),
                })
            })
        };
        (0..len).map(label).collect()
    }

    fn error(&self, fault: NpyFault) -> NpyError {
        NpyError::new(&self.path, self.name.as_deref(), fault)
    }

    fn len(&self) -> usize {
        self.bytes.len() / self.header.size
    }

    /// The elements in C order.
    fn write(&self, values: &mut [f32]) {
        if !self.header.fortran_order {
            for (index, value) in values.iter_mut().enumerate() {
                *value = self.element(index).float();
            }
            return;
        }
        let shape = &self.header.shape;
        let mut strides = vec![1; shape.len()];
        for axis in 1..shape.len() {
            strides[axis] = strides[axis - 1] * shape[axis - 1];
        }
        for (index, value) in values.iter_mut().enumerate() {
            let (mut rest, mut place) = (index, 0);
            for (axis, stride) in shape.iter().zip(&strides).rev() {
                place += rest % axis * stride;
                rest /= axis;
            }
            *value = self.element(place).float();
        }
    }

    /// The element at a place of the file.
    fn element(&self, place: usize) -> Element {
        let size = self.header.size;
        let bytes = &self.bytes[place * size..][..size];
        // As the low bytes of a little-endian word.
        let mut word = [0; 8];
        for (index, byte) in word[..size].iter_mut().enumerate() {
            *byte = bytes[if self.header.big_endian {
                size - 1 - index
            } else {
                index
            }];
        }
        let word = u64::from_le_bytes(word);
        let unused = 64 - 8 * size as u32;
        match self.header.kind {
            Kind::Float if size == 4 => Element::Float(f64::from(f32::from_bits(word as u32))),
            Kind::Float => Element::Float(f64::from_bits(word)),
            Kind::Signed => Element::Signed((word << unused) as i64 >> unused),
            Kind::Unsigned => Element::Unsigned(word),
            Kind::Bool => Element::Unsigned(u64::from(word != 0)),
        }
    }
}

/// A number.
#[derive(Clone, Copy)]
enum Element {
    Float(f64),
    Signed(i64),
    Unsigned(u64),
}

impl Element {
    fn float(self) -> f32 {
        match self {
            Element::Float(value) => value as f32,
            Element::Signed(value) => value as f32,
            Element::Unsigned(value) => value as f32,
        }
    }

    fn class(self) -> Option<u64> {
        match self {
            Element::Float(value) => {
                let class = value as u64;
                (class as f64 == value && class < 1 << 53).then_some(class)
            }
            Element::Signed(value) => u64::try_from(value).ok(),
            Element::Unsigned(value) => Some(value),
        }
    }

    fn text(self) -> String {
        match self {
            Element::Float(value) => value.to_string(),
            Element::Signed(value) => value.to_string(),
            Element::Unsigned(value) => value.to_string(),
        }
    }
}
