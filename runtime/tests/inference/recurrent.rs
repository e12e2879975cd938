//! LSTM, with all its options.

use crate::Case;
use formwork_runtime::layers::Lstm;
use formwork_runtime::shape_rules::Activation;

#[test]
fn lstm() {
    let activations = [
        (Activation::Tanh, Activation::Sigmoid),
        (Activation::Relu, Activation::HardSigmoid),
        (Activation::Gelu, Activation::Sigmoid),
        (Activation::Linear, Activation::Tanh),
    ];
    for (activation, recurrent_activation) in activations {
        for options in 0..32 {
            let option = |number: u32| options >> number & 1 == 1;
            let (steps, inputs, units) = if option(0) { (5, 3, 7) } else { (1, 4, 18) };
            let (return_sequences, states) = (option(1), option(2));
            let layer = Lstm {
                steps,
                inputs,
                units,
                activation,
                recurrent_activation,
                use_bias: option(3),
                return_sequences,
                go_backwards: option(4),
            };
            let output = if return_sequences {
                steps * units
            } else {
                units
            };
            let mut case = Case {
                inputs: vec![steps * inputs],
                outputs: vec![output],
                parameters: (inputs + units + usize::from(layer.use_bias)) * 4 * units,
                forward_scratch: layer.scratch(1),
                scratch: layer.deployed_scratch(),
                ..Case::default()
            };
            if states {
                case.inputs.extend([units; 2]);
                case.outputs.extend([units; 2]);
            }
            case.check(&layer);
        }
    }
}
