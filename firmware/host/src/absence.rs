//! The proof that a program can neither panic nor allocate: what would do it isn't linked.

/// Parts of names that only stand in a program that can panic, format a message, or allocate.
const FORBIDDEN: [&str; 14] = [
    "core::panicking",
    "core::fmt",
    "core::str",
    "core::slice::index::slice_",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "copy_from_slice::len_mismatch_fail",
    "panic_const",
    "firmware_panicked",
    "alloc::",
    "__rust_alloc",
    "__rust_realloc",
    "malloc",
];

/// A name that every one of the firmware's programs has, as long as it isn't stripped.
const PRESENT: &str = "firmware::predict";

/// The symbols that shouldn't be there.
///
/// # Errors
/// If the program has no names to look at.
pub fn unwanted(symbols: &[String]) -> Result<Vec<&str>, String> {
    if !symbols.iter().any(|name| name == PRESENT) {
        return Err(format!(
            "the program has no symbol `{PRESENT}`: it has been stripped, and its symbols prove nothing"
        ));
    }
    let names = symbols.iter().map(String::as_str);
    Ok(names
        .filter(|name| FORBIDDEN.iter().any(|part| name.contains(part)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_string()).collect()
    }

    #[test]
    fn what_panics_or_allocates_is_found() {
        let good = names(&["Reset", "firmware::predict", "memcpy", "__aeabi_fmul"]);
        assert_eq!(unwanted(&good), Ok(vec![]));
        for bad in [
            "core::panicking::panic_bounds_check",
            "firmware_panicked",
            "__rust_alloc",
        ] {
            assert_eq!(unwanted(&names(&["firmware::predict", bad])), Ok(vec![bad]));
        }
    }

    #[test]
    fn a_stripped_program_proves_nothing() {
        assert!(unwanted(&names(&[])).is_err());
        assert!(unwanted(&names(&["Reset"])).is_err());
    }
}
