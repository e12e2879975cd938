//! Declarations that use all of the language at once, to be mutated: elsewhere most use one construct.

/// Each is right, small, and without items from outside.
pub const DECLARATIONS: &[&str] = &[
    "fn residual(x, filters, stride = 1) {
        let y = Conv2D(filters, 3, strides = stride, padding = same, use_bias = false)(x);
        let y = BatchNormalization()(y);
        let shortcut = if stride == 1 && x.channels() == filters { x } else { Conv2D(filters, 1, strides = stride, padding = same)(x) };
        Activation(relu)(y + shortcut)
    }
    pub struct Residual(width = 4) {
        let mut h = Input(8, 8, 3);
        for (filters, stride) in [(width, 1), (2 * width, 2)] {
            for i in 0..2 { h = residual(h, filters, stride = if i == 0 { stride } else { 1 }); }
        }
        Dense(3, activation = softmax)(GlobalAveragePooling2D()(h))
    }",
    "const UNITS: usize = 2 * 3 + 1;
    const RATE: f32 = 0.5 / 2.0;
    pub struct Constants {
        let x = Input(UNITS, 4);
        let h = Flatten()(x);
        let h = Dense(h.len() - UNITS, activation = tanh)(h);
        Dropout(RATE)(Dense(if UNITS > 3 { UNITS } else { 3 })(h))
    }",
    "fn dense(x, units = 4, rate = 0.0) {
        let y = Dense(units, activation = relu)(x);
        if rate > 0.0 { Dropout(rate)(y) } else { y }
    }
    fn tower(x, depth) {
        let mut h = x;
        for i in 0..depth { h = dense(h, units = 3 + i, rate = if i % 2 == 0 { 0.2 } else { 0.0 }); }
        h
    }
    pub struct Tower { let x = Input(5); let a = tower(x, 3); let b = tower(x, depth = 3); a - b }",
    "pub struct Closures {
        let x = Input(6);
        let y = Activation(|x| x * tanh(ln(1.0 + exp(x))))(Dense(5)(x));
        let z = Dense(5, activation = |v| if v > 0.0 { v } else { 0.1 * v })(x);
        Lambda(|y, z| y * z - 0.5 * max(y, z))([y, z])
    }",
    "pub struct Shapes {
        let image = Input(7, 5, 2);
        let (h, w, c) = (image.height(), image.width(), image.channels());
        let rows = Reshape(h, w * c)(image);
        let last = LSTM(c + 1)(rows);
        concat(last, Flatten()(MaxPooling2D(2)(image)))
    }",
    "pub struct Shared {
        let a = Input(4);
        let b = Input(4);
        let encoder = Dense(3, activation = sigmoid);
        let mut sum = encoder(a) * encoder(b);
        for i in 0..=2 { sum = sum + encoder(a); }
        (sum, Dense(2, trainable = false)(sum - encoder(b)))
    }",
    "struct Part(units = 3) { Input(4), Dense(units, activation = elu), Dense(units) }
    pub struct Whole { let x = Input(4); let y = Part(units = 5)(x); let z = Part()(x); concat(y, z) }",
    "#[model(input_gradients, save_memory)]
    pub struct Options {
        let x = Input(9, 3);
        let (y, h, c) = LSTM(4, return_sequences = true, return_state = true)(x);
        let z = LSTM(4)(y, initial_state = [h, c]);
        Dense(2, name = \"head\", activation = softmax)(Dropout(0.25)(z))
    }",
];
