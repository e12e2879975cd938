//! Tiles of 8 × 12 for NEON: 24 sums, 3 vectors of the right operand, 1 of the left.
#![allow(unsafe_code)] // implements the vectors' pointer interface
#![allow(unused_unsafe)] // intrinsics are safe where the whole crate is compiled for their instructions

use super::tile::{Vector, kernels};
use core::arch::aarch64::*;

#[derive(Clone, Copy)]
struct Four(float32x4_t);

// SAFETY of all calls below: the trait's promise, that the instructions and the addressed lanes are there.
impl Vector for Four {
    const LANES: usize = 4;
    type Mask = usize;

    #[inline(always)]
    unsafe fn mask(lanes: usize) -> usize {
        lanes
    }

    #[inline(always)]
    unsafe fn zero() -> Self {
        Four(unsafe { vdupq_n_f32(0.0) })
    }

    #[inline(always)]
    unsafe fn splat(address: *const f32) -> Self {
        Four(unsafe { vld1q_dup_f32(address) })
    }

    #[inline(always)]
    unsafe fn load(address: *const f32) -> Self {
        Four(unsafe { vld1q_f32(address) })
    }

    #[inline(always)]
    unsafe fn load_masked(address: *const f32, mask: usize) -> Self {
        if mask == 4 {
            return unsafe { Self::load(address) };
        }
        let mut lanes = [0.0; 4];
        unsafe { core::ptr::copy_nonoverlapping(address, lanes.as_mut_ptr(), mask) };
        Four(unsafe { vld1q_f32(lanes.as_ptr()) })
    }

    #[inline(always)]
    unsafe fn store(self, address: *mut f32) {
        unsafe { vst1q_f32(address, self.0) }
    }

    #[inline(always)]
    unsafe fn store_masked(self, address: *mut f32, mask: usize) {
        if mask == 4 {
            return unsafe { self.store(address) };
        }
        let mut lanes = [0.0; 4];
        unsafe {
            self.store(lanes.as_mut_ptr());
            core::ptr::copy_nonoverlapping(lanes.as_ptr(), address, mask);
        }
    }

    #[inline(always)]
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self {
        Four(unsafe { vfmaq_f32(self.0, a.0, b.0) })
    }
}

kernels! {
    vector: Four, features: "neon", transpose: super::tile::transpose::<4>,
    rows: [1 2 3 4 5 6 7 8], highest: 8, vectors: [1 2 3]
}
