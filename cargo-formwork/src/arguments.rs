//! The command line.

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// Checks, explains, draws and expands declarations of neural networks without compiling them.
///
/// A declaration is what stands in `model! { .. }`, wherever that is in a source file.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-formwork",
    bin_name = "cargo formwork",
    version,
    disable_help_subcommand = true,
    after_help = "Exit codes:
  0  all is well
  1  a declaration has errors, or a file isn't Rust
  2  the command can't be carried out: a wrong argument, a file that can't be read or written, an unknown model"
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Write one JSON document for tools
    #[arg(long, global = true)]
    pub json: bool,
    /// Colour the output; `auto` does on a terminal unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report all errors and warnings
    Check {
        /// Files, or folders with all files in them; otherwise the sources, examples, tests and benches of the package
        files: Vec<PathBuf>,
        /// Treat warnings as errors
        #[arg(long)]
        deny_warnings: bool,
        /// Mend what has an obvious mend, in the files themselves; warnings are left alone
        #[arg(long)]
        fix: bool,
    },
    /// Print the code that the macro generates
    Expand(Selection),
    /// Draw the graph of layers
    Graph {
        #[command(flatten)]
        selection: Selection,
        /// The language of the drawing; otherwise what the output's name ends with (.mmd, .dot, .svg), or Mermaid
        #[arg(long, value_name = "FORMAT")]
        format: Option<Format>,
        /// Write to this file
        #[arg(short, long, value_name = "PATH")]
        output: Option<PathBuf>,
    },
    /// Explain layers, costs, memory and schedule
    Explain(Selection),
}

/// Which models.
#[derive(Debug, Args)]
pub struct Selection {
    /// A source file
    pub file: PathBuf,
    /// A model's name; otherwise all models of the file
    pub name: Option<String>,
}

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A flowchart for Markdown
    Mermaid,
    /// Graphviz
    Dot,
    /// A picture
    Svg,
}

impl Format {
    /// The language of a file.
    pub fn of(path: &Path) -> Option<Format> {
        Some(match path.extension()?.to_str()? {
            "mmd" | "mermaid" => Format::Mermaid,
            "dot" | "gv" => Format::Dot,
            "svg" => Format::Svg,
            _ => return None,
        })
    }
}

/// When there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> ColorChoice {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// Reads the command line, and ends the program if it is wrong. Cargo gives a subcommand its own name first.
pub fn read() -> Arguments {
    let mut words: Vec<_> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| word == "formwork") {
        words.remove(1);
    }
    Arguments::parse_from(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }
}
