// errors: 1
//! Two models of one name.

use formwork::prelude::*;

model! {
    pub struct Net { Input(12), Dense(5) }
    pub struct Net { Input(12), Dense(6) }
}

fn main() {
    println!("{}", Net::PARAMETERS);
}
