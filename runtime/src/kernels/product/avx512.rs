//! Tiles of 8 × 48 for AVX-512: 24 sums, 3 vectors of the right operand, 1 of the left.
#![allow(unsafe_code)] // implements the vectors' pointer interface
#![allow(unused_unsafe)] // intrinsics are safe where the whole crate is compiled for their instructions
#![allow(clippy::needless_range_loop)] // see `transpose_columns`

use super::tile::{Transpose, Vector, kernels};
use core::arch::x86_64::*;

#[derive(Clone, Copy)]
struct Sixteen(__m512);

// SAFETY of all calls below: the trait's promise, that the instructions and the addressed lanes are there.
impl Vector for Sixteen {
    const LANES: usize = 16;
    type Mask = __mmask16;

    #[inline(always)]
    unsafe fn mask(lanes: usize) -> __mmask16 {
        ((1u32 << lanes) - 1) as __mmask16
    }

    #[inline(always)]
    unsafe fn prefetch(address: *const f32) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) }
    }

    #[inline(always)]
    unsafe fn zero() -> Self {
        Sixteen(unsafe { _mm512_setzero_ps() })
    }

    #[inline(always)]
    unsafe fn splat(address: *const f32) -> Self {
        Sixteen(unsafe { _mm512_set1_ps(*address) })
    }

    #[inline(always)]
    unsafe fn load(address: *const f32) -> Self {
        Sixteen(unsafe { _mm512_loadu_ps(address) })
    }

    #[inline(always)]
    unsafe fn load_masked(address: *const f32, mask: __mmask16) -> Self {
        Sixteen(unsafe { _mm512_maskz_loadu_ps(mask, address) })
    }

    #[inline(always)]
    unsafe fn store(self, address: *mut f32) {
        unsafe { _mm512_storeu_ps(address, self.0) }
    }

    #[inline(always)]
    unsafe fn store_masked(self, address: *mut f32, mask: __mmask16) {
        unsafe { _mm512_mask_storeu_ps(address, mask, self.0) }
    }

    #[inline(always)]
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self {
        Sixteen(unsafe { _mm512_fmadd_ps(a.0, b.0, self.0) })
    }
}

/// Transposes 16 terms of 16 columns at a time, in registers.
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
        while first + 16 <= depth && columns == 16 {
            let mut rows = [_mm512_setzero_ps(); 16];
            for column in 0..16 {
                rows[column] = _mm512_loadu_ps(b.add(column * stride + first));
            }
            transpose_registers(&mut rows);
            for term in 0..16 {
                _mm512_storeu_ps(panel.add((first + term) * width), rows[term]);
            }
            first += 16;
        }
        while first < depth {
            let terms = (depth - first).min(16);
            let mask = Sixteen::mask(terms);
            let mut rows = [_mm512_setzero_ps(); 16];
            for column in 0..columns {
                rows[column] = _mm512_maskz_loadu_ps(mask, b.add(column * stride + first));
            }
            transpose_registers(&mut rows);
            for term in 0..terms {
                _mm512_storeu_ps(panel.add((first + term) * width), rows[term]);
            }
            first += terms;
        }
    }
}

/// The transpose of 16 × 16: pairs, then quadruples within 128-bit lanes, then the lanes.
#[inline(always)]
unsafe fn transpose_registers(rows: &mut [__m512; 16]) {
    // SAFETY: arithmetic on registers.
    unsafe {
        let mut pairs = *rows;
        for pair in 0..8 {
            pairs[2 * pair] = _mm512_unpacklo_ps(rows[2 * pair], rows[2 * pair + 1]);
            pairs[2 * pair + 1] = _mm512_unpackhi_ps(rows[2 * pair], rows[2 * pair + 1]);
        }
        // Lane l of quads[4 q + t] holds term 4 l + t of columns 4 q .. 4 q + 4.
        let mut quads = pairs;
        for quad in 0..4 {
            let first = 4 * quad;
            let low_0 = _mm512_castps_pd(pairs[first]);
            let high_0 = _mm512_castps_pd(pairs[first + 1]);
            let low_1 = _mm512_castps_pd(pairs[first + 2]);
            let high_1 = _mm512_castps_pd(pairs[first + 3]);
            quads[first] = _mm512_castpd_ps(_mm512_unpacklo_pd(low_0, low_1));
            quads[first + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(low_0, low_1));
            quads[first + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(high_0, high_1));
            quads[first + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(high_0, high_1));
        }
        const EVEN: i32 = 0b10_00_10_00;
        const ODD: i32 = 0b11_01_11_01;
        for term in 0..4 {
            let even_low = _mm512_shuffle_f32x4::<EVEN>(quads[term], quads[4 + term]);
            let odd_low = _mm512_shuffle_f32x4::<ODD>(quads[term], quads[4 + term]);
            let even_high = _mm512_shuffle_f32x4::<EVEN>(quads[8 + term], quads[12 + term]);
            let odd_high = _mm512_shuffle_f32x4::<ODD>(quads[8 + term], quads[12 + term]);
            rows[term] = _mm512_shuffle_f32x4::<EVEN>(even_low, even_high);
            rows[term + 4] = _mm512_shuffle_f32x4::<EVEN>(odd_low, odd_high);
            rows[term + 8] = _mm512_shuffle_f32x4::<ODD>(even_low, even_high);
            rows[term + 12] = _mm512_shuffle_f32x4::<ODD>(odd_low, odd_high);
        }
    }
}

kernels! {
    vector: Sixteen, features: "avx2,fma,avx512f,avx512vl,avx512dq,avx512bw", transpose: transpose_columns,
    rows: [1 2 3 4 5 6 7 8], highest: 8, vectors: [1 2 3]
}
