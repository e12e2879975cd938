//! The text of one number, as numpy's arrays print `float32`.

use core::fmt::{self, Write};

/// The text of one number, which always fits.
#[derive(Clone, Copy)]
pub(super) struct Text {
    bytes: [u8; Text::CAPACITY],
    pub(super) len: usize,
}

impl Text {
    /// A sign, 39 digits before the point, the point, [`DIGITS`](Self::DIGITS) after it, an exponent.
    const CAPACITY: usize = 224;
    /// More digits than the smallest `f32` has after the point.
    pub(super) const DIGITS: usize = 160;

    const fn empty() -> Text {
        Text {
            bytes: [0; Text::CAPACITY],
            len: 0,
        }
    }

    pub(super) fn of(text: &str) -> Text {
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

    pub(super) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }

    fn find(&self, byte: u8) -> Option<usize> {
        self.bytes[..self.len]
            .iter()
            .position(|&candidate| candidate == byte)
    }

    /// Number of characters before the point.
    pub(super) fn point(&self) -> usize {
        self.find(b'.').unwrap_or(self.len)
    }

    /// Where the exponent begins, or the end.
    pub(super) fn mantissa_end(&self) -> usize {
        self.find(b'e').unwrap_or(self.len)
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

/// `1.5`, `2.`: the shortest that identifies the value, rounded to at most `precision` digits after the point.
pub(super) fn positional_text(value: f32, precision: usize) -> Text {
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
pub(super) fn scientific_text(value: f32, precision: usize) -> Text {
    let mut text = Text::write(format_args!("{value:e}"));
    if text.mantissa_end().saturating_sub(text.point() + 1) > precision {
        text = Text::write(format_args!("{value:.precision$e}"));
    }
    let (mantissa, exponent) = text.as_str().split_at(text.mantissa_end());
    if mantissa.contains('.') {
        with_exponent(mantissa.trim_end_matches('0'), exponent)
    } else {
        with_exponent(mantissa, exponent)
    }
}

/// `1.50e+00`: `precision` digits after the point, all of them exact.
pub(super) fn aligned_scientific_text(value: f32, precision: usize) -> Text {
    let text = Text::write(format_args!("{value:.precision$e}"));
    let (mantissa, exponent) = text.as_str().split_at(text.mantissa_end());
    with_exponent(mantissa, exponent)
}

/// Both parts of a number in Rust's notation, with a point and an exponent of a sign and two digits.
fn with_exponent(mantissa: &str, exponent: &str) -> Text {
    let exponent: i32 = exponent.trim_start_matches('e').parse().unwrap_or(0);
    let point = if mantissa.contains('.') { "" } else { "." };
    Text::write(format_args!("{mantissa}{point}e{exponent:+03}"))
}

/// A lone number as numpy prints it: positional from 1e-4 up to 1e6, with a digit after the point.
pub(super) fn scalar_text(value: f32, precision: Option<usize>) -> Text {
    if !value.is_finite() {
        return special_text(value);
    }
    let precision = precision.unwrap_or(Text::DIGITS).min(Text::DIGITS);
    if value == 0.0 || (1e-4..1e6).contains(&f64::from(value.abs())) {
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

/// `nan`, `inf`, `-inf`.
pub(super) fn special_text(value: f32) -> Text {
    Text::of(match value {
        f32::INFINITY => "inf",
        f32::NEG_INFINITY => "-inf",
        _ => "nan",
    })
}
