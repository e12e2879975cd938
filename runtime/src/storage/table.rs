//! Looking into a table, and proving it consistent.

use super::{Region, TensorEntry};

/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// A tensor doesn't begin where the one before it in its region ends.
    Offset {
        /// Index of the tensor's entry.
        entry: usize,
        /// Where it should begin.
        expected: usize,
    },
    /// A region's tensors don't add up to its length.
    Length {
        /// The region.
        region: Region,
        /// The sum of the tensors' lengths.
        tensors: usize,
        /// The region's length.
        region_len: usize,
    },
    /// Two tensors have the same name.
    Name {
        /// Index of the first entry.
        first: usize,
        /// Index of the second entry.
        second: usize,
    },
    /// More leading unit axes than the tensor has axes.
    UnitAxes {
        /// Index of the entry.
        entry: usize,
    },
}

/// The tensor of that name.
pub fn find<'a>(table: &'a [TensorEntry], name: &str) -> Option<&'a TensorEntry> {
    table.iter().find(|entry| entry.name == name)
}

/// Number of elements that a table's tensors take in one region.
pub const fn table_len(table: &[TensorEntry], region: Region) -> usize {
    let mut len = 0usize;
    let mut index = 0;
    while index < table.len() {
        if table[index].region as u8 == region as u8 {
            len = len.saturating_add(table[index].len());
        }
        index += 1;
    }
    len
}

/// Whether the tensors of each region follow each other without gap or overlap, fill it exactly, and have names of
/// their own.
pub const fn check_table(
    table: &[TensorEntry],
    trainable: usize,
    frozen: usize,
    state: usize,
) -> Result<(), TableFault> {
    let mut ends = [0usize; 3];
    let mut index = 0;
    while index < table.len() {
        let entry = &table[index];
        let end = &mut ends[entry.region as usize];
        if entry.offset != *end {
            return Err(TableFault::Offset {
                entry: index,
                expected: *end,
            });
        }
        *end = end.saturating_add(entry.len());
        if entry.unit_axes > entry.shape.rank() {
            return Err(TableFault::UnitAxes { entry: index });
        }
        let mut earlier = 0;
        while earlier < index {
            if same_text(table[earlier].name, entry.name) {
                return Err(TableFault::Name {
                    first: earlier,
                    second: index,
                });
            }
            earlier += 1;
        }
        index += 1;
    }
    let lengths = [
        (Region::Trainable, trainable),
        (Region::Frozen, frozen),
        (Region::State, state),
    ];
    let mut region = 0;
    while region < lengths.len() {
        if ends[lengths[region].0 as usize] != lengths[region].1 {
            return Err(TableFault::Length {
                region: lengths[region].0,
                tensors: ends[lengths[region].0 as usize],
                region_len: lengths[region].1,
            });
        }
        region += 1;
    }
    Ok(())
}

/// Whether two texts are equal, when the program is compiled.
pub(crate) const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::init::Initializer;
    use crate::storage::Dtype;
    use formwork_shape_rules::Shape;

    const fn entry(
        name: &'static str,
        dims: &[usize],
        region: Region,
        offset: usize,
    ) -> TensorEntry {
        TensorEntry {
            name,
            shape: Shape::of(dims),
            dtype: Dtype::F32,
            region,
            offset,
            unit_axes: 0,
            initializer: Initializer::Zeros,
        }
    }

    const TABLE: [TensorEntry; 4] = [
        entry("a.kernel", &[2, 3], Region::Trainable, 0),
        entry("b.kernel", &[4], Region::Frozen, 0),
        entry("a.bias", &[3], Region::Trainable, 6),
        entry("c.mean", &[5], Region::State, 0),
    ];
    const _: () = assert!(check_table(&TABLE, 9, 4, 5).is_ok());

    #[test]
    fn lengths_are_summed_by_region() {
        assert_eq!(table_len(&TABLE, Region::Trainable), 9);
        assert_eq!(table_len(&TABLE, Region::Frozen), 4);
        assert_eq!(table_len(&TABLE, Region::State), 5);
    }

    #[test]
    fn names_are_found() {
        assert_eq!(find(&TABLE, "a.bias").unwrap().offset, 6);
        assert!(find(&TABLE, "a.bia").is_none());
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(
            check_table(&TABLE, 9, 4, 6),
            Err(TableFault::Length {
                region: Region::State,
                tensors: 5,
                region_len: 6
            })
        );
        for offset in [5, 7] {
            let mut table = TABLE;
            table[2].offset = offset;
            assert_eq!(
                check_table(&table, 9, 4, 5),
                Err(TableFault::Offset {
                    entry: 2,
                    expected: 6
                })
            );
        }
        let mut table = TABLE;
        table[3].name = "b.kernel";
        assert_eq!(
            check_table(&table, 9, 4, 5),
            Err(TableFault::Name {
                first: 1,
                second: 3
            })
        );
        let mut table = TABLE;
        table[1].unit_axes = 2;
        assert_eq!(
            check_table(&table, 9, 4, 5),
            Err(TableFault::UnitAxes { entry: 1 })
        );
    }
}
