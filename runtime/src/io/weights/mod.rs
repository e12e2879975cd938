//! Weights in files: safetensors, checked before anything changes.
//!
//! A file holds every tensor of a model's table under its name, in little-endian `f32`, and the metadata `format`
//! ([`FORMAT`]), `version` ([`VERSION`]), `model` and, in files of this version of the library, `crc32c` ([`CHECKSUM`]). Files that other programs wrote have none of these and are
//! read just as well, if names and shapes agree.
//!
//! A file of the deployed form has the deployed table's tensors, and [`DEPLOYED`] as the metadata `form`. Loading the deployed
//! form takes either: trained tensors are folded then.

mod deployed;
mod error;
mod header;
mod load;
mod partial;
mod save;

pub use deployed::{Tables, load_deployed, load_deployed_from};
pub use error::WeightsError;
pub use load::{load, load_from};
pub use partial::{PartOfWeights, load_part};
pub use save::{save, save_deployed};

/// The value of the metadata `format`.
pub const FORMAT: &str = "formwork";

/// The value of the metadata `version`. A file of our format but another version is refused.
pub const VERSION: &str = "1";

/// The value of the metadata `form` in a file of a model's deployed form. Other files have no such metadata.
pub const DEPLOYED: &str = "deployed";

/// The key of the metadata that holds the CRC-32C of everything behind the header, as 8 hexadecimal digits. It is checked where it is.
pub const CHECKSUM: &str = "crc32c";
