//! Files of weights: what is written, what is read, and that a bad file changes nothing.
#![cfg(feature = "std")]

mod common;
mod mutations;

use common::Storage;
use formwork_runtime::init::Initializer;
use formwork_runtime::io::WeightsError;
use formwork_runtime::io::weights::{
    FORMAT, Tables, VERSION, load, load_deployed, load_deployed_from, load_from, load_part, save,
    save_deployed,
};
use formwork_runtime::plain;
use formwork_runtime::random::Stream;
use formwork_runtime::shape_rules::Shape;
use formwork_runtime::shape_rules::fold::{FoldedNormalization, Origin};
use formwork_runtime::storage::{Dtype, Region, TensorEntry};
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype as FileDtype, TensorView};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

const fn entry(name: &'static str, dims: &[usize], region: Region, offset: usize) -> TensorEntry {
    TensorEntry {
        name,
        shape: Shape::of(dims),
        dtype: Dtype::F32,
        region,
        offset,
        unit_axes: 0,
        initializer: Initializer::Zeros,
    }
}

const TABLE: &[TensorEntry] = &[
    entry("dense.kernel", &[3, 4], Region::Trainable, 0),
    entry("dense.bias", &[4], Region::Trainable, 12),
    entry("trunk.kernel", &[2, 2, 1], Region::Frozen, 0),
    entry("norm.mean", &[4], Region::State, 0),
    entry("norm.count", &[], Region::State, 4),
];

type Weights = Storage<16, 4, 5>;

fn counted() -> Box<Weights> {
    let mut weights = plain::zeroed_box::<Weights>();
    plain::as_mut_slice(&mut *weights)
        .iter_mut()
        .enumerate()
        .for_each(|(index, value)| *value = index as f32 - 7.5);
    weights
}

/// What every failed load must leave behind.
fn marked() -> Box<Weights> {
    let mut weights = plain::zeroed_box::<Weights>();
    plain::as_mut_slice(&mut *weights).fill(-77.0);
    weights
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// The bytes of a file with these tensors, as the `safetensors` crate writes it.
fn foreign(tensors: &[(&str, FileDtype, &[usize])], metadata: &[(&str, &str)]) -> Vec<u8> {
    let data: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(_, dtype, dims)| {
            let len = dims.iter().product::<usize>() * dtype.bitsize() / 8;
            (0..len / 4)
                .flat_map(|index| (index as f32).to_le_bytes())
                .chain(vec![0; len % 4])
                .collect()
        })
        .collect();
    let views = tensors
        .iter()
        .zip(&data)
        .map(|((name, dtype, dims), data)| {
            (
                name.to_string(),
                TensorView::new(*dtype, dims.to_vec(), data).unwrap(),
            )
        });
    let metadata: HashMap<String, String> = metadata
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    safetensors::serialize(views, Some(metadata)).unwrap()
}

const WHOLE: [(&str, FileDtype, &[usize]); 5] = [
    ("dense.kernel", FileDtype::F32, &[3, 4]),
    ("dense.bias", FileDtype::F32, &[4]),
    ("trunk.kernel", FileDtype::F32, &[2, 2, 1]),
    ("norm.mean", FileDtype::F32, &[4]),
    ("norm.count", FileDtype::F32, &[]),
];

/// Loads bytes that must be refused, and checks that they change nothing.
fn refusal(bytes: &[u8]) -> WeightsError {
    let mut weights = marked();
    let error = load_from(
        Path::new("net.safetensors"),
        &mut &*bytes,
        "Net",
        TABLE,
        weights.regions_mut(),
    )
    .expect_err("a bad file was accepted");
    assert!(
        plain::as_slice(&*weights)
            .iter()
            .all(|&value| value == -77.0),
        "{error} changed the weights"
    );
    error
}

#[test]
fn weights_come_back_as_they_were_saved() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    let weights = counted();
    save(&path, "Net", TABLE, weights.regions()).unwrap();
    let mut loaded = marked();
    load(&path, "Net", TABLE, loaded.regions_mut()).unwrap();
    assert_eq!(plain::as_slice(&*loaded), plain::as_slice(&*weights));
}

#[test]
fn every_bit_pattern_survives() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    let mut weights = counted();
    let odd = [
        f32::NAN.to_bits() | 1,
        0x8000_0000,
        1,
        f32::INFINITY.to_bits(),
    ];
    odd.iter()
        .zip(&mut weights.frozen)
        .for_each(|(&bits, value)| *value = f32::from_bits(bits));
    save(&path, "Net", TABLE, weights.regions()).unwrap();
    let mut loaded = marked();
    load(&path, "Net", TABLE, loaded.regions_mut()).unwrap();
    assert_eq!(loaded.frozen.map(f32::to_bits), odd);
}

#[test]
fn other_programs_can_read_the_file() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    save(&path, "Net \"2\"\n", TABLE, counted().regions()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let (header, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(header % 8, 0);
    let metadata = metadata.metadata().clone().unwrap();
    assert_eq!(metadata.len(), 4);
    let checksum = formwork_runtime::io::crc32c::crc32c(&bytes[8 + header..]);
    assert_eq!(metadata["crc32c"], format!("{checksum:08x}"));
    assert_eq!(
        (metadata["format"].as_str(), metadata["version"].as_str()),
        (FORMAT, VERSION)
    );
    assert_eq!(metadata["model"], "Net \"2\"\n");
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(tensors.len(), TABLE.len());
    let bias = tensors.tensor("dense.bias").unwrap();
    assert_eq!((bias.dtype(), bias.shape()), (FileDtype::F32, &[4][..]));
    let values: Vec<f32> = bias
        .data()
        .as_chunks()
        .0
        .iter()
        .map(|&bytes| f32::from_le_bytes(bytes))
        .collect();
    assert_eq!(values, [4.5, 5.5, 6.5, 7.5]);
}

#[test]
fn the_same_weights_give_the_same_file() {
    let folder = Folder::new();
    let (one, other) = (folder.file("one"), folder.file("other"));
    save(&one, "Net", TABLE, counted().regions()).unwrap();
    save(&other, "Net", TABLE, counted().regions()).unwrap();
    assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap());
}

#[test]
fn files_of_other_programs_are_read_in_any_order() {
    let bytes = foreign(&WHOLE, &[("format", "pt")]);
    let mut weights = marked();
    load_from(
        Path::new("net"),
        &mut &bytes[..],
        "Net",
        TABLE,
        weights.regions_mut(),
    )
    .unwrap();
    assert_eq!(
        weights.trainable[..12],
        [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]
    );
    assert_eq!(weights.trainable[12..], [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(weights.state, [0.0, 1.0, 2.0, 3.0, 0.0]);
}

#[test]
fn a_wrong_shape_is_told_with_both_shapes() {
    let mut tensors = WHOLE;
    tensors[0].2 = &[4, 3];
    let error = refusal(&foreign(&tensors, &[]));
    assert!(matches!(&error, WeightsError::Shape { tensor, .. } if tensor == "dense.kernel"));
    assert_eq!(
        error.to_string(),
        "`net.safetensors`: `dense.kernel` has shape [4, 3] in the file but [3, 4] in `Net`; change the declaration \
         to the sizes it was saved with, or load another file"
    );
}

#[test]
fn a_missing_tensor_is_told_with_what_it_may_be_called() {
    let mut tensors = WHOLE;
    tensors[1].0 = "dense_1.bias";
    let error = refusal(&foreign(&tensors, &[]));
    assert_eq!(
        error.to_string(),
        "`net.safetensors` lacks `dense.bias` of shape [4], which `Net` has; the file has `dense_1.bias` instead, so \
         rename the layer or the tensor"
    );
    let error = refusal(&foreign(&WHOLE[..4], &[]));
    assert_eq!(
        error.to_string(),
        "`net.safetensors` lacks `norm.count` of shape [], which `Net` has; load a file that was saved from this model"
    );
}

#[test]
fn a_surplus_tensor_is_told() {
    let mut tensors = WHOLE.to_vec();
    tensors.push(("head.kernel", FileDtype::F32, &[4, 2]));
    let error = refusal(&foreign(&tensors, &[]));
    assert_eq!(
        error.to_string(),
        "`net.safetensors` has `head.kernel` of shape [4, 2], which `Net` lacks; load it into the model it was saved \
         from, or remove that tensor from the file"
    );
}

#[test]
fn another_element_type_is_told() {
    let mut tensors = WHOLE;
    tensors[2].1 = FileDtype::F16;
    let error = refusal(&foreign(&tensors, &[]));
    assert_eq!(
        error.to_string(),
        "`net.safetensors`: `trunk.kernel` has elements of type F16 in the file; convert them to F32"
    );
}

#[test]
fn another_version_of_the_format_is_told() {
    let error = refusal(&foreign(&WHOLE, &[("format", FORMAT), ("version", "2")]));
    assert!(
        error
            .to_string()
            .starts_with("`net.safetensors` has version \"2\" of the format `formwork`")
    );
    assert!(matches!(
        refusal(&foreign(&WHOLE, &[("format", FORMAT)])),
        WeightsError::Version { .. }
    ));
}

#[test]
fn a_file_must_end_where_its_tensors_do() {
    let bytes = foreign(&WHOLE, &[]);
    for len in 0..bytes.len() {
        assert!(
            matches!(refusal(&bytes[..len]), WeightsError::Malformed { .. }),
            "cut off at {len}"
        );
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(refusal(&longer), WeightsError::Malformed { .. }));
}

#[test]
fn absurd_lengths_are_refused() {
    let file = |json: &str| [&(json.len() as u64).to_le_bytes(), json.as_bytes()].concat();
    let huge = (1u64 << 61) - 1;
    let tensors: Vec<String> = (0..8u64)
        .map(|index| {
            let (begin, end) = (index * huge, (index + 1) * huge);
            format!("\"t{index}\":{{\"dtype\":\"U8\",\"shape\":[{huge}],\"data_offsets\":[{begin},{end}]}}")
        })
        .collect();
    refusal(&file(&format!("{{{}}}", tensors.join(","))));
    refusal(&file(&format!(
        "{{\"dense.kernel\":{{\"dtype\":\"F32\",\"shape\":[{0},{0}],\"data_offsets\":[0,16]}}}}",
        u64::MAX
    )));
    refusal(&file(
        "{\"dense.kernel\":{\"dtype\":\"F32\",\"shape\":[3,4],\"data_offsets\":[48,0]}}",
    ));
    refusal(&file(&"[".repeat(100_000)));
    refusal(&u64::MAX.to_le_bytes());
    refusal(&[]);
}

#[test]
fn no_damage_panics_or_changes_anything_in_part() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    save(&path, "Net", TABLE, counted().regions()).unwrap();
    let whole = fs::read(&path).unwrap();
    let header = 8 + SafeTensors::read_metadata(&whole).unwrap().0;
    let mut random = Stream::new(1, 1);
    let (mut refused, mut accepted) = (0, 0);
    for round in 0..300 {
        let mut bytes = whole.clone();
        let place = |random: &mut Stream, end: usize| random.below(end as u32) as usize;
        match round % 5 {
            0 => bytes.truncate(place(&mut random, whole.len())),
            1 => {
                for _ in 0..=place(&mut random, 4) {
                    let at = place(&mut random, whole.len());
                    bytes[at] ^= 1 << place(&mut random, 8);
                }
            }
            2 => {
                let at = 8 + place(&mut random, header - 8);
                bytes[at] = b"0123456789,:[]{}\"\\ -"[place(&mut random, 20)];
            }
            3 => {
                let (from, to) = (place(&mut random, header), place(&mut random, header));
                let removed = bytes.remove(from);
                bytes.insert(to, removed);
            }
            _ => {
                let at = place(&mut random, whole.len());
                let surplus = (0..place(&mut random, 20))
                    .map(|_| random.next_u32() as u8)
                    .collect::<Vec<_>>();
                bytes.splice(at..at, surplus);
            }
        }
        fs::write(&path, &bytes).unwrap();
        let mut weights = marked();
        match load(&path, "Net", TABLE, weights.regions_mut()) {
            Ok(()) => {
                // The damage hit spaces or the metadata; every tensor is what the file says.
                let tensors = SafeTensors::deserialize(&bytes).unwrap();
                for entry in TABLE {
                    let region = weights.regions().region(entry.region);
                    let found = region[entry.offset..entry.offset + entry.len()]
                        .iter()
                        .flat_map(|v| v.to_le_bytes());
                    assert!(found.eq(tensors.tensor(entry.name).unwrap().data().iter().copied()));
                }
                accepted += 1;
            }
            Err(error) => {
                assert!(
                    plain::as_slice(&*weights)
                        .iter()
                        .all(|&value| value == -77.0),
                    "{error}"
                );
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
        }
    }
    assert!(
        refused > 150 && accepted > 0,
        "{refused} refused, {accepted} accepted"
    );
}

#[test]
fn files_that_cannot_be_opened_are_named() {
    let folder = Folder::new();
    let absent = folder.file("absent.safetensors");
    let mut weights = marked();
    let error = load(&absent, "Net", TABLE, weights.regions_mut()).unwrap_err();
    assert!(matches!(error, WeightsError::Read { .. }));
    assert!(error.to_string().contains("absent.safetensors"));
    assert!(load(folder.0.path(), "Net", TABLE, weights.regions_mut()).is_err());
    let error = save(&folder.file("no/folder"), "Net", TABLE, weights.regions()).unwrap_err();
    assert!(matches!(error, WeightsError::Write { .. }));
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 0);
}

#[test]
fn large_weights_need_no_stack() {
    const ROWS: usize = 4096;
    const TABLE: &[TensorEntry] = &[
        entry("dense.kernel", &[ROWS, 4096], Region::Trainable, 0),
        entry("dense.bias", &[4096], Region::Trainable, ROWS * 4096),
    ];
    type Large = Storage<{ ROWS * 4096 + 4096 }, 0, 0>;
    let work = || {
        let folder = Folder::new();
        let path = folder.file("large.safetensors");
        let mut weights = plain::zeroed_box::<Large>();
        weights.trainable[ROWS * 4096 - 1] = 1.5;
        weights.trainable[ROWS * 4096 + 7] = -2.5;
        save(&path, "Large", TABLE, weights.regions()).unwrap();
        let mut loaded = plain::zeroed_box::<Large>();
        load(&path, "Large", TABLE, loaded.regions_mut()).unwrap();
        assert!(loaded.trainable[..] == weights.trainable[..]);
    };
    std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

/// A convolution with a normalization behind it, and a tensor that stays.
const TRAINED: &[TensorEntry] = &[
    entry("conv.kernel", &[1, 1, 2, 2], Region::Trainable, 0),
    entry("norm.gamma", &[2], Region::Trainable, 4),
    entry("norm.moving_mean", &[2], Region::State, 0),
    entry("norm.moving_variance", &[2], Region::State, 2),
    entry("head.kernel", &[2, 1], Region::Frozen, 0),
];
const FOLDED: &[TensorEntry] = &[
    entry("conv.kernel", &[1, 1, 2, 2], Region::Frozen, 0),
    entry("conv.bias", &[2], Region::Frozen, 4),
    entry("head.kernel", &[2, 1], Region::Frozen, 6),
];
const NORMALIZATION: FoldedNormalization = FoldedNormalization {
    gamma: Some(1),
    beta: None,
    mean: 2,
    variance: 3,
    epsilon: 0.5,
};
const TABLES: Tables<'static> = Tables {
    trained: TRAINED,
    deployed: FOLDED,
    origins: &[
        Origin::Scaled {
            kernel: 0,
            inner: std::num::NonZeroUsize::MIN,
            normalization: NORMALIZATION,
        },
        Origin::Bias {
            bias: None,
            normalization: NORMALIZATION,
        },
        Origin::Copied { tensor: 4 },
    ],
};

/// Scales of 6/2 and 8/4.
fn trained() -> Box<Storage<6, 2, 4>> {
    let mut weights = plain::zeroed_box::<Storage<6, 2, 4>>();
    weights.trainable = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0];
    weights.frozen = [0.25, -0.25];
    weights.state = [1.0, -2.0, 3.5, 15.5];
    weights
}

const DEPLOYED_ELEMENTS: [f32; 8] = [3.0, 4.0, 9.0, 8.0, -3.0, 4.0, 0.25, -0.25];

fn loaded_deployed(path: &Path) -> Result<[f32; 8], Box<WeightsError>> {
    let mut elements = [-77.0; 8];
    let result = load_deployed(path, "Net", &TABLES, &mut elements);
    assert!(result.is_ok() || elements == [-77.0; 8]);
    result.map(|()| elements).map_err(Box::new)
}

#[test]
fn trained_tensors_are_folded_when_the_deployed_form_is_loaded() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    save(&path, "Net", TRAINED, trained().regions()).unwrap();
    assert_eq!(loaded_deployed(&path).unwrap(), DEPLOYED_ELEMENTS);
}

#[test]
fn the_deployed_form_comes_back_as_it_was_saved() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    save_deployed(&path, "Net", FOLDED, &DEPLOYED_ELEMENTS).unwrap();
    assert_eq!(loaded_deployed(&path).unwrap(), DEPLOYED_ELEMENTS);
    let bytes = fs::read(&path).unwrap();
    let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!(metadata.metadata().clone().unwrap()["form"], "deployed");
    let error = load(&path, "Net", TRAINED, trained().regions_mut()).unwrap_err();
    assert!(matches!(error, WeightsError::Missing { tensor, .. } if tensor == "norm.gamma"));
}

#[test]
fn foreign_files_of_the_deployed_form_are_known_by_their_names() {
    let deployed: [(&str, FileDtype, &[usize]); 3] = [
        ("conv.bias", FileDtype::F32, &[2]),
        ("conv.kernel", FileDtype::F32, &[1, 1, 2, 2]),
        ("head.kernel", FileDtype::F32, &[2, 1]),
    ];
    let from = |bytes: &[u8]| {
        let mut elements = [-77.0; 8];
        let mut source = bytes;
        let path = Path::new("net.safetensors");
        let result = load_deployed_from(path, &mut source, "Net", &TABLES, &mut elements);
        result.map(|()| elements).map_err(Box::new)
    };
    let elements = from(&foreign(&deployed, &[])).unwrap();
    assert_eq!(elements, [0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 0.0, 1.0]);
    // Half of either form is a mistake in a file of the trained one.
    let error = from(&foreign(&deployed[1..], &[])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`net.safetensors` lacks `norm.gamma` of shape [2], which `Net` has; load a file that was saved from this model"
    );
    // A file of ours says what it is.
    let ours = [("format", FORMAT), ("version", VERSION)];
    assert!(from(&foreign(&deployed, &ours)).is_err());
}

#[test]
fn what_is_wrong_with_a_deployed_file_is_told() {
    let folder = Folder::new();
    let path = folder.file("net.safetensors");
    save_deployed(&path, "Net", &FOLDED[..2], &DEPLOYED_ELEMENTS[..6]).unwrap();
    let error = loaded_deployed(&path).unwrap_err();
    assert!(matches!(*error, WeightsError::Missing { tensor, .. } if tensor == "head.kernel"));
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(loaded_deployed(&path).is_err());
}

#[test]
fn damaged_files_change_nothing() {
    let folder = Folder::new();
    let path = folder.file("weights");
    let weights = counted();
    save(&path, "Model", TABLE, weights.regions()).unwrap();
    let whole = fs::read(&path).unwrap();
    let mut harmless = 0;
    for number in 0..mutations::count() {
        fs::write(&path, mutations::mutated(&whole, number)).unwrap();
        let mut found = marked();
        match load(&path, "Model", TABLE, found.regions_mut()) {
            Err(error) => {
                assert_eq!(
                    plain::as_slice(&*found),
                    plain::as_slice(&*marked()),
                    "{number}"
                );
                assert!(
                    error.to_string().contains(path.to_str().unwrap()),
                    "{error}"
                );
            }
            // A change of the model's name, or of spaces in the header.
            Ok(()) => {
                assert_eq!(
                    plain::as_slice(&*found),
                    plain::as_slice(&*weights),
                    "{number}"
                );
                harmless += 1;
            }
        }
    }
    assert!(
        harmless < mutations::count() / 10,
        "{harmless} changes went unnoticed"
    );
}

#[test]
fn part_of_a_file_can_be_taken() {
    let folder = Folder::new();
    let path = folder.file("weights");
    let tensors: [(&str, FileDtype, &[usize]); 3] = [
        ("dense.kernel", FileDtype::F32, &[3, 4]),
        ("dense.bias", FileDtype::F32, &[5]),
        ("head.kernel", FileDtype::F32, &[2]),
    ];
    fs::write(&path, foreign(&tensors, &[])).unwrap();
    let mut found = marked();
    let wanted = |name: &str| !name.starts_with("trunk.");
    let part = load_part(&path, "Model", TABLE, found.regions_mut(), &wanted).unwrap();
    assert_eq!(part.taken, ["dense.kernel"]);
    assert_eq!(part.absent, ["norm.mean", "norm.count"]);
    assert_eq!(part.unwanted, ["trunk.kernel"]);
    assert_eq!(part.surplus, ["head.kernel"]);
    assert_eq!(
        part.different,
        [("dense.bias".into(), "F32 [5]".into(), "F32 [4]".into())]
    );
    assert!(
        part.to_string()
            .contains("dense.bias: F32 [5] in the file, F32 [4] in the model")
    );
    let elements = plain::as_slice(&*found);
    assert!(elements[..12].iter().all(|&element| element != -77.0));
    assert!(elements[12..].iter().all(|&element| element == -77.0));
    let mut untouched = marked();
    let error = load_part(&path, "Model", TABLE, untouched.regions_mut(), &|_| false).unwrap_err();
    assert!(
        matches!(error, WeightsError::NothingTaken { .. }),
        "{error}"
    );
    assert_eq!(plain::as_slice(&*untouched), plain::as_slice(&*marked()));
}
