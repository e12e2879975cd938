//! Forcing a level of vector instructions. A process of its own, because the level is one for the whole process.

use formwork_runtime::kernels::level::{Level, force, level, supported, unforce};
use formwork_runtime::kernels::product::{Matrix, product, workspace};

/// `(1 + 2⁻¹²)² − (1 + 2⁻¹¹)`: 2⁻²⁴ if the product isn't rounded before the sum, 0 if it is.
fn residue() -> f32 {
    let factor = [1.0 + f32::powi(2.0, -12)];
    let mut result = [-(1.0 + f32::powi(2.0, -11))];
    let factors = Matrix::rows(&factor, 1);
    product(
        1,
        1,
        1,
        factors,
        factors,
        &mut result,
        1,
        true,
        &mut [0.0; workspace(1, 1, 1)],
    );
    result[0]
}

#[test]
fn a_forced_level_is_used_until_it_is_unforced() {
    let detected = level();
    for forced in [Level::Portable, Level::Avx2, Level::Avx512, Level::Neon] {
        if supported(forced) {
            force(forced);
            assert_eq!(level(), forced);
            let expected = if forced == Level::Portable {
                0.0
            } else {
                f32::powi(2.0, -24)
            };
            assert_eq!(residue(), expected, "{forced:?}");
        } else {
            assert!(std::panic::catch_unwind(|| force(forced)).is_err());
        }
    }
    unforce();
    assert_eq!(level(), detected);
}
