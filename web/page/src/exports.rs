//! What the page's script calls, over memory that it may read and write: 28 × 28 pixels, and ten probabilities.
#![allow(unsafe_code)] // memory shared with the script, which calls on one thread, one call after the other

use crate::{Drawing, Image, NETWORK};
use core::ptr::addr_of_mut;
use formwork::deployed::Scratch;
use formwork::prelude::*;
use formwork_networks::Digits;

type Probabilities = <Digits as Model>::Output;

static mut DRAWING: Drawing = Drawing::new();
static mut IMAGE: Image = Image::zeros();
static mut SCRATCH: <Deployed<Digits> as DeployedModel>::Scratch = Scratch::new();
static mut PROBABILITIES: Probabilities = Probabilities::zeros();

/// Where the pixels are.
#[unsafe(no_mangle)]
extern "C" fn image() -> *mut Image {
    addr_of_mut!(IMAGE)
}

/// Where the probabilities are.
#[unsafe(no_mangle)]
extern "C" fn probabilities() -> *mut Probabilities {
    addr_of_mut!(PROBABILITIES)
}

/// Removes all lines.
#[unsafe(no_mangle)]
extern "C" fn clear() {
    // SAFETY: one thread, and no call is inside another.
    unsafe { &mut *addr_of_mut!(DRAWING) }.clear();
}

/// Begins a line, at a part of the area's width and height.
#[unsafe(no_mangle)]
extern "C" fn begin(x: f32, y: f32) {
    // SAFETY: as above.
    unsafe { &mut *addr_of_mut!(DRAWING) }.begin(x, y);
}

/// Goes on with the line.
#[unsafe(no_mangle)]
extern "C" fn extend(x: f32, y: f32) {
    // SAFETY: as above.
    unsafe { &mut *addr_of_mut!(DRAWING) }.extend(x, y);
}

/// Makes the image of the drawing.
#[unsafe(no_mangle)]
extern "C" fn render() {
    // SAFETY: as above; the statics are different ones.
    let (drawing, image) = unsafe { (&*addr_of_mut!(DRAWING), &mut *addr_of_mut!(IMAGE)) };
    drawing.render(image);
}

/// Computes the probabilities of the image.
#[unsafe(no_mangle)]
extern "C" fn classify() {
    // SAFETY: as above; the statics are different ones.
    let (image, scratch, probabilities) = unsafe {
        (
            &*addr_of_mut!(IMAGE),
            &mut *addr_of_mut!(SCRATCH),
            &mut *addr_of_mut!(PROBABILITIES),
        )
    };
    NETWORK.predict(image, scratch, probabilities);
}

/// Bytes of the network's weights.
#[unsafe(no_mangle)]
extern "C" fn weight_bytes() -> u32 {
    Deployed::<Digits>::WEIGHT_BYTES as u32
}

/// Bytes of the network's intermediate values.
#[unsafe(no_mangle)]
extern "C" fn scratch_bytes() -> u32 {
    Deployed::<Digits>::SCRATCH_BYTES as u32
}

/// Multiply-accumulates of one prediction.
#[unsafe(no_mangle)]
extern "C" fn multiply_accumulates() -> u32 {
    Deployed::<Digits>::MACS as u32
}
