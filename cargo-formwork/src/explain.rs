//! A model in words: its layers, totals, memory and schedule.

use crate::costs::{Amount, Costs, Limit, SHARDS, grouped};
use crate::layers::Layer;
use crate::steps::Steps;
use std::fmt::Write;

/// Batches for which a step's memory is given.
const EXAMPLES: [(u64, u64); 3] = [(1, 1), (1, 32), (8, 128)];

/// The whole explanation; `heading` marks up a line that begins a part.
pub fn explain(
    name: &str,
    layers: &[Layer],
    costs: &Costs,
    steps: &Steps,
    heading: impl Fn(&str) -> String,
) -> String {
    // Writing to a string can't fail.
    let mut text = String::new();
    let _ = writeln!(text, "{}", heading(&format!("Model: {name}")));
    table(layers, &mut text);
    totals(costs, &mut text);
    if !costs.budget.is_empty() {
        let _ = writeln!(text, "\n{}", heading("Budget"));
        budget(costs, &mut text);
    }
    let _ = writeln!(text, "\n{}", heading("Memory of a prediction"));
    predict(costs, &mut text);
    let _ = writeln!(text, "\n{}", heading("Memory of the deployed form"));
    deployed(costs, &mut text);
    let _ = writeln!(
        text,
        "\n{}",
        heading("Memory of a training step: a(threads) + b · batch")
    );
    step(costs, &mut text);
    let _ = writeln!(text, "\n{}", heading("Schedule of a training step"));
    let _ = write!(text, "{steps}");
    text
}

/// One line for each application of a layer.
fn table(layers: &[Layer], text: &mut String) {
    let mut rows = vec![["Layer", "Output", "Parameters", "MACs", "Reads"].map(String::from)];
    for layer in layers {
        let shapes: Vec<String> = layer
            .outputs
            .iter()
            .map(|dims| format!("{dims:?}"))
            .collect();
        let number = |number: Option<u64>| number.map_or("its own".into(), grouped);
        let reads = layer.reads.iter().map(|read| match layers.get(read.layer) {
            Some(from) if from.outputs.len() > 1 => format!("{}.{}", from.name, read.output),
            Some(from) => from.name.clone(),
            None => String::new(),
        });
        let kind = match layer.owner == layer.name {
            true => layer.keyword.clone(),
            false => format!("{} {}", layer.keyword, layer.owner),
        };
        rows.push([
            format!("{} ({kind})", layer.name),
            shapes.join(", "),
            number(layer.parameters),
            number(layer.macs),
            reads.collect::<Vec<_>>().join(", "),
        ]);
    }
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..5).map(width).collect();
    let rule = "─".repeat(widths.iter().sum::<usize>() + 8);
    for (index, [layer, output, parameters, macs, reads]) in rows.iter().enumerate() {
        let line = format!(
            "{layer:a$}  {output:b$}  {parameters:>c$}  {macs:>d$}  {reads}",
            a = widths[0],
            b = widths[1],
            c = widths[2],
            d = widths[3]
        );
        let _ = writeln!(text, "{}", line.trim_end());
        if index == 0 {
            let _ = writeln!(text, "{rule}");
        }
    }
    let _ = writeln!(text, "{rule}");
}

fn totals(costs: &Costs, text: &mut String) {
    let known = [&costs.trained, &costs.frozen, &costs.state].map(Amount::known);
    if let [Some(trained), Some(frozen), Some(state)] = known {
        let total = trained + frozen + state;
        let bytes = grouped(4 * total);
        let _ = writeln!(text, "Parameters: {} ({bytes} bytes)", grouped(total));
    }
    let _ = writeln!(
        text,
        "  trained {}, frozen {}, state {}",
        costs.trained, costs.frozen, costs.state
    );
    let _ = writeln!(text, "Multiply-accumulates: {}", costs.macs);
}

fn budget(costs: &Costs, text: &mut String) {
    let width = costs.budget.iter().map(|limit| limit.cost.len());
    let width = width.max().unwrap_or(0);
    for Limit { cost, found, limit } in &costs.budget {
        let unit = match *cost {
            "macs" => "multiply-accumulates",
            _ => "bytes",
        };
        let limit_text = grouped(*limit);
        let _ = match found {
            None => writeln!(
                text,
                "  {cost:width$}  at most {limit_text} {unit}: checked when the program is compiled"
            ),
            Some(found) => {
                let share = match found > limit {
                    true => format!("{} too many", grouped(found - limit)),
                    false => format!("{:.0} %", 100.0 * *found as f64 / (*limit).max(1) as f64),
                };
                let found = grouped(*found);
                writeln!(
                    text,
                    "  {cost:width$}  {found} of {limit_text} {unit} ({share})"
                )
            }
        };
    }
}

fn predict(costs: &Costs, text: &mut String) {
    let predict = &costs.predict;
    let tiles = match predict.tile {
        1 => "one sample at a time".to_string(),
        tile => format!("tiles of {tile} samples"),
    };
    let lines = [
        (
            &predict.worker,
            format!("for each worker, with {tiles}, however many samples there are"),
        ),
        (
            &predict.single,
            "where one sample is predicted at a time".into(),
        ),
    ];
    bytes("  ", &lines, text);
}

fn deployed(costs: &Costs, text: &mut String) {
    let lines = [
        (&costs.deployed.weights, "of weights".into()),
        (
            &costs.deployed.scratch,
            "that a prediction works in, besides input and output".into(),
        ),
    ];
    bytes("  ", &lines, text);
}

fn step(costs: &Costs, text: &mut String) {
    let step = &costs.step;
    let scratch = match step.scratch.known() {
        Some(0) | None => String::new(),
        Some(scratch) => format!(", {} bytes of it scratch of the kernels", grouped(scratch)),
    };
    let sample = step.for_each_sample();
    let _ = match sample.known() {
        Some(0) => writeln!(
            text,
            "  b = 0: nothing is kept for each sample of the batch"
        ),
        _ => writeln!(
            text,
            "  b = {sample} bytes: what a later phase or product reads of a sample"
        ),
    };
    let _ = writeln!(text, "  a(threads) is the sum of");
    let mut lines = vec![
        (
            &step.worker,
            format!("for each thread, at most {SHARDS}: the values of a tile{scratch}"),
        ),
        (
            &step.shards,
            format!("for gradients that are summed in {SHARDS} parts of the batch"),
        ),
        (
            &step.sums,
            "for sums over the batch in double precision".into(),
        ),
        (&step.statistics, "for statistics of the batch".into()),
        (&step.gradient, "for the gradient itself".into()),
    ];
    let kept;
    if let (Some(batch), Some(sample)) = (step.largest_batch, step.sample.known()) {
        kept = Amount::Known(batch * sample);
        let words = format!("for {batch} samples, which are processed at once to save memory");
        lines.insert(1, (&kept, words));
    }
    lines.retain(|(amount, _)| amount.known() != Some(0));
    bytes("    ", &lines, text);
    let Some(sample) = sample.known() else {
        return;
    };
    for (threads, batch) in EXAMPLES {
        if let Some(constant) = step.constant(threads) {
            let total = grouped(constant + sample * batch);
            let threads = match threads {
                1 => "1 thread".into(),
                _ => format!("{threads} threads"),
            };
            let _ = writeln!(
                text,
                "  with {threads} and a batch of {batch}: {total} bytes"
            );
        }
    }
}

/// Amounts below each other with what they are for.
fn bytes(indent: &str, lines: &[(&Amount, String)], text: &mut String) {
    let amounts: Vec<String> = lines.iter().map(|(amount, _)| amount.to_string()).collect();
    let known = lines.iter().zip(&amounts);
    let known = known.filter(|((amount, _), _)| amount.known().is_some());
    let width = known.map(|(_, shown)| shown.len()).max().unwrap_or(0);
    for ((amount, words), shown) in lines.iter().zip(&amounts) {
        let _ = match amount {
            Amount::Known(_) => writeln!(text, "{indent}{shown:>width$} bytes {words}"),
            Amount::Constant(_) => writeln!(text, "{indent}{shown} bytes {words}"),
        };
    }
}
