//! The shape of a value for one sample.

/// The largest rank of a value or parameter: the kernel of Conv3D has five axes.
pub const MAX_RANK: usize = 5;

/// Up to [`MAX_RANK`] dimensions, without the batch. Rank 0 is a scalar.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    dims: [usize; MAX_RANK],
    rank: usize,
}

impl Shape {
    /// A shape of at most [`MAX_RANK`] dimensions; `None` if there are more.
    pub const fn new(dims: &[usize]) -> Option<Shape> {
        if dims.len() > MAX_RANK {
            return None;
        }
        let mut shape = Shape {
            dims: [1; MAX_RANK],
            rank: dims.len(),
        };
        let mut axis = 0;
        while axis < dims.len() {
            shape.dims[axis] = dims[axis];
            axis += 1;
        }
        Some(shape)
    }

    /// The same for generated code, where the rank is known to fit: surplus dimensions are a compile-time panic.
    pub const fn of(dims: &[usize]) -> Shape {
        match Shape::new(dims) {
            Some(shape) => shape,
            None => panic!("a shape has at most five dimensions"),
        }
    }

    /// The dimensions, outermost first.
    pub const fn dims(&self) -> &[usize] {
        match self.dims.split_at_checked(self.rank) {
            Some((dims, _)) => dims,
            None => &self.dims, // a rank never exceeds them
        }
    }

    /// Number of axes.
    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// Number of elements: the product of the dimensions, 1 for a scalar, saturating.
    pub const fn len(&self) -> usize {
        crate::axis::product(self.dims())
    }

    /// Whether there are no elements.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The last dimension (channels), 1 for a scalar.
    pub const fn last(&self) -> usize {
        match self.dims().last() {
            Some(last) => *last,
            None => 1,
        }
    }
}

impl core::fmt::Display for Shape {
    /// As an array: `[28, 28, 1]`.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_list().entries(self.dims()).finish()
    }
}

impl core::fmt::Debug for Shape {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(self, formatter)
    }
}
