//! What the files of the TensorBoard callback hold, read by a decoder that shares no code with their writer.

use std::fs;
use std::path::Path;

/// What an event says.
#[derive(Debug, PartialEq)]
pub enum Event {
    /// The first one.
    Version(String),
    /// Numbers of a step, each under its tag.
    Scalars(i64, Vec<(String, f32)>),
}

/// The events of the only file of a folder.
pub fn events(folder: &Path) -> Vec<Event> {
    let mut files = fs::read_dir(folder).unwrap();
    let file = files.next().unwrap().unwrap();
    assert!(files.next().is_none());
    let name = file.file_name().into_string().unwrap();
    assert!(name.contains("tfevents"), "{name}");
    records(&fs::read(file.path()).unwrap())
        .into_iter()
        .map(event)
        .collect()
}

/// The contents of all records, whose checksums must be right.
fn records(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut contents = Vec::new();
    while !bytes.is_empty() {
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(number(&bytes[8..12]), masked(&bytes[..8]));
        let content = &bytes[12..12 + length];
        assert_eq!(number(&bytes[12 + length..16 + length]), masked(content));
        contents.push(content);
        bytes = &bytes[16 + length..];
    }
    contents
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes.try_into().unwrap())
}

/// CRC-32C bit by bit, turned and shifted as the format of the records says.
fn masked(bytes: &[u8]) -> u32 {
    let checksum = castagnoli(bytes);
    checksum.rotate_right(15).wrapping_add(0xA282_EAD8)
}

fn castagnoli(bytes: &[u8]) -> u32 {
    let mut register = !0u32;
    for byte in bytes {
        register ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = register & 1;
            register >>= 1;
            if carry == 1 {
                register ^= 0x82F6_3B78;
            }
        }
    }
    !register
}

/// One field of a message.
#[derive(Debug)]
enum Field<'a> {
    Number(u64),
    Double(f64),
    Bytes(&'a [u8]),
    Float(f32),
}

/// The fields of a message with their numbers, after the protocol buffers' description of the wire format.
fn fields(mut message: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !message.is_empty() {
        let key = variable(&mut message);
        let field = match key & 7 {
            0 => Field::Number(variable(&mut message)),
            1 => Field::Double(f64::from_le_bytes(
                take(&mut message, 8).try_into().unwrap(),
            )),
            2 => {
                let length = variable(&mut message) as usize;
                Field::Bytes(take(&mut message, length))
            }
            5 => Field::Float(f32::from_le_bytes(
                take(&mut message, 4).try_into().unwrap(),
            )),
            kind => panic!("a field of the kind {kind}"),
        };
        fields.push((key >> 3, field));
    }
    fields
}

fn take<'a>(message: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = message.split_at(count);
    *message = rest;
    taken
}

fn variable(message: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = take(message, 1)[0];
        value |= u64::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            return value;
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// `Event` of TensorBoard's `event.proto`: time, step, version, summary.
fn event(message: &[u8]) -> Event {
    let (mut time, mut step, mut found) = (0.0, 0, None);
    for field in fields(message) {
        match field {
            (1, Field::Double(value)) => time = value,
            (2, Field::Number(value)) => step = value as i64,
            (3, Field::Bytes(version)) => found = Some(Event::Version(text(version))),
            (5, Field::Bytes(summary)) => {
                let scalars = fields(summary).into_iter().map(scalar).collect();
                found = Some(Event::Scalars(step, scalars));
            }
            other => panic!("the field {other:?} of an event"),
        }
    }
    assert!(time > 1.6e9, "events have the time");
    found.unwrap()
}

/// `Summary.Value` of `summary.proto`: tag and number.
fn scalar((field, value): (u64, Field<'_>)) -> (String, f32) {
    let (1, Field::Bytes(value)) = (field, value) else {
        panic!("the field {field} of a summary");
    };
    match fields(value).as_slice() {
        [(1, Field::Bytes(tag)), (2, Field::Float(number))] => (text(tag), *number),
        other => panic!("{other:?}"),
    }
}

#[test]
fn checksums_are_those_of_the_standard() {
    // RFC 3720, appendix B.4.
    let ascending: Vec<u8> = (0..32).collect();
    let descending: Vec<u8> = (0..32).rev().collect();
    assert_eq!(castagnoli(&[0; 32]), 0x8A91_36AA);
    assert_eq!(castagnoli(&[255; 32]), 0x62A8_AB43);
    assert_eq!(castagnoli(&ascending), 0x46DD_794E);
    assert_eq!(castagnoli(&descending), 0x113F_DB5C);
}
