//! Which vector instructions the kernels use, found out once.

use core::sync::atomic::{AtomicU8, Ordering};

/// A set of vector instructions.
///
/// Elementwise kernels give the same bits at every level. Products round once for each multiply-add at the vector
/// levels and twice at [`Portable`](Level::Portable); all vector levels agree to the bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What the compiler makes of plain loops. Without `std`, always this one.
    Portable,
    /// x86-64 with AVX2 and FMA: 8 lanes.
    Avx2,
    /// x86-64 with AVX-512 F, VL, DQ and BW: 16 lanes.
    Avx512,
    /// AArch64: 4 lanes.
    Neon,
}

const UNSET: u8 = u8::MAX;

static FORCED: AtomicU8 = AtomicU8::new(UNSET);

#[cfg(feature = "std")]
static DETECTED: AtomicU8 = AtomicU8::new(UNSET);

const fn decode(code: u8) -> Level {
    match code {
        1 => Level::Avx2,
        2 => Level::Avx512,
        3 => Level::Neon,
        _ => Level::Portable,
    }
}

/// The level in use: the one given to [`force`], else the one that the environment variable `FORMWORK_KERNELS`
/// names (`portable`, `avx2`, `avx512` or `neon`; ignored if the processor lacks it), else the best one.
#[inline]
pub fn level() -> Level {
    match FORCED.load(Ordering::Relaxed) {
        UNSET => detected(),
        code => decode(code),
    }
}

/// Makes all kernels of this process use `level` until [`unforce`], for comparisons and tests.
///
/// # Panics
/// If the processor doesn't have these instructions.
pub fn force(level: Level) {
    assert!(supported(level), "this processor has no {level:?} kernels");
    FORCED.store(level as u8, Ordering::Relaxed);
}

/// Undoes [`force`].
pub fn unforce() {
    FORCED.store(UNSET, Ordering::Relaxed);
}

/// Whether kernels of this level can run here.
pub fn supported(level: Level) -> bool {
    match level {
        Level::Portable => true,
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        Level::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        Level::Avx512 => {
            supported(Level::Avx2)
                && is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
        }
        #[cfg(all(feature = "std", target_arch = "aarch64"))]
        Level::Neon => std::arch::is_aarch64_feature_detected!("neon"),
        #[allow(unreachable_patterns)] // the levels of other processors
        _ => false,
    }
}

#[cfg(not(feature = "std"))]
fn detected() -> Level {
    Level::Portable
}

#[cfg(feature = "std")]
#[inline]
fn detected() -> Level {
    match DETECTED.load(Ordering::Relaxed) {
        UNSET => detect(),
        code => decode(code),
    }
}

#[cfg(feature = "std")]
#[cold]
fn detect() -> Level {
    let wish = match std::env::var("FORMWORK_KERNELS").as_deref() {
        Ok("portable") => Some(Level::Portable),
        Ok("avx2") => Some(Level::Avx2),
        Ok("avx512") => Some(Level::Avx512),
        Ok("neon") => Some(Level::Neon),
        _ => None,
    };
    let best = [Level::Avx512, Level::Avx2, Level::Neon]
        .into_iter()
        .find(|level| supported(*level));
    let level = wish
        .filter(|level| supported(*level))
        .or(best)
        .unwrap_or(Level::Portable);
    DETECTED.store(level as u8, Ordering::Relaxed);
    level
}

/// Compiles a function of plain loops once for each x86-64 level and picks one at each call.
///
/// Rust neither reorders nor contracts floating-point operations, so the bits are the same at every level. What the
/// function calls must be `#[inline(always)]` to be compiled along; its closures are compiled for the level of the function that they are in. Of a
/// function that is generic, each instance is compiled so, in the crate that uses it.
macro_rules! for_each_level {
    (
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident $(<$generic:ident: $bound:path $(, const $count:ident: usize)?>)? (
            $($argument:ident: $type:ty),* $(,)?
        ) $body:block
    ) => {
        $(#[$attribute])*
        $visibility fn $name $(<$generic: $bound $(, const $count: usize)?>)? ($($argument: $type),*) {
            #[cfg(all(feature = "std", target_arch = "x86_64"))]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2 $(<$generic: $bound $(, const $count: usize)?>)? ($($argument: $type),*) $body
                #[target_feature(enable = "avx2,fma,avx512f,avx512vl,avx512dq,avx512bw")]
                fn avx512 $(<$generic: $bound $(, const $count: usize)?>)? ($($argument: $type),*) $body
                // SAFETY: a level in use is one that the processor has.
                #[allow(unsafe_code)]
                match $crate::kernels::level::level() {
                    $crate::kernels::level::Level::Avx512 => return unsafe { avx512 $(::<$generic $(, $count)?>)? ($($argument),*) },
                    $crate::kernels::level::Level::Avx2 => return unsafe { avx2 $(::<$generic $(, $count)?>)? ($($argument),*) },
                    _ => {}
                }
            }
            $body
        }
    };
}
pub(crate) use for_each_level;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_in_use_is_supported() {
        assert!(supported(level()));
    }

    #[test]
    fn codes_and_levels_match() {
        for level in [Level::Portable, Level::Avx2, Level::Avx512, Level::Neon] {
            assert_eq!(decode(level as u8), level);
        }
    }
}
