// errors: 1
//! There is no name.

use formwork::prelude::*;

loss! { |prediction, target| mean(prediction * target) }

struct Mine;

fn main() {
    let _ = Mine;
}
