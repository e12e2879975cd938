//! Tables of text: comma-separated values, plain or gzipped.
//!
//! A line is a row; its fields are separated by commas. A field in double quotes may hold commas, line ends and, doubled,
//! quotes. Lines end with `\n` or `\r\n`; empty ones are passed over. This is RFC 4180, with any separator.

mod error;
mod parse;

pub use error::{CsvError, CsvFault, Place};

use super::files;
use crate::plain;
use crate::tensor::Tensor1;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csv {
    /// What separates fields; a byte of ASCII.
    pub separator: u8,
    /// Whether the first row names the columns. Otherwise columns have numbers only.
    pub header: bool,
}

impl Default for Csv {
    /// Commas, and a header.
    fn default() -> Self {
        Csv {
            separator: b',',
            header: true,
        }
    }
}

/// A table of text.
///
/// ```
/// use formwork_runtime::data::csv::{Csv, Missing};
///
/// let text = "height,name,age\n1.75,\"Ada, Countess\",36\n1.80,Alan,\n";
/// let table = Csv::default().parse("people.csv", text.as_bytes())?;
/// assert_eq!(table.cell(0, "name")?, "Ada, Countess");
/// let inputs = table.rows_of(["height", "age"], Missing::Value(40.0))?;
/// assert_eq!(inputs[1].as_slice(), [1.80, 40.0]);
/// let error = table.values("age", Missing::Refuse).unwrap_err();
/// assert_eq!(error.to_string(), "`people.csv`, line 3, column 3 (`age`): the value is missing");
/// # Ok::<(), formwork_runtime::data::csv::CsvError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    path: PathBuf,
    names: Vec<String>,
    columns: usize,
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<usize>,
    /// The line of each row.
    lines: Vec<usize>,
}

/// A column: its name, or its number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// By the header.
    Name(&'a str),
    /// By its place.
    Number(usize),
}

impl<'a> From<&'a str> for Column<'a> {
    fn from(name: &'a str) -> Self {
        Column::Name(name)
    }
}

impl From<usize> for Column<'_> {
    fn from(number: usize) -> Self {
        Column::Number(number)
    }
}

/// What a missing number becomes. A cell is missing if it is empty, `NA`, `N/A`, `NaN`, `null` or `?`, whatever its case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Missing {
    /// An error.
    Refuse,
    /// This.
    Value(f32),
    /// The mean of the numbers in its column.
    Mean,
}

impl Csv {
    /// Reads a file.
    ///
    /// # Errors
    /// If it can't be read, or isn't a table.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table, CsvError> {
        let path = path.as_ref();
        let mut bytes = Vec::new();
        let read = files::open(path).and_then(|mut file| file.read_to_end(&mut bytes));
        match read {
            Ok(_) => self.parse(path, &bytes),
            Err(error) => Err(CsvError::new(path, None, CsvFault::Io(error))),
        }
    }

    /// Reads what is in memory already; `name` stands in errors.
    ///
    /// # Errors
    /// If it isn't a table.
    pub fn parse(&self, name: impl AsRef<Path>, bytes: &[u8]) -> Result<Table, CsvError> {
        parse::table(*self, name.as_ref(), bytes)
    }
}

/// Reads a file with commas and a header.
///
/// # Errors
/// As [`Csv::read`].
pub fn read(path: impl AsRef<Path>) -> Result<Table, CsvError> {
    Csv::default().read(path)
}

impl Table {
    /// Number of rows, the header not counted.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The names of the columns; none without a header.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The text of a cell.
    ///
    /// # Errors
    /// If there is no such column. Panics if there is no such row.
    pub fn cell<'c>(&self, row: usize, column: impl Into<Column<'c>>) -> Result<&str, CsvError> {
        let column = self.find(column.into())?;
        assert!(row < self.len(), "{} rows, but not {row}", self.len());
        Ok(self.text_of(row, column))
    }

    /// The numbers of a column.
    ///
    /// # Errors
    /// If there is no such column, or a cell is no number.
    pub fn values<'c>(
        &self,
        column: impl Into<Column<'c>>,
        missing: Missing,
    ) -> Result<Vec<f32>, CsvError> {
        let column = self.find(column.into())?;
        let substitute = match missing {
            Missing::Refuse => None,
            Missing::Value(value) => Some(value),
            Missing::Mean => Some(self.mean(column)?),
        };
        let cells = (0..self.len()).map(|row| match (self.number(row, column)?, substitute) {
            (Some(value), _) | (None, Some(value)) => Ok(value),
            (None, None) => Err(self.error(row, column, CsvFault::Missing)),
        });
        cells.collect()
    }

    /// The numbers of `N` columns, a vector for each row.
    ///
    /// # Errors
    /// As [`values`](Self::values).
    pub fn rows_of<'c, const N: usize, C: Into<Column<'c>>>(
        &self,
        columns: [C; N],
        missing: Missing,
    ) -> Result<Vec<Tensor1<N>>, CsvError> {
        let mut rows = plain::zeroed_vec::<Tensor1<N>>(self.len());
        for (place, column) in columns.into_iter().enumerate() {
            let values = self.values(column, missing)?;
            for (row, value) in rows.iter_mut().zip(values) {
                row[place] = value;
            }
        }
        Ok(rows)
    }

    /// The texts of a column numbered in their order, and the texts: a class for each row, and the names of the classes.
    ///
    /// # Errors
    /// If there is no such column.
    pub fn classes<'c>(
        &self,
        column: impl Into<Column<'c>>,
    ) -> Result<(Vec<u32>, Vec<String>), CsvError> {
        let column = self.find(column.into())?;
        let texts = || (0..self.len()).map(|row| self.text_of(row, column).trim());
        let names: Vec<&str> = texts().collect::<BTreeSet<_>>().into_iter().collect();
        let classes = texts()
            .map(|text| names.partition_point(|&name| name < text) as u32)
            .collect();
        Ok((classes, names.into_iter().map(str::to_owned).collect()))
    }

    /// Only the rows for which a condition holds that is given the row's number.
    pub fn filter(&self, mut condition: impl FnMut(usize) -> bool) -> Table {
        let mut table = Table {
            path: self.path.clone(),
            names: self.names.clone(),
            columns: self.columns,
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
        };
        for row in (0..self.len()).filter(|&row| condition(row)) {
            for column in 0..self.columns {
                table.text.push_str(self.text_of(row, column));
                table.ends.push(table.text.len());
            }
            table.lines.push(self.lines[row]);
        }
        table
    }

    /// Only the rows in which nothing is missing.
    pub fn complete_rows(&self) -> Table {
        self.filter(|row| (0..self.columns).all(|column| !is_missing(self.text_of(row, column))))
    }

    fn find(&self, column: Column<'_>) -> Result<usize, CsvError> {
        let fault = match column {
            Column::Number(number) if number < self.columns => return Ok(number),
            Column::Number(number) => CsvFault::ColumnNumber {
                number,
                columns: self.columns,
            },
            Column::Name(name) => match self.names.iter().position(|other| other == name) {
                Some(number) => return Ok(number),
                None => CsvFault::ColumnName {
                    name: error::shortened(name),
                    names: self.names.clone(),
                },
            },
        };
        Err(CsvError::new(&self.path, None, fault))
    }

    fn text_of(&self, row: usize, column: usize) -> &str {
        let cell = row * self.columns + column;
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[cell]]
    }

    /// The number in a cell, if it isn't missing.
    fn number(&self, row: usize, column: usize) -> Result<Option<f32>, CsvError> {
        let text = self.text_of(row, column).trim();
        if is_missing(text) {
            return Ok(None);
        }
        match text.parse::<f32>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            _ => Err(self.error(row, column, CsvFault::Number(error::shortened(text)))),
        }
    }

    fn mean(&self, column: usize) -> Result<f32, CsvError> {
        let (mut sum, mut count) = (0.0f64, 0u32);
        for row in 0..self.len() {
            if let Some(value) = self.number(row, column)? {
                sum += f64::from(value);
                count += 1;
            }
        }
        Ok(if count == 0 {
            0.0
        } else {
            (sum / f64::from(count)) as f32
        })
    }

    fn error(&self, row: usize, column: usize, fault: CsvFault) -> CsvError {
        let place = Place {
            line: self.lines[row],
            column: Some(column + 1),
            name: self.names.get(column).cloned(),
        };
        CsvError::new(&self.path, Some(place), fault)
    }
}

fn is_missing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || ["na", "n/a", "nan", "null", "?"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
