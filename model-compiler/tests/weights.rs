//! Files that `include_weights!` reads, and tokens that it is given.

use formwork_compiler::diagnostics::WeightsMistake;
use formwork_compiler::weights::file::WeightsFile;
use formwork_compiler::weights::{include_weights, include_weights_with};
use proc_macro2::TokenStream;
use std::fs;
use std::path::PathBuf;

/// A folder of this process that is gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("formwork-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn open(&self, bytes: &[u8]) -> Result<WeightsFile, WeightsMistake> {
        fs::write(self.0.join("net.safetensors"), bytes).unwrap();
        WeightsFile::open_in(&self.0, "net.safetensors")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn file(json: &str, data: usize) -> Vec<u8> {
    let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
    bytes.extend(json.as_bytes());
    bytes.extend((0..data).map(|byte| byte as u8));
    bytes
}

const TENSOR: &str = r#""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;

#[test]
fn a_file_is_opened_by_its_path_in_the_package() {
    let folder = Folder::new("opened");
    let json = format!("{{{TENSOR}}}");
    let opened = folder.open(&file(&json, 8)).unwrap();
    assert_eq!(opened.written, "net.safetensors");
    assert_eq!(
        PathBuf::from(&opened.path),
        folder.0.join("net.safetensors")
    );
    assert_eq!(opened.data, 8 + json.len());
    assert_eq!(opened.is_deployed, None);
    let elements = opened.elements().unwrap();
    let bits = u32::from_le_bytes([4, 5, 6, 7]);
    assert_eq!(elements[0][1].to_bits(), bits);
}

#[test]
fn the_form_is_what_the_metadata_say() {
    let folder = Folder::new("form");
    let with = |metadata: &str| {
        let json = format!("{{\"__metadata__\":{{{metadata}}},{TENSOR}}}");
        folder.open(&file(&json, 8))
    };
    let ours = r#""format":"formwork","version":"1""#;
    assert_eq!(with(ours).unwrap().is_deployed, Some(false));
    let deployed = format!("{ours},\"form\":\"deployed\"");
    assert_eq!(with(&deployed).unwrap().is_deployed, Some(true));
    assert_eq!(
        with(r#""format":"pt","form":"deployed""#)
            .unwrap()
            .is_deployed,
        None
    );
    assert!(matches!(
        with(r#""format":"formwork""#),
        Err(WeightsMistake::Version { found, .. }) if found.is_empty()
    ));
}

#[test]
fn what_is_wrong_with_a_file_is_told_apart() {
    let folder = Folder::new("wrong");
    let absent = WeightsFile::open_in(&folder.0, "absent.safetensors").unwrap_err();
    let tried = folder.0.join("absent.safetensors").display().to_string();
    let expected = WeightsMistake::NoFile {
        file: "absent.safetensors".into(),
        tried,
    };
    assert_eq!(absent, expected);
    let is_folder = WeightsFile::open_in(&folder.0, "").unwrap_err();
    assert!(matches!(is_folder, WeightsMistake::Unreadable { .. }));

    let whole = file(&format!("{{{TENSOR}}}"), 8);
    for len in 0..whole.len() {
        let mistake = folder.open(&whole[..len]).unwrap_err();
        let is_length = matches!(mistake, WeightsMistake::Length { .. });
        assert!(is_length || matches!(mistake, WeightsMistake::NoSafetensors { .. }));
        assert_eq!(is_length, len > 8, "{len}");
    }
    let longer = [&whole[..], &[0]].concat();
    assert!(matches!(
        folder.open(&longer),
        Err(WeightsMistake::Length { .. })
    ));
    for bytes in [
        &b"no weights at all"[..],
        &u64::MAX.to_le_bytes(),
        &file("{\"a\":3}", 0),
        &file("{\"\u{1}\":{}}", 0),
        &[&2u64.to_le_bytes()[..], &[0xff, 0xff]].concat(),
    ] {
        let mistake = folder.open(bytes).unwrap_err();
        assert!(matches!(mistake, WeightsMistake::NoSafetensors { .. }));
    }
}

#[test]
fn a_path_and_a_text_become_a_question() {
    for source in [
        "nets::Mlp, \"a.safetensors\"",
        "Mlp, r\"a\",",
        "::a::b::Mlp, \"\"",
    ] {
        let question = include_weights(source.parse().unwrap()).to_string();
        assert!(question.contains("__include_weights_with"), "{question}");
        let path = source.split(',').next().unwrap();
        let plain = |text: &str| text.replace(' ', "");
        assert!(
            plain(&question).starts_with(&format!("{path}!")),
            "{question}"
        );
    }
    for source in [
        "",
        "Mlp",
        "Mlp,",
        "\"a.safetensors\"",
        "Mlp, name",
        "Mlp, 3",
        "Mlp, b\"a\"",
        "Mlp \"a\"",
        "Mlp, \"a\", \"b\"",
        "Mlp, \"a\" \"b\"",
        "Mlp<3>, \"a\"",
        "(Mlp), \"a\"",
        ", \"a\"",
    ] {
        let error = include_weights(source.parse().unwrap()).to_string();
        assert!(error.contains("compile_error"), "{source}: {error}");
    }
}

/// Only companions call this, but anybody could.
#[test]
fn no_answer_panics() {
    for source in [
        "",
        "{}",
        "{} Mlp, \"a\"",
        "{ module \"1\" {} { pub struct Net { Input(3), Dense(2) } } } Mlp, \"a\"",
        "{ module \"1\" {} { pub struct Mlp { Input(3), Dense(2) } } } Mlp, \"no such file\"",
        "{ module \"1\" {} { ( } } } Mlp, \"a\"",
    ] {
        let Ok(tokens) = source.parse::<TokenStream>() else {
            continue;
        };
        let error = include_weights_with(tokens).to_string();
        assert!(error.contains("compile_error"), "{source}: {error}");
    }
    let wrong = "{ module \"1\" {} { pub struct Mlp { Input(3), Dense() } } } Mlp, \"a\"";
    let silent = include_weights_with(wrong.parse().unwrap()).to_string();
    assert!(!silent.contains("compile_error"), "{silent}");
}
