//! The order of the samples of an epoch.

/// Permutes `order` by Fisher and Yates's method, the same way for the same seed and epoch.
pub(crate) fn shuffle(order: &mut [usize], seed: u64, epoch: u64) {
    let mut state = mix(seed ^ mix(epoch.wrapping_add(1)));
    for last in (1..order.len()).rev() {
        state = state.wrapping_add(GOLDEN);
        // The high part of a 128-bit product: the bias of 64 random bits over fewer than 2³² places is below 2⁻³².
        let place = (u128::from(mix(state)) * (last as u128 + 1)) >> 64;
        order.swap(last, place as usize);
    }
}

/// 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(count: usize, seed: u64, epoch: u64) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        shuffle(&mut order, seed, epoch);
        order
    }

    #[test]
    fn an_order_is_a_permutation_that_seed_and_epoch_decide() {
        let first = order(1000, 7, 0);
        assert_eq!(first, order(1000, 7, 0));
        assert_ne!(first, order(1000, 7, 1));
        assert_ne!(first, order(1000, 8, 0));
        assert_ne!(order(1000, 0, 1), order(1000, 1, 0));
        let mut sorted = first.clone();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..1000));
    }

    #[test]
    fn all_orders_are_equally_likely() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            *counts.entry(order(3, seed, 0)).or_insert(0u32) += 1;
        }
        // Expected 1000 each, standard deviation 29.
        assert!(
            counts.len() == 6 && counts.values().all(|count| count.abs_diff(1000) < 130),
            "{counts:?}"
        );
    }
}
