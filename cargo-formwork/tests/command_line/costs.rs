//! What `explain` says is what the compiled models say of themselves. The command reads this very file.

use formwork::prelude::*;
use serde_json::Value;
use std::path::Path;

model! {
    struct Dense3 {
        Input(784),
        Dense(512, activation = relu),
        Dropout(0.2),
        Dense(128, activation = relu, trainable = false),
        Dense(10, activation = softmax),
    }

    struct Convolutions {
        Input(14, 14, 3),
        Conv2D(8, 3, activation = relu),
        BatchNormalization(),
        MaxPooling2D(),
        Conv2D(8, 3),
        BatchNormalization(trainable = false),
        GlobalAveragePooling2D(),
        Dense(10),
    }

    #[model(save_memory)]
    struct Recurrent {
        let x = Input(7, 5);
        let cell = LSTM(6, return_sequences = true);
        Dense(3)(Flatten()(cell(x) * Dense(6)(x)))
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("a number") as usize
}

fn agrees<M: Model>(models: &[Value]) {
    let model = models.iter().find(|model| model["name"] == M::NAME);
    let costs = &model.expect("it is declared here")["costs"];
    let summary = M::summary();
    assert_eq!(number(&costs["trained"]), summary.trainable);
    assert_eq!(number(&costs["frozen"]), summary.frozen);
    assert_eq!(number(&costs["state"]), summary.state);
    assert_eq!(number(&costs["macs"]) as u64, M::MACS);
    let predict = &costs["predict"];
    assert_eq!(number(&predict["worker"]), 4 * M::PREDICT_MEMORY.worker);
    assert_eq!(number(&predict["single"]), 4 * M::PREDICT_MEMORY.single);
    let deployed = &costs["deployed"];
    assert_eq!(number(&deployed["weights"]), Deployed::<M>::WEIGHT_BYTES);
    assert_eq!(number(&deployed["scratch"]), Deployed::<M>::SCRATCH_BYTES);

    let layers = model.expect("it is declared here")["layers"].as_array();
    let layers = layers.expect("a list");
    assert_eq!(layers.len(), summary.rows.len());
    for (layer, row) in layers.iter().zip(summary.rows) {
        assert_eq!(layer["name"], row.name);
        assert_eq!(layer["keyword"], row.layer);
        assert_eq!(number(&layer["parameters"]), row.parameters);
        let dims: Vec<usize> = layer["outputs"][0]
            .as_array()
            .expect("a list")
            .iter()
            .map(number)
            .collect();
        assert_eq!(dims, row.output.dims());
    }

    // The examples in the text are a(threads) + b · batch as the runtime counts it.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line");
    let output = crate::common::run_in(&path, &["explain", "costs.rs", M::NAME]);
    let text = String::from_utf8(output.stdout).expect("it is text");
    for (threads, batch) in [(1, 1), (1, 32), (8, 128)] {
        let bytes = M::STEP_MEMORY.bytes(threads, batch);
        let threads = match threads {
            1 => "1 thread".to_string(),
            _ => format!("{threads} threads"),
        };
        let expected = format!("with {threads} and a batch of {batch}: ");
        let line = text
            .lines()
            .find_map(|line| line.trim().strip_prefix(&expected));
        let found = line.expect("the example is there").replace(',', "");
        assert_eq!(found, format!("{bytes} bytes"), "{}", M::NAME);
    }
}

#[test]
fn costs_are_those_of_the_compiled_models() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line");
    let output = crate::common::run_in(&path, &["explain", "costs.rs", "--json"]);
    assert!(output.status.success());
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let models = found["models"].as_array().expect("a list");
    assert_eq!(models.len(), 3);
    agrees::<Dense3>(models);
    agrees::<Convolutions>(models);
    agrees::<Recurrent>(models);
}
