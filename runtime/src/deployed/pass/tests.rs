use super::*;

/// Adds up its inputs and adds its parameters to that, in every output, and counts from there.
#[derive(Clone, Copy)]
struct Sum;

impl Inference for Sum {
    fn infer(&self, call: Call<'_, '_>) {
        let total: f32 = call.inputs.iter().copied().flatten().sum();
        let total = total + call.parameters.iter().sum::<f32>();
        for (number, output) in call.outputs.iter_mut().enumerate() {
            output
                .iter_mut()
                .for_each(|value| *value += total + number as f32);
        }
        call.scratch.fill(total);
    }
}

const WEIGHTS: [f32; 3] = [100.0, 200.0, 400.0];

/// Runs `calls` on two inputs, two outputs, an arena of 6 elements from 1 to 6 and two elements of scratch, and returns the
/// arena with the scratch, and the outputs.
fn run(calls: impl Fn(&mut Inferring<'_, '_, 2, 2, 6>)) -> ([f32; 8], [[f32; 2]; 2]) {
    let mut scratch = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0, 0.0];
    let mut outputs = [[0.0; 2]; 2];
    let [first, second] = &mut outputs;
    let mut slices = [&mut first[..], &mut second[..]];
    let pass = Inferring::new(
        &WEIGHTS,
        &[&[10.0], &[20.0, 30.0]],
        (&mut scratch, 2),
        &mut slices,
        ([1, 2], [2, 2]),
    );
    calls(&mut pass.unwrap());
    (scratch, outputs)
}

#[test]
fn operands_are_where_their_places_say() {
    use Operand::{At, InPlace, Input, Output};
    let (scratch, outputs) = run(|pass| {
        // 10 + 3 + 4 + 200, twice, over zeros.
        pass.infer(Sum, [Input(0), At(2, 2)], [Output(1)], (1, 1));
        // 217 twice over 5, 6.
        pass.infer(Sum, [Output(1), InPlace], [At(4, 2)], (0, 0));
    });
    assert_eq!(outputs, [[0.0; 2], [217.0; 2]]);
    assert_eq!(scratch, [1.0, 2.0, 3.0, 4.0, 439.0, 440.0, 434.0, 434.0]);
}

#[test]
fn several_outputs_are_taken_out_of_the_arena_in_any_order() {
    use Operand::{At, Input, Output};
    let (scratch, outputs) = run(|pass| {
        // 20 + 30 + 2 + 6 + 100, plus the number of the output.
        pass.infer(
            Sum,
            [Input(1), At(1, 1), At(5, 1)],
            [At(3, 2), Output(0), At(0, 1)],
            (0, 1),
        );
    });
    assert_eq!(outputs, [[159.0; 2], [0.0; 2]]);
    assert_eq!(scratch[..6], [161.0, 2.0, 3.0, 162.0, 163.0, 6.0]);
}

#[test]
fn what_overlaps_or_lies_outside_is_not_called() {
    use Operand::{At, Input, Output};
    let untouched = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0, 0.0], [[0.0; 2]; 2]);
    let all: [fn(&mut Inferring<'_, '_, 2, 2, 6>); 8] = [
        |pass| pass.infer(Sum, [At(1, 2)], [At(2, 2)], (0, 1)),
        |pass| pass.infer(Sum, [Input(2)], [At(2, 2)], (0, 1)),
        |pass| pass.infer(Sum, [Input(0)], [At(5, 2)], (0, 1)),
        |pass| pass.infer(Sum, [At(usize::MAX, 1)], [At(0, 2)], (0, 1)),
        |pass| pass.infer(Sum, [Input(0)], [At(usize::MAX, 2)], (0, 1)),
        |pass| pass.infer(Sum, [Input(0)], [At(0, 1)], (2, 2)),
        |pass| pass.infer(Sum, [Input(0)], [Output(2)], (0, 1)),
        |pass| pass.infer(Sum, [Input(0)], [At(0, 2), At(1, 2)], (0, 1)),
    ];
    for calls in all {
        assert_eq!(run(calls), untouched);
    }
}

#[test]
fn slices_of_other_lengths_are_refused() {
    let fits = |inputs: &[&[f32]], scratch: usize, outputs: &[usize]| {
        let mut scratch = vec![0.0; scratch];
        let mut outputs: Vec<Vec<f32>> = outputs.iter().map(|&len| vec![0.0; len]).collect();
        let mut outputs: Vec<&mut [f32]> =
            outputs.iter_mut().map(|output| &mut output[..]).collect();
        let scratch = (&mut scratch[..], 1);
        Inferring::<1, 1, 2>::new(&WEIGHTS, inputs, scratch, &mut outputs, ([2], [1])).is_some()
    };
    let input: &[f32] = &[1.0, 2.0];
    assert!(fits(&[input], 3, &[1]));
    assert!(fits(&[input], 4, &[1]));
    assert!(!fits(&[input], 2, &[1]));
    assert!(!fits(&[input], 3, &[2]));
    assert!(!fits(&[&input[..1]], 3, &[1]));
    assert!(!fits(&[input, input], 3, &[1]));
    assert!(!fits(&[], 3, &[1]));
    assert!(!fits(&[input], 3, &[]));
}
