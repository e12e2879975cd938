//! The lecture's own declarations, with the numbers of parameters that Keras gives them.

use formwork::model;
use formwork::model::Model;

mod form_1 {
    use super::*;

    model! {
        /// Form 1: a chain whose first layer says what it reads.
        pub struct Classifier {
            Dense(512, activation = relu, use_bias = true, input_shape = (784,)),
            Dense(128, activation = relu, use_bias = true),
            Dense(10, activation = softmax, use_bias = true),
        }
    }

    const _: () = assert!(Classifier::PARAMETERS == 468_874);
    const _: () = assert!(Classifier::TRAINABLE == 468_874);
    const _: () = assert!(Classifier::MACS == 784 * 512 + 512 * 128 + 128 * 10);
}

mod form_2 {
    use super::*;

    model! {
        /// Form 2: functional.
        pub struct Classifier {
            let inputs = Input(shape = (784,));
            let x = Dense(512, activation = "relu", use_bias = true)(inputs);
            let x = Dense(128, activation = "relu", use_bias = true)(x);
            let predictions = Dense(10, activation = "softmax", use_bias = true)(x);
            predictions
        }
    }

    const _: () = assert!(Classifier::PARAMETERS == 468_874);
}

mod with_dropout {
    use super::*;

    model! {
        pub struct Classifier {
            Dense(128, activation = relu, input_shape = (784,)),
            Dropout(0.2),
            Dense(10, activation = softmax),
        }
    }

    const _: () = assert!(Classifier::PARAMETERS == 784 * 128 + 128 + 128 * 10 + 10);
}

mod normalized {
    use super::*;

    model! {
        pub struct Network {
            Dense(64, input_dim = 14),
            BatchNormalization(allow = useless_bias),
            Activation(tanh),
            Dropout(0.5, allow = dropout_at_output),
        }
    }

    const _: () = assert!(Network::PARAMETERS == 1216);
    const _: () = assert!(Network::TRAINABLE == 1088);
    const _: () = assert!(Network::STATE == 128);
}

#[test]
fn both_forms_are_the_same_network() {
    let shapes = |table: &[formwork::storage::TensorEntry]| -> Vec<_> {
        table
            .iter()
            .map(|entry| (entry.shape, entry.offset, entry.initializer))
            .collect()
    };
    assert_eq!(
        shapes(form_1::Classifier::TABLE),
        shapes(form_2::Classifier::TABLE)
    );
    assert_eq!(form_1::Classifier::TABLE[0].name, "dense_1.kernel");
    assert_eq!(form_2::Classifier::TABLE[4].name, "predictions.kernel");
}

#[test]
fn the_summary_says_what_keras_says() {
    let summary = normalized::Network::summary().to_string();
    assert!(summary.contains("1,216"), "{summary}");
    assert!(
        summary.contains("trained 1,088, frozen 0, state 128"),
        "{summary}"
    );
    assert!(
        with_dropout::Classifier::summary()
            .to_string()
            .contains("dropout_1 (Dropout)")
    );
}
