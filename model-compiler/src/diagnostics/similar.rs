//! Did you mean: the nearest of the names that a table knows.

/// The name among `known` that `found` is most likely meant to be. Letters' case and underscores don't count; of
/// equally near names the first is taken.
pub fn closest<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let plain = plain(found);
    if plain.is_empty() || plain.len() > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let candidate = self::plain(name);
        if candidate.len() > LONGEST || candidate.is_empty() {
            continue;
        }
        let distance = distance(&plain, &candidate);
        let allowed = match plain.len().max(candidate.len()) {
            0..=2 => 0,
            3..=4 => 1,
            5..=8 => 2,
            _ => 3,
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

const LONGEST: usize = 40;

fn plain(name: &str) -> Vec<u8> {
    name.bytes()
        .filter(|&byte| byte != b'_')
        .map(|byte| byte.to_ascii_lowercase())
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`.
fn distance(left: &[u8], right: &[u8]) -> usize {
    let width = right.len() + 1;
    let mut table = vec![0usize; (left.len() + 1) * width];
    for (column, cell) in table.iter_mut().take(width).enumerate() {
        *cell = column;
    }
    for row in 1..=left.len() {
        table[row * width] = row;
        for column in 1..width {
            let replaced = table[(row - 1) * width + column - 1]
                + usize::from(left[row - 1] != right[column - 1]);
            let removed = table[(row - 1) * width + column] + 1;
            let inserted = table[row * width + column - 1] + 1;
            let mut least = replaced.min(removed).min(inserted);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                least = least.min(table[(row - 2) * width + column - 2] + 1);
            }
            table[row * width + column] = least;
        }
    }
    table[left.len() * width + right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["Dense", "Dropout", "Conv2D", "MaxPooling2D"];
        let of = |found| closest(found, known);
        assert_eq!(of("dense"), Some("Dense"));
        assert_eq!(of("Desne"), Some("Dense"));
        assert_eq!(of("Conv2d"), Some("Conv2D"));
        assert_eq!(of("conv_2d"), Some("Conv2D"));
        assert_eq!(of("MaxPoling2D"), Some("MaxPooling2D"));
        assert_eq!(of("Linear"), None);
        assert_eq!(of("x"), None);
        assert_eq!(of(""), None);
        assert_eq!(of("_"), None);
    }

    #[test]
    fn distances() {
        let of = |left: &str, right: &str| distance(left.as_bytes(), right.as_bytes());
        assert_eq!(of("kitten", "sitting"), 3);
        assert_eq!(of("ab", "ba"), 1);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("same", "same"), 0);
    }
}
