//! Predicts what it is sent: reads inputs from the file `inputs` on the other side of semihosting, one after the other,
//! and writes to `outputs`, for each, the output's bits and the timer's ticks, and at the end how deep the stack was.
#![no_std]
#![no_main]

mod board;
mod network;
mod semihosting;

use core::panic::PanicInfo;
use cortex_m_rt::{ExceptionFrame, entry, exception};
use formwork::tensor::Tensor;
use network::{Input, Output, Scratch};
use semihosting::{File, Mode, exit};

#[entry]
fn main() -> ! {
    static mut INPUT: Input = Tensor::zeros();
    static mut SCRATCH: Scratch = Scratch::new();
    static mut OUTPUT: Output = Tensor::zeros();
    exit(run(INPUT, SCRATCH, OUTPUT).is_some())
}

/// Predicts until the inputs end; `None` if a file can't be used.
#[inline(always)]
fn run(input: &mut Input, scratch: &mut Scratch, output: &mut Output) -> Option<()> {
    let inputs = File::open(c"inputs", Mode::Read)?;
    let outputs = File::open(c"outputs", Mode::Write)?;
    board::start_timer();
    while inputs.read(input.as_mut_slice()).is_some() {
        let ticks = board::ticks(|| predict(input, scratch, output));
        outputs.write(output.as_slice())?;
        outputs.write(&[f32::from_bits(ticks)])?;
    }
    outputs.write(&[f32::from_bits(board::deepest_stack())])
}

/// One prediction, in a function of its own so that nothing of it is computed before the timer is read.
#[inline(never)]
fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) {
    network::predict(input, scratch, output);
    #[cfg(feature = "planted")]
    {
        let elements = output.as_mut_slice();
        elements[0] = input.as_slice()[elements[0].to_bits() as usize];
    }
}

/// A fault ends the run, so that nobody waits for it.
#[exception]
unsafe fn HardFault(_: &ExceptionFrame) -> ! {
    exit(false)
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    firmware_panicked()
}

/// Every path that panics ends here, under a name that the proof of absence looks for.
#[inline(never)]
#[unsafe(no_mangle)]
extern "C" fn firmware_panicked() -> ! {
    exit(false)
}
