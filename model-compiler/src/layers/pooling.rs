//! What MaxPooling and AveragePooling share, along one to three axes.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::{CHANNELS_LAST, Layer, refuse, space};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::pooling::{self, PoolingError};
use formwork_shape_rules::volume::SPACE;
use formwork_shape_rules::{Padding, Shape};

/// The arguments of a pooling along `rank` axes. Keras gives only the maximum a default size.
pub const fn arguments(rank: usize, pool_size: Default) -> [Specification; 4] {
    let size = Specification::optional(
        "pool_size",
        Kind::Sizes(rank),
        pool_size,
        match rank {
            1 => "the length of the window",
            2 => "the height and width of the window",
            _ => "the depth, height and width of the window",
        },
    );
    let strides = Specification::optional(
        "strides",
        Kind::Sizes(rank),
        Default::Nothing,
        "how far the window moves: its size, if not given",
    );
    let (size, strides) = match rank {
        1 => (size.or(&["pool_length"]), strides.or(&["stride"])),
        _ => (size, strides),
    };
    [
        size,
        strides,
        Specification::optional(
            "padding",
            Kind::Padding,
            Default::Padding(Padding::Valid),
            "`valid` for none, `same` to cover every element",
        )
        .or(&["border_mode"]),
        Specification::refused("data_format", CHANNELS_LAST),
    ]
}

/// What is taken of a window.
#[derive(Clone, Copy, Debug)]
pub enum Taken {
    /// The largest element.
    Maximum,
    /// The mean of the elements that aren't padding.
    Mean,
}

/// A pooling.
#[derive(Debug)]
pub struct Pooling {
    keyword: &'static str,
    rank: usize,
    taken: Taken,
    pool_size: [usize; SPACE],
    strides: [usize; SPACE],
    padding: Padding,
}

/// Makes a pooling along `rank` axes from its arguments.
pub fn build(
    keyword: &'static str,
    rank: usize,
    taken: Taken,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    let pool_size = space::sizes(arguments, "pool_size", rank).unwrap_or([1; SPACE]);
    Ok(Box::new(Pooling {
        keyword,
        rank,
        taken,
        pool_size,
        strides: space::sizes(arguments, "strides", rank).unwrap_or(pool_size),
        padding: arguments.padding("padding"),
    }))
}

impl Pooling {
    fn rule(&self, input: Shape) -> Result<pooling::Pooling, PoolingError> {
        pooling::pooling(input, self.rank, self.pool_size, self.strides, self.padding)
    }
}

impl Layer for Pooling {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs[0]) {
            Ok(rule) => Ok(vec![rule.output.shape(self.rank)]),
            Err(PoolingError::Window { axis, error }) => Err(refuse::window_along(
                self.keyword,
                "pool_size",
                space::along(self.rank, axis),
                error,
            )),
            // Causal padding is refused when arguments are bound.
            Err(PoolingError::Rank { .. } | PoolingError::Causal) => {
                let expected = space::expected(self.rank);
                Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
            }
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        if self.pool_size == [1; SPACE] && self.strides == [1; SPACE] {
            return vec![("pool_size", refuse::no_effect(self.keyword, inputs[0]))];
        }
        let first = SPACE - self.rank;
        let dropped = refuse::dropped_along(
            self.keyword,
            inputs[0],
            &self.pool_size[first..],
            &self.strides[first..],
            &[1; SPACE][first..],
            self.padding,
        );
        dropped.into_iter().collect()
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let before = rule.windows.map(|window| window.before);
        let windows = windows(&rule, self.pool_size, self.strides, before);
        Lowered::Operation(match self.taken {
            Taken::Maximum => maximum(windows),
            Taken::Mean => Operation::new("AveragePooling", 1, vec![("windows", windows)]),
        })
    }
}

/// The runtime's `Windows` as Rust source.
fn windows(
    rule: &pooling::Pooling,
    pool_size: [usize; SPACE],
    strides: [usize; SPACE],
    before: [usize; SPACE],
) -> String {
    let (input, output, channels) = (rule.input.space, rule.output.space, rule.input.channels);
    format!(
        "Windows {{ input: {input:?}, output: {output:?}, channels: {channels}, \
         pool_size: {pool_size:?}, strides: {strides:?}, before: {before:?} }}"
    )
}

/// The maximum of each of these windows. Backward looks for it again.
fn maximum(windows: String) -> Operation {
    Operation {
        keeps_inputs: vec![true],
        ..Operation::new("MaxPooling", 1, vec![("windows", windows)])
    }
}

/// The maximum over one window that covers `rank` axes of space whole; `None` if the input has others.
pub fn global_maximum(input: Shape, rank: usize) -> Option<Operation> {
    let size = formwork_shape_rules::volume::volume(input, rank)?.space;
    let rule = pooling::pooling(input, rank, size, [1; SPACE], Padding::Valid).ok()?;
    Some(maximum(windows(&rule, size, [1; SPACE], [0; SPACE])))
}
