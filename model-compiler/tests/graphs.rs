//! Declarations that are right, as graphs.

use formwork_compiler::diagnostics::Severity;
use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::passes::front_end;

/// The graphs of a declaration, printed.
fn graphs(source: &str) -> String {
    let tokens = source.parse().expect("tokens");
    let result = front_end(tokens);
    let mut entries = result.diagnostics.into_entries();
    entries.retain(|entry| entry.severity == Severity::Error);
    assert!(entries.is_empty(), "{}", plain(source, &entries));
    assert!(result.failed.is_empty());
    result.graphs.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let found = graphs(source);
    assert_eq!(found.trim(), expected.trim(), "\n{found}");
    assert_eq!(graphs(source), found, "not deterministic");
}

#[test]
fn the_lectures_chain() {
    let expected = "
graph Mlp
  input_1 = Input: [784]
  dense_1 = Dense(input_1): [512] with kernel [784, 512], bias [512]
  dense_2 = Dense(dense_1): [128] with kernel [512, 128], bias [128]
  dense_3 = Dense(dense_2): [10] with kernel [128, 10], bias [10]
  outputs dense_3
";
    let layers = "Dense(128, activation = relu, use_bias = true), Dense(10, activation = softmax)";
    check(
        &format!("pub struct Mlp {{ Input(784), Dense(512, relu), {layers} }}"),
        expected,
    );
    check(
        &format!(
            "struct Mlp {{ Dense(512, activation = \"relu\", input_shape = (784,)), {layers}, }}"
        ),
        expected,
    );
    check(
        &format!("struct Mlp {{ Dense(512, input_dim = 28 * 28), {layers} }}"),
        expected,
    );
    check(
        &format!("struct Mlp {{ Input(shape = (784,)), Dense(units = 512), {layers} }}"),
        expected,
    );
}

#[test]
fn the_lectures_functional_form() {
    check(
        "pub struct Mlp {
            let x = Input(shape = (784,));
            let h = Dense(512, activation = relu)(x);
            let mut g = Dense(128, activation = relu)(h);
            g = Dropout(0.2)(g);
            Dense(10, activation = softmax)(g)
        }",
        "
graph Mlp
  x       = Input: [784]
  h       = Dense(x): [512] with kernel [784, 512], bias [512]
  g       = Dense(h): [128] with kernel [512, 128], bias [128]
  g_2     = Dropout(g): [128]
  dense_1 = Dense(g_2): [10] with kernel [128, 10], bias [10]
  outputs dense_1
",
    );
}

#[test]
fn batch_normalization_of_the_lecture() {
    check(
        "struct Net { Dense(64, input_dim = 14), BatchNormalization(), Activation(\"tanh\"), Dropout(0.5) }",
        "
graph Net
  input_1               = Input: [14]
  dense_1               = Dense(input_1): [64] with kernel [14, 64], bias [64]
  batch_normalization_1 = BatchNormalization(dense_1): [64] with gamma [64], beta [64], moving_mean [64] state, moving_variance [64] state
  activation_1          = Activation(batch_normalization_1): [64]
  dropout_1             = Dropout(activation_1): [64]
  outputs dropout_1
",
    );
}

#[test]
fn sharing_operators_and_several_outputs() {
    check(
        "struct Twins {
            let left = Input(8);
            let right = Input(8);
            let encoder = Dense(4, activation = tanh, trainable = false);
            let a = encoder(left);
            let b = encoder(right);
            let joined = concat(a, b);
            let residual = Dense(8)(joined) + joined * joined - Dense(8, name = \"last\")(joined);
            (residual, Add()([a, b]))
        }",
        "
graph Twins
  left       = Input: [8]
  right      = Input: [8]
  a          = Dense encoder(left): [4] with kernel [8, 4] frozen, bias [4] frozen
  b          = Dense encoder(right): [4]
  joined     = Concatenate(a, b): [8]
  dense_1    = Dense(joined): [8] with kernel [8, 8], bias [8]
  multiply_1 = Multiply(joined, joined): [8]
  add_1      = Add(dense_1, multiply_1): [8]
  last       = Dense(joined): [8] with kernel [8, 8], bias [8]
  residual   = Subtract(add_1, last): [8]
  add_2      = Add(a, b): [8]
  outputs residual, add_2
"
        .replace("add_2      = Add(a, b): [8]", "add_2      = Add(a, b): [4]")
        .as_str(),
    );
}

#[test]
fn convolution_and_pooling() {
    check(
        "struct Cnn {
            Input(28, 28, 1),
            Conv2D(32, 3, activation = relu, padding = same),
            MaxPooling2D(),
            Conv2D(64, (3, 3), strides = 2, use_bias = false),
            BatchNormalization(scale = false, trainable = false),
            ReLU(max_value = 6),
            MaxPooling2D(2, padding = \"same\"),
            GlobalAveragePooling2D(keepdims = true),
            Flatten(),
            Reshape(8, -1),
            LSTM(5, go_backwards = true),
        }",
        "
graph Cnn
  input_1                    = Input: [28, 28, 1]
  conv2d_1                   = Conv2D(input_1): [28, 28, 32] with kernel [3, 3, 1, 32], bias [32]
  max_pooling2d_1            = MaxPooling2D(conv2d_1): [14, 14, 32]
  conv2d_2                   = Conv2D(max_pooling2d_1): [6, 6, 64] with kernel [3, 3, 32, 64]
  batch_normalization_1      = BatchNormalization(conv2d_2): [6, 6, 64] with beta [64] frozen, moving_mean [64] state, moving_variance [64] state
  relu_1                     = ReLU(batch_normalization_1): [6, 6, 64]
  max_pooling2d_2            = MaxPooling2D(relu_1): [3, 3, 64]
  global_average_pooling2d_1 = GlobalAveragePooling2D(max_pooling2d_2): [1, 1, 64]
  flatten_1                  = Flatten(global_average_pooling2d_1): [64]
  reshape_1                  = Reshape(flatten_1): [8, 8]
  lstm_1                     = LSTM(reshape_1): [5] with kernel [8, 20], recurrent_kernel [5, 20], bias [20]
  outputs lstm_1
",
    );
}

#[test]
fn states_go_in_and_out() {
    let expected = "
graph Decoder
  x      = Input: [7, 4]
  lstm_1 = LSTM(x): [7, 3], [3], [3] with kernel [4, 12], recurrent_kernel [3, 12], bias [12]
  lstm_2 = LSTM(lstm_1.0, lstm_1.1, lstm_1.2): [3] with kernel [3, 12], recurrent_kernel [3, 12], bias [12]
  outputs lstm_2
";
    let begin = "struct Decoder {
        let x = Input(7, 4);
        let (y, h, c) = LSTM(3, return_sequences = true, return_state = true)(x);";
    check(&format!("{begin} LSTM(3)(y, h, c) }}"), expected);
    check(
        &format!("{begin} LSTM(3)(y, initial_state = [h, c]) }}"),
        expected,
    );
    check(&format!("{begin} LSTM(3)([y, h, c]) }}"), expected);
}

#[test]
fn layers_of_the_users_own() {
    check(
        "struct Net {
            let x = Input(64);
            let h: Tensor1<64> = my::Swish { beta: 1.5 }(x);
            let g: [[f32; 8]; 8] = my::Square(h);
            let mixer = crate::Mixer::<3>::new(7, \"a\");
            let m: Tensor2<8, {2 * 4}> = mixer(g);
            let n: Tensor2<8, 8> = mixer(m);
            n
        }
        struct Chain { Input(64), my::Swish { beta: 1.5 } -> Tensor1<64>, Half(2) -> f32 }"
            .replace("Half(2)", "super::Half(2)")
            .as_str(),
        "
graph Net
  x = Input: [64]
  h = Swish(x): [64]
  g = Square(h): [8, 8]
  m = Mixer mixer(g): [8, 8]
  n = Mixer mixer(m): [8, 8]
  outputs n
graph Chain
  input_1 = Input: [64]
  swish_1 = Swish(input_1): [64]
  half_1  = Half(swish_1): []
  outputs half_1
",
    );
}

#[test]
fn activations_along_axes() {
    check(
        "struct Net {
            let x = Input(4, 6, 2);
            let a = Activation(softmax(axis = 1))(x);
            let b = Softmax(axis = (1, 2))(a);
            let c = Activation(glu(axis = -2))(b);
            Activation(leaky_relu(negative_slope = 0.3))(c)
        }",
        "
graph Net
  x            = Input: [4, 6, 2]
  a            = Activation(x): [4, 6, 2]
  b            = Softmax(a): [4, 6, 2]
  c            = Activation(b): [4, 3, 2]
  activation_1 = Activation(c): [4, 3, 2]
  outputs activation_1
",
    );
}

/// Elements of all parameters, of trained ones, and of state.
fn counts(source: &str) -> [usize; 3] {
    use formwork_compiler::ir::graph::Role;
    let result = front_end(source.parse().unwrap());
    assert_eq!(result.diagnostics.errors(), 0);
    result.diagnostics.discard();
    let mut counts = [0; 3];
    for layer in &result.graphs[0].layers {
        for parameter in &layer.parameters {
            let len = parameter.shape.len();
            counts[0] += len;
            counts[1] += if layer.trainable && parameter.role == Role::Trainable {
                len
            } else {
                0
            };
            counts[2] += if parameter.role == Role::State {
                len
            } else {
                0
            };
        }
    }
    counts
}

#[test]
fn parameters_of_the_lectures_models() {
    assert_eq!(
        counts("struct A { Input(784), Dense(512), Dense(128), Dense(10) }"),
        [468_874, 468_874, 0]
    );
    assert_eq!(
        counts(
            "struct A { Dense(64, input_dim = 14), BatchNormalization(), Activation(tanh), Dropout(0.5) }"
        ),
        [1_216, 1_088, 128]
    );
    // 4u(in + u + 1), and a kernel shared by groups.
    assert_eq!(
        counts("struct A { Input(7, 5), LSTM(3) }"),
        [4 * 3 * 9, 4 * 3 * 9, 0]
    );
    let grouped = "struct A { Input(8, 8, 4), Conv2D(6, (3, 2), groups = 2, trainable = false), Flatten(), Dense(1) }";
    let conv = 3 * 2 * 2 * 6 + 6;
    let dense = 6 * 7 * 6 + 1;
    assert_eq!(counts(grouped), [conv + dense, dense, 0]);
}
