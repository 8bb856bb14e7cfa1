package gotest

import (
	"io"
	"os"
	"path/filepath"
)

// link makes the file name another name of old, or a copy where file systems
// differ.
func link(old, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return err
	}
	if os.Link(old, name) == nil {
		return nil
	}
	return copyFile(old, name)
}

func copyFile(old, name string) error {
	in, err := os.Open(old)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
