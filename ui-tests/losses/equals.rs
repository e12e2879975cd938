// errors: 1
//! The sign between name and closure is wrong.

use formwork::prelude::*;

loss! { pub Mine: |prediction, target| mean(square(target - prediction)) }

fn main() {
    let _ = Mine;
}
