//! Files of the machine that the debugger or the emulator runs on, by semihosting: a breakpoint with the number of an
//! operation in `r0` and the address of its arguments in `r1` ("Semihosting for AArch32 and AArch64", Arm, 2.0).

use core::arch::asm;
use core::ffi::CStr;

const OPEN: usize = 0x01;
const WRITE: usize = 0x05;
const READ: usize = 0x06;
const EXIT: usize = 0x18;

/// Modes of `fopen`, by their place in the list of the specification.
#[derive(Clone, Copy)]
pub enum Mode {
    /// `rb`
    Read = 1,
    /// `wb`
    Write = 5,
}

/// An open file.
pub struct File(usize);

impl File {
    /// Opens a file in the working directory of the other side.
    pub fn open(name: &CStr, mode: Mode) -> Option<File> {
        let name = name.to_bytes();
        let arguments = [name.as_ptr() as usize, mode as usize, name.len()];
        match call(OPEN, arguments.as_ptr() as usize) {
            usize::MAX => None,
            handle => Some(File(handle)),
        }
    }

    /// Reads all of `values`; `None` if the file ends before.
    pub fn read(&self, values: &mut [f32]) -> Option<()> {
        let arguments = [self.0, values.as_mut_ptr() as usize, size_of_val(values)];
        (call(READ, arguments.as_ptr() as usize) == 0).then_some(())
    }

    /// Writes the bits of `values`; `None` if some didn't fit.
    pub fn write(&self, values: &[f32]) -> Option<()> {
        let arguments = [self.0, values.as_ptr() as usize, size_of_val(values)];
        (call(WRITE, arguments.as_ptr() as usize) == 0).then_some(())
    }
}

/// Ends the run.
pub fn exit(success: bool) -> ! {
    const APPLICATION_EXIT: usize = 0x20026;
    const RUN_TIME_ERROR: usize = 0x20023;
    loop {
        call(
            EXIT,
            if success {
                APPLICATION_EXIT
            } else {
                RUN_TIME_ERROR
            },
        );
    }
}

fn call(operation: usize, argument: usize) -> usize {
    let result;
    // SAFETY: the other side reads and writes the memory that the arguments name, which is borrowed by the caller, and
    // changes no register but `r0`.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => result, in("r1") argument, options(nostack, preserves_flags));
    }
    result
}
