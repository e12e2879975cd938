//! What can be wrong with a table.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A table that can't be used.
#[derive(Debug)]
pub struct CsvError {
    /// The file.
    pub path: PathBuf,
    /// Where in it, if it is at one place.
    pub place: Option<Place>,
    /// What is wrong.
    pub fault: CsvFault,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The number of the field, from 1.
    pub column: Option<usize>,
    /// The column's name.
    pub name: Option<String>,
}

/// What is wrong with a table.
#[derive(Debug, thiserror::Error)]
pub enum CsvFault {
    /// It can't be opened or read, or its compression is broken.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It isn't text.
    #[error("it isn't text: this isn't UTF-8")]
    Utf8,
    /// It has no header.
    #[error("it is empty, but its first line should name the columns")]
    Empty,
    /// The separator can't be one.
    #[error("the separator must be a character of ASCII other than quotes and line ends")]
    Separator,
    /// A row of another length.
    #[error("it has {found} fields, but the first line has {expected}")]
    Fields {
        /// As the first line has.
        expected: usize,
        /// As this one has.
        found: usize,
    },
    /// A quoted field without an end.
    #[error("the quotes that open here are never closed")]
    Unclosed,
    /// Something between closing quotes and the separator.
    #[error(
        "a quoted field must be followed by a separator or the end of the line; a quote inside is written twice"
    )]
    AfterQuotes,
    /// Two columns of one name.
    #[error("two columns are named `{0}`")]
    Duplicate(String),
    /// No column has the name.
    #[error("no column is named `{name}`: there are {}", listed(names))]
    ColumnName {
        /// The name.
        name: String,
        /// Those that there are.
        names: Vec<String>,
    },
    /// No column has the number.
    #[error("there is no column {number}: there are {columns}, numbered from 0")]
    ColumnNumber {
        /// The number.
        number: usize,
        /// How many there are.
        columns: usize,
    },
    /// A cell that is no number.
    #[error("`{0}` isn't a finite number")]
    Number(String),
    /// An empty cell.
    #[error("the value is missing")]
    Missing,
}

impl CsvError {
    pub(super) fn new(path: &Path, place: Option<Place>, fault: CsvFault) -> CsvError {
        CsvError {
            path: path.to_owned(),
            place,
            fault,
        }
    }
}

impl fmt::Display for CsvError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.path.display())?;
        if let Some(place) = &self.place {
            write!(formatter, ", line {}", place.line)?;
            if let Some(column) = place.column {
                write!(formatter, ", column {column}")?;
            }
            if let Some(name) = &place.name {
                write!(formatter, " (`{}`)", shortened(name))?;
            }
        }
        write!(formatter, ": {}", self.fault)
    }
}

impl std::error::Error for CsvError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            CsvFault::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// The longest text that a message shows.
const SHOWN: usize = 40;

/// A text that fits into a message.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The first names, quoted.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let mut texts: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{}`", shortened(name)))
        .collect();
    match names.len() {
        0 => return "none, since the table has no header".to_owned(),
        len if len > MOST => texts.push(format!("{} more", len - MOST)),
        _ => {}
    }
    texts.join(", ")
}
