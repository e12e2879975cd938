//! Printing, by the rules of numpy's `array2string` with its default options.
//!
//! Every number is printed with the fewest digits that identify it, at most [`PRECISION`] after the point; columns
//! are aligned at the point; lines are at most [`LINE_WIDTH`] wide; of more than [`THRESHOLD`] elements only
//! [`EDGE`] at both ends of each axis are shown. Scientific notation is used if a magnitude reaches 1e6, one lies
//! below 1e-4, or two differ by a factor of more than 1000. A precision in the format string (`{:.3}`) replaces the
//! default.

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
            let text = Text::of(match value {
                f32::INFINITY => "inf",
                f32::NEG_INFINITY => "-inf",
                _ => "nan",
            });
            return Word {
                left: (self.left + self.right + 1).saturating_sub(text.len),
                text,
                right: 0,
            };
        }
        if self.scientific {
            let text = scientific_text(value, self.precision).with_fraction(self.precision);
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

/// The text of one number, which always fits.
#[derive(Clone, Copy)]
struct Text {
    bytes: [u8; Text::CAPACITY],
    len: usize,
}

impl Text {
    /// A sign, 39 digits before the point, the point, [`DIGITS`](Self::DIGITS) after it, an exponent.
    const CAPACITY: usize = 224;
    /// More digits than the smallest `f32` has after the point.
    const DIGITS: usize = 160;

    const fn empty() -> Text {
        Text {
            bytes: [0; Text::CAPACITY],
            len: 0,
        }
    }

    fn of(text: &str) -> Text {
        let mut result = Text::empty();
        result.push(text);
        result
    }

    fn write(arguments: fmt::Arguments<'_>) -> Text {
        let mut result = Text::empty();
        let _ = result.write_fmt(arguments); // `write_str` never fails
        result
    }

    fn push(&mut self, text: &str) {
        let taken = text.len().min(Text::CAPACITY - self.len);
        self.bytes[self.len..self.len + taken].copy_from_slice(&text.as_bytes()[..taken]);
        self.len += taken;
    }

    fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }

    fn find(&self, byte: u8) -> Option<usize> {
        self.bytes[..self.len]
            .iter()
            .position(|&candidate| candidate == byte)
    }

    /// Number of characters before the point.
    fn point(&self) -> usize {
        self.find(b'.').unwrap_or(self.len)
    }

    /// Where the exponent begins, or the end.
    fn mantissa_end(&self) -> usize {
        self.find(b'e').unwrap_or(self.len)
    }

    /// Zeros appended to the mantissa until `digits` stand after the point.
    fn with_fraction(&self, digits: usize) -> Text {
        let end = self.mantissa_end();
        let mut result = Text::of(&self.as_str()[..end]);
        for _ in end - self.point() - 1..digits {
            result.push("0");
        }
        result.push(&self.as_str()[end..]);
        result
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

/// `1.5`, `2.`: the shortest that identifies the value, rounded to at most `precision` digits after the point.
fn positional_text(value: f32, precision: usize) -> Text {
    let mut text = Text::write(format_args!("{value}"));
    if text.len.saturating_sub(text.point() + 1) > precision {
        text = Text::write(format_args!("{value:.precision$}"));
        while text.find(b'.').is_some() && text.bytes[text.len - 1] == b'0' {
            text.len -= 1;
        }
    }
    if text.find(b'.').is_none() {
        text.push(".");
    }
    text
}

/// `1.5e+00`, `2.e-07`: the shortest that identifies the value, rounded to at most `precision` digits after the point.
fn scientific_text(value: f32, precision: usize) -> Text {
    let mut text = Text::write(format_args!("{value:e}"));
    if text.mantissa_end().saturating_sub(text.point() + 1) > precision {
        text = Text::write(format_args!("{value:.precision$e}"));
    }
    let end = text.mantissa_end();
    let (mantissa, exponent) = text.as_str().split_at(end);
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0')
    } else {
        mantissa
    };
    let exponent: i32 = exponent.trim_start_matches('e').parse().unwrap_or(0);
    let point = if mantissa.contains('.') { "" } else { "." };
    Text::write(format_args!("{mantissa}{point}e{exponent:+03}"))
}

/// A lone number as numpy prints it: positional within 1e-4 and 1e16, with a digit after the point.
fn scalar_text(value: f32, precision: Option<usize>) -> Text {
    if !value.is_finite() {
        return Text::of(match value {
            f32::INFINITY => "inf",
            f32::NEG_INFINITY => "-inf",
            _ => "nan",
        });
    }
    let precision = precision.unwrap_or(Text::DIGITS).min(Text::DIGITS);
    if value == 0.0 || (1e-4..1e16).contains(&value.abs()) {
        let mut text = positional_text(value, precision);
        if text.bytes[text.len - 1] == b'.' {
            text.push("0");
        }
        return text;
    }
    let text = scientific_text(value, precision);
    let (mantissa, exponent) = text.as_str().split_at(text.mantissa_end());
    Text::write(format_args!("{}{exponent}", mantissa.trim_end_matches('.')))
}
