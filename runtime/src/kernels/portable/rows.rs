//! Rows of a slice, without a division and without a panic.
//!
//! `chunks_exact` divides by the length of the chunks when it is zipped with something, and where that isn't inlined
//! nobody knows that the length isn't 0.

use core::num::NonZeroUsize;

/// The whole rows of a slice, one after the other.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    rest: &'a [f32],
    width: NonZeroUsize,
}

/// The rows of `width` elements of `values`; elements that are no whole row are left out.
#[inline(always)]
pub fn rows(values: &[f32], width: NonZeroUsize) -> Rows<'_> {
    Rows {
        rest: values,
        width,
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = &'a [f32];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a [f32]> {
        let (row, rest) = self.rest.split_at_checked(self.width.get())?;
        self.rest = rest;
        Some(row)
    }
}

/// [`Rows`] to be written.
#[derive(Debug)]
pub struct RowsMut<'a> {
    rest: &'a mut [f32],
    width: NonZeroUsize,
}

/// The rows of `width` elements of `values`, to be written; elements that are no whole row are left out.
#[inline(always)]
pub fn rows_mut(values: &mut [f32], width: NonZeroUsize) -> RowsMut<'_> {
    RowsMut {
        rest: values,
        width,
    }
}

impl<'a> Iterator for RowsMut<'a> {
    type Item = &'a mut [f32];

    #[inline(always)]
    fn next(&mut self) -> Option<&'a mut [f32]> {
        let rest = core::mem::take(&mut self.rest);
        let (row, rest) = rest.split_at_mut_checked(self.width.get())?;
        self.rest = rest;
        Some(row)
    }
}
