//! Makes what firmware is sent, and judges what it answers. `run.sh` calls this.
//!
//! ```text
//! firmware-host send NETWORK COUNT FILE                       writes the first COUNT inputs
//! firmware-host report NETWORK TARGET FORM COUNT FOLDER       one JSON line; fails if a demand isn't met
//! firmware-host absence ELF                                   fails if the program can panic or allocate
//! firmware-host table                                         reads JSON lines, prints instructions for each multiply-accumulate
//! ```

mod absence;
mod answers;
mod elf;
mod networks;
mod report;
mod table;

use networks::Network;
use report::{Form, Report};
use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    match *arguments {
        ["send", network, count, file] => send(network, count, file),
        ["report", network, target, form, count, folder] => {
            let form = Form::parse(form).ok_or_else(|| format!("no form `{form}`"))?;
            report(network, target, form, count, Path::new(folder))
        }
        ["absence", program] => absence(Path::new(program)),
        ["table"] => {
            let mut lines = String::new();
            std::io::stdin().read_to_string(&mut lines)?;
            print!("{}", table::table(&lines)?);
            Ok(())
        }
        _ => Err("the first argument is `send`, `report`, `absence` or `table`; `run.sh` shows what follows".into()),
    }
}

fn network(name: &str, count: &str) -> Result<Network, Box<dyn Error>> {
    Network::load(name, count.parse()?)
}

fn send(name: &str, count: &str, file: &str) -> Result<(), Box<dyn Error>> {
    let inputs = network(name, count)?.inputs;
    let bytes: Vec<u8> = inputs
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    Ok(std::fs::write(file, bytes)?)
}

fn report(
    name: &str,
    target: &str,
    form: Form,
    count: &str,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    let network = network(name, count)?;
    let sizes = elf::Program::read(&folder.join("firmware.elf"))?.sizes()?;
    let bytes = std::fs::read(folder.join("outputs"))?;
    let answers = answers::read(&bytes, network.count, network.costs.output_bytes / 4)?;
    let report = Report::new(form, target, sizes, &network, &answers);
    println!("{}", serde_json::to_string(&report)?);
    let violations = report.violations(&network, &answers);
    if violations.is_empty() {
        Ok(())
    } else {
        Err(format!("{name} on {target}: {}", violations.join("; ")).into())
    }
}

fn absence(program: &Path) -> Result<(), Box<dyn Error>> {
    let symbols = elf::Program::read(program)?.symbols()?;
    let unwanted = absence::unwanted(&symbols)?;
    if unwanted.is_empty() {
        println!("no panic and no allocator among {} symbols", symbols.len());
        Ok(())
    } else {
        Err(format!("linked into {}: {}", program.display(), unwanted.join(", ")).into())
    }
}
