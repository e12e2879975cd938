//! Convolutions.

use crate::{RESIDUAL, THRESHOLDED, Values};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::layers::{
    Conv1D, Conv1DTranspose, Conv2D, Conv2DTranspose, Conv3D, DepthwiseConv1D, DepthwiseConv2D,
    SeparableConv1D, SeparableConv2D, Statistic, WeightStandardizedConv2D,
};

const CONV_1D: Conv1D = Conv1D {
    length: 12,
    channels: 6,
    output_length: 12,
    filters: 10,
    kernel_size: 3,
    strides: 1,
    dilation: 1,
    groups: 1,
    before: 2,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const CONV_2D: Conv2D = Conv2D {
    height: 12,
    width: 9,
    channels: 6,
    output_height: 12,
    output_width: 9,
    filters: 10,
    kernel_size: [3, 2],
    strides: [1, 1],
    dilation: [1, 1],
    groups: 1,
    top: 1,
    left: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const CONV_3D: Conv3D = Conv3D {
    depth: 3,
    height: 4,
    width: 5,
    channels: 2,
    output_depth: 2,
    output_height: 3,
    output_width: 5,
    filters: 7,
    kernel_size: [2, 2, 3],
    strides: [1, 1, 1],
    dilation: [1, 1, 1],
    groups: 1,
    front: 0,
    top: 0,
    left: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const DEPTHWISE_1D: DepthwiseConv1D = DepthwiseConv1D {
    length: 12,
    channels: 5,
    output_length: 12,
    depth_multiplier: 1,
    kernel_size: 3,
    strides: 1,
    dilation: 1,
    before: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const DEPTHWISE_2D: DepthwiseConv2D = DepthwiseConv2D {
    height: 7,
    width: 8,
    channels: 9,
    output_height: 7,
    output_width: 8,
    depth_multiplier: 1,
    kernel_size: [3, 3],
    strides: [1, 1],
    dilation: [1, 1],
    top: 1,
    left: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const SEPARABLE_1D: SeparableConv1D = SeparableConv1D {
    length: 12,
    channels: 5,
    output_length: 6,
    filters: 7,
    depth_multiplier: 1,
    kernel_size: 3,
    strides: 2,
    dilation: 1,
    before: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const SEPARABLE_2D: SeparableConv2D = SeparableConv2D {
    height: 7,
    width: 8,
    channels: 3,
    output_height: 5,
    output_width: 6,
    filters: 11,
    depth_multiplier: 1,
    kernel_size: [3, 3],
    strides: [1, 1],
    dilation: [1, 1],
    top: 0,
    left: 0,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const TRANSPOSE_1D: Conv1DTranspose = Conv1DTranspose {
    length: 6,
    channels: 5,
    output_length: 12,
    filters: 7,
    kernel_size: 3,
    strides: 2,
    dilation: 1,
    before: 0,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const TRANSPOSE_2D: Conv2DTranspose = Conv2DTranspose {
    height: 4,
    width: 5,
    channels: 3,
    output_height: 8,
    output_width: 5,
    filters: 2,
    kernel_size: [3, 2],
    strides: [2, 1],
    dilation: [1, 1],
    top: 1,
    left: 0,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const STANDARDIZED: WeightStandardizedConv2D = WeightStandardizedConv2D {
    convolution: CONV_2D,
    fan_in: 36,
    filters: 10,
    use_bias: true,
    statistic: Statistic::Spread,
    epsilon: 1e-4,
    epilogue: Epilogue::NONE,
};

pub fn call(values: &mut Values<'_>) {
    values.call(1, 1, CONV_2D);
    values.call(
        2,
        1,
        Conv2D {
            groups: 2,
            strides: [2, 1],
            dilation: [1, 2],
            epilogue: RESIDUAL,
            ..CONV_2D
        },
    );
    values.call(
        1,
        1,
        Conv2D {
            groups: 6,
            filters: 6,
            ..CONV_2D
        },
    );
    values.call(
        1,
        1,
        Conv2D {
            kernel_size: [1, 1],
            top: 0,
            left: 0,
            ..CONV_2D
        },
    );
    for epilogue in [Epilogue::NONE, RESIDUAL, THRESHOLDED] {
        dense(values, epilogue);
        apart(values, epilogue);
        transposed(values, epilogue);
    }
}

#[inline(always)]
fn dense(values: &mut Values<'_>, epilogue: Epilogue) {
    let one = Conv1D {
        epilogue,
        ..CONV_1D
    };
    values.call(2, 1, one);
    values.call(
        2,
        1,
        Conv1D {
            groups: 2,
            strides: 3,
            dilation: 2,
            use_bias: false,
            ..one
        },
    );
    values.call(
        2,
        1,
        Conv2D {
            epilogue,
            ..CONV_2D
        },
    );
    let three = Conv3D {
        epilogue,
        ..CONV_3D
    };
    values.call(2, 1, three);
    values.call(
        2,
        1,
        Conv3D {
            groups: 2,
            filters: 2,
            strides: [2, 1, 3],
            ..three
        },
    );
    for statistic in [Statistic::Spread, Statistic::PaddedSpread] {
        values.call(
            2,
            1,
            WeightStandardizedConv2D {
                statistic,
                epilogue,
                ..STANDARDIZED
            },
        );
    }
}

#[inline(always)]
fn apart(values: &mut Values<'_>, epilogue: Epilogue) {
    for depth_multiplier in [1, 3] {
        values.call(
            2,
            1,
            DepthwiseConv1D {
                depth_multiplier,
                epilogue,
                ..DEPTHWISE_1D
            },
        );
        values.call(
            2,
            1,
            DepthwiseConv2D {
                depth_multiplier,
                epilogue,
                ..DEPTHWISE_2D
            },
        );
        values.call(
            2,
            1,
            SeparableConv1D {
                depth_multiplier,
                epilogue,
                ..SEPARABLE_1D
            },
        );
        values.call(
            2,
            1,
            SeparableConv2D {
                depth_multiplier,
                epilogue,
                ..SEPARABLE_2D
            },
        );
    }
}

#[inline(always)]
fn transposed(values: &mut Values<'_>, epilogue: Epilogue) {
    values.call(
        2,
        1,
        Conv1DTranspose {
            epilogue,
            ..TRANSPOSE_1D
        },
    );
    values.call(
        2,
        1,
        Conv2DTranspose {
            epilogue,
            ..TRANSPOSE_2D
        },
    );
    values.call(
        2,
        1,
        Conv2DTranspose {
            dilation: [2, 3],
            strides: [1, 1],
            use_bias: false,
            epilogue,
            ..TRANSPOSE_2D
        },
    );
}
