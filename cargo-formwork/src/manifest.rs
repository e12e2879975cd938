//! What a `Cargo.toml` says of crates and their names.

use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The part of a manifest that paths depend on.
#[derive(Debug)]
pub struct Manifest {
    /// The name by which other crates know the library.
    pub name: String,
    /// The root of the library, which may not be there.
    pub library: PathBuf,
    /// The dependencies that are given by path: the names of their crates, and folders.
    pub dependencies: Vec<(String, PathBuf)>,
}

/// The folder of the package that a file belongs to.
pub fn package_around(file: &Path) -> Option<PathBuf> {
    let mut folders = file.ancestors().skip(1);
    let around = folders.find(|folder| read(folder).contains_key("package"));
    around.map(Path::to_path_buf)
}

impl Manifest {
    /// Reads the manifest in a folder; what it doesn't say is as Cargo takes it.
    pub fn read(folder: &Path) -> Manifest {
        let manifest = read(folder);
        let text = |table: &str, key: &str| {
            let value = manifest.get(table)?.get(key)?.as_str()?;
            Some(value.to_string())
        };
        let name = text("lib", "name").or_else(|| text("package", "name"));
        let library = text("lib", "path").unwrap_or_else(|| "src/lib.rs".into());
        let mut dependencies = Vec::new();
        for table in ["dependencies", "dev-dependencies"] {
            let Some(Value::Table(table)) = manifest.get(table) else {
                continue;
            };
            for (key, value) in table {
                let Some(path) = path(folder, key, value) else {
                    continue;
                };
                let renamed = value.get("package").is_some();
                let name = match renamed {
                    true => None,
                    false => library_name(&path),
                };
                let name = name.unwrap_or_else(|| key.clone());
                dependencies.push((name.replace('-', "_"), path));
            }
        }
        Manifest {
            name: name.unwrap_or_default().replace('-', "_"),
            library: folder.join(library),
            dependencies,
        }
    }
}

/// The folder of a dependency, if it is given by path, here or by the workspace.
fn path(folder: &Path, key: &str, value: &Value) -> Option<PathBuf> {
    if value.get("workspace").and_then(Value::as_bool) == Some(true) {
        let is_workspace = |folder: &&Path| read(folder).contains_key("workspace");
        let root = folder.ancestors().find(is_workspace)?;
        let manifest = read(root);
        let shared = manifest.get("workspace")?.get("dependencies")?.get(key)?;
        let path = shared.get("path")?.as_str()?;
        return root.join(path).canonicalize().ok();
    }
    let path = value.get("path")?.as_str()?;
    folder.join(path).canonicalize().ok()
}

/// The name that a package gives its library, if that isn't its own.
fn library_name(folder: &Path) -> Option<String> {
    let manifest = read(folder);
    let name = manifest.get("lib")?.get("name")?.as_str()?;
    Some(name.to_string())
}

fn read(folder: &Path) -> Table {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    text.parse().unwrap_or_default()
}
