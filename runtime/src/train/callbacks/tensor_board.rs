//! Files that TensorBoard shows.
//!
//! An event file is a row of records: length (8 bytes), checksum of these, content, checksum of the content (4 bytes each). Each content
//! is an `Event` in protocol buffers: `wall_time` (1), `step` (2), `file_version` (3), `summary` (5) with `value` (1), which has
//! `tag` (1) and `simple_value` (2).

use super::{Callback, CallbackError, Control};
use crate::io::crc32c::crc32c;
use crate::io::pieces::{Reader, Writer};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Writes loss, metrics and learning rate to event files: `tensorboard --logdir logs` shows them as curves in a browser.
///
/// As with Keras, `train/` in that folder gets the values of the training set as `epoch_loss` and so on, `validation/` those of the
/// validation set under the same names; the number of the epoch counts from 0. With [`every_batches`](Self::every_batches), `train/` also gets
/// `batch_loss` and the others against the number of optimizer steps.
///
/// A training that goes on from a checkpoint cuts off what was written after it.
#[derive(Debug)]
pub struct TensorBoard {
    folder: PathBuf,
    batches: usize,
    files: Vec<EventFile>,
    resumed: bool,
}

impl TensorBoard {
    /// Writes to that folder, after each epoch.
    pub fn new(folder: impl AsRef<Path>) -> TensorBoard {
        TensorBoard {
            folder: folder.as_ref().to_owned(),
            batches: 0,
            files: Vec::new(),
            resumed: false,
        }
    }

    /// Writes after so many batches too.
    pub fn every_batches(self, batches: usize) -> TensorBoard {
        TensorBoard { batches, ..self }
    }

    /// Writes values to the file of a subfolder, which is made when it is first needed.
    fn write(
        &mut self,
        part: &str,
        step: u64,
        values: &[(String, f32)],
    ) -> Result<(), CallbackError> {
        if values.is_empty() {
            return Ok(());
        }
        let place = self.files.iter().position(|file| file.part == part);
        let file = match place {
            Some(place) => &mut self.files[place],
            None => {
                let folder = self.folder.join(part);
                let file = EventFile::new(part, &folder)
                    .map_err(|error| format!("`{}`: {error}", folder.display()))?;
                self.files.push(file);
                let last = self.files.len() - 1;
                &mut self.files[last]
            }
        };
        let written = file.write(&event(seconds(), step, values));
        written.map_err(|error| format!("`{}`: {error}", file.path.display()).into())
    }
}

impl Callback for TensorBoard {
    fn train_begin(&mut self, _: &mut Control<'_>) -> Result<(), CallbackError> {
        if self.resumed {
            self.resumed = false;
            for file in &mut self.files {
                let opened = file.reopen();
                opened.map_err(|error| format!("`{}`: {error}", file.path.display()))?;
            }
        } else {
            self.files.clear();
        }
        Ok(())
    }

    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let steps = control.steps();
        if self.batches == 0 || !steps.is_multiple_of(self.batches as u64) {
            return Ok(());
        }
        let mut values = Vec::new();
        for key in control.names.clone() {
            if let Some(value) = control.value(&key) {
                values.push((format!("batch_{key}"), value));
            }
        }
        self.write("train", steps, &values)
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let named = |key: &str, value| (format!("epoch_{key}"), value);
        let (mut training, mut validation) = (Vec::new(), Vec::new());
        for (key, value) in control.values() {
            match key.strip_prefix("val_") {
                Some(key) => validation.push(named(key, *value)),
                None => training.push(named(key, *value)),
            }
        }
        if control
            .values()
            .iter()
            .all(|(key, _)| key != "learning_rate")
        {
            training.push(named("learning_rate", control.learning_rate() as f32));
        }
        let epoch = control.epoch() as u64;
        self.write("train", epoch, &training)?;
        self.write("validation", epoch, &validation)
    }

    fn train_end(&mut self, _: &mut Control<'_>) -> Result<(), CallbackError> {
        self.files.clear();
        Ok(())
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.files.len() as u64);
        for file in &self.files {
            writer.text(&file.part);
            writer.text(&file.path.to_string_lossy());
            writer.number(file.written);
        }
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let mut files = Vec::new();
        for _ in 0..reader.count()? {
            files.push(EventFile {
                part: reader.text()?,
                path: reader.text()?.into(),
                written: reader.number()?,
                file: None,
            });
        }
        reader.end()?;
        for file in &files {
            let length = fs::metadata(&file.path).map_or(0, |found| found.len());
            if length < file.written {
                return Err(format!(
                    "`{}` has {length} bytes, but had {} when the checkpoint was written; put the file back, or begin anew",
                    file.path.display(),
                    file.written
                )
                .into());
            }
        }
        self.files = files;
        self.resumed = true;
        Ok(())
    }
}

/// A file of events.
#[derive(Debug)]
struct EventFile {
    part: String,
    path: PathBuf,
    written: u64,
    file: Option<File>,
}

impl EventFile {
    /// A file in that folder whose name no other has.
    fn new(part: &str, folder: &Path) -> io::Result<EventFile> {
        fs::create_dir_all(folder)?;
        let time = seconds();
        // Begun, not rounded: no event is older than its file.
        let second = time as u64;
        let process = std::process::id();
        let mut attempt = 0;
        let (path, file) = loop {
            let name = format!("events.out.tfevents.{second}.formwork.{process}.{attempt}.v2");
            let path = folder.join(name);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => attempt += 1,
                Err(error) => return Err(error),
            }
        };
        let mut events = EventFile {
            part: part.to_owned(),
            path,
            written: 0,
            file: Some(file),
        };
        let mut content = Vec::new();
        push_double(&mut content, 1, time);
        push_bytes(&mut content, 3, b"brain.Event:2");
        events.write(&content)?;
        Ok(events)
    }

    /// Goes on after what was written.
    fn reopen(&mut self) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.path)?;
        file.set_len(self.written)?;
        file.seek(SeekFrom::Start(self.written))?;
        self.file = Some(file);
        Ok(())
    }

    fn write(&mut self, content: &[u8]) -> io::Result<()> {
        let record = record(content);
        if let Some(file) = &mut self.file {
            file.write_all(&record)?;
            self.written += record.len() as u64;
        }
        Ok(())
    }
}

/// Seconds since 1970.
fn seconds() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64())
}

/// A record with that content.
fn record(content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u64).to_le_bytes();
    let mut record = length.to_vec();
    record.extend(masked(&length).to_le_bytes());
    record.extend(content);
    record.extend(masked(content).to_le_bytes());
    record
}

/// A checksum of bytes that may themselves contain checksums: turned by 15 bits, and shifted.
fn masked(bytes: &[u8]) -> u32 {
    crc32c(bytes).rotate_right(15).wrapping_add(0xA282_EAD8)
}

/// An `Event` with a scalar for each value.
fn event(time: f64, step: u64, values: &[(String, f32)]) -> Vec<u8> {
    let mut summary = Vec::new();
    for (tag, value) in values {
        let mut entry = Vec::new();
        push_bytes(&mut entry, 1, tag.as_bytes());
        entry.push(2 << 3 | 5);
        entry.extend(value.to_le_bytes());
        push_bytes(&mut summary, 1, &entry);
    }
    let mut event = Vec::new();
    push_double(&mut event, 1, time);
    event.push(2 << 3);
    push_number(&mut event, step);
    push_bytes(&mut event, 5, &summary);
    event
}

/// A number in groups of 7 bits, the lowest first.
fn push_number(message: &mut Vec<u8>, mut number: u64) {
    while number >= 128 {
        message.push(number as u8 | 128);
        number >>= 7;
    }
    message.push(number as u8);
}

fn push_double(message: &mut Vec<u8>, field: u8, value: f64) {
    message.push(field << 3 | 1);
    message.extend(value.to_le_bytes());
}

fn push_bytes(message: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    message.push(field << 3 | 2);
    push_number(message, bytes.len() as u64);
    message.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_a_message_in_a_record() {
        let message = event(1.5, 300, &[("epoch_loss".into(), 0.25)]);
        // Encoded by hand, after the protocol buffers' description of the wire format.
        let mut expected = vec![0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0xAC, 0x02];
        expected.extend([0x2A, 19, 0x0A, 17, 0x0A, 10]);
        expected.extend(b"epoch_loss");
        expected.extend([0x15, 0, 0, 0x80, 0x3E]);
        assert_eq!(message, expected);
        let record = record(&message);
        let (length, rest) = record.split_at(8);
        assert_eq!(length, (message.len() as u64).to_le_bytes());
        assert_eq!(rest[..4], masked(length).to_le_bytes());
        assert_eq!(rest[4..4 + message.len()], message);
        assert_eq!(rest[4 + message.len()..], masked(&message).to_le_bytes());
    }

    #[test]
    fn checksums_are_masked() {
        // The checksum of 32 zeros is 0x8A9136AA (RFC 3720): turned right by 15 bits that is 0x6D551522.
        assert_eq!(masked(&[0; 32]), 0x6D55_1522u32.wrapping_add(0xA282_EAD8));
    }
}
