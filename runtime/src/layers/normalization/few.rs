//! The derivative of a root mean square over few elements, exactly: with N elements and a small ε the general form is a
//! difference of numbers that are almost equal, of which single precision leaves nothing.

use super::View;

/// Sets of at most so many elements are differentiated here.
pub(super) const MOST: usize = 4;

/// `dxᵢ = r³ (ε dx̂ᵢ + Σⱼ xⱼ (dx̂ᵢ xⱼ − xᵢ dx̂ⱼ) / N)` for one outer part, in place of dy, with dx̂ = γ dy. In double
/// precision the products in the sum are exact, and the term of j = i is 0.
pub(super) fn differentiate(
    view: View,
    epsilon: f32,
    gamma: &[f32],
    factors: &[f32],
    input: &[f32],
    cotangent: &mut [f32],
) {
    let (width, size) = (view.width(), view.size);
    let count = view.count();
    for (group, factor) in factors.iter().enumerate() {
        // Where the element with this number within the set lies, and what is known of it: x and dx̂.
        let place = |element: usize| element / size * width + group * size + element % size;
        let mut elements = [(0.0, 0.0); MOST];
        for (element, values) in elements.iter_mut().enumerate().take(count) {
            let place = place(element);
            let gamma = gamma.get(place % width).copied().unwrap_or(1.0);
            *values = (
                f64::from(input[place]),
                f64::from(cotangent[place]) * f64::from(gamma),
            );
        }
        let elements = &elements[..count];
        let factor = f64::from(*factor);
        for (element, (x, dx)) in elements.iter().enumerate() {
            let sum = elements.iter().fold(0.0, |sum, (other, d_other)| {
                sum + other * (dx * other - x * d_other)
            });
            let whole = f64::from(epsilon) * dx + sum / count as f64;
            cotangent[place(element)] = (factor * factor * factor * whole) as f32;
        }
    }
}
