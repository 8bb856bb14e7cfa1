package clone

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// fingerprint is a hash of everything that decides what the template of r is
// like: 64 hexadecimal digits. Where the SQL files lie does not matter; their
// contents and order do.
func fingerprint(b Backend, r Request) (string, error) {
	p := &printer{hash: sha256.New()}
	p.strings("ptr template 9", b.Name(), b.Version())
	p.strings(r.aliases()...)
	for _, s := range r.Sources {
		if err := p.source(s); err != nil {
			return "", s.Blame(err)
		}
	}
	return hex.EncodeToString(p.hash.Sum(nil)), nil
}

// A printer hashes values so that no two lists of them look the same: each is
// preceded by its length.
type printer struct {
	hash hash.Hash
	err  error // the first one
}

func (p *printer) length(n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	p.hash.Write(b[:])
}

func (p *printer) strings(values ...string) {
	p.length(int64(len(values)))
	for _, value := range values {
		p.length(int64(len(value)))
		io.WriteString(p.hash, value)
	}
}

// source hashes what s depends on.
func (p *printer) source(s Source) error {
	p.strings(s.Command...)
	for _, file := range s.SQL {
		p.file(file)
	}
	if len(s.Command) > 0 {
		p.strings(slices.Sorted(slices.Values(s.Variables))...)
	}
	p.inputs(s)
	p.strings(s.From)
	if s.Existing != "" {
		p.strings(s.Existing)
		p.file(s.Existing)
		p.optional(s.Existing + "-wal") // holds what was committed last
	}
	return p.err
}

// inputs hashes those of a command, with their names, since it finds them by
// name.
func (p *printer) inputs(s Source) {
	for _, file := range slices.Sorted(slices.Values(s.Inputs)) {
		name, err := filepath.Rel(s.Dir, file)
		if err != nil {
			name = file
		}
		p.strings(filepath.ToSlash(name))
		p.file(file)
	}
}

func (p *printer) file(path string) {
	if err := p.contents(path); err != nil {
		p.err = errors.Join(p.err, err)
	}
}

// optional hashes a file that need not be there.
func (p *printer) optional(path string) {
	if err := p.contents(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		p.err = errors.Join(p.err, err)
	}
}

func (p *printer) contents(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	// Its own hash has a fixed length, whatever happens to the file meanwhile.
	own := sha256.New()
	if _, err := io.Copy(own, f); err != nil {
		return err
	}
	p.hash.Write(own.Sum(nil))
	return nil
}
