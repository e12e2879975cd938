//! Writing a file so that its path holds either what was there before or all of what is written.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 << 10;

/// Calls `content` with a file beside `path`, and puts that in the place of `path` once it is complete and on disk.
///
/// If anything fails, the file beside it is removed and `path` is as it was. A symbolic link is followed; the
/// permissions of a file that is replaced are kept.
pub fn write(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let directory = directory_of(&target);
    let temporary = create_in(&directory, &prefix(&target))?;
    if let Ok(replaced) = fs::metadata(&target) {
        temporary
            .as_file()
            .set_permissions(replaced.permissions())?;
    }
    let mut buffered = BufWriter::with_capacity(BUFFER, temporary.as_file());
    content(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    temporary.as_file().sync_all()?;
    temporary.persist(&target).map_err(|failed| failed.error)?;
    sync_directory(&directory);
    Ok(())
}

/// Removes what a process that was killed while it wrote `path` has left beside it. Nobody may be writing that file meanwhile.
pub fn remove_leftovers(path: &Path) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let prefix = prefix(&target);
    for file in fs::read_dir(directory_of(&target))? {
        let file = file?;
        let name = file.file_name();
        let name = name.as_encoded_bytes();
        if name.starts_with(prefix.as_encoded_bytes()) && name.ends_with(SUFFIX.as_bytes()) {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// How the names of files end that aren't complete.
const SUFFIX: &str = ".partial";

/// How such a name begins: hidden, and with the name of the file that it is to replace.
fn prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    prefix
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A hidden file that is removed unless it is kept. On Unix it gets the permissions of any new file.
fn create_in(directory: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(prefix).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

/// Makes the new name last through a power cut, where directories can be opened. The file is complete either way.
fn sync_directory(directory: &Path) {
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("weights");
        write(&path, |file| file.write_all(b"first")).unwrap();
        write(&path, |file| file.write_all(b"2nd")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2nd");
        assert_eq!(names(directory.path()), ["weights"]);
    }

    #[test]
    fn a_failure_leaves_what_was_there() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("weights");
        fs::write(&path, b"old").unwrap();
        let failed = write(&path, |file| {
            file.write_all(&[0; 3 * BUFFER])?;
            Err(io::Error::other("disk full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "disk full");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(directory.path()), ["weights"]);
    }

    #[test]
    fn leftovers_are_removed() {
        let directory = tempfile::tempdir().unwrap();
        for name in [".run.x1.partial", ".run2.x1.partial", "run", ".run.x1"] {
            fs::write(directory.path().join(name), b"").unwrap();
        }
        remove_leftovers(&directory.path().join("run")).unwrap();
        let mut left = names(directory.path());
        left.sort();
        assert_eq!(left, [".run.x1", ".run2.x1.partial", "run"]);
    }

    #[test]
    fn a_directory_is_not_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("taken");
        fs::create_dir(&path).unwrap();
        assert!(write(&path, |file| file.write_all(b"new")).is_err());
        assert_eq!(names(directory.path()), ["taken"]);
        assert!(write(&directory.path().join("absent/weights"), |_| Ok(())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_permissions_of_any_other() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let (ours, other) = (
            directory.path().join("ours"),
            directory.path().join("other"),
        );
        write(&ours, |file| file.write_all(b"new")).unwrap();
        fs::write(&other, b"new").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(ours), mode(other));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_links_followed() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let (path, link) = (
            directory.path().join("weights"),
            directory.path().join("link"),
        );
        fs::write(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, |file| file.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }
}
