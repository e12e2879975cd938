//! Generated code in colours: comments, literals, keywords and types. The text between the colours is what it was.

use anstyle::{AnsiColor, Style};

const KEYWORDS: [&str; 22] = [
    "as", "const", "else", "false", "fn", "for", "if", "impl", "in", "let", "match", "mod", "mut",
    "pub", "return", "self", "static", "struct", "true", "type", "unsafe", "use",
];

/// Marks up a text of Rust's tokens.
pub fn highlight(code: &str) -> String {
    let mut text = String::with_capacity(code.len() * 2);
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (len, style) = piece(rest, first);
        let (piece, after) = rest.split_at(len);
        match style {
            Some(style) => text.push_str(&format!("{style}{piece}{style:#}")),
            None => text.push_str(piece),
        }
        rest = after;
    }
    text
}

/// The length in bytes of what begins with `first`, and how it looks.
fn piece(rest: &str, first: char) -> (usize, Option<Style>) {
    let color = |color: AnsiColor| Some(color.on_default());
    let until = |end: fn(char) -> bool| rest.find(end).unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (
            until(|letter| letter == '\n'),
            color(AnsiColor::BrightBlack),
        );
    }
    if first == '"' {
        return (string(rest), color(AnsiColor::Green));
    }
    if first.is_ascii_digit() {
        let len = until(|letter| !letter.is_ascii_alphanumeric() && letter != '_');
        return (len, color(AnsiColor::Cyan));
    }
    if first == '_' || first.is_alphabetic() {
        let len = until(|letter| letter != '_' && !letter.is_alphanumeric());
        let style = match &rest[..len] {
            word if KEYWORDS.contains(&word) => color(AnsiColor::Magenta),
            _ if first.is_uppercase() => color(AnsiColor::Yellow),
            _ => None,
        };
        return (len, style);
    }
    (first.len_utf8(), None)
}

/// The length of a string literal with its quotes.
fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (place, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_change_no_letter() {
        let code = "/// é \"x\"\nconst A: &str = \"a\\\"b // c\"; let x = 1_000 + b\"é";
        let marked = highlight(code);
        assert_eq!(anstream::adapter::strip_str(&marked).to_string(), code);
        let green = AnsiColor::Green.on_default();
        let string = format!("{green}\"a\\\"b // c\"{green:#}");
        assert!(marked.contains(&string), "{marked}");
    }
}
