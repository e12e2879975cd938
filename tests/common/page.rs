//! Pages with parts that tests write: `<!-- layers -->` … `<!-- /layers -->`.

use std::fs;
use std::path::Path;

/// The text of a page.
pub fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares a part of a page with what it should be; with `BLESS=1` it becomes that, and the whole page is given.
fn with_part(page: &str, path: &str, test: &str, name: &str, part: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = page.find(&begin).map(|found| found + begin.len());
    let start = start.unwrap_or_else(|| panic!("{path} has no {begin}"));
    let length = page[start..].find(&end);
    let stop = start + length.unwrap_or_else(|| panic!("{path} has no {end}"));
    let part = format!("\n{}\n\n", part.trim());
    if std::env::var_os("BLESS").is_none() {
        assert!(
            page[start..stop] == part,
            "{name} in {path} isn't what the compiler says: BLESS=1 cargo test --test {test}"
        );
    }
    format!("{}{part}{}", &page[..start], &page[stop..])
}

/// Compares parts of a page, or writes them with `BLESS=1`.
pub fn matches(path: &str, test: &str, parts: &[(&str, String)]) {
    let page = read(path);
    let mut written = page.clone();
    for (name, part) in parts {
        written = with_part(&written, path, test, name, part);
    }
    if written != page {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        fs::write(path, written).expect("the page can be written");
    }
}
