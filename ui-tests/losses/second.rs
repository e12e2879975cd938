// errors: 1
//! Two losses in one macro.

use formwork::prelude::*;

loss! {
    pub Mine = |prediction, target| mean(square(target - prediction));
    pub Other = |prediction, target| mean(abs(target - prediction));
}

fn main() {
    let _ = Mine;
}
