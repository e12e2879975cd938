// errors: 1
//! A loss has a value for a row.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| square(target - prediction) }

fn main() {
    let _ = Mine;
}
