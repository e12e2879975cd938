//! What a training shows while it runs.

use super::history::Brief;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stdout};
use std::time::{Duration, Instant};

/// How much a training shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbose {
    /// A bar if the output is a terminal, otherwise lines.
    #[default]
    Auto,
    /// Nothing.
    Silent,
    /// A line for each epoch.
    Lines,
}

/// Length of a full bar.
const CELLS: usize = 20;

/// The progress of a training.
pub struct Progress {
    form: Form,
    epochs: usize,
    steps: Option<usize>,
    epoch: usize,
    started: Instant,
    shown: Instant,
}

enum Form {
    Silent,
    Lines,
    Bar(ProgressBar),
}

/// The shortest time between two looks of the bar.
const REFRESH: Duration = Duration::from_millis(50);

impl Progress {
    /// For `epochs` epochs of `steps` steps, if that is known, of which some epochs are done.
    pub fn new(verbose: Verbose, epochs: usize, done: usize, steps: Option<usize>) -> Progress {
        let form = match verbose {
            Verbose::Silent => Form::Silent,
            Verbose::Auto if stdout().is_terminal() => Form::Bar(bar()),
            Verbose::Auto | Verbose::Lines => Form::Lines,
        };
        let now = Instant::now();
        Progress {
            form,
            epochs,
            steps,
            epoch: done,
            started: now,
            shown: now,
        }
    }

    /// The next epoch begins.
    pub fn begin(&mut self) {
        self.epoch += 1;
        self.started = Instant::now();
        if let Form::Bar(bar) = &self.form {
            bar.println(format!("Epoch {}/{}", self.epoch, self.epochs));
            bar.set_message("");
        }
    }

    /// Some steps of the epoch are done; `values` is only called when they are shown.
    pub fn step(&mut self, done: usize, values: impl FnOnce() -> String) {
        if let Form::Bar(bar) = &self.form
            && self.shown.elapsed() >= REFRESH
        {
            self.shown = Instant::now();
            let (of, cells) = match self.steps {
                Some(steps) => (steps.to_string(), CELLS * done / steps.max(1)),
                None => ("?".to_owned(), 0),
            };
            let cells = "━".repeat(cells.min(CELLS));
            let pace = pace(self.started.elapsed(), done);
            bar.set_message(format!("{done}/{of} {cells:<CELLS$} {pace} - {}", values()));
        }
    }

    /// The epoch is over, after so many steps.
    pub fn end(&mut self, steps: usize, values: impl FnOnce() -> String) {
        let text = |started: Instant| format!("{} - {}", pace(started.elapsed(), steps), values());
        match &self.form {
            Form::Silent => {}
            Form::Lines => println!(
                "Epoch {}/{} - {}",
                self.epoch,
                self.epochs,
                text(self.started)
            ),
            Form::Bar(bar) => {
                let cells = "━".repeat(CELLS);
                bar.println(format!("{steps}/{steps} {cells} {}", text(self.started)));
                if self.epoch == self.epochs {
                    bar.finish_and_clear();
                }
            }
        }
    }
}

/// A line that is drawn again and again.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stdout_with_hz(20));
    if let Ok(style) = ProgressStyle::with_template("{msg}") {
        bar.set_style(style);
    }
    bar
}

/// Keras's `2s 5ms/step`.
fn pace(elapsed: Duration, steps: usize) -> String {
    let step = elapsed.as_secs_f64() / steps.max(1) as f64;
    let step = match step {
        step if step >= 1.0 => format!("{step:.0}s/step"),
        step if step >= 1e-3 => format!("{:.0}ms/step", step * 1e3),
        step => format!("{:.0}us/step", step * 1e6),
    };
    format!("{}s {step}", elapsed.as_secs())
}

/// `loss: 0.2500 - accuracy: 0.9000`.
pub fn describe(values: &[(String, f32)]) -> String {
    let parts: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name}: {}", Brief(*value)))
        .collect();
    parts.join(" - ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_keras() {
        assert_eq!(pace(Duration::from_millis(2500), 500), "2s 5ms/step");
        assert_eq!(pace(Duration::from_micros(3000), 100), "0s 30us/step");
        assert_eq!(pace(Duration::from_secs(90), 30), "90s 3s/step");
        let values = [("loss".to_owned(), 0.25), ("val_loss".to_owned(), 0.0005)];
        assert_eq!(describe(&values), "loss: 0.2500 - val_loss: 5.0000e-04");
    }
}
