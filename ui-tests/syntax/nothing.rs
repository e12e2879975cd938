// errors: 1
//! An empty declaration.

use formwork::prelude::*;

model! {

}

fn main() {}
