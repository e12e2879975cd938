//! The history as a file of comma-separated values.

use super::{Callback, CallbackError, Control};
use crate::io::pieces::{Reader, Writer};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Writes a line for each epoch to a file: the number of the epoch, from 0, then the values in the alphabetical order of their
/// keys, as Keras. A value that an epoch lacks is `NA`; the columns are those of the first epoch.
///
/// A training that goes on from a checkpoint cuts off the lines that were written after it, so that no epoch stands
/// there twice.
#[derive(Debug)]
pub struct CsvLogger {
    path: PathBuf,
    separator: char,
    append: bool,
    keys: Vec<String>,
    /// Bytes that have been written, the file's length.
    written: u64,
    resumed: bool,
    file: Option<File>,
}

impl CsvLogger {
    /// Writes to that file, and replaces one that is there.
    pub fn new(path: impl AsRef<Path>) -> CsvLogger {
        CsvLogger {
            path: path.as_ref().to_owned(),
            separator: ',',
            append: false,
            keys: Vec::new(),
            written: 0,
            resumed: false,
            file: None,
        }
    }

    /// Writes behind what is there. If there is something, no line of keys is written.
    pub fn append(self) -> CsvLogger {
        CsvLogger {
            append: true,
            ..self
        }
    }

    /// Separates values by another character.
    pub fn separator(self, separator: char) -> CsvLogger {
        CsvLogger { separator, ..self }
    }

    fn open(&mut self) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&self.path)?;
        let kept = match (self.resumed, self.append) {
            (true, _) => self.written,
            (false, true) => file.metadata()?.len(),
            (false, false) => 0,
        };
        file.set_len(kept)?;
        file.seek(SeekFrom::Start(kept))?;
        self.written = kept;
        self.file = Some(file);
        Ok(())
    }

    fn write(&mut self, values: &[(String, f32)], epoch: usize) -> io::Result<()> {
        let mut text = String::new();
        if self.keys.is_empty() {
            self.keys = values.iter().map(|(key, _)| key.clone()).collect();
            self.keys.sort();
            if self.written == 0 {
                text.push_str("epoch");
                for key in &self.keys {
                    text.push(self.separator);
                    text.push_str(key);
                }
                text.push('\n');
            }
        }
        text.push_str(&epoch.to_string());
        for key in &self.keys {
            text.push(self.separator);
            match values.iter().find(|(name, _)| name == key) {
                Some((_, value)) => text.push_str(&value.to_string()),
                None => text.push_str("NA"),
            }
        }
        text.push('\n');
        if let Some(file) = &mut self.file {
            file.write_all(text.as_bytes())?;
            self.written += text.len() as u64;
        }
        Ok(())
    }

    fn named(&self, error: io::Error) -> CallbackError {
        format!("`{}`: {error}", self.path.display()).into()
    }
}

impl Callback for CsvLogger {
    fn train_begin(&mut self, _: &mut Control<'_>) -> Result<(), CallbackError> {
        if !self.resumed {
            self.keys.clear();
        }
        let opened = self.open();
        self.resumed = false;
        opened.map_err(|error| self.named(error))
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let written = self.write(control.values(), control.epoch());
        written.map_err(|error| self.named(error))
    }

    fn train_end(&mut self, _: &mut Control<'_>) -> Result<(), CallbackError> {
        self.file = None;
        Ok(())
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.written);
        writer.number(self.keys.len() as u64);
        for key in &self.keys {
            writer.text(key);
        }
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let written = reader.number()?;
        let mut keys = Vec::new();
        for _ in 0..reader.count()? {
            keys.push(reader.text()?);
        }
        reader.end()?;
        let length = fs::metadata(&self.path).map_or(0, |file| file.len());
        if length < written {
            return Err(format!(
                "`{}` has {length} bytes, but had {written} when the checkpoint was written; put the file back, or begin anew",
                self.path.display()
            )
            .into());
        }
        self.written = written;
        self.keys = keys;
        self.resumed = true;
        Ok(())
    }
}
