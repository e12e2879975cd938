//! Working memory of a prediction.

/// `FLOATS` floats, of a type of their own so that a prediction can't get too few.
///
/// It can be a static, which takes no memory in flash:
///
/// ```
/// # use formwork_runtime::deployed::Scratch;
/// static SCRATCH: Scratch<256> = Scratch::new();
/// # assert_eq!(SCRATCH.as_ref().len(), 256);
/// ```
#[derive(Clone, Debug)]
#[repr(transparent)]
pub struct Scratch<const FLOATS: usize>([f32; FLOATS]);

impl<const FLOATS: usize> Scratch<FLOATS> {
    /// Zeros.
    pub const fn new() -> Self {
        Scratch([0.0; FLOATS])
    }
}

impl<const FLOATS: usize> Default for Scratch<FLOATS> {
    fn default() -> Self {
        Scratch::new()
    }
}

impl<const FLOATS: usize> AsRef<[f32]> for Scratch<FLOATS> {
    fn as_ref(&self) -> &[f32] {
        &self.0
    }
}

impl<const FLOATS: usize> AsMut<[f32]> for Scratch<FLOATS> {
    #[inline]
    fn as_mut(&mut self) -> &mut [f32] {
        &mut self.0
    }
}
