//! Losses put together: a weight, and one loss for each output.

use super::{Loss, Term};

/// A loss with a factor, for models of several outputs: `(MeanSquaredError, Weighted(BinaryCrossentropy::default(), 0.3))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted<L>(
    /// The loss.
    pub L,
    /// Its factor.
    pub f32,
);

impl<Output, Target, L: Loss<Output, Target>> Loss<Output, Target> for Weighted<L> {
    fn term(&self, output: usize) -> Term<'_> {
        let term = self.0.term(output);
        Term {
            function: term.function,
            weight: self.1 * term.weight,
        }
    }
}

macro_rules! tuple {
    ($($loss:ident $output:ident $target:ident $index:tt),+) => {
        impl<$($loss, $output, $target),+> Loss<($($output,)+), ($($target,)+)> for ($($loss,)+)
        where
            $($loss: Loss<$output, $target>),+
        {
            fn term(&self, output: usize) -> Term<'_> {
                match output {
                    $($index => self.$index.term(0),)+
                    _ => panic!("the model has no output {output}"),
                }
            }
        }
    };
}

tuple!(L0 O0 T0 0, L1 O1 T1 1);
tuple!(L0 O0 T0 0, L1 O1 T1 1, L2 O2 T2 2);
tuple!(L0 O0 T0 0, L1 O1 T1 1, L2 O2 T2 2, L3 O3 T3 3);
tuple!(L0 O0 T0 0, L1 O1 T1 1, L2 O2 T2 2, L3 O3 T3 3, L4 O4 T4 4);
tuple!(L0 O0 T0 0, L1 O1 T1 1, L2 O2 T2 2, L3 O3 T3 3, L4 O4 T4 4, L5 O5 T5 5);
