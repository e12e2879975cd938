//! Layers that move or choose elements.

use crate::Values;
use formwork_runtime::layers::{
    AveragePooling, BilinearUpSampling, Concatenate, Cropping, Frame, GlobalAveragePooling,
    MaxPooling, Permute, UpSampling, Windows, ZeroPadding,
};

const WINDOWS: Windows = Windows {
    input: [3, 8, 8],
    output: [2, 4, 4],
    channels: 5,
    pool_size: [2, 2, 2],
    strides: [2, 2, 2],
    before: [1, 0, 0],
};

const FRAME: Frame = Frame {
    inner: [2, 3, 4],
    outer: [4, 5, 9],
    before: [1, 0, 2],
    channels: 3,
};

pub fn call(values: &mut Values<'_>) {
    values.call(
        3,
        1,
        Concatenate {
            outer: 3,
            runs: &[1, 2, 3],
        },
    );
    values.call(1, 1, MaxPooling { windows: WINDOWS });
    values.call(1, 1, AveragePooling { windows: WINDOWS });
    values.call(
        1,
        1,
        GlobalAveragePooling {
            positions: 9,
            channels: 4,
        },
    );
    values.call(1, 1, ZeroPadding { frame: FRAME });
    values.call(1, 1, Cropping { frame: FRAME });
    values.call(
        1,
        1,
        UpSampling {
            input: [1, 3, 4],
            size: [1, 2, 3],
            channels: 5,
        },
    );
    values.call(
        1,
        1,
        BilinearUpSampling {
            height: 3,
            width: 4,
            channels: 5,
            size: [2, 3],
        },
    );
    values.call(
        1,
        1,
        Permute {
            dims: [1, 1, 2, 3, 4],
            strides: [0, 0, 1, 8, 2],
        },
    );
}
