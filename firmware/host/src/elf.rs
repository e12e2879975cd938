//! What an ELF file takes on the board, and which symbols are linked into it.

use object::read::elf::{ElfFile32, ProgramHeader};
use object::{Endianness, Object, ObjectSymbol, elf};
use std::error::Error;
use std::path::Path;

/// A linked program.
pub struct Program {
    data: Vec<u8>,
}

/// Bytes of memory, without the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Code, constants, and the initial values of variables.
    pub flash: u64,
    /// Variables.
    pub ram: u64,
}

impl Program {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Program, Box<dyn Error>> {
        let data = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let program = Program { data };
        program.file()?;
        Ok(program)
    }

    fn file(&self) -> Result<ElfFile32<'_, Endianness>, Box<dyn Error>> {
        Ok(ElfFile32::parse(&self.data[..])?)
    }

    /// Flash is what the program headers load from the file; RAM is what they place where the program writes.
    pub fn sizes(&self) -> Result<Sizes, Box<dyn Error>> {
        let file = self.file()?;
        let endian = file.endian();
        let mut sizes = Sizes { flash: 0, ram: 0 };
        for header in file.elf_program_headers() {
            if header.p_type(endian) == elf::PT_LOAD {
                sizes.flash += u64::from(header.p_filesz(endian));
                if header.p_flags(endian).contains(elf::PF_W) {
                    sizes.ram += u64::from(header.p_memsz(endian));
                }
            }
        }
        Ok(sizes)
    }

    /// The names of all symbols, as they are written in the source.
    pub fn symbols(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let file = self.file()?;
        let names = file.symbols().filter_map(|symbol| symbol.name().ok());
        let mut names: Vec<String> = names
            .filter(|name| !name.is_empty())
            .map(|name| format!("{:#}", rustc_demangle::demangle(name)))
            .collect();
        names.sort();
        Ok(names)
    }
}
