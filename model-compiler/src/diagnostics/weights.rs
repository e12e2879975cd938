//! What can be wrong with a file that `include_weights!` reads, and with the macro's arguments.

use super::{closest, render};
use proc_macro2::{Span, TokenStream};

/// One mistake, without its place. `file` is the path as it is written, `model` the model's name.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum WeightsMistake {
    /// Something else than a path and a text.
    Arguments,
    /// The path leads to declarations without a model of that name.
    NoModel { model: String },
    /// The path leads to a family.
    Family { model: String, member: String },
    /// There is no such file.
    NoFile { file: String, tried: String },
    /// The system refuses to read it.
    Unreadable {
        file: String,
        tried: String,
        reason: String,
    },
    /// The path isn't text in UTF-8, so it can't be written into a program.
    Path { tried: String },
    /// The file's header isn't that of safetensors.
    NoSafetensors { file: String },
    /// The header speaks of more or less than there is.
    Length {
        file: String,
        expected: u64,
        found: u64,
    },
    /// The file is ours, but of another version.
    Version {
        file: String,
        found: String,
        known: &'static str,
    },
    /// The file lacks a tensor.
    Missing {
        file: String,
        model: String,
        tensor: String,
        shape: Vec<usize>,
        surplus: Vec<String>,
    },
    /// The model lacks a tensor.
    Surplus {
        file: String,
        model: String,
        tensor: String,
        shape: Vec<usize>,
    },
    /// The shapes differ.
    Shape {
        file: String,
        model: String,
        tensor: String,
        found: Vec<usize>,
        expected: Vec<usize>,
    },
    /// The elements aren't single precision.
    Dtype {
        file: String,
        tensor: String,
        found: String,
    },
}

impl WeightsMistake {
    /// The mistake as an error at its place.
    pub fn render(&self, span: Span) -> TokenStream {
        render::compile_error_of(span, &format!("{}\nhelp: {}", self.message(), self.help()))
    }

    fn message(&self) -> String {
        match self {
            Self::Arguments => "expected the path of a model and the path of a file".into(),
            Self::NoModel { model } => {
                format!("this path leads to declarations, but none of them is a model `{model}`")
            }
            Self::Family { model, .. } => {
                format!("`{model}` is a family: each of its members has weights of its own")
            }
            Self::NoFile { file, tried } => {
                format!("there is no file `{file}`; looked for `{tried}`")
            }
            Self::Unreadable {
                file,
                tried,
                reason,
            } => format!("`{file}` can't be read; tried `{tried}`: {reason}"),
            Self::Path { tried } => {
                format!("the path `{tried}` isn't UTF-8, so it can't stand in a program")
            }
            Self::NoSafetensors { file } => format!("`{file}` isn't a safetensors file"),
            Self::Length {
                file,
                expected,
                found,
            } => format!("`{file}` has {found} bytes, but its header speaks of {expected}"),
            Self::Version { file, found, known } => format!(
                "`{file}` has version `{found}` of Formwork's format, but this is for `{known}`"
            ),
            Self::Missing {
                file,
                model,
                tensor,
                shape,
                ..
            } => format!("`{file}` lacks `{tensor}` of shape {shape:?}, which `{model}` has"),
            Self::Surplus {
                file,
                model,
                tensor,
                shape,
                ..
            } => format!("`{file}` has `{tensor}` of shape {shape:?}, which `{model}` lacks"),
            Self::Shape {
                file,
                model,
                tensor,
                found,
                expected,
            } => format!(
                "`{file}`: `{tensor}` has shape {found:?} in the file but {expected:?} in `{model}`"
            ),
            Self::Dtype {
                file,
                tensor,
                found,
            } => format!("`{file}`: `{tensor}` has elements of type {found}"),
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Arguments => {
                "write `include_weights!(Mlp, \"mlp.safetensors\")`, with the path of a struct that `model!` declares".into()
            }
            Self::NoModel { .. } => {
                "write the name that stands behind `struct` in the `model!`, not one that a `use .. as` gives it".into()
            }
            Self::Family { member, .. } => format!("write the name of a member, such as `{member}`"),
            Self::NoFile { .. } => {
                "write the path relative to the folder of `Cargo.toml`; a trained model's `save` makes such a file".into()
            }
            Self::Unreadable { .. } => {
                "write the path of a file relative to the folder of `Cargo.toml`, and let it be readable".into()
            }
            Self::Path { .. } => "move the package to a folder whose name is UTF-8".into(),
            Self::NoSafetensors { .. } => {
                "include a file that a model's `save` made, or one of that format from elsewhere".into()
            }
            Self::Length { .. } => "it may be cut off: get or save it anew".into(),
            Self::Version { .. } => "use the version of Formwork that saved it, or save it anew".into(),
            Self::Missing { tensor, surplus, .. } => match nearest(tensor, surplus) {
                Some(other) => format!(
                    "the file has `{other}`, which the model lacks: give the layer that name, by `let` or by `name = \"..\"`"
                ),
                None => "include a file that was saved from this model".into(),
            },
            Self::Surplus { .. } => {
                "include a file that was saved from this model, or remove the tensor from the file".into()
            }
            Self::Shape { .. } => {
                "change the declaration to the sizes it was saved with, or include another file".into()
            }
            Self::Dtype { .. } => "convert the file to elements of type F32".into(),
        }
    }
}

/// The name that was probably meant: one that is written similarly, or the only one.
fn nearest<'n>(tensor: &str, names: &'n [String]) -> Option<&'n str> {
    match names {
        [only] => Some(only),
        _ => closest(tensor, names.iter().map(String::as_str)),
    }
}
