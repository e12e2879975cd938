//! What a checkpoint holds, and how that lies in its file.
//!
//! The file begins with [`MAGIC`], goes on with the pieces of [`Contents`] in the order of its fields, and ends with the CRC-32C
//! of everything before it as a number of 8 bytes.

use super::{CheckpointError, Setting};
use crate::io::crc32c::crc32c;
use crate::io::pieces::{PiecesError, Reader, Writer};
use crate::storage::{Region, Regions};
use crate::train::History;
use crate::train::callbacks::{Callback, Control, State};
use crate::train::optimization::Piece;
use std::path::Path;

/// How a file begins. The number is the format's version.
const MAGIC: &[u8; 24] = b"Formwork checkpoint 001\n";

/// Bytes of the checksum.
const CHECKSUM: usize = 8;

/// What a checkpoint holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    model: String,
    tensors: Vec<Tensor>,
    setting: Setting,
    steps: u64,
    epochs: u64,
    learning_rate: f64,
    trainable: Vec<f32>,
    frozen: Vec<f32>,
    state: Vec<f32>,
    optimizer: Vec<(String, Kept)>,
    sums: Vec<f64>,
    place: State,
    callbacks: Vec<(String, Vec<u8>)>,
}

/// A tensor of the model.
#[derive(Clone, Debug, PartialEq)]
struct Tensor {
    name: String,
    region: u64,
    len: usize,
}

/// A piece of what the optimizer keeps.
#[derive(Clone, Debug, PartialEq)]
enum Kept {
    Floats(Vec<f32>),
    Count(u64),
}

fn number_of(region: Region) -> u64 {
    match region {
        Region::Trainable => 0,
        Region::Frozen => 1,
        Region::State => 2,
    }
}

impl Contents {
    /// What a running training has.
    pub fn of(
        control: &mut Control<'_>,
        setting: &Setting,
        callbacks: &[&mut dyn Callback],
    ) -> Contents {
        let mut optimizer = Vec::new();
        control.engine.state(&mut |name, piece| {
            let kept = match piece {
                Piece::Floats(floats) => Kept::Floats(floats.to_vec()),
                Piece::Count(count) => Kept::Count(*count),
            };
            optimizer.push((name.to_owned(), kept));
        });
        let Regions {
            trainable,
            frozen,
            state,
        } = control.model.regions();
        Contents {
            model: control.model_name().to_owned(),
            tensors: tensors(control),
            setting: *setting,
            steps: control.engine.steps,
            epochs: control.engine.epochs,
            learning_rate: control.learning_rate(),
            trainable: trainable.to_vec(),
            frozen: frozen.to_vec(),
            state: state.to_vec(),
            optimizer,
            sums: control.engine.sums(),
            place: control.state.clone(),
            callbacks: callbacks
                .iter()
                .map(|callback| (callback.name().to_owned(), callback.save()))
                .collect(),
        }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.text(&self.model);
        writer.number(self.tensors.len() as u64);
        for tensor in &self.tensors {
            writer.text(&tensor.name);
            writer.number(tensor.region);
            writer.number(tensor.len as u64);
        }
        let Setting {
            seed,
            batch_size,
            samples,
            shuffle,
        } = self.setting;
        for number in [seed, batch_size as u64, samples as u64, u64::from(shuffle)] {
            writer.number(number);
        }
        writer.number(self.steps);
        writer.number(self.epochs);
        writer.number(self.learning_rate.to_bits());
        for region in [&self.trainable, &self.frozen, &self.state] {
            writer.floats(region);
        }
        writer.number(self.optimizer.len() as u64);
        for (name, kept) in &self.optimizer {
            writer.text(name);
            match kept {
                Kept::Floats(floats) => {
                    writer.number(0);
                    writer.floats(floats);
                }
                Kept::Count(count) => {
                    writer.number(1);
                    writer.number(*count);
                }
            }
        }
        writer.doubles(&self.sums);
        self.write_place(&mut writer);
        writer.number(self.callbacks.len() as u64);
        for (name, saved) in &self.callbacks {
            writer.text(name);
            writer.block(saved);
        }
        let mut bytes = [MAGIC.as_slice(), &writer.bytes()].concat();
        let checksum = u64::from(crc32c(&bytes));
        bytes.extend_from_slice(&checksum.to_le_bytes());
        bytes
    }

    fn write_place(&self, writer: &mut Writer) {
        let State {
            epoch,
            batch,
            samples,
            history,
            values,
            complete,
            stopped,
        } = &self.place;
        for number in [*epoch, *batch, *samples] {
            writer.number(number as u64);
        }
        writer.number(history.columns().len() as u64);
        for (key, column) in history.columns() {
            writer.text(key);
            writer.floats(column);
        }
        writer.number(values.len() as u64);
        for (key, value) in values {
            writer.text(key);
            writer.number(u64::from(value.to_bits()));
        }
        writer.number(u64::from(*complete));
        writer.number(u64::from(*stopped));
    }

    /// The contents of a file.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Contents, CheckpointError> {
        let damaged = |fault: &str| CheckpointError::Damaged {
            path: path.to_owned(),
            fault: fault.to_owned(),
        };
        if !bytes.starts_with(MAGIC) {
            return Err(CheckpointError::Foreign {
                path: path.to_owned(),
            });
        }
        let Some((all, checksum)) = bytes.split_last_chunk::<CHECKSUM>() else {
            return Err(damaged("it is cut off"));
        };
        if u64::from_le_bytes(*checksum) != u64::from(crc32c(all)) {
            return Err(damaged(
                "its checksum is another one, so it is cut off or has changed",
            ));
        }
        let pieces = all.get(MAGIC.len()..).unwrap_or_default();
        Contents::parse(&mut Reader::new(pieces)).map_err(|fault| damaged(&fault.to_string()))
    }

    fn parse(reader: &mut Reader<'_>) -> Result<Contents, PiecesError> {
        let model = reader.text()?;
        let mut tensors = Vec::new();
        for _ in 0..reader.count()? {
            tensors.push(Tensor {
                name: reader.text()?,
                region: reader.number()?,
                len: reader.count()?,
            });
        }
        let setting = Setting {
            seed: reader.number()?,
            batch_size: reader.count()?,
            samples: reader.count()?,
            shuffle: reader.flag()?,
        };
        let (steps, epochs) = (reader.number()?, reader.number()?);
        let learning_rate = f64::from_bits(reader.number()?);
        let (trainable, frozen, state) = (reader.floats()?, reader.floats()?, reader.floats()?);
        let mut optimizer = Vec::new();
        for _ in 0..reader.count()? {
            let name = reader.text()?;
            let kept = match reader.flag()? {
                false => Kept::Floats(reader.floats()?),
                true => Kept::Count(reader.number()?),
            };
            optimizer.push((name, kept));
        }
        let sums = reader.doubles()?;
        let place = parse_place(reader)?;
        let mut callbacks = Vec::new();
        for _ in 0..reader.count()? {
            callbacks.push((reader.text()?, reader.block()?.to_vec()));
        }
        reader.end()?;
        Ok(Contents {
            model,
            tensors,
            setting,
            steps,
            epochs,
            learning_rate,
            trainable,
            frozen,
            state,
            optimizer,
            sums,
            place,
            callbacks,
        })
    }

    /// Refuses a checkpoint of another training than this one.
    pub fn check(
        &self,
        path: &Path,
        control: &mut Control<'_>,
        setting: &Setting,
    ) -> Result<(), CheckpointError> {
        let same = |what: &str, found: String, expected: String| {
            if found == expected {
                return Ok(());
            }
            Err(CheckpointError::Other {
                path: path.to_owned(),
                what: what.to_owned(),
                found,
                expected,
            })
        };
        let name = control.model_name();
        same(
            "the model",
            format!("`{}`", self.model),
            format!("`{name}`"),
        )?;
        let expected = tensors(control);
        same(
            "the number of tensors",
            self.tensors.len().to_string(),
            expected.len().to_string(),
        )?;
        for (found, expected) in self.tensors.iter().zip(&expected) {
            same("the tensor", found.describe(), expected.describe())?;
        }
        let regions = control.model.regions();
        for (what, found, expected) in [
            ("trained", &self.trainable, regions.trainable),
            ("frozen", &self.frozen, regions.frozen),
            ("state", &self.state, regions.state),
        ] {
            let what = format!("a number of {what} elements of");
            same(&what, found.len().to_string(), expected.len().to_string())?;
        }
        for (what, found, expected) in [
            ("`seed`", self.setting.seed, setting.seed),
            (
                "`batch_size`",
                self.setting.batch_size as u64,
                setting.batch_size as u64,
            ),
            (
                "a number of samples of",
                self.setting.samples as u64,
                setting.samples as u64,
            ),
        ] {
            same(what, found.to_string(), expected.to_string())?;
        }
        same(
            "`shuffle`",
            self.setting.shuffle.to_string(),
            setting.shuffle.to_string(),
        )?;
        let mut expected = Vec::new();
        control.engine.state(&mut |name, piece| {
            expected.push(match piece {
                Piece::Floats(floats) => format!("`{name}` of {} numbers", floats.len()),
                Piece::Count(_) => format!("`{name}`"),
            });
        });
        let found = self.optimizer.iter().map(|(name, kept)| match kept {
            Kept::Floats(floats) => format!("`{name}` of {} numbers", floats.len()),
            Kept::Count(_) => format!("`{name}`"),
        });
        let found: Vec<String> = found.collect();
        same(
            "as what the optimizer keeps",
            found.join(", "),
            expected.join(", "),
        )?;
        same(
            "a number of sums of loss and metrics of",
            self.sums.len().to_string(),
            control.engine.sums().len().to_string(),
        )
    }

    /// Gives the callbacks what they have saved. If one can't take it, those before get back what they had.
    pub fn restore_callbacks(
        &self,
        path: &Path,
        callbacks: &mut [&mut dyn Callback],
    ) -> Result<(), CheckpointError> {
        let names = |names: &mut dyn Iterator<Item = &str>| {
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            match names.is_empty() {
                true => "none".to_owned(),
                false => names.join(", "),
            }
        };
        let found = names(&mut self.callbacks.iter().map(|(name, _)| name.as_str()));
        let expected = names(&mut callbacks.iter().map(|callback| callback.name()));
        if found != expected {
            return Err(CheckpointError::Other {
                path: path.to_owned(),
                what: "the callbacks".into(),
                found,
                expected,
            });
        }
        let before: Vec<Vec<u8>> = callbacks.iter().map(|callback| callback.save()).collect();
        for (index, (name, saved)) in self.callbacks.iter().enumerate() {
            let Err(error) = callbacks[index].restore(saved) else {
                continue;
            };
            for (callback, before) in callbacks[..index].iter_mut().zip(&before) {
                // It has just given this itself.
                let _ = callback.restore(before);
            }
            return Err(CheckpointError::Callback {
                path: path.to_owned(),
                callback: name.clone(),
                message: error.message,
            });
        }
        Ok(())
    }

    /// Goes on from here. Everything fits: [`check`](Self::check) has seen to it.
    pub fn restore(self, control: &mut Control<'_>) {
        let regions = control.model.regions_mut();
        regions.trainable.copy_from_slice(&self.trainable);
        regions.frozen.copy_from_slice(&self.frozen);
        regions.state.copy_from_slice(&self.state);
        control.engine.steps = self.steps;
        control.engine.epochs = self.epochs;
        control.engine.set_sums(&self.sums);
        let mut pieces = self.optimizer.into_iter();
        control
            .engine
            .state(&mut |_, piece| match (piece, pieces.next()) {
                (Piece::Floats(floats), Some((_, Kept::Floats(kept)))) => {
                    floats.copy_from_slice(&kept)
                }
                (Piece::Count(count), Some((_, Kept::Count(kept)))) => *count = kept,
                _ => {}
            });
        if control.learning_rate().to_bits() != self.learning_rate.to_bits() {
            // A schedule gives the same rate after the same steps by itself.
            let _ = control.optimizer.set_learning_rate(self.learning_rate);
        }
        control.state = self.place;
    }
}

fn parse_place(reader: &mut Reader<'_>) -> Result<State, PiecesError> {
    let (epoch, batch, samples) = (reader.count()?, reader.count()?, reader.count()?);
    let mut columns = Vec::new();
    for _ in 0..reader.count()? {
        columns.push((reader.text()?, reader.floats()?));
    }
    let mut values = Vec::new();
    for _ in 0..reader.count()? {
        let key = reader.text()?;
        let bits = u32::try_from(reader.number()?).map_err(|_| PiecesError::Range)?;
        values.push((key, f32::from_bits(bits)));
    }
    Ok(State {
        epoch,
        batch,
        samples,
        history: History::of(columns).ok_or(PiecesError::Range)?,
        values,
        complete: reader.flag()?,
        stopped: reader.flag()?,
    })
}

impl Tensor {
    fn describe(&self) -> String {
        format!("`{}` of {} elements", self.name, self.len)
    }
}

/// The model's tensors.
fn tensors(control: &Control<'_>) -> Vec<Tensor> {
    let table = control.table().iter();
    let tensor = |entry: &crate::storage::TensorEntry| Tensor {
        name: entry.name.to_owned(),
        region: number_of(entry.region),
        len: entry.len(),
    };
    table.map(tensor).collect()
}
