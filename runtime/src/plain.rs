//! Plain data: types that are valid for every bit pattern of their `f32`s, and can be seen as a slice of them.
#![allow(unsafe_code)] // the one place where regions become slices and boxes are made in place

/// A type that is nothing but `f32`s without padding.
///
/// # Safety
/// The type is `#[repr(C)]` or `#[repr(transparent)]`, all of its fields are `Plain`, its alignment is that of
/// `f32`, and it has no padding.
pub unsafe trait Plain: Sized + 'static {}
