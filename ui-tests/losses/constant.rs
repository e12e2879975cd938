// errors: 1
//! The prediction is forgotten.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| mean(square(target)) }

fn main() {
    let _ = Mine;
}
