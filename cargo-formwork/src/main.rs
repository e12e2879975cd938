//! `cargo formwork`: checks, explains, draws and expands the declarations of source files, without compiling them.

mod arguments;
mod commands;
mod costs;
mod declarations;
mod document;
mod draw;
mod error;
mod explain;
mod files;
mod find;
mod fix;
mod highlight;
mod imports;
mod layers;
mod manifest;
mod modules;
mod snippets;
mod steps;

use anstyle::AnsiColor;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::read();
    anstream::ColorChoice::from(arguments.color).write_global();
    match commands::run(arguments) {
        Ok(code) => code.into(),
        Err(error) => {
            let red = AnsiColor::Red.on_default().bold();
            anstream::eprintln!("{red}error{red:#}: {error}");
            error::FAILED.into()
        }
    }
}
