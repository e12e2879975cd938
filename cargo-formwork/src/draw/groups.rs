//! Layers in groups: those that a block makes have its name before a `/`.

use crate::layers::Layer;

/// The layers of a block, or of the whole model.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The block's name within the group around it.
    pub name: String,
    /// The places of its own layers.
    pub layers: Vec<usize>,
    /// The blocks in it.
    pub groups: Vec<Group>,
}

/// All layers of a model, in groups.
pub fn groups(layers: &[Layer]) -> Group {
    let mut all = Group::default();
    for (index, layer) in layers.iter().enumerate() {
        let mut group = &mut all;
        let mut rest = layer.name.as_str();
        while let Some((name, after)) = rest.split_once('/') {
            rest = after;
            let known = group.groups.iter().position(|one| one.name == name);
            let place = known.unwrap_or(group.groups.len());
            if known.is_none() {
                group.groups.push(Group {
                    name: name.into(),
                    ..Group::default()
                });
            }
            group = &mut group.groups[place];
        }
        group.layers.push(index);
    }
    all
}

/// The part of a layer's name behind the names of blocks.
pub fn own_name(layer: &Layer) -> &str {
    layer.name.rsplit('/').next().unwrap_or(&layer.name)
}
