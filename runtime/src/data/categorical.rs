//! One-hot vectors.

use super::{Dataset, Targets};
use crate::losses::ClassIndex;
use crate::tensor::{Sample, Tensor1};

/// A class index that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sample {sample} has the class {class}, but there are {classes} classes, numbered from 0")]
pub struct ClassError {
    /// Which sample.
    pub sample: usize,
    /// Its class.
    pub class: usize,
    /// Number of classes.
    pub classes: usize,
}

/// One-hot vectors of class indices: 1 at the index, 0 elsewhere.
///
/// ```
/// use formwork_runtime::data::to_categorical;
/// use formwork_runtime::tensor::Tensor1;
///
/// let targets = to_categorical::<3, _>(&[2u8, 0])?;
/// assert_eq!(targets, [Tensor1::from([0.0, 0.0, 1.0]), Tensor1::from([1.0, 0.0, 0.0])]);
/// # Ok::<(), formwork_runtime::data::ClassError>(())
/// ```
///
/// # Errors
/// For an index of `CLASSES` or more.
pub fn to_categorical<const CLASSES: usize, K: ClassIndex>(
    labels: &[K],
) -> Result<Vec<Tensor1<CLASSES>>, ClassError> {
    let mut targets = Tensor1::<CLASSES>::zeroed_many(labels.len());
    for (sample, (target, label)) in targets.iter_mut().zip(labels).enumerate() {
        let class = label.index();
        match target.as_mut_slice().get_mut(class) {
            Some(element) => *element = 1.0,
            None => {
                return Err(ClassError {
                    sample,
                    class,
                    classes: CLASSES,
                });
            }
        }
    }
    Ok(targets)
}

impl<I: Sample, K: ClassIndex> Dataset<I, K>
where
    K: Targets<Owned = Vec<K>>,
{
    /// The same samples with one-hot vectors for targets.
    ///
    /// # Errors
    /// For a class of `CLASSES` or more.
    pub fn to_categorical<const CLASSES: usize>(
        self,
    ) -> Result<Dataset<I, Tensor1<CLASSES>>, ClassError> {
        let targets = to_categorical(&self.targets)?;
        Ok(Dataset {
            inputs: self.inputs,
            targets,
            weights: self.weights,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_is_too_large_is_named() {
        let error = to_categorical::<3, _>(&[2u8, 0, 3]).unwrap_err();
        assert_eq!(
            error,
            ClassError {
                sample: 2,
                class: 3,
                classes: 3
            }
        );
        assert_eq!(
            error.to_string(),
            "sample 2 has the class 3, but there are 3 classes, numbered from 0"
        );
    }
}
