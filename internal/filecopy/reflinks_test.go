package filecopy

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// fakeLink stands for a file system that has reflinks: it copies.
func fakeLink(to, from *os.File) error {
	_, err := io.Copy(to, from)
	return err
}

func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "sub/b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("text of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestReflinksAreMadeOfAllFiles(t *testing.T) {
	from, to := folder(t), filepath.Join(t.TempDir(), "to")
	if err := reflinkTree(t.Context(), to, from, fakeLink); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "sub/b"} {
		if got, err := os.ReadFile(filepath.Join(to, name)); string(got) != "text of "+name || err != nil {
			t.Errorf("%s has %q, %v", name, got, err)
		}
	}
}

func TestWhereReflinksCannotBeMadeNothingIsCopied(t *testing.T) {
	from, to := folder(t), filepath.Join(t.TempDir(), "to")
	unable := func(_, _ *os.File) error { return errors.ErrUnsupported }
	if err := reflinkTree(t.Context(), to, from, unable); !errors.Is(err, ErrNoReflinks) {
		t.Errorf("got %v, want %v", err, ErrNoReflinks)
	}
	if text, err := os.ReadFile(filepath.Join(to, "a")); len(text) > 0 {
		t.Errorf("the copy has %q, %v", text, err)
	}
}

func TestADiskThatIsFullIsNotOneWithoutReflinks(t *testing.T) {
	full := errors.New("full")
	err := reflinkTree(t.Context(), filepath.Join(t.TempDir(), "to"), folder(t), func(_, _ *os.File) error { return full })
	if !errors.Is(err, full) || errors.Is(err, ErrNoReflinks) {
		t.Errorf("got %v, want %v alone", err, full)
	}
}

func TestReflinksAreTriedWithoutATrace(t *testing.T) {
	to := t.TempDir()
	if err := CanReflink(to, folder(t)); err != nil && !errors.Is(err, ErrNoReflinks) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(to); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
	if err := CanReflink(to, t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("from an empty folder: %v, want %v", err, os.ErrNotExist)
	}
}

func TestATreeOfManyFilesIsCopied(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "to")
	for n := range 300 {
		name := filepath.Join(from, strconv.Itoa(n))
		if err := os.WriteFile(name, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Tree(t.Context(), to, from); err != nil {
		t.Fatal(err)
	}
	for n := range 300 {
		name := strconv.Itoa(n)
		if got, err := os.ReadFile(filepath.Join(to, name)); string(got) != filepath.Join(from, name) || err != nil {
			t.Errorf("%s has %q, %v", name, got, err)
		}
	}
}

func TestATreeWithAFileThatCannotBeCopiedIsAnError(t *testing.T) {
	full := errors.New("full")
	from := folder(t)
	for n := range 300 {
		if err := os.WriteFile(filepath.Join(from, strconv.Itoa(n)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := reflinkTree(t.Context(), filepath.Join(t.TempDir(), "to"), from, func(_, _ *os.File) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}
