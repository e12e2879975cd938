//! Files that were damaged on the way: mutations of bytes, each a function of its number.

use formwork_runtime::random::Stream;

/// How often files are mutated in a test. `FORMWORK_MUTATIONS` says otherwise.
pub fn count() -> u64 {
    let count = std::env::var("FORMWORK_MUTATIONS").ok();
    count.and_then(|count| count.parse().ok()).unwrap_or(1000)
}

/// The bytes with one change: bits turned, bytes overwritten, cut out, put in or exchanged, an end that is missing, or one more.
pub fn mutated(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut numbers = Stream::new(2026, number);
    let mut below = |end: usize| numbers.next_u32() as usize % end.max(1);
    let mut changed = bytes.to_vec();
    let place = below(bytes.len());
    let run = 1 + below(16).min(bytes.len().saturating_sub(place + 1));
    match number % 9 {
        0 => changed[place] ^= 1 << below(8),
        1 => changed[place] = changed[place].wrapping_add(1 + below(255) as u8),
        2 => changed.truncate(place),
        3 => drop(changed.drain(place..place + run)),
        4 => {
            let inserted: Vec<u8> = (0..run).map(|_| below(256) as u8).collect();
            changed.splice(place..place, inserted);
        }
        5 => {
            let copied = bytes[place..place + run].to_vec();
            changed.splice(place..place, copied);
        }
        6 => changed[place..place + run].fill(255),
        7 => {
            // A digit or a length near the beginning, where formats keep them.
            let place = below(bytes.len().min(200));
            changed[place] = changed[place].wrapping_add(1 + below(255) as u8);
        }
        _ => changed.extend((0..run).map(|_| below(256) as u8)),
    }
    changed
}
