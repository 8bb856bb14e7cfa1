package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/internal/process"
)

// ErrInUse says that a process uses a kept folder.
var ErrInUse = errors.New("it is in use")

// A Use is the folder of a dead run, in which something is kept, while this process
// uses it: to sweeps it is that of a live run. The zero Use is none.
type Use struct{ folder *folder }

// UseKept uses the folder that has the kept one at path. It returns [ErrInUse] if
// another process does, and [fs.ErrNotExist] if nothing is kept there.
func UseKept(path string) (Use, error) {
	u, err := useKept(path)
	if err != nil {
		return Use{}, fmt.Errorf("using %s: %w", path, err)
	}
	return u, nil
}

func useKept(path string) (_ Use, err error) {
	f, err := openFolder(filepath.Dir(path))
	if err != nil {
		return Use{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.discard())
		}
	}()
	j, err := f.claimDead()
	if errors.Is(err, errLocked) {
		return Use{}, ErrInUse
	}
	if err != nil {
		return Use{}, err
	}
	if j, err = f.journal(); err != nil {
		return Use{}, err
	}
	if _, kept := j.kept[filepath.Base(path)]; !kept {
		return Use{}, fs.ErrNotExist
	}
	if _, err := f.root.Lstat(filepath.Base(path)); err != nil {
		return Use{}, err
	}
	self, err := process.MarkOf(os.Getpid())
	if err != nil {
		return Use{}, err
	}
	return Use{f}, f.note(ownerLine(self, j.run))
}

// LetIn lets other users reach what is in the folder, if they know its name and it
// is theirs.
func (u Use) LetIn() error {
	if u.folder == nil {
		return nil
	}
	return os.Chmod(u.folder.path, 0o711)
}

// Close ends the use. The folder stays until it expires.
func (u Use) Close() error {
	if u.folder == nil {
		return nil
	}
	return u.folder.discard()
}
