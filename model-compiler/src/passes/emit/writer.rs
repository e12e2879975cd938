//! Indented source text.

use std::fmt::Write;

/// Collects lines of Rust source.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Adds a line, or several if the text has line breaks; closing brackets step out and opening ones step in.
    pub fn line(&mut self, text: impl AsRef<str>) {
        if text.as_ref().is_empty() {
            self.text.push('\n');
        }
        for line in text.as_ref().lines().map(str::trim_start) {
            if line.is_empty() {
                self.text.push('\n');
                continue;
            }
            let is_comment = line.starts_with("//");
            if line.starts_with(['}', ']', ')']) {
                self.depth = self.depth.saturating_sub(1);
            }
            let _ = writeln!(self.text, "{:indent$}{line}", "", indent = self.depth * 4);
            if !is_comment && line.ends_with(['{', '[', '(']) {
                self.depth += 1;
            }
        }
    }

    /// Whether the text so far has this word outside of comments.
    pub fn mentions(&self, word: &str) -> bool {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mentions = |line: &str| {
            line.match_indices(word).any(|(start, _)| {
                let before = line[..start].chars().next_back();
                let after = line[start + word.len()..].chars().next();
                !before.is_some_and(is_part) && !after.is_some_and(is_part)
            })
        };
        let code = |line: &&str| !line.trim_start().starts_with("//");
        self.text.lines().filter(code).any(mentions)
    }

    /// Those of some words that the text so far has, as the fields of a pattern that leaves out the others.
    pub fn pattern(&self, fields: &[&str]) -> String {
        let used: Vec<&str> = fields
            .iter()
            .copied()
            .filter(|field| self.mentions(field.split_once(": ").map_or(*field, |(_, name)| name)))
            .collect();
        match used.len() {
            0 => String::new(),
            len if len == fields.len() => format!("{{ {} }}", used.join(", ")),
            _ => format!("{{ {}, .. }}", used.join(", ")),
        }
    }

    /// The text so far.
    pub fn finish(self) -> String {
        self.text
    }
}
