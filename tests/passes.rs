//! Passes change what a step costs, and not what it computes: networks compiled with and without each pass.

mod common;

use common::classify::{Classifier, assert_close, gradients};
use formwork::kernels::team::Team;
use formwork::model;
use formwork::tensor::Elements;

/// A network with all passes, without each of them, and without any.
macro_rules! each_way {
    ($module:ident { $($body:tt)* }) => {
        mod $module {
            use super::{check, model};

            model! {
                pub struct All { $($body)* }

                #[model(without(fuse))]
                pub struct WithoutFuse { $($body)* }

                #[model(without(differentiate))]
                pub struct WithoutDifferentiate { $($body)* }

                #[model(without(schedule))]
                pub struct WithoutSchedule { $($body)* }

                #[model(without(plan_memory))]
                pub struct WithoutPlanMemory { $($body)* }

                #[model(without(fuse, differentiate, schedule, plan_memory))]
                pub struct Without { $($body)* }
            }

            #[test]
            fn computes_the_same_with_and_without_passes() {
                check::<_, All, WithoutFuse>();
                check::<_, All, WithoutDifferentiate>();
                check::<_, All, WithoutSchedule>();
                check::<_, All, WithoutPlanMemory>();
                check::<_, All, Without>();
            }
        }
    };
}

each_way!(dense {
    Input(23),
    Dense(17),
    Activation(gelu),
    Dropout(0.25),
    Dense(300, activation = relu),
    Dense(250, activation = softplus),
    Dense(10, activation = softmax),
});

each_way!(recurrent {
    Input(6, 5),
    LSTM(7, return_sequences = true),
    Dropout(0.25),
    LSTM(9),
    Dense(10),
    Activation(softmax),
});

each_way!(convolution {
    let x = Input(9, 7, 2);
    let h = Conv2D(6, 3, padding = same, activation = tanh)(x);
    let y = Conv2D(6, 3, padding = same)(h);
    let h = Activation(swish)(y + h);
    let h = Dropout(0.2)(MaxPooling2D(2, allow = dropped_pixels)(h));
    let a = GlobalAveragePooling2D()(h);
    let b = Dense(6, activation = sigmoid)(Flatten()(h));
    Dense(10, activation = softmax)(concat(a * b, b))
});

each_way!(coupled {
    let x = Input(9, 7, 2);
    let h = Conv2D(6, 3, use_bias = false)(x);
    let h = Activation(relu)(BatchNormalization()(h));
    let y = BatchNormalization(allow = useless_bias)(Conv2D(6, 3, padding = same)(h));
    let h = Flatten()(Activation(relu)(y + h));
    let h = Dropout(0.3)(Activation(elu)(BatchNormalization(allow = useless_bias)(Dense(12)(h))));
    Dense(10, activation = softmax)(h)
});

each_way!(closures {
    let x = Input(7, 5, 2);
    let a = Conv2D(3, 3, padding = same)(x);
    let a = Activation(|x| x * tanh(softplus(x)))(a);
    let b = Conv2D(3, 3, padding = same, activation = |x| 1 - 2 * x)(a);
    let h = Flatten()(Lambda(|a, b| tanh(a - 2 * b))(b, a));
    let h = Dropout(0.3)(Dense(12, activation = |x| if x > 0 { x } else { exp(x) - 1 })(h));
    let g = Dense(12)(h);
    Dense(10, activation = softmax)(Lambda(|a, b| a * sigmoid(b))(h, g))
});

// One Dense in two places, its gradient summed; the second place is behind statistics.
each_way!(shared {
    let x = Input(8);
    let layer = Dense(8, activation = tanh);
    let h = BatchNormalization()(layer(x));
    Dense(10, activation = softmax)(layer(h) - x)
});

/// Loss, gradients, state and predictions agree but for rounding; without a pass too no bit depends on the threads.
fn check<D: Elements, All: Classifier<D>, Without: Classifier<D>>() {
    let what = Without::NAME;
    for batch in [1, 5, 29] {
        let (loss, all, state) = gradients::<D, All>(1, batch);
        let (other_loss, without, other_state) = gradients::<D, Without>(1, batch);
        assert!(
            (loss - other_loss).abs() < 1e-5,
            "{what}: {loss} and {other_loss}"
        );
        assert_close(what, &without, &all);
        if !state.is_empty() {
            assert_close(what, &other_state, &state);
        }
        for threads in [2, 3] {
            let again = gradients::<D, Without>(threads, batch);
            assert!(
                again == (other_loss, without.clone(), other_state.clone()),
                "{what} on {threads}"
            );
        }
    }
    let all = predictions::<D, All>();
    assert_close(what, &predictions::<D, Without>(), &all);
}

/// Predictions for some samples with the initial values of seed 1.
fn predictions<D: Elements, M: Classifier<D>>() -> Vec<f32> {
    use formwork::train::ModelExt;
    let model = M::init(1);
    let data = common::classify::samples::<D>(7);
    let inputs = formwork::plain::slice_of(data.inputs());
    common::run::infer(&*model, &Team::alone(), 7, &[inputs]).remove(0)
}
