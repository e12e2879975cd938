//! Line breaks as rustfmt makes them: generated text has a statement on each line, however long, and whoever reads it gets it
//! through here. It knows what generated code contains, not all of Rust.

/// rustfmt's `max_width`.
const LINE: usize = 100;

/// Its `fn_call_width` and `array_width`.
const GROUP: usize = 60;

/// Its `struct_lit_width`.
const STRUCT: usize = 18;

/// Its `short_array_element_width_threshold`.
const SHORT: usize = 10;

/// What stands before a slice whose elements have a line each, however long. rustfmt leaves it alone.
const TABLE: &str = "#[rustfmt::skip]";

/// The text with lines broken where they are too long, or contain a group that is.
pub fn format(text: &str) -> String {
    let mut formatted = String::with_capacity(text.len() * 2);
    let mut is_table = false;
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let parts = match ["//", "#[", "use "]
            .iter()
            .any(|begin| content.starts_with(begin))
        {
            true => None,
            false => parts(content),
        };
        formatted += &" ".repeat(indent);
        match parts {
            Some(parts) if is_table => formatted += &table(&parts, indent),
            Some(parts) => formatted += &layout(&parts, indent, 0, is_pattern(content)),
            None => formatted += content,
        }
        formatted.push('\n');
        is_table = content.starts_with(TABLE);
    }
    formatted
}

/// Arrays in patterns have each name on a line.
fn is_pattern(line: &str) -> bool {
    line.starts_with("let [")
}

/// A piece of a line.
enum Part<'a> {
    /// Without groups.
    Text(&'a str),
    /// Brackets and what stands between commas in them.
    Group {
        /// With the brackets.
        text: &'a str,
        /// What stands between commas.
        items: Vec<Vec<Part<'a>>>,
        /// Whether each item may have a line. In parentheses around a sum and in `[f32; 3]` there is one, without a comma.
        breaks: bool,
    },
}

impl<'a> Part<'a> {
    fn text(&self) -> &'a str {
        match self {
            Part::Text(text) | Part::Group { text, .. } => text,
        }
    }
}

/// The line in pieces, or `None` if its brackets don't match within it.
fn parts(line: &str) -> Option<Vec<Part<'_>>> {
    let mut items = items(line)?;
    match items.len() {
        // A comma or semicolon at the end, or a comma outside of brackets.
        0 => None,
        1 => items.pop(),
        _ => None,
    }
}

/// What stands between commas.
fn items(text: &str) -> Option<Vec<Vec<Part<'_>>>> {
    let bytes = text.as_bytes();
    let mut items = Vec::new();
    let mut item = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = end_of_string(bytes, at)?,
            b'<' if is_generic(bytes, at) => at = end_of_group(bytes, at)?,
            b'(' | b'[' | b'{' => {
                let end = end_of_group(bytes, at)?;
                push_text(&mut item, text.get(start..at)?);
                let group = text.get(at..=end)?;
                item.push(group_of(group, text.get(..at)?)?);
                start = end + 1;
                at = end;
            }
            b')' | b']' | b'}' => return None,
            b',' if at + 1 < bytes.len() => {
                push_text(&mut item, text.get(start..at)?);
                items.push(std::mem::take(&mut item));
                start = at + 1;
                while bytes.get(start) == Some(&b' ') {
                    start += 1;
                }
                at = start;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    push_text(&mut item, text.get(start..)?);
    if !item.is_empty() {
        items.push(item);
    }
    Some(items)
}

fn push_text<'a>(item: &mut Vec<Part<'a>>, text: &'a str) {
    if !text.is_empty() {
        item.push(Part::Text(text));
    }
}

/// A group, or text if lines aren't broken in it: an index, or nothing.
fn group_of<'a>(group: &'a str, before: &str) -> Option<Part<'a>> {
    let follows_word = before.ends_with(|letter: char| is_word(letter as u32));
    let inner = group.get(1..group.len() - 1)?.trim();
    if (group.starts_with('[') && follows_word) || inner.is_empty() {
        return Some(Part::Text(group));
    }
    let items = items(inner)?;
    let is_call = follows_word || before.ends_with('>');
    let breaks = match group.as_bytes().first() {
        Some(b'(') => is_call || items.len() > 1,
        Some(b'[') => !inner.contains(';'),
        _ => true,
    };
    Some(Part::Group {
        text: group,
        items,
        breaks,
    })
}

fn is_word(letter: u32) -> bool {
    char::from_u32(letter).is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

/// Whether `<` opens a list of types: a comparison has a space before it.
fn is_generic(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    before.is_none_or(|&before| is_word(before.into()) || b":(&[".contains(&before))
}

fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'"' => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// Where the bracket closes that opens here.
fn end_of_group(bytes: &[u8], start: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut at = start;
    loop {
        match *bytes.get(at)? {
            b'"' => at = end_of_string(bytes, at)?,
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            b'<' if at == start || is_generic(bytes, at) => open.push(b'>'),
            b'>' if open.last() == Some(&b'>') => drop(open.pop()),
            closing @ (b')' | b']' | b'}') if open.pop() != Some(closing) => return None,
            _ => {}
        }
        if open.is_empty() {
            return Some(at);
        }
        at += 1;
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Whether a group may stand on one line, as far as its own width and those within it are concerned.
fn fits(part: &Part<'_>) -> bool {
    let Part::Group {
        text,
        items,
        breaks,
    } = part
    else {
        return true;
    };
    let nested = || items.iter().flatten().all(fits);
    if !breaks {
        return nested();
    }
    let most = if text.starts_with('{') { STRUCT } else { GROUP };
    let inner = text[1..text.len() - 1].trim();
    width(inner) <= most && nested()
}

/// A piece of code that begins at `indent` and is followed by `after` more letters.
fn layout(parts: &[Part<'_>], indent: usize, after: usize, is_pattern: bool) -> String {
    let whole: usize = parts.iter().map(|part| width(part.text())).sum();
    let is_long = indent + whole + after > LINE;
    // A line of groups that fit is broken in the last of them.
    let last = match parts.iter().all(fits) && is_long {
        true => (parts.iter()).rposition(|part| matches!(part, Part::Group { breaks: true, .. })),
        false => None,
    };
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Group {
                text: group,
                items,
                breaks,
            } if !fits(part) || last == Some(index) => {
                text += &broken(group, items, *breaks, indent, is_pattern);
            }
            other => text += other.text(),
        }
    }
    text
}

/// A constant with a line for each element.
fn table(parts: &[Part<'_>], indent: usize) -> String {
    let rows = |part: &Part<'_>| match part {
        Part::Group { text, items, .. } if text.starts_with('[') && items.len() > 1 => {
            let (space, end) = (" ".repeat(indent + 4), " ".repeat(indent));
            let text = |item: &Vec<Part<'_>>| item.iter().map(Part::text).collect::<String>();
            let rows: Vec<String> = (items.iter())
                .map(|item| format!("{space}{},\n", text(item)))
                .collect();
            format!("[\n{}{end}]", rows.concat())
        }
        other => other.text().to_string(),
    };
    parts.iter().map(rows).collect()
}

/// A group over several lines.
fn broken(
    group: &str,
    items: &[Vec<Part<'_>>],
    breaks: bool,
    indent: usize,
    is_pattern: bool,
) -> String {
    let (open, close) = (&group[..1], &group[group.len() - 1..]);
    // The only argument shares the lines of the brackets.
    if let ([item], true) = (items, open != "{")
        && (!breaks || item.iter().any(|part| !fits(part)))
    {
        return format!("{open}{}{close}", layout(item, indent, 1, false));
    }
    let inner = indent + 4;
    let space = " ".repeat(inner);
    let mut text = format!("{open}\n");
    let is_short =
        |item: &Vec<Part<'_>>| matches!(&item[..], [Part::Text(text)] if width(text) <= SHORT);
    if open != "{" && !is_pattern && items.len() > 1 && items.iter().all(is_short) {
        let mut line = space.clone();
        for item in items.iter().flatten() {
            if width(&line) + width(item.text()) + 2 > LINE {
                text += line.trim_end();
                text.push('\n');
                line = space.clone();
            }
            line += item.text();
            line += ", ";
        }
        text += line.trim_end();
        text.push('\n');
    } else {
        for item in items {
            text += &space;
            text += &layout(item, inner, 1, false);
            let is_base = matches!(item.first(), Some(Part::Text(text)) if text.starts_with(".."));
            text += if is_base { "\n" } else { ",\n" };
        }
    }
    text + &" ".repeat(indent) + close
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_stay() {
        for line in [
            "    let x = f(1, [2, 3]);",
            "    // Between (brackets, which would be broken if this were code and not words about it, which it isn't)",
            "phases.run(Grid::Tiles(8), buffers, &|pass| {",
            "});",
            "const SHARD: usize = ((24 + <__TwinsUser4 as ::formwork::layers::Layer>::PARAMETERS_LEN) + 15);",
            "pub c: [f32; <__TwinsUser4 as ::formwork::layers::Layer>::PARAMETERS_LEN + 1_000_000_000],",
        ] {
            assert_eq!(format(line), format!("{line}\n"));
        }
    }

    #[test]
    fn structs_have_a_line_for_each_field() {
        assert_eq!(
            format("    e: Epilogue { activation: Activation::Relu, ..Epilogue::NONE },"),
            "    e: Epilogue {\n        activation: Activation::Relu,\n        ..Epilogue::NONE\n    },\n"
        );
    }

    #[test]
    fn tables_have_a_line_for_each_row() {
        let row = "row(\"a name that is rather long\", \"A layer's keyword that is long, too\")";
        let text = format!("    #[rustfmt::skip] // a table\n    const T: &[A] = &[{row}, {row}];");
        let expected = format!(
            "    #[rustfmt::skip] // a table\n    const T: &[A] = &[\n        {row},\n        {row},\n    ];\n"
        );
        assert_eq!(super::format(&text), expected);
    }

    #[test]
    fn an_only_argument_shares_the_brackets() {
        assert_eq!(
            format("let b = [Rows { values: output_dense, width: 10 }];"),
            "let b = [Rows {\n    values: output_dense,\n    width: 10,\n}];\n"
        );
    }

    #[test]
    fn short_elements_share_lines() {
        let names = (0..30).map(|i| format!("name_{i}")).collect::<Vec<_>>();
        let names = names.join(", ");
        let formatted = format(&format!("f(a_long_argument, [{names}]);"));
        assert!(formatted.starts_with("f(\n    a_long_argument,\n    [\n        name_0, name_1, "));
        assert!(formatted.lines().all(|line| line.len() <= 100));
        let formatted = format(&format!("let [{names}] = Place::rows();"));
        assert!(formatted.starts_with("let [\n    name_0,\n    name_1,\n"));
    }

    #[test]
    fn strings_and_types_are_whole() {
        let call = "row(\"a layer, (with) a name of its own\", <A as B<C, D>>::E, \"the other name, which is long\")";
        let expected = "row(\n    \"a layer, (with) a name of its own\",\n    <A as B<C, D>>::E,\n    \"the other name, which is long\",\n)\n";
        assert_eq!(format(call), expected);
    }
}
