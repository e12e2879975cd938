//! How a normalization sees a value: which elements share a mean and a variance.

use crate::Shape;
use crate::axis::{self, AxisError, product};
use crate::shape::MAX_RANK;

/// A value as `outer × len × groups × size` elements, of which each `[len, size]` is normalized together.
///
/// | layer | outer | len | groups | size |
/// | --- | --- | --- | --- | --- |
/// | along the last axes | elements before | 1 | 1 | elements in the axes |
/// | along other axes | elements before | elements in the axes | elements behind | 1 |
/// | each channel over its positions | 1 | positions | channels | 1 |
/// | groups of channels | 1 | positions | groups | channels in a group |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Parts that are apart.
    pub outer: usize,
    /// Rows that are normalized together.
    pub len: usize,
    /// Groups within a row.
    pub groups: usize,
    /// Elements of a group within a row.
    pub size: usize,
}

/// Why a value can't be normalized so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormalizationError {
    /// An axis that the value doesn't have.
    Axis(AxisError),
    /// An axis that is named twice.
    Twice {
        /// As it was written the second time.
        axis: i64,
    },
    /// Axes that aren't neighbours.
    Apart,
    /// No axis at all.
    None,
    /// The value has no axis.
    Rank,
    /// The channels aren't a multiple of the groups.
    Groups {
        /// The length of the axis of the channels.
        channels: usize,
    },
}

/// The elements along some neighbouring axes together, whatever their order: the view, and the index of the first axis.
pub const fn along(input: Shape, axes: &[i64]) -> Result<(View, usize), NormalizationError> {
    if axes.is_empty() {
        return Err(NormalizationError::None);
    }
    let dims = input.dims();
    let mut chosen = [false; MAX_RANK];
    let mut place = 0;
    while place < axes.len() {
        match axis::axis(input, axes[place]) {
            Ok(index) if chosen[index] => {
                return Err(NormalizationError::Twice { axis: axes[place] });
            }
            Ok(index) => chosen[index] = true,
            Err(error) => return Err(NormalizationError::Axis(error)),
        }
        place += 1;
    }
    let mut first = 0;
    while !chosen[first] {
        first += 1;
    }
    let mut end = first;
    while end < first + axes.len() {
        if end == dims.len() || !chosen[end] {
            return Err(NormalizationError::Apart);
        }
        end += 1;
    }
    let (before, rest) = dims.split_at(first);
    let (inside, behind) = rest.split_at(end - first);
    let view = if behind.is_empty() {
        View {
            outer: product(before),
            len: 1,
            groups: 1,
            size: product(inside),
        }
    } else {
        View {
            outer: product(before),
            len: product(inside),
            groups: product(behind),
            size: 1,
        }
    };
    Ok((view, first))
}

/// The channels of the last axis in so many contiguous groups, each over all positions.
pub const fn groups(input: Shape, groups: usize) -> Result<View, NormalizationError> {
    if input.rank() == 0 {
        return Err(NormalizationError::Rank);
    }
    let channels = input.last();
    if groups == 0 || !channels.is_multiple_of(groups) {
        return Err(NormalizationError::Groups { channels });
    }
    let (before, _) = input.dims().split_at(input.rank() - 1);
    Ok(View {
        outer: 1,
        len: product(before),
        groups,
        size: channels / groups,
    })
}

impl View {
    /// Elements of a row.
    pub const fn width(&self) -> usize {
        self.groups.saturating_mul(self.size)
    }

    /// Elements that are normalized together.
    pub const fn count(&self) -> usize {
        self.len.saturating_mul(self.size)
    }

    /// How many such sets a sample has.
    pub const fn sets(&self) -> usize {
        self.outer.saturating_mul(self.groups)
    }

    /// Elements of a sample.
    pub const fn elements(&self) -> usize {
        self.outer
            .saturating_mul(self.len)
            .saturating_mul(self.width())
    }

    /// Whether a set is a run of elements, side by side.
    pub const fn is_contiguous(&self) -> bool {
        self.len == 1 && self.size > 1
    }

    /// Floats of scratch for any call: a mean and a factor for each set, and rows.
    pub const fn scratch(&self) -> usize {
        let rows = if self.is_contiguous() { 2 } else { 8 };
        let sets = self.sets().saturating_mul(2);
        sets.saturating_add(self.width().saturating_mul(rows))
    }

    /// The same for inference of one sample.
    pub const fn deployed_scratch(&self) -> usize {
        let rows = if self.is_contiguous() { 2 } else { 5 };
        let sets = self.sets().saturating_mul(2);
        sets.saturating_add(self.width().saturating_mul(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGE: Shape = Shape::of(&[4, 5, 6]);

    const fn view(outer: usize, len: usize, groups: usize, size: usize) -> View {
        View {
            outer,
            len,
            groups,
            size,
        }
    }

    #[test]
    fn axes_are_neighbours_in_any_order() {
        assert_eq!(along(IMAGE, &[-1]), Ok((view(20, 1, 1, 6), 2)));
        assert_eq!(along(IMAGE, &[3, 1, 2]), Ok((view(1, 1, 1, 120), 0)));
        assert_eq!(along(IMAGE, &[2]), Ok((view(4, 5, 6, 1), 1)));
        assert_eq!(along(IMAGE, &[1, 2]), Ok((view(1, 20, 6, 1), 0)));
        assert_eq!(along(IMAGE, &[1, 3]), Err(NormalizationError::Apart));
        assert_eq!(along(IMAGE, &[]), Err(NormalizationError::None));
        assert_eq!(
            along(IMAGE, &[3, -1]),
            Err(NormalizationError::Twice { axis: -1 })
        );
        assert_eq!(
            along(IMAGE, &[0]),
            Err(NormalizationError::Axis(AxisError::Batch))
        );
    }

    #[test]
    fn groups_are_contiguous_channels() {
        assert_eq!(groups(IMAGE, 2), Ok(view(1, 20, 2, 3)));
        assert_eq!(groups(Shape::of(&[6]), 6), Ok(view(1, 1, 6, 1)));
        assert_eq!(
            groups(IMAGE, 4),
            Err(NormalizationError::Groups { channels: 6 })
        );
        assert_eq!(groups(Shape::of(&[]), 1), Err(NormalizationError::Rank));
        for view in [groups(IMAGE, 3), along(IMAGE, &[2]).map(|(view, _)| view)] {
            assert_eq!(view.map(|view| view.elements()), Ok(IMAGE.len()));
            assert_eq!(view.map(|view| view.sets() * view.count()), Ok(IMAGE.len()));
        }
    }
}
