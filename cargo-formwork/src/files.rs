//! Source files: which ones there are, and their text with places in it.

use crate::error::Error;
use proc_macro2::LineColumn;
use std::fs;
use std::path::{Path, PathBuf};

/// A file that has been read.
#[derive(Debug)]
pub struct Source {
    /// As it was named or found, from the current folder.
    pub path: PathBuf,
    /// Its text, with blanks in place of a byte order mark and of a first line that names an interpreter, so that it
    /// consists of Rust's tokens and every place stays what it is.
    pub text: String,
    /// What the blanks stand for.
    head: String,
}

impl Source {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Source, Error> {
        let text = fs::read_to_string(path).map_err(|error| Error::Read(path.into(), error))?;
        Ok(Source::new(path.into(), text))
    }

    fn new(path: PathBuf, mut text: String) -> Source {
        let mark = match text.starts_with('\u{feff}') {
            true => '\u{feff}'.len_utf8(),
            false => 0,
        };
        let first = text[mark..].lines().next().unwrap_or("");
        let interpreter = first
            .strip_prefix("#!")
            .filter(|rest| !rest.trim_start().starts_with('['));
        let blank = mark + interpreter.map_or(0, |_| first.len());
        let head = text[..blank].to_string();
        text.replace_range(..blank, &" ".repeat(blank));
        Source { path, text, head }
    }

    /// Replaces the text, which begins with the same blanks, and the file.
    pub fn write(&mut self, text: String) -> Result<(), Error> {
        let rest = text.get(self.head.len()..).unwrap_or("");
        fs::write(&self.path, format!("{}{rest}", self.head))
            .map_err(|error| Error::Write(self.path.clone(), error))?;
        self.text = text;
        Ok(())
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        (line, before[start..].chars().count() + 1)
    }
}

impl Source {
    /// The byte at a place as the compiler counts it: lines from 1, columns in characters from 0.
    pub fn byte(&self, place: LineColumn) -> usize {
        let mut start = 0;
        for line in self
            .text
            .split_inclusive('\n')
            .take(place.line.saturating_sub(1))
        {
            start += line.len();
        }
        let line = self.text.get(start..).unwrap_or("");
        let column = line.char_indices().nth(place.column);
        start + column.map_or(line.len(), |(byte, _)| byte)
    }
}

/// The Rust files that are named: of a folder, all in it. Without names, those of the package.
pub fn find(named: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    if named.is_empty() {
        let package = package()?;
        for folder in ["src", "examples", "tests", "benches"] {
            let folder = package.join(folder);
            if folder.is_dir() {
                walk(&folder, &mut found)?;
            }
        }
    }
    for path in named {
        match path.is_dir() {
            true => walk(path, &mut found)?,
            false => found.push(path.clone()),
        }
    }
    Ok(found)
}

/// The folder of the package around the current one, as a path from there.
fn package() -> Result<PathBuf, Error> {
    let here = std::env::current_dir().map_err(|error| Error::Read(".".into(), error))?;
    let mut path = PathBuf::new();
    for folder in here.ancestors() {
        let manifest = folder.join("Cargo.toml");
        if manifest.is_file() {
            let text =
                fs::read_to_string(&manifest).map_err(|error| Error::Read(manifest, error))?;
            let is_package = text.lines().any(|line| line.trim() == "[package]");
            return is_package.then_some(path).ok_or(Error::NoPackage);
        }
        path.push("..");
    }
    Err(Error::NoPackage)
}

/// All Rust files in a folder, in the order of their names. A folder with a `Cargo.toml` below it is another package,
/// and one with a `CACHEDIR.TAG` isn't source.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let failed = |error| Error::Read(folder.into(), error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?);
    }
    paths.sort_by_key(fs::DirEntry::file_name);
    for entry in paths {
        let path = entry.path();
        let kind = entry.file_type().map_err(failed)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() {
            let foreign = path.join("Cargo.toml").exists() || path.join("CACHEDIR.TAG").exists();
            if !hidden && !foreign {
                walk(&path, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_survive_what_is_no_rust() {
        let text = "\u{feff}#!/usr/bin/env run\nlet é = x;\n";
        let source = Source::new("a.rs".into(), text.into());
        assert_eq!(source.text.len(), text.len());
        assert!(
            source.text.trim_start().starts_with("let"),
            "{}",
            source.text
        );
        let byte = text.find('x').expect("it is there");
        assert_eq!(source.position(byte), (2, 9));
        assert_eq!(source.byte(LineColumn { line: 2, column: 8 }), byte);
        assert_eq!(source.position(1 << 20), (3, 1));
        assert_eq!(source.byte(LineColumn { line: 9, column: 9 }), text.len());
        let source = Source::new("a.rs".into(), "#![no_std]\n".into());
        assert_eq!(source.text, "#![no_std]\n");
    }
}
