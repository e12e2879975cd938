//! stand-in
pub type Input = [f32; 64];
pub type Output = [f32; 10];
pub type Scratch = [f32; 32];
pub const INPUT: Input = [0.0; 64];
pub const OUTPUT: Output = [0.0; 10];
pub const SCRATCH: Scratch = [0.0; 32];
static WEIGHTS: [f32; 64 * 32 + 32 * 10] = {
    let mut w = [0.0; 64 * 32 + 32 * 10];
    let mut i = 0;
    while i < w.len() { w[i] = ((i * 37) % 101) as f32 / 101.0 - 0.5; i += 1; }
    w
};
pub fn elements(o: &Output) -> &[f32] { o }
pub fn elements_mut(o: &mut [f32]) -> &mut [f32] { o }
pub fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) {
    for (o, s) in scratch.iter_mut().enumerate() {
        let mut acc = 0.0;
        for (x, w) in input.iter().zip(WEIGHTS.iter().skip(o).step_by(32)) { acc = x * w + acc; }
        *s = if acc > 0.0 { acc } else { 0.0 };
    }
    let Some(w2) = WEIGHTS.get(64 * 32..) else { return };
    for (o, s) in output.iter_mut().enumerate() {
        let mut acc = 0.0;
        for (x, w) in scratch.iter().zip(w2.iter().skip(o).step_by(10)) { acc = x * w + acc; }
        *s = acc;
    }
}
