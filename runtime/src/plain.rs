//! Plain data: types that are valid for every bit pattern of their `f32`s, and can be seen as a slice of them.
#![allow(unsafe_code)] // the one place where regions become slices and boxes are made in place

#[cfg(feature = "std")]
use std::alloc::{Layout, alloc, alloc_zeroed, handle_alloc_error};
#[cfg(feature = "std")]
use std::boxed::Box;

/// A type that is nothing but `f32`s without padding.
///
/// # Safety
/// The type is `#[repr(C)]` or `#[repr(transparent)]`, all of its fields are `Plain`, its alignment is that of
/// `f32`, and it has no padding.
pub unsafe trait Plain: Sized + 'static {}

// SAFETY: it is one.
unsafe impl Plain for f32 {}

// SAFETY: arrays have no padding and the alignment of their elements.
unsafe impl<T: Plain, const N: usize> Plain for [T; N] {}

/// Number of `f32`s in a `T`. Refuses at compile time a type whose layout breaks its promise.
pub const fn elements<T: Plain>() -> usize {
    const {
        assert!(
            align_of::<T>() == align_of::<f32>(),
            "plain data has the alignment of f32"
        );
        assert!(
            size_of::<T>().is_multiple_of(size_of::<f32>()),
            "plain data has no padding"
        );
    }
    size_of::<T>() / size_of::<f32>()
}

/// All elements, in the order of memory.
pub const fn as_slice<T: Plain>(value: &T) -> &[f32] {
    // SAFETY: `T` is `elements` f32s without padding, borrowed for as long as the slice.
    unsafe { core::slice::from_raw_parts((value as *const T).cast(), elements::<T>()) }
}

/// All elements, in the order of memory.
pub const fn as_mut_slice<T: Plain>(value: &mut T) -> &mut [f32] {
    // SAFETY: as in `as_slice`; every bit pattern that is written is a valid `T`.
    unsafe { core::slice::from_raw_parts_mut((value as *mut T).cast(), elements::<T>()) }
}

/// All elements of all values, one value after the other.
pub const fn slice_of<T: Plain>(values: &[T]) -> &[f32] {
    // SAFETY: a slice of `T` is contiguous, and its size in bytes is that of the values.
    unsafe { core::slice::from_raw_parts(values.as_ptr().cast(), values.len() * elements::<T>()) }
}

/// All elements of all values, one value after the other.
pub const fn mut_slice_of<T: Plain>(values: &mut [T]) -> &mut [f32] {
    // SAFETY: as in `slice_of`; every bit pattern that is written is a valid `T`.
    unsafe {
        core::slice::from_raw_parts_mut(values.as_mut_ptr().cast(), values.len() * elements::<T>())
    }
}

/// The number of `T`s that lie in `len` elements exactly. For a `T` without elements that is none, in an empty slice.
const fn exact_count<T: Plain>(len: usize) -> Option<usize> {
    match elements::<T>() {
        0 if len == 0 => Some(0),
        0 => None,
        size if len.is_multiple_of(size) => Some(len / size),
        _ => None,
    }
}

/// The values that lie one after the other in a slice; `None` if its length is no multiple of theirs.
pub const fn from_slice<T: Plain>(elements: &[f32]) -> Option<&[T]> {
    match exact_count::<T>(elements.len()) {
        // SAFETY: the slice holds exactly `count` values of the same alignment, valid for every bit pattern.
        Some(count) => {
            Some(unsafe { core::slice::from_raw_parts(elements.as_ptr().cast(), count) })
        }
        None => None,
    }
}

/// The values that lie one after the other in a slice; `None` if its length is no multiple of theirs.
pub const fn from_mut_slice<T: Plain>(elements: &mut [f32]) -> Option<&mut [T]> {
    match exact_count::<T>(elements.len()) {
        // SAFETY: as in `from_slice`, and borrowed exclusively.
        Some(count) => {
            Some(unsafe { core::slice::from_raw_parts_mut(elements.as_mut_ptr().cast(), count) })
        }
        None => None,
    }
}

/// A slice as one value; `None` if the length differs.
pub const fn one<T: Plain>(values: &[f32]) -> Option<&T> {
    if values.len() != elements::<T>() {
        return None;
    }
    // SAFETY: the slice has the size and alignment of `T`, which is valid for every bit pattern.
    Some(unsafe { &*values.as_ptr().cast() })
}

/// A slice as one value; `None` if the length differs.
pub const fn one_mut<T: Plain>(values: &mut [f32]) -> Option<&mut T> {
    if values.len() != elements::<T>() {
        return None;
    }
    // SAFETY: as in `one`, and borrowed exclusively.
    Some(unsafe { &mut *values.as_mut_ptr().cast() })
}

/// A value of zeros on the heap, made in place: no `T` passes over the stack, whatever its size.
#[cfg(feature = "std")]
pub fn zeroed_box<T: Plain>() -> Box<T> {
    // SAFETY: zeros are a valid `T`; `boxed` gives the pointer to memory that `alloc_zeroed` has cleared.
    unsafe { boxed(|layout| alloc_zeroed(layout)) }
}

/// A copy on the heap, made in place: no `T` passes over the stack, whatever its size.
#[cfg(feature = "std")]
pub fn clone_box<T: Plain>(value: &T) -> Box<T> {
    // SAFETY: the layout has the size of `T`, and a fresh allocation doesn't overlap `value`.
    unsafe {
        boxed(|layout| {
            let memory = alloc(layout);
            if !memory.is_null() {
                core::ptr::copy_nonoverlapping((value as *const T).cast(), memory, layout.size());
            }
            memory
        })
    }
}

/// Several values of zeros on the heap.
#[cfg(feature = "std")]
pub fn zeroed_vec<T: Plain>(count: usize) -> std::vec::Vec<T> {
    let Ok(layout) = Layout::array::<T>(count) else {
        panic!("{count} values exceed the address space")
    };
    if layout.size() == 0 {
        // SAFETY: values without elements, or none of them, need no memory: a dangling pointer is right.
        return unsafe {
            std::vec::Vec::from_raw_parts(core::ptr::NonNull::dangling().as_ptr(), count, count)
        };
    }
    // SAFETY: the layout isn't empty; the memory holds `count` values of zeros and is freed with the same layout.
    unsafe {
        let memory = alloc_zeroed(layout);
        if memory.is_null() {
            handle_alloc_error(layout);
        }
        std::vec::Vec::from_raw_parts(memory.cast(), count, count)
    }
}

/// # Safety
/// `allocate` gives null or memory of the layout, allocated by the global allocator and filled with a valid `T`.
#[cfg(feature = "std")]
unsafe fn boxed<T: Plain>(allocate: impl FnOnce(Layout) -> *mut u8) -> Box<T> {
    let layout = Layout::new::<T>();
    let _checked = elements::<T>();
    if layout.size() == 0 {
        // SAFETY: a value without elements needs no memory.
        return unsafe { Box::from_raw(core::ptr::NonNull::dangling().as_ptr()) };
    }
    let memory = allocate(layout);
    if memory.is_null() {
        handle_alloc_error(layout);
    }
    // SAFETY: the caller's promise.
    unsafe { Box::from_raw(memory.cast()) }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn slices_see_the_elements_in_order() {
        let mut value = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        assert_eq!(as_slice(&value), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        as_mut_slice(&mut value)[4] = -5.0;
        assert_eq!(value[1][1], -5.0);
        assert_eq!(slice_of(&value), as_slice(&value));
        mut_slice_of(&mut value)[0] = 9.0;
        assert_eq!(value[0][0], 9.0);
    }

    #[test]
    fn slices_become_values_only_if_they_fit() {
        let mut elements = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(
            from_slice::<[f32; 2]>(&elements),
            Some(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]][..])
        );
        assert_eq!(from_slice::<[f32; 4]>(&elements), None);
        assert_eq!(from_slice::<[f32; 2]>(&[]), Some(&[][..]));
        assert_eq!(from_slice::<[f32; 0]>(&elements), None);
        assert_eq!(
            one::<[[f32; 2]; 3]>(&elements),
            Some(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        );
        assert_eq!(one::<[f32; 5]>(&elements), None);
        assert_eq!(one_mut::<[f32; 7]>(&mut elements), None);
        one_mut::<[f32; 6]>(&mut elements).unwrap()[5] = 0.5;
        from_mut_slice::<[f32; 3]>(&mut elements).unwrap()[1][0] = 0.25;
        assert_eq!(elements, [1.0, 2.0, 3.0, 0.25, 5.0, 0.5]);
    }

    #[test]
    fn values_without_elements_are_fine() {
        assert!(as_slice(&*zeroed_box::<[f32; 0]>()).is_empty());
        assert!(as_slice(&*clone_box(&[0.0f32; 0])).is_empty());
        assert_eq!(zeroed_vec::<[f32; 0]>(3).len(), 3);
        assert!(zeroed_vec::<[f32; 3]>(0).is_empty());
    }

    #[test]
    fn large_values_never_pass_over_the_stack() {
        const LEN: usize = 16 << 20; // 64 MiB
        std::thread::Builder::new()
            .stack_size(256 << 10)
            .spawn(|| {
                let mut value = zeroed_box::<[f32; LEN]>();
                value[LEN - 1] = 3.0;
                let copy = clone_box(&*value);
                drop(value);
                assert_eq!((copy[0], copy[LEN - 1]), (0.0, 3.0));
                let values = zeroed_vec::<[f32; LEN / 2]>(2);
                assert!(
                    slice_of(&values)
                        .iter()
                        .all(|element| element.to_bits() == 0)
                );
            })
            .unwrap()
            .join()
            .unwrap();
    }
}
