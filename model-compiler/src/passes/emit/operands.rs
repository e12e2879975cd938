//! How generated code names what a call reads and writes.

use super::Writer;
use crate::ir::schedule::{Buffer, Call, Operand, Place, Schedule};
use crate::ir::size::Size;
use crate::passes::schedule::{identifier, input_variable};
use std::collections::BTreeSet;

/// The names of a phase or a prediction.
pub struct Names<'a> {
    /// The schedule.
    pub schedule: &'a Schedule,
    /// The step's or the prediction's buffers.
    pub buffers: &'a [Buffer],
}

impl Names<'_> {
    /// The variable that holds an operand.
    pub fn variable(&self, operand: Operand) -> String {
        let plan = &self.schedule.plan;
        match operand {
            Operand::Input(input) => input_variable(&plan.values[plan.inputs[input]].name),
            Operand::Buffer(buffer) => self.buffers[buffer].name.clone(),
            Operand::Output(output) => format!("output_{}", identifier(&plan.outputs[output].name)),
            Operand::InputGradient(input) => {
                format!(
                    "d_{}",
                    input_variable(&plan.values[plan.inputs[input]].name)
                )
            }
            Operand::None => String::new(),
        }
    }

    /// `[a, Place::None]`
    pub fn list(&self, operands: &[Operand]) -> String {
        let texts: Vec<String> = operands
            .iter()
            .map(|&operand| match operand {
                Operand::None => "Place::None".to_string(),
                _ => self.variable(operand),
            })
            .collect();
        format!("[{}]", texts.join(", "))
    }

    /// The operands of some calls that are handed out by samples, each once, with its width.
    pub fn rows<'c>(&self, calls: impl Iterator<Item = &'c Call>) -> Vec<(Operand, Size)> {
        let mut rows: Vec<(Operand, Size)> = Vec::new();
        let mut seen = BTreeSet::new();
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
            if seen.insert(operand) {
                rows.push((operand, width));
            }
        }
        rows
    }

    /// Declares the model's inputs among the operands of some calls.
    pub fn inputs<'c>(&self, calls: impl Iterator<Item = &'c Call>, writer: &mut Writer) {
        let inputs: BTreeSet<Operand> = calls
            .flat_map(Schedule::operands)
            .filter(|operand| matches!(operand, Operand::Input(_)))
            .collect();
        for operand in inputs {
            if let Operand::Input(input) = operand {
                let variable = self.variable(operand);
                writer.line(format!("let {variable} = Place::Input({input});"));
            }
        }
    }

    /// Declares those of the call's operands that lie in the tile's arena, each where it is first mentioned.
    pub fn declare(&self, call: &Call, declared: &mut BTreeSet<usize>, writer: &mut Writer) {
        for buffer in Schedule::buffers_of(call) {
            let Buffer {
                name,
                len,
                place: Place::Arena(offset),
            } = &self.buffers[buffer]
            else {
                continue;
            };
            if declared.insert(buffer) {
                writer.line(format!("let {name} = Place::At({offset}, {len});"));
            }
        }
    }

    /// `let buffers = rows(kept, batch, [..]);`, with slices that the caller has given after those that are planned.
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
            writer.line(format!("let buffers = {planned};"));
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
            "let buffers = [{}];",
            [names, given].concat().join(", ")
        ));
    }
}
