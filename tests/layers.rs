//! Every reference case of the layers, declared, compiled by the macro and run: outputs, gradients and state against
//! Keras.

mod common;

use common::reference::{compare, family, within};
use common::run::{Tolerances, check_layer, infer, step, tensor_mut};
use formwork::kernels::team::Team;
use formwork::model::Model;
use formwork::{model, plain};
use std::collections::BTreeSet;

const ELEMENTWISE: Tolerances = Tolerances {
    outputs: within(2e-6, 1e-6),
    gradients: within(2e-6, 1e-6),
};
const PRODUCTS: Tolerances = Tolerances {
    outputs: within(1e-5, 2e-6),
    gradients: within(5e-5, 1e-5),
};
const RECURRENT: Tolerances = Tolerances {
    outputs: within(1e-5, 2e-6),
    gradients: within(1e-4, 1e-5),
};
const LARGE_OFFSET: Tolerances = Tolerances {
    outputs: within(1e-3, 1e-3),
    gradients: within(1e-3, 1e-3),
};

const STEEP: Tolerances = Tolerances {
    outputs: within(1e-5, 2e-6),
    gradients: within(1e-3, 1e-4),
};

macro_rules! cases {
    ($module:ident, $family:literal, $tolerances:expr; $($case:ident: { $($body:tt)* })*) => {
        mod $module {
            use super::*;

            /// The cases that stand here.
            pub const CASES: &[&str] = &[$(stringify!($case)),*];

            $(
                #[test]
                fn $case() {
                    model! {
                        #[model(input_gradients)]
                        pub struct Net { $($body)* }
                    }
                    check_layer::<Net>(&family($family)[stringify!($case)], $tolerances);
                }
            )*
        }
    };
}

cases! { dense, "layers_dense", PRODUCTS;
    dense_default: { Input(5), Dense(3) }
    dense_no_bias: { Input(6), Dense(4, use_bias = false) }
    dense_relu: { Input(4), Dense(6, activation = relu) }
    dense_tanh: { Input(4), Dense(3, activation = tanh) }
    dense_sigmoid: { Input(4), Dense(1, activation = sigmoid) }
    dense_softmax: { Input(7), Dense(5, activation = softmax) }
    dense_gelu: { Input(4), Dense(4, activation = gelu) }
    dense_leaky_relu_name: { Input(4), Dense(4, activation = leaky_relu) }
    dense_hard_sigmoid: { Input(4), Dense(4, activation = hard_sigmoid) }
    dense_selu: { Input(4), Dense(4, activation = selu) }
    dense_rank3: { Input(3, 4), Dense(5, activation = elu) }
    dense_rank4: { Input(3, 2, 4), Dense(3) }
    dense_single_everything: { Input(1), Dense(1) }
    dense_wide: { Input(130), Dense(67, activation = silu) }
    dropout_inference: { Input(6), Dropout(0.4, allow = dropout_at_output) }
    dropout_rate_zero: { Input(6), Dropout(0.0, allow = dropout_rate) }
    activation_layer_relu: { Input(5), Activation(relu) }
}

// In inference all are the identity, as Keras's dropout is.
cases! { regularization, "layers_dense", ELEMENTWISE;
    dropout_inference: {
        Input(6),
        Reshape((3, 2)),
        SpatialDropout1D(0.4),
        Reshape((1, 3, 2)),
        SpatialDropout2D(0.3),
        Reshape((1, 3, 1, 2)),
        SpatialDropout3D(0.3),
        Reshape((6,)),
        GaussianDropout(0.3),
        GaussianNoise(0.5),
        ActivityRegularization(l1 = 0.1),
        AlphaDropout(0.1),
        DropPath(0.2),
    }
}

cases! { scale, "layers_regularization", PRODUCTS;
    layer_scale: { Input(4, 5), LayerScale() }
}

cases! { convolution, "layers_conv", PRODUCTS;
    conv1d_default: { Input(9, 3), Conv1D(4, 3) }
    conv1d_same: { Input(8, 3), Conv1D(4, 4, padding = same, activation = relu) }
    conv1d_same_stride: { Input(10, 2), Conv1D(3, 3, padding = same, strides = 2) }
    conv1d_causal: { Input(8, 3), Conv1D(2, 3, padding = causal) }
    conv1d_causal_dilated: { Input(11, 3), Conv1D(2, 3, padding = causal, dilation_rate = 2) }
    conv1d_causal_stride: { Input(9, 2), Conv1D(2, 4, padding = causal, strides = 2) }
    conv1d_dilated: { Input(12, 2), Conv1D(3, 3, dilation_rate = 3) }
    conv1d_groups: { Input(7, 6), Conv1D(4, 2, groups = 2, use_bias = false) }
    conv1d_kernel1: { Input(4, 5), Conv1D(3, 1) }
    conv2d_default: { Input(6, 7, 3), Conv2D(4, 3) }
    conv2d_same: { Input(5, 6, 3), Conv2D(4, (3, 2), padding = same) }
    conv2d_same_stride2_even: { Input(8, 8, 2), Conv2D(3, 3, padding = same, strides = 2) }
    conv2d_same_7_stride2: { Input(14, 14, 2), Conv2D(2, 7, padding = same, strides = 2) }
    conv2d_valid_strides: { Input(9, 8, 2), Conv2D(3, (3, 2), strides = (2, 3), activation = tanh) }
    conv2d_dilated: { Input(8, 9, 2), Conv2D(3, 3, dilation_rate = 2, padding = same) }
    conv2d_groups: { Input(5, 5, 4), Conv2D(6, 3, groups = 2) }
    conv2d_groups_all: { Input(5, 5, 4), Conv2D(4, 3, groups = 4, padding = same) }
    conv2d_kernel_exceeds_input: { Input(2, 3, 2), Conv2D(2, 5, padding = same) }
    conv2d_1x1: { Input(3, 3, 5), Conv2D(2, 1, use_bias = false) }
    conv3d_default: { Input(4, 5, 4, 2), Conv3D(3, 2) }
    conv3d_same_stride: { Input(5, 4, 6, 2), Conv3D(2, 3, strides = 2, padding = same) }
    depthwise_conv1d: { Input(7, 4), DepthwiseConv1D(3, padding = same) }
    depthwise_conv2d: { Input(6, 5, 3), DepthwiseConv2D(3) }
    depthwise_conv2d_multiplier: {
        Input(6, 6, 3),
        DepthwiseConv2D(3, depth_multiplier = 2, padding = same, strides = 2),
    }
    separable_conv1d: { Input(8, 3), SeparableConv1D(4, 3) }
    separable_conv2d: { Input(6, 6, 3), SeparableConv2D(4, 3, padding = same) }
    separable_conv2d_multiplier: {
        Input(7, 6, 2),
        SeparableConv2D(3, 3, depth_multiplier = 2, activation = relu),
    }
    conv1d_transpose: { Input(5, 3), Conv1DTranspose(2, 3, strides = 2, padding = same) }
    conv2d_transpose_default: { Input(4, 5, 3), Conv2DTranspose(2, 3) }
    conv2d_transpose_same_stride2: {
        Input(4, 3, 3),
        Conv2DTranspose(2, 3, strides = 2, padding = same),
    }
    conv2d_transpose_kernel4_stride2: {
        Input(4, 4, 2),
        Conv2DTranspose(3, 4, strides = 2, padding = same),
    }
    conv2d_transpose_valid_stride2: { Input(3, 4, 2), Conv2DTranspose(2, 3, strides = 2) }
    conv2d_transpose_output_padding: {
        Input(3, 3, 2),
        Conv2DTranspose(2, 3, strides = 2, padding = same, output_padding = 1),
    }
    conv2d_transpose_kernel_less_than_stride: {
        Input(3, 3, 2),
        Conv2DTranspose(2, 2, strides = 3),
    }
}

cases! { pooling, "layers_pool", ELEMENTWISE;
    max_pool2d: { Input(6, 7, 3), MaxPooling2D(allow = dropped_pixels) }
    max_pool2d_same: { Input(5, 7, 2), MaxPooling2D(padding = same) }
    max_pool2d_3_2: { Input(7, 7, 2), MaxPooling2D(3, strides = 2) }
    max_pool2d_3_2_same: { Input(8, 7, 2), MaxPooling2D(3, strides = 2, padding = same) }
    max_pool2d_negative: { Input(5, 5, 2), MaxPooling2D(3, strides = 1, padding = same) }
    max_pool1d: { Input(7, 3), MaxPooling1D(allow = dropped_pixels) }
    max_pool1d_same: { Input(7, 3), MaxPooling1D(3, strides = 2, padding = same) }
    max_pool3d: { Input(4, 5, 4, 2), MaxPooling3D(allow = dropped_pixels) }
    avg_pool1d: { Input(7, 3), AveragePooling1D(2, allow = dropped_pixels) }
    avg_pool1d_same: { Input(7, 3), AveragePooling1D(3, strides = 2, padding = same) }
    avg_pool2d: { Input(6, 7, 3), AveragePooling2D(2, allow = dropped_pixels) }
    avg_pool2d_same: { Input(5, 6, 2), AveragePooling2D(3, strides = 1, padding = same) }
    avg_pool2d_same_stride: { Input(7, 8, 2), AveragePooling2D((3, 2), strides = (2, 3), padding = same) }
    avg_pool3d_same: { Input(3, 5, 4, 2), AveragePooling3D(2, padding = same) }
    global_max1d: { Input(5, 3), GlobalMaxPooling1D() }
    global_max2d: { Input(4, 5, 3), GlobalMaxPooling2D() }
    global_max3d: { Input(3, 2, 4, 3), GlobalMaxPooling3D() }
    global_avg1d: { Input(5, 3), GlobalAveragePooling1D() }
    global_avg2d: { Input(4, 5, 3), GlobalAveragePooling2D() }
    global_avg3d: { Input(3, 2, 4, 3), GlobalAveragePooling3D() }
    upsampling1d: { Input(3, 2), UpSampling1D(3) }
    upsampling2d: { Input(3, 4, 2), UpSampling2D() }
    upsampling2d_sizes: { Input(3, 2, 2), UpSampling2D((2, 3)) }
    upsampling2d_bilinear: { Input(3, 4, 2), UpSampling2D(size = 2, interpolation = bilinear) }
    zero_padding1d: { Input(4, 2), ZeroPadding1D((1, 2)) }
    zero_padding2d: { Input(3, 4, 2), ZeroPadding2D() }
    zero_padding2d_asymmetric: { Input(3, 4, 2), ZeroPadding2D(((1, 0), (2, 3))) }
    cropping1d: { Input(6, 2), Cropping1D((1, 2)) }
    cropping2d: { Input(6, 7, 2), Cropping2D(((1, 2), (0, 3))) }
    global_avg2d_keepdims: { Input(4, 5, 3), GlobalAveragePooling2D(keepdims = true) }
}

// Keras's cases of images again, as volumes of one plane.
cases! { volumes, "layers_pool", ELEMENTWISE;
    zero_padding2d_asymmetric: {
        Input(3, 4, 2),
        Reshape((1, 3, 4, 2)),
        ZeroPadding3D((0, (1, 0), (2, 3))),
        Reshape((4, 9, 2)),
    }
    cropping2d: {
        Input(6, 7, 2),
        Reshape((1, 6, 7, 2)),
        Cropping3D((0, (1, 2), (0, 3))),
        Reshape((3, 4, 2)),
    }
    upsampling2d_sizes: {
        Input(3, 2, 2),
        Reshape((3, 2, 1, 2)),
        UpSampling3D((2, 3, 1)),
        Reshape((6, 6, 2)),
    }
}

cases! { normalization, "layers_norm", PRODUCTS;
    bn_default_rank2: { Input(4), BatchNormalization() }
    bn_default_rank4: { Input(4, 5, 2), BatchNormalization() }
    bn_rank3: { Input(5, 4), BatchNormalization(momentum = 0.9, epsilon = 1e-5) }
    bn_default_weights: { Input(3), BatchNormalization() }
    bn_no_center: { Input(4), BatchNormalization(center = false) }
    bn_no_scale: { Input(4), BatchNormalization(scale = false) }
    bn_no_affine_rank4: { Input(3, 3, 4), BatchNormalization(scale = false, center = false) }
    bn_batch_of_one: { Input(3, 4, 2), BatchNormalization() }
    bn_frozen: { Input(4), BatchNormalization(trainable = false) }
    ln_default: { Input(6), LayerNormalization() }
    ln_rank4_channel: { Input(3, 4, 5), LayerNormalization(epsilon = 1e-6) }
    ln_hwc: { Input(3, 4, 2), LayerNormalization(axis = (1, 2, 3)) }
    ln_no_affine: { Input(5), LayerNormalization(center = false, scale = false) }
    ln_golden: { Input(4), LayerNormalization() }
    gn_default_32: { Input(2, 3, 64), GroupNormalization() }
    gn_2: { Input(3, 4, 6), GroupNormalization(groups = 2) }
    gn_1_layernorm_per_channel: { Input(3, 4, 6), GroupNormalization(groups = 1) }
    gn_rank2: { Input(8), GroupNormalization(groups = 4) }
    instance_norm: { Input(4, 3, 5), InstanceNormalization() }
    instance_norm_no_affine: { Input(4, 3, 5), GroupNormalization(groups = -1, scale = false, center = false) }
    gn_rank3: { Input(5, 6), GroupNormalization(groups = 3, epsilon = 1e-5) }
    rms_default: { Input(5), RMSNormalization() }
    rms_rank3: { Input(3, 5), RMSNormalization(epsilon = 1e-3) }
    unit_default: { Input(5), UnitNormalization() }
    unit_axis1: { Input(4, 3), UnitNormalization(axis = 1) }
    frn_fixed: { Input(4, 5, 3), FilterResponseNormalization() }
    frn_learned: { Input(4, 5, 3), FilterResponseNormalization(learned_epsilon = true) }
    frn_rank3: { Input(6, 3), FilterResponseNormalization() }
    frn_rank5: { Input(2, 3, 2, 3), FilterResponseNormalization() }
    frn_golden: { Input(2, 2, 1), FilterResponseNormalization() }
    tlu: { Input(4, 5, 3), ThresholdedLinearUnit() }
    tlu_default: { Input(3, 3, 2), TLU() }
    tlu_rank2: { Input(3), ThresholdedLinearUnit() }
    tlu_affine: { Input(3, 4, 3), ThresholdedLinearUnit(affine = true) }
}

cases! { normalization_far_from_zero, "layers_norm", LARGE_OFFSET;
    bn_large_offset: { Input(3), BatchNormalization() }
}

cases! { normalization_of_one_element, "layers_norm", STEEP;
    frn_1x1_fixed: { Input(1, 1, 4), FilterResponseNormalization(allow = one_element) }
    frn_1x1_learned: { Input(1, 1, 4), FilterResponseNormalization(learned_epsilon = true) }
    frn_rank2_learned: { Input(3), FRN(learned_epsilon = true) }
}

cases! { recurrent, "layers_recurrent", RECURRENT;
    lstm_default: { Input(5, 4), LSTM(3) }
    lstm_sequences: { Input(4, 3), LSTM(5, return_sequences = true) }
    lstm_backwards: { Input(4, 3), LSTM(3, return_sequences = true, go_backwards = true) }
    lstm_hard_sigmoid: { Input(5, 3), LSTM(3, recurrent_activation = hard_sigmoid) }
    lstm_no_bias: { Input(3, 3), LSTM(2, use_bias = false) }
    lstm_relu: { Input(3, 3), LSTM(2, activation = relu) }
    lstm_one_step: { Input(1, 3), LSTM(3) }
    lstm_default_bias: { Input(3, 1), LSTM(1) }
}

cases! { recurrent_states, "layers_recurrent", RECURRENT;
    lstm_state: {
        let x = Input(4, 3);
        let (y, h, c) = LSTM(3, return_state = true)(x);
        (y, h, c)
    }
    lstm_sequences_state: {
        let x = Input(4, 3);
        let (y, h, c) = LSTM(2, return_sequences = true, return_state = true)(x);
        (y, h, c)
    }
    lstm_initial_state: {
        let x = Input(4, 3);
        let h0 = Input(3);
        let c0 = Input(3);
        LSTM(3)(x, h0, c0)
    }
}

cases! { merging, "layers_merge", ELEMENTWISE;
    add_2: { let a = Input(4); let b = Input(4); Add()([a, b]) }
    add_3: { let a = Input(3, 4); let b = Input(3, 4); let c = Input(3, 4); Add()([a, b, c]) }
    add_broadcast: { let a = Input(3, 4); let b = Input(1, 4); Add()([a, b]) }
    multiply_2: { let a = Input(4); let b = Input(4); Multiply()([a, b]) }
    multiply_3: { let a = Input(3, 4); let b = Input(3, 4); let c = Input(3, 4); Multiply()([a, b, c]) }
    subtract: { let a = Input(4); let b = Input(4); Subtract()([a, b]) }
    average: { let a = Input(3, 4); let b = Input(3, 4); let c = Input(3, 4); Average()([a, b, c]) }
    maximum: { let a = Input(3, 4); let b = Input(3, 4); let c = Input(3, 4); Maximum()([a, b, c]) }
    minimum: { let a = Input(4); let b = Input(4); Minimum()([a, b]) }
    dot_axis1: { let a = Input(4); let b = Input(4); Dot(axes = 1)([a, b]) }
    dot_normalize: { let a = Input(4); let b = Input(4); Dot(axes = 1, normalize = true)([a, b]) }
    dot_pair: { let a = Input(3, 4); let b = Input(5, 3); Dot(axes = (1, 2))([a, b]) }
    permute: { Input(3, 4, 5), Permute((3, 1, 2)) }
    repeat_vector: { Input(4), RepeatVector(3) }
    concatenate_default: { let a = Input(3); let b = Input(5); Concatenate()([a, b]) }
    concatenate_axis1: {
        let a = Input(3, 4);
        let b = Input(1, 4);
        let c = Input(2, 4);
        Concatenate(axis = 1)([a, b, c])
    }
    concatenate_images: { let a = Input(3, 3, 2); let b = Input(3, 3, 1); Concatenate()([a, b]) }
    flatten: { Input(3, 4, 2), Flatten() }
    flatten_rank1: { Input(), Flatten() }
    reshape: { Input(12), Reshape((3, 4)) }
    reshape_infer: { Input(3, 4), Reshape((-1, 2)) }
}

cases! { closures, "layers_merge", ELEMENTWISE;
    multiply_2: { let a = Input(4); let b = Input(4); Lambda(|a, b| a * b)(a, b) }
    multiply_3: {
        let a = Input(3, 4);
        let b = Input(3, 4);
        let c = Input(3, 4);
        Lambda(|a, b, c| a * b * c)([a, b, c])
    }
    subtract: { let a = Input(4); let b = Input(4); Lambda(|a, b| a - b)([a, b]) }
}

cases! { activations, "activations", ELEMENTWISE;
    linear: { Input(11), Activation(linear) }
    relu: { Input(11), Activation(relu) }
    leaky_relu: { Input(11), Activation(leaky_relu) }
    relu6: { Input(11), Activation(relu6) }
    elu: { Input(11), Activation(elu) }
    selu: { Input(11), Activation(selu) }
    softplus: { Input(11), Activation(softplus) }
    softsign: { Input(11), Activation(softsign) }
    soft_shrink: { Input(11), Activation(soft_shrink) }
    sparse_plus: { Input(11), Activation(sparse_plus) }
    silu: { Input(11), Activation(silu) }
    squareplus: { Input(11), Activation(squareplus) }
    gelu: { Input(11), Activation(gelu) }
    celu: { Input(11), Activation(celu) }
    tanh: { Input(11), Activation(tanh) }
    tanh_shrink: { Input(11), Activation(tanh_shrink) }
    sigmoid: { Input(11), Activation(sigmoid) }
    sparse_sigmoid: { Input(11), Activation(sparse_sigmoid) }
    hard_sigmoid: { Input(11), Activation(hard_sigmoid) }
    hard_silu: { Input(11), Activation(hard_silu) }
    hard_tanh: { Input(11), Activation(hard_tanh) }
    hard_shrink: { Input(11), Activation(hard_shrink) }
    mish: { Input(11), Activation(mish) }
    log_sigmoid: { Input(11), Activation(log_sigmoid) }
    linear_extreme: { Input(), Activation(linear) }
    relu_extreme: { Input(), Activation(relu) }
    leaky_relu_extreme: { Input(), Activation(leaky_relu) }
    relu6_extreme: { Input(), Activation(relu6) }
    elu_extreme: { Input(), Activation(elu) }
    selu_extreme: { Input(), Activation(selu) }
    softplus_extreme: { Input(), Activation(softplus) }
    softsign_extreme: { Input(), Activation(softsign) }
    soft_shrink_extreme: { Input(), Activation(soft_shrink) }
    sparse_plus_extreme: { Input(), Activation(sparse_plus) }
    silu_extreme: { Input(), Activation(silu) }
    squareplus_extreme: { Input(), Activation(squareplus) }
    gelu_extreme: { Input(), Activation(gelu) }
    celu_extreme: { Input(), Activation(celu) }
    tanh_extreme: { Input(), Activation(tanh) }
    tanh_shrink_extreme: { Input(), Activation(tanh_shrink) }
    sigmoid_extreme: { Input(), Activation(sigmoid) }
    sparse_sigmoid_extreme: { Input(), Activation(sparse_sigmoid) }
    hard_sigmoid_extreme: { Input(), Activation(hard_sigmoid) }
    hard_silu_extreme: { Input(), Activation(hard_silu) }
    hard_tanh_extreme: { Input(), Activation(hard_tanh) }
    hard_shrink_extreme: { Input(), Activation(hard_shrink) }
    mish_extreme: { Input(), Activation(mish) }
    log_sigmoid_extreme: { Input(), Activation(log_sigmoid) }
    relu_slope_max_threshold: {
        Input(11), Activation(relu(negative_slope = 0.1, max_value = 3.0, threshold = 0.5))
    }
    leaky_relu_layer_slope: { Input(11), Activation(leaky_relu(negative_slope = 0.3)) }
    elu_alpha: { Input(11), Activation(elu(alpha = 0.5)) }
    celu_alpha: { Input(11), Activation(celu(alpha = 1.5)) }
    gelu_tanh: { Input(11), Activation(gelu(approximate = true)) }
    gelu_tanh_extreme: { Input(), Activation(gelu(approximate = true)) }
    soft_shrink_1: { Input(11), Activation(soft_shrink(threshold = 1.0)) }
    hard_shrink_1: { Input(11), Activation(hard_shrink(threshold = 1.0)) }
    threshold: { Input(11), Activation(threshold(threshold = 0.7, default_value = -2.0)) }
    squareplus_b1: { Input(11), Activation(squareplus(b = 1)) }
    exponential: { Input(11), Activation(exponential) }
    exponential_extreme: { Input(), Activation(exponential) }
    softmax: { Input(5), Activation(softmax) }
    softmax_axis1: { Input(4, 3), Activation(softmax(axis = 1)) }
    softmax_axes: { Input(3, 4), Activation(softmax(axis = (1, 2))) }
    softmax_extreme: { Input(4), Activation(softmax) }
    log_softmax: { Input(5), Activation(log_softmax) }
    log_softmax_axis1: { Input(4, 3), Activation(log_softmax(axis = 1)) }
    log_softmax_extreme: { Input(4), Activation(log_softmax) }
    sparsemax: { Input(6), Activation(sparsemax) }
    glu: { Input(8), Activation(glu) }
    glu_axis1: { Input(6, 3), Activation(glu(axis = 1)) }
    layer_leaky_relu_default: { Input(7), LeakyReLU() }
    layer_leaky_relu: { Input(7), LeakyReLU(negative_slope = 0.05) }
    layer_relu: { Input(7), ReLU(max_value = 1.5, negative_slope = 0.2, threshold = 0.1) }
    layer_elu: { Input(7), ELU(alpha = 0.7) }
    layer_prelu: { Input(6), PReLU() }
    layer_prelu_shared: { Input(3, 4, 5), PReLU(shared_axes = (1, 2)) }
    layer_softmax: { Input(3, 4), Softmax(axis = 1) }
}

/// Images with one element of 1 each show a kernel, and their outputs' cotangents are the kernel's.
fn check_kernel<M: Model>(case: &str) {
    let case = &family("layers_norm")[case];
    let mut model = plain::zeroed_box::<M>();
    for (entry, name) in M::TABLE.iter().zip(["kernel", "gain"]) {
        assert!(entry.name.ends_with(name));
        tensor_mut(&mut *model, entry).copy_from_slice(&case.tensor(name).single());
    }
    let fan_in = M::INPUTS[0].shape.len();
    let mut images = vec![0.0; fan_in * fan_in];
    (0..fan_in).for_each(|place| images[place * fan_in + place] = 1.0);
    let cotangents = vec![case.tensor("dy").single()];
    let outcome = step(
        &mut *model,
        &Team::alone(),
        fan_in,
        &[&images],
        cotangents,
        false,
    );
    let check = |name: &str, found: &[f32], tolerance| {
        compare(
            &format!("{} {name}", case.name),
            found,
            &case.tensor(name).values,
            tolerance,
            &[],
        );
    };
    check("y", &outcome.predictions[0], PRODUCTS.outputs);
    let (kernel, gain) = (M::TABLE[0].len(), M::TABLE[1].len());
    check("dkernel", &outcome.gradients[..kernel], PRODUCTS.gradients);
    check(
        "dgain",
        &outcome.gradients[kernel..kernel + gain],
        PRODUCTS.gradients,
    );
}

macro_rules! kernels {
    ($($case:ident: { $($body:tt)* })*) => {
        /// The cases of standardized weights.
        const KERNELS: &[&str] = &[$(stringify!($case)),*];

        $(
            #[test]
            fn $case() {
                model! {
                    pub struct Net { $($body)* }
                }
                check_kernel::<Net>(stringify!($case));
            }
        )*
    };
}

kernels! {
    ws_golden: { Input(3, 3, 2), WeightStandardizedConv2D(4, 3) }
    ws_timm: { Input(3, 3, 2), WeightStandardizedConv2D(4, 3, standardization = timm) }
    ws_dense: { Input(1, 1, 7), WeightStandardizedConv2D(3, 1) }
    ws_floor_active: { Input(2, 2, 1), WeightStandardizedConv2D(3, 2) }
}

#[test]
fn local_response_normalization() {
    model! {
        #[model(input_gradients)]
        pub struct Net { Input(4), LocalResponseNormalization(size = 3, alpha = 1.0, beta = 0.5) }
    }
    let model = plain::zeroed_box::<Net>();
    // The sums of squares are 1 + 4, 1 + 4 + 9, 4 + 9 + 16 and 9 + 16.
    let found = infer(&*model, &Team::alone(), 1, &[&[1.0, -2.0, 3.0, 4.0]]);
    let expected = [
        1.0 / 7f64.sqrt(),
        -2.0 / 16f64.sqrt(),
        3.0 / 31f64.sqrt(),
        4.0 / 27f64.sqrt(),
    ];
    compare("LRN", &found[0], &expected, PRODUCTS.outputs, &[]);
}

/// The mean and variance of a standard normal number behind a scaled activation, by the trapezoidal rule.
#[test]
fn scaled_activations_keep_the_variance() {
    fn variance<M: Model>() -> f64 {
        let points: Vec<f32> = (-9_000..=9_000)
            .map(|place| place as f32 / 1000.0)
            .collect();
        let found = infer(
            &*plain::zeroed_box::<M>(),
            &Team::alone(),
            points.len(),
            &[&points],
        );
        let (mut mean, mut square) = (0.0, 0.0);
        for (z, y) in points.iter().zip(&found[0]) {
            let (z, y) = (f64::from(*z), f64::from(*y));
            let weight = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() / 1000.0;
            mean += y * weight;
            square += y * y * weight;
        }
        square - mean * mean
    }
    macro_rules! check {
        ($variance:literal: $($activation:tt)*) => {{
            model! {
                pub struct Net { Input(), ScaledActivation($($activation)*) }
            }
            let found = variance::<Net>();
            assert!((found - $variance).abs() < 3e-6, "{}: {found}", stringify!($($activation)*));
        }};
    }
    check!(1.0: relu);
    check!(1.0: leaky_relu(negative_slope = 0.01));
    check!(1.0: gelu);
    check!(1.0: gelu(approximate = true));
    check!(1.0: silu);
    check!(1.0: tanh);
    check!(1.0: sigmoid);
    check!(1.0: elu);
    check!(1.0: selu);
    check!(1.0: softplus);
    // (1.713958859 / 1.712858550)²
    check!(1.001_285_185: relu, gains = deepmind);
}

/// A case whose name isn't an identifier.
#[test]
fn frn_epsilon() {
    model! {
        #[model(input_gradients)]
        pub struct Net { Input(3, 3, 2), FilterResponseNormalization(epsilon = 1e-3) }
    }
    check_layer::<Net>(&family("layers_norm")["frn_eps_1e-3"], PRODUCTS);
}

/// A case that the reference files hold for these layers, and that nobody declared above, fails here.
#[test]
fn no_case_is_left_out() {
    let declared: BTreeSet<&str> = [
        dense::CASES,
        regularization::CASES,
        scale::CASES,
        convolution::CASES,
        pooling::CASES,
        volumes::CASES,
        normalization::CASES,
        normalization_far_from_zero::CASES,
        normalization_of_one_element::CASES,
        &["frn_eps_1e-3"],
        KERNELS,
        recurrent::CASES,
        recurrent_states::CASES,
        merging::CASES,
        closures::CASES,
        activations::CASES,
    ]
    .concat()
    .into_iter()
    .collect();
    let layers = [
        "Dense",
        "Dropout",
        "Activation",
        "ReLU",
        "LeakyReLU",
        "ELU",
        "Softmax",
        "Conv1D",
        "PReLU",
        "LayerScale",
        "Conv2D",
        "Conv3D",
        "DepthwiseConv1D",
        "DepthwiseConv2D",
        "SeparableConv1D",
        "SeparableConv2D",
        "Conv1DTranspose",
        "Conv2DTranspose",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "GlobalMaxPooling3D",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalAveragePooling3D",
        "UpSampling1D",
        "UpSampling2D",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "Cropping1D",
        "Cropping2D",
        "BatchNormalization",
        "LayerNormalization",
        "GroupNormalization",
        "RMSNormalization",
        "UnitNormalization",
        "FilterResponseNormalization",
        "ThresholdedLinearUnit",
        "LSTM",
        "Add",
        "Multiply",
        "Subtract",
        "Average",
        "Maximum",
        "Minimum",
        "Dot",
        "Permute",
        "RepeatVector",
        "Concatenate",
        "Flatten",
        "Reshape",
    ];
    // Masks come with the rest of recurrence.
    let later = ["lstm_mask", "global_avg1d_mask"];
    let mut missing = Vec::new();
    for name in [
        "layers_dense",
        "layers_regularization",
        "layers_conv",
        "layers_pool",
        "layers_norm",
        "layers_recurrent",
        "layers_merge",
        "activations",
    ] {
        for (case, about) in family(name) {
            let is_ours = match about.about["layer"].as_str() {
                Some(layer) => layers.contains(&layer),
                None => ["activation", "weight_standardization"]
                    .iter()
                    .any(|kind| about.about["kind"] == *kind),
            };
            if is_ours && !later.contains(&case.as_str()) && !declared.contains(case.as_str()) {
                missing.push(format!("{name}/{case}"));
            }
        }
    }
    assert!(missing.is_empty(), "not declared: {missing:?}");
}
