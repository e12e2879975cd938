//! How generated code names what a call reads and writes.

use super::Writer;
use crate::ir::schedule::{Buffer, Call, Operand, PhaseGrid, Place, Schedule};
use crate::ir::size::Size;
use crate::passes::schedule::identifier;

/// The names of a phase or a prediction.
pub struct Names<'a> {
    /// The schedule.
    pub schedule: &'a Schedule,
    /// The step's or the prediction's buffers.
    pub buffers: &'a [Buffer],
    /// How arena offsets are scaled: by a literal tile, or by a variable.
    pub tile: Tile,
}

/// How many samples an arena is laid out for.
#[derive(Clone, Copy)]
pub enum Tile {
    /// A number.
    Literal(usize),
    /// The variable `capacity`.
    Variable,
}

impl Tile {
    /// The tile of a phase.
    pub fn of(grid: PhaseGrid) -> Tile {
        match grid {
            PhaseGrid::Coarse => Tile::Literal(1),
            PhaseGrid::Tiles(tile) => Tile::Literal(tile),
        }
    }
}

impl Names<'_> {
    /// The variable that holds an operand.
    pub fn variable(&self, operand: Operand) -> String {
        let plan = &self.schedule.plan;
        match operand {
            Operand::Input(input) => format!(
                "input_{}",
                identifier(&plan.values[plan.inputs[input]].name)
            ),
            Operand::Buffer(buffer) => self.buffers[buffer].name.clone(),
            Operand::Output(output) => format!("output_{}", identifier(&plan.outputs[output].name)),
            Operand::InputGradient(input) => {
                format!(
                    "d_input_{}",
                    identifier(&plan.values[plan.inputs[input]].name)
                )
            }
            Operand::None => String::new(),
        }
    }

    /// `[a, &[]]`
    pub fn shared(&self, operands: &[Operand]) -> String {
        self.list(operands, |operand| match operand {
            Operand::None => "&[]".to_string(),
            _ => self.variable(operand),
        })
    }

    /// `[a, &mut []]`
    pub fn exclusive(&self, operands: &[Operand]) -> String {
        self.list(operands, |operand| self.exclusive_one(operand))
    }

    /// `a`, or an empty slice.
    pub fn exclusive_one(&self, operand: Operand) -> String {
        match operand {
            Operand::None => "&mut []".to_string(),
            _ => self.variable(operand),
        }
    }

    fn list(&self, operands: &[Operand], one: impl Fn(Operand) -> String) -> String {
        let texts: Vec<String> = operands.iter().map(|&operand| one(operand)).collect();
        format!("[{}]", texts.join(", "))
    }

    /// The operands of some calls that are handed out by samples, each once, with its width.
    pub fn rows<'c>(&self, calls: impl Iterator<Item = &'c Call>) -> Vec<(Operand, Size)> {
        let mut rows: Vec<(Operand, Size)> = Vec::new();
        for operand in calls.flat_map(Schedule::operands) {
            let width = match operand {
                Operand::Buffer(buffer)
                    if matches!(self.buffers[buffer].place, Place::Batch(_)) =>
                {
                    self.buffers[buffer].len.clone()
                }
                Operand::Output(output) => {
                    Size::Known(self.schedule.plan.outputs[output].shape.len())
                }
                Operand::InputGradient(input) => {
                    Size::Known(self.schedule.plan.len(self.schedule.plan.inputs[input]))
                }
                _ => continue,
            };
            if !rows.iter().any(|(other, _)| *other == operand) {
                rows.push((operand, width));
            }
        }
        rows
    }

    /// The model's inputs among the operands of some calls.
    pub fn inputs<'c>(&self, calls: impl Iterator<Item = &'c Call>) -> Vec<usize> {
        let mut inputs: Vec<usize> = calls
            .flat_map(Schedule::operands)
            .filter_map(|operand| match operand {
                Operand::Input(input) => Some(input),
                _ => None,
            })
            .collect();
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }

    /// Opens the call's block: the part of the arena for each of its local operands. Returns whether one was opened.
    pub fn open(&self, call: &Call, writer: &mut Writer) -> bool {
        let mut local: Vec<(String, String)> = Vec::new();
        for buffer in Schedule::buffers_of(call) {
            let Buffer {
                name,
                len,
                place: Place::Arena(offset),
            } = &self.buffers[buffer]
            else {
                continue;
            };
            if local.iter().any(|(other, _)| other == name) {
                continue;
            }
            local.push((name.clone(), format!("({offset}, {len})")));
        }
        if local.is_empty() {
            return false;
        }
        let (names, ranges): (Vec<String>, Vec<String>) = local.into_iter().unzip();
        writer.line("{");
        let capacity = match self.tile {
            Tile::Literal(usize::MAX) => "samples".to_string(),
            Tile::Literal(tile) => tile.to_string(),
            Tile::Variable => "capacity".to_string(),
        };
        writer.line(format!(
            "let [{}] = buffers(arena, {capacity}, samples, [{}]);",
            names.join(", "),
            ranges.join(", ")
        ));
        true
    }

    /// `let rows = rows(kept, batch, [..]);`, with slices that the caller has given after those that are planned.
    pub fn batch_rows(
        &self,
        kept: &[(Operand, Size)],
        given: &[(Operand, Size)],
        writer: &mut Writer,
    ) {
        let places: Vec<String> = kept
            .iter()
            .filter_map(|(operand, len)| match operand {
                Operand::Buffer(buffer) => match &self.buffers[*buffer].place {
                    Place::Batch(offset) => Some(format!("({offset}, {len})")),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        let planned = format!("rows(kept, batch, [{}])", places.join(", "));
        if given.is_empty() {
            writer.line(format!("let rows = {planned};"));
            return;
        }
        let names: Vec<String> = (0..kept.len())
            .map(|place| format!("kept_{place}"))
            .collect();
        writer.line(format!("let [{}] = {planned};", names.join(", ")));
        let given: Vec<String> = given
            .iter()
            .map(|(operand, width)| {
                format!(
                    "Rows {{ values: {}, width: {width} }}",
                    self.variable(*operand)
                )
            })
            .collect();
        writer.line(format!(
            "let rows = [{}];",
            [names, given].concat().join(", ")
        ));
    }
}
