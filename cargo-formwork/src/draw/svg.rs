//! SVG: boxes with names, kinds, shapes and numbers of parameters, and lines between them.

use super::layout::{Boxes, Layout, layout};
use super::{Drawing, Role, kind, parameters, shape, shapes};
use crate::layers::Layer;
use std::fmt::Write;

/// Size of the letters.
const FONT: f64 = 12.0;
/// Width of a letter of a monospaced font, as a part of its size.
const LETTER: f64 = 0.602;
/// Height of a box.
const HEIGHT: f64 = 44.0;
/// Height of a row with the lines below it.
const ROW: f64 = 82.0;
/// Blank around all, and the title's height.
const MARGIN: f64 = 24.0;
const TITLE: f64 = 30.0;
/// Blank between a box and its letters.
const PADDING: f64 = 12.0;
/// Distance between lines that end at one box.
const PORT: f64 = 14.0;

/// A picture of the graph.
pub fn svg(drawing: Drawing<'_>) -> String {
    let texts: Vec<[String; 3]> = (0..drawing.layers.len())
        .map(|index| texts(drawing, index))
        .collect();
    let boxes = Boxes {
        widths: texts.iter().map(width).collect(),
        reads: drawing
            .layers
            .iter()
            .map(|layer| layer.reads.iter().map(|read| read.layer).collect())
            .collect(),
    };
    let layout = layout(&boxes);
    let sides = |side: f64| {
        let centres = layout.columns.iter().zip(&boxes.widths);
        let ends = centres.map(move |(column, width)| column + side * width / 2.0);
        ends.chain(layout.rails.iter().flatten().copied())
    };
    let left = sides(-1.0).fold(0.0, f64::min) - MARGIN;
    let right = sides(1.0).fold(0.0, f64::max) + MARGIN;
    let rows = layout.rows.iter().map(|row| row + 1).max().unwrap_or(0);
    let title = format!("{}: {}", drawing.name, total(drawing.layers));
    let wide = (right - left).max(title.chars().count() as f64 * FONT * LETTER + 2.0 * MARGIN);
    let high = rows as f64 * ROW - (ROW - HEIGHT) + 2.0 * MARGIN + TITLE;

    // Writing to a string can't fail.
    let mut text = String::new();
    let _ = writeln!(
        text,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0} {high:.0}" width="{wide:.0}" height="{high:.0}">"#
    );
    let _ = writeln!(text, "<title>{}</title>", escaped(&title));
    style(&mut text);
    let _ = writeln!(
        text,
        r#"<rect class="page" width="{wide:.0}" height="{high:.0}"/>"#
    );
    let _ = writeln!(
        text,
        r#"<text class="title" x="{MARGIN}" y="{:.1}">{}</text>"#,
        MARGIN + FONT / 2.0,
        escaped(&title)
    );
    let place = Place {
        layout: &layout,
        left,
    };
    for (index, layer) in drawing.layers.iter().enumerate() {
        lines(
            drawing,
            index,
            layer,
            boxes.widths[index],
            &place,
            &mut text,
        );
    }
    for (index, lines) in texts.iter().enumerate() {
        let role = drawing.role(index);
        node(lines, role, boxes.widths[index], &place, index, &mut text);
    }
    text.push_str("</svg>\n");
    text
}

fn style(text: &mut String) {
    text.push_str("<style>\n");
    text.push_str("  text { font: 12px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #222 }\n");
    text.push_str("  .name, .title { font-weight: bold } .kind, .numbers { fill: #555 } .page { fill: #fff }\n");
    text.push_str("  .line { fill: none; stroke: #777; stroke-width: 1.2; marker-end: url(#arrow) } .box { stroke-width: 1.2 }\n");
    for role in Role::ALL {
        let (area, border) = role.colors();
        let name = role.name();
        let _ = writeln!(text, "  .{name} {{ fill: {area}; stroke: {border} }}");
    }
    text.push_str("</style>\n");
    text.push_str(r##"<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 1 L8 4 L0 7 z" fill="#777"/></marker></defs>"##);
    text.push('\n');
}

/// Name, kind, and numbers of a layer.
fn texts(drawing: Drawing<'_>, index: usize) -> [String; 3] {
    let layer = &drawing.layers[index];
    let mut numbers = shapes(layer);
    if let Some(parameters) = parameters(layer) {
        let _ = write!(numbers, " · {parameters}");
    }
    if drawing.outputs.contains(&index) {
        numbers.push_str(" · output");
    }
    [layer.name.clone(), kind(layer), numbers]
}

fn width([name, kind, numbers]: &[String; 3]) -> f64 {
    let first = name.chars().count() + 2 + kind.chars().count();
    let letters = first.max(numbers.chars().count());
    (letters as f64 * FONT * LETTER + 2.0 * PADDING).ceil()
}

fn total(layers: &[Layer]) -> String {
    let own = layers.iter().any(|layer| layer.parameters.is_none());
    let known: u64 = layers.iter().filter_map(|layer| layer.parameters).sum();
    let known = crate::costs::grouped(known);
    match own {
        true => format!("{known} parameters and those of its own layers"),
        false => format!("{known} parameters"),
    }
}

/// From the layout to points of the picture.
struct Place<'a> {
    layout: &'a Layout,
    left: f64,
}

impl Place<'_> {
    fn x(&self, column: f64) -> f64 {
        column - self.left
    }

    fn top(&self, row: usize) -> f64 {
        MARGIN + TITLE + row as f64 * ROW
    }

    fn bottom(&self, row: usize) -> f64 {
        self.top(row) + HEIGHT
    }
}

/// The lines to a layer from what it reads.
fn lines(
    drawing: Drawing<'_>,
    index: usize,
    layer: &Layer,
    width: f64,
    place: &Place<'_>,
    text: &mut String,
) {
    let Layout {
        rows,
        columns,
        rails,
        by_rail,
    } = place.layout;
    let arrives = |input: usize| {
        let read = layer.reads[input].layer;
        let rail = rails[read].filter(|_| by_rail[index][input]);
        rail.unwrap_or(columns[read])
    };
    let mut order: Vec<usize> = (0..layer.reads.len()).collect();
    order.sort_by(|&a, &b| arrives(a).total_cmp(&arrives(b)));
    let column = columns[index];
    let straight = order.iter().position(|&input| arrives(input) == column);
    let middle = straight.map_or((order.len().max(1) - 1) as f64 / 2.0, |place| place as f64);
    let widest = width / 2.0 - PADDING;
    for (port, &input) in order.iter().enumerate() {
        let read = &layer.reads[input];
        let from = &drawing.layers[read.layer];
        let offset = ((port as f64 - middle) * PORT).clamp(-widest, widest);
        let (row, source) = (rows[read.layer], columns[read.layer]);
        let end = (place.x(column + offset), place.top(rows[index]));
        let start = (place.x(source), place.bottom(row));
        let mut path = format!("M{:.1} {:.1}", start.0, start.1);
        if let Some(rail) = rails[read.layer].filter(|_| by_rail[index][input]) {
            let rail = place.x(rail);
            curve(start, (rail, place.top(row + 1)), &mut path);
            let leaves = (rail, place.bottom(rows[index] - 1));
            let _ = write!(path, " L{:.1} {:.1}", leaves.0, leaves.1);
            curve(leaves, end, &mut path);
        } else {
            // A longer line within a path runs in the path's own column.
            curve(start, end, &mut path);
        }
        let mut value = escaped(&from.name);
        if from.outputs.len() > 1 {
            let _ = write!(value, ".{}", read.output);
        }
        let dims = shape(&from.outputs[read.output]);
        let _ = writeln!(
            text,
            r#"<path class="line" d="{path}"><title>{value} {dims}</title></path>"#
        );
    }
}

/// A line that begins and ends vertically.
fn curve(from: (f64, f64), to: (f64, f64), path: &mut String) {
    if (from.0 - to.0).abs() < 0.5 {
        let _ = write!(path, " L{:.1} {:.1}", to.0, to.1);
        return;
    }
    let middle = (from.1 + to.1) / 2.0;
    let _ = write!(
        path,
        " C{:.1} {middle:.1} {:.1} {middle:.1} {:.1} {:.1}",
        from.0, to.0, to.0, to.1
    );
}

fn node(
    [name, kind, numbers]: &[String; 3],
    role: Role,
    width: f64,
    place: &Place<'_>,
    index: usize,
    text: &mut String,
) {
    let left = place.x(place.layout.columns[index]) - width / 2.0;
    let top = place.top(place.layout.rows[index]);
    let role = role.name();
    let _ = writeln!(
        text,
        r#"<rect class="box {role}" x="{left:.1}" y="{top:.1}" width="{width:.0}" height="{HEIGHT}" rx="6"/>"#
    );
    let x = left + PADDING;
    let _ = writeln!(
        text,
        r#"<text x="{x:.1}" y="{:.1}"><tspan class="name">{}</tspan>  <tspan class="kind">{}</tspan></text>"#,
        top + 18.0,
        escaped(name),
        escaped(kind)
    );
    let _ = writeln!(
        text,
        r#"<text class="numbers" x="{x:.1}" y="{:.1}">{}</text>"#,
        top + 35.0,
        escaped(numbers)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
