//! Normalizations and the scale of each channel.

use crate::{RESIDUAL, THRESHOLDED, THRESHOLDED_AFFINE, Values};
use formwork_runtime::activations::Activation;
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::layers::{
    Affine, BatchNormalization, LayerScale, LocalResponseNormalization, SampleNormalization,
    Statistic, View,
};

const BATCH_NORMALIZATION: BatchNormalization = BatchNormalization {
    positions: 8,
    channels: 5,
    momentum: 0.99,
    epsilon: 1e-3,
    center: true,
    scale: true,
    frozen: false,
    epilogue: RESIDUAL,
};

const NORMALIZATION: SampleNormalization = SampleNormalization {
    view: ROWS,
    statistic: Statistic::Deviation,
    affine: Affine::Width,
    scale: true,
    center: true,
    epsilon: 1e-3,
    learned_epsilon: false,
    epilogue: Epilogue::NONE,
};

/// Sets that lie side by side.
const ROWS: View = View {
    outer: 3,
    len: 1,
    groups: 1,
    size: 7,
};

/// Sets that run through several rows.
const COLUMNS: View = View {
    outer: 2,
    len: 3,
    groups: 2,
    size: 3,
};

const STATISTICS: [Statistic; 5] = [
    Statistic::Deviation,
    Statistic::MeanSquare,
    Statistic::Norm,
    Statistic::Spread,
    Statistic::PaddedSpread,
];

const RELU: Epilogue = Epilogue {
    activation: Activation::Relu,
    ..Epilogue::NONE
};

const LOCAL_RESPONSE: LocalResponseNormalization = LocalResponseNormalization {
    channels: 8,
    reach: 2,
    bias: 2.0,
    alpha: 1e-4,
    beta: 0.75,
};

pub fn call(values: &mut Values<'_>) {
    values.call(2, 1, BATCH_NORMALIZATION);
    for epilogue in [THRESHOLDED, THRESHOLDED_AFFINE] {
        values.call(
            1,
            1,
            BatchNormalization {
                channels: 3,
                epilogue,
                ..BATCH_NORMALIZATION
            },
        );
    }
    for statistic in STATISTICS {
        let layer = SampleNormalization {
            statistic,
            ..NORMALIZATION
        };
        each_affine(values, layer);
        each_affine(
            values,
            SampleNormalization {
                view: COLUMNS,
                learned_epsilon: true,
                ..layer
            },
        );
    }
    for view in [ROWS, COLUMNS] {
        for affine in [Affine::Width, Affine::Length] {
            for epilogue in [RELU, RESIDUAL, THRESHOLDED, THRESHOLDED_AFFINE] {
                values.call(
                    2,
                    1,
                    SampleNormalization {
                        view,
                        affine,
                        epilogue,
                        ..NORMALIZATION
                    },
                );
            }
        }
    }
    values.call(1, 1, LOCAL_RESPONSE);
    values.call(
        1,
        1,
        LocalResponseNormalization {
            channels: 3,
            reach: 1,
            ..LOCAL_RESPONSE
        },
    );
    for channels in [5, 8] {
        values.call(1, 1, LayerScale { len: 40, channels });
    }
}

#[inline(always)]
fn each_affine(values: &mut Values<'_>, layer: SampleNormalization) {
    for affine in [Affine::Width, Affine::Length] {
        for (scale, center) in [(false, false), (true, false), (false, true), (true, true)] {
            values.call(
                1,
                1,
                SampleNormalization {
                    affine,
                    scale,
                    center,
                    ..layer
                },
            );
        }
    }
}
