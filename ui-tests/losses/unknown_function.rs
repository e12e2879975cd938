// errors: 1
//! A function that there isn't.

use formwork::prelude::*;

loss! { pub Mine = |prediction, target| mean(sqare(target - prediction)) }

fn main() {
    let _ = Mine;
}
