//! The checksum CRC-32C: polynomial 0x1EDC6F41, reflected, begun and ended with all ones (RFC 3720, appendix B.4).

/// Tables for four bytes at once: `TABLES[k][b]` is the remainder of byte `b` followed by `k` bytes of zeros.
const TABLES: [[u32; 256]; 4] = tables();

const fn tables() -> [[u32; 256]; 4] {
    const REFLECTED: u32 = 0x82F6_3B78;
    let mut tables = [[0; 256]; 4];
    let mut byte = 0;
    while byte < 256 {
        let mut remainder = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            let carry = if remainder & 1 == 1 { REFLECTED } else { 0 };
            remainder = (remainder >> 1) ^ carry;
            bit += 1;
        }
        tables[0][byte] = remainder;
        byte += 1;
    }
    let mut table = 1;
    while table < 4 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[table - 1][byte];
            tables[table][byte] = (before >> 8) ^ tables[0][(before & 255) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The checksum of some bytes.
pub fn crc32c(bytes: &[u8]) -> u32 {
    let mut checksum = Checksum::default();
    checksum.add(bytes);
    checksum.value()
}

/// The checksum of bytes that come in parts.
#[derive(Clone, Copy, Debug)]
pub struct Checksum {
    remainder: u32,
}

impl Default for Checksum {
    fn default() -> Checksum {
        Checksum {
            remainder: u32::MAX,
        }
    }
}

impl Checksum {
    /// Further bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        let mut remainder = self.remainder;
        let (words, rest) = bytes.as_chunks();
        for word in words {
            let word = u32::from_le_bytes(*word) ^ remainder;
            let [a, b, c, d] = word.to_le_bytes();
            remainder = TABLES[3][a as usize]
                ^ TABLES[2][b as usize]
                ^ TABLES[1][c as usize]
                ^ TABLES[0][d as usize];
        }
        for byte in rest {
            let [low, ..] = (remainder ^ u32::from(*byte)).to_le_bytes();
            remainder = (remainder >> 8) ^ TABLES[0][low as usize];
        }
        self.remainder = remainder;
    }

    /// The checksum of all bytes so far.
    pub fn value(self) -> u32 {
        !self.remainder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        assert_eq!(crc32c(b"123456789"), 0xE306_9283);
        assert_eq!(crc32c(&[0; 32]), 0x8A91_36AA);
        assert_eq!(crc32c(&[255; 32]), 0x62A8_AB43);
        let ascending: Vec<u8> = (0..32).collect();
        assert_eq!(crc32c(&ascending), 0x46DD_794E);
        assert_eq!(crc32c(b""), 0);
        let mut parts = Checksum::default();
        parts.add(b"12345");
        parts.add(b"6789");
        assert_eq!(parts.value(), 0xE306_9283);
    }
}
