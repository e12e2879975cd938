//! From text to a table.

use super::error::shortened;
use super::{Csv, CsvError, CsvFault, Place, Table};
use std::collections::BTreeSet;
use std::path::Path;

/// Reads all rows. Text is copied once; quotes are taken off then.
pub(super) fn table(csv: Csv, path: &Path, bytes: &[u8]) -> Result<Table, CsvError> {
    let fail = |line: usize, column: Option<usize>, fault| {
        let place = Place {
            line,
            column,
            name: None,
        };
        Err(CsvError::new(path, Some(place), fault))
    };
    if !csv.separator.is_ascii() || matches!(csv.separator, b'"' | b'\n' | b'\r') {
        return Err(CsvError::new(path, None, CsvFault::Separator));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            return fail(line, None, CsvFault::Utf8);
        }
    };
    let mut table = Table {
        path: path.to_owned(),
        names: Vec::new(),
        columns: 0,
        text: String::with_capacity(text.len()),
        ends: Vec::new(),
        lines: Vec::new(),
    };
    let (mut rest, mut line) = (text, 1);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n').or(rest.strip_prefix("\r\n")) {
            (rest, line) = (after, line + 1);
            continue;
        }
        let (first_line, first_cell) = (line, table.ends.len());
        loop {
            let column = table.ends.len() - first_cell + 1;
            let field = match field(rest, csv.separator, &mut table.text) {
                Ok(field) => field,
                Err(fault) => return fail(line, Some(column), fault),
            };
            table.ends.push(table.text.len());
            line += field.lines;
            rest = field.rest;
            if !field.more {
                break;
            }
        }
        let found = table.ends.len() - first_cell;
        if table.columns == 0 {
            table.columns = found;
        }
        if found != table.columns {
            let expected = table.columns;
            return fail(first_line, None, CsvFault::Fields { expected, found });
        }
        table.lines.push(first_line);
    }
    if csv.header {
        take_header(&mut table)?;
    }
    Ok(table)
}

/// Makes the first row the names of the columns.
fn take_header(table: &mut Table) -> Result<(), CsvError> {
    if table.is_empty() {
        return Err(CsvError::new(&table.path, None, CsvFault::Empty));
    }
    let names: Vec<String> = (0..table.columns)
        .map(|column| table.text_of(0, column).trim().to_owned())
        .collect();
    let mut seen = BTreeSet::new();
    for (column, name) in names.iter().enumerate() {
        if !seen.insert(name) {
            let fault = CsvFault::Duplicate(shortened(name));
            return Err(table.error(0, column, fault));
        }
    }
    let end = table.ends[table.columns - 1];
    table.text.drain(..end);
    table.ends.drain(..table.columns);
    table.ends.iter_mut().for_each(|place| *place -= end);
    table.lines.remove(0);
    table.names = names;
    Ok(())
}

/// A field has been read.
struct Field<'a> {
    rest: &'a str,
    /// Whether another one follows on the line.
    more: bool,
    /// Line ends passed.
    lines: usize,
}

fn field<'a>(from: &'a str, separator: u8, text: &mut String) -> Result<Field<'a>, CsvFault> {
    let separator = char::from(separator);
    let (rest, mut lines) = match from.strip_prefix('"') {
        Some(quoted) => unquote(quoted, text)?,
        None => {
            let end = from.find([separator, '\n']).unwrap_or(from.len());
            let (content, rest) = from.split_at(end);
            let at_line_end = !rest.starts_with(separator);
            let content = match content.strip_suffix('\r') {
                Some(content) if at_line_end => content,
                _ => content,
            };
            text.push_str(content);
            (rest, 0)
        }
    };
    let mut more = false;
    let rest = if let Some(rest) = rest.strip_prefix(separator) {
        more = true;
        rest
    } else if let Some(rest) = rest.strip_prefix('\n').or(rest.strip_prefix("\r\n")) {
        lines += 1;
        rest
    } else if rest.is_empty() || rest == "\r" {
        ""
    } else {
        return Err(CsvFault::AfterQuotes);
    };
    Ok(Field { rest, more, lines })
}

/// The content of a quoted field; gives what follows its closing quotes, and the number of line ends inside.
fn unquote<'a>(mut quoted: &'a str, text: &mut String) -> Result<(&'a str, usize), CsvFault> {
    let mut lines = 0;
    loop {
        let Some((content, rest)) = quoted.split_once('"') else {
            return Err(CsvFault::Unclosed);
        };
        text.push_str(content);
        lines += content.matches('\n').count();
        match rest.strip_prefix('"') {
            Some(rest) => {
                text.push('"');
                quoted = rest;
            }
            None => return Ok((rest, lines)),
        }
    }
}
