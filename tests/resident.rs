//! What a training keeps in memory, as the system counts it: a network with filter response normalization doesn't need more of
//! it for larger batches.
#![cfg(target_os = "linux")]

mod common;
#[path = "../benches/src/workloads.rs"]
#[allow(dead_code)] // the data and the runs of benchmarks
mod workloads;

use common::classify::samples;
use formwork::prelude::*;
use std::process::Command;
use workloads::Frn;

/// Says that the process is one of those that are measured, with so many samples in a batch.
const BATCH: &str = "FORMWORK_RESIDENT_BATCH";

/// Bytes of this process that lie in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux has this file");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kibibytes
        .and_then(|number| number.parse::<u64>().ok())
        .expect("a number")
        << 10
}

/// What a training with batches of so many samples adds to the memory of this process.
fn train(batch: usize) -> u64 {
    let data = samples(2048);
    let mut model = Frn::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let before = resident();
    let fit = Fit {
        batch_size: batch,
        threads: 2,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    training.fit(&data, fit).expect("ten classes");
    resident() - before
}

/// The same in a process of its own: this test once more.
fn added(batch: usize) -> f64 {
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args([
            "larger_batches_take_no_more_memory",
            "--exact",
            "--nocapture",
        ])
        .env(BATCH, batch.to_string())
        .output()
        .expect("this test runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    let found = text.split("resident: ").nth(1);
    let number = found.and_then(|rest| rest.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .expect("what the process prints")
}

#[test]
fn larger_batches_take_no_more_memory() {
    if let Ok(batch) = std::env::var(BATCH) {
        println!("resident: {}", train(batch.parse().expect("a number")));
        return;
    }
    assert_eq!(Frn::STEP_MEMORY.bytes_per_sample(), 0);
    let (small, large) = (added(32), added(1024));
    println!("{small} bytes with batches of 32, {large} with batches of 1,024");
    assert!(
        large <= 1.2 * small,
        "{small} bytes with batches of 32, {large} with batches of 1,024"
    );
}
