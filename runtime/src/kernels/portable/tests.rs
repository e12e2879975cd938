//! Each kernel against its formula, element by element, to the bit.

use super::*;
use crate::layers::check::numbers;

/// The chain of one element, in the order that all kernels promise.
fn chain(terms: impl Iterator<Item = (f32, f32)>) -> f32 {
    let mut sum = 0.0;
    for (x, weight) in terms {
        let product = x * weight;
        sum += product;
    }
    sum
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn products_are_chains() {
    for (rows, inputs, units) in [(1, 1, 1), (3, 7, 37), (1, 33, 16), (2, 5, 20), (4, 3, 23)] {
        let (x, kernel) = (numbers(rows * inputs, 1), numbers(inputs * units, 2));
        let (before, bias) = (numbers(rows * units, 3), numbers(units, 4));
        for (accumulate, bias) in [(false, &[][..]), (true, &[]), (false, &bias), (true, &bias)] {
            let mut found = before.clone();
            product(inputs, units, &x, &kernel, bias, accumulate, &mut found);
            let expected: Vec<f32> = (0..rows * units)
                .map(|index| {
                    let (row, unit) = (index / units, index % units);
                    let terms =
                        (0..inputs).map(|p| (x[row * inputs + p], kernel[p * units + unit]));
                    let mut z = chain(terms);
                    if let Some(bias) = bias.get(unit) {
                        z += bias;
                    }
                    if accumulate { z + before[index] } else { z }
                })
                .collect();
            assert_eq!(bits(&found), bits(&expected));
        }
    }
}

/// What each position reads of the input, as places, `None` in the padding; element by element of the window.
fn places(windows: &Windows) -> Vec<Vec<Option<usize>>> {
    let [first, second, third] = windows.axes;
    let inside = |axis: Axis, at: usize, element: usize| {
        let place = (at * axis.stride + element * axis.dilation).checked_sub(axis.before)?;
        (place < axis.input).then_some(place)
    };
    let mut positions = vec![];
    for i in 0..first.output {
        for j in 0..second.output {
            for k in 0..third.output {
                let mut elements = vec![];
                for u in 0..first.kernel {
                    for v in 0..second.kernel {
                        for w in 0..third.kernel {
                            elements.push((|| {
                                let (y, x) = (inside(first, i, u)?, inside(second, j, v)?);
                                Some((y * second.input + x) * third.input + inside(third, k, w)?)
                            })());
                        }
                    }
                }
                positions.push(elements);
            }
        }
    }
    positions
}

fn axis(input: usize, kernel: usize, stride: usize, dilation: usize, before: usize) -> Axis {
    let extent = dilation * (kernel - 1) + 1;
    Axis {
        input,
        // As much padding behind as before.
        output: (input + 2 * before - extent) / stride + 1,
        kernel,
        stride,
        dilation,
        before,
    }
}

fn grids() -> Vec<Windows> {
    let none = Axis::NONE;
    vec![
        Windows {
            axes: [none, none, none],
        },
        Windows {
            axes: [none, none, axis(9, 3, 1, 1, 2)],
        },
        Windows {
            axes: [none, none, axis(11, 3, 1, 3, 4)],
        },
        Windows {
            axes: [none, axis(5, 3, 2, 1, 1), axis(7, 4, 2, 1, 3)],
        },
        Windows {
            axes: [none, axis(6, 2, 1, 2, 1), axis(5, 2, 1, 2, 2)],
        },
        Windows {
            axes: [none, axis(4, 1, 2, 1, 0), axis(5, 2, 3, 1, 0)],
        },
        Windows {
            axes: [
                axis(3, 2, 1, 1, 1),
                axis(4, 3, 1, 1, 1),
                axis(5, 3, 2, 1, 1),
            ],
        },
    ]
}

#[test]
fn convolutions_are_chains_over_patches_with_zeros() {
    for windows in grids() {
        let places = places(&windows);
        let inputs: usize = windows.axes.iter().map(|axis| axis.input).product();
        for (channels, filters, groups) in [(1, 5, 1), (3, 21, 1), (4, 6, 2), (6, 6, 6), (3, 6, 3)]
        {
            let shape = Convolution {
                windows,
                channels,
                filters,
                groups,
            };
            let depth = channels / groups;
            let elements = places[0].len();
            let x = numbers(inputs * channels, 1);
            let kernel = numbers(elements * depth * filters, 2);
            let before = numbers(places.len() * filters, 3);
            let bias = numbers(filters, 4);
            for (accumulate, bias) in [(false, &[][..]), (true, &bias)] {
                let expected: Vec<f32> = (0..before.len())
                    .map(|index| {
                        let (position, filter) = (index / filters, index % filters);
                        let first = filter / (filters / groups) * depth;
                        let terms = (0..elements * depth).map(|row| {
                            let place = places[position][row / depth];
                            let x = place
                                .map_or(0.0, |place| x[place * channels + first + row % depth]);
                            (x, kernel[row * filters + filter])
                        });
                        let mut z = chain(terms);
                        if let Some(bias) = bias.get(filter) {
                            z += bias;
                        }
                        if accumulate { z + before[index] } else { z }
                    })
                    .collect();
                let mut found = before.clone();
                convolution(&shape, &x, &kernel, bias, accumulate, &mut found);
                assert_eq!(
                    bits(&found),
                    bits(&expected),
                    "{shape:?}, accumulate {accumulate}"
                );
                if groups == channels && groups == filters {
                    let mut found = before.clone();
                    depthwise(
                        &windows, channels, &x, &kernel, bias, accumulate, &mut found,
                    );
                    assert_eq!(
                        bits(&found),
                        bits(&expected),
                        "{windows:?}, accumulate {accumulate}"
                    );
                }
            }
        }
    }
}

#[test]
fn short_slices_dont_panic() {
    let windows = grids()[3];
    let shape = Convolution {
        windows,
        channels: 2,
        filters: 20,
        groups: 1,
    };
    let values = numbers(1000, 4);
    for input in [0, 1, 10, 70, 1000] {
        for kernel in [0, 1, 39, 500] {
            for output in [0, 1, 25, 400] {
                let (x, kernel) = (&values[..input], &values[..kernel]);
                let z = &mut vec![0.0; output][..];
                product(7, 20, x, kernel, &values[..20], false, z);
                product(0, 0, x, kernel, &[], false, z);
                convolution(&shape, x, kernel, &[1.0], true, z);
                depthwise(&windows, 2, x, kernel, &values[..3], false, z);
                for broken in [
                    Convolution { groups: 0, ..shape },
                    Convolution {
                        filters: 0,
                        ..shape
                    },
                    Convolution {
                        channels: 0,
                        ..shape
                    },
                    Convolution {
                        groups: 30,
                        ..shape
                    },
                ] {
                    convolution(&broken, x, kernel, &[], false, z);
                }
            }
        }
    }
}
