// errors: 1
//! A loss compares two numbers.

use formwork::prelude::*;

loss! { pub Mine = |prediction| mean(square(prediction)) }

fn main() {
    let _ = Mine;
}
