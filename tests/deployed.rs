//! The deployed form: what it computes, against the trained form with portable kernels, and what it takes.

use formwork::kernels::level::{self, Level};
use formwork::kernels::team::Team;
use formwork::model::Infer;
use formwork::plain;
use formwork::prelude::*;
use formwork::shape_rules::fold::fold;
use formwork::storage::{Region, TensorEntry};

/// Elements of a trained tensor.
fn trained<'a, M: Model>(model: &'a M, entry: &TensorEntry) -> &'a [f32] {
    let region = match entry.region {
        Region::Trainable => model.trainable(),
        Region::Frozen => model.frozen(),
        Region::State => model.state(),
    };
    &region[entry.offset..][..entry.len()]
}

/// The deployed form of a model, tensor by tensor.
fn deploy<M: Model>(model: &M) -> Box<Deployed<M>> {
    let mut deployed = plain::zeroed_box::<Deployed<M>>();
    let elements = plain::as_mut_slice(&mut *deployed);
    let table = <Deployed<M> as DeployedModel>::TABLE;
    let origins = <Deployed<M> as DeployedModel>::ORIGINS;
    assert_eq!(table.len(), origins.len());
    let read = |tensor: usize| trained(model, &M::TABLE[tensor]);
    for (entry, origin) in table.iter().zip(origins) {
        fold(origin, &read, &mut elements[entry.offset..][..entry.len()]);
    }
    deployed
}

/// Numbers without a pattern.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(12_345);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// The outputs of both forms for some inputs, the trained one with portable kernels.
fn outputs<M: Model>(model: &M) -> (Vec<f32>, Vec<f32>) {
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .zip(1..)
        .map(|(port, seed)| numbers(port.shape.len(), seed))
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(|input| &input[..]).collect();
    let empty = || -> Vec<Vec<f32>> {
        let ports = M::OUTPUTS.iter();
        ports.map(|port| vec![f32::NAN; port.shape.len()]).collect()
    };
    let (mut expected, mut found) = (empty(), empty());
    level::force(Level::Portable);
    model.infer(Infer {
        team: &Team::alone(),
        samples: 1,
        inputs: &inputs,
        outputs: &mut expected
            .iter_mut()
            .map(|output| &mut output[..])
            .collect::<Vec<_>>(),
        workers: &mut vec![f32::NAN; M::PREDICT_MEMORY.single],
    });
    let mut scratch = vec![f32::NAN; <Deployed<M> as DeployedModel>::SCRATCH];
    deploy(model).run(
        &inputs,
        &mut scratch,
        &mut found
            .iter_mut()
            .map(|output| &mut output[..])
            .collect::<Vec<_>>(),
    );
    (expected.concat(), found.concat())
}

/// Both forms give the same bits.
fn same_bits<M: Model>() {
    let (expected, found) = outputs(&*M::init(3));
    let bits = |values: &[f32]| {
        values
            .iter()
            .map(|value| value.to_bits())
            .collect::<Vec<_>>()
    };
    assert!(expected.iter().all(|value| value.is_finite()));
    assert_eq!(bits(&found), bits(&expected), "{found:?}\n{expected:?}");
}

model! {
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu),
        Dropout(0.2),
        Dense(128, activation = tanh),
        Dropout(0.2),
        Dense(10, activation = softmax),
    }
}

#[test]
fn a_chain_gives_the_bits_of_the_trained_form() {
    same_bits::<Mlp>();
}
