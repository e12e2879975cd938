//! Networks that are made of another crate's blocks and models, and what must be true of them.

#![deny(warnings)]

use formwork::prelude::*;

model! {
    use blocks::networks::{Encoder, residual as shortcut};

    /// Everything at once: a block that uses blocks, a layer in Rust, a model with weights of its own, and one that is
    /// shared.
    pub struct Net {
        let x = Input(6);
        let a = shortcut(x);
        let b = blocks::networks::doubled(a);
        let own = blocks::Encoder(width = 5)(b);
        let shared = Encoder();
        let left = shared(a);
        let right = shared(b);
        Dense(2)(concat(own, left - right))
    }

    /// A member of a family of another crate.
    pub struct Wide = blocks::Encoder(width = 16);

    /// A search space over a model of another crate.
    pub family Depths = Encoder(width in 1..=3);
}

/// The same from a module of this crate, twice in one module.
pub mod local {
    use formwork::prelude::*;

    model! {
        pub(crate) fn wide(x) { Dense(2 * x.len())(x) }
    }

    model! {
        pub struct First { Input(3), self::wide() }
    }

    model! {
        pub struct Second { let x = Input(4); self::wide(crate::inner::narrow(x)) }
    }
}

mod inner {
    formwork::model! {
        use super::local::wide;

        pub(super) fn narrow(x) { Dense(1)(wide(x)) }
    }
}

/// A model of another crate with weights of this one.
pub static ENCODER: Deployed<blocks::networks::Encoder> =
    include_weights!(blocks::networks::Encoder, "encoder.safetensors");

#[cfg(test)]
mod tests {
    use super::*;
    use formwork::plain;

    fn names<M: Model>() -> Vec<&'static str> {
        M::TABLE.iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn declarations_of_another_crate_are_parts_of_a_network() {
        let names = names::<Net>();
        for name in [
            "own/dense_1.bias",
            "own/dense_block_1/normalized_1/batch_normalization_1.gamma",
            "shared/dense_1.kernel",
        ] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        let shared = names.iter().filter(|name| name.ends_with("/dense_1.bias"));
        assert_eq!(shared.count(), 2, "{names:?}");
    }

    #[test]
    fn members_of_families_of_another_crate() {
        let widths: Vec<usize> = (1..=3)
            .map(|width| 6 * width + 4 * width + 3 * width + 3)
            .collect();
        let parameters: Vec<usize> = Depths::MEMBERS
            .iter()
            .map(|member| member.parameters)
            .collect();
        assert_eq!(parameters, widths);
        assert_eq!(Wide::PARAMETERS, (6 + 4 + 3) * 16 + 3);
        assert_eq!(blocks::networks::Encoders::MEMBERS.len(), 2);
    }

    #[test]
    fn declarations_of_other_modules() {
        assert_eq!(local::First::PARAMETERS, 3 * 6 + 6);
        assert_eq!(local::Second::PARAMETERS, (4 * 8 + 8) + (8 + 1) + (2 + 2));
    }

    #[test]
    fn weights_are_folded_into_a_model_of_another_crate() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/encoder.safetensors");
        let model = blocks::networks::Encoder::load(path).unwrap();
        assert_eq!(plain::as_slice(&*model.deploy()), plain::as_slice(&ENCODER));
        assert_eq!(<Deployed<blocks::networks::Encoder>>::TABLE.len(), 4);
    }
}
