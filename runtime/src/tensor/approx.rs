//! Approximate comparison by the `approx` crate: `assert_relative_eq!(a, b, max_relative = 1e-5)`.

use super::{Elements, Tensor};
use ::approx::{AbsDiffEq, RelativeEq, UlpsEq};

/// Whether all elements are as close as asked.
impl<D: Elements> AbsDiffEq for Tensor<D> {
    type Epsilon = f32;

    fn default_epsilon() -> f32 {
        f32::default_epsilon()
    }

    fn abs_diff_eq(&self, other: &Tensor<D>, epsilon: f32) -> bool {
        self.as_slice().abs_diff_eq(other.as_slice(), epsilon)
    }
}

impl<D: Elements> RelativeEq for Tensor<D> {
    fn default_max_relative() -> f32 {
        f32::default_max_relative()
    }

    fn relative_eq(&self, other: &Tensor<D>, epsilon: f32, max_relative: f32) -> bool {
        self.as_slice()
            .relative_eq(other.as_slice(), epsilon, max_relative)
    }
}

impl<D: Elements> UlpsEq for Tensor<D> {
    fn default_max_ulps() -> u32 {
        f32::default_max_ulps()
    }

    fn ulps_eq(&self, other: &Tensor<D>, epsilon: f32, max_ulps: u32) -> bool {
        self.as_slice().ulps_eq(other.as_slice(), epsilon, max_ulps)
    }
}

#[cfg(test)]
mod tests {
    use crate::tensor::{Tensor1, Tensor2};
    use ::approx::{abs_diff_eq, assert_relative_eq, relative_eq, ulps_eq};

    #[test]
    fn every_element_counts() {
        let one = Tensor2::from([[1.0, 1000.0], [0.0, -4.0]]);
        let mut other = one.clone();
        assert_relative_eq!(one, other);
        other[(0, 1)] = 1000.01;
        assert!(relative_eq!(one, other, max_relative = 2e-5));
        assert!(!relative_eq!(one, other, max_relative = 5e-6));
        assert!(abs_diff_eq!(one, other, epsilon = 0.011));
        assert!(!abs_diff_eq!(one, other, epsilon = 0.009));
    }

    #[test]
    fn neighbouring_floats_are_one_ulp_apart() {
        let one = Tensor1::from([1.0f32]);
        let other = Tensor1::from([1.0f32.next_up().next_up()]);
        assert!(ulps_eq!(one, other, epsilon = 0.0, max_ulps = 2));
        assert!(!ulps_eq!(one, other, epsilon = 0.0, max_ulps = 1));
    }
}
