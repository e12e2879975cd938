//! Tiles of plain arrays, which the compiler vectorises as the target allows: two roundings for each term.
#![allow(unsafe_code)] // implements the vectors' pointer interface

use super::tile::{Vector, kernels};

#[derive(Clone, Copy)]
struct Four([f32; 4]);

impl Vector for Four {
    const LANES: usize = 4;
    type Mask = usize;

    #[inline(always)]
    unsafe fn mask(lanes: usize) -> usize {
        lanes
    }

    #[inline(always)]
    unsafe fn zero() -> Self {
        Four([0.0; 4])
    }

    #[inline(always)]
    unsafe fn splat(address: *const f32) -> Self {
        // SAFETY: the caller's promise, as below.
        Four([unsafe { *address }; 4])
    }

    #[inline(always)]
    unsafe fn load(address: *const f32) -> Self {
        // SAFETY: see above.
        Four(unsafe { address.cast::<[f32; 4]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn load_masked(address: *const f32, mask: usize) -> Self {
        let mut lanes = [0.0; 4];
        for (lane, value) in lanes.iter_mut().enumerate() {
            if lane < mask {
                // SAFETY: see above.
                *value = unsafe { *address.add(lane) };
            }
        }
        Four(lanes)
    }

    #[inline(always)]
    unsafe fn store(self, address: *mut f32) {
        // SAFETY: see above.
        unsafe { address.cast::<[f32; 4]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    unsafe fn store_masked(self, address: *mut f32, mask: usize) {
        for (lane, value) in self.0.iter().enumerate() {
            if lane < mask {
                // SAFETY: see above.
                unsafe { *address.add(lane) = *value };
            }
        }
    }

    #[inline(always)]
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self {
        let mut sums = self.0;
        for ((sum, a), b) in sums.iter_mut().zip(a.0).zip(b.0) {
            *sum += a * b;
        }
        Four(sums)
    }
}

kernels! {
    vector: Four, transpose: super::tile::transpose::<4>,
    rows: [1 2 3 4], highest: 4, vectors: [1 2]
}
