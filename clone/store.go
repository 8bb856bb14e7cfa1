package clone

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A Store keeps templates in a folder.
type Store struct{ Dir string }

// A Request says which template is wanted.
type Request struct {
	Alias  string
	Source Source
	Fresh  bool
}

// Ensure returns the template for r, making it if need be.
func (s Store) Ensure(ctx context.Context, b Backend, r Request) (Template, error) {
	print, err := fingerprint(b, r)
	if err != nil {
		return Template{}, err
	}
	dir := filepath.Join(s.Dir, r.Alias+"-"+print[:12])
	t := Template{Alias: r.Alias, Backend: b.Name(), Path: filepath.Join(dir, "template.db"), Fingerprint: print}
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil && !r.Fresh {
		t.Reused = true
	} else if err := s.make(ctx, b, r, dir, t.Path); err != nil {
		return Template{}, err
	}
	info, err := os.Stat(t.Path)
	if err != nil {
		return Template{}, err
	}
	t.Size = info.Size()
	return t, nil
}

func (s Store) make(ctx context.Context, b Backend, r Request, dir, path string) error {
	os.RemoveAll(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := b.Fill(ctx, path, r.Source); err != nil {
		return errors.Join(fmt.Errorf("preparing %q: %w", r.Alias, err), os.RemoveAll(dir))
	}
	return os.WriteFile(filepath.Join(dir, "complete"), nil, 0o400)
}

func fingerprint(b Backend, r Request) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, b.Name(), r.Source.Command, r.Source.Existing)
	for _, file := range r.Source.SQL {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(h, file, len(text))
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
