//! Whether a file holds the weights of a model, and in which form.

use super::file::WeightsFile;
use super::header::FileTensor;
use crate::diagnostics::WeightsMistake;
use crate::ir::deployed::Deployed;
use formwork_shape_rules::Shape;

/// Which tensors of a model a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Those that are trained.
    Trained,
    /// Those that are deployed.
    Deployed,
}

/// A file that has all tensors of a model's built-in layers.
#[derive(Debug)]
pub struct Agreed<'f> {
    /// Which they are.
    pub form: Form,
    /// For each tensor of that form its index in the file.
    pub places: Vec<usize>,
    /// What else the file has: tensors of users' layers, whose types only `rustc` knows.
    pub others: Vec<&'f FileTensor>,
}

/// Compares. The rule is that of the runtime's `load_deployed`.
pub fn agree<'f>(deployed: &Deployed, file: &'f WeightsFile) -> Result<Agreed<'f>, WeightsMistake> {
    let trained_tensors = trained(deployed);
    let deployed_tensors: Vec<(String, Shape)> = deployed
        .tensors
        .iter()
        .map(|tensor| (deployed.tensor_name(tensor), tensor.shape))
        .collect();
    let has_users = (0..deployed.plan.graph.layers.len())
        .any(|layer| deployed.plan.user_alias(layer).is_some());
    let has = |tensors: &[(String, Shape)]| {
        let all = tensors.iter().all(|(name, _)| file.find(name).is_some());
        all && (has_users || file.tensors.len() == tensors.len())
    };
    let is_deployed = match file.is_deployed {
        Some(stated) => stated,
        None => has(&deployed_tensors) && !has(&trained_tensors),
    };
    let (form, tensors) = match is_deployed {
        true => (Form::Deployed, deployed_tensors),
        false => (Form::Trained, trained_tensors),
    };
    let model = deployed.plan.bare_name();
    let places = places(&model, file, &tensors, has_users)?;
    let is_other = |(index, _): &(usize, &FileTensor)| !places.contains(index);
    let others = file.tensors.iter().enumerate().filter(is_other);
    let others = others.map(|(_, tensor)| tensor).collect();
    Ok(Agreed {
        form,
        places,
        others,
    })
}

/// The tensors of built-in layers that are trained, in the order of the model's table.
fn trained(deployed: &Deployed) -> Vec<(String, Shape)> {
    let layers = deployed.plan.graph.layers.iter();
    let tensors = layers.flat_map(|layer| {
        let parameters = layer.parameters.iter();
        parameters.map(|parameter| {
            let name = format!("{}.{}", layer.name, parameter.name);
            (name, parameter.shape)
        })
    });
    tensors.collect()
}

/// Where each tensor is in the file. The first that is wrong in the model's order is reported, then what is too much.
fn places(
    model: &str,
    file: &WeightsFile,
    tensors: &[(String, Shape)],
    has_users: bool,
) -> Result<Vec<usize>, WeightsMistake> {
    let written = || file.written.clone();
    let surplus = |tensor: &&FileTensor| tensors.iter().all(|(name, _)| *name != tensor.name);
    let mut places = Vec::with_capacity(tensors.len());
    for (name, shape) in tensors {
        let place = file.tensors.iter().position(|tensor| tensor.name == *name);
        let Some((place, found)) = place.and_then(|place| Some((place, file.tensors.get(place)?)))
        else {
            let surplus = file.tensors.iter().filter(surplus);
            return Err(WeightsMistake::Missing {
                file: written(),
                model: model.into(),
                tensor: name.clone(),
                shape: shape.dims().to_vec(),
                surplus: surplus.map(|tensor| tensor.name.clone()).collect(),
            });
        };
        if found.shape != shape.dims() {
            return Err(WeightsMistake::Shape {
                file: written(),
                model: model.into(),
                tensor: name.clone(),
                found: found.shape.clone(),
                expected: shape.dims().to_vec(),
            });
        }
        if found.dtype != "F32" {
            return Err(WeightsMistake::Dtype {
                file: written(),
                tensor: name.clone(),
                found: found.dtype.clone(),
            });
        }
        places.push(place);
    }
    match file.tensors.iter().find(surplus) {
        Some(tensor) if !has_users => Err(WeightsMistake::Surplus {
            file: written(),
            model: model.into(),
            tensor: tensor.name.clone(),
            shape: tensor.shape.clone(),
        }),
        _ => Ok(places),
    }
}
