//! Losses put together: a weight, a reduction, and one loss for each output.

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
            weight: self.1 * term.weight,
            ..term
        }
    }
}

/// How the values of a loss for a batch become one number, as in Keras. Before that, every value is multiplied by the weight of its
/// sample and class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduction {
    /// Their sum divided by their number, whatever the weights are. Values of an ignored class don't count.
    #[default]
    SumOverBatchSize,
    /// Their sum.
    Sum,
    /// Their sum divided by the sum of the weights.
    MeanWithSampleWeight,
}

/// A loss with another reduction than the mean: `Reduced(MeanSquaredError, Reduction::Sum)`.
///
/// The loss that is reported for an epoch is the mean of those of its batches, each counted as often as it has samples. In an
/// evaluation a batch has 256 samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reduced<L>(
    /// The loss.
    pub L,
    /// Its reduction.
    pub Reduction,
);

impl<Output, Target, L: Loss<Output, Target>> Loss<Output, Target> for Reduced<L> {
    fn term(&self, output: usize) -> Term<'_> {
        Term {
            reduction: self.1,
            ..self.0.term(output)
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
