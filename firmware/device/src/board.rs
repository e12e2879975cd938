//! What the board tells of a run: a timer, and how far the stack has reached.

use core::ptr;
use core::sync::atomic::{Ordering, compiler_fence};
use cortex_m_rt::STACK_PAINT_VALUE;

/// The first timer (CMSDK APB timer): counts down from `RELOAD`, once in each cycle of 25 MHz.
const CONTROL: *mut u32 = 0x4000_0000 as *mut u32;
const VALUE: *mut u32 = 0x4000_0004 as *mut u32;
const RELOAD: *mut u32 = 0x4000_0008 as *mut u32;

unsafe extern "C" {
    /// The highest address of the stack, where it begins.
    static _stack_start: u32;
    /// The lowest one that it may reach.
    static _stack_end: u32;
}

/// Starts the timer.
pub fn start_timer() {
    // SAFETY: these are registers of the board's timer, which nothing else uses.
    unsafe {
        ptr::write_volatile(RELOAD, u32::MAX);
        ptr::write_volatile(VALUE, u32::MAX);
        ptr::write_volatile(CONTROL, 1);
    }
}

/// Ticks that `work` takes.
pub fn ticks(work: impl FnOnce()) -> u32 {
    // SAFETY: reading the timer has no effect.
    let now = || unsafe { ptr::read_volatile(VALUE) };
    let before = now();
    // The work's memory accesses stay between the two readings.
    compiler_fence(Ordering::SeqCst);
    work();
    compiler_fence(Ordering::SeqCst);
    before.wrapping_sub(now())
}

/// Bytes between the beginning of the stack and the deepest word that has lost the value painted at startup.
pub fn deepest_stack() -> u32 {
    let (start, mut word) = (&raw const _stack_start, &raw const _stack_end);
    // SAFETY: the words between the two symbols are the stack's memory; nothing but this reads the unused ones.
    while word < start && unsafe { ptr::read_volatile(word) } == STACK_PAINT_VALUE {
        word = word.wrapping_add(1);
    }
    (start as u32).wrapping_sub(word as u32)
}
