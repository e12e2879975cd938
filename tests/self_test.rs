//! The test that a device runs on itself: it passes, and no wrong bit of the weights escapes it.

use formwork::plain;
use formwork::prelude::*;

model! {
    /// Hidden units without effect are part of it: an activation cuts off what is negative.
    pub struct Net {
        let image = Input(5, 5, 1);
        let x = Conv2D(3, 3, activation = relu)(image);
        let y = BatchNormalization()(MaxPooling2D(2, strides = 1)(x));
        Dense(4, activation = softmax)(Flatten()(y))
    }

    /// Several inputs and outputs.
    pub struct Pair {
        let a = Input(3);
        let b = Input(6);
        let sum = Dense(6)(a) + b;
        (Dense(2)(sum), sum)
    }
}

fn passes<M>(test: SelfTest, model: &Deployed<M>) -> bool
where
    M: Model<Input: Default, Output: Default>,
{
    let mut scratch = Deployed::<M>::scratch();
    let (mut input, mut output) = (M::Input::default(), M::Output::default());
    test.passes(model, &mut input, &mut scratch, &mut output)
}

#[test]
fn a_sound_device_passes() {
    let deployed = Net::init(1).deploy();
    let test = deployed.self_test(2017);
    assert!(passes::<Net>(test, &deployed));
    assert!(passes::<Net>(
        SelfTest::from_bytes(&test.to_bytes()),
        &deployed
    ));
    let other = deployed.self_test(2018);
    assert_eq!(other.weights, test.weights);
    assert_ne!(other.outputs, test.outputs);
    assert!(!passes::<Net>(SelfTest { seed: 2018, ..test }, &deployed));
}

#[test]
fn a_wrong_bit_anywhere_fails() {
    let mut deployed = Net::init(1).deploy();
    let test = deployed.self_test(7);
    for place in 0..plain::as_slice(&*deployed).len() {
        for bit in 0..32 {
            let sound = plain::as_slice(&*deployed)[place];
            let broken = f32::from_bits(sound.to_bits() ^ 1 << bit);
            plain::as_mut_slice(&mut *deployed)[place] = broken;
            assert!(!passes::<Net>(test, &deployed), "bit {bit} of {place}");
            plain::as_mut_slice(&mut *deployed)[place] = sound;
        }
    }
    assert!(passes::<Net>(test, &deployed));
}

/// Weights that are right but compute something else.
#[test]
fn a_wrong_output_fails() {
    let deployed = Net::init(1).deploy();
    let test = deployed.self_test(7);
    let outputs = test.outputs ^ 1;
    assert!(!passes::<Net>(SelfTest { outputs, ..test }, &deployed));
}

#[test]
fn all_inputs_and_outputs_count() {
    let mut deployed = Pair::init(1).deploy();
    let test = deployed.self_test(7);
    assert!(passes::<Pair>(test, &deployed));
    // The second Dense makes the first output only, the first one makes both.
    for place in [0, plain::as_slice(&*deployed).len() - 1] {
        plain::as_mut_slice(&mut *deployed)[place] += 1.0;
        let changed = deployed.self_test(7);
        assert_ne!(changed.outputs, test.outputs);
        plain::as_mut_slice(&mut *deployed)[place] -= 1.0;
    }
}
