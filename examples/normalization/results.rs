//! Accuracies by normalization, batch size and seed.

use std::fmt::Write;

/// The batch sizes that are compared.
pub const BATCHES: [usize; 6] = [1, 2, 4, 8, 32, 128];

/// For each normalization and batch size the accuracies of all seeds.
pub struct Results {
    cells: Vec<[Vec<f64>; BATCHES.len()]>,
}

/// The accuracies of one normalization at one batch size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n − 1 in the divisor; 0 for a single one.
    pub deviation: f64,
}

impl Results {
    /// None yet.
    pub fn new(rows: usize) -> Results {
        let cells = (0..rows).map(|_| std::array::from_fn(|_| Vec::new()));
        Results {
            cells: cells.collect(),
        }
    }

    /// One more seed.
    pub fn add(&mut self, row: usize, column: usize, accuracy: f64) {
        self.cells[row][column].push(accuracy);
    }

    /// A normalization's accuracies, one for each batch size.
    pub fn row(&self, row: usize) -> [Cell; BATCHES.len()] {
        std::array::from_fn(|column| cell(&self.cells[row][column]))
    }

    /// A table in Markdown.
    pub fn table(&self, names: &[String]) -> String {
        let mut text = String::from("| batch |");
        BATCHES.iter().for_each(|batch| {
            let _ = write!(text, " {batch} |");
        });
        text.push_str("\n| --- |");
        text.push_str(&" ---: |".repeat(BATCHES.len()));
        text.push('\n');
        for (row, name) in names.iter().enumerate() {
            let _ = write!(text, "| {name} |");
            for Cell { mean, deviation } in self.row(row) {
                let _ = write!(text, " {:.1} ± {:.1} % |", 100.0 * mean, 100.0 * deviation);
            }
            text.push('\n');
        }
        text
    }
}

fn cell(accuracies: &[f64]) -> Cell {
    let count = accuracies.len() as f64;
    let mean = accuracies.iter().sum::<f64>() / count;
    let squares: f64 = accuracies.iter().map(|one| (one - mean).powi(2)).sum();
    Cell {
        mean,
        deviation: (squares / (count - 1.0).max(1.0)).sqrt(),
    }
}
