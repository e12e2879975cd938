//! The schedule of a training step as a list: phases between barriers, and how weight gradients are had.

use formwork_compiler::ir::schedule::{Call, Half, PhaseGrid, Schedule};
use serde::Serialize;
use std::fmt;

/// A training step.
#[derive(Clone, Debug, Serialize)]
pub struct Steps {
    /// The phases, in order; all threads wait for each other after each.
    pub phases: Vec<Phase>,
    /// Weight gradients that are one product over the whole batch, after the last phase.
    pub late: Vec<Late>,
    /// The layers whose gradients are summed in parts of the batch.
    pub summed: Vec<String>,
}

/// What every sample goes through between two barriers.
#[derive(Clone, Debug, Serialize)]
pub struct Phase {
    /// The part of the model, from 1: a new one begins where samples of a batch depend on each other.
    pub segment: usize,
    /// The most samples that go through all calls together; `null` if a thread takes all its samples at once.
    pub tile: Option<usize>,
    /// The calls, in order.
    pub calls: Vec<String>,
    /// The layers whose statistics over the batch are complete after it.
    pub statistics: Vec<String>,
}

/// A weight gradient as one product.
#[derive(Clone, Debug, Serialize)]
pub struct Late {
    /// The layer's application.
    pub layer: String,
    /// Rows of the weights, which the threads share.
    pub rows: usize,
    /// Elements of a row.
    pub width: usize,
}

/// Reads the list off a schedule.
pub fn steps(schedule: &Schedule) -> Steps {
    let plan = &schedule.plan;
    let name = |&operation: &usize| plan.operations[operation].name.clone();
    let phases = schedule.phases.iter().map(|phase| Phase {
        segment: phase.segment + 1,
        tile: match phase.grid {
            PhaseGrid::Coarse => None,
            PhaseGrid::Tiles(samples) => Some(samples),
        },
        calls: phase
            .calls
            .iter()
            .map(|call| words(schedule, call))
            .collect(),
        statistics: phase
            .settles
            .iter()
            .chain(&phase.settles_backward)
            .map(name)
            .collect(),
    });
    let late = schedule.late.iter().map(|late| Late {
        layer: name(&late.operation),
        rows: late.rows,
        width: late.width,
    });
    let summed = schedule.sharded.iter();
    Steps {
        phases: phases.collect(),
        late: late.collect(),
        summed: summed
            .map(|(layer, _)| plan.graph.layers[*layer].name.clone())
            .collect(),
    }
}

/// What a call does. Only forward names all layers that are fused into it.
fn words(schedule: &Schedule, call: &Call) -> String {
    let plan = &schedule.plan;
    match call {
        Call::Forward { operation, .. } => {
            format!("forward {}", plan.operations[*operation].fused.join(" + "))
        }
        Call::Gather { operation, .. } => {
            format!("sum up statistics for {}", plan.operations[*operation].name)
        }
        Call::Visit { output, .. } => format!("loss of {}", plan.outputs[*output].name),
        Call::Backward {
            operation, half, ..
        } => {
            let name = &plan.operations[*operation].name;
            match half {
                Half::Whole | Half::Rest => format!("backward {name}"),
                Half::Gather => format!("sum up statistics for backward {name}"),
            }
        }
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, phase) in self.phases.iter().enumerate() {
            let tile = match phase.tile {
                None => "each thread with all its samples at once".into(),
                Some(1) => "one sample at a time".into(),
                Some(samples) => format!("tiles of {samples} samples"),
            };
            let (number, segment) = (index + 1, phase.segment);
            writeln!(formatter, "  phase {number}, segment {segment}: {tile}")?;
            for call in &phase.calls {
                writeln!(formatter, "    {call}")?;
            }
            if !phase.statistics.is_empty() {
                let layers = phase.statistics.join(", ");
                writeln!(
                    formatter,
                    "    then the statistics of {layers} are complete"
                )?;
            }
        }
        for late in &self.late {
            let Late { layer, rows, width } = late;
            writeln!(
                formatter,
                "  weight gradient of {layer}: one product over the batch, {rows} rows of {width}"
            )?;
        }
        if !self.summed.is_empty() {
            let layers = self.summed.join(", ");
            writeln!(
                formatter,
                "  weight gradients summed in the phases: {layers}"
            )?;
        }
        Ok(())
    }
}
