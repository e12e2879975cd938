//! The header of a safetensors file: the length of a JSON object, then the object, which gives each tensor's type, shape
//! and place behind it.
//!
//! The `safetensors` crate reads it, too. This reader spares the crates of users, which build the compiler before anything of
//! their own, that crate and the two it needs.

use std::collections::BTreeMap;

/// The longest header that is read, as in the `safetensors` crate.
pub const LONGEST: u64 = 100_000_000;

/// What a file says of itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    /// What isn't about tensors.
    pub metadata: BTreeMap<String, String>,
    /// The tensors, in the order of their places, which follow each other without gaps.
    pub tensors: Vec<FileTensor>,
}

/// A tensor of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTensor {
    /// `dense_1.kernel`
    pub name: String,
    /// `F32`
    pub dtype: String,
    /// Its dimensions.
    pub shape: Vec<usize>,
    /// Its first byte behind the header.
    pub begin: usize,
    /// The byte behind its last one.
    pub end: usize,
}

impl Header {
    /// Number of bytes behind the header.
    pub fn data_len(&self) -> usize {
        self.tensors.last().map_or(0, |tensor| tensor.end)
    }

    /// Reads the JSON object.
    pub fn read(json: &str) -> Option<Header> {
        let mut reader = Reader { rest: json };
        let mut header = Header {
            metadata: BTreeMap::new(),
            tensors: Vec::new(),
        };
        reader.object(|reader, name| match &*name {
            "__metadata__" => {
                let metadata = &mut header.metadata;
                reader.object(|reader, key| {
                    let value = reader.text()?;
                    metadata.insert(key, value).is_none().then_some(())
                })
            }
            _ => {
                header.tensors.push(reader.tensor(name)?);
                Some(())
            }
        })?;
        if !reader.rest.chars().all(is_space) {
            return None;
        }
        header.tensors.sort_by(|a, b| {
            let place = |tensor: &FileTensor| (tensor.begin, tensor.end);
            place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name))
        });
        let mut end = 0;
        for tensor in &header.tensors {
            if tensor.begin != end || !tensor.has_its_length() {
                return None;
            }
            end = tensor.end;
        }
        let mut names: Vec<&str> = header.tensors.iter().map(|tensor| &*tensor.name).collect();
        names.sort_unstable();
        let twice = names.windows(2).any(|pair| pair.first() == pair.last());
        (!twice).then_some(header)
    }
}

impl FileTensor {
    /// Whether it is as long as type and shape say. Types that aren't known are refused later.
    fn has_its_length(&self) -> bool {
        let Some(len) = self.end.checked_sub(self.begin) else {
            return false;
        };
        let mut elements = self.shape.iter();
        let elements = elements.try_fold(1usize, |product, dim| product.checked_mul(*dim));
        let Some(elements) = elements else {
            return false;
        };
        match self.dtype.trim_start_matches(char::is_alphabetic) {
            "32" => elements.checked_mul(4) == Some(len),
            "64" => elements.checked_mul(8) == Some(len),
            "16" => elements.checked_mul(2) == Some(len),
            _ => true,
        }
    }
}

/// What hasn't been read yet.
struct Reader<'a> {
    rest: &'a str,
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

impl Reader<'_> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }

    /// Takes a mark if it is next.
    fn takes(&mut self, mark: char) -> bool {
        self.skip_spaces();
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes a mark that must be next.
    fn mark(&mut self, mark: char) -> Option<()> {
        self.takes(mark).then_some(())
    }

    /// What stands between two marks, with commas between.
    fn list(
        &mut self,
        open: char,
        close: char,
        mut element: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.mark(open)?;
        if self.takes(close) {
            return Some(());
        }
        loop {
            element(self)?;
            if self.takes(close) {
                return Some(());
            }
            self.mark(',')?;
        }
    }

    /// An object, whose values `value` reads.
    fn object(&mut self, mut value: impl FnMut(&mut Self, String) -> Option<()>) -> Option<()> {
        self.list('{', '}', |reader| {
            let key = reader.text()?;
            reader.mark(':')?;
            value(reader, key)
        })
    }

    /// `{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`
    fn tensor(&mut self, name: String) -> Option<FileTensor> {
        let (mut dtype, mut shape, mut offsets) = (None, None, None);
        self.object(|reader, key| {
            match &*key {
                "dtype" => dtype = Some(reader.text()?),
                "shape" => shape = Some(reader.numbers()?),
                "data_offsets" => offsets = Some(reader.numbers()?),
                _ => return None,
            }
            Some(())
        })?;
        let [begin, end] = offsets?.try_into().ok()?;
        Some(FileTensor {
            name,
            dtype: dtype?,
            shape: shape?,
            begin,
            end,
        })
    }

    fn numbers(&mut self) -> Option<Vec<usize>> {
        let mut numbers = Vec::new();
        self.list('[', ']', |reader| {
            reader.skip_spaces();
            let end = reader.rest.find(|letter: char| !letter.is_ascii_digit());
            let (digits, rest) = reader.rest.split_at_checked(end.unwrap_or(0))?;
            if digits.len() > 1 && digits.starts_with('0') {
                return None;
            }
            numbers.push(digits.parse().ok()?);
            reader.rest = rest;
            Some(())
        })?;
        Some(numbers)
    }

    fn text(&mut self) -> Option<String> {
        self.mark('"')?;
        let mut text = String::new();
        let mut letters = self.rest.chars();
        loop {
            match letters.next()? {
                '"' => break,
                '\\' => text.push(escaped(&mut letters)?),
                '\0'..='\x1f' => return None,
                letter => text.push(letter),
            }
        }
        self.rest = letters.as_str();
        Some(text)
    }
}

/// What stands behind a backslash.
fn escaped(letters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match letters.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\x08',
        'f' => '\x0c',
        'u' => {
            let first = unit(letters)?;
            match char::from_u32(first) {
                Some(letter) => letter,
                // A pair of surrogates.
                None => {
                    let pair = letters.next() == Some('\\') && letters.next() == Some('u');
                    let second = if pair { unit(letters)? } else { return None };
                    let units = [first as u16, second as u16];
                    let mut decoded = char::decode_utf16(units);
                    decoded.next()?.ok()?
                }
            }
        }
        letter @ ('"' | '\\' | '/') => letter,
        _ => return None,
    })
}

/// Four hexadecimal digits.
fn unit(letters: &mut std::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(unit * 16 + letters.next()?.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_and_metadata_are_read() {
        let json = r#" { "b" : {"data_offsets":[24, 28],"dtype":"F32","shape":[ ]} ,
            "__metadata__":{"format":"pt\u00e9\ud83d\ude00\"","x\\":""},
            "a\n": {"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}   "#;
        let header = Header::read(json).unwrap();
        assert_eq!(header.metadata["format"], "pté😀\"");
        assert_eq!(header.metadata["x\\"], "");
        let tensor = |name: &str, shape: &[usize], begin, end| FileTensor {
            name: name.into(),
            dtype: "F32".into(),
            shape: shape.into(),
            begin,
            end,
        };
        assert_eq!(
            header.tensors,
            [tensor("a\n", &[2, 3], 0, 24), tensor("b", &[], 24, 28)]
        );
        assert_eq!(header.data_len(), 28);
        assert_eq!(Header::read("{}").unwrap().data_len(), 0);
    }

    #[test]
    fn what_is_not_a_header_is_refused() {
        let tensor = |text: &str| format!("{{\"a\":{{{text}}}}}");
        let whole = r#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#;
        assert!(Header::read(&tensor(whole)).is_some());
        for json in [
            "".into(),
            "[]".into(),
            "{".into(),
            "{} x".into(),
            "{,}".into(),
            "{\"a\":1}".into(),
            tensor(""),
            tensor(&whole.replace("[2]", "[2,]")),
            tensor(&whole.replace("[2]", "[2 2]")),
            tensor(&whole.replace("[2]", "[-2]")),
            tensor(&whole.replace("[2]", "[2.0]")),
            tensor(&whole.replace("[2]", "[02]")),
            tensor(&whole.replace("[2]", "[3]")),
            tensor(&whole.replace("[2]", "[99999999999999999999]")),
            tensor(&whole.replace("[2]", "[9999999999999,9999999999999]")),
            tensor(&whole.replace("[0,8]", "[8,0]")),
            tensor(&whole.replace("[0,8]", "[4,12]")),
            tensor(&whole.replace("[0,8]", "[0]")),
            tensor(&whole.replace("F32", "F\u{1}")),
            tensor(&whole.replace("F32", "\\q")),
            tensor(&whole.replace("F32", "\\ud83d")),
            tensor(&whole.replace("F32", "\\ud83d\\u0041")),
            tensor(&whole.replace("dtype", "type")),
            format!("{{\"a\":{{{whole}}},\"a\":{{{whole}}}}}"),
            "[".repeat(100_000),
        ] {
            assert_eq!(Header::read(&json), None, "{json:.100}");
        }
        // Cut off anywhere.
        let json = tensor(whole);
        for end in 0..json.len() {
            assert_eq!(Header::read(&json[..end]), None);
        }
    }
}
