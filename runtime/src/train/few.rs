//! A list of a few things that takes no memory of its own.

use core::ops::Index;

/// At most `N` things, in the order in which they were added.
pub struct Few<T, const N: usize> {
    places: [Option<T>; N],
    len: usize,
}

impl<T, const N: usize> Few<T, N> {
    /// None yet.
    pub fn new() -> Few<T, N> {
        Few {
            places: [const { None }; N],
            len: 0,
        }
    }

    /// Adds one. Panics if there are `N` already.
    pub fn push(&mut self, item: T) {
        self.places[self.len] = Some(item);
        self.len += 1;
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.places.iter().flatten()
    }
}

impl<T, const N: usize> Index<usize> for Few<T, N> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        match &self.places[index] {
            Some(item) => item,
            None => panic!("there are {} of them, and no number {index}", self.len),
        }
    }
}
