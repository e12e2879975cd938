//! Printing, by the rules of numpy's `array2string` with its default options.
//!
//! Every number is printed with the fewest digits that identify it, at most [`PRECISION`] after the point; columns
//! are aligned at the point; lines are at most [`LINE_WIDTH`] wide; of more than [`THRESHOLD`] elements only
//! [`EDGE`] at both ends of each axis are shown. Scientific notation is used if a magnitude reaches 1e6, one lies
//! below 1e-4, or two differ by a factor of more than 1000. A precision in the format string (`{:.3}`) replaces the
//! default.

use super::numbers::{
    Text, aligned_scientific_text, positional_text, scalar_text, scientific_text, special_text,
};
use super::{Elements, Tensor};
use core::fmt::{self, Display, Formatter, Write};

const PRECISION: usize = 8;
const LINE_WIDTH: usize = 75;
const THRESHOLD: usize = 1000;
const EDGE: usize = 3;

impl<D: Elements> Display for Tensor<D> {
    /// As numpy prints an array of `float32`.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write_array(formatter, D::SHAPE.dims(), self.as_slice())
    }
}

impl<D: Elements> fmt::Debug for Tensor<D> {
    /// The shape, then the elements as [`Display`] prints them.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "Tensor {} ", D::SHAPE)?;
        write_array(formatter, D::SHAPE.dims(), self.as_slice())
    }
}

fn write_array(formatter: &mut Formatter<'_>, dims: &[usize], values: &[f32]) -> fmt::Result {
    if values.is_empty() {
        return formatter.write_str("[]");
    }
    if dims.is_empty() {
        return formatter.write_str(scalar_text(values[0], formatter.precision()).as_str());
    }
    let precision = formatter.precision().unwrap_or(PRECISION).min(Text::DIGITS);
    let edge = if values.len() > THRESHOLD {
        EDGE
    } else {
        usize::MAX
    };
    let columns = Columns::of(dims, values, precision, edge);
    write_axis(formatter, dims, values, &columns, edge, dims.len())
}

/// The indices of an axis that are shown; `None` stands for the dots.
fn shown(len: usize, edge: usize) -> impl Iterator<Item = Option<usize>> {
    let summarised = len / 2 >= edge && len > edge.saturating_mul(2);
    let leading = if summarised { edge } else { len };
    let trailing = if summarised { len - edge } else { len };
    (0..leading)
        .map(Some)
        .chain(summarised.then_some(None))
        .chain((trailing..len).map(Some))
}

fn write_axis(
    formatter: &mut Formatter<'_>,
    dims: &[usize],
    values: &[f32],
    columns: &Columns,
    edge: usize,
    rank: usize,
) -> fmt::Result {
    formatter.write_char('[')?;
    if dims.len() == 1 {
        write_row(formatter, values, columns, edge, rank)?;
    } else {
        let stride = values.len() / dims[0];
        for (place, index) in shown(dims[0], edge).enumerate() {
            if place > 0 {
                for _ in 1..dims.len() {
                    formatter.write_char('\n')?;
                }
                write_spaces(formatter, rank - dims.len() + 1)?;
            }
            match index {
                Some(index) => {
                    let part = &values[index * stride..(index + 1) * stride];
                    write_axis(formatter, &dims[1..], part, columns, edge, rank)?;
                }
                None => formatter.write_str("...")?,
            }
        }
    }
    formatter.write_char(']')
}

/// The elements of the last axis, wrapped. Spaces are held back until something follows them on the line.
fn write_row(
    formatter: &mut Formatter<'_>,
    values: &[f32],
    columns: &Columns,
    edge: usize,
    rank: usize,
) -> fmt::Result {
    let mut written = rank; // what stands on the line: brackets or the indent
    let mut spaces = 0;
    for (place, index) in shown(values.len(), edge).enumerate() {
        if place > 0 {
            spaces += 1;
        }
        let word = match index {
            Some(index) => columns.word(values[index]),
            None => Word {
                left: 0,
                text: Text::of("..."),
                right: 0,
            },
        };
        let line = written + spaces;
        if line > rank && line + word.left + word.text.len + word.right > LINE_WIDTH - rank {
            formatter.write_char('\n')?;
            write_spaces(formatter, rank)?;
            written = rank;
            spaces = 0;
        }
        write_spaces(formatter, spaces + word.left)?;
        formatter.write_str(word.text.as_str())?;
        written += spaces + word.left + word.text.len;
        spaces = word.right;
    }
    write_spaces(formatter, spaces)
}

fn write_spaces(formatter: &mut Formatter<'_>, count: usize) -> fmt::Result {
    (0..count).try_for_each(|_| formatter.write_char(' '))
}

/// How the elements of one array are aligned.
struct Columns {
    scientific: bool,
    precision: usize,
    /// Characters before the point.
    left: usize,
    /// Characters after the point, the exponent included.
    right: usize,
}

/// A number and the spaces that align it.
struct Word {
    left: usize,
    text: Text,
    right: usize,
}

impl Columns {
    fn of(dims: &[usize], values: &[f32], precision: usize, edge: usize) -> Columns {
        let (mut smallest, mut largest) = (f32::INFINITY, 0.0f32);
        each_shown(dims, values, edge, &mut |value| {
            if value.is_finite() && value != 0.0 {
                smallest = smallest.min(value.abs());
                largest = largest.max(value.abs());
            }
        });
        let scientific =
            largest > 0.0 && (largest >= 1e6 || smallest < 1e-4 || largest / smallest > 1000.0);
        let (mut left, mut fraction) = (0, 0);
        let mut least_left = 0; // of the text of a number that isn't finite, less what stands right of the point
        each_shown(dims, values, edge, &mut |value| {
            if value.is_finite() {
                let text = if scientific {
                    scientific_text(value, precision)
                } else {
                    positional_text(value, precision)
                };
                left = left.max(text.point());
                fraction = fraction.max(text.mantissa_end() - text.point() - 1);
            } else {
                least_left = least_left.max(if value == f32::NEG_INFINITY { 4 } else { 3 });
            }
        });
        let right = if scientific { fraction + 4 } else { fraction };
        Columns {
            scientific,
            precision: fraction,
            left: left.max(usize::saturating_sub(least_left, right + 1)),
            right,
        }
    }

    fn word(&self, value: f32) -> Word {
        if !value.is_finite() {
            let text = special_text(value);
            return Word {
                left: (self.left + self.right + 1).saturating_sub(text.len),
                text,
                right: 0,
            };
        }
        if self.scientific {
            let text = aligned_scientific_text(value, self.precision);
            return Word {
                left: self.left.saturating_sub(text.point()),
                text,
                right: 0,
            };
        }
        let text = positional_text(value, self.precision);
        let right = self.right.saturating_sub(text.len - text.point() - 1);
        Word {
            left: self.left.saturating_sub(text.point()),
            text,
            right,
        }
    }
}

/// Calls `visit` with every element that is printed.
fn each_shown(dims: &[usize], values: &[f32], edge: usize, visit: &mut dyn FnMut(f32)) {
    let Some((&len, rest)) = dims.split_first() else {
        return visit(values[0]);
    };
    let stride = values.len() / len;
    for index in shown(len, edge).flatten() {
        each_shown(
            rest,
            &values[index * stride..(index + 1) * stride],
            edge,
            visit,
        );
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2, Tensor3};

    struct Array(Vec<usize>, Vec<f32>);

    impl Display for Array {
        fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
            write_array(formatter, &self.0, &self.1)
        }
    }

    #[test]
    fn agrees_with_numpy() {
        let text = include_str!("../../tests/reference/numpy_display.json");
        let cases: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        assert!(cases.len() > 100);
        for case in &cases {
            let numbers = |name: &str| {
                let numbers = case[name].as_array().unwrap();
                numbers
                    .iter()
                    .map(|number| number.as_u64().unwrap())
                    .collect::<Vec<_>>()
            };
            let dims = numbers("shape").iter().map(|&dim| dim as usize).collect();
            let values = numbers("bits")
                .iter()
                .map(|&bits| f32::from_bits(bits as u32))
                .collect();
            let array = Array(dims, values);
            let text = match case["precision"].as_u64() {
                Some(precision) => format!("{array:.*}", precision as usize),
                None => format!("{array}"),
            };
            assert_eq!(text, case["text"].as_str().unwrap());
        }
    }

    #[test]
    fn lines_are_wrapped_at_75_columns() {
        let mut tensor = Tensor1::<50>::zeros();
        tensor
            .iter_mut()
            .enumerate()
            .for_each(|(index, element)| *element = index as f32 / 4.0);
        let expected = "[ 0.    0.25  0.5   0.75  1.    1.25  1.5   1.75  2.    2.25  2.5   2.75
  3.    3.25  3.5   3.75  4.    4.25  4.5   4.75  5.    5.25  5.5   5.75
  6.    6.25  6.5   6.75  7.    7.25  7.5   7.75  8.    8.25  8.5   8.75
  9.    9.25  9.5   9.75 10.   10.25 10.5  10.75 11.   11.25 11.5  11.75
 12.   12.25]";
        assert_eq!(tensor.to_string(), expected);
    }

    #[test]
    fn more_than_a_thousand_elements_are_summarised() {
        let mut tensor = Tensor1::<1001>::zeros();
        tensor
            .iter_mut()
            .enumerate()
            .for_each(|(index, element)| *element = index as f32 / 8.0);
        assert_eq!(
            tensor.to_string(),
            "[  0.      0.125   0.25  ... 124.75  124.875 125.   ]"
        );

        let mut tensor = Tensor3::<2, 7, 72>::zeros();
        tensor
            .iter_mut()
            .enumerate()
            .for_each(|(index, element)| *element = (index + 2) as f32);
        let expected = "[[[   2.    3.    4. ...   71.   72.   73.]
  [  74.   75.   76. ...  143.  144.  145.]
  [ 146.  147.  148. ...  215.  216.  217.]
  ...
  [ 290.  291.  292. ...  359.  360.  361.]
  [ 362.  363.  364. ...  431.  432.  433.]
  [ 434.  435.  436. ...  503.  504.  505.]]

 [[ 506.  507.  508. ...  575.  576.  577.]
  [ 578.  579.  580. ...  647.  648.  649.]
  [ 650.  651.  652. ...  719.  720.  721.]
  ...
  [ 794.  795.  796. ...  863.  864.  865.]
  [ 866.  867.  868. ...  935.  936.  937.]
  [ 938.  939.  940. ... 1007. 1008. 1009.]]]";
        assert_eq!(tensor.to_string(), expected);
    }

    #[test]
    fn debug_tells_the_shape() {
        assert_eq!(
            format!("{:?}", Tensor2::from([[1.0], [-2.5]])),
            "Tensor [2, 1] [[ 1. ]\n [-2.5]]"
        );
    }
}
