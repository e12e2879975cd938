//! Tiles of 6 × 16 for AVX2 with FMA: 12 sums, 2 vectors of the right operand, 1 of the left.
#![allow(unsafe_code)] // implements the vectors' pointer interface
#![allow(unused_unsafe)] // intrinsics are safe where the whole crate is compiled for their instructions
#![allow(clippy::needless_range_loop)] // see `transpose_columns`

use super::tile::{Transpose, Vector, kernels};
use core::arch::x86_64::*;

#[derive(Clone, Copy)]
struct Eight(__m256);

// SAFETY of all calls below: the trait's promise, that the instructions and the addressed lanes are there.
impl Vector for Eight {
    const LANES: usize = 8;
    /// Whether all lanes are selected, and the lanes. Masked stores take many cycles on some processors.
    type Mask = (bool, __m256i);

    #[inline(always)]
    unsafe fn mask(lanes: usize) -> (bool, __m256i) {
        unsafe {
            let numbers = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
            (
                lanes == 8,
                _mm256_cmpgt_epi32(_mm256_set1_epi32(lanes as i32), numbers),
            )
        }
    }

    #[inline(always)]
    unsafe fn prefetch(address: *const f32) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
    }

    #[inline(always)]
    unsafe fn zero() -> Self {
        Eight(unsafe { _mm256_setzero_ps() })
    }

    #[inline(always)]
    unsafe fn splat(address: *const f32) -> Self {
        Eight(unsafe { _mm256_set1_ps(*address) })
    }

    #[inline(always)]
    unsafe fn load(address: *const f32) -> Self {
        Eight(unsafe { _mm256_loadu_ps(address) })
    }

    #[inline(always)]
    unsafe fn load_masked(address: *const f32, (_, mask): Self::Mask) -> Self {
        Eight(unsafe { _mm256_maskload_ps(address, mask) })
    }

    #[inline(always)]
    unsafe fn store(self, address: *mut f32) {
        unsafe { _mm256_storeu_ps(address, self.0) }
    }

    #[inline(always)]
    unsafe fn store_masked(self, address: *mut f32, (full, mask): Self::Mask) {
        unsafe {
            if full {
                self.store(address);
            } else {
                _mm256_maskstore_ps(address, mask, self.0);
            }
        }
    }

    #[inline(always)]
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self {
        Eight(unsafe { _mm256_fmadd_ps(a.0, b.0, self.0) })
    }
}

/// Transposes 8 terms of 8 columns at a time, in registers.
///
/// Loops with indices only: closures and iterators that pass vectors by value would be functions without the
/// instructions, called through memory.
#[inline(always)]
unsafe fn transpose_columns(block: &Transpose) {
    let Transpose {
        b,
        stride,
        columns,
        depth,
        panel,
        width,
    } = *block;
    // SAFETY: the block's promise; masks keep to the operand's terms, and only the terms there are get stored.
    unsafe {
        let mut first = 0;
        while first + 8 <= depth && columns == 8 {
            let mut rows = [_mm256_setzero_ps(); 8];
            for column in 0..8 {
                rows[column] = _mm256_loadu_ps(b.add(column * stride + first));
            }
            transpose_registers(&mut rows);
            for term in 0..8 {
                _mm256_storeu_ps(panel.add((first + term) * width), rows[term]);
            }
            first += 8;
        }
        while first < depth {
            let terms = (depth - first).min(8);
            let (_, mask) = Eight::mask(terms);
            let mut rows = [_mm256_setzero_ps(); 8];
            for column in 0..columns {
                rows[column] = _mm256_maskload_ps(b.add(column * stride + first), mask);
            }
            transpose_registers(&mut rows);
            for term in 0..terms {
                _mm256_storeu_ps(panel.add((first + term) * width), rows[term]);
            }
            first += terms;
        }
    }
}

/// The transpose of 8 × 8: pairs, then quadruples within 128-bit lanes, then the lanes.
#[inline(always)]
unsafe fn transpose_registers(rows: &mut [__m256; 8]) {
    // SAFETY: arithmetic on registers.
    unsafe {
        let mut pairs = *rows;
        for pair in 0..4 {
            pairs[2 * pair] = _mm256_unpacklo_ps(rows[2 * pair], rows[2 * pair + 1]);
            pairs[2 * pair + 1] = _mm256_unpackhi_ps(rows[2 * pair], rows[2 * pair + 1]);
        }
        let mut quads = pairs;
        for quad in 0..2 {
            let first = 4 * quad;
            let low_0 = _mm256_castps_pd(pairs[first]);
            let high_0 = _mm256_castps_pd(pairs[first + 1]);
            let low_1 = _mm256_castps_pd(pairs[first + 2]);
            let high_1 = _mm256_castps_pd(pairs[first + 3]);
            quads[first] = _mm256_castpd_ps(_mm256_unpacklo_pd(low_0, low_1));
            quads[first + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(low_0, low_1));
            quads[first + 2] = _mm256_castpd_ps(_mm256_unpacklo_pd(high_0, high_1));
            quads[first + 3] = _mm256_castpd_ps(_mm256_unpackhi_pd(high_0, high_1));
        }
        for term in 0..4 {
            rows[term] = _mm256_permute2f128_ps::<0x20>(quads[term], quads[term + 4]);
            rows[term + 4] = _mm256_permute2f128_ps::<0x31>(quads[term], quads[term + 4]);
        }
    }
}

kernels! {
    vector: Eight, features: "avx2,fma", transpose: transpose_columns,
    rows: [1 2 3 4 5 6], highest: 6, vectors: [1 2]
}
