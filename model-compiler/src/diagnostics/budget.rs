//! What a budget says, and the sentences about one that is exceeded.

use crate::ir::graph::Cost;

/// What a key of `#[budget(..)]` takes.
pub fn takes(cost: Cost) -> &'static str {
    match cost {
        Cost::Macs => "a number of multiply-accumulates such as `\"2M\"`",
        Cost::Weights | Cost::Scratch | Cost::Tape => "a number of bytes such as `\"64 KiB\"`",
    }
}

/// A value that a key takes.
pub fn example(cost: Cost) -> &'static str {
    match cost {
        Cost::Macs => "\"2M\"",
        Cost::Weights => "\"64 KiB\"",
        Cost::Scratch => "\"16 KiB\"",
        Cost::Tape => "\"1 MiB\"",
    }
}

const BYTES: [(&str, u64); 6] = [
    ("B", 1),
    ("KB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];
const COUNTS: [(&str, u64); 4] = [
    ("", 1),
    ("k", 1_000),
    ("M", 1_000_000),
    ("G", 1_000_000_000),
];

/// The number that a text such as "64 KiB" says.
pub fn parse(cost: Cost, text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | '_')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.replace('_', "").parse().ok()?;
    let units = match cost {
        Cost::Macs => &COUNTS[..],
        Cost::Weights | Cost::Scratch | Cost::Tape => &BYTES[..],
    };
    let unit = unit.trim();
    let named = units
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit));
    let factor = match (named, unit) {
        (Some((_, factor)), _) => *factor,
        (None, "") => 1,
        (None, _) => return None,
    };
    let value = number * factor as f64;
    (value.is_finite() && value < u64::MAX as f64).then_some(value as u64)
}

/// A limit that is enough, as it is written: rounded up to three digits.
pub fn allowance(cost: Cost, needed: u64) -> String {
    let units: &[(&str, u64)] = match cost {
        Cost::Macs => &[
            ("", 1),
            ("k", 1_000),
            ("M", 1_000_000),
            ("G", 1_000_000_000),
        ],
        _ => &[
            (" B", 1),
            (" KiB", 1 << 10),
            (" MiB", 1 << 20),
            (" GiB", 1 << 30),
        ],
    };
    let unit = units.iter().rev().find(|(_, factor)| needed >= *factor);
    let (name, factor) = unit.copied().unwrap_or(("", 1));
    let hundredths = (needed as u128 * 100).div_ceil(factor as u128);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let number = match (whole, rest) {
        (_, 0) => whole.to_string(),
        (100.., _) => (whole + 1).to_string(),
        (10.., _) => {
            let tenths = rest.div_ceil(10);
            match tenths {
                10 => (whole + 1).to_string(),
                _ => format!("{whole}.{tenths}"),
            }
        }
        _ => format!("{whole}.{rest:02}").trim_end_matches('0').into(),
    };
    format!("\"{number}{name}\"")
}

/// What costs too much, by how much, and where.
pub fn overrun(model: &str, cost: Cost, found: u64, limit: u64, parts: &[(String, u64)]) -> String {
    let over = found.saturating_sub(limit);
    let unit = match cost {
        Cost::Macs => "multiply-accumulates",
        _ => "bytes",
    };
    let subject = match cost {
        Cost::Weights => format!("the weights of `{model}` take"),
        Cost::Scratch => format!("a prediction of `{model}` works in"),
        Cost::Tape => format!("a training step of `{model}` works in"),
        Cost::Macs => format!("a prediction of `{model}` takes"),
    };
    let mut text = format!(
        "{subject} {} {unit}, {} more than the budget of {}",
        number(found),
        number(over),
        number(limit)
    );
    for (name, part) in parts {
        let share = match cost {
            // Buffers share memory, so that their sum may be more than the whole.
            Cost::Scratch | Cost::Tape => String::new(),
            Cost::Weights | Cost::Macs => {
                let found = found.max(1) as u128;
                match (*part as u128 * 100 + found / 2) / found {
                    0 => " (less than 1 %)".into(),
                    percent => format!(" ({percent} %)"),
                }
            }
        };
        text.push_str(&format!("\n`{name}`: {} {unit}{share}", number(*part)));
    }
    text
}

/// The message of the check that `rustc` makes where sizes of a user's layer are in the sum.
pub fn assertion(model: &str, cost: Cost, limit: u64) -> String {
    let what = match cost {
        Cost::Weights => format!("the weights of `{model}` take more bytes than"),
        Cost::Scratch => format!("a prediction of `{model}` works in more bytes than"),
        Cost::Tape => format!("a training step of `{model}` works in more bytes than"),
        Cost::Macs => format!("a prediction of `{model}` takes more multiply-accumulates than"),
    };
    format!("{what} the budget of {}", number(limit))
}

/// With commas between groups of three digits.
fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut number = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            number.push(',');
        }
        number.push(digit);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read() {
        let bytes = |text| parse(Cost::Weights, text);
        assert_eq!(bytes("64 KiB"), Some(65_536));
        assert_eq!(bytes("64KB"), Some(64_000));
        assert_eq!(bytes("1.5 MiB"), Some(1_572_864));
        assert_eq!(bytes("10 B"), Some(10));
        assert_eq!(bytes("1_000"), Some(1_000));
        assert_eq!(bytes("2M"), None);
        assert_eq!(bytes("many"), None);
        assert_eq!(parse(Cost::Macs, "2M"), Some(2_000_000));
        assert_eq!(parse(Cost::Macs, "2.5k"), Some(2_500));
        assert_eq!(parse(Cost::Macs, "1 KiB"), None);
    }

    #[test]
    fn an_allowance_is_enough() {
        for needed in [
            1,
            999,
            1_000,
            1_024,
            65_537,
            1_875_496,
            104_857_601,
            123_456_789_012,
        ] {
            for cost in [Cost::Weights, Cost::Macs] {
                let written = allowance(cost, needed);
                let allowed = parse(cost, written.trim_matches('"')).unwrap();
                assert!(allowed >= needed, "{written} for {needed}");
                assert!(
                    allowed as f64 <= needed as f64 * 1.02 + 1.0,
                    "{written} for {needed}"
                );
            }
        }
    }
}
