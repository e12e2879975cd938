//! Numbers, texts and runs of floats as bytes: what checkpoints are made of. All numbers are little-endian.

/// Puts pieces one after the other.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// What has been written.
    pub fn bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A number.
    pub fn number(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// A number that may be absent.
    pub fn optional(&mut self, number: Option<u64>) {
        self.number(u64::from(number.is_some()));
        self.number(number.unwrap_or(0));
    }

    /// Bytes, with their number before them.
    pub fn block(&mut self, block: &[u8]) {
        self.number(block.len() as u64);
        self.bytes.extend_from_slice(block);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.block(text.as_bytes());
    }

    /// Floats, bit by bit.
    pub fn floats(&mut self, floats: &[f32]) {
        self.number(floats.len() as u64);
        let bytes = floats.iter().flat_map(|float| float.to_le_bytes());
        self.bytes.extend(bytes);
    }

    /// Floats of double precision, bit by bit.
    pub fn doubles(&mut self, doubles: &[f64]) {
        self.number(doubles.len() as u64);
        let bytes = doubles.iter().flat_map(|double| double.to_le_bytes());
        self.bytes.extend(bytes);
    }
}

/// What is wrong with bytes that were to be pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PiecesError {
    /// They end too early.
    #[error("it ends within a piece")]
    Short,
    /// There are more of them than pieces.
    #[error("there is more behind the last piece")]
    Long,
    /// A text isn't UTF-8.
    #[error("a text isn't UTF-8")]
    Text,
    /// A number can't be what it should be.
    #[error("a number is out of its range")]
    Range,
}

/// Takes pieces from bytes in the order in which they were written. No length that the bytes state is believed before as
/// many bytes have been seen.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Takes them from here.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes }
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], PiecesError> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(count)
            .ok_or(PiecesError::Short)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A number.
    pub fn number(&mut self) -> Result<u64, PiecesError> {
        let (number, rest) = self.bytes.split_first_chunk().ok_or(PiecesError::Short)?;
        self.bytes = rest;
        Ok(u64::from_le_bytes(*number))
    }

    /// A number of things.
    pub fn count(&mut self) -> Result<usize, PiecesError> {
        usize::try_from(self.number()?).map_err(|_| PiecesError::Range)
    }

    /// A number that is 0 or 1.
    pub fn flag(&mut self) -> Result<bool, PiecesError> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(PiecesError::Range),
        }
    }

    /// A number that may be absent.
    pub fn optional(&mut self) -> Result<Option<u64>, PiecesError> {
        let there = self.flag()?;
        let number = self.number()?;
        Ok(there.then_some(number))
    }

    /// Bytes.
    pub fn block(&mut self) -> Result<&'a [u8], PiecesError> {
        let count = self.count()?;
        self.take(count)
    }

    /// A text.
    pub fn text(&mut self) -> Result<String, PiecesError> {
        let text = std::str::from_utf8(self.block()?).map_err(|_| PiecesError::Text)?;
        Ok(text.to_owned())
    }

    /// Floats.
    pub fn floats(&mut self) -> Result<Vec<f32>, PiecesError> {
        let bytes = self.count()?.checked_mul(4).ok_or(PiecesError::Range)?;
        let floats = self.take(bytes)?.as_chunks().0;
        Ok(floats
            .iter()
            .map(|&float| f32::from_le_bytes(float))
            .collect())
    }

    /// Floats of double precision.
    pub fn doubles(&mut self) -> Result<Vec<f64>, PiecesError> {
        let bytes = self.count()?.checked_mul(8).ok_or(PiecesError::Range)?;
        let doubles = self.take(bytes)?.as_chunks().0;
        Ok(doubles
            .iter()
            .map(|&double| f64::from_le_bytes(double))
            .collect())
    }

    /// That nothing is left.
    pub fn end(&self) -> Result<(), PiecesError> {
        if self.bytes.is_empty() {
            Ok(())
        } else {
            Err(PiecesError::Long)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back() {
        let mut writer = Writer::default();
        writer.number(7);
        writer.optional(None);
        writer.optional(Some(3));
        writer.text("größe");
        writer.floats(&[1.5, f32::NEG_INFINITY]);
        writer.doubles(&[-0.0]);
        let bytes = writer.bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.number(), Ok(7));
        assert_eq!(reader.optional(), Ok(None));
        assert_eq!(reader.optional(), Ok(Some(3)));
        assert_eq!(reader.text().unwrap(), "größe");
        assert_eq!(reader.floats().unwrap(), [1.5, f32::NEG_INFINITY]);
        assert_eq!(reader.doubles().unwrap()[0].to_bits(), (-0.0f64).to_bits());
        assert_eq!(reader.end(), Ok(()));
        assert_eq!(Reader::new(&bytes[..5]).number(), Err(PiecesError::Short));
        assert_eq!(Reader::new(&bytes).end(), Err(PiecesError::Long));
        assert_eq!(Reader::new(&[255; 16]).floats(), Err(PiecesError::Range));
        assert_eq!(Reader::new(&[255; 8]).block(), Err(PiecesError::Short));
    }
}
