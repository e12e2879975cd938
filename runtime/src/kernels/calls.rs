//! Counts kernel calls when the feature `count-calls` is on, so that a test can see what was fused.

/// What kind of call an operation makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// One node's forward.
    Forward,
    /// One node's backward.
    Backward,
    /// A block of rows of a late weight gradient.
    WeightGradient,
}

/// Calls since the start of the process or the last [`reset`], on all threads.
#[cfg(feature = "count-calls")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`Call::Forward`].
    pub forward: u64,
    /// [`Call::Backward`].
    pub backward: u64,
    /// [`Call::WeightGradient`].
    pub weight_gradient: u64,
}

#[cfg(feature = "count-calls")]
mod counters {
    use core::sync::atomic::AtomicU32;

    pub static CALLS: [AtomicU32; 3] = [const { AtomicU32::new(0) }; 3];
}

/// Counts one call. Without the feature `count-calls` it does nothing.
#[inline(always)]
pub fn count(call: Call) {
    #[cfg(feature = "count-calls")]
    counters::CALLS[call as usize].fetch_add(1, core::sync::atomic::Ordering::Relaxed);
    let _ = call;
}

/// The calls counted so far.
#[cfg(feature = "count-calls")]
pub fn counts() -> Counts {
    let count = |call: Call| {
        counters::CALLS[call as usize]
            .load(core::sync::atomic::Ordering::Relaxed)
            .into()
    };
    Counts {
        forward: count(Call::Forward),
        backward: count(Call::Backward),
        weight_gradient: count(Call::WeightGradient),
    }
}

/// Starts counting from 0 again.
#[cfg(feature = "count-calls")]
pub fn reset() {
    for counter in &counters::CALLS {
        counter.store(0, core::sync::atomic::Ordering::Relaxed);
    }
}

#[cfg(all(test, feature = "count-calls"))]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_kind() {
        reset();
        count(Call::Forward);
        count(Call::Forward);
        count(Call::WeightGradient);
        let counts = counts();
        assert!(counts.forward >= 2 && counts.weight_gradient >= 1);
    }
}
