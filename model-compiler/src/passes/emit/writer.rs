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
        for line in text.as_ref().lines() {
            if line.starts_with(['}', ']', ')']) {
                self.depth = self.depth.saturating_sub(1);
            }
            let _ = writeln!(self.text, "{:indent$}{line}", "", indent = self.depth * 4);
            if line.ends_with(['{', '[', '(']) || (line.ends_with('|') && line.contains("|tile")) {
                self.depth += 1;
            }
        }
    }

    /// The text so far.
    pub fn finish(self) -> String {
        self.text
    }
}
