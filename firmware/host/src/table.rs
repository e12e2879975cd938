//! The instructions of several runs side by side.

use serde::Deserialize;
use std::error::Error;
use std::fmt::Write;

/// Instructions of Formwork's code beside those of C without contraction: at most this part.
const GOAL: f64 = 0.8;

#[derive(Deserialize)]
struct Run {
    network: String,
    form: String,
    macs: u64,
    instructions: u64,
}

/// A table in Markdown of reports, one in each line.
///
/// # Errors
/// If a line is no report, or Formwork takes too many instructions beside the loops in C.
pub fn table(lines: &str) -> Result<String, Box<dyn Error>> {
    let runs: Vec<Run> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let find = |network: &str, form: &str| {
        let found = runs
            .iter()
            .find(|run| run.network == network && run.form == form);
        found.ok_or_else(|| format!("no run of {network} as {form}"))
    };
    let mut text = String::from(
        "| network | multiply-accumulates | Formwork | C | C, contracted | Formwork / C |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for run in runs.iter().filter(|run| run.form == "formwork") {
        let name = &run.network;
        let (c, contracted) = (find(name, "c")?, find(name, "c-contracted")?);
        let each = |run: &Run| run.instructions as f64 / run.macs as f64;
        let part = each(run) / each(c);
        writeln!(
            text,
            "| {name} | {} | {:.2} | {:.2} | {:.2} | {part:.2} |",
            run.macs,
            each(run),
            each(c),
            each(contracted),
        )?;
        if part > GOAL {
            return Err(format!(
                "{text}{name} takes {part:.3} of the instructions of C; {GOAL} is the goal"
            )
            .into());
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(instructions: u64) -> String {
        let line = |form: &str, instructions: u64| {
            format!(
                "{{\"network\":\"n\",\"form\":\"{form}\",\"macs\":100,\"instructions\":{instructions}}}\n"
            )
        };
        line("formwork", instructions) + &line("c", 700) + &line("c-contracted", 600)
    }

    #[test]
    fn forms_stand_side_by_side() {
        let text = table(&lines(210)).unwrap();
        assert!(
            text.ends_with("| n | 100 | 2.10 | 7.00 | 6.00 | 0.30 |\n"),
            "{text}"
        );
    }

    #[test]
    fn slow_code_and_missing_runs_are_errors() {
        assert!(table(&lines(561)).is_err());
        assert!(table(lines(210).lines().next().unwrap()).is_err());
    }
}
