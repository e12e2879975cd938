//! What layers on sequences, images and volumes share: arguments with a value for each axis of space, and what the axes
//! are called.

use super::arguments::{Arguments, Setting};
use super::refuse::{IMAGE, SEQUENCE, VOLUME};
use formwork_shape_rules::margins::Margins;
use formwork_shape_rules::volume::SPACE;

/// The shape that a layer with `rank` axes of space takes.
pub fn expected(rank: usize) -> &'static str {
    match rank {
        1 => SEQUENCE,
        2 => IMAGE,
        _ => VOLUME,
    }
}

/// What an axis of the input is called.
pub fn along(rank: usize, axis: usize) -> &'static str {
    match (rank, axis) {
        (1, _) => "length",
        (2, 0) | (3, 1) => "height",
        (3, 0) => "depth",
        _ => "width",
    }
}

/// An argument with a size for each axis of space, as those of a volume: 1 for those that the input lacks.
pub fn sizes(arguments: &Arguments, name: &str, rank: usize) -> Option<[usize; SPACE]> {
    match rank {
        1 => arguments.sizes(name).map(|[width]| [1, 1, width]),
        2 => arguments
            .sizes(name)
            .map(|[height, width]| [1, height, width]),
        _ => arguments.sizes(name),
    }
}

/// An argument with two margins for each axis of space, as those of a volume: none along those that the input lacks.
pub fn margins(arguments: &Arguments, name: &str, rank: usize) -> Margins {
    let mut margins = match arguments.get(name) {
        Setting::Margins(margins) => *margins,
        _ => [[0, 0]; SPACE],
    };
    // A default is the same for all axes.
    let missing = SPACE.saturating_sub(rank);
    margins
        .iter_mut()
        .take(missing)
        .for_each(|both| *both = [0, 0]);
    margins
}
