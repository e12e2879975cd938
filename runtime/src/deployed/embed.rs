//! What `include_weights!` becomes: a value put together from the bytes of a file when the program is compiled.
#![allow(unsafe_code)] // bytes become plain data here

use super::DeployedModel;
use crate::plain::{self, Plain};
use crate::storage::TensorEntry;
use core::mem::MaybeUninit;

/// A tensor of a file that no built-in layer has: if the model is right, a user's layer has it.
#[derive(Clone, Copy, Debug)]
pub struct FileTensor {
    /// `layer.tensor`
    pub name: &'static str,
    /// `F32`
    pub dtype: &'static str,
    /// Its dimensions.
    pub shape: &'static [usize],
    /// Its first byte in the file.
    pub begin: usize,
}

/// The bytes that tensors are taken from.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a> {
    /// The path as it is written in the macro.
    pub path: &'a str,
    /// All bytes of the file.
    pub file: &'a [u8],
    /// Tensors that are copied: the first element in the model, and the first byte and the one behind the last in the file.
    pub copied: &'a [(usize, usize, usize)],
    /// Tensors that the macro has computed: the first element in the model, and all bytes.
    pub made: &'a [(usize, &'a [u8])],
    /// How many tensors these are; the others of the table are those of users' layers.
    pub known: usize,
    /// The file's other tensors.
    pub others: &'a [FileTensor],
}

/// The model. The macro has compared everything with the file but the tensors of users' layers, whose types only `rustc`
/// knows: they are compared here.
///
/// # Panics
/// When the program is compiled, if the file doesn't agree with users' layers.
#[track_caller]
pub const fn embed<D: DeployedModel>(bytes: &Bytes<'_>) -> D {
    if cfg!(target_endian = "big") {
        panic!("`include_weights!` is for little-endian targets");
    }
    let mut model = Assembly::<D>::new();
    let mut index = 0;
    while index < bytes.copied.len() {
        let (offset, begin, end) = bytes.copied[index];
        model = model.with(offset, part(bytes.file, begin, end - begin));
        index += 1;
    }
    index = 0;
    while index < bytes.made.len() {
        let (offset, made) = bytes.made[index];
        model = model.with(offset, made);
        index += 1;
    }
    index = bytes.known;
    while index < D::TABLE.len() {
        let entry = &D::TABLE[index];
        let begin = find(bytes, D::NAME, entry);
        model = model.with(entry.offset, part(bytes.file, begin, 4 * entry.len()));
        index += 1;
    }
    no_surplus(bytes, D::NAME, D::TABLE);
    model.finish()
}

/// Some of the bytes.
const fn part(bytes: &[u8], begin: usize, len: usize) -> &[u8] {
    bytes.split_at(begin).1.split_at(len).0
}

/// A value that is being filled; every element is counted.
struct Assembly<T: Plain> {
    value: MaybeUninit<T>,
    filled: usize,
}

impl<T: Plain> Assembly<T> {
    const fn new() -> Self {
        Assembly {
            value: MaybeUninit::zeroed(),
            filled: 0,
        }
    }

    /// Fills the elements from `offset`.
    const fn with(mut self, offset: usize, bytes: &[u8]) -> Self {
        let len = bytes.len() / size_of::<f32>();
        assert!(
            bytes.len().is_multiple_of(size_of::<f32>()) && offset + len <= plain::elements::<T>(),
            "tensors lie in the model"
        );
        // SAFETY: the elements lie in `value`, which is `elements` floats without padding; `bytes` is another object.
        unsafe {
            let place = self.value.as_mut_ptr().cast::<f32>().add(offset);
            core::ptr::copy_nonoverlapping(bytes.as_ptr(), place.cast::<u8>(), bytes.len());
        }
        self.filled += len;
        self
    }

    const fn finish(self) -> T {
        assert!(
            self.filled == plain::elements::<T>(),
            "tensors fill the model"
        );
        // SAFETY: the value was zeros before it was filled, and every bit pattern is a valid `T`.
        unsafe { self.value.assume_init() }
    }
}

/// The first byte of a tensor of a user's layer.
#[track_caller]
const fn find(bytes: &Bytes<'_>, model: &str, entry: &TensorEntry) -> usize {
    let mut index = 0;
    while index < bytes.others.len() {
        let tensor = &bytes.others[index];
        if same(tensor.name.as_bytes(), entry.name.as_bytes()) {
            if !same_dims(tensor.shape, entry.shape.dims()) {
                Text::new()
                    .quoted(bytes.path)
                    .plain(": ")
                    .quoted(entry.name)
                    .plain(" has shape ")
                    .dims(tensor.shape)
                    .plain(" in the file but ")
                    .dims(entry.shape.dims())
                    .plain(" in ")
                    .quoted(model)
                    .fail();
            }
            if !same(tensor.dtype.as_bytes(), b"F32") {
                Text::new()
                    .quoted(bytes.path)
                    .plain(": ")
                    .quoted(entry.name)
                    .plain(" has elements of type ")
                    .plain(tensor.dtype)
                    .fail();
            }
            return tensor.begin;
        }
        index += 1;
    }
    Text::new()
        .quoted(bytes.path)
        .plain(" lacks ")
        .quoted(entry.name)
        .plain(" of shape ")
        .dims(entry.shape.dims())
        .plain(", which ")
        .quoted(model)
        .plain(" has")
        .fail()
}

/// Refuses tensors that no layer has.
#[track_caller]
const fn no_surplus(bytes: &Bytes<'_>, model: &str, table: &[TensorEntry]) {
    let mut index = 0;
    while index < bytes.others.len() {
        let tensor = &bytes.others[index];
        let mut entry = bytes.known;
        while entry < table.len() && !same(tensor.name.as_bytes(), table[entry].name.as_bytes()) {
            entry += 1;
        }
        if entry >= table.len() {
            Text::new()
                .quoted(bytes.path)
                .plain(" has ")
                .quoted(tensor.name)
                .plain(" of shape ")
                .dims(tensor.shape)
                .plain(", which ")
                .quoted(model)
                .plain(" lacks")
                .fail();
        }
        index += 1;
    }
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn same_dims(one: &[usize], other: &[usize]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut axis = 0;
    while axis < one.len() {
        if one[axis] != other[axis] {
            return false;
        }
        axis += 1;
    }
    true
}

/// A message that is made when the program is compiled. What exceeds its length is cut off.
struct Text {
    bytes: [u8; 400],
    len: usize,
}

impl Text {
    const fn new() -> Text {
        Text {
            bytes: [0; 400],
            len: 0,
        }
    }

    const fn plain(mut self, text: &str) -> Text {
        let text = text.as_bytes();
        if self.len + text.len() <= self.bytes.len() {
            let (_, rest) = self.bytes.split_at_mut(self.len);
            rest.split_at_mut(text.len()).0.copy_from_slice(text);
            self.len += text.len();
        }
        self
    }

    const fn quoted(self, text: &str) -> Text {
        self.plain("`").plain(text).plain("`")
    }

    /// `[784, 512]`
    const fn dims(mut self, dims: &[usize]) -> Text {
        self = self.plain("[");
        let mut axis = 0;
        while axis < dims.len() {
            if axis > 0 {
                self = self.plain(", ");
            }
            self = self.number(dims[axis]);
            axis += 1;
        }
        self.plain("]")
    }

    const fn number(mut self, number: usize) -> Text {
        if number > 9 {
            self = self.number(number / 10);
        }
        let digit = [b'0' + (number % 10) as u8];
        match core::str::from_utf8(&digit) {
            Ok(digit) => self.plain(digit),
            Err(_) => self,
        }
    }

    #[track_caller]
    const fn fail(&self) -> ! {
        match core::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("the file doesn't agree with the model"),
        }
    }
}
