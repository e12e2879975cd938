//! The summary of a model, as Keras prints it.

use core::fmt;
use formwork_shape_rules::Shape;

/// A model's layers and its totals. `Display` draws the table.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// The name of the struct.
    pub name: &'static str,
    /// One row for each application of a layer.
    pub rows: &'static [SummaryRow],
    /// Trained elements.
    pub trainable: usize,
    /// Frozen elements.
    pub frozen: usize,
    /// Elements of state.
    pub state: usize,
    /// Multiply-accumulates of one prediction.
    pub macs: u64,
}

/// One application of a layer.
#[derive(Clone, Copy, Debug)]
pub struct SummaryRow {
    /// Its name.
    pub name: &'static str,
    /// The layer's keyword.
    pub layer: &'static str,
    /// The shape of its first output for one sample.
    pub output: Shape,
    /// Elements that it owns; 0 where a layer is applied again.
    pub parameters: usize,
    /// The names of the nodes that it reads.
    pub reads: &'static [&'static str],
}

/// A displayed value's width, without a buffer to hold it.
struct Width(usize);

impl fmt::Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

fn width(value: &dyn fmt::Display) -> usize {
    let mut width = Width(0);
    let _ = fmt::write(&mut width, format_args!("{value}"));
    width.0
}

/// A value as text, and blanks up to the column's end.
fn padded(
    formatter: &mut fmt::Formatter<'_>,
    value: &dyn fmt::Display,
    column: usize,
) -> fmt::Result {
    write!(
        formatter,
        "{value}{:blanks$}",
        "",
        blanks = column.saturating_sub(width(value))
    )
}

/// `12345` as `12,345`.
struct Grouped(usize);

impl fmt::Display for Grouped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1000 => write!(formatter, "{}", self.0),
            number => write!(formatter, "{},{:03}", Grouped(number / 1000), number % 1000),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut columns = [12, 12, 10];
        for row in self.rows {
            columns[0] = columns[0].max(width(&format_args!("{} ({})", row.name, row.layer)));
            columns[1] = columns[1].max(width(&row.output));
            columns[2] = columns[2].max(width(&Grouped(row.parameters)));
        }
        let reads = self
            .rows
            .iter()
            .map(|row| row.reads.iter().map(|name| name.len() + 2).sum());
        let last: usize = reads.max().unwrap_or(0).max(6);
        let rule = columns.iter().sum::<usize>() + 6 + last;
        writeln!(formatter, "Model: {}", self.name)?;
        padded(formatter, &"Layer (type)", columns[0] + 2)?;
        padded(formatter, &"Output shape", columns[1] + 2)?;
        padded(formatter, &"Parameters", columns[2] + 2)?;
        writeln!(formatter, "Reads")?;
        writeln!(formatter, "{:─<rule$}", "")?;
        for row in self.rows {
            padded(
                formatter,
                &format_args!("{} ({})", row.name, row.layer),
                columns[0] + 2,
            )?;
            padded(formatter, &row.output, columns[1] + 2)?;
            let parameters = Grouped(row.parameters);
            let blanks = columns[2].saturating_sub(width(&parameters));
            write!(formatter, "{:blanks$}{parameters}", "")?;
            for (place, name) in row.reads.iter().enumerate() {
                write!(formatter, "{}{name}", if place == 0 { "  " } else { ", " })?;
            }
            writeln!(formatter)?;
        }
        writeln!(formatter, "{:─<rule$}", "")?;
        let total = self.trainable + self.frozen + self.state;
        writeln!(
            formatter,
            "Parameters: {} ({} bytes)",
            Grouped(total),
            Grouped(total * 4)
        )?;
        writeln!(
            formatter,
            "  trained {}, frozen {}, state {}",
            Grouped(self.trainable),
            Grouped(self.frozen),
            Grouped(self.state)
        )?;
        write!(
            formatter,
            "Multiply-accumulates: {}",
            Grouped(self.macs as usize)
        )
    }
}
