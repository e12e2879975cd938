//! Conv2D: cross-correlation with a kernel, `y = activation(x ⋆ kernel + bias)`.

mod depthwise;
mod patches;

use crate::epilogue::{Epilogue, Site};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable::{self, Axis, Convolution, Windows};
use crate::kernels::product::{Matrix, product};
use crate::kernels::vector;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward, InputCotangent, Operation, WeightGradient};
use crate::random::Random;
use formwork_shape_rules::Shape;
use formwork_shape_rules::convolution;

/// A two-dimensional convolution.
///
/// For each sample, `x: [height, width, channels]`, `y: [output_height, output_width, filters]`,
/// `kernel: [kernel height, kernel width, channels / groups, filters]`, `bias: [filters]` and
///
/// ```text
/// z[i, j, f] = bias[f] + Σ (u, v, c) of x[i·s₀ + u·d₀ − top, j·s₁ + v·d₁ − left, first + c] · kernel[u, v, c, f]
/// ```
///
/// with strides s, dilation d, 0 outside the input, and `first` the first channel of the group of `f`.
///
/// A row of *patches* holds all `x` that one position reads, so that `z = patches · kernel`. Backward:
/// `dpatches = dz · kernelᵀ`, added up where they came from; `dkernel = patchesᵀ · dz`; `dbias = Σ dz`. Keeps its
/// input. Patches are gathered in blocks, which change no bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv2D {
    /// Height of the input.
    pub height: usize,
    /// Width of the input.
    pub width: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Height of the output.
    pub output_height: usize,
    /// Width of the output.
    pub output_width: usize,
    /// Channels of the output.
    pub filters: usize,
    /// Height and width of the kernel.
    pub kernel_size: [usize; 2],
    /// By how much the kernel moves.
    pub strides: [usize; 2],
    /// How far apart the kernel's elements are.
    pub dilation: [usize; 2],
    /// Into how many groups channels and filters are split.
    pub groups: usize,
    /// Rows of padding above.
    pub top: usize,
    /// Columns of padding on the left.
    pub left: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv2D {
    /// Floats of scratch for a call with so many samples.
    pub const fn scratch(&self, samples: usize) -> usize {
        convolution::scratch(self.output(), self.kernel(), self.groups, samples)
    }

    /// Floats of scratch for any block of rows of the late weight gradient.
    pub const fn late_scratch(&self) -> usize {
        convolution::late_scratch(self.output(), self.kernel(), self.groups)
    }

    const fn output(&self) -> Shape {
        Shape::of(&[self.output_height, self.output_width, self.filters])
    }

    const fn kernel(&self) -> Shape {
        let [height, width] = self.kernel_size;
        Shape::of(&[height, width, self.channels / self.groups, self.filters])
    }

    /// Positions of the output for each sample.
    const fn positions(&self) -> usize {
        self.output_height * self.output_width
    }

    /// Elements of a patch, of one group: rows of the kernel's matrix.
    const fn patch(&self) -> usize {
        self.kernel_size[0] * self.kernel_size[1] * (self.channels / self.groups)
    }

    /// Whether the patches are the input as it stands: a kernel of one element that reads every position.
    const fn reads_in_place(&self) -> bool {
        self.groups == 1
            && self.kernel_size[0] == 1
            && self.kernel_size[1] == 1
            && self.strides[0] == 1
            && self.strides[1] == 1
            && self.top == 0
            && self.left == 0
            && self.output_height == self.height
            && self.output_width == self.width
    }

    fn site(&self, first_sample: usize, random: Random) -> Site {
        Site {
            width: self.filters,
            sample_len: self.positions() * self.filters,
            first_sample,
            random,
        }
    }

    /// Calls `visit` with each block of positions of `samples` samples: first position, number of positions.
    fn blocks(&self, samples: usize, mut visit: impl FnMut(usize, usize)) {
        let positions = samples * self.positions();
        let rows = convolution::block_rows(positions, self.patch());
        let mut first = 0;
        while first < positions {
            let rows = rows.min(positions - first);
            visit(first, rows);
            first += rows;
        }
    }
}

impl Operation for Conv2D {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let (patch, filters) = (self.patch(), self.filters / self.groups);
        let (kernel, bias) = call.parameters.split_at(patch * self.filters);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let output = &mut *call.outputs[0];
        let input = call.inputs[0];
        if self.is_depthwise() {
            if !in_place {
                output.fill(0.0);
            }
            depthwise::forward(*self, call.samples, input, kernel, output);
        } else if self.reads_in_place() {
            let patches = Matrix::rows(input, patch);
            let kernel = Matrix::rows(kernel, filters);
            let rows = call.samples * self.positions();
            product(
                rows,
                filters,
                patch,
                patches,
                kernel,
                output,
                filters,
                in_place,
                call.scratch,
            );
        } else {
            let block = convolution::block_rows(call.samples * self.positions(), patch) * patch;
            let (patches, workspace) = call.scratch.split_at_mut(block);
            self.blocks(call.samples, |first, rows| {
                for group in 0..self.groups {
                    let patches = &mut patches[..rows * patch];
                    self.gather(input, group, first, 0..patch, patches);
                    product(
                        rows,
                        filters,
                        patch,
                        Matrix::rows(patches, patch),
                        Matrix::rows(&kernel[group * filters..], self.filters),
                        &mut output[first * self.filters + group * filters..],
                        self.filters,
                        in_place,
                        workspace,
                    );
                }
            });
        }
        let site = self.site(call.first_sample, call.random);
        let bias = self.use_bias.then_some(bias);
        self.epilogue.forward(
            site,
            call.mode,
            bias,
            residual,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (patch, filters) = (self.patch(), self.filters / self.groups);
        let (kernel, _) = call.parameters.split_at(patch * self.filters);
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        let site = self.site(call.first_sample, call.random);
        self.epilogue.backward(
            site,
            call.outputs[0],
            self.epilogue.saved(call.saved),
            cotangent,
            residual.last_mut(),
        );
        let cotangent = &*cotangent;
        let (mut to, add) = match &mut inputs[0] {
            InputCotangent::Write(to) => (Some(&mut **to), false),
            InputCotangent::Add(to) => (Some(&mut **to), true),
            InputCotangent::Skip => (None, false),
            InputCotangent::InPlace => {
                panic!("convolution: the input's cotangent doesn't fit in the output's")
            }
        };
        let mut gradients = call.gradients;
        if let (Some(gradients), true) = (&mut gradients, self.use_bias) {
            vector::add_rows(cotangent, &mut gradients[patch * self.filters..]);
        }
        if let (Some(to), false, false) = (&mut to, add, self.reads_in_place()) {
            to.fill(0.0);
        }
        if self.is_depthwise() {
            if let Some(gradients) = gradients {
                depthwise::gradient(
                    *self,
                    call.samples,
                    call.inputs[0],
                    cotangent,
                    0..patch,
                    gradients,
                );
            }
            if let Some(to) = to {
                depthwise::backward(*self, call.samples, cotangent, kernel, to);
            }
            return;
        }
        if self.reads_in_place() {
            let rows = call.samples * self.positions();
            if let Some(to) = to {
                let transposed = Matrix::rows(kernel, filters).transposed();
                let cotangent = Matrix::rows(cotangent, filters);
                product(
                    rows,
                    patch,
                    filters,
                    cotangent,
                    transposed,
                    to,
                    patch,
                    add,
                    call.scratch,
                );
            }
            if let Some(gradients) = gradients {
                let patches = Matrix::rows(call.inputs[0], patch).transposed();
                let cotangent = Matrix::rows(cotangent, filters);
                let kernel = &mut gradients[..patch * filters];
                product(
                    patch,
                    filters,
                    rows,
                    patches,
                    cotangent,
                    kernel,
                    filters,
                    true,
                    call.scratch,
                );
            }
            return;
        }
        let block = convolution::block_rows(call.samples * self.positions(), patch) * patch;
        let (patches, workspace) = call.scratch.split_at_mut(block);
        self.blocks(call.samples, |first, rows| {
            for group in 0..self.groups {
                let patches = &mut patches[..rows * patch];
                let cotangent = &cotangent[first * self.filters + group * filters..];
                let cotangent = Matrix::rows(cotangent, self.filters);
                if let Some(gradients) = &mut gradients {
                    self.gather(call.inputs[0], group, first, 0..patch, patches);
                    let kernel = &mut gradients[group * filters..patch * self.filters];
                    let transposed = Matrix::rows(patches, patch).transposed();
                    product(
                        patch,
                        filters,
                        rows,
                        transposed,
                        cotangent,
                        kernel,
                        self.filters,
                        true,
                        workspace,
                    );
                }
                if let Some(to) = &mut to {
                    let transposed =
                        Matrix::rows(&kernel[group * filters..], self.filters).transposed();
                    product(
                        rows, patch, filters, cotangent, transposed, patches, patch, false,
                        workspace,
                    );
                    self.scatter(patches, group, first, to);
                }
            }
        });
    }

    /// Rows `0..patch` are the kernel's; the one after them is the bias.
    fn weight_gradient(&self, call: WeightGradient<'_>) {
        count(Call::WeightGradient);
        let (patch, filters) = (self.patch(), self.filters / self.groups);
        let kernel_rows = call.rows.start.min(patch)..call.rows.end.min(patch);
        let columns = kernel_rows.len();
        let (kernel, bias) = call.gradients.split_at_mut(columns * self.filters);
        let cotangent = call.output_cotangents[0];
        if !call.accumulate {
            kernel.fill(0.0);
            bias.fill(0.0);
        }
        if !bias.is_empty() {
            vector::add_rows(cotangent, bias);
        }
        if columns == 0 {
            return;
        }
        if self.is_depthwise() {
            return depthwise::gradient(
                *self,
                call.samples,
                call.inputs[0],
                cotangent,
                kernel_rows,
                kernel,
            );
        }
        let block = convolution::block_rows(call.samples * self.positions(), patch) * patch;
        let (patches, workspace) = call.scratch.split_at_mut(block);
        self.blocks(call.samples, |first, rows| {
            for group in 0..self.groups {
                let patches = &mut patches[..rows * columns];
                self.gather(call.inputs[0], group, first, kernel_rows.clone(), patches);
                let cotangent = &cotangent[first * self.filters + group * filters..];
                product(
                    columns,
                    filters,
                    rows,
                    Matrix::rows(patches, columns).transposed(),
                    Matrix::rows(cotangent, self.filters),
                    &mut kernel[group * filters..],
                    self.filters,
                    true,
                    workspace,
                );
            }
        });
    }
}

impl Conv2D {
    const fn windows(&self) -> Windows {
        Windows {
            axes: [
                Axis::NONE,
                Axis {
                    input: self.height,
                    output: self.output_height,
                    kernel: self.kernel_size[0],
                    stride: self.strides[0],
                    dilation: self.dilation[0],
                    before: self.top,
                },
                Axis {
                    input: self.width,
                    output: self.output_width,
                    kernel: self.kernel_size[1],
                    stride: self.strides[1],
                    dilation: self.dilation[1],
                    before: self.left,
                },
            ],
        }
    }
}

impl Inference for Conv2D {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (kernel, bias) =
            inference::weights(call.parameters, self.patch() * self.filters, self.use_bias);
        if self.is_depthwise() {
            let windows = self.windows();
            portable::depthwise(
                &windows,
                self.channels,
                input,
                kernel,
                bias,
                in_place,
                output,
            );
        } else if self.reads_in_place() {
            portable::product(
                self.channels,
                self.filters,
                input,
                kernel,
                bias,
                in_place,
                output,
            );
        } else {
            let shape = Convolution {
                windows: self.windows(),
                channels: self.channels,
                filters: self.filters,
                groups: self.groups,
            };
            portable::convolution(&shape, input, kernel, bias, in_place, output);
        }
        self.epilogue.infer(self.filters, residual, output);
    }
}

#[cfg(test)]
mod tests;
