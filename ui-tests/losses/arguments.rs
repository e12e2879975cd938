// errors: 1
//! A reduction is made of one number.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| mean(prediction, target) }

fn main() {
    let _ = Mine;
}
