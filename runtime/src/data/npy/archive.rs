//! `.npz` archives: as much of ZIP as NumPy writes. Members are stored or deflated; the directory at the end of the file says where.

use super::{Array, NpyError, NpyFault, array};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// An `.npz` file.
#[derive(Clone, Debug)]
pub struct Archive {
    path: PathBuf,
    bytes: Vec<u8>,
    members: Vec<Member>,
}

#[derive(Clone, Debug)]
struct Member {
    name: String,
    deflated: bool,
    check_sum: u32,
    packed: usize,
    header: usize,
}

/// Length of the record that ends the directory, without its comment.
const END: usize = 22;
/// Length of a directory's entry, without its name.
const ENTRY: usize = 46;
/// Length of what stands before a member, without its name.
const LOCAL: usize = 30;

impl Archive {
    /// Reads a file and its directory.
    ///
    /// # Errors
    /// If it can't be read or isn't an archive.
    pub fn open(path: impl AsRef<Path>) -> Result<Archive, NpyError> {
        let path = path.as_ref();
        let opened = fs::read(path).map_err(NpyFault::Io).and_then(|bytes| {
            let members = directory(&bytes).map_err(NpyFault::Archive)?;
            Ok(Archive {
                path: path.to_owned(),
                bytes,
                members,
            })
        });
        opened.map_err(|fault| NpyError::new(path, None, fault))
    }

    /// The names of the arrays.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name.as_str())
    }

    /// An array.
    ///
    /// # Errors
    /// If there is none of the name, or it can't be read.
    pub fn array(&self, name: &str) -> Result<Array, NpyError> {
        self.find(name)
            .map_err(|fault| NpyError::new(&self.path, Some(name), fault))
    }

    fn find(&self, name: &str) -> Result<Array, NpyFault> {
        let Some(member) = self.members.iter().find(|member| member.name == name) else {
            let names = self.names().take(20).map(str::to_owned).collect();
            return Err(NpyFault::Missing(names));
        };
        let packed = packed(&self.bytes, member).ok_or(NpyFault::Archive(
            "its directory names bytes that aren't there",
        ))?;
        let mut crc = Crc::new();
        let array = if member.deflated {
            let file = Summed(DeflateDecoder::new(packed), &mut crc);
            array::parse(file, &self.path, Some(name))
        } else {
            array::parse(Summed(packed, &mut crc), &self.path, Some(name))
        }?;
        if crc.sum() == member.check_sum {
            Ok(array)
        } else {
            Err(NpyFault::CheckSum)
        }
    }
}

/// Adds what is read to a check sum.
struct Summed<'a, R>(R, &'a mut Crc);

impl<R: Read> Read for Summed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.update(&buffer[..count]);
        Ok(count)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let &[low, high] = bytes.get(at..at.checked_add(2)?)? else {
        return None;
    };
    Some(usize::from(u16::from_le_bytes([low, high])))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// The arrays that the directory lists.
fn directory(bytes: &[u8]) -> Result<Vec<Member>, &'static str> {
    const BROKEN: &str = "its directory is broken";
    let last = bytes
        .len()
        .checked_sub(END)
        .ok_or("it is too short for an archive")?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last)
        .rev()
        .find(|&place| bytes[place..].starts_with(b"PK\x05\x06"))
        .ok_or("no directory ends it, so it is no ZIP archive or was cut off")?;
    let count = short(bytes, end + 10).ok_or(BROKEN)?;
    let mut place = word(bytes, end + 16).ok_or(BROKEN)? as usize;
    let mut members = Vec::new();
    for _ in 0..count {
        members.push(entry(bytes, &mut place).ok_or(BROKEN)??);
    }
    Ok(members)
}

/// One entry of the directory; `None` if it is broken.
fn entry(bytes: &[u8], place: &mut usize) -> Option<Result<Member, &'static str>> {
    let entry = bytes.get(*place..)?;
    if !entry.starts_with(b"PK\x01\x02") {
        return None;
    }
    let (packed, header) = (word(entry, 20)?, word(entry, 42)?);
    let name_len = short(entry, 28)?;
    let name = entry.get(ENTRY..ENTRY + name_len)?;
    let deflated = match short(entry, 10)? {
        0 => false,
        8 => true,
        _ => return Some(Err("a member's compression isn't known")),
    };
    if short(entry, 8)? & 1 == 1 {
        return Some(Err("a member is encrypted"));
    }
    if packed == u32::MAX || header == u32::MAX {
        return Some(Err("archives of 4 GiB and more aren't supported"));
    }
    *place += ENTRY + name_len + short(entry, 30)? + short(entry, 32)?;
    let name = str::from_utf8(name).ok()?;
    Some(Ok(Member {
        name: name.strip_suffix(".npy").unwrap_or(name).to_owned(),
        deflated,
        check_sum: word(entry, 16)?,
        packed: packed as usize,
        header: header as usize,
    }))
}

/// The bytes of a member.
fn packed<'a>(bytes: &'a [u8], member: &Member) -> Option<&'a [u8]> {
    let local = bytes.get(member.header..)?;
    if !local.starts_with(b"PK\x03\x04") {
        return None;
    }
    let start = LOCAL + short(local, 26)? + short(local, 28)?;
    local.get(start..)?.get(..member.packed)
}
