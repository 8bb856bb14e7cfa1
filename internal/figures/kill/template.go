package kill

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// A template is one that has its final mark.
type template struct {
	number int // how often it was made until then
	path   string
	sum    [sha256.Size]byte
}

// templates are the newest of each, by their folders.
func (l *lab) templates() (map[string]template, error) {
	marks, err := filepath.Glob(filepath.Join(l.module, ".ptr/templates/*/*/complete"))
	newest := map[string]template{}
	for _, mark := range marks {
		dir := filepath.Dir(mark)
		number, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			return nil, err
		}
		t := template{number: number, path: filepath.Join(dir, "template")}
		if t.sum, err = digest(t.path); err != nil {
			return nil, err
		}
		if shelf := filepath.Dir(dir); newest[shelf].number < number {
			newest[shelf] = t
		}
	}
	return newest, err
}

// digest is that of a file, or of all files below a folder.
func digest(path string) (sum [sha256.Size]byte, err error) {
	all := sha256.New()
	err = filepath.WalkDir(path, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		fmt.Fprintf(all, "%s %x\n", file, sha256.Sum256(content))
		return err
	})
	return [sha256.Size]byte(all.Sum(nil)), err
}

// largest is a file, or the largest one below a folder.
func largest(path string) (file string, err error) {
	most := int64(-1)
	err = filepath.WalkDir(path, func(each string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Size() > most {
			file, most = each, info.Size()
		}
		return err
	})
	return file, err
}

// broken are the templates that the kill or the next run has changed, or that
// are no databases now. It is given those before the kill, and after it.
func (l *lab) broken(ctx context.Context, before, killed map[string]template) ([]string, error) {
	now, err := l.templates()
	if err != nil {
		return nil, err
	}
	broken := changes(before, killed, now)
	for _, t := range now {
		if err := l.check(ctx, t.path); err != nil {
			broken = append(broken, err.Error())
		}
	}
	return broken, nil
}

// changes are those that should not be: a kill may leave a newer template, but
// none that differs, and the next run takes what there is.
func changes(before, killed, now map[string]template) []string {
	var wrong []string
	for shelf, t := range before {
		if k := killed[shelf]; k != t && k.number <= t.number {
			wrong = append(wrong, "the kill changed "+t.path)
		}
	}
	for shelf, t := range killed {
		if now[shelf] != t {
			wrong = append(wrong, "the next run did not use "+t.path)
		}
	}
	return wrong
}
