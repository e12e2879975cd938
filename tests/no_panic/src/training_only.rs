//! Layers that do something in training only.

use crate::Values;
use formwork_runtime::layers::{
    ActivityRegularization, AlphaDropout, DropPath, Dropout, GaussianDropout, GaussianNoise,
    SpatialDropout,
};

pub fn call(values: &mut Values<'_>) {
    let (len, rate, node) = (9, 0.5, 1);
    values.call(1, 1, Dropout { len, rate, node });
    values.call(1, 1, AlphaDropout { len, rate, node });
    values.call(1, 1, GaussianDropout { len, rate, node });
    values.call(1, 1, DropPath { len, rate, node });
    let stddev = 0.1;
    values.call(1, 1, GaussianNoise { len, stddev, node });
    let (l1, l2) = (stddev, stddev);
    values.call(1, 1, ActivityRegularization { len, l1, l2 });
    values.call(
        1,
        1,
        SpatialDropout {
            positions: 3,
            channels: 4,
            rate,
            node,
        },
    );
}
