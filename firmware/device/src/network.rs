//! stand-in
#![allow(dead_code)]
use formwork::kernels::portable::*;
#[cfg(feature = "anomaly")]
mod net {
    use super::*;
    pub type Input = [f32; 640];
    pub type Output = [f32; 640];
    pub type Scratch = [f32; 256];
    pub static WEIGHTS: [f32; 265864] = [0.01; 265864];
    pub fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) {
        let (a, b) = scratch.split_at_mut(128);
        let mut at = 0;
        let mut layer = |x: &[f32], n: usize, m: usize, y: &mut [f32]| {
            product(n, m, x, WEIGHTS.get(at..at + n * m).unwrap_or(&[]), false, y);
            let b = WEIGHTS.get(at + n * m..).unwrap_or(&[]);
            for (y, b) in y.iter_mut().zip(b) { let v = *y + *b; *y = if v > 0.0 { v } else { 0.0 }; }
            at += n * m + m;
        };
        layer(input, 640, 128, a);
        layer(a, 128, 128, b);
        layer(b, 128, 128, a);
        layer(a, 128, 128, b);
        layer(b, 128, 8, &mut a[..8]);
        layer(&a[..8], 8, 128, b);
        layer(b, 128, 128, a);
        layer(a, 128, 128, b);
        layer(b, 128, 128, a);
        layer(a, 128, 640, output);
    }
}
#[cfg(feature = "cnn")]
mod net {
    use super::*;
    pub type Input = [f32; 784];
    pub type Output = [f32; 10];
    pub type Scratch = [f32; 5760];
    pub static WEIGHTS: [f32; 208+72*16+16+144*32+32+2890] = [0.01; 208+72*16+16+144*32+32+2890];
    pub fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) {
        let (a, b) = scratch.split_at_mut(4608);
        let mut at = 0;
        let mut conv = |x: &[f32], size: usize, c: usize, k: usize, f: usize, y: &mut [f32]| {
            let ax = Axis { input: size, output: size - k + 1, kernel: k, stride: 1, dilation: 1, before: 0 };
            let n = k * k * c;
            convolution(&Convolution { windows: Windows { axes: [Axis::NONE, ax, ax] }, channels: c, filters: f, groups: 1 }, x, WEIGHTS.get(at..at + n * f).unwrap_or(&[]), false, y);
            at += n * f + f;
        };
        conv(input, 28, 1, 5, 8, a);
        let ax = Axis { input: 24, output: 12, kernel: 2, stride: 2, dilation: 1, before: 0 };
        pool(&Windows { axes: [Axis::NONE, ax, ax] }, 8, a, b, 0.0, |a, b| if b > a { b } else { a }, |a, _| a);
        conv(b, 12, 8, 3, 16, a);
        let ax = Axis { input: 10, output: 5, kernel: 2, stride: 2, dilation: 1, before: 0 };
        pool(&Windows { axes: [Axis::NONE, ax, ax] }, 16, a, b, 0.0, |a, b| if b > a { b } else { a }, |a, _| a);
        conv(b, 5, 16, 3, 32, a);
        product(288, 10, &a[..288], WEIGHTS.get(at..).unwrap_or(&[]), false, output);
    }
}
pub use net::{Input, Output, Scratch};
use net::WEIGHTS;
#[cfg(not(feature = "c"))]
pub use net::predict;
pub const INPUT: Input = [0.0; _];
pub const OUTPUT: Output = [0.0; _];
pub const SCRATCH: Scratch = [0.0; _];
pub fn elements(o: &Output) -> &[f32] { o }
pub fn elements_mut(o: &mut [f32]) -> &mut [f32] { o }
#[cfg(feature = "c")]
unsafe extern "C" { fn predict_in_c(w: *const f32, i: *const f32, o: *mut f32); }
#[cfg(feature = "c")]
pub fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) { unsafe { predict_in_c(WEIGHTS.as_ptr(), input.as_ptr(), output.as_mut_ptr()) } }
