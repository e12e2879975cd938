//! Tables of models with users' layers: the parts are joined, and names made, when the program is compiled.

use super::{Dtype, Region, TensorEntry};
use crate::init::Initializer;
use crate::layers::ParameterEntry;
use formwork_shape_rules::Shape;

/// The tensors of one layer of a user's.
#[derive(Clone, Copy, Debug)]
pub struct UserTensors {
    /// The name of the layer.
    pub layer: &'static str,
    /// What the layer's type says.
    pub tensors: &'static [ParameterEntry],
    /// Where they lie.
    pub region: Region,
    /// The first element of the first of them.
    pub offset: usize,
}

/// Number of entries of the joined table.
pub const fn joined_len(built_in: &[TensorEntry], own: &[UserTensors]) -> usize {
    let mut len = built_in.len();
    let mut layer = 0;
    while layer < own.len() {
        len += own[layer].tensors.len();
        layer += 1;
    }
    len
}

/// Length of all names `layer.tensor` together.
pub const fn names_len(own: &[UserTensors]) -> usize {
    let mut len = 0;
    let mut layer = 0;
    while layer < own.len() {
        let mut tensor = 0;
        while tensor < own[layer].tensors.len() {
            len += own[layer].layer.len() + 1 + own[layer].tensors[tensor].name.len();
            tensor += 1;
        }
        layer += 1;
    }
    len
}

/// All names `layer.tensor`, one after the other.
pub const fn join_names<const N: usize>(own: &[UserTensors]) -> [u8; N] {
    let mut names = [0; N];
    let mut end = 0;
    let mut layer = 0;
    while layer < own.len() {
        let mut tensor = 0;
        while tensor < own[layer].tensors.len() {
            let parts = [own[layer].layer, ".", own[layer].tensors[tensor].name];
            let mut part = 0;
            while part < parts.len() {
                let bytes = parts[part].as_bytes();
                let mut byte = 0;
                while byte < bytes.len() {
                    names[end] = bytes[byte];
                    end += 1;
                    byte += 1;
                }
                part += 1;
            }
            tensor += 1;
        }
        layer += 1;
    }
    names
}

/// The joined table; `names` is what [`join_names`] made.
pub const fn join_tables<const N: usize>(
    built_in: &[TensorEntry],
    own: &[UserTensors],
    names: &'static [u8],
) -> [TensorEntry; N] {
    let nothing = ParameterEntry {
        name: "",
        shape: Shape::of(&[]),
        initializer: Initializer::Zeros,
    };
    let mut table = [nothing.entry("", Region::Trainable, 0); N];
    let mut end = 0;
    while end < built_in.len() {
        table[end] = built_in[end];
        end += 1;
    }
    let mut names = names;
    let mut layer = 0;
    while layer < own.len() {
        let mut offset = own[layer].offset;
        let mut tensor = 0;
        while tensor < own[layer].tensors.len() {
            let entry = own[layer].tensors[tensor];
            let (name, rest) = names.split_at(own[layer].layer.len() + 1 + entry.name.len());
            names = rest;
            let name = match core::str::from_utf8(name) {
                Ok(name) => name,
                Err(_) => panic!("the names were made for another table"),
            };
            table[end] = entry.entry(name, own[layer].region, offset);
            offset += entry.shape.len();
            end += 1;
            tensor += 1;
        }
        layer += 1;
    }
    table
}

impl ParameterEntry {
    /// The entry of a table.
    pub const fn entry(&self, name: &'static str, region: Region, offset: usize) -> TensorEntry {
        TensorEntry {
            name,
            shape: self.shape,
            dtype: Dtype::F32,
            region,
            offset,
            unit_axes: if self.shape.rank() > 1 {
                self.shape.rank() - 1
            } else {
                0
            },
            initializer: self.initializer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_offsets_of_two_layers_follow_the_built_in_ones() {
        const KERNEL: ParameterEntry = ParameterEntry {
            name: "kernel",
            shape: Shape::of(&[2, 3]),
            initializer: Initializer::Zeros,
        };
        const BETA: ParameterEntry = ParameterEntry {
            name: "beta",
            shape: Shape::of(&[3]),
            initializer: Initializer::Ones,
        };
        const BUILT_IN: &[TensorEntry] = &[KERNEL.entry("dense_1.kernel", Region::Trainable, 0)];
        const OWN: &[UserTensors] = &[
            UserTensors {
                layer: "a",
                tensors: &[KERNEL, BETA],
                region: Region::Trainable,
                offset: 6,
            },
            UserTensors {
                layer: "bb",
                tensors: &[BETA],
                region: Region::Frozen,
                offset: 0,
            },
        ];
        const LEN: usize = names_len(OWN);
        const NAMES: &[u8] = &join_names::<LEN>(OWN);
        const ALL: [TensorEntry; joined_len(BUILT_IN, OWN)] = join_tables(BUILT_IN, OWN, NAMES);
        let names: [&str; 4] = core::array::from_fn(|index| ALL[index].name);
        assert_eq!(names, ["dense_1.kernel", "a.kernel", "a.beta", "bb.beta"]);
        let offsets: [usize; 4] = core::array::from_fn(|index| ALL[index].offset);
        assert_eq!(offsets, [0, 6, 12, 0]);
        assert_eq!(ALL[3].region, Region::Frozen);
    }
}
