package gotest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// Stamp is a sum of the test binaries: the go command makes the same of the same sources.
func (f *Framework) Stamp() (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	sum := sha256.New()
	for _, unit := range slices.Sorted(maps.Keys(f.targets)) {
		fmt.Fprintln(sum, unit)
		if err := copyInto(sum, f.targets[unit].binary); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func copyInto(w io.Writer, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(w, file)
	return err
}
