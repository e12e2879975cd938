//! Tells the linker where the board's memories are, and compiles the loops in C if they are asked for.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

const NETWORKS: [&str; 3] = ["anomaly", "cnn", "mnist"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=memory.x");
    println!("cargo:rustc-link-search={}", folder.display());
    println!("cargo:rustc-link-arg-bins=-Tlink.x");
    if has("c") {
        compile(&folder.join("../c"), &PathBuf::from(env::var("OUT_DIR")?))?;
    }
    Ok(())
}

/// Whether a feature is on.
fn has(feature: &str) -> bool {
    let name = feature.to_uppercase().replace('-', "_");
    env::var_os(format!("CARGO_FEATURE_{name}")).is_some()
}

/// Compiles the network's C file, and links it with the mathematical functions of the C library.
fn compile(sources: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", sources.display());
    let network = NETWORKS.into_iter().find(|network| has(network));
    let source = sources.join(format!("{}.c", network.ok_or("no network is chosen")?));
    let machine = ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"];
    let gcc = || {
        let mut gcc = Command::new("arm-none-eabi-gcc");
        gcc.args(machine)
            .args(["-std=gnu11", "-O3", "-Wall", "-Wextra", "-Werror"]);
        gcc
    };

    let object = out.join("network.o");
    let mut compiler = gcc();
    if !has("c-contracted") {
        compiler.arg("-ffp-contract=off");
    }
    run(compiler.arg("-c").arg(&source).arg("-o").arg(&object))?;
    println!("cargo:rustc-link-arg-bins={}", object.display());
    for library in ["libm.a", "libc_nano.a"] {
        let path = run(gcc().arg(format!("-print-file-name={library}")))?;
        println!("cargo:rustc-link-arg-bins={}", path.trim());
    }
    Ok(())
}

/// What a command prints.
fn run(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?}: {complaint}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
