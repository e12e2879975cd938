//! Samples picked, split, weighed and cut out of a series.

use super::source::copy_input;
use super::{Dataset, Targets};
use crate::losses::ClassIndex;
use crate::plain;
use crate::random::Stream;
use crate::tensor::{Sample, Tensor1, Tensor2};

impl<I: Sample, T: Targets> Dataset<I, T> {
    /// Copies of these samples, in this order.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn select(&self, samples: &[u32]) -> Dataset<I, T> {
        let mut inputs = I::zeroed_many(samples.len());
        let mut targets = T::blank(samples.len());
        for (place, &sample) in samples.iter().enumerate() {
            let sample = sample as usize;
            copy_input::<I>(self.inputs(), sample, I::slices_mut(&mut inputs), place);
            T::copy(self.targets(), sample, T::slices_mut(&mut targets), place);
        }
        let weights = self.weights.each_ref().map(|weights| {
            let weights = weights.as_deref()?;
            let rows = weights.len() / self.len().max(1);
            let of = |&sample: &u32| &weights[sample as usize * rows..][..rows];
            Some(samples.iter().flat_map(of).copied().collect())
        });
        Dataset {
            inputs,
            targets,
            weights,
        }
    }

    /// The samples in a random order.
    ///
    /// # Panics
    /// If there are 2³² or more.
    pub fn shuffled(&self, seed: u64) -> Dataset<I, T> {
        let mut order = numbers(self.len());
        Stream::new(seed, 0).shuffle(&mut order);
        self.select(&order)
    }
}

impl<I: Sample, K: ClassIndex + Targets<Owned = Vec<K>>> Dataset<I, K> {
    /// Splits so that both parts hold the same share of each class: a share of `fraction` of the samples of each class, rounded, goes to the
    /// second part. Which ones is decided by the seed; within both parts the samples keep their order.
    ///
    /// # Panics
    /// If `fraction` isn't in `0.0..=1.0`, or there are 2³² samples or more.
    pub fn stratified_split(&self, fraction: f64, seed: u64) -> (Dataset<I, K>, Dataset<I, K>) {
        assert!(
            (0.0..=1.0).contains(&fraction),
            "a fraction of {fraction} isn't in 0.0..=1.0"
        );
        let labels = self.labels();
        let classes = labels.iter().map(|label| label.index() + 1).max();
        let mut of_class = vec![Vec::new(); classes.unwrap_or(0)];
        for (sample, label) in numbers(labels.len()).into_iter().zip(labels) {
            of_class[label.index()].push(sample);
        }
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for (class, samples) in of_class.iter_mut().enumerate() {
            Stream::new(seed, class as u64).shuffle(samples);
            let (of_second, of_first) =
                samples.split_at((samples.len() as f64 * fraction).round() as usize);
            first.extend_from_slice(of_first);
            second.extend_from_slice(of_second);
        }
        first.sort_unstable();
        second.sort_unstable();
        (self.select(&first), self.select(&second))
    }

    fn labels(&self) -> &[K] {
        &self.targets
    }
}

fn numbers(count: usize) -> Vec<u32> {
    match u32::try_from(count) {
        Ok(count) => (0..count).collect(),
        Err(_) => panic!("{count} samples are too many to be numbered"),
    }
}

/// A weight for each of `CLASSES` classes that makes all count alike: `n / (CLASSES · count)` for a class that `count` of `n` labels name, and
/// 0 for one that none names. That is scikit-learn's `balanced`.
///
/// ```
/// use formwork_runtime::data::balanced_class_weights;
///
/// assert_eq!(balanced_class_weights(&[0u8, 0, 0, 1], 2), [4.0 / 6.0, 2.0]);
/// ```
///
/// # Panics
/// If a label isn't less than `classes`.
pub fn balanced_class_weights<K: ClassIndex>(labels: &[K], classes: usize) -> Vec<f32> {
    let mut counts = vec![0u64; classes];
    for label in labels {
        let class = label.index();
        assert!(class < classes, "class {class} of {classes}");
        counts[class] += 1;
    }
    let weight = |count| match count {
        0 => 0.0,
        count => (labels.len() as f64 / (classes as f64 * count as f64)) as f32,
    };
    counts.into_iter().map(weight).collect()
}

/// Windows of a series: `STEPS` of its values, `rate` apart, and a window every `stride` values. The window that
/// begins with value `i` holds the values `i, i + rate, …, i + (STEPS − 1) · rate`; only whole windows are made. That is
/// Keras's `timeseries_dataset_from_array` with `sampling_rate` and `sequence_stride`.
///
/// # Panics
/// If `stride` or `rate` is 0.
pub fn windows<const STEPS: usize, const FEATURES: usize>(
    series: &[Tensor1<FEATURES>],
    stride: usize,
    rate: usize,
) -> Vec<Tensor2<STEPS, FEATURES>> {
    assert!(
        stride > 0 && rate > 0,
        "a stride of {stride} and a rate of {rate}"
    );
    let spanned = STEPS
        .checked_sub(1)
        .and_then(|gaps| gaps.checked_mul(rate))
        .and_then(|gaps| gaps.checked_add(1));
    let starts = spanned.and_then(|spanned| (series.len() + 1).checked_sub(spanned));
    let count = starts.unwrap_or(0).div_ceil(stride);
    let mut windows = plain::zeroed_vec::<Tensor2<STEPS, FEATURES>>(count);
    for (number, window) in windows.iter_mut().enumerate() {
        let steps = series[number * stride..].iter().step_by(rate);
        for (row, step) in window
            .as_mut_slice()
            .chunks_exact_mut(FEATURES.max(1))
            .zip(steps)
        {
            row.copy_from_slice(step.as_slice());
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Dataset<Tensor1<1>, u8> {
        let inputs = (0..20u8)
            .map(|number| Tensor1::from([f32::from(number)]))
            .collect();
        let labels: Vec<u8> = (0..20)
            .map(|number| u8::from(u8::is_multiple_of(number, 5)))
            .collect();
        Dataset::checked(inputs, labels).unwrap()
    }

    #[test]
    fn both_parts_have_the_share_of_each_class() {
        let (train, test) = data().stratified_split(0.25, 3);
        let ones =
            |data: &Dataset<_, u8>| data.targets().iter().filter(|&&label| label == 1).count();
        assert_eq!((train.len(), ones(&train)), (15, 3));
        assert_eq!((test.len(), ones(&test)), (5, 1));
        let mut all: Vec<u8> = [&train, &test]
            .iter()
            .flat_map(|part| part.inputs().iter().map(|input| input[0] as u8))
            .collect();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<u8>>());
        for (input, label) in test.inputs().iter().zip(test.targets()) {
            assert_eq!(*label, u8::from((input[0] as u8).is_multiple_of(5)));
        }
        let (other, _) = data().stratified_split(0.25, 4);
        assert_ne!(other.inputs(), train.inputs());
    }

    #[test]
    fn shuffling_keeps_inputs_with_their_targets() {
        let shuffled = data().shuffled(1);
        assert_ne!(shuffled.inputs(), data().inputs());
        for (input, label) in shuffled.inputs().iter().zip(shuffled.targets()) {
            assert_eq!(*label, u8::from((input[0] as u8).is_multiple_of(5)));
        }
    }

    #[test]
    fn weights_are_selected_with_their_samples() {
        let weights = (0..40u8).map(f32::from).collect();
        let selected = data().with_weights(weights).unwrap().select(&[3, 0]);
        assert_eq!(selected.weights(0), Some(&[6.0, 7.0, 0.0, 1.0][..]));
        assert_eq!(selected.inputs()[0][0], 3.0);
    }

    #[test]
    fn windows_are_whole() {
        let series: Vec<_> = (0..10u8)
            .map(|number| Tensor1::from([f32::from(number)]))
            .collect();
        let all = windows::<3, 1>(&series, 2, 3);
        let starts: Vec<f32> = all.iter().map(|window| window[(0, 0)]).collect();
        assert_eq!(starts, [0.0, 2.0]);
        assert_eq!(all[1].as_slice(), [2.0, 5.0, 8.0]);
        assert_eq!(windows::<3, 1>(&series, 1, 1).len(), 8);
        assert_eq!(windows::<10, 1>(&series, 1, 1).len(), 1);
        assert!(windows::<11, 1>(&series, 1, 1).is_empty());
    }
}
