package variables

import (
	"debug/dwarf"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"errors"
	"io"
)

// An image is a linked binary of whichever platform.
type image struct {
	io.Closer
	dwarf   *dwarf.Data
	symbols map[string]uint64
}

// ErrFormat says that a file is no binary of a known kind.
var ErrFormat = errors.New("neither ELF nor Mach-O nor PE")

func open(path string) (*image, error) {
	if f, err := elf.Open(path); err == nil {
		return fromELF(f)
	}
	if f, err := macho.Open(path); err == nil {
		return fromMachO(f)
	}
	if f, err := pe.Open(path); err == nil {
		return fromPE(f)
	}
	return nil, ErrFormat
}

func fromELF(f *elf.File) (*image, error) {
	symbols, err := f.Symbols()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	addresses := make(map[string]uint64, len(symbols))
	for _, s := range symbols {
		addresses[s.Name] = s.Value
	}
	data, err := f.DWARF()
	return &image{f, data, addresses}, err
}

func fromMachO(f *macho.File) (*image, error) {
	addresses := map[string]uint64{}
	if f.Symtab != nil {
		for _, s := range f.Symtab.Syms {
			addresses[s.Name] = s.Value
		}
	}
	data, err := f.DWARF()
	return &image{f, data, addresses}, err
}

func fromPE(f *pe.File) (*image, error) {
	addresses := make(map[string]uint64, len(f.Symbols))
	base := imageBase(f)
	for _, s := range f.Symbols {
		if n := int(s.SectionNumber); n > 0 && n <= len(f.Sections) {
			addresses[s.Name] = base + uint64(f.Sections[n-1].VirtualAddress) + uint64(s.Value)
		}
	}
	data, err := f.DWARF()
	return &image{f, data, addresses}, err
}

func imageBase(f *pe.File) uint64 {
	if header, ok := f.OptionalHeader.(*pe.OptionalHeader64); ok {
		return header.ImageBase
	}
	return 0
}
