// errors: 1
//! A reduction is a part of the expression.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| sqrt(mean(square(target - prediction))) }

fn main() {
    let _ = Mine;
}
