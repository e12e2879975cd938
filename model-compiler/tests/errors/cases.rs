//! Wrong declarations: what `errors.rs` tests, and where the page of mistakes has its examples from.

/// A name, how many errors it must give, and a declaration.
pub const CASES: &[(&str, usize, &str)] = &[
    // Syntax.
    (
        "attribute that isn't one",
        1,
        "#[doc \"text\"] struct A { Input(3), Dense(2) }",
    ),
    (
        "text behind the text of an attribute",
        1,
        "#[doc = \"text\" more] struct A { Input(3), Dense(2) }",
    ),
    (
        "visibility that isn't one",
        1,
        "pub(5) struct A { Input(3), Dense(2) }",
    ),
    ("nothing", 1, ""),
    ("empty body", 1, "pub struct A {}"),
    ("no body", 1, "pub struct A;"),
    ("no struct", 1, "pub strukt A { Input(3), Dense(2) }"),
    ("no name", 1, "pub struct { Input(3), Dense(2) }"),
    (
        "missing comma",
        1,
        "struct A {\n    Input(3)\n    Dense(2),\n}",
    ),
    (
        "missing semicolon",
        1,
        "struct A {\n    let x = Input(3)\n    let y = Dense(2)(x);\n    y\n}",
    ),
    (
        "semicolons in a chain",
        1,
        "struct A { Input(3); Dense(2); }",
    ),
    (
        "comma after a statement",
        1,
        "struct A {\n    let x = Input(3),\n    Dense(2)(x)\n}",
    ),
    (
        "missing equals",
        1,
        "struct A { let x Input(3); Dense(2)(x) }",
    ),
    ("stray token", 1, "struct A { Input(3), @, Dense(2) }"),
    (
        "missing comma between arguments",
        1,
        "struct A { Input(3), Dense(2 activation = relu) }",
    ),
    (
        "unreadable argument",
        1,
        "struct A { Input(3), Dense(= 2) }",
    ),
    (
        "huge literal",
        1,
        "struct A { Input(99999999999999999999), Dense(2) }",
    ),
    ("char literal", 1, "struct A { Input('a'), Dense(2) }"),
    (
        "too deep",
        1,
        "struct A { Input((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((3)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))) }",
    ),
    (
        "too many operators",
        1,
        "struct A { Input(-----------------------------------------------------------------------3), Dense(2) }",
    ),
    (
        "attribute inside",
        1,
        "struct A { Input(3), #[frozen] Dense(2) }",
    ),
    (
        "documentation inside",
        1,
        "struct A { Input(3), /// wide\n Dense(2) }",
    ),
    (
        "assignment without let",
        1,
        "struct A { x = Input(3); Dense(2)(x) }",
    ),
    (
        "layer that comes later",
        1,
        "struct A { Input(8, 3), SimpleRNN(2) }",
    ),
    (
        "written shape in a chain",
        1,
        "struct A { Input(8, 3) -> Tensor2<8, 3>, Flatten() -> [f32; 20], Dense(2) }",
    ),
    (
        "inner attribute",
        1,
        "#![allow(dead_code)] struct A { Input(3), Dense(2) }",
    ),
    (
        "no output",
        1,
        "struct A { let x = Input(3); let y = Dense(2)(x); }",
    ),
    (
        "discarded value",
        1,
        "struct A { let x = Input(3); Dense(2)(x); }",
    ),
    (
        "nested pattern",
        1,
        "struct A { let x = Input(3); let (a, (b, c)) = Dense(2)(x); a }",
    ),
    // What the language doesn't have.
    (
        "family",
        1,
        "pub family F = A(width in [1, 2]); struct A(width = 3) { Input(3), Dense(width) }",
    ),
    (
        "const generics",
        1,
        "struct A<const N: usize> { Input(N), Dense(2) }",
    ),
    ("enum", 1, "enum A { Input(3) }"),
    // Options.
    (
        "unknown option",
        1,
        "#[model(save_memroy)] struct A { Input(3), Dense(2) }",
    ),
    (
        "option value",
        1,
        "#[model(debug = \"grph\")] struct A { Input(3), Dense(2) }",
    ),
    (
        "option list",
        1,
        "#[model(without = fuse)] struct A { Input(3), Dense(2) }",
    ),
    // Names.
    ("unknown layer", 1, "struct A { Input(3), Desne(2) }"),
    (
        "layer of another library",
        1,
        "struct A { Input(3), Linear(2) }",
    ),
    (
        "layer nobody knows",
        1,
        "struct A { Input(3), Frobnicate(2) }",
    ),
    (
        "unknown variable",
        1,
        "struct A { let image = Input(3); Dense(2)(imgae) }",
    ),
    (
        "unknown variable without a likeness",
        1,
        "struct A { let x = Input(3); let y = Dense(2)(x); Add()(y, quux) }",
    ),
    (
        "unknown activation",
        1,
        "struct A { Input(3), Dense(2, activation = rleu) }",
    ),
    (
        "unknown argument",
        1,
        "struct A { Input(3), Dense(2, activaton = relu) }",
    ),
    (
        "unknown argument without a likeness",
        1,
        "struct A { Input(3), Dropout(0.5, wobble = 3) }",
    ),
    (
        "unknown parameter of an activation",
        1,
        "struct A { Input(3), Activation(elu(beta = 2)) }",
    ),
    (
        "duplicate name",
        1,
        "struct A {\n    Input(3),\n    Dense(2, name = \"a\"),\n    Dense(2, name = \"a\"),\n}",
    ),
    (
        "duplicate model",
        1,
        "struct A { Input(3), Dense(2) }\nstruct A { Input(3), Dense(2) }",
    ),
    (
        "duplicate argument",
        1,
        "struct A { Input(3), Dense(2, units = 3) }",
    ),
    (
        "duplicate binding",
        1,
        "struct A { let x = Input(3, 1); let (y, y, c) = LSTM(2, return_state = true)(x); Add()(y, c) }",
    ),
    (
        "bad name",
        1,
        "struct A { Input(3), Dense(2, name = \"my layer\") }",
    ),
    (
        "unused value",
        1,
        "struct A { let x = Input(3); let h = Dense(3)(x); Dense(2)(x) }",
    ),
    (
        "unused layer",
        0,
        "struct A { let x = Input(3); let encoder = Dense(3); Dense(2)(x) }",
    ),
    (
        "unused input",
        1,
        "struct A { let x = Input(3); let y = Input(4); Dense(2)(x) }",
    ),
    (
        "unused part",
        1,
        "struct A { let x = Input(3, 1); let (y, h, _c) = LSTM(2, return_state = true)(x); y }",
    ),
    (
        "unused nobody names",
        1,
        "struct A { let x = Input(3); let _ = Dense(3)(x); Dense(2)(x) }",
    ),
    (
        "assigned without mut",
        1,
        "struct A { let x = Input(3); let h = Dense(3)(x); h = Dense(3)(h); h }",
    ),
    (
        "layer as value",
        1,
        "struct A { let x = Input(3); let encoder = Dense(3); Add()(x, encoder) }",
    ),
    (
        "layer as output",
        1,
        "struct A { let x = Input(3); Dense(3) + x }",
    ),
    (
        "value as layer",
        1,
        "struct A { let x = Input(3); let h = Dense(3)(x); h(x) }",
    ),
    (
        "value applied at once",
        1,
        "struct A { let x = Input(3); Dense(3)(x)(x) }",
    ),
    (
        "constant as value",
        1,
        "struct A { let x = Input(3); x + 1 }",
    ),
    (
        "tuple as value",
        1,
        "struct A { let x = Input(3); Dense(2)((x, x) + x) }",
    ),
    (
        "division",
        1,
        "struct A { let x = Input(3); Dense(2)(x / x) }",
    ),
    ("negation", 1, "struct A { let x = Input(3); Dense(2)(-x) }"),
    (
        "constant from outside",
        1,
        "struct A { Input(3), Dense(UNITS) }",
    ),
    // Arguments.
    (
        "missing argument",
        1,
        "struct A { Input(3), Dense(activation = relu) }",
    ),
    (
        "too many arguments",
        1,
        "struct A { Input(3), Activation(relu, 3) }",
    ),
    (
        "argument that takes none",
        1,
        "struct A { let x = Input(3); Add(3)(x, x) }",
    ),
    (
        "positional after named",
        1,
        "struct A { Input(3), Dense(units = 2, relu) }",
    ),
    (
        "argument of another type",
        1,
        "struct A { Input(3), Dense(2.5) }",
    ),
    ("zero units", 1, "struct A { Input(3), Dense(0) }"),
    ("negative units", 1, "struct A { Input(3), Dense(-4) }"),
    ("rate", 1, "struct A { Input(3), Dropout(1.5) }"),
    (
        "padding",
        1,
        "struct A { Input(8, 8, 1), Conv2D(2, 3, padding = full) }",
    ),
    ("bias", 1, "struct A { Input(3), Dense(2, use_bias = 1) }"),
    (
        "triple",
        1,
        "struct A { Input(8, 8, 1), MaxPooling2D((2, 2, 2)) }",
    ),
    (
        "data format",
        1,
        "struct A { Input(8, 8, 1), Conv2D(2, 3, data_format = \"channels_first\") }",
    ),
    (
        "regularizer",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = l3(0.1)) }",
    ),
    (
        "regularizer by a name that is far from all",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = weight_decay) }",
    ),
    (
        "negative factor of a regularizer",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = l2(-0.1)) }",
    ),
    (
        "regularizer without factors",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = l1_l2) }",
    ),
    (
        "number as regularizer",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = 0.1) }",
    ),
    (
        "argument of a regularizer",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = l2(l1 = 0.1)) }",
    ),
    (
        "mode of a regularizer",
        1,
        "struct A { Input(3), Dense(2, kernel_regularizer = orthogonal(mode = diagonals)) }",
    ),
    (
        "regularizer of matrices",
        1,
        "struct A { Input(3), Dense(2, bias_regularizer = orthogonal) }",
    ),
    (
        "regularizer of outputs",
        1,
        "struct A { Input(3, 4), LSTM(2, activity_regularizer = l2(0.1)) }",
    ),
    (
        "regularizer of outputs that isn't a sum",
        1,
        "struct A { Input(3), Dense(2, activity_regularizer = orthogonal(0.1)) }",
    ),
    (
        "constraint",
        1,
        "struct A { Input(3), Dense(2, kernel_constraint = max_nrm(2)) }",
    ),
    (
        "bounds of a constraint",
        1,
        "struct A { Input(3), Dense(2, kernel_constraint = min_max_norm(min_value = 2.0, max_value = 1.0)) }",
    ),
    (
        "axis of a constraint",
        1,
        "struct A { Input(3), Dense(2, kernel_constraint = max_norm(2, axis = 2)) }",
    ),
    (
        "axes of a constraint apart",
        1,
        "struct A { Input(8, 8, 1), Conv2D(2, 3, kernel_constraint = unit_norm(axis = (0, 2))) }",
    ),
    (
        "seed of an initializer",
        1,
        "struct A { Input(3), Dense(2, kernel_initializer = he_normal(seed = 3)) }",
    ),
    (
        "initializer",
        1,
        "struct A { Input(3), Dense(2, kernel_initializer = magic) }",
    ),
    ("division by zero", 1, "struct A { Input(3), Dense(4 / 0) }"),
    ("zero dimension", 1, "struct A { Input(28, 0), Dense(4) }"),
    (
        "six axes",
        1,
        "struct A { Input(1, 2, 3, 4, 5, 6), Dense(4) }",
    ),
    (
        "activation without its parameters",
        1,
        "struct A { Input(3), Activation(threshold(0.5)) }",
    ),
    (
        "activation along an axis",
        1,
        "struct A { Input(3, 4), Dense(2, activation = softmax(axis = 1)) }",
    ),
    (
        "activation of a whole row in an LSTM",
        1,
        "struct A { Input(3, 4), LSTM(2, softmax) }",
    ),
    // Closures.
    (
        "closure with an unknown function",
        1,
        "struct A { Input(3), Activation(|x| x * tahn(x)) }",
    ),
    (
        "closure with an unknown method",
        1,
        "struct A { Input(3), Activation(|x| x.foo()) }",
    ),
    (
        "closure with an unknown name",
        1,
        "struct A { Input(3), Activation(|value| valeu * 2) }",
    ),
    (
        "closure with a tensor",
        1,
        "struct A {\n    let x = Input(3);\n    let h = Dense(3)(x);\n    Activation(|x| x * h)(h)\n}",
    ),
    (
        "closure with a function without parentheses",
        1,
        "struct A { Input(3), Activation(|x| x * tanh) }",
    ),
    (
        "closure with softmax",
        1,
        "struct A { Input(3), Activation(|x| x * softmax(x)) }",
    ),
    (
        "closure with too few numbers for a function",
        1,
        "struct A { Input(3), Activation(|x| pow(x)) }",
    ),
    (
        "closure with too many numbers for a function",
        1,
        "struct A { Input(3), Activation(|x| x.leaky_relu(0.1, 2)) }",
    ),
    (
        "closure with an unknown argument",
        1,
        "struct A { Input(3), Activation(|x| leaky_relu(x, slope = 0.1)) }",
    ),
    (
        "closure with an argument twice",
        1,
        "struct A { Input(3), Activation(|x| leaky_relu(x, 0.1, negative_slope = 0.1)) }",
    ),
    (
        "closure of a condition",
        1,
        "struct A { Input(3), Activation(|x| x > 0) }",
    ),
    (
        "closure with a number as condition",
        1,
        "struct A { Input(3), Activation(|x| if x { 1 } else { 0 }) }",
    ),
    (
        "closure without else",
        1,
        "struct A { Input(3), Activation(|x| if x > 0 { x }) }",
    ),
    (
        "closure with a remainder",
        1,
        "struct A { Input(3), Activation(|x| x % 2) }",
    ),
    (
        "closure of a tuple",
        1,
        "struct A { Input(3), Activation(|x| (x, x)) }",
    ),
    (
        "closure with an assignment",
        1,
        "struct A { Input(3), Activation(|x| { let mut y = x; y = y * 2; y }) }",
    ),
    (
        "closure without a value",
        1,
        "struct A { Input(3), Activation(|x| { let y = x; }) }",
    ),
    (
        "closure with a division by zero",
        1,
        "struct A { Input(3), Activation(|x| x / 0) }",
    ),
    (
        "closure with a number too large",
        1,
        "struct A { Input(3), Activation(|x| x * 1e39) }",
    ),
    (
        "closure with a logarithm of 0",
        1,
        "struct A { Input(3), Activation(|x| x + ln(0)) }",
    ),
    (
        "closure with a parameter twice",
        1,
        "struct A { Input(3), Activation(|x, x| x) }",
    ),
    (
        "activation by a closure of two numbers",
        1,
        "struct A { Input(3), Dense(3, activation = |x, y| x * y) }",
    ),
    (
        "Lambda with too few inputs",
        1,
        "struct A { Input(3), Lambda(|a, b| a * b) }",
    ),
    (
        "Lambda without parameters",
        1,
        "struct A { Input(3), Lambda(|| 1) }",
    ),
    ("Lambda of a name", 1, "struct A { Input(3), Lambda(tanh) }"),
    (
        "Lambda of different shapes",
        1,
        "struct A { let a = Input(3, 4); let b = Input(3, 5); Lambda(|a, b| a * b)(a, b) }",
    ),
    (
        "Lambda of different ranks",
        1,
        "struct A { let a = Input(3); let b = Input(3, 3); Lambda(|a, b| a * b)(a, b) }",
    ),
    (
        "two mistakes in a closure",
        2,
        "struct A { Input(3), Activation(|x| tahn(x) + y) }",
    ),
    // The graph.
    ("missing input", 1, "struct A { Dense(3), Dense(2) }"),
    (
        "second input in a chain",
        1,
        "struct A { Input(3), Dense(3), Input(2) }",
    ),
    (
        "applied input",
        1,
        "struct A { let x = Input(3); Input(3)(x) }",
    ),
    (
        "input shape on a later layer",
        1,
        "struct A { Input(3), Dense(3, input_dim = 3) }",
    ),
    (
        "input shape on an applied layer",
        1,
        "struct A { let x = Input(3); Dense(3, input_dim = 3)(x) }",
    ),
    (
        "too few inputs",
        1,
        "struct A { let x = Input(3); Add()(x) }",
    ),
    (
        "too many inputs",
        1,
        "struct A { let x = Input(3); let y = Input(3); Dense(2)(x, y) }",
    ),
    (
        "states of an LSTM",
        1,
        "struct A { let x = Input(3, 2); let h = Input(4); LSTM(4)(x, h) }",
    ),
    (
        "two inputs in a chain",
        1,
        "struct A { Input(3), Add(), Dense(2) }",
    ),
    (
        "two names for one output",
        1,
        "struct A { let x = Input(3); let (a, b) = Dense(2)(x); Add()(a, b) }",
    ),
    (
        "one name for three outputs",
        1,
        "struct A { let x = Input(3, 2); let y = LSTM(2, return_state = true)(x); y }",
    ),
    (
        "three outputs in a chain",
        1,
        "struct A { Input(3, 2), LSTM(2, return_state = true), Dense(2) }",
    ),
    (
        "missing parentheses",
        1,
        "struct A { Input(3, 2), Flatten, Dense(2) }",
    ),
    (
        "missing own parentheses",
        1,
        "struct A { let x = Input(3, 2); let y = Flatten(x); Dense(2)(y) }",
    ),
    (
        "applied in a chain",
        1,
        "struct A { Input(3), Dense(3)(x), Dense(2) }",
    ),
    ("number in a chain", 1, "struct A { Input(3), 4, Dense(2) }"),
    (
        "argument of an application",
        1,
        "struct A { let x = Input(3); Dropout(0.5)(x, training = true) }",
    ),
    (
        "output is input",
        1,
        "struct A { let x = Input(3); (x, Dense(2)(x)) }",
    ),
    (
        "same output twice",
        1,
        "struct A { let x = Input(3); let y = Dense(2)(x); (y, y) }",
    ),
    // Users' layers.
    (
        "user's layer without a shape",
        1,
        "struct A { let x = Input(3); let h = my::Swish { beta: 1.5 }(x); Dense(2)(h) }",
    ),
    (
        "user's layer without a shape in a chain",
        1,
        "struct A { Input(3), my::Swish { beta: 1.5 }, Dense(2) }",
    ),
    (
        "user's layer in an expression",
        1,
        "struct A { let x = Input(3); Dense(2)(my::Swish(x)) }",
    ),
    (
        "user's layer by a function",
        1,
        "struct A { let x = Input(3); let h: Tensor1<3> = my::swish(1.5)(x); Dense(2)(h) }",
    ),
    (
        "user's layer with another type",
        1,
        "struct A { let x = Input(3); let h: Vec<f32> = my::Swish(x); Dense(2)(h) }",
    ),
    (
        "user's layer of the wrong rank",
        1,
        "struct A { let x = Input(3); let h: Tensor2<3> = my::Swish(x); Dense(2)(h) }",
    ),
    (
        "user's layer with two shapes",
        1,
        "struct A { let x = Input(3); let s = my::S {}; let a: Tensor1<3> = s(x); let b: Tensor1<4> = s(x); concat(a, b) }",
    ),
    (
        "user's layer with an argument at its application",
        1,
        "struct A { let x = Input(3); let h: Tensor1<3> = my::Swish { beta: 1.5 }(x, training = true); h }",
    ),
    (
        "user's layer with a setting at its second application",
        1,
        "struct A { let x = Input(3); let s = my::S {}; let a: Tensor1<3> = s(x); let b: Tensor1<3> = s(a, trainable = false); b }",
    ),
    (
        "user's layer with a setting of another type",
        1,
        "struct A { let x = Input(3); let h: Tensor1<3> = my::Swish(x, coupled = 1); h }",
    ),
    (
        "user's layer with outputs of one name",
        1,
        "struct A { let x = Input(4); let (a, a): (Tensor1<2>, Tensor1<2>) = my::Halves(x); a }",
    ),
    (
        "user's layer with more names than outputs",
        1,
        "struct A { let x = Input(4); let (a, b, c): (Tensor1<2>, Tensor1<2>) = my::Halves(x); concat(a, b, c) }",
    ),
    (
        "setting of a user's layer in a chain",
        1,
        "struct A { Input(3), my::Swish(trainable = 2) -> Tensor1<3>, Dense(2) }",
    ),
    (
        "written tuple of other shapes",
        1,
        "struct A { let x = Input(5, 3); let (y, h, c): (Tensor1<4>, Tensor1<5>, Tensor1<4>) = LSTM(4, return_state = true)(x); concat(y, h, c) }",
    ),
    (
        "written shape",
        1,
        "struct A { let x = Input(3); let h: Tensor1<4> = Dense(5)(x); Dense(2)(h) }",
    ),
    // Shapes, one for each layer.
    (
        "Dense on a scalar",
        1,
        "struct A { let x = Input(); Dense(2)(x) }",
    ),
    (
        "Activation along a missing axis",
        1,
        "struct A { Input(3), Activation(softmax(axis = 2)) }",
    ),
    (
        "Activation along the batch",
        1,
        "struct A { Input(3), Softmax(axis = 0) }",
    ),
    (
        "Activation along distant axes",
        1,
        "struct A { Input(3, 4, 5), Softmax(axis = (1, 3)) }",
    ),
    (
        "glu of an odd axis",
        1,
        "struct A { Input(3), Activation(glu) }",
    ),
    (
        "Reshape to another length",
        1,
        "struct A {\n    Input(784),\n    Reshape(28, 28, 3),\n    Flatten(),\n}",
    ),
    (
        "Reshape with a rest",
        1,
        "struct A { Input(784), Reshape(-1, 5), Flatten() }",
    ),
    (
        "Reshape with two rests",
        1,
        "struct A { Input(784), Reshape((-1, -1)), Flatten() }",
    ),
    (
        "Add",
        1,
        "struct A {\n    let x = Input(3);\n    let a = Dense(64)(x);\n    let b = Dense(20)(x);\n    Dense(2)(a + b)\n}",
    ),
    (
        "Subtract",
        1,
        "struct A {\n    let x = Input(3, 4);\n    let y = Input(4, 4);\n    x - y\n}",
    ),
    (
        "Multiply",
        1,
        "struct A {\n    let x = Input(3);\n    let y = Input(4);\n    Multiply()([x, y])\n}",
    ),
    (
        "Concatenate",
        1,
        "struct A {\n    let x = Input(3, 4);\n    let y = Input(4, 5);\n    concat(x, y, axis = 1)\n}",
    ),
    (
        "Concatenate of ranks",
        1,
        "struct A {\n    let x = Input(3, 4);\n    let y = Input(4);\n    Concatenate()([x, y])\n}",
    ),
    (
        "Concatenate along the batch",
        1,
        "struct A {\n    let x = Input(3, 4);\n    concat(x, x, axis = 0)\n}",
    ),
    (
        "Conv2D on a vector",
        1,
        "struct A { Input(784), Conv2D(32, 3), Flatten() }",
    ),
    (
        "Conv2D without channels",
        1,
        "struct A { Input(28, 28), Conv2D(32, 3), Flatten() }",
    ),
    (
        "Conv2D with a large kernel",
        1,
        "struct A {\n    Input(8, 4, 1),\n    Conv2D(2, kernel_size = 5),\n    Flatten(),\n}",
    ),
    (
        "Conv2D with strides and dilation",
        1,
        "struct A { Input(28, 28, 1), Conv2D(2, 3, strides = 2, dilation_rate = (1, 2)), Flatten() }",
    ),
    (
        "Conv2D with groups",
        1,
        "struct A { Input(28, 28, 3), Conv2D(4, 3, groups = 2), Flatten() }",
    ),
    (
        "Conv2D with groups of filters",
        1,
        "struct A { Input(28, 28, 4), Conv2D(5, 3, groups = 2), Flatten() }",
    ),
    (
        "Conv1D on an image",
        1,
        "struct A { Input(28, 28, 1), Conv1D(4, 3), Flatten() }",
    ),
    (
        "Conv1D with a large kernel",
        1,
        "struct A { Input(4, 2), Conv1D(2, 3, dilation_rate = 2), Flatten() }",
    ),
    (
        "Conv1D with strides and dilation",
        1,
        "struct A { Input(28, 2), Conv1D(2, 3, strides = 2, dilation_rate = 2), Flatten() }",
    ),
    (
        "Conv2D with causal padding",
        1,
        "struct A { Input(28, 28, 1), Conv2D(2, 3, padding = causal), Flatten() }",
    ),
    (
        "Conv3D with four sizes",
        1,
        "struct A { Input(8, 8, 8, 1), Conv3D(2, (3, 3, 3, 1)), Flatten() }",
    ),
    (
        "DepthwiseConv2D on a volume",
        1,
        "struct A { Input(8, 8, 8, 1), DepthwiseConv2D(3), Flatten() }",
    ),
    (
        "Conv2DTranspose with an output padding of a stride",
        1,
        "struct A { Input(4, 4, 2), Conv2DTranspose(2, 3, strides = (2, 3), output_padding = 2), Flatten() }",
    ),
    (
        "Conv1DTranspose with an output padding at stride 1",
        1,
        "struct A { Input(4, 2), Conv1DTranspose(2, 3, output_padding = 1), Flatten() }",
    ),
    (
        "Conv2DTranspose that leaves nothing",
        1,
        "struct A { Input(1, 4, 2), Conv2DTranspose(2, 2, strides = 2, padding = same, output_padding = 0), Flatten() }",
    ),
    (
        "MaxPooling2D with a large window",
        1,
        "struct A { Input(2, 8, 1), MaxPooling2D(3), Flatten() }",
    ),
    (
        "MaxPooling2D on a matrix",
        1,
        "struct A { Input(8, 8), MaxPooling2D(), Flatten() }",
    ),
    (
        "Cropping2D of everything",
        1,
        "struct A { Input(4, 8, 1), Cropping2D(((1, 3), (0, 0))), Flatten() }",
    ),
    (
        "Permute counted from 0",
        1,
        "struct A { Input(4, 8, 2), Permute((1, 0, 2)), Flatten() }",
    ),
    (
        "Permute of too few axes",
        1,
        "struct A { Input(4, 8, 2), Permute((2, 1)), Flatten() }",
    ),
    (
        "Dot along axes of other lengths",
        1,
        "struct A { let a = Input(3, 4); let b = Input(5, 3); Dot(1)(a, b) }",
    ),
    (
        "Dot along an axis that isn't there",
        1,
        "struct A { let a = Input(4); let b = Input(4); Dot(axes = 3)(a, b) }",
    ),
    (
        "RepeatVector of an image",
        1,
        "struct A { Input(4, 8, 2), RepeatVector(3), Flatten() }",
    ),
    (
        "MaxPooling1D with a long window",
        1,
        "struct A { Input(4, 2), MaxPooling1D(5), Flatten() }",
    ),
    (
        "ZeroPadding2D with margins that don't fit",
        1,
        "struct A { Input(4, 8, 2), ZeroPadding2D((1, 2, 3)), Flatten() }",
    ),
    (
        "UpSampling2D with an unknown interpolation",
        1,
        "struct A { Input(4, 8, 2), UpSampling2D(2, interpolation = cubic), Flatten() }",
    ),
    (
        "GlobalAveragePooling2D on a vector",
        1,
        "struct A { Input(8), Dense(3), GlobalAveragePooling2D() }",
    ),
    (
        "BatchNormalization along another axis",
        1,
        "struct A { Input(8, 8, 3), BatchNormalization(axis = 1), Flatten() }",
    ),
    (
        "GroupNormalization whose groups don't divide",
        1,
        "struct A { Input(8, 8, 6), GroupNormalization(groups = 4), Flatten() }",
    ),
    (
        "GroupNormalization with no groups",
        1,
        "struct A { Input(8, 8, 6), GroupNormalization(groups = -2), Flatten() }",
    ),
    (
        "GroupNormalization along another axis",
        1,
        "struct A { Input(8, 8, 6), GroupNormalization(3, axis = 1), Flatten() }",
    ),
    (
        "LayerNormalization along axes that are apart",
        1,
        "struct A { Input(8, 8, 6), LayerNormalization(axis = (1, 3)), Flatten() }",
    ),
    (
        "LayerNormalization of each channel along other axes",
        1,
        "struct A { Input(8, 8, 6), LayerNormalization(axis = (1, 2), per_channel = true), Flatten() }",
    ),
    (
        "RMSNormalization along a missing axis",
        1,
        "struct A { Input(8), RMSNormalization(axis = 2) }",
    ),
    (
        "UnitNormalization along the batch",
        1,
        "struct A { Input(8), UnitNormalization(axis = 0) }",
    ),
    (
        "thresholds of a scalar",
        1,
        "struct A { let x = Input(); TLU()(x) }",
    ),
    (
        "scaled activation without a gain",
        1,
        "struct A { Input(8), ScaledActivation(mish) }",
    ),
    (
        "scaled activation of a closure",
        1,
        "struct A { Input(8), ScaledActivation(|x| x * x) }",
    ),
    (
        "BatchNormalization on a scalar",
        1,
        "struct A { let x = Input(); BatchNormalization()(x) }",
    ),
    (
        "LSTM on an image",
        1,
        "struct A { Input(28, 28, 1), LSTM(3) }",
    ),
    ("LSTM on a vector", 1, "struct A { Input(28), LSTM(3) }"),
    (
        "LSTM with another state",
        1,
        "struct A {\n    let x = Input(7, 4);\n    let h = Input(5);\n    let c = Input(4);\n    LSTM(5)(x, h, c)\n}",
    ),
    (
        "shared layer on two shapes",
        1,
        "struct A { let x = Input(3); let y = Input(4); let e = Dense(2); e(x) + e(y) }",
    ),
    (
        "too large",
        1,
        "struct A { Input(1000000, 1000000), Dense(1000) }",
    ),
    // Budgets and attributes.
    (
        "misspelled attribute",
        1,
        "#[buget(macs = \"2M\")] struct A { Input(3), Dense(2) }",
    ),
    (
        "unknown cost",
        1,
        "#[budget(weight = \"2 KiB\")] struct A { Input(3), Dense(2) }",
    ),
    (
        "budget value",
        1,
        "#[budget(weights = \"2 bananas\")] struct A { Input(3), Dense(2) }",
    ),
    (
        "cost given twice",
        1,
        "#[budget(macs = 10, macs = 20)] struct A { Input(3), Dense(2) }",
    ),
    (
        "unknown warning",
        1,
        "struct A { Input(3), Dense(2, allow = linear_layer), Dense(2) }",
    ),
    (
        "allowed by a number",
        1,
        "struct A { Input(3), Dense(2, allow = 3) }",
    ),
    // Warnings.
    (
        "dropped rows",
        0,
        "struct A { Input(9, 8, 1), Conv2D(2, 3, strides = 2, padding = same), MaxPooling2D(2), Flatten() }",
    ),
    (
        "dropped columns",
        0,
        "struct A { Input(9, 9, 1), Conv2D(2, kernel_size = (3, 4), strides = 3), Flatten() }",
    ),
    (
        "relu before softmax",
        0,
        "struct A { Input(3), Dense(10, activation = relu), Activation(softmax) }",
    ),
    (
        "relu layer before softmax",
        0,
        "struct A { Input(3), Dense(10), ReLU(), Softmax() }",
    ),
    (
        "softmax of one",
        0,
        "struct A { Input(3), Dense(1, activation = softmax) }",
    ),
    (
        "softmax layer of one",
        0,
        "struct A { Input(3), Dense(1), Softmax() }",
    ),
    (
        "softmax of softmax",
        0,
        "struct A { Input(3), Dense(4, activation = softmax), Softmax() }",
    ),
    (
        "bias before normalization",
        0,
        "struct A { Input(8, 8, 1), Conv2D(4, 3), BatchNormalization(), ReLU(), Flatten() }",
    ),
    (
        "linear layers",
        0,
        "struct A { let x = Input(3); let h = Dense(64)(x); Dense(2)(h) }",
    ),
    (
        "dropout at the end",
        0,
        "struct A { Input(3), Dense(2), Dropout(0.5) }",
    ),
    (
        "dropout of nothing",
        0,
        "struct A { let x = Input(3); let h = Dropout(0.0)(Dense(4, relu)(x)); Dense(2)(h) }",
    ),
    (
        "dropout of all",
        0,
        "struct A { Input(3), Dropout(1), Dense(2) }",
    ),
    (
        "flattened vector",
        0,
        "struct A { let x = Input(3); Dense(2)(Flatten()(x)) }",
    ),
    (
        "reshape to the same",
        0,
        "struct A { Input(3, 4), Reshape(3, -1), Flatten(), Dense(2) }",
    ),
    (
        "pooling of one",
        0,
        "struct A { Input(3, 4, 1), MaxPooling2D(1), Flatten(), Dense(2) }",
    ),
    (
        "dropout before normalization",
        0,
        "struct A { Input(3), Dense(4), Dropout(0.5), BatchNormalization(), Dense(2) }",
    ),
    (
        "batch normalization without batches",
        0,
        "#[no_batch] struct A { Input(3), BatchNormalization(), Dense(2) }",
    ),
    // Several at once.
    (
        "two mistakes in arguments",
        2,
        "struct A { Input(3), Dense(0), Dense(2, activation = rleu) }",
    ),
    (
        "two mistakes in shapes",
        2,
        "struct A {\n    let x = Input(8, 8, 3);\n    let a = Conv2D(4, 9)(x);\n    let b = LSTM(4)(x);\n    concat(Flatten()(a), b)\n}",
    ),
    (
        "a mistake in each model",
        2,
        "struct A { Input(3), Desne(2) } struct B { Input(3), Dense(0) }",
    ),
    (
        "unreadable and wrong",
        2,
        "struct A { Input(3), Dense(2 3), Dropout(7) }",
    ),
    // Declarations, calls, branches and loops.
    (
        "block with too few arguments",
        1,
        "fn f(x, n) { Dense(n)(x) } struct A { let x = Input(3); f(x) }",
    ),
    (
        "block with too many arguments",
        1,
        "fn f(x, n = 2) { Dense(n)(x) } struct A { let x = Input(3); f(x, 2, 3) }",
    ),
    (
        "block with an unknown argument",
        1,
        "fn f(x, filters = 2) { Dense(filters)(x) } struct A { let x = Input(3); f(x, filter = 3) }",
    ),
    (
        "block with an argument twice",
        1,
        "fn f(x, n) { Dense(n)(x) } struct A { let x = Input(3); f(x, 3, n = 4) }",
    ),
    (
        "block with a tensor for a number",
        1,
        "fn f(x, n) { Dense(n)(x) } struct A { let x = Input(3); f(x, x) }",
    ),
    (
        "block with a number for a tensor",
        1,
        "fn f(x, n) {\n    Dense(n)(x)\n}\nstruct A {\n    let x = Input(3);\n    f(x, 2) + f(4, 2)\n}",
    ),
    (
        "block without a call",
        1,
        "fn f(x) { Dense(2)(x) } struct A { let x = Input(3); let y = Dense(3)(x); y + f }",
    ),
    (
        "block without a value",
        1,
        "fn f(x) { let y = Dense(2)(x); } struct A { let x = Input(3); f(x) }",
    ),
    (
        "block that doesn't exist",
        1,
        "fn residual(x) { Dense(3)(x) + x } struct A { let x = Input(3); resdiual(x) }",
    ),
    (
        "block that is never called",
        1,
        "fn f(x) { Desne(2)(x) } struct A { Input(3), Dense(2) }",
    ),
    (
        "block with a shape mistake, called twice",
        1,
        "fn f(x, n) {\n    x + Dense(n)(x)\n}\nstruct A {\n    let x = Input(3);\n    let y = f(x, 4);\n    f(y, 4)\n}",
    ),
    (
        "block within blocks",
        1,
        "fn unit(x, n) {\n    x + Dense(n)(x)\n}\nfn stage(x, n) {\n    unit(x, n)\n}\nstruct A {\n    Input(3),\n    stage(4),\n}",
    ),
    (
        "mistake in a loop",
        1,
        "struct A { let mut x = Input(3); for _ in 0..5 { x = Dense(0)(x); } x }",
    ),
    (
        "recursive block",
        1,
        "fn f(x) { f(x) } struct A { let x = Input(3); f(x) }",
    ),
    (
        "blocks that call each other",
        1,
        "fn f(x) { g(x) } fn g(x) { f(x) } struct A { let x = Input(3); f(x) }",
    ),
    (
        "recursive model",
        1,
        "struct A { let x = Input(3); A()(x) }",
    ),
    (
        "recursive constants",
        1,
        "const A: usize = B; const B: usize = A; struct M { Input(3), Dense(A) }",
    ),
    (
        "endless loop",
        1,
        "struct A { let x = Input(3); let mut n = 0; for i in 0..1000000000 { n = n + i; } Dense(n)(x) }",
    ),
    (
        "too many layers",
        1,
        "struct A { let mut x = Input(3); for _ in 0..20000 { x = x + x; } x }",
    ),
    (
        "condition that is a number",
        1,
        "struct A { let x = Input(3); if 1 { x } else { Dense(2)(x) } }",
    ),
    (
        "condition that is a tensor",
        1,
        "struct A { let x = Input(3); let y = if x { x } else { Dense(2)(x) }; y }",
    ),
    (
        "comparison of a tensor",
        1,
        "struct A { let x = Input(3); let y = if x > 0 { x } else { Dense(2)(x) }; y }",
    ),
    (
        "if without else",
        1,
        "struct A { let x = Input(3); let y = if true { Dense(2)(x) }; y }",
    ),
    (
        "branch without a value",
        1,
        "struct A { let x = Input(3); let y = if true { Dense(2)(x) } else { let z = 3; }; y }",
    ),
    (
        "assignment as a condition",
        1,
        "struct A { let x = Input(3); let n = 2; let y = if n = 2 { Dense(2)(x) } else { x }; y }",
    ),
    (
        "loop over a number",
        1,
        "struct A { let mut x = Input(3); for _ in 3 { x = Dense(2)(x); } x }",
    ),
    (
        "loop over a constant",
        1,
        "const N: usize = 3; struct A { let mut x = Input(3); for _ in N { x = Dense(2)(x); } x }",
    ),
    (
        "loop over a tensor",
        1,
        "struct A { let mut x = Input(3); for y in x { x = Dense(2)(y); } x }",
    ),
    (
        "loop with a float bound",
        1,
        "struct A { let mut x = Input(3); for _ in 0..1.5 { x = Dense(2)(x); } x }",
    ),
    (
        "open range",
        1,
        "struct A { let mut x = Input(3); for _ in 0.. { x = Dense(2)(x); } x }",
    ),
    (
        "range as a value",
        1,
        "struct A { let x = Input(3); let r = 0..3; Dense(2)(x) }",
    ),
    (
        "loop in a chain",
        1,
        "struct A { Input(3), for _ in 0..3 { Dense(4) }, Dense(2) }",
    ),
    (
        "loop without mut",
        1,
        "struct A { let x = Input(3); let h = x; for _ in 0..3 { h = Dense(3)(h); } h }",
    ),
    (
        "parameter assigned",
        1,
        "fn f(x) { x = Dense(3)(x); x } struct A { let x = Input(3); f(x) }",
    ),
    (
        "undeclared name assigned",
        1,
        "struct A { let x = Input(3); for _ in 0..3 { h = Dense(3)(x); } x }",
    ),
    (
        "constant assigned",
        1,
        "const N: usize = 3; struct A { let x = Input(3); N = 4; Dense(N)(x) }",
    ),
    (
        "pattern of another length",
        1,
        "struct A { let mut x = Input(3); for (a, b) in [(1, 2, 3)] { x = Dense(a + b)(x); } x }",
    ),
    (
        "pattern for a number",
        1,
        "struct A { let mut x = Input(3); for (a, b) in [4, 5] { x = Dense(a + b)(x); } x }",
    ),
    (
        "while",
        1,
        "struct A { let x = Input(3); while true { } x }",
    ),
    (
        "match",
        1,
        "struct A { let x = Input(3); let y = match 3 { _ => x }; y }",
    ),
    (
        "return",
        1,
        "fn f(x) { return Dense(3)(x); } struct A { let x = Input(3); f(x) }",
    ),
    (
        "break",
        1,
        "struct A { let mut x = Input(3); for i in 0..3 { x = Dense(i + 1)(x); break; } x }",
    ),
    (
        "layer as a block's value",
        1,
        "fn f(n) { Dense(n) } struct A { let x = Input(3); x + f(3) }",
    ),
    (
        "constant called",
        1,
        "const N: usize = 3; struct A { let x = Input(3); Dense(N(2))(x) }",
    ),
    (
        "constant that shadows a layer",
        1,
        "const Dense: usize = 3; struct A { Input(3), Flatten(), Dense(2) }",
    ),
    (
        "constant of another type",
        1,
        "const N: usize = 2.5; struct A { Input(3), Dense(N) }",
    ),
    (
        "negative constant",
        1,
        "const N: usize = -2; struct A { Input(3), Dense(4) } struct B { Input(3), Dense(N) }",
    ),
    (
        "constant that is a layer",
        1,
        "const E = Dense(3); struct A { Input(3), Dense(4) }",
    ),
    (
        "constant near another",
        1,
        "const CLASSES: usize = 10; struct A { Input(3), Dense(CLASES) }",
    ),
    (
        "constant near another in arithmetic",
        1,
        "const CLASSES: usize = 10; struct A { Input(3), Dense(2 * CLASES), Dense(CLASSES) }",
    ),
    (
        "float as a count",
        1,
        "const N = 7 / 2.0; struct A { Input(3), Dense(N) }",
    ),
    (
        "overflow",
        1,
        "struct A { Input(3), Dense(9223372036854775807 + 1) }",
    ),
    (
        "query without parentheses",
        1,
        "struct A { let x = Input(3, 3, 4); let n = x.channels; Dense(n)(x) }",
    ),
    (
        "query that doesn't exist",
        1,
        "struct A { let x = Input(3, 3, 4); Dense(x.chanels())(x) }",
    ),
    (
        "query of another rank",
        1,
        "struct A { let x = Input(7, 4); Dense(x.height())(x) }",
    ),
    (
        "query with an argument",
        1,
        "struct A { let x = Input(7, 4); Dense(x.channels(1))(x) }",
    ),
    (
        "axis that doesn't exist",
        1,
        "struct A { let x = Input(7, 4); Dense(x.dim(5))(x) }",
    ),
    (
        "index",
        1,
        "struct A { let x = Input(7, 4); Dense(x.shape()[0])(x) }",
    ),
    (
        "field of a tuple",
        1,
        "struct A { let x = Input(7, 4); Dense(x.shape().2)(x) }",
    ),
    (
        "method of a number",
        1,
        "struct A { let n = 7; let x = Input(n, 4); Dense(n.maximum(3))(x) }",
    ),
    (
        "associated function",
        1,
        "struct Net { Input(3), Dense(2) } struct A { let x = Input(3); let n = Net::new(); n(x) }",
    ),
    (
        "model without its input",
        1,
        "struct Net { Input(3), Dense(2) } struct A { Input(3), Net, Dense(2) }",
    ),
    (
        "model with another input",
        1,
        "struct Net { Input(4), Dense(2) } struct A {\n    let x = Input(3);\n    Net()(x)\n}",
    ),
    (
        "model with two inputs",
        1,
        "struct Net { let a = Input(3); let b = Input(3); a + b } struct A { let x = Input(3); Net()(x) }",
    ),
    (
        "model applied without its parentheses",
        1,
        "struct Net { Input(3), Dense(2) } struct A { let x = Input(3); Net(x) }",
    ),
    (
        "model with a tensor for a constant",
        1,
        "struct Net(n = 3) { Input(3), Dense(n) } struct A { let x = Input(3); Net(n = x)(x) }",
    ),
    (
        "model with an unknown constant",
        1,
        "struct Net(width = 3) { Input(3), Dense(width) } struct A { Input(3), Net(widht = 4) }",
    ),
    (
        "model's parameter without a default",
        1,
        "struct Net(width) { Input(3), Dense(width) }",
    ),
    (
        "wrong model as a layer",
        1,
        "struct Net { Input(3), Dense(0) } struct A { Input(3), Net() }",
    ),
    (
        "wrong model as a layer, before",
        1,
        "struct A { Input(3), Net() } struct Net { Input(3), Desne(1) }",
    ),
    (
        "member of nothing",
        1,
        "struct B = Nett(width = 4); struct Net(width = 3) { Input(3), Dense(width) }",
    ),
    (
        "member of a block",
        1,
        "fn f(x) { Dense(2)(x) } struct B = f(width = 4); struct A { Input(3), f() }",
    ),
    (
        "member with an unknown constant",
        1,
        "struct Net(width = 3) { Input(3), Dense(width) } struct B = Net(depth = 4);",
    ),
    (
        "member with a wrong constant",
        1,
        "struct Net(width = 3) {\n    Input(3),\n    Dense(width),\n}\nstruct B = Net(width = 0);",
    ),
    ("member of itself", 1, "struct B = B(width = 3);"),
    (
        "member's shapes",
        1,
        "struct Net(width = 3) {\n    let x = Input(3);\n    Dense(width)(x) + x\n}\nstruct B = Net(width = 4);",
    ),
    (
        "import that isn't there",
        1,
        "use crate::blocks::residual; struct A { let x = Input(3); residual(x) }",
    ),
    (
        "import of everything",
        1,
        "use crate::blocks::*; struct A { Input(3), Dense(2) }",
    ),
    (
        "types of parameters",
        1,
        "fn f(x: Tensor, n: usize) { Dense(n)(x) } struct A { Input(3), Dense(2) }",
    ),
    (
        "type of a result",
        1,
        "fn f(x) -> Tensor { Dense(3)(x) } struct A { Input(3), f() }",
    ),
    (
        "generic block",
        1,
        "fn f<T>(x) { Dense(3)(x) } struct A { Input(3), Dense(2) }",
    ),
    (
        "two parameters of one name",
        1,
        "fn f(x, n, n) { Dense(n)(x) } struct A { Input(3), Dense(3) }",
    ),
    (
        "attribute of a block",
        1,
        "#[inline] fn f(x) { Dense(3)(x) } struct A { Input(3), f() }",
    ),
    (
        "two items of one name",
        1,
        "fn f(x) { Dense(3)(x) } const f: usize = 3; struct A { Input(3), f() }",
    ),
    (
        "unreadable block",
        1,
        "fn f(x) { let y = Dense(3 4)(x); y } struct A { Input(3), f() }",
    ),
    (
        "unreadable constant",
        1,
        "const N: usize = ; struct A { Input(3), Dense(N) }",
    ),
    (
        "misspelled name in a block",
        1,
        "fn f(image) { Dense(3)(imgae) } struct A { Input(3), f(), f() }",
    ),
    (
        "applied branches",
        1,
        "struct A { let x = Input(3); let y = if true { Dense(2) } else { Dense(3) }(x); y }",
    ),
    (
        "chained comparison",
        1,
        "struct A { let x = Input(3); let y = if 1 < 2 < 3 { x } else { Dense(2)(x) }; y }",
    ),
    (
        "repeated element",
        1,
        "struct A { let mut x = Input(3); for n in [3; 2] { x = Dense(n)(x); } x }",
    ),
    (
        "tensor in a closure",
        1,
        "struct A { let x = Input(3); Activation(|y| y * x)(x) }",
    ),
    (
        "typed closure",
        1,
        "struct A { Input(3), Activation(|x: f32| x * x) }",
    ),
    (
        "activation applied",
        1,
        "struct A { let x = Input(3); relu(x) }",
    ),
    (
        "let with a type of another kind",
        1,
        "struct A { let x = Input(3); let n: usize = Dense(3)(x); n }",
    ),
    (
        "shared model on other shapes",
        1,
        "fn f(x) { Dense(x.channels())(x) } struct Net { let x = Input(3); f(x) } struct A { let x = Input(3); let y = Input(4); let e = Net(); concat(e(x), e(y)) }",
    ),
    (
        "family as a layer",
        2,
        "family F = Net(width in [1, 2]); struct Net(width = 3) { Input(3), Dense(width) } struct A { Input(3), F() }",
    ),
    (
        "unused in a block",
        1,
        "fn f(x) { let y = Dense(3)(x); x } struct A { let x = Input(3); Dense(2)(f(f(x))) }",
    ),
    (
        "unused in a loop",
        1,
        "struct A { let mut x = Input(3); for _ in 0..3 { let y = Dense(3)(x); x = Dense(3)(x); } x }",
    ),
    (
        "unused constants",
        0,
        "const N: usize = 3; fn f(x, n) { let m = 3; Dense(4)(x) } struct A { let mut x = Input(3); for i in 0..3 { x = f(x, 4); } x }",
    ),
    (
        "two mistakes in blocks",
        2,
        "fn f(x) { Dense(0)(x) } fn g(x) { x / x } struct A { let x = Input(3); f(x) + g(x) }",
    ),
    (
        "two mistakes in one block",
        2,
        "fn f(x) { let y = Desne(2)(x); let z = Dense(2, activation = rleu)(x); y + z } struct A { Input(3), f() } struct B { Input(4), f() }",
    ),
    (
        "commas in a block",
        1,
        "fn f(x) { Dense(3), Dense(2) } struct A { Input(3), f() }",
    ),
    (
        "block without parameters in a chain",
        1,
        "fn f() { Dense(3) } struct A { Input(3), f() }",
    ),
    (
        "names for a block of one value",
        1,
        "fn f(x) { Dense(3)(x) } struct A { let x = Input(3); let (a, b) = f(x); a + b }",
    ),
    (
        "block of several values as one",
        1,
        "fn f(x) { (x, x) } struct A { let x = Input(3); Dense(2)(f(x)) }",
    ),
    (
        "layer for a number",
        1,
        "fn f(x, n) { Dense(n)(x) } struct A { let x = Input(3); f(x, Dense(3)) }",
    ),
    (
        "misspelled activation for a block",
        1,
        "fn f(x, act) { Dense(3, activation = act)(x) } struct A { let x = Input(3); f(x, rleu) }",
    ),
    (
        "two calls of one name",
        1,
        "fn f(x) { Dense(3)(x) } struct A { let x = Input(3); f(f(x, name = \"a\"), name = \"a\") }",
    ),
    (
        "name of an inner scope",
        1,
        "struct A { let x = Input(3); if true { let y = Dense(3)(x); } else { } x + y }",
    ),
    (
        "two unreadable blocks",
        2,
        "fn f(x) { x @ x } struct A { Input(3), f() } fn g(x) { let = 3; x } struct B { Input(3), Dense(2) }",
    ),
    (
        "tensor in a tuple of constants",
        1,
        "struct A { let x = Input(3); Dense((x, 3))(x) }",
    ),
    (
        "tensor added to a number",
        1,
        "struct A { let x = Input(3); let mut n = 0; n += x; Dense(n)(x) }",
    ),
    (
        "condition that a call decides",
        1,
        "fn f(x, n) { if n { x } else { Dense(2)(x) } } struct A { let x = Input(3); f(x, 1) }",
    ),
    // One for each kind that is left.
    (
        "nothing varies",
        1,
        "struct N(w = 1) { Input(3), Dense(w, relu), Dense(2) } family F = N(w = 2);",
    ),
    (
        "family without members",
        1,
        "struct N(w = 1) { Input(3), Dense(w, relu), Dense(2) } family F = N(w in 2..2);",
    ),
    (
        "family of too many",
        1,
        "struct N(w = 1) { Input(3), Dense(w, relu), Dense(2) } family F = N(w in 1..300);",
    ),
    (
        "the same member twice",
        1,
        "struct N(w = 1) { Input(3), Dense(w, relu), Dense(2) } family F = N(w in [2, 2]);",
    ),
    (
        "tuples as members",
        1,
        "struct N(w = (1, 2)) { Input(3), Dense(w.0, relu), Dense(w.1) } family F = N(w in [(1, 2), (3, 2)]);",
    ),
    (
        "family of equal shapes as a layer",
        1,
        "struct N(w = 1) { Input(3), Dense(w, relu), Dense(2) } family F = N(w in [1, 2]); struct A { Input(3), F() }",
    ),
    (
        "axis twice",
        1,
        "struct A { Input(4, 4, 3), Softmax(axis = (1, -3)) }",
    ),
    (
        "named argument of a query",
        1,
        "struct A { let x = Input(3); Dense(x.dim(axis = 1))(x) }",
    ),
    (
        "parameter without default behind others",
        1,
        "fn f(x, a = 1, b) { Dense(a + b)(x) } struct A { Input(3), f(b = 1) }",
    ),
    (
        "block called like a layer",
        1,
        "fn Dense(x) { ReLU()(x) } struct A { Input(3), Softmax() }",
    ),
    (
        "constant that is too deep",
        1,
        "const C = (((((((((((((((((1,),),),),),),),),),),),),),),),),); struct A { Input(3), Dense(2) }",
    ),
    (
        "block that nothing uses",
        0,
        "fn f(x) { Dense(2)(x) } struct A { Input(3), Dense(2) }",
    ),
    (
        "constant that nothing uses",
        0,
        "const C = 3; struct A { Input(3), Dense(2) }",
    ),
    (
        "parameter that nothing uses",
        0,
        "struct A(width = 4) { Input(3), Dense(2) }",
    ),
    (
        "loop variable that nothing uses",
        0,
        "struct A { let mut h = Input(3); for i in 0..2 { h = Dense(3, relu)(h); } h }",
    ),
    (
        "member of a wrong member",
        1,
        "struct N(w = 1, d = 2) { Input(3), Dense(w, relu), Dense(d) } struct W = N(w = 64 +); struct D = W(d = 3);",
    ),
];
