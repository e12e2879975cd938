// errors: 1
//! A name that is no parameter.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| mean(square(label - prediction)) }

fn main() {
    let _ = Mine;
}
