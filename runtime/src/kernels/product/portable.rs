//! Tiles of plain arrays, which the compiler vectorises as the target allows: two roundings for each term.
#![allow(unsafe_code)] // implements the vectors' pointer interface
#![allow(clippy::needless_range_loop)] // iterators over arrays by value end up in memory

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
        if mask == 4 {
            // SAFETY: see above.
            return unsafe { Self::load(address) };
        }
        // A copy keeps the lanes together; conditions on single lanes would tear the whole tile into scalars.
        let mut lanes = [0.0; 4];
        // SAFETY: see above.
        unsafe { core::ptr::copy_nonoverlapping(address, lanes.as_mut_ptr(), mask) };
        Four(lanes)
    }

    #[inline(always)]
    unsafe fn store(self, address: *mut f32) {
        // SAFETY: see above.
        unsafe { address.cast::<[f32; 4]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    unsafe fn store_masked(self, address: *mut f32, mask: usize) {
        // SAFETY: see above.
        unsafe {
            if mask == 4 {
                self.store(address);
            } else {
                core::ptr::copy_nonoverlapping(self.0.as_ptr(), address, mask);
            }
        }
    }

    #[inline(always)]
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self {
        let mut sums = self.0;
        for lane in 0..4 {
            sums[lane] += a.0[lane] * b.0[lane];
        }
        Four(sums)
    }
}

kernels! {
    vector: Four, transpose: super::tile::transpose::<4>,
    rows: [1 2 3 4], highest: 4, vectors: [1 2]
}
