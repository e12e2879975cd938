//! What an ELF file takes on the board, and which symbols are linked into it.

use object::read::elf::{ElfFile32, ProgramHeader};
use object::{Endianness, Object, ObjectSection, ObjectSymbol, SectionFlags, elf};
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

    /// Flash is what the program headers load from the file; RAM is what sections occupy that can be written.
    pub fn sizes(&self) -> Result<Sizes, Box<dyn Error>> {
        let file = self.file()?;
        let endian = file.endian();
        let loaded = file
            .elf_program_headers()
            .iter()
            .filter(|header| header.p_type(endian) == elf::PT_LOAD);
        let flash = loaded.map(|header| u64::from(header.p_filesz(endian))).sum();
        let written = file.sections().filter(|section| {
            let flags = u64::from(elf::SHF_ALLOC | elf::SHF_WRITE);
            matches!(section.flags(), SectionFlags::Elf { sh_flags } if sh_flags & flags == flags)
        });
        let ram = written.map(|section| section.size()).sum();
        Ok(Sizes { flash, ram })
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
