//! The header of an `.npy` file.

use super::NpyFault;
use std::io::Read;

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub kind: Kind,
    pub size: usize,
    pub big_endian: bool,
    /// Whether the first index runs fastest.
    pub fortran_order: bool,
    pub shape: Vec<usize>,
}

/// What the elements are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Float,
    Signed,
    Unsigned,
    Bool,
}

/// No header of an array of numbers is longer.
const LONGEST: u32 = 1 << 16;

/// Reads what stands before the elements.
pub(super) fn read(file: &mut impl Read) -> Result<Header, NpyFault> {
    let mut magic = [0; 6];
    file.read_exact(&mut magic)?;
    if &magic != b"\x93NUMPY" {
        return Err(NpyFault::Magic(magic));
    }
    let mut version = [0; 2];
    file.read_exact(&mut version)?;
    let len = match version {
        [1, 0] => {
            let mut len = [0; 2];
            file.read_exact(&mut len)?;
            u32::from(u16::from_le_bytes(len))
        }
        [2 | 3, 0] => {
            let mut len = [0; 4];
            file.read_exact(&mut len)?;
            u32::from_le_bytes(len)
        }
        [major, minor] => return Err(NpyFault::Version(major, minor)),
    };
    if len > LONGEST {
        return Err(NpyFault::Header("it is longer than 64 KiB"));
    }
    let mut text = Vec::new();
    file.take(u64::from(len)).read_to_end(&mut text)?;
    if text.len() < len as usize {
        return Err(NpyFault::Header("the file ends within it"));
    }
    match str::from_utf8(&text) {
        Ok(text) => parse(text),
        Err(_) => Err(NpyFault::Header("it isn't text")),
    }
}

/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`
fn parse(text: &str) -> Result<Header, NpyFault> {
    let broken = |what| Err(NpyFault::Header(what));
    let Some(mut rest) = text.trim().strip_prefix('{') else {
        return broken("it isn't a dictionary");
    };
    let (mut descr, mut fortran_order, mut shape) = (None, None, None);
    loop {
        rest = rest.trim_start();
        if rest == "}" {
            break;
        }
        let Some((key, after)) = string(rest) else {
            return broken("a key is expected");
        };
        let Some(value) = after.trim_start().strip_prefix(':').map(str::trim_start) else {
            return broken("a key has no value");
        };
        rest = match key {
            "descr" => match string(value) {
                Some((text, after)) => {
                    descr = Some(text);
                    after
                }
                None => return Err(NpyFault::Type("a structure".to_owned())),
            },
            "fortran_order" => {
                if let Some(after) = value.strip_prefix("True") {
                    fortran_order = Some(true);
                    after
                } else if let Some(after) = value.strip_prefix("False") {
                    fortran_order = Some(false);
                    after
                } else {
                    return broken("`fortran_order` is neither True nor False");
                }
            }
            "shape" => match tuple(value) {
                Some((axes, after)) => {
                    shape = Some(axes);
                    after
                }
                None => return broken("`shape` isn't a tuple of numbers"),
            },
            _ => return broken("it has a key that isn't known"),
        }
        .trim_start();
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None if rest == "}" => {}
            None => return broken("a comma is expected"),
        }
    }
    let (Some(descr), Some(fortran_order), Some(shape)) = (descr, fortran_order, shape) else {
        return broken("`descr`, `fortran_order` or `shape` is missing");
    };
    let Some((kind, size, big_endian)) = kind(descr) else {
        return Err(NpyFault::Type(descr.chars().take(40).collect()));
    };
    Ok(Header {
        kind,
        size,
        big_endian,
        fortran_order,
        shape,
    })
}

/// A text in quotes, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|quote| matches!(quote, '\'' | '"'))?;
    text[1..].split_once(quote)
}

/// Numbers in parentheses, and what follows them.
fn tuple(text: &str) -> Option<(Vec<usize>, &str)> {
    let (inside, rest) = text.strip_prefix('(')?.split_once(')')?;
    let inside = inside.trim();
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    if inside.is_empty() {
        return Some((Vec::new(), rest));
    }
    let axes = inside.split(',').map(|axis| axis.trim().parse().ok());
    Some((axes.collect::<Option<_>>()?, rest))
}

fn kind(descr: &str) -> Option<(Kind, usize, bool)> {
    let (big_endian, kind) = match descr.strip_prefix('>') {
        Some(kind) => (true, kind),
        None => (false, descr.trim_start_matches(['<', '|', '='])),
    };
    let (kind, size) = match kind {
        "f4" => (Kind::Float, 4),
        "f8" => (Kind::Float, 8),
        "i1" => (Kind::Signed, 1),
        "i2" => (Kind::Signed, 2),
        "i4" => (Kind::Signed, 4),
        "i8" => (Kind::Signed, 8),
        "u1" => (Kind::Unsigned, 1),
        "u2" => (Kind::Unsigned, 2),
        "u4" => (Kind::Unsigned, 4),
        "u8" => (Kind::Unsigned, 8),
        "b1" => (Kind::Bool, 1),
        _ => return None,
    };
    Some((kind, size, big_endian))
}
