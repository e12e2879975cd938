//! The compiler's reader of safetensors headers against the crate that defines the format.

use formwork::random::Stream;
use formwork_compiler::weights::header::Header;
use safetensors::tensor::Metadata;

const HEADER: &str = r#"{"__metadata__":{"format":"pt","k\n":"\u00e9"},"b.kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"a":{"dtype":"F16","shape":[],"data_offsets":[24,26]},"c":{"dtype":"I64","shape":[1,0],"data_offsets":[26,26]}}"#;

/// Whatever the compiler accepts the crate accepts, and both read the same.
#[test]
fn what_is_read_is_what_the_crate_reads() {
    let mut random = Stream::new(1, 1);
    let mut below = |end: usize| random.below(end as u32) as usize;
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..20_000 {
        let mut bytes = HEADER.as_bytes().to_vec();
        for _ in 0..round.min(1 + below(3)) {
            if bytes.is_empty() {
                break;
            }
            let at = below(bytes.len());
            let mark = b"0123456789,:[]{}\"\\ -nu.eF"[below(25)];
            match below(4) {
                0 => bytes[at] = mark,
                1 => bytes.insert(at, mark),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at + 1),
            }
        }
        let Ok(json) = String::from_utf8(bytes) else {
            continue;
        };
        let theirs = serde_json::from_str::<Metadata>(&json);
        let Some(ours) = Header::read(&json) else {
            // The crate overlooks keys that it doesn't know, so it may accept what is refused here.
            refused += 1;
            assert!(round > 0, "{json}");
            continue;
        };
        accepted += 1;
        let theirs = match theirs {
            Ok(theirs) => theirs,
            Err(error) => {
                // Types that don't exist are refused when the model is compared, like all but one.
                let known = ["F32", "F16", "I64"];
                let mut types = ours.tensors.iter().map(|tensor| &*tensor.dtype);
                assert!(
                    types.any(|dtype| !known.contains(&dtype)),
                    "{error}: {json}"
                );
                continue;
            }
        };
        assert_eq!(ours.tensors.len(), theirs.tensors().len(), "{json}");
        for tensor in &ours.tensors {
            let info = theirs.info(&tensor.name).expect("the same names");
            assert_eq!(info.dtype.to_string(), tensor.dtype);
            assert_eq!(info.shape, tensor.shape);
            assert_eq!(info.data_offsets, (tensor.begin, tensor.end));
        }
        let metadata = theirs.metadata().clone().unwrap_or_default();
        assert_eq!(metadata.len(), ours.metadata.len());
        for (key, value) in &ours.metadata {
            assert_eq!(metadata.get(key), Some(value), "{json}");
        }
    }
    assert!(accepted > 500 && refused > 5000, "{accepted}, {refused}");
}
