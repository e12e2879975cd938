//! A memory map as a drawing: calls from left to right, addresses from top to bottom, and each buffer a rectangle.

use super::{Buffer, MemoryMap};
use std::fmt::Write;
use std::format;
use std::string::String;

/// Units of the drawing for a call, and for all addresses together.
const CALL: usize = 48;
const HEIGHT: usize = 320;
/// Units around the rectangles: addresses stand on the left, names of calls at the bottom.
const LEFT: usize = 72;
const TOP: usize = 32;
const BOTTOM: usize = 160;
/// Colours that are told apart by most people, from light to dark.
const COLOURS: [&str; 6] = [
    "#a6cee3", "#fdbf6f", "#b2df8a", "#cab2d6", "#fb9a99", "#ffff99",
];

/// Draws the map.
pub fn svg(map: &MemoryMap) -> String {
    let bytes = size_of::<f32>();
    let width = LEFT + CALL * map.calls.len() + TOP;
    let height = TOP + HEIGHT + BOTTOM;
    let all = map.scratch.max(1);
    let y = |element: usize| TOP as f64 + (HEIGHT * element) as f64 / all as f64;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n"
    );
    let title = format!(
        "{}: {} bytes of scratch",
        escaped(map.name),
        map.scratch * bytes
    );
    let _ = writeln!(text, "<title>{title}</title>");
    let _ = writeln!(
        text,
        "<text x=\"{LEFT}\" y=\"20\" font-size=\"13\">{title}</text>"
    );
    let _ = writeln!(
        text,
        "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{HEIGHT}\" fill=\"#f4f4f4\" stroke=\"#888\"/>",
        CALL * map.calls.len()
    );
    for (index, buffer) in map.buffers.iter().enumerate() {
        rectangle(buffer, COLOURS[index % COLOURS.len()], y, &mut text);
    }
    for address in [0, map.scratch] {
        let _ = writeln!(
            text,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            LEFT - 6,
            y(address) + 4.0,
            address * bytes
        );
    }
    for (index, call) in map.calls.iter().enumerate() {
        let x = LEFT + CALL * index + CALL / 2;
        let y = TOP + HEIGHT + 14;
        let _ = writeln!(
            text,
            "<text x=\"{x}\" y=\"{y}\" transform=\"rotate(50 {x} {y})\">{}</text>",
            escaped(call)
        );
    }
    text + "</svg>\n"
}

/// A buffer, with its name and its bytes for whoever points at it.
fn rectangle(buffer: &Buffer, colour: &str, y: impl Fn(usize) -> f64, text: &mut String) {
    let bytes = size_of::<f32>();
    let name = escaped(buffer.name);
    let x = LEFT + CALL * buffer.first;
    let width = CALL * (buffer.last - buffer.first + 1);
    let (top, bottom) = (y(buffer.offset), y(buffer.offset + buffer.len));
    let _ = writeln!(
        text,
        "<g><title>{name}: bytes {} to {}</title><rect x=\"{x}\" y=\"{top:.1}\" width=\"{width}\" height=\"{:.1}\" fill=\"{colour}\" stroke=\"#444\"/>",
        buffer.offset * bytes,
        (buffer.offset + buffer.len) * bytes,
        bottom - top
    );
    // A name that doesn't fit is there for who points at it.
    if bottom - top >= 14.0 && name.len() * 6 <= width {
        let _ = write!(
            text,
            "<text x=\"{}\" y=\"{:.1}\">{name}</text>",
            x + 4,
            (top + bottom) / 2.0 + 4.0
        );
    }
    text.push_str("</g>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
