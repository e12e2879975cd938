//! Families as search spaces: the table of members, and generic code that trains and measures each of them.

use formwork::data::Dataset;
use formwork::family::Argument;
use formwork::prelude::*;

model! {
    /// A small network whose shape is searched.
    pub struct Network(width = 4, depth = 1, act = relu, bottleneck = false) {
        let mut h = Input(3);
        for _ in 0..depth {
            h = Dense(width, activation = act)(h);
        }
        if bottleneck {
            h = Dense(2, activation = tanh)(h);
        }
        Dense(1)(h)
    }

    /// What is searched.
    pub family Space = Network(width in [2, 8], act in [tanh, relu], depth = 2);

    /// A parameter of each kind.
    pub family Kinds = Network(bottleneck in [false, true], depth in 1..=2);
}

#[test]
fn members_are_all_combinations_with_their_costs() {
    let names: Vec<&str> = Space::MEMBERS.iter().map(|member| member.name).collect();
    assert_eq!(
        names,
        [
            "SpaceWidth2ActTanh",
            "SpaceWidth2ActRelu",
            "SpaceWidth8ActTanh",
            "SpaceWidth8ActRelu"
        ]
    );
    for member in Space::MEMBERS {
        let Some(Argument::Integer(width)) = member.argument("width") else {
            panic!("{member}");
        };
        let width = width as usize;
        let macs = 3 * width + width * width + width;
        assert_eq!(member.macs, macs as u64);
        assert_eq!(member.parameters, macs + 2 * width + 1);
    }
    let kinds: Vec<String> = Kinds::MEMBERS.iter().map(ToString::to_string).collect();
    assert_eq!(
        kinds,
        [
            "bottleneck = false, depth = 1",
            "bottleneck = false, depth = 2",
            "bottleneck = true, depth = 1",
            "bottleneck = true, depth = 2"
        ]
    );
    // Members are structs like any other.
    assert_eq!(KindsBottleneckTrueDepth1::NAME, "KindsBottleneckTrueDepth1");
    assert_eq!(
        Kinds::MEMBERS[2].parameters,
        KindsBottleneckTrueDepth1::PARAMETERS
    );
}

/// Trains a member and says how good it has become.
struct Train {
    data: Dataset<Tensor1<3>, Tensor1<1>>,
}

impl Visitor<Tensor1<3>, Tensor1<1>> for Train {
    type Value = (&'static str, f64, f64);

    fn visit<M: Model<Input = Tensor1<3>, Output = Tensor1<1>>>(
        &mut self,
        member: &'static Member,
    ) -> Self::Value {
        let mut model = M::init(3);
        let optimizer = Adam {
            learning_rate: 0.02,
            ..Adam::default()
        };
        let mut training = model.compile(optimizer, MeanSquaredError, ());
        let before = training.evaluate(&self.data).expect("data of its shapes");
        let fit = Fit {
            epochs: 60,
            batch_size: 16,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        training.fit(&self.data, fit).expect("it trains");
        let after = training.evaluate(&self.data).expect("data of its shapes");
        (member.name, before.loss.into(), after.loss.into())
    }
}

#[test]
fn generic_code_trains_every_member() {
    let inputs: Vec<Tensor1<3>> = (0..64)
        .map(|sample| {
            let bit = |place: usize| ((sample >> place) & 1) as f32 - 0.5;
            Tensor1::from([bit(0), bit(1), bit(2)])
        })
        .collect();
    // Something that no linear map can do.
    let targets = inputs
        .iter()
        .map(|x| Tensor1::from([4.0 * x[0] * x[1] + x[2]]));
    let targets: Vec<Tensor1<1>> = targets.collect();
    let data = Dataset::new(inputs, targets).expect("as many targets as inputs");
    let results = Space::visit_all(&mut Train { data });
    assert_eq!(results.len(), 4);
    for ((name, before, after), member) in results.iter().zip(Space::MEMBERS) {
        assert_eq!(*name, member.name);
        assert!(after < before, "{name}: {before} {after}");
    }
    let wide = results
        .iter()
        .filter(|(name, _, _)| name.contains("Width8"));
    assert!(
        wide.clone().all(|(_, before, after)| *after < 0.1 * before),
        "{results:?}"
    );
    assert!(Space::visit(4, &mut Count).is_none());
    assert_eq!(
        Space::visit(2, &mut Count),
        Some(Space::MEMBERS[2].parameters)
    );
}

struct Count;

impl Visitor<Tensor1<3>, Tensor1<1>> for Count {
    type Value = usize;

    fn visit<M: Model>(&mut self, _: &'static Member) -> usize {
        M::PARAMETERS
    }
}
