//! Intersection over union, `TP / (TP + FP + FN)` of a class, and its mean over classes.
//!
//! Keras keeps a confusion matrix. Its diagonal and the sums of its rows and columns are enough, and they are additive too. As in Keras 1e-7 is added
//! to the divisor, and classes that occur neither in labels nor in predictions don't count; if that leaves none the result is NaN.

use super::{MetricCall, MetricFunction};

/// The mean over classes of intersection over union, for outputs and targets that are numbers of classes, element by element. What is
/// no class is not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanIoU {
    /// Number of classes.
    pub num_classes: usize,
    /// A class whose labels aren't counted.
    pub ignore_class: Option<usize>,
}

/// The mean over some classes of intersection over union, for outputs and targets that are numbers of classes, element by element. What is
/// no class is not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IoU {
    /// Number of classes.
    pub num_classes: usize,
    /// The classes that the mean is taken over.
    pub target_class_ids: &'static [usize],
    /// A class whose labels aren't counted.
    pub ignore_class: Option<usize>,
}

/// The mean of intersection over union of the classes 0 and 1: an element is of class 1 if it is **at least** the threshold (elsewhere: above it).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryIoU {
    /// The classes that the mean is taken over: `&[0, 1]`, `&[0]` or `&[1]`.
    pub target_class_ids: &'static [usize],
    /// From it on predictions are of class 1.
    pub threshold: f32,
}

/// The mean over classes of intersection over union. The class is where the largest prediction is, and the largest target; the target may also
/// be a class index.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OneHotMeanIoU {
    /// A class whose labels aren't counted.
    pub ignore_class: Option<usize>,
}

/// The mean over some classes of intersection over union. The class is where the largest prediction is, and the largest target; the target may
/// also be a class index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneHotIoU {
    /// The classes that the mean is taken over.
    pub target_class_ids: &'static [usize],
    /// A class whose labels aren't counted.
    pub ignore_class: Option<usize>,
}

impl MeanIoU {
    /// For so many classes.
    pub const fn new(num_classes: usize) -> MeanIoU {
        MeanIoU {
            num_classes,
            ignore_class: None,
        }
    }
}

impl IoU {
    /// For so many classes, of which the mean is taken over some.
    pub const fn new(num_classes: usize, target_class_ids: &'static [usize]) -> IoU {
        IoU {
            num_classes,
            target_class_ids,
            ignore_class: None,
        }
    }
}

impl OneHotIoU {
    /// The mean over some classes.
    pub const fn new(target_class_ids: &'static [usize]) -> OneHotIoU {
        OneHotIoU {
            target_class_ids,
            ignore_class: None,
        }
    }
}

impl Default for BinaryIoU {
    /// Both classes, with the threshold 0.5.
    fn default() -> BinaryIoU {
        BinaryIoU {
            target_class_ids: &[0, 1],
            threshold: 0.5,
        }
    }
}

/// For each class: agreements, labels, predictions.
const COUNTS: usize = 3;

/// Counts one label and its prediction.
fn count(label: usize, predicted: usize, ignored: Option<usize>, weight: f64, sums: &mut [f64]) {
    let classes = sums.as_chunks_mut::<COUNTS>().0;
    if Some(label) == ignored || label >= classes.len() || predicted >= classes.len() {
        return;
    }
    if label == predicted {
        classes[label][0] += weight;
    }
    classes[label][1] += weight;
    classes[predicted][2] += weight;
}

/// Counts elements that are numbers of classes.
fn count_numbers(call: MetricCall<'_>, ignored: Option<usize>, sums: &mut [f64]) {
    for row in call.rows() {
        for (_, p, t) in row.elements() {
            count(number(t), number(p), ignored, row.weight, sums);
        }
    }
}

/// The class of a number, as Keras rounds: towards 0. What is below isn't a class.
fn number(value: f32) -> usize {
    if value > -1.0 {
        value as usize
    } else {
        usize::MAX
    }
}

/// Counts rows by their largest elements.
fn count_largest(call: MetricCall<'_>, ignored: Option<usize>, sums: &mut [f64]) {
    for row in call.rows() {
        count(
            row.class(),
            row.predicted_class(),
            ignored,
            row.weight,
            sums,
        );
    }
}

/// The mean over some classes, or all.
fn mean(sums: &[f64], targets: Option<&[usize]>) -> f32 {
    let classes = sums.as_chunks::<COUNTS>().0;
    let (mut total, mut present) = (0.0, 0.0);
    let mut add = |&[agreements, labels, predictions]: &[f64; COUNTS]| {
        let union = labels + predictions - agreements;
        if union > 1e-9 {
            present += 1.0;
        }
        total += agreements / (union + 1e-7);
    };
    match targets {
        None => classes.iter().for_each(&mut add),
        Some(targets) => {
            let targets = targets.iter().filter_map(|&class| classes.get(class));
            targets.for_each(&mut add);
        }
    }
    (total / present) as f32
}

impl MetricFunction for MeanIoU {
    fn name(&self) -> &str {
        "mean_iou"
    }

    fn sums(&self, _width: usize) -> usize {
        COUNTS * self.num_classes
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        count_numbers(call, self.ignore_class, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        mean(sums, None)
    }
}

impl MetricFunction for IoU {
    fn name(&self) -> &str {
        "iou"
    }

    fn sums(&self, _width: usize) -> usize {
        COUNTS * self.num_classes
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        count_numbers(call, self.ignore_class, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        mean(sums, Some(self.target_class_ids))
    }
}

impl MetricFunction for BinaryIoU {
    fn name(&self) -> &str {
        "binary_iou"
    }

    fn sums(&self, _width: usize) -> usize {
        COUNTS * 2
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            for (_, p, t) in row.elements() {
                let predicted = usize::from(p >= self.threshold);
                count(number(t), predicted, None, row.weight, sums);
            }
        }
    }

    fn result(&self, sums: &[f64]) -> f32 {
        mean(sums, Some(self.target_class_ids))
    }
}

impl MetricFunction for OneHotMeanIoU {
    fn name(&self) -> &str {
        "one_hot_mean_iou"
    }

    fn sums(&self, width: usize) -> usize {
        COUNTS * width
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        count_largest(call, self.ignore_class, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        mean(sums, None)
    }
}

impl MetricFunction for OneHotIoU {
    fn name(&self) -> &str {
        "one_hot_iou"
    }

    fn sums(&self, width: usize) -> usize {
        COUNTS * width
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        count_largest(call, self.ignore_class, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        mean(sums, Some(self.target_class_ids))
    }
}
