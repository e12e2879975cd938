//! UpSampling1D, 2D and 3D: a value several times as long along each axis of space.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{CHANNELS_LAST, Layer, refuse, space};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;
use formwork_shape_rules::margins::enlarged;
use formwork_shape_rules::volume::SPACE;

const fn size(rank: usize, doc: &'static str) -> Specification {
    Specification::optional("size", Kind::Sizes(rank), Default::Sizes(2), doc)
}

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "UpSampling1D",
    aliases: &[],
    name: "up_sampling1d",
    doc: "each step of a sequence `size` times",
    arguments: &[size(1, "how often each step stands in the output").or(&["length"])],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("UpSampling1D", 1, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "UpSampling2D",
    aliases: &[],
    name: "up_sampling2d",
    doc: "an image `size` times as high and wide",
    arguments: &[
        size(2, "how many times as high and wide the output is"),
        Specification::refused("data_format", CHANNELS_LAST),
        Specification::optional(
            "interpolation",
            Kind::Word(&["nearest", "bilinear"], "`nearest` or `bilinear`"),
            Default::Word("nearest"),
            "`nearest` repeats pixels, `bilinear` goes evenly from the centre of one to that of the next",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("UpSampling2D", 2, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "UpSampling3D",
    aliases: &[],
    name: "up_sampling3d",
    doc: "a volume `size` times as deep, high and wide",
    arguments: &[
        size(3, "how many times as deep, high and wide the output is"),
        Specification::refused("data_format", CHANNELS_LAST),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("UpSampling3D", 3, arguments),
};

fn build(
    keyword: &'static str,
    rank: usize,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(UpSampling {
        keyword,
        rank,
        size: space::sizes(arguments, "size", rank).unwrap_or([1; SPACE]),
        bilinear: arguments.word("interpolation") == "bilinear",
    }))
}

/// Up-sampling.
#[derive(Debug)]
pub struct UpSampling {
    keyword: &'static str,
    rank: usize,
    size: [usize; SPACE],
    bilinear: bool,
}

impl Layer for UpSampling {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match enlarged(inputs[0], self.rank, self.size) {
            Ok([_, output]) => Ok(vec![output.shape(self.rank)]),
            Err(_) => {
                let expected = space::expected(self.rank);
                Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
            }
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match self.size == [1; SPACE] {
            true => vec![("size", refuse::no_effect(self.keyword, inputs[0]))],
            false => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok([input, _]) = enlarged(inputs[0], self.rank, self.size) else {
            return Lowered::View;
        };
        if self.size == [1; SPACE] {
            return Lowered::View;
        }
        let channels = input.channels;
        let [_, height, width] = input.space;
        let [_, rows, columns] = self.size;
        Lowered::Operation(match self.bilinear {
            true => Operation {
                macs: (4 * rows * columns) as u64 * inputs[0].len() as u64,
                ..Operation::new(
                    "BilinearUpSampling",
                    1,
                    vec![
                        ("height", height.to_string()),
                        ("width", width.to_string()),
                        ("channels", channels.to_string()),
                        ("size", format!("[{rows}, {columns}]")),
                    ],
                )
            },
            false => repetition(input.space, self.size, channels),
        })
    }
}

/// Places of so many channels, repeated along each axis of a volume.
pub fn repetition(input: [usize; SPACE], size: [usize; SPACE], channels: usize) -> Operation {
    Operation::new(
        "UpSampling",
        1,
        vec![
            ("input", format!("{input:?}")),
            ("size", format!("{size:?}")),
            ("channels", channels.to_string()),
        ],
    )
}
