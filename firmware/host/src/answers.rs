//! The file that the firmware writes: for each input the bits of the output and the timer's ticks, then the stack.

/// Instructions in a tick: the timer has 25 MHz, and the emulated processor an instruction each nanosecond.
const INSTRUCTIONS_PER_TICK: u64 = 40;

/// What the firmware has answered.
#[derive(Debug, PartialEq)]
pub struct Answers {
    /// All outputs, one after the other.
    pub outputs: Vec<f32>,
    /// Instructions of each prediction, as a multiple of 40.
    pub instructions: Vec<u64>,
    /// Bytes of the stack that have ever been written.
    pub stack: u64,
}

/// Reads the answers to `count` inputs, whose outputs have `width` elements.
pub fn read(bytes: &[u8], count: usize, width: usize) -> Result<Answers, String> {
    let words: Vec<u32> = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|word| u32::from_le_bytes(*word))
        .collect();
    let expected = 4 * (count * (width + 1) + 1);
    let (Some((stack, records)), true) = (words.split_last(), bytes.len() == expected) else {
        return Err(format!(
            "the firmware has written {} bytes for {count} inputs, but {expected} were expected",
            bytes.len()
        ));
    };
    let mut answers = Answers {
        outputs: Vec::new(),
        instructions: Vec::new(),
        stack: u64::from(*stack),
    };
    for record in records.chunks_exact(width + 1) {
        let (output, ticks) = record.split_at(width);
        answers
            .outputs
            .extend(output.iter().map(|bits| f32::from_bits(*bits)));
        let ticks = ticks.iter().map(|ticks| u64::from(*ticks));
        answers
            .instructions
            .extend(ticks.map(|ticks| ticks * INSTRUCTIONS_PER_TICK));
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_apart() {
        let words = [
            1.5f32.to_bits(),
            2.5f32.to_bits(),
            3,
            4.5f32.to_bits(),
            5.5f32.to_bits(),
            6,
            72,
        ];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let answers = Answers {
            outputs: vec![1.5, 2.5, 4.5, 5.5],
            instructions: vec![120, 240],
            stack: 72,
        };
        assert_eq!(read(&bytes, 2, 2), Ok(answers));
        assert!(read(&bytes, 1, 2).is_err());
        assert!(read(&bytes[1..], 2, 2).is_err());
    }
}
