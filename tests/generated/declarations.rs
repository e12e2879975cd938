//! The declarations whose code stands beside this file, for a macro that takes a name and the tokens.

macro_rules! declarations {
    ($then:ident) => {
        $then! { mnist {
            /// The lecture's digit classifier.
            pub struct Mlp {
                Input(784),
                Dense(512, activation = relu),
                Dropout(0.3),
                Dense(128, activation = relu),
                Dropout(0.3),
                Dense(10, activation = softmax),
            }
        } }

        $then! { classifier {
            /// A small digit classifier.
            pub struct Classifier {
                Input(9, 7, 1),
                Conv2D(3, 3, activation = relu),
                MaxPooling2D(2),
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
    };
}
