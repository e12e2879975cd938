//! LSTM: `[steps, inputs]` to `[units]` or `[steps, units]`.

use crate::Shape;
use crate::axis::max;
use crate::product::{PANEL_DEPTH, workspace};

/// The dimensions of an LSTM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lstm {
    /// `[units]`, or `[steps, units]` with `return_sequences`.
    pub output: Shape,
    /// `[units]`: the shape of each state, returned with `return_state` and given as initial state.
    pub state: Shape,
    /// Number of time steps.
    pub steps: usize,
    /// Elements of each step. The kernel is `[inputs, 4 * units]`, the recurrent kernel `[units, 4 * units]`.
    pub inputs: usize,
}

/// Why an LSTM isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LstmError {
    /// The input isn't `[steps, inputs]`.
    Rank {
        /// Number of axes that it has, without the batch.
        found: usize,
    },
    /// No units.
    ZeroUnits,
    /// No time steps.
    ZeroSteps,
    /// An initial state isn't `[units]`.
    State {
        /// 0 for the hidden state, 1 for the cells.
        index: usize,
        /// Its shape.
        found: Shape,
        /// Number of units.
        units: usize,
    },
}

/// The dimensions of `LSTM(units, return_sequences)`, with the shapes of the initial states, if given.
pub const fn lstm(
    input: Shape,
    units: usize,
    return_sequences: bool,
    initial_state: Option<[Shape; 2]>,
) -> Result<Lstm, LstmError> {
    if input.rank() != 2 {
        return Err(LstmError::Rank {
            found: input.rank(),
        });
    }
    if units == 0 {
        return Err(LstmError::ZeroUnits);
    }
    let steps = input.dims()[0];
    if steps == 0 {
        return Err(LstmError::ZeroSteps);
    }
    if let Some(states) = initial_state {
        let mut index = 0;
        while index < 2 {
            if states[index].rank() != 1 || states[index].dims()[0] != units {
                return Err(LstmError::State {
                    index,
                    found: states[index],
                    units,
                });
            }
            index += 1;
        }
    }
    let state = Shape::of(&[units]);
    let output = if return_sequences {
        Shape::of(&[steps, units])
    } else {
        state
    };
    Ok(Lstm {
        output,
        state,
        steps,
        inputs: input.dims()[1],
    })
}

/// Samples whose states go through time together.
pub const BLOCK_SAMPLES: usize = 64;

/// Floats that forward saves for each sample: the gates, then the states before each step.
pub const fn saved(steps: usize, units: usize) -> [usize; 3] {
    [steps * 4 * units, steps * units, steps * units]
}

/// Floats of scratch that an LSTM needs forward and backward for so many samples.
pub const fn scratch(steps: usize, inputs: usize, units: usize, samples: usize) -> usize {
    let block = if samples < BLOCK_SAMPLES {
        samples
    } else {
        BLOCK_SAMPLES
    };
    let rows = samples.saturating_mul(steps);
    let gates = 4 * units;
    let forward = max(
        workspace(rows, gates, inputs),
        workspace(block, gates, units),
    );
    let backward = max(
        workspace(block, units, gates),
        workspace(rows, inputs, gates),
    );
    let weights = workspace(max(inputs, units), gates, rows);
    6 * block * units + 10 * units + max(forward, max(backward, weights))
}

/// Floats of scratch of the deployed form: what a step reads, the cells and the gates.
pub const fn deployed_scratch(inputs: usize, units: usize) -> usize {
    inputs + 6 * units
}

/// Floats of scratch that any block of rows of its late weight gradient needs, for any batch.
pub const fn late_scratch(inputs: usize, units: usize) -> usize {
    workspace(max(inputs, units), 4 * units, PANEL_DEPTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let input = Shape::of(&[28, 7]);
        let state = Shape::of(&[3]);
        let expected = Lstm {
            output: Shape::of(&[28, 3]),
            state,
            steps: 28,
            inputs: 7,
        };
        assert_eq!(lstm(input, 3, true, None), Ok(expected));
        assert_eq!(
            lstm(input, 3, false, Some([state, state])).unwrap().output,
            state
        );
        let wrong = Shape::of(&[4]);
        assert_eq!(
            lstm(input, 3, false, Some([state, wrong])),
            Err(LstmError::State {
                index: 1,
                found: wrong,
                units: 3
            })
        );
        assert_eq!(
            lstm(wrong, 3, false, None),
            Err(LstmError::Rank { found: 1 })
        );
    }
}
