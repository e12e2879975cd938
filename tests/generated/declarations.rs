//! The declarations whose code stands beside this file, for a macro that takes a name and the tokens.

macro_rules! declarations {
    ($then:ident) => {
        $then! { classifier {
            /// A small digit classifier.
            pub struct Classifier {
                Input(9, 7, 1),
                Conv2D(3, 3, activation = relu),
                MaxPooling2D(2, allow = dropped_pixels),
                Flatten(),
                Dense(11, use_bias = false),
                BatchNormalization(),
                Activation(tanh),
                Dropout(0.3),
                Dense(10, activation = softmax),
            }
        } }

        $then! { twins {
            /// Two inputs, one encoder, a layer of one's own and two outputs.
            #[model(input_gradients)]
            pub(crate) struct Twins {
                let left = Input(5);
                let right = Input(5);
                let encoder = Dense(4, activation = tanh);
                let a = encoder(left);
                let b = encoder(right);
                let c: Tensor1<4> = crate::my::Halve::<4> {}(a - b);
                let d = Dense(4, trainable = false)(c) + a;
                (c, Dense(3, activation = softmax)(d))
            }
        } }

        $then! { closures {
            /// Closures that are fused, by input and by output, and one of two values.
            pub struct Closures {
                let x = Input(8);
                let a = Dense(6, activation = |x| x * tanh(softplus(x)))(x);
                let b = Dense(6, activation = |x| if x > 0 { x } else { 0.5 * (exp(x) - 1) })(x);
                let c = Lambda(|signal, gate| {
                    let open = sigmoid(gate + 0.5 * signal);
                    signal * open + (1 - open) * abs(gate)
                })(a, b);
                Dense(6, activation = |x| x * tanh(softplus(x)))(c)
            }
        } }
    };
}
