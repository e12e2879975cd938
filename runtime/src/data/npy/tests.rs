use super::*;
use crate::tensor::{Tensor1, Tensor2};
use std::io::Write;

fn npy(descr: &str, fortran: bool, shape: &str, elements: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(elements);
    bytes
}

fn parse(bytes: &[u8]) -> Result<Array, NpyFault> {
    array::parse(bytes, Path::new("a.npy"), None)
}

fn fault(bytes: &[u8]) -> String {
    parse(bytes).unwrap_err().to_string()
}

#[test]
fn elements_of_all_types_are_numbers() {
    let values = |descr: &str, elements: &[u8]| {
        let count = elements.len() / descr[2..].parse::<usize>().unwrap();
        let array = parse(&npy(descr, false, &format!("({count},)"), elements)).unwrap();
        array.values()
    };
    assert_eq!(values("<f4", &[0, 0, 128, 63, 0, 0, 32, 192]), [1.0, -2.5]);
    assert_eq!(values(">f4", &[63, 128, 0, 0]), [1.0]);
    assert_eq!(values("<f8", &(-0.125f64).to_le_bytes()), [-0.125]);
    assert_eq!(values(">f8", &1e300f64.to_be_bytes()), [f32::INFINITY]);
    assert_eq!(values("|i1", &[255, 127]), [-1.0, 127.0]);
    assert_eq!(values(">i2", &[255, 254]), [-2.0]);
    assert_eq!(values("<i8", &(-3i64).to_le_bytes()), [-3.0]);
    assert_eq!(values("<u8", &u64::MAX.to_le_bytes()), [u64::MAX as f32]);
    assert_eq!(values("|b1", &[0, 1]), [0.0, 1.0]);
}

#[test]
fn both_orders_and_all_versions_read_the_same() {
    let c = npy("|u1", false, "(2, 3)", &[0, 1, 2, 3, 4, 5]);
    let fortran = npy("|u1", true, "(2, 3)", &[0, 3, 1, 4, 2, 5]);
    let expected = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    assert_eq!(parse(&c).unwrap().values(), expected);
    assert_eq!(parse(&fortran).unwrap().values(), expected);
    for version in [2, 3] {
        let mut long = c[..8].to_vec();
        long[6] = version;
        long.extend([c[8], c[9], 0, 0]);
        long.extend(&c[10..]);
        assert_eq!(parse(&long).unwrap().values(), expected);
    }
    let tensors: Vec<Tensor1<3>> = parse(&fortran).unwrap().tensors().unwrap();
    assert_eq!(tensors[1].as_slice(), [3.0, 4.0, 5.0]);
    let error = parse(&c).unwrap().tensors::<Tensor2<2, 3>>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`a.npy`: it has the shape [2, 3], which isn't `[samples, …]` with samples of the shape [2, 3]"
    );
}

#[test]
fn labels_are_whole_and_fit() {
    let labels = |descr: &str, elements: &[u8], shape: &str| {
        let array = parse(&npy(descr, false, shape, elements)).unwrap();
        array.labels::<u8>().map_err(|error| error.to_string())
    };
    assert_eq!(labels("<i2", &[7, 0, 255, 0], "(2,)"), Ok(vec![7, 255]));
    assert_eq!(labels("<f4", &[0, 0, 128, 63], "(1,)"), Ok(vec![1]));
    let too_large = labels("<i2", &[7, 0, 0, 1], "(2,)").unwrap_err();
    assert_eq!(
        too_large,
        "`a.npy`: element 1 is 256, which isn't a class index of the type `u8`"
    );
    assert!(labels("|i1", &[255], "(1,)").is_err());
    assert!(labels("<f4", &[0, 0, 0, 63], "(1,)").is_err());
    assert!(
        labels("|u1", &[1], "(1, 1)")
            .unwrap_err()
            .ends_with("labels have one axis")
    );
}

#[test]
fn faults_are_named() {
    let good = npy("<f4", false, "(2,)", &[0; 8]);
    assert_eq!(
        fault(&good[..good.len() - 1]),
        "its header claims 8 bytes of elements, but only 7 follow"
    );
    let longer = [&good[..], &[0]].concat();
    assert_eq!(
        fault(&longer),
        "bytes follow the 8 of the elements that its header claims"
    );
    assert!(fault(b"PK\x03\x04 and more").starts_with("not an NPY file: it begins with [50, 4b"));
    assert!(fault(b"\x93NUMPY\x04\x00").starts_with("version 4.0"));
    assert!(fault(&npy("<f2", false, "(1,)", &[])).contains("the type `<f2`"));
    assert!(fault(&npy("<f4", false, "(x,)", &[])).ends_with("isn't a tuple of numbers"));
    assert!(
        fault(&npy("<f8", false, "(4294967296, 4294967296)", &[]))
            .ends_with("more than memory can hold")
    );
    assert!(fault(&npy("<f8", false, "(1000000000000,)", &[1])).ends_with("but only 1 follow"));
    // No elements, but a number of samples that nothing limits.
    let nothing = parse(&npy("|u1", false, "(1000000000000000, 0)", &[])).unwrap();
    assert!(nothing.tensors::<Tensor1<0>>().unwrap().is_empty());
    let missing = read("no/such.npy").unwrap_err().to_string();
    assert!(missing.starts_with("`no/such.npy`: "), "{missing}");
}

/// An archive with one array, deflated if asked.
pub(in crate::data) fn npz(name: &str, array: &[u8], deflate: bool) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(array);
    let packed = if deflate {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(array).unwrap();
        encoder.finish().unwrap()
    } else {
        array.to_vec()
    };
    let file = format!("{name}.npy");
    let method = if deflate { 8u16 } else { 0 };
    let mut common = vec![20, 0, 0, 0];
    common.extend(method.to_le_bytes());
    common.extend([0; 4]);
    common.extend(crc.sum().to_le_bytes());
    common.extend((packed.len() as u32).to_le_bytes());
    common.extend((array.len() as u32).to_le_bytes());
    common.extend((file.len() as u16).to_le_bytes());
    common.extend([0; 2]);
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.extend(&common);
    bytes.extend(file.bytes());
    bytes.extend(&packed);
    let directory = bytes.len();
    bytes.extend(b"PK\x01\x02\x14\x00");
    bytes.extend(&common);
    bytes.extend([0; 14]);
    bytes.extend(file.bytes());
    let len = bytes.len() - directory;
    bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend((len as u32).to_le_bytes());
    bytes.extend((directory as u32).to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

#[test]
fn archives_hold_arrays_by_name() {
    let array = npy("<u2", false, "(3,)", &[1, 0, 2, 0, 3, 0]);
    for deflate in [false, true] {
        let bytes = npz("y", &array, deflate);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let archive = Archive::open(file.path()).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["y"]);
        assert_eq!(
            archive.array("y").unwrap().labels::<u8>().unwrap(),
            [1, 2, 3]
        );
        let error = archive.array("x").unwrap_err().to_string();
        assert!(
            error.ends_with(", array `x`: there is no such array: there are [\"y\"]"),
            "{error}"
        );
        let mut wrong = bytes.clone();
        let sum = wrong
            .windows(4)
            .position(|bytes| bytes == b"PK\x01\x02")
            .unwrap()
            + 16;
        wrong[sum] ^= 1;
        std::fs::write(file.path(), wrong).unwrap();
        let archive = Archive::open(file.path()).unwrap();
        assert!(matches!(
            archive.array("y").unwrap_err().fault,
            NpyFault::CheckSum
        ));
    }
}
