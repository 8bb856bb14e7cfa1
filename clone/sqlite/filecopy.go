package sqlite

import (
	"context"
	"errors"
	"os"

	"github.com/ptr-project/ptr/internal/filecopy"
)

// fileCopy copies bytes, which carries everything.
func fileCopy(ctx context.Context, template snapshot, path string) error {
	from, err := os.Open(template.path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(filecopy.File(ctx, to, from), to.Close())
}
